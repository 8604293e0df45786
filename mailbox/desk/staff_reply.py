"""Staff who reply to a mail of ours: their words answer the candidate, or do not leave and they read why."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...knowledge.call import Call
from ..records.models import Authenticity, Message, Parcel, ParcelKind, Role, Staff, Ticket
from .answering import HOLD, answer
from .draft import find_draft, save_draft
from .echo import cut_echo
from .errors import DeskError, NothingToSend, ThreadMoved, TicketClosed, UnequalTreatment
from .fairness import explain
from .inquiry import Inquiry, StaffReply
from .journal import record
from .notification import Bound, find_notification, read_told, tell_staff, use_up
from .notification_wording import holds_internal, say_refused
from .reply_errors import (
    AlreadyUsed,
    FilesEnclosed,
    InternalWords,
    MayNotAnswer,
    NotAuthentic,
    NothingAsked,
    OtherSender,
    ReplyRefused,
    UnknownAddress,
)
from .thread import MAIL
from .ticket import Desk

REFUSED = "reply-refused"
"""The kind of the journal's line for a reply that did not leave."""
_MOST_REFUSALS = 20
"""How many mails a day tell one address why, so that two machines stop."""
_MAY_REPLY_AGAIN = (ThreadMoved, UnequalTreatment, NothingToSend, FilesEnclosed, InternalWords)
"""After these, the mail that says why can itself be replied to: what it shows has been read."""


def receive_staff_reply(
    session: Session, desk: Desk, call: Call, inquiry: Inquiry, reply: StaffReply, now: datetime
) -> None:
    """Answer a ticket with what a staff member replied to a mail on it, or tell them why not and keep their words.

    It answers all open questions, and can be taken back for a moment, as from the desk. What a machine wrote does
    nothing; nor is anybody told but the account that the mail was to, or one whose sender is proved; an account that
    was disabled is told nothing.
    """
    if inquiry.automatic:
        return
    found = find_notification(session, call.slug, reply.parcel, reply.proof)
    if found is None:
        _tell_unknown(session, desk, call, reply, now)
        return
    parcel, bound = found
    staff = session.get_one(Staff, bound.staff)
    words = cut_echo(inquiry.words, [read_told(parcel)]).strip()
    if staff.disabled_at is not None:
        record(session, call.slug, staff.id, REFUSED, now, bound.ticket)
        return
    if bound.used and bound.used == _digest(words):
        return  # the same mail by another way
    try:
        _check(desk, staff, bound, inquiry, reply, words)
        with session.begin_nested():
            _answer(session, desk, call, staff, bound, words, now)
    except DeskError as error:
        _refuse(session, desk, call, staff, (parcel, bound), words, error, reply, now)
        return
    use_up(parcel, bound, _digest(words))
    session.flush()


def is_away_from_desk(session: Session, inquiry: Inquiry) -> bool:
    """Tell whether a mail is what a staff account's mailbox answers by itself, which concerns nobody."""
    if not (inquiry.automatic and inquiry.echoes and inquiry.visitor.channel == MAIL):
        return False
    return _find_staff(session, inquiry.visitor.address) is not None


def _check(desk: Desk, staff: Staff, bound: Bound, inquiry: Inquiry, reply: StaffReply, words: str) -> None:
    """Raise `ReplyRefused` for what does not leave, whatever became of the ticket."""
    if reply.sender != staff.email.lower():
        raise OtherSender
    if reply.authenticity is not Authenticity.PASSED:
        raise NotAuthentic
    if staff.role is Role.LECTURE:
        raise MayNotAnswer
    if bound.ticket is None:
        raise NothingAsked
    if bound.used:
        raise AlreadyUsed
    if any(not enclosure.incidental for enclosure in inquiry.enclosures):
        raise FilesEnclosed
    if holds_internal(words, desk):
        raise InternalWords


def _answer(session: Session, desk: Desk, call: Call, staff: Staff, bound: Bound, words: str, now: datetime) -> None:
    if not words:
        raise NothingToSend
    answer(session, desk, call, bound.ticket or 0, staff, words, now, seen_version=bound.version, hold=HOLD)


