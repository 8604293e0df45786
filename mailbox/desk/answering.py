"""Answering a ticket: the words leave after a moment in which they can be taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..delivery import wording
from ..delivery.outbox import is_untouched, post
from ..records.models import (
    Act,
    Author,
    Correction,
    Message,
    Parcel,
    ParcelKind,
    ParcelState,
    Question,
    Staff,
    Thread,
    Ticket,
    TicketState,
    Told,
    Waiting,
)
from .conflict import AS_IT_IS, Justice
from .correcting import ANSWERED, ask_correction
from .draft import drop_draft, save_draft
from .errors import NothingToSend, ThreadMoved, TicketClosed, TooLateToTakeBack, Unreachable
from .fairness import stop_unequal
from .journal import record
from .moving import move
from .office import Office
from .person import tongue
from .phone_errors import OnlyByPhone, Writable
from .settlement import Settlement, open_questions, settle, settle_all, unsettle
from .thread import PHONE, file_our_words, trace_reply
from .ticket import Desk, close_ticket, find_ticket
from .told import record_words
from .unsending import unsend

TAKEN_BACK = "taken-back"
"""The kind of the journal's line for an answer that did not leave."""
HOLD = timedelta(seconds=20)
"""How long an answer can be taken back before it leaves."""


def answer(
    session: Session,
    desk: Desk,
    call: Call,
    number: int,
    staff: Staff,
    words: str,
    now: datetime,
    *,
    seen_version: int,
    settlement: Settlement | None = None,
    hold: timedelta = timedelta(),
    justice: Justice = AS_IT_IS,
    by_phone: bool = False,
    wait: bool = False,
) -> Message:
    """Send a person's answer by the channel the candidate used; it leaves after `hold`.

    Told `by_phone`, to somebody who cannot be written to, it is recorded and does not leave.

    The ticket closes once each of its questions is answered or declined, which is what happens without a `settlement`;
    else it waits on for an answer or, with `wait`, for the candidate. `seen_version` is the thread's version on the
    page the answer was written on, `justice` why it leaves though it disagrees with what others were told. Raises
    `NothingToSend`, `UnknownTicket`, `TicketClosed`, `Unreachable`, `ThreadMoved`, `UnequalTreatment`, `OnlyByPhone`,
    `Writable`; nothing has left then.
    """
    ticket, thread = _hold_ticket(session, number, seen_version)
    if by_phone is not (thread.address.channel == PHONE):
        raise Writable(number) if by_phone else OnlyByPhone(number)
    before = ticket.waiting
    asked = open_questions(ticket)
    answered, declined = settle(ticket, settlement or settle_all(ticket))
    if not words.strip() and not declined:
        raise NothingToSend
    pairs = [question.pair for question in answered if question.pair]
    stop_unequal(
        session,
        call,
        pairs,
        words,
        thread,
        staff_id=staff.id,
        now=now,
        ticket_id=ticket.id,
        reason=justice.reason,
        seen=justice.seen,
    )
    message, parcel = _send(session, desk, ticket, thread, staff, words, (answered, declined), now, hold)
    record_words(session, thread, parcel, [question.pair for question in answered], message, now)
    if len(answered) + len(declined) == len(asked):
        close_ticket(ticket, staff.id, now)
    else:
        move(ticket, Waiting.CANDIDATE if wait else Waiting.ANSWER, now, desk.schedule)
    drop_draft(session, ticket.id, staff.id)
    settled = [question.id for question in (*answered, *declined)]
    detail = {"message": message.id, "parcel": parcel.id, "questions": settled, "waiting": before.value}
    record(session, ticket.call, staff.id, ANSWERED, now, ticket.id, **detail)
    if justice.correct:
        ask_correction(session, ticket, parcel.id, staff.id, now)
    session.flush()
    return message


def can_take_back(session: Session, number: int, staff_id: int, now: datetime) -> bool:
    """Tell whether the answer that somebody sent last on a ticket can still be taken back."""
    act = _last_answer(session, number, staff_id)
    parcel = session.get(Parcel, act.detail["parcel"]) if act else None
    return parcel is not None and is_untouched(parcel, now)


