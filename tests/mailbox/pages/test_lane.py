from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from guichet.mailbox.pages.lane import SCREENFUL
from guichet.mailbox.records.models import Attachment, Author, Message, Ticket, TicketReason, TicketState
from guichet.tests.factories import NOW, make_address, make_thread, make_ticket
from guichet.tests.mailbox.pages.desk_browser import Stage
from guichet.tests.mailbox.pages.test_inbox import add_tickets, further, numbers


def make_varied(session: Session, staff_id: int | None = None) -> None:
    """Make a ticket of each sort that can be told apart, and one of none."""
    rooms = [make_thread(session, make_address(session, "terminal", str(number))) for number in range(2)]
    make_ticket(session, make_thread(session)).owner_id = staff_id
    make_ticket(session, make_thread(session, make_address(session, address="b@example.net"))).due_at = NOW
    make_ticket(session, rooms[0], reason=TicketReason.UNSURE)
    make_ticket(session, rooms[1], department="evaluation").left_minutes = 1
    message = Message(thread=rooms[1], author=Author.CANDIDATE, at=NOW, text="", words="")
    message.attachments = [Attachment(name="cv.pdf", type="application/pdf", size=3, content=b"abc")]
    session.add(message)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("a=moi", [1]),
        ("a=personne", [2, 3, 4]),
        ("retard=oui", [2]),
        ("motif=unsure", [3]),
        ("motif=nothing-we-know", [1, 2, 3, 4]),
        ("canal=mail", [1, 2]),
        ("pieces=oui", [4]),
        ("canal=terminal&service=rh&a=personne", [3]),
    ],
)
async def test_filters_narrow_together(each_stage: Stage, asked: str, found: list[int]) -> None:
    browser = each_stage.staff_browser()
    with each_stage.database.begin() as session:
        make_varied(session, staff_id=1)
    each_stage.pass_time(minutes=1)

    await browser.get(f"/?{asked}")

    assert numbers(browser) == found


async def test_what_was_closed_after_it_was_due_was_late(each_stage: Stage) -> None:
    with each_stage.database.begin() as session:
        add_tickets(session, 2, TicketState.CLOSED)
        session.execute(update(Ticket).values(closed_at=NOW, due_at=NOW))
        session.execute(update(Ticket).where(Ticket.id == 2).values(closed_at=NOW + timedelta(minutes=1)))
    browser = each_stage.staff_browser()

    await browser.get("/?file=fermees&retard=oui")

    assert numbers(browser) == [2]


async def test_filters_are_kept_from_one_screenful_to_the_next_and_between_lanes(stage: Stage) -> None:
    with stage.database.begin() as session:
        add_tickets(session, SCREENFUL + 1)
    browser = stage.staff_browser()

    await browser.get("/?service=rh&canal=mail&a=personne")

    assert (further(browser) or "").startswith("/?file=a-repondre&service=rh&a=personne&canal=mail&apres=")
    assert 'href="/?file=veille&amp;service=rh&amp;a=personne&amp;canal=mail"' in browser.page


async def test_threads_of_the_assistant_are_narrowed_by_channel_and_files(each_stage: Stage) -> None:
    each_stage.receive("Quelle est la date limite ?")
    browser = each_stage.staff_browser()
    asked = ("canal=mail", "canal=terminal", "pieces=oui")

    found = list[int]()
    for one in asked:
        await browser.get(f"/?file=assistant&{one}")
        found.append(len(numbers(browser)))

    assert found == [1, 0, 0]
