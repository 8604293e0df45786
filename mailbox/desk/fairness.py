"""Equal treatment: what an answer states, held against what others were told of the same, and against the call.

Nothing is decided here: a conflict stops a send until its words are changed, or somebody gives a reason, which is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call, Pair
from ...knowledge.claim import Sort
from ...knowledge.contradiction import Claims
from ...knowledge.learning.tables import load_tables
from ...knowledge.markup import plain
from ...knowledge.vocabulary import load_vocabulary
from ..delivery.dates import write_day
from ..records.models import Message, Parcel, ParcelState, Question, Thread, Told
from .conflict import Conflict, ConflictKind, Whom, fingerprint
from .errors import UnequalTreatment, Unexplained
from .journal import record

OVERRIDDEN = "fairness.overridden"
"""The kind of the journal's line for an answer that left in spite of a conflict."""
LONGEST = 2000
"""The characters of a reason that are kept."""
_KINDS = {
    Sort.DATE: ConflictKind.DATE,
    Sort.MONEY: ConflictKind.AMOUNT,
    Sort.LENGTH: ConflictKind.DURATION,
    Sort.COUNT: ConflictKind.COUNT,
    Sort.ANSWER: ConflictKind.YES_NO,
    Sort.CONDITION: ConflictKind.CONDITION,
}


@dataclass(frozen=True)
class Statement:
    """What somebody was told, or what the call says, of a pair: what an answer is held against."""

    words: str
    pair: Pair | None
    source: str
    whom: Whom | None = None


def conflicts(words: str, told: Iterable[Statement], year: int) -> tuple[Conflict, ...]:
    """Return where an answer's words cannot hold beside what was told, the same once; `year` is the call's."""
    claims = _claims(year)
    found: dict[tuple[ConflictKind, str, str], Conflict] = {}
    for statement in told:
        for ours, theirs in claims.contradict(words, statement.words, about=statement.pair):
            kind = _KINDS[ours.sort]
            one = Conflict(kind, ours.sentence, theirs.sentence, statement.whom, statement.source)
            found.setdefault((kind, ours.sentence, theirs.sentence), one)
    return tuple(found.values())


def find_conflicts(
    session: Session, call: Call, pairs: Iterable[str], words: str, thread: Thread | None
) -> tuple[Conflict, ...]:
    """Return where an answer to a thread's person disagrees with the call, or with what others were told on `pairs`.

    Without a thread it is to all, and everybody counts as another. The call's come first, then the others', newest
    first; of each source the latest on a pair alone is looked at.
    """
    asked = tuple(dict.fromkeys(pairs))
    dates = (one for one in conflicts(words, _milestones(call, asked), call.year) if one.kind is ConflictKind.DATE)
    said = conflicts(words, _passages(call, asked), call.year)
    others = conflicts(words, _told(session, call, asked, thread.address.candidate_id if thread else 0), call.year)
    return tuple(dict.fromkeys((*said, *dates, *others)))


def stop_unequal(
    session: Session,
    call: Call,
    pairs: Iterable[str],
    words: str,
    thread: Thread,
    *,
    staff_id: int,
    now: datetime,
    ticket_id: int | None = None,
    reason: str = "",
    seen: str = "",
) -> None:
    """Let an answer go on where it agrees with the call and with what others were told, or a reason is given.

    `seen` is the fingerprint of the conflicts that the reason was given for. Raises `UnequalTreatment`, with the
    conflicts, where nobody has seen these; `Unexplained` where they were seen and the reason is empty.
    """
    found = find_conflicts(session, call, pairs, words, thread)
    if not found:
        return
    if seen != fingerprint(found):
        raise UnequalTreatment(found)
    override(session, call, found, reason, staff_id=staff_id, now=now, ticket_id=ticket_id)


def override(
    session: Session,
    call: Call,
    found: Sequence[Conflict],
    reason: str,
    *,
    staff_id: int,
    now: datetime,
    ticket_id: int | None = None,
) -> None:
    """Record why an answer leaves in spite of conflicts, without a word of anybody's but the reason.

    Raises `Unexplained`.
    """
    if not reason.strip():
        raise Unexplained(found)
    against = [
        {"kind": one.kind.value, "source": one.source, "ticket": one.whom.number if one.whom else None} for one in found
    ]
    record(session, call.slug, staff_id, OVERRIDDEN, now, ticket_id, reason=reason.strip()[:LONGEST], conflicts=against)


def explain(conflict: Conflict) -> str:
    """Say a conflict in French: who read what, and what is written now."""
    if conflict.whom is None:
        lead = "L'appel dit"
    else:
        lead = f"Le {write_day(conflict.whom.at, 'fr')}, une autre personne a lu"
    return f"{lead} : « {conflict.theirs} » ; vous écrivez : « {conflict.ours} »"


@cache
def _claims(year: int) -> Claims:
    return Claims(load_vocabulary(), load_tables(), year)


def _passages(call: Call, pairs: Sequence[str]) -> Iterator[Statement]:
    for key in pairs:
        pair = Pair.parse(key)
        for name in call.answers.get(pair, ()):
            yield Statement(plain(call.cite(name).text), pair, name)


def _milestones(call: Call, pairs: Sequence[str]) -> Iterator[Statement]:
    """Yield the passages that the call's dates stand in, which an answer to anything may name."""
    for milestone in call.milestones.values():
        for pair in (*map(Pair.parse, pairs), *(() if pairs else (None,))):
            yield Statement(plain(call.cite(milestone.passage).text), pair, milestone.passage)


def _told(session: Session, call: Call, pairs: Sequence[str], but: int) -> Iterator[Statement]:
    """Yield what candidates but one were told on the pairs, newest first, but for the call's own words."""
    number = (
        select(func.max(Question.ticket_id))
        .join(Message, Question.message_id == Message.id)
        .where(Message.thread_id == Told.thread_id, Question.pair == Told.pair)
        .correlate(Told)
        .scalar_subquery()
    )
    latest = (
        select(func.max(Told.id))
        .join(Parcel, Told.parcel_id == Parcel.id)
        .where(Told.call == call.slug, Told.pair.in_(pairs), Told.candidate_id != but)
        .where(Parcel.state.not_in((ParcelState.ABANDONED, ParcelState.HANDED_OVER)))
        .where((Told.source != call.source.name) | (Told.version != call.source.version))
        .group_by(Told.pair, Told.source)
    )
    query = (
        select(Told.value, Told.pair, Told.source, Told.at, Parcel.channel, number)
        .join(Parcel, Told.parcel_id == Parcel.id)
        .where(Told.id.in_(latest))
        .order_by(Told.at.desc(), Told.id.desc())
    )
    for value, pair, source, at, channel, ticket in session.execute(query):
        yield Statement(value, Pair.parse(str(pair)), source, Whom(at, channel, ticket))
