"""Who writes: an address on a channel, and the candidate behind it."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..records.models import Address, Candidate, Thread
from .indexing import note_words
from .inquiry import Visitor

_BACKWARDS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What makes the rest of a line read backwards."""
LANGUAGES = ("fr", "en")


def recognise(session: Session, visitor: Visitor, now: datetime, *, doubted: bool = False) -> Address:
    """Find the visitor's address, or make it and its candidate.

    A name is taken over when it changes, but from one whose address may be borrowed (`doubted`).
    """
    known = select(Address).where(Address.channel == visitor.channel, Address.address == visitor.address)
    address = session.scalars(known).one_or_none()
    if address is None:
        candidate = Candidate(created_at=now)
        address = Address(candidate=candidate, channel=visitor.channel, address=visitor.address, created_at=now)
        address.language = _language(visitor.language)
        session.add(address)
    name = _BACKWARDS.sub("", visitor.name)[:200]
    if name and not (doubted and address.name) and name != address.name:
        address.name = name
        _note_name(session, address)
    session.flush()
    return address


def _note_name(session: Session, address: Address) -> None:
    """Let the threads of before be found by the name as well; by an earlier name they are found still."""
    session.flush()
    for thread_id in session.scalars(select(Thread.id).where(Thread.address_id == address.id)):
        note_words(session, thread_id, address.name)


def speak(address: Address, language: str, *, chosen: bool = False) -> None:
    """Remember the language a person writes, unless they chose one themselves."""
    if language in LANGUAGES and (chosen or not address.language_chosen):
        address.language = language
        address.language_chosen = address.language_chosen or chosen


def tongue(address: Address) -> str:
    """Return the language to speak to this person: `fr` unless it is known to be `en`."""
    return address.language or "fr"


def _language(told: str | None) -> str | None:
    """Read what an app says of its language; any other than French is answered in English."""
    if not told:
        return None
    return "fr" if told.lower().startswith("fr") else "en"