def was_taken_back(session: Session, number: int, staff_id: int) -> bool:
    """Tell whether what somebody did last with a ticket was to take their answer back, as a second click finds it."""
    acts = select(Act.kind).where(Act.ticket_id == number, Act.staff_id == staff_id).order_by(Act.id.desc()).limit(1)
    return session.scalars(acts).one_or_none() == TAKEN_BACK


def take_back(session: Session, desk: Desk, number: int, staff: Staff, now: datetime) -> str:
    """Take back the answer that somebody sent last on a ticket, which is as it was before, with a draft of the words.

    Return the words. Raises `UnknownTicket`, and `TooLateToTakeBack` where it has left or is leaving.
    """
    ticket = find_ticket(session, number)
    act = _last_answer(session, ticket.id, staff.id)
    if act is None:
        raise TooLateToTakeBack(number)
    parcel = session.get(Parcel, act.detail["parcel"], with_for_update=True, populate_existing=True)
    message = session.get(Message, act.detail["message"])
    if parcel is None or message is None or ticket.thread is None or not is_untouched(parcel, now):
        raise TooLateToTakeBack(number)
    words, seen = message.words, ticket.thread.version + 1
    session.execute(delete(Told).where(Told.parcel_id == parcel.id))
    session.execute(delete(Correction).where(Correction.parcel_id == parcel.id))
    unsend(session, ticket.thread, parcel, message)
    unsettle(session.scalars(select(Question).where(Question.id.in_(act.detail["questions"]))).all())
    ticket.state, ticket.closed_at, ticket.closed_by = TicketState.OPEN, None, None
    move(ticket, Waiting(act.detail["waiting"]), now, desk.schedule)
    act.kind = TAKEN_BACK
    save_draft(session, ticket.id, staff.id, words, seen, now)
    session.flush()
    return words


def sign(office: Office, name: str, capacity: str, department: str) -> list[str]:
    """Return the lines under a person's answer; `department` is the key of theirs."""
    theirs = office.department(department)
    return [line for line in (name, capacity, theirs.name, theirs.signature) if line]


def _hold_ticket(session: Session, number: int, seen_version: int) -> tuple[Ticket, Thread]:
    ticket = find_ticket(session, number)
    if ticket.state is TicketState.CLOSED:
        raise TicketClosed(number)
    thread = ticket.thread
    if thread is None:
        raise Unreachable(number)
    session.refresh(thread)
    if thread.version != seen_version:
        raise ThreadMoved(number)
    return ticket, thread


def _send(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    thread: Thread,
    staff: Staff,
    words: str,
    settled: tuple[Sequence[Question], Sequence[Question]],
    now: datetime,
    hold: timedelta,
) -> tuple[Message, Parcel]:
    answered, declined = settled
    body = wording.staff_answer(
        words.strip(),
        number=ticket.id,
        asked=[q.text for q in answered if q.message.thread.address_id == thread.address_id],  # no other's words
        declined=[(q.text, q.reason or "") for q in declined],
        signature=sign(desk.office, staff.name, staff.capacity, staff.department),
        language=tongue(thread.address),
    )
    mail = trace_reply(session, thread, desk.address)
    message = file_our_words(session, thread, Author.STAFF, body, mail, now, staff_id=staff.id)
    message.words = words.strip()
    parcel = post(
        session,
        call=thread.call,
        address=thread.address,
        kind=ParcelKind.STAFF_ANSWER,
        body=body,
        mail=mail,
        thread_id=thread.id,
        message_id=message.id,
        now=now,
        hold=hold,
    )
    if thread.address.channel == PHONE:
        parcel.state, parcel.sent_at = ParcelState.SENT, now
    return message, parcel


def _last_answer(session: Session, ticket: int, staff_id: int) -> Act | None:
    query = select(Act).where(Act.ticket_id == ticket, Act.staff_id == staff_id, Act.kind == ANSWERED)
    return session.scalars(query.order_by(Act.id.desc()).limit(1)).one_or_none()
