"""A thread as staff read it: each message, who wrote it, and what became of ours."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from ..delivery.body import Block, Body, unpack
from ..desk.forwarding import find_original_sender
from ..desk.person import tongue
from ..desk.thread import MAIL, PHONE
from ..records.models import (
    Address,
    Attachment,
    Authenticity,
    Author,
    Message,
    Parcel,
    ParcelState,
    Refusal,
    Staff,
    Thread,
)
from .lane import name_person


@dataclass(frozen=True)
class File:
    """A file that came along; `kept` once its bytes are here, `coming` while the channel still holds them.

    `refusal` says why one is not kept.
    """

    number: int
    name: str
    size: int
    kept: bool
    coming: bool
    refusal: Refusal | None


@dataclass(frozen=True)
class Carriage:
    """What became of a message of ours on its way."""

    state: ParcelState
    tries: int
    due_at: datetime
    sent_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class Letter:
    """One message.

    `whole` is the full text where `words` are not all of it; `blocks` is what the assistant said, `choices` the
    buttons under it; `first_by` the address of who wrote a forwarded mail first; `original` the item it was read from,
    where that can be opened; `page` its own number, where it came as a page; `new` when it came after the reader's page
    was made.
    """

    author: Author
    name: str
    at: datetime
    words: str
    whole: str | None
    blocks: tuple[Block, ...]
    choices: tuple[str, ...]
    files: tuple[File, ...]
    carriage: Carriage | None
    original: int | None
    page: int | None
    authenticity: Authenticity | None
    first_by: str
    new: bool


@dataclass(frozen=True)
class Correspondence:
    """One thread and all that was written in it; `version` goes with an answer to it."""

    number: int
    version: int
    subject: str
    person: str
    address: str
    channel: str
    language: str
    blocked_at: datetime | None
    letters: tuple[Letter, ...]


def read_correspondence(session: Session, call: str, number: int, seen: int | None = None) -> Correspondence | None:
    """Read a thread of a call whole; `seen` is the version that the reader has seen, if they come back."""
    query = select(Thread, Address).join(Thread.address).where(Thread.id == number, Thread.call == call)
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    thread, address = found
    messages = _read_messages(session, number)
    old = len(messages) - max(0, thread.version - seen) if seen is not None else len(messages)
    files, carriages = _read_files(session, number), _read_carriages(session, number)
    pages = _read_pages(session, number)
    by_mail, person = address.channel == MAIL, name_person(address.name, address.channel, address.address)
    return Correspondence(
        number=thread.id,
        version=thread.version,
        subject=thread.subject,
        person=person,
        address=address.address if address.channel in (MAIL, PHONE) else "",
        channel=address.channel,
        language=tongue(address),
        blocked_at=address.blocked_at,
        letters=tuple(
            _letter(message, person, files, carriages, pages, by_mail=by_mail, new=place >= old)
            for place, message in enumerate(messages)
        ),
    )


def _read_messages(session: Session, thread: int) -> Sequence[Message]:
    query = (
        select(Message)
        .outerjoin(Message.staff)
        .where(Message.thread_id == thread)
        .order_by(Message.id)
        .options(contains_eager(Message.staff).load_only(Staff.name))
    )
    return session.scalars(query).all()


def _read_files(session: Session, thread: int) -> Mapping[int, Sequence[File]]:
    """Read which files came with each message, and not the files."""
    query = (
        select(Attachment.message_id, Attachment.id, Attachment.name, Attachment.size)
        .add_columns(Attachment.content.is_not(None), Attachment.reference.is_not(None), Attachment.refusal)
        .join(Message, Attachment.message_id == Message.id)
        .where(Message.thread_id == thread)
        .order_by(Attachment.id)
    )
    files: defaultdict[int, list[File]] = defaultdict(list)
    for message, *file in session.execute(query):
        files[message].append(File(*file))
    return files


def _read_carriages(session: Session, thread: int) -> Mapping[int, Carriage]:
    query = (
        select(Parcel.message_id, Parcel.state, Parcel.tries, Parcel.due_at, Parcel.sent_at, Parcel.error)
        .where(Parcel.thread_id == thread, Parcel.message_id.is_not(None))
        .order_by(Parcel.id)
    )
    carriages: dict[int, Carriage] = {}
    for message, state, tries, due_at, sent_at, error in session.execute(query):
        if message is not None:
            carriages[message] = Carriage(state, tries, due_at, sent_at, error)
    return carriages


def _read_pages(session: Session, thread: int) -> Collection[int]:
    """Read which messages came as a page, and not the pages."""
    query = select(Message.id).where(Message.thread_id == thread, Message.html.is_not(None))
    return set(session.scalars(query))


def _letter(
    message: Message,
    person: str,
    files: Mapping[int, Sequence[File]],
    carriages: Mapping[int, Carriage],
    pages: Collection[int],
    *,
    by_mail: bool,
    new: bool,
) -> Letter:
    says_blocks = message.author is Author.ASSISTANT and message.body is not None
    said = unpack(message.body) if says_blocks and message.body else Body(())
    whole = message.text if message.text.strip() != message.words.strip() else None
    return Letter(
        author=message.author,
        name=message.staff.name if message.staff else person,
        at=message.at,
        words=message.words.strip(),
        whole=whole,
        blocks=said.blocks,
        choices=tuple(choice.label for choice in said.choices),
        files=tuple(files.get(message.id, ())),
        carriage=carriages.get(message.id),
        original=message.item_id if by_mail else None,
        page=message.id if message.id in pages else None,
        authenticity=message.authenticity,
        first_by=find_original_sender(message.subject, message.text) if by_mail else "",
        new=new,
    )
