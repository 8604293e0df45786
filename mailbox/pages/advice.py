"""What helps to answer: the call's nearest passages, what was answered to others, what this person was told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ...knowledge.markup import Span, plain, render
from ..delivery.phrases import capital, name_pair
from ..records.models import Address, Message, Question, QuestionState, Staff, Thread, Told
from .translation import language

MOST = 5


@dataclass(frozen=True)
class Passage:
    """A passage as it is shown: its words, and its name in the call, by which the call's page is opened at it."""

    spans: tuple[Span, ...]
    text: str
    name: str


@dataclass(frozen=True)
class Asked:
    """A question of the ticket; `topic` is what it is taken to be about, `passages` the nearest the call says.

    `reason` is why it was declined.
    """

    number: int
    text: str
    state: QuestionState
    reason: str
    pair: str
    topic: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Earlier:
    """What the office answered to somebody else on the same."""

    words: str
    name: str
    at: datetime
    topic: str


@dataclass(frozen=True)
class Shown:
    """What this person was told before, by the assistant or a colleague."""

    words: str
    topic: str
    at: datetime
    by_staff: bool


def read_asked(session: Session, call: Call, ticket: int) -> Iterator[Asked]:
    """Read a ticket's questions, in their order."""
    query = select(Question).where(Question.ticket_id == ticket).order_by(Question.id)
    for found in session.scalars(query):
        topic = capital(name_pair(found.pair, language())) if found.pair else ""
        passages = tuple(_passage(call, citation) for citation in found.citations)
        yield Asked(found.id, found.text, found.state, found.reason or "", found.pair or "", topic, passages)


def read_earlier(session: Session, call: str, pairs: Sequence[str], thread: int | None) -> Iterator[Earlier]:
    """Read what staff told others on the same pairs, the latest first, each wording once."""
    if not pairs:
        return
    query = (
        select(Told.version, Told.at, Told.pair)
        .where(Told.call == call, Told.pair.in_(pairs), Told.source.like("staff:%"), Told.thread_id != (thread or 0))
        .order_by(Told.id.desc())
        .limit(4 * MOST)
    )
    found = session.execute(query).all()
    messages = _read_messages(session, {number for version, _, _ in found if (number := _number_message(version))})
    seen: set[str] = set()
    for version, at, pair in found:
        words, name = messages.get(_number_message(version) or 0, ("", ""))
        if words and words not in seen and len(seen) < MOST:
            seen.add(words)
            yield Earlier(words, name, at, capital(name_pair(pair or "", language())))


def read_told(session: Session, call: str, thread: int | None) -> Iterator[Shown]:
    """Read what the person of a thread was told last, each thing once."""
    whose = select(Address.candidate_id).join(Thread, Thread.address_id == Address.id).where(Thread.id == thread)
    query = (
        select(Told)
        .where(Told.call == call, Told.candidate_id == whose.scalar_subquery())
        .order_by(Told.id.desc())
        .limit(4 * MOST)
    )
    seen: set[str] = set()
    for told in session.scalars(query):
        if told.value not in seen and len(seen) < MOST:
            seen.add(told.value)
            topic = capital(name_pair(told.pair, language())) if told.pair else ""
            by_staff = told.source.startswith("staff:")
            yield Shown(told.value if by_staff else plain(told.value), topic, told.at, by_staff)


def _number_message(version: str) -> int | None:
    """Read which message's words were told (`message:12`, see `record_words`)."""
    kind, _, number = version.partition(":")
    return int(number) if kind == "message" and number.isdecimal() else None


def _read_messages(session: Session, numbers: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Read the words of some messages of staff, and who wrote them."""
    query = select(Message.id, Message.words, Staff.name).join(Message.staff).where(Message.id.in_(numbers))
    return {number: (words, name) for number, words, name in session.execute(query)}


def _passage(call: Call, citation: Any) -> Passage:
    name = next((name for name, one in call.passages.items() if one.start == citation["start"]), "")
    return Passage(render(str(citation["text"])), str(citation["text"]), name)
