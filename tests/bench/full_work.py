"""What staff did at a desk of many years: what was told, who did what, notes, entries, saved replies, files."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from guichet.knowledge.entry import EntryKind
from guichet.mailbox.delivery.body import Body, pack, text
from guichet.mailbox.records.models import (
    Act,
    Attachment,
    Base,
    Entry,
    EntryState,
    Item,
    ItemState,
    Note,
    Parcel,
    ParcelKind,
    ParcelState,
    SavedReply,
    Told,
)
from guichet.tests.factories import NOW, SLUG, make_call, make_staff

PAIRS = ("contract.how_much", "application.documents", "results.when")
ENTRIES = 60
NOTES = 4_000
ACTS_A_TICKET = 2
SAVED = 9
FILES = 500
_KINDS = ("answered", "assigned", "handed-over", "closed", "snoozed")


def fill(session: Session, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    """Write rows into a table at once."""
    session.execute(insert(table), list(rows))


def fill_work(session: Session, chance: random.Random, sentences: Sequence[str], tickets: int) -> None:
    """Write what was done with tickets 1 to `tickets`, whose threads bear the same numbers, by staff 1 to 3."""
    for email in ("b@example.org", "c@example.org"):
        make_staff(session, email, "evaluation")
    for table, rows in (
        (Parcel, write_parcels(tickets)),
        (Told, write_told(chance, sentences, tickets)),
        (Note, write_notes(chance, sentences, tickets)),
        (Entry, write_entries(chance, sentences)),
        (Act, write_acts(chance, tickets)),
        (SavedReply, write_replies(chance, sentences)),
        (Item, write_items()),
        (Attachment, write_files(tickets)),
    ):
        fill(session, table, rows)


def write_parcels(many: int) -> Iterator[dict[str, Any]]:
    """Write one answer a thread that left, and was read."""
    body = pack(Body((text("Bonjour"),)))
    for n in range(1, many + 1):
        yield {"id": n, "call": SLUG, "channel": "mail", "address": f"{n}@example.org", "thread_id": n} | {
            "kind": ParcelKind.STAFF_ANSWER,
            "message_id": 3 * many + n,
            "body": body,
            "mail": {},
            "state": ParcelState.SENT,
            "due_at": NOW,
            "created_at": NOW,
            "sent_at": NOW,
        }


def write_told(chance: random.Random, sentences: Sequence[str], many: int) -> Iterator[dict[str, Any]]:
    """Write for each thread what a person answered (its fourth message), and a passage that it was shown."""
    cited = make_call().cite("duration")
    for n in range(1, many + 1):
        common = {"call": SLUG, "candidate_id": n, "thread_id": n, "parcel_id": n, "at": NOW}
        source = {"source": f"staff:{n % 3 + 1}", "version": f"message:{3 * many + n}", "start": None, "end": None}
        yield common | source | {"pair": chance.choice(PAIRS), "value": chance.choice(sentences)}
        yield (
            common
            | {"pair": "contract.how_long", "value": cited.text, "source": cited.source.name}
            | {
                "version": cited.source.version,
                "start": cited.start,
                "end": cited.end,
            }
        )


def write_notes(chance: random.Random, sentences: Sequence[str], tickets: int) -> Iterator[dict[str, Any]]:
    for _ in range(NOTES):
        ticket, staff = chance.randint(1, tickets), chance.randint(1, 3)
        yield {"ticket_id": ticket, "staff_id": staff, "at": NOW, "words": chance.choice(sentences)}


def write_entries(chance: random.Random, sentences: Sequence[str]) -> Iterator[dict[str, Any]]:
    states = (EntryState.VALID, EntryState.PROPOSED, EntryState.WITHDRAWN)
    for n in range(1, ENTRIES + 1):
        yield {"id": n, "call": SLUG, "pair": PAIRS[n % len(PAIRS)], "kind": EntryKind.DECISION} | {
            "words": chance.choice(sentences),
            "citations": [],
            "phrasings": chance.sample(sentences, 5),
            "state": states[n % len(states)],
            "proposed_by": 1,
            "proposed_at": NOW,
            "approved_by": 2,
            "approved_at": NOW,
            "version": 1,
        }


def write_acts(chance: random.Random, tickets: int) -> Iterator[dict[str, Any]]:
    for n in range(tickets * ACTS_A_TICKET):
        ticket = n // ACTS_A_TICKET + 1
        at = NOW - timedelta(minutes=25 * (tickets - ticket))
        yield {"call": SLUG, "at": at, "staff_id": chance.randint(1, 3), "kind": chance.choice(_KINDS)} | {
            "ticket_id": ticket,
            "detail": {"department": chance.choice(("rh", "evaluation"))},
        }
    for n in range(1, ENTRIES + 1):
        yield {"call": SLUG, "at": NOW, "staff_id": 1, "kind": "entry.proposed", "ticket_id": None} | {
            "detail": {"entry": n, "version": 1, "words": "x"}
        }


def write_replies(chance: random.Random, sentences: Sequence[str]) -> Iterator[dict[str, Any]]:
    for number in range(1, SAVED + 1):
        yield {"call": SLUG, "number": number, "title": f"Réponse {number}", "words": chance.choice(sentences)} | {
            "changed_by": 1,
            "changed_at": NOW,
        }


def write_items() -> Iterator[dict[str, Any]]:
    for n in range(1, FILES + 1):
        yield {"id": n, "call": SLUG, "channel": "mail", "key": f"k{n}", "lane": "l", "raw": b"x" * 4_000} | {
            "envelope": {},
            "kept_at": NOW,
            "state": ItemState.READ,
        }


def write_files(tickets: int) -> Iterator[dict[str, Any]]:
    """Write a file for the first message of each of the last threads."""
    for n in range(FILES):
        yield {"message_id": tickets - n, "name": "cv.pdf", "type": "application/pdf", "size": 40_000} | {
            "content": b"%PDF" + b"x" * 39_996
        }
