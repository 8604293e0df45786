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
    session.add(
        Told(
            call=thread.call,
            candidate_id=thread.address.candidate_id,
            thread_id=thread.id,
            parcel_id=parcel.id,
            pair=str(pair) if pair else None,
            value=citation.text,
            source=citation.source.name,
            version=citation.source.version,
            start=citation.start,
            end=citation.end,
            at=now,
        )
    )


def record_decision(session: Session, thread: Thread, parcel: Parcel, decision: Decision, now: datetime) -> None:
    """Record that this thread's person is told what the office decided: the entry, and its version."""
    told = decision.entry.citation
    session.add(
        Told(
            call=thread.call,
            candidate_id=thread.address.candidate_id,
            thread_id=thread.id,
            parcel_id=parcel.id,
            pair=str(decision.pair),
            value=told.text,
            source=told.source.name,
            version=str(decision.entry.version),
            start=told.start,
            end=told.end,
            at=now,
        )
    )


def record_verdict(
    session: Session, thread: Thread, parcel: Parcel, name: str, verdict: Verdict, now: datetime
) -> None:
    """Record that this thread's person is told whether they may apply, by which version of the rules and the call."""
    session.add(
        Told(
            call=thread.call,
            candidate_id=thread.address.candidate_id,
            thread_id=thread.id,
            parcel_id=parcel.id,
            pair=str(VERDICT),
            value=name,
            source="rules",
            version=verdict.version,
            at=now,
        )
    )


def record_words(
    session: Session, thread: Thread, parcel: Parcel, pairs: list[str | None], message: Message, now: datetime
) -> None:
    """Record what a staff member wrote, once for each pair it answers (once without a pair where there is none)."""
    for pair in dict.fromkeys(pairs or [None]):
        session.add(
            Told(
                call=thread.call,
                candidate_id=thread.address.candidate_id,
                thread_id=thread.id,
                parcel_id=parcel.id,
                pair=pair,
                value=message.words,
                source=f"staff:{message.staff_id}",
                version=f"message:{message.id}",
                at=now,
            )
        )
