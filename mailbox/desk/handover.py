"""Handing questions over to a person: at most one ticket an inquiry and department, none for what waits already."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..delivery.wording import Referral
from ..records.models import Author, Message, Question, QuestionState, Ticket, TicketReason, TicketState, Waiting
from .ticket import Desk, open_ticket

_ONCE = (
    *(TicketReason.STATUS, TicketReason.ELIGIBILITY, TicketReason.DOCUMENT),
    *(TicketReason.HELD, TicketReason.OFTEN, TicketReason.FORWARDED),
)
_GOES_ON = timedelta(hours=1)
"""How long what is not understood counts as going on with the request that was last spoken of."""


@dataclass
class Handover:
    """Hands over the questions of one message, within the caller's transaction."""

    session: Session
    desk: Desk
    message: Message
    now: datetime
    opened: dict[str, Ticket] = field(default_factory=dict[str, Ticket])
    joined: set[int] = field(default_factory=set[int])

    def pass_on(self, department: str, reason: TicketReason, title: str, question: Question | None = None) -> Referral:
        """Open a ticket, or join one of this thread that waits for the same; return what the person is told of it."""
        key = self.desk.office.department(department).key
        ticket = self._waiting(reason, question)
        known = ticket is not None and ticket not in self.opened.values()
        if ticket is None:
            ticket = self.opened.get(key) or self._open(key, reason, title)
        if question is not None:
            question.ticket, question.state = ticket, QuestionState.OPEN
        self.joined.add(ticket.id)
        self.session.flush()
        return Referral(self.desk.office.department(ticket.department).name, ticket.id, known)

    def _open(self, key: str, reason: TicketReason, title: str) -> Ticket:
        thread = self.message.thread
        ticket = open_ticket(
            self.session,
            call=thread.call,
            department=key,
            reason=reason,
            title=title,
            now=self.now,
            schedule=self.desk.schedule,
            thread=thread,
            item_id=self.message.item_id,
        )
        self.opened[key] = ticket
        return ticket

    def _waiting(self, reason: TicketReason, question: Question | None) -> Ticket | None:
        """Find an open ticket of this thread that waits for this question, or for the same pair, reason, words."""
        if question is not None and question.ticket is not None and question.ticket.state is TicketState.OPEN:
            return question.ticket
        waiting = (
            select(Ticket)
            .where(Ticket.thread_id == self.message.thread_id, Ticket.state == TicketState.OPEN)
            .order_by(Ticket.id.desc())
            .limit(1)
        )
        if question is not None and question.pair:
            same = waiting.join(Question, Question.ticket_id == Ticket.id).where(Question.pair == question.pair)
            return self.session.scalars(same).one_or_none()
        if reason is TicketReason.UNSURE:
            asked_back = waiting.where(Ticket.waiting == Waiting.CANDIDATE)
            return self.session.scalars(asked_back).one_or_none() or self._last_spoken_of()
        if reason in _ONCE:
            return self.session.scalars(waiting.where(Ticket.reason == reason)).one_or_none()
        if question is not None:
            same = waiting.join(Question, Question.ticket_id == Ticket.id).where(Question.text == question.text)
            return self.session.scalars(same).one_or_none()
        return None

    def _last_spoken_of(self) -> Ticket | None:
        """Find the open ticket that this person's message before this one went to, shortly ago."""
        before = (
            select(Message.id)
            .where(Message.thread_id == self.message.thread_id, Message.author == Author.CANDIDATE)
            .where(Message.id < self.message.id, Message.at >= self.now - _GOES_ON)
            .order_by(Message.id.desc())
            .limit(1)
        )
        query = (
            select(Ticket)
            .join(Question, Question.ticket_id == Ticket.id)
            .where(Question.message_id == before.scalar_subquery(), Ticket.state == TicketState.OPEN)
            .order_by(Ticket.id.desc())
            .limit(1)
        )
        return self.session.scalars(query).one_or_none()
