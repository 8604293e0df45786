"""A suggested answer to a ticket, sentence by sentence with the passage behind each; nothing leaves by itself.

For each open question, the first there is of: the entry that staff approved, the passages of what it most likely asks,
what a colleague answered somebody else on the very same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ...knowledge.conclusion import Answer, Outcome
from ...knowledge.entry import ApprovedEntry
from ...knowledge.serving import is_broad, load_serving
from ...knowledge.support import find_support
from ...knowledge.text import sentences
from ..delivery import wording
from ..delivery.body import Block
from ..delivery.wording import Manner
from ..records.models import (
    Address,
    Entry,
    EntryState,
    Message,
    Parcel,
    ParcelState,
    Question,
    QuestionState,
    Staff,
    Thread,
    Told,
)
from .entry import load_approved
from .impersonal import make_impersonal
from .office import Office
from .person import tongue
from .spelled_out import say_entry, spell_out

_NOT_ARRIVED = (ParcelState.ABANDONED, ParcelState.HANDED_OVER)
_OF_ONE_PERSON = (Outcome.ELIGIBILITY.value, Outcome.STATUS.value)


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


def add_to_draft(draft: str, words: str) -> str:
    """Put words below what is written already, unless they are there."""
    if words in draft:
        return draft
    return f"{draft}\n\n{words}" if draft.strip() else words


def suggest(session: Session, call: Call, office: Office, ticket: int, now: datetime) -> Suggestion | None:
    """Suggest an answer to the open questions of a ticket, or None where there is nothing to go by.

    What asks for a verdict or the state of a dossier is answered of that person alone: nothing is suggested.
    """
    query = select(Question, Thread, Address).join(Question.message).join(Message.thread).join(Thread.address)
    found = session.execute(
        query.where(Question.ticket_id == ticket, Question.state == QuestionState.OPEN)
        .where(Question.outcome.not_in(_OF_ONE_PERSON))
        .order_by(Question.id)
    ).all()
    if not found:
        return None
    entries, earlier = (
        load_approved(session, call),
        _read_earlier(session, call, [row[0] for row in found], found[0][2]),
    )
    parts: list[Suggested] = []
    for question, _, address in found:
        manner = Manner(tongue(address), now)
        part = (
            _by_entry(call, office, entries, question, manner)
            or _by_call(call, question, manner)
            or earlier.get(question.pair or "")
        )
        if part:
            parts.append(replace(part, question=question.id))
    return Suggestion(tuple(parts)) if parts else None


def _by_entry(
    call: Call, office: Office, entries: Iterable[ApprovedEntry], question: Question, manner: Manner
) -> Suggested | None:
    entry = load_serving(call).find(question.text, _pair(question), entries)
    if entry is None:
        return None
    return _write(call, say_entry(call, office, entry, manner, question.text).blocks, question.id, Origin.ENTRY)


def _by_call(call: Call, question: Question, manner: Manner) -> Suggested | None:
    """Quote what the question most likely asks: its pair, or the first of those it was taken to ask perhaps.

    What the assistant answered with the call's words already is not answered with them again.
    """
    likely = [question.pair] if question.pair else question.choices[:1]
    pair = next((pair for pair in map(Pair.parse, likely) if pair in call.answers), None)
    if pair is None or question.outcome == Outcome.ANSWER.value:
        return None
    citations = tuple(call.cite(name) for name in call.answers[pair])
    said = wording.say_answer(call, Answer(question.text, 0.0, pair, citations), manner)
    return _write(call, said.blocks, question.id, Origin.CALL)


def _write(call: Call, blocks: Sequence[Block], question: int, origin: Origin) -> Suggested:
    """Write what the assistant would have said as plain words, its quotations within marks."""
    lines = spell_out(blocks)
    behind = tuple(Sentence(line, find_support(call, line) or "") for line in lines)
    return Suggested(question, origin, "\n\n".join(lines), behind)


def _read_earlier(
    session: Session, call: Call, questions: Sequence[Question], address: Address
) -> dict[str, Suggested]:
    """Read what was told last on each pair, where a colleague wrote it to somebody else, in the same language.

    Only what has left counts, and only where it answered nothing else: an older answer may not hold any more, nor what
    has left while other words are about to.
    """
    pairs = {str(pair) for pair in map(_pair, questions) if pair and not is_broad(pair)}
    said = (
        select(func.max(Told.id))
        .join(Parcel, Told.parcel_id == Parcel.id)
        .where(Told.call == call.slug, Told.pair.in_(pairs), Told.source != call.source.name)
    )
    latest = said.where(Parcel.state.not_in(_NOT_ARRIVED)).group_by(Told.pair)
    left = said.where(Parcel.state == ParcelState.SENT).group_by(Told.pair)
    newest = dict(session.execute(select(Told.pair, Told.value).where(Told.id.in_(latest))).all())
    query = (
        select(Told.pair, Told.value, Told.at, Told.parcel_id, Told.candidate_id, Staff.name, Address)
        .join(Parcel, Told.parcel_id == Parcel.id)
        .join(Message, Parcel.message_id == Message.id)
        .join(Message.staff)
        .join(Thread, Told.thread_id == Thread.id)
        .join(Thread.address)
        .where(Told.id.in_(left), Told.source.like("staff:%"))
        .where(Told.candidate_id != address.candidate_id)
    )
    rows = session.execute(query).all() if pairs else ()
    several = _find_several(session, [row.candidate_id for row in rows], [row.parcel_id for row in rows])
    gone = _read_what_serves_no_more(session, call, pairs) if rows else ()
    found: dict[str, Suggested] = {}
    for pair, value, at, parcel, _, by, whose in rows:
        holds = newest.get(pair) == value and parcel not in several and not any(text in value for text in gone)
        if not holds or tongue(whose) != tongue(address):
            continue
        words = make_impersonal(value, (whose.name or "", whose.address.partition("@")[0]))
        if words:
            behind = tuple(Sentence(line, find_support(call, line) or "") for line in sentences(words))
            found[pair or ""] = Suggested(0, Origin.COLLEAGUE, words, behind, by, at)
    return found


def _find_several(session: Session, candidates: Sequence[int], parcels: Sequence[int]) -> set[int]:
    """Find which of some parcels told several things: their words answer more than one question."""
    query = select(Told.parcel_id).where(Told.candidate_id.in_(candidates), Told.parcel_id.in_(parcels))
    return set(session.scalars(query.group_by(Told.parcel_id).having(func.count() > 1)))


def _read_what_serves_no_more(session: Session, call: Call, pairs: Iterable[str]) -> Sequence[str]:
    """Read the texts of entries that may not be told: whoever sent one on said what does not hold now."""
    query = select(Entry.words).where(Entry.call == call.slug, Entry.pair.in_(pairs), Entry.state != EntryState.VALID)
    return [words for words in session.scalars(query) if words]


def _pair(question: Question) -> Pair | None:
    return Pair.parse(question.pair) if question.pair else None
