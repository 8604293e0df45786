from datetime import datetime

import pytest

from guichet.knowledge.date_expression import PARIS
from guichet.knowledge.folder import find_folder, load_call
from guichet.mailbox.delivery.body import Block, BlockKind
from guichet.mailbox.delivery.quoting import quote, quote_dates

CALL = load_call(find_folder("postes-accueil-2026"))
BEFORE = datetime(2026, 2, 10, 9, tzinfo=PARIS)


def texts(blocks: list[Block], kind: BlockKind) -> list[str]:
    return [block.text for block in blocks if block.kind is kind]


def test_a_passage_is_shown_rendered_and_with_its_source() -> None:
    blocks = quote(CALL, [CALL.cite("deadline")], BEFORE, "fr")

    assert texts(blocks, BlockKind.QUOTE) == ["Date limite de dépôt des candidatures le 20 février 2026 - 17 heures"]
    [source] = texts(blocks, BlockKind.SOURCE)
    assert CALL.url in source


def test_a_reader_of_english_gets_the_french_text_and_a_marked_translation() -> None:
    blocks = quote(CALL, [CALL.cite("deadline")], BEFORE, "en")

    [french] = texts(blocks, BlockKind.QUOTE)
    translation = texts(blocks, BlockKind.NOTE)[0]
    assert french.startswith("Date limite")
    assert translation.startswith("Unofficial translation (only the French text counts)")


def test_the_hour_is_said_to_be_read_as_paris_time_by_us() -> None:
    blocks = quote(CALL, [CALL.cite("deadline")], BEFORE, "fr")

    assert any("Europe/Paris" in note for note in texts(blocks, BlockKind.NOTE))
    assert not any("Paris" in quoted for quoted in texts(blocks, BlockKind.QUOTE))


@pytest.mark.parametrize(
    ("moment", "past"),
    [
        (datetime(2026, 2, 20, 16, 55, tzinfo=PARIS), False),
        (datetime(2026, 2, 20, 17, 0, tzinfo=PARIS), False),
        (datetime(2026, 2, 20, 17, 1, tzinfo=PARIS), True),
        (datetime(2026, 3, 3, 9, tzinfo=PARIS), True),
    ],
)
def test_after_the_deadline_it_is_said_to_have_passed(moment: datetime, past: bool) -> None:
    blocks = quote(CALL, [CALL.cite("deadline")], moment, "fr")

    said = [text for text in texts(blocks, BlockKind.TEXT) if text.startswith("La date limite de dépôt est passée")]
    assert bool(said) is past


def test_who_is_told_where_to_register_after_the_deadline_is_told_that_it_has_passed() -> None:
    blocks = quote(CALL, [CALL.cite("registration")], datetime(2026, 3, 3, 9, tzinfo=PARIS), "fr")

    assert texts(blocks, BlockKind.TEXT) == ["La date limite de dépôt est passée : nous sommes le 3 mars 2026."]


def test_a_period_that_has_begun_is_said_to_have() -> None:
    blocks = quote(CALL, [CALL.cite("preselection")], datetime(2026, 4, 20, 9, tzinfo=PARIS), "en")

    assert texts(blocks, BlockKind.TEXT) == ["This period has begun: today is 20 April 2026."]


def test_a_year_that_the_passage_does_not_give_is_said_to_be_our_reading() -> None:
    blocks = quote(CALL, [CALL.cite("auditions")], BEFORE, "fr")

    assert "Quand un passage n'écrit pas l'année, nous lisons 2026." in texts(blocks, BlockKind.NOTE)


def test_the_list_of_dates_quotes_every_milestone_and_marks_what_is_past() -> None:
    blocks = quote_dates(CALL, BEFORE, "fr")

    assert len(texts(blocks, BlockKind.QUOTE)) == len(CALL.milestones)
    assert [label for label in texts(blocks, BlockKind.TEXT) if "(date passée)" in label] == [
        "L'ouverture des inscriptions (date passée)"
    ]


@pytest.mark.parametrize(("day", "over"), [(15, False), (16, True)])
def test_after_the_last_date_the_call_is_said_to_be_over(day: int, over: bool) -> None:
    blocks = quote(CALL, [CALL.cite("duration"), CALL.cite("deadline")], datetime(2026, 12, day, tzinfo=PARIS), "fr")

    said = [text for text in texts(blocks, BlockKind.TEXT) if text.startswith("Cet appel est terminé")]
    assert bool(said) is over
    assert len(texts(blocks, BlockKind.TEXT)) == 1


def test_a_source_in_the_reader_s_other_language_is_marked_so() -> None:
    sources = {
        language: texts(quote(CALL, [CALL.cite("start")], BEFORE, language), BlockKind.SOURCE)
        for language in ("fr", "en")
    }

    assert ["(en anglais)" in sources["fr"][0], "(in French)" in sources["en"][0]] == [False, True]
