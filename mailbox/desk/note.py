"""Internal notes: between colleagues, never sent."""

from datetime import datetime

from sqlalchemy.orm import Session

from ..records.models import Note, Staff, Ticket, Waiting
from .errors import NothingToSend
from .indexing import note_words
from .journal import record
from .moving import move
from .ticket import Desk, find_ticket

LONGEST = 10_000


def add_note(session: Session, desk: Desk, number: int, staff: Staff, words: str, now: datetime) -> Note:
    """Add a note; a ticket that waited for a colleague waits for an answer again once another wrote.

    Raises `UnknownTicket`, `NothingToSend`.
    """
    if not words.strip():
        raise NothingToSend
    ticket = find_ticket(session, number)
    note = write_note(session, ticket, staff, words, now)
    if ticket.waiting is Waiting.COLLEAGUE and ticket.owner_id != staff.id:
        move(ticket, Waiting.ANSWER, now, desk.schedule)
    session.flush()
    return note


def write_note(session: Session, ticket: Ticket, staff: Staff, words: str, now: datetime) -> Note:
    """Write a note on a ticket that is held already."""
    note = Note(ticket_id=ticket.id, staff_id=staff.id, at=now, words=words.strip()[:LONGEST])
    session.add(note)
    if ticket.thread_id is not None:
        note_words(session, ticket.thread_id, note.words)
    record(session, ticket.call, staff.id, "note", now, ticket.id)
    return note
