import pytest

from guichet.mailbox.pages.filters import Filters, Lane, Owner, parse_filters
from guichet.mailbox.records.models import TicketReason

ALL = Filters(Lane.CLOSED, "rh", Owner.MINE, TicketReason.GAP, True, "mail", True, "congés & paie")


def parse(query: str) -> Filters:
    return parse_filters(query, {"rh"}, {"mail"})


@pytest.mark.parametrize("filters", [ALL, Filters(), Filters(Lane.ASLEEP, words="é"), Filters(Lane.EVERY, words="é")])
def test_what_is_written_is_read_again(filters: Filters) -> None:
    assert parse(filters.query()) == filters


def test_what_there_is_not_narrows_nothing() -> None:
    assert parse("file=x&service=x&a=x&motif=x&retard=x&canal=x&pieces=x&autre=x") == Filters()


def test_a_query_with_a_change_leaves_the_rest() -> None:
    assert parse(ALL.query(department="", late=False)) == Filters(
        Lane.CLOSED, "", Owner.MINE, TicketReason.GAP, False, "mail", True, "congés & paie"
    )


def test_a_search_looks_everywhere_unless_it_is_told_where() -> None:
    asked = ("cherche=x", "file=fermees&cherche=x", "cherche=x&etat=quoi", "cherche=x&etat=fermees", "cherche=x&a=moi")

    assert [parse(one).lane for one in asked] == [Lane.EVERY, Lane.EVERY, Lane.EVERY, Lane.CLOSED, Lane.EVERY]
    assert [parse(one).confines for one in asked] == [False, False, False, True, True]
    assert parse("file=toutes") == parse("etat=fermees") == Filters()


def test_a_whole_lane_is_not_narrowed() -> None:
    assert [Filters(Lane.CLOSED).narrows, Filters(Lane.CLOSED, late=True).narrows] == [False, True]
