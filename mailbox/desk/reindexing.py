"""Reindexing: threads of before there was an index are read whole, and words that stand nowhere any more go.

A round of the worker, some threads at a time. A thread that is indexed whole has a mark, so that a crash or an upgrade
half way leaves only what is still to be done, and what new messages brought is not mistaken for all of it.
"""

from collections.abc import Sequence

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from ..records.database import Database
from ..records.models import Address, Attachment, Message, Note, Place, Term, Thread, Ticket
from .indexing import Noted, list_names, place, read_words, take_back_words

WHOLE = "*"
"""The mark: a term that no text has."""
BATCH = 25
_DROPPED = 500


def reindex(database: Database, call: str) -> int:
    """Index some threads of a call that are not yet whole, else drop some words that stand nowhere; return how many."""
    with database.read() as session:
        waiting = list_waiting(session, call, BATCH)
        unused = [] if waiting else list_unused(session, _DROPPED)
    if not waiting and not unused:
        return 0
    with database.begin() as session:
        return index_whole(session, waiting) if waiting else drop(session, unused)


def list_waiting(session: Session, call: str, most: int) -> list[int]:
    """List threads of a call that are not indexed whole, the oldest first."""
    mark = select(Term.id).where(Term.word == WHOLE).scalar_subquery()
    done = exists().where(Place.term_id == mark, Place.thread_id == Thread.id)
    return list(session.scalars(select(Thread.id).where(Thread.call == call, ~done).order_by(Thread.id).limit(most)))


def index_whole(session: Session, threads: Sequence[int]) -> int:
    """Index everything that is written in threads; return how many were free (one that moves now is for the next time).

    Their rows stay locked until the transaction ends, so that none is erased while it is read.
    """
    free = select(Thread.id).where(Thread.id.in_(threads)).with_for_update(key_share=True, skip_locked=True)
    noted: Noted = {number: {WHOLE} for number in session.scalars(free.order_by(Thread.id))}
    for number, text in _read_texts(session, list(noted)):
        noted[number].update(read_words(text))
    place(session, noted)
    return len(noted)


def _read_texts(session: Session, threads: Sequence[int]) -> list[tuple[int, str]]:
    """Read all that a thread is found by."""
    said = select(Message.thread_id, Message.text, Message.subject)
    files = select(Message.thread_id, Attachment.name).join(Attachment, Attachment.message_id == Message.id)
    asked = select(Ticket.thread_id, Ticket.title, Ticket.id)
    notes = select(Ticket.thread_id, Note.words).join(Note, Note.ticket_id == Ticket.id)
    texts = [
        (row[0], str(text))
        for query, thread in ((said, Message), (files, Message), (asked, Ticket), (notes, Ticket))
        for row in session.execute(query.where(thread.thread_id.in_(threads)))
        for text in row[1:]
    ]
    people = select(Thread.id, Address).join(Thread.address).where(Thread.id.in_(threads))
    return texts + [(number, text) for number, address in session.execute(people) for text in list_names(address)]


def take_out(session: Session, thread_id: int, *texts: str) -> None:
    """Let a thread be found no more by words of texts that are gone from it, unless they stand elsewhere in it.

    Call it once the texts are gone, within the transaction in which they went and which holds the thread.
    """
    left = {word for _, text in _read_texts(session, [thread_id]) for word in read_words(text)}
    take_back_words(session, thread_id, {word for text in texts for word in read_words(text)} - left)


def list_unused(session: Session, most: int) -> list[int]:
    """List terms that stand nowhere; never the last one, whose number would be given again to another word."""
    last = select(func.max(Term.id)).scalar_subquery()
    used = exists().where(Place.term_id == Term.id)
    return list(session.scalars(select(Term.id).where(~used, Term.id < last).limit(most)))


def drop(session: Session, terms: Sequence[int]) -> int:
    """Drop terms, but those that stand somewhere by now or that somebody is about to place; return how many went."""
    free = select(Term.id).where(Term.id.in_(terms)).with_for_update(skip_locked=True)
    locked = list(session.scalars(free))
    used = exists().where(Place.term_id == Term.id)
    dropped = delete(Term).where(Term.id.in_(locked), ~used).returning(Term.id)
    return len(list(session.scalars(dropped)))


def forget(session: Session, threads: Sequence[int]) -> None:
    """Take threads out of the index, as when they are erased; words that stand nowhere else go in a later round."""
    session.execute(delete(Place).where(Place.thread_id.in_(threads)))
