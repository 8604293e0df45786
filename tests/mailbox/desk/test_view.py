import pytest
from sqlalchemy.orm import Session

from guichet.mailbox.desk.view import LONGEST_NAME, MOST, delete_view, list_views, save_view
from guichet.mailbox.desk.view_errors import BadView, TooManyViews, UnknownView
from guichet.tests.factories import make_staff


def test_views_are_listed_by_name_each_to_who_saved_it(session: Session) -> None:
    one, other = (make_staff(session, f"{name}@example.org") for name in "ab")
    for name in ("Retards", "  À   moi "):
        save_view(session, one.id, name, "retard=oui")
    save_view(session, other.id, "Retards", "canal=mail")

    assert [view.name for view in list_views(session, one.id)] == sorted(["Retards", "À moi"])
    assert [view.query for view in list_views(session, other.id)] == ["canal=mail"]


def test_a_name_that_is_used_again_shows_what_was_saved_last(session: Session) -> None:
    staff = make_staff(session)
    save_view(session, staff.id, "Retards", "retard=oui")

    save_view(session, staff.id, "Retards", "retard=oui&a=moi")

    assert [view.query for view in list_views(session, staff.id)] == ["retard=oui&a=moi"]


@pytest.mark.parametrize("name", [" ", "x" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name_of_some_length(session: Session, name: str) -> None:
    staff = make_staff(session)

    with pytest.raises(BadView):
        save_view(session, staff.id, name, "a=moi")


def test_there_is_an_end_to_views(session: Session) -> None:
    staff = make_staff(session)
    for number in range(MOST):
        save_view(session, staff.id, str(number), "a=moi")
    save_view(session, staff.id, "0", "a=personne")

    with pytest.raises(TooManyViews):
        save_view(session, staff.id, "une de plus", "a=moi")


def test_only_one_s_own_view_is_deleted(session: Session) -> None:
    one, other = (make_staff(session, f"{name}@example.org") for name in "ab")
    save_view(session, one.id, "Retards", "retard=oui")
    [view] = list_views(session, one.id)

    with pytest.raises(UnknownView):
        delete_view(session, other.id, view.number)
    assert list_views(session, one.id) == [view]

    delete_view(session, one.id, view.number)
    assert list_views(session, one.id) == []