def _refuse(
    session: Session,
    desk: Desk,
    call: Call,
    staff: Staff,
    found: tuple[Parcel, Bound],
    words: str,
    error: DeskError,
    reply: StaffReply,
    now: datetime,
) -> None:
    parcel, bound = found
    kept = bool(bound.ticket and words) and _is_surely_theirs(error, reply)
    if kept:
        _keep(session, bound, words, now)
    record(session, call.slug, staff.id, REFUSED, now, bound.ticket, why=type(error).__name__)
    if _was_told_enough(session, staff, now):
        return
    key = f"refused:{parcel.id}:{_digest(words)}:{type(error).__name__}"
    if session.scalars(select(Parcel.id).where(Parcel.key == key)).first() is not None:
        return  # the same words again are told of once
    ticket = session.get(Ticket, bound.ticket) if bound.ticket else None
    news = _find_news(session, ticket, bound) if isinstance(error, ThreadMoved | TicketClosed) else ()
    subject, body = say_refused(desk, ticket, _explain(error), news, kept=kept)
    replied = ticket if isinstance(error, _MAY_REPLY_AGAIN) else None
    tell_staff(session, desk, call.slug, staff, subject, body, now, key=key, ticket=replied)


def _is_surely_theirs(error: DeskError, reply: StaffReply) -> bool:
    keeps = not isinstance(error, ReplyRefused) or error.keeps_words
    return keeps and reply.authenticity is not Authenticity.FAILED


def _explain(error: DeskError) -> list[str]:
    """Say why in words fit for a mail, where those of the desk's page are not."""
    match error:
        case ThreadMoved():
            return [
                "La conversation a bougé depuis notre courriel. Lisez ce qui est nouveau, puis répondez de nouveau."
            ]
        case TicketClosed():
            return ["La demande a été fermée entre-temps ; rouvrez-la au guichet pour répondre encore."]
        case UnequalTreatment():
            lead = "Votre réponse dit autre chose que l'appel, ou que ce que d'autres ont lu :"
            way = (
                "Répondez à ce courriel par un texte corrigé ; ou ouvrez la demande au guichet, envoyez votre "
                "brouillon et dites pourquoi il doit partir ainsi."
            )
            return [lead, *(explain(conflict) for conflict in error.conflicts), way]
        case NothingToSend():
            return ["Nous n'avons trouvé dans votre courriel aucun mot de vous, au-dessus de ce qui est cité."]
        case _:
            return [str(error)]


def _keep(session: Session, bound: Bound, words: str, now: datetime) -> None:
    """Keep words as a draft, after what is being written already."""
    ticket = bound.ticket or 0
    draft = find_draft(session, ticket, bound.staff)
    written = draft.words if draft else ""
    if words not in written:
        both = f"{written}\n\n{words}" if written else words
        save_draft(session, ticket, bound.staff, both, draft.version if draft else bound.version, now)


def _find_news(session: Session, ticket: Ticket | None, bound: Bound) -> Sequence[Message]:
    if ticket is None or ticket.thread_id is None:
        return ()
    news = select(Message).where(Message.thread_id == ticket.thread_id, Message.id > bound.last)
    return session.scalars(news.order_by(Message.id)).all()


def _tell_unknown(session: Session, desk: Desk, call: Call, reply: StaffReply, now: datetime) -> None:
    """Tell a proved staff account that its reply went nowhere; anybody else is not told what there is."""
    staff = _find_staff(session, reply.sender)
    proved = reply.authenticity is Authenticity.PASSED
    if staff is None or staff.disabled_at is not None or not proved or _was_told_enough(session, staff, now):
        return
    subject, body = say_refused(desk, None, [str(UnknownAddress())], (), kept=False)
    record(session, call.slug, staff.id, REFUSED, now, why=UnknownAddress.__name__)
    tell_staff(session, desk, call.slug, staff, subject, body, now, key=f"unknown:{staff.id}:{now.isoformat()}")


def _was_told_enough(session: Session, staff: Staff, now: datetime) -> bool:
    told = (
        select(func.count())
        .select_from(Parcel)
        .where(Parcel.channel == MAIL, Parcel.address == staff.email, Parcel.kind == ParcelKind.STAFF_NOTICE)
        .where(
            Parcel.created_at > now - timedelta(days=1),
            Parcel.key.startswith("refused:") | Parcel.key.startswith("unknown:"),
        )
    )
    return session.scalars(told).one() >= _MOST_REFUSALS


def _find_staff(session: Session, address: str) -> Staff | None:
    return session.scalars(select(Staff).where(func.lower(Staff.email) == address.lower())).first()


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:16]
