"""Who was told what: recorded in the transaction that puts the telling into the outbox."""

from datetime import datetime

from sqlalchemy.orm import Session

from ...knowledge.call import Citation, Pair
from ...knowledge.conclusion import Decision
from ...knowledge.verdict import Verdict
from ..records.models import Message, Parcel, Thread, Told

VERDICT = Pair("eligibility", "verdict")
"""What a verdict is recorded as; no question is about it, so that nothing else is told of it."""


def record_citation(
    session: Session, thread: Thread, parcel: Parcel, pair: Pair | None, citation: Citation, now: datetime
) -> None:
    """Record that this thread's person is shown a passage."""
    told = _tell(thread, parcel, str(pair) if pair else None, citation.text, now)
    _quote(told, citation, citation.source.version)
    session.add(told)


def record_decision(session: Session, thread: Thread, parcel: Parcel, decision: Decision, now: datetime) -> None:
    """Record that this thread's person is told what the office decided: the entry, and its version."""
    cited = decision.entry.citation
    told = _tell(thread, parcel, str(decision.pair), cited.text, now)
    _quote(told, cited, str(decision.entry.version))
    session.add(told)


def record_verdict(
    session: Session, thread: Thread, parcel: Parcel, name: str, verdict: Verdict, now: datetime
) -> None:
    """Record that this thread's person is told whether they may apply, by which version of the rules and the call."""
    told = _tell(thread, parcel, str(VERDICT), name, now)
    told.source, told.version = "rules", verdict.version
    session.add(told)


def record_words(
    session: Session, thread: Thread, parcel: Parcel, pairs: list[str | None], message: Message, now: datetime
) -> None:
    """Record what a staff member wrote, once for each pair it answers (once without a pair where there is none)."""
    for pair in dict.fromkeys(pairs or [None]):
        told = _tell(thread, parcel, pair, message.words, now)
        told.source, told.version = f"staff:{message.staff_id}", f"message:{message.id}"
        session.add(told)


def _tell(thread: Thread, parcel: Parcel, pair: str | None, value: str, now: datetime) -> Told:
    """Begin a row: who is told what of which pair, and what carries it."""
    return Told(
        call=thread.call,
        candidate_id=thread.address.candidate_id,
        thread_id=thread.id,
        parcel_id=parcel.id,
        pair=pair,
        value=value,
        at=now,
    )


def _quote(told: Told, citation: Citation, version: str) -> None:
    """Say where the words stand."""
    told.source, told.version, told.start, told.end = citation.source.name, version, citation.start, citation.end
