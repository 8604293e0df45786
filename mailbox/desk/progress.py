"""What became of an earlier request: told to the address that sent it and to no other."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..delivery.body import Choice, text
from ..delivery.dates import write_day
from ..delivery.phrases import say
from ..delivery.wording import Manner, Part
from ..records.models import Address, Thread, Ticket, TicketState
from .office import Office


def find_own(session: Session, call: str, address: Address, number: int) -> Ticket | None:
    """Return the ticket of that number if it is one of this call and came from this address."""
    query = select(Ticket).join(Thread).where(Ticket.id == number, Ticket.call == call, Thread.address_id == address.id)
    return session.scalars(query).one_or_none()


def say_progress(
    session: Session, call: str, office: Office, address: Address, number: int | None, manner: Manner
) -> Part | None:
    """Say where a request stands, or where those that wait do, or where the last one does where none waits.

    None where there never was one: who asks for it asked elsewhere, or believes to have asked. A number that is not
    theirs is not known.
    """
    if number is None:
        tickets = _open_tickets(session, call, address) or _last_ticket(session, call, address)
        if not tickets:
            return None
    elif ticket := find_own(session, call, address, number):
        tickets = [ticket]
    else:
        return Part((text(say("progress.unknown", manner.language, number=number)),))
    lines = [say_state(office, ticket, manner) for ticket in tickets]
    if manner.mail:
        lines.append(say("progress.add_mail", manner.language, number=tickets[0].id))
    choices = tuple(Choice(say("progress.add", manner.language, number=t.id), f"add:{t.id}") for t in tickets[:5])
    return Part(tuple(text(line) for line in lines), choices)


def say_state(office: Office, ticket: Ticket, manner: Manner) -> str:
    """Say in a sentence where a ticket stands."""
    opened = write_day(ticket.opened_at, manner.language)
    closed = write_day(ticket.closed_at, manner.language) if ticket.closed_at else ""
    return say(
        f"progress.{ticket.state.value}",
        manner.language,
        number=ticket.id,
        title=ticket.title[:120],
        day=opened,
        closed=closed,
        department=office.department(ticket.department).name,
    )


def _last_ticket(session: Session, call: str, address: Address) -> list[Ticket]:
    query = select(Ticket).join(Thread).where(Ticket.call == call, Thread.address_id == address.id)
    return list(session.scalars(query.order_by(Ticket.id.desc()).limit(1)))


def _open_tickets(session: Session, call: str, address: Address) -> list[Ticket]:
    query = (
        select(Ticket)
        .join(Thread)
        .where(Ticket.call == call, Thread.address_id == address.id, Ticket.state == TicketState.OPEN)
        .order_by(Ticket.id.desc())
        .limit(5)
    )
    return list(session.scalars(query))
