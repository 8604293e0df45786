from datetime import date

import pytest

from guichet.mailbox.desk.measures import Figures
from guichet.mailbox.pages.week_chart import WIDTH, draw_weeks

FIRST, SECOND = date(2026, 2, 9), date(2026, 2, 16)


def test_a_week_stands_as_high_as_what_was_asked_in_it() -> None:
    chart = draw_weeks({FIRST: Figures(10, 6, 3, 1), SECOND: Figures(20, 20)})

    heights = [sum(bar.height for bar in column.bars) for column in chart.columns]
    assert heights == [88, 176]
    assert chart.lines == ((200, 0), (112, 10), (24, 20))


def test_the_parts_of_a_week_are_stacked_without_gaps() -> None:
    [column] = draw_weeks({FIRST: Figures(asked=7, answered=4, handed_over=2, taken_over=1)}).columns

    assert [bar.part for bar in column.bars] == ["answered", "taken-over", "handed-over", "asked-back"]
    assert [bar.y + bar.height for bar in column.bars] == [200, *(bar.y for bar in column.bars[:-1])]
    assert [bar.height for bar in column.bars] == [66, 22, 44, 22]


def test_a_week_is_named_by_its_monday() -> None:
    [column] = draw_weeks({FIRST: Figures(3, 3)}).columns

    assert (column.label, column.asked) == ("9 févr", 3)


@pytest.mark.parametrize(("asked", "top"), [(0, 2), (1, 2), (9, 10), (10, 20), (21, 40), (199, 200), (4321, 6000)])
def test_the_scale_ends_above_the_fullest_week(asked: int, top: int) -> None:
    assert draw_weeks({FIRST: Figures(asked, asked)}).lines[-1] == (24, top)


def test_twelve_weeks_stay_within_the_picture() -> None:
    chart = draw_weeks({date(2026, 1, day): Figures(5, 5) for day in range(1, 13)})

    assert max(bar.x + bar.width for column in chart.columns for bar in column.bars) <= WIDTH


def test_no_weeks_are_an_empty_picture() -> None:
    assert draw_weeks({}).columns == ()
