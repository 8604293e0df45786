"""A suggested answer to a ticket, sentence by sentence with the passage behind each; nothing leaves by itself.

For each open question, the first there is of: the entry that staff approved, the passages of what it most likely asks,
what a colleague answered somebody else on the very same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ...knowledge.conclusion import Answer
from ...knowledge.entry import ApprovedEntry, EntryKind
from ...knowledge.serving import Serving, is_broad, load_serving
from ...knowledge.support import find_support
from ...knowledge.text import sentences
from ..delivery import wording
from ..delivery.body import Block
from ..delivery.wording import Manner
from ..records.models import Address, Message, Parcel, ParcelState, Question, QuestionState, Staff, Thread, Told
from .entry import load_approved
from .impersonal import take_out_courtesies
from .office import Office
from .person import tongue
from .spelled_out import say_entry, spell_out

_NOT_GONE = (ParcelState.ABANDONED, ParcelState.HANDED_OVER)


class Origin(StrEnum):
    """Where a suggestion comes from: an approved entry, the call, or a colleague's answer to somebody else."""

    ENTRY = "entry"
    CALL = "call"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a suggestion, and the name of the passage it rests on, empty where it rests on none."""

    text: str
    passage: str = ""


@dataclass(frozen=True)
class Suggested:
    """What may be said to one question, by its number; `name` is who answered or decided before, `at` when."""

    question: int
    origin: Origin
    words: str
    sentences: tuple[Sentence, ...]
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Suggestion:
    """What may be said to a ticket; questions that it says nothing to are left open."""

    parts: tuple[Suggested, ...]

    @property
    def words(self) -> str:
        """Return the whole as it is put into the answer, the same words once."""
        return "\n\n".join(dict.fromkeys(part.words for part in self.parts))

    @property
    def answered(self) -> frozenset[int]:
        """Return the numbers of the questions it answers."""
        return frozenset(part.question for part in self.parts)


def suggest(session: Session, call: Call, office: Office, ticket: int, now: datetime) -> Suggestion | None:
    """Suggest an answer to the open questions of a ticket, or None where there is nothing to go by."""
    query = select(Question, Thread, Address).join(Question.message).join(Message.thread).join(Thread.address)
    found = session.execute(
        query.where(Question.ticket_id == ticket, Question.state == QuestionState.OPEN).order_by(Question.id)
    ).all()
    if not found:
        return None
    entries, earlier = load_approved(session, call), _read_earlier(session, call, found[0][1], [q for q, _, _ in found])
    parts: list[Suggested] = []
    for question, _, address in found:
        manner = Manner(tongue(address), now)
        part = (
            _by_entry(call, office, entries, question, manner)
            or _by_call(call, question, manner)
            or earlier.get(question.pair or "")
        )
        if part:
            parts.append(_of(part, question))
    return Suggestion(tuple(parts)) if parts else None


def _of(part: Suggested, question: Question) -> Suggested:
    return Suggested(question.id, part.origin, part.words, part.sentences, part.name, part.at)


def _by_entry(
    call: Call, office: Office, entries: Iterable[ApprovedEntry], question: Question, manner: Manner
) -> Suggested | None:
    serving, pair = load_serving(call), Pair.parse(question.pair) if question.pair else None
    fitting = ((_fit(serving, question.text, pair, entry), entry.id, entry) for entry in entries)
    share, _, entry = max(fitting, default=(0.0, 0, None), key=lambda one: one[:2])
    if not share or entry is None:
        return None
    said = say_entry(call, office, entry, manner, question.text)
    return _write(call, said.blocks, question.id, Origin.ENTRY)


def _fit(serving: Serving, text: str, pair: Pair | None, entry: ApprovedEntry) -> float:
    if entry.kind is EntryKind.DECISION and serving.is_answered(entry.pair, entry.phrasings):
        return 0.0
    return serving.asks_same(text, pair, entry.pair, entry.phrasings)


def _by_call(call: Call, question: Question, manner: Manner) -> Suggested | None:
    """Quote what the question most likely asks: its pair, or the first of those it was taken to ask perhaps."""
    likely = [question.pair] if question.pair else question.choices[:1]
    pair = next((pair for pair in map(Pair.parse, likely) if pair in call.answers), None)
    if pair is None:
        return None
    citations = tuple(call.cite(name) for name in call.answers[pair])
    said = wording.say_answer(call, Answer(question.text, 0.0, pair, citations), manner)
    return _write(call, said.blocks, question.id, Origin.CALL)


def _write(call: Call, blocks: Sequence[Block], question: int, origin: Origin) -> Suggested:
    """Write what the assistant would have said as plain words, its quotations within marks."""
    lines = spell_out(blocks)
    behind = tuple(Sentence(line, find_support(call, line) or "") for line in lines)
    return Suggested(question, origin, "\n\n".join(lines), behind)


def _read_earlier(session: Session, call: Call, thread: Thread, questions: Sequence[Question]) -> dict[str, Suggested]:
    """Read the latest answer to somebody else on each pair, of those that answered nothing else.

    What names the person it was written to is suggested to nobody.
    """
    pairs = {q.pair for q in questions if q.pair and not is_broad(Pair.parse(q.pair))}
    if not pairs:
        return {}
    query = (
        select(Told.pair, Told.value, Told.at, Told.parcel_id, Told.candidate_id)
        .add_columns(Staff.name, Address.name, Address.address)
        .join(Parcel, Told.parcel_id == Parcel.id)
        .join(Message, Parcel.message_id == Message.id)
        .join(Message.staff)
        .join(Thread, Told.thread_id == Thread.id)
        .join(Thread.address)
        .where(Told.call == call.slug, Told.pair.in_(pairs), Told.source.like("staff:%"))
        .where(Told.candidate_id != thread.address.candidate_id, Parcel.state.not_in(_NOT_GONE))
        .order_by(Told.id.desc())
        .limit(_MOST)
    )
    rows = session.execute(query).all()
    several = _find_several(session, [row.candidate_id for row in rows], [row.parcel_id for row in rows])
    found: dict[str, Suggested] = {}
    for pair, value, at, parcel, _, by, name, address in rows:
        words = "" if parcel in several else take_out_courtesies(value, (name or "", address.partition("@")[0]))
        if words and pair not in found:
            found[pair] = Suggested(0, Origin.COLLEAGUE, words, tuple(_trace(call, words)), by, at)
    return found


def _find_several(session: Session, candidates: Sequence[int], parcels: Sequence[int]) -> set[int]:
    """Find which of some parcels told several things: their words answer more than one question."""
    query = select(Told.parcel_id).where(Told.candidate_id.in_(candidates), Told.parcel_id.in_(parcels))
    return set(session.scalars(query.group_by(Told.parcel_id).having(func.count() > 1)))


def _trace(call: Call, words: str) -> Iterator[Sentence]:
    for sentence in sentences(words):
        yield Sentence(sentence, find_support(call, sentence) or "")


_MOST = 50
"""How many earlier answers are looked through, the latest: those that name a person are passed over."""
