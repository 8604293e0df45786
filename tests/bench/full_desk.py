"""A desk after many years: 20,000 tickets and 100,000 messages in SQLite, for benches of search and of pages.

The words are those people use: the phrasings that the assistant learns from, with slips, and names that nobody has.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from guichet.mailbox.desk.hours import due
from guichet.mailbox.desk.reindexing import index_whole, list_waiting
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import (
    Address,
    Author,
    Candidate,
    Message,
    Question,
    QuestionState,
    Thread,
    Ticket,
    TicketReason,
    TicketState,
    Waiting,
)
from guichet.tests.bench.full_work import PAIRS, fill, fill_work
from guichet.tests.factories import NOW, SLUG, make_staff

TICKETS = 20_000
MESSAGES = 100_000
OPEN = 2_000
APART = timedelta(minutes=25)
"""Between one ticket and the next, night and day: all of them in a year, one in four of them in the journal's weeks."""
INDEXED_AT_ONCE = 2_000
PHRASINGS = Path(__file__).parents[2] / "knowledge" / "asking" / "phrasings"
SYLLABLES = "ba bé cha da dou el fa go gué han ja ke la lé ma mi na no ou pé ra ri sa ta ti vé yo za".split()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LANES = (Waiting.ANSWER,) * 7 + (Waiting.COLLEAGUE, Waiting.CANDIDATE, Waiting.ASLEEP)
NO_CLOCK: dict[str, Any] = {"due_at": None, "left_minutes": None, "wakes_at": None}
SLIPS = 0.02
"""The share of words that are mistyped."""


def build_full_desk(folder: Path, tickets: int = TICKETS, messages: int = MESSAGES) -> Database:
    """Make the database in a folder, not yet indexed; one thread a ticket, the last `OPEN` of them open."""
    database = Database(f"sqlite:///{folder / 'guichet.db'}")
    database.upgrade()
    chance = random.Random(20260220)
    sentences = read_sentences()
    with database.begin() as session:
        make_staff(session)
        for table, rows in (
            (Candidate, ({"id": n, "created_at": NOW} for n in range(1, tickets + 1))),
            (Address, write_people(chance, tickets)),
            (Thread, write_threads(chance, sentences, tickets)),
            (Message, write_messages(chance, sentences, tickets, messages)),
            (Ticket, write_tickets(chance, sentences, tickets)),
            (Question, write_questions(chance, sentences, tickets)),
        ):
            fill(session, table, rows)
        fill_work(session, chance, sentences, tickets)
    return database


def index_all(database: Database) -> int:
    """Index the whole desk as the worker does, but more of it at a time; return how many threads."""
    done = 0
    while True:
        with database.begin() as session:
            waiting = list_waiting(session, SLUG, INDEXED_AT_ONCE)
            done += index_whole(session, waiting)
        if not waiting:
            return done


def read_sentences() -> list[str]:
    """Read the phrasings of every register as sentences."""
    told: list[str] = []
    for path in sorted(PHRASINGS.glob("*.toml")):
        for registers in tomllib.loads(path.read_text(encoding="utf-8")).values():
            told += [line for text in registers.values() for line in str(text).splitlines() if line.strip()]
    return told


def slip(chance: random.Random, word: str) -> str:
    """Mistype a word now and then."""
    if len(word) < 4 or chance.random() > SLIPS:
        return word
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(LETTERS) + word[at + chance.randrange(2) :]


def compose(chance: random.Random, sentences: Sequence[str], many: int) -> str:
    words = " ".join(chance.choices(sentences, k=many)).split(" ")
    return " ".join(slip(chance, word) for word in words)


def name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()


def write_people(chance: random.Random, many: int) -> Iterator[dict[str, Any]]:
    for n in range(1, many + 1):
        first, last = name(chance), name(chance)
        address = f"{first}.{last}{n}@chu-{name(chance)}.example.org".lower()
        yield {"id": n, "candidate_id": n, "channel": "mail", "address": address, "name": f"{first} {last}"} | {
            "language": "fr",
            "created_at": NOW,
        }


def write_threads(chance: random.Random, sentences: Sequence[str], many: int) -> Iterator[dict[str, Any]]:
    for n in range(1, many + 1):
        at = NOW - APART * (many - n)
        subject = chance.choice(sentences)[:400]
        yield {"id": n, "call": SLUG, "address_id": n, "subject": subject, "version": 5} | {
            "created_at": at,
            "updated_at": at,
        }


def write_messages(
    chance: random.Random, sentences: Sequence[str], threads: int, many: int
) -> Iterator[dict[str, Any]]:
    """Write all threads' first messages, then their second ones, and so on; in one of ten the assistant is last."""
    authors = (Author.CANDIDATE, Author.ASSISTANT, Author.CANDIDATE, Author.STAFF, Author.CANDIDATE)
    for n in range(many):
        thread = n % threads + 1
        text = compose(chance, sentences, chance.randint(2, 8))
        author = authors[n // threads % len(authors)]
        if n >= many - threads and thread % 10 == 0:
            author = Author.ASSISTANT
        yield {"id": n + 1, "thread_id": thread, "author": author, "text": text, "words": text, "subject": ""} | {
            "at": NOW - APART * (threads - thread),
            "staff_id": 1 if author is Author.STAFF else None,
            "html": f"<p>{text}</p>" if n < threads else None,
        }


def write_tickets(chance: random.Random, sentences: Sequence[str], many: int) -> Iterator[dict[str, Any]]:
    reasons = (TicketReason.GAP, TicketReason.UNSURE, TicketReason.ASKED_FOR, TicketReason.STATUS)
    for n in range(1, many + 1):
        closed = n <= many - OPEN
        at = NOW - APART * (many - n)
        yield {"id": n, "call": SLUG, "thread_id": n, "department": chance.choice(("rh", "evaluation"))} | {
            "reason": chance.choice(reasons),
            "title": chance.choice(sentences)[:400],
            "state": TicketState.CLOSED if closed else TicketState.OPEN,
            "opened_at": at,
            "closed_at": at if closed else None,
            "closed_by": 1 if closed else None,
            **({"waiting": Waiting.ANSWER} | NO_CLOCK if closed else write_clock(chance, n, at)),
        }


def write_clock(chance: random.Random, n: int, opened_at: datetime) -> dict[str, Any]:
    """Write what an open ticket waits for, and until when: seven of ten for an answer."""
    waiting = LANES[n % len(LANES)]
    if waiting is Waiting.CANDIDATE:
        return NO_CLOCK | {"waiting": waiting, "left_minutes": chance.randint(1, 960)}
    wakes_at = NOW + timedelta(days=chance.randint(1, 30)) if waiting is Waiting.ASLEEP else None
    return NO_CLOCK | {"waiting": waiting, "due_at": due(opened_at, None, frozenset()), "wakes_at": wakes_at}


def write_questions(chance: random.Random, sentences: Sequence[str], many: int) -> Iterator[dict[str, Any]]:
    for n in range(1, many + 1):
        yield {"message_id": n, "ticket_id": n, "text": chance.choice(sentences), "outcome": "gap"} | {
            "pair": chance.choice((*PAIRS * 4, None)),
            "confidence": 0.9,
            "citations": [],
            "choices": [],
            "state": QuestionState.CLOSED if n <= many - OPEN else QuestionState.OPEN,
        }
