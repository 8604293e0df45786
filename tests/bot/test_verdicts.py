import io
from pathlib import Path

import pytest

from guichet.bot.commands.verdicts import told
from guichet.bot.house import assemble
from guichet.bot.settings import BadSetting, Settings, read_settings
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import chat, receive

ALL = "Suis-je éligible ? Je suis PH, M2 recherche obtenu en 2023, thèse d'exercice soutenue, unité Inserm."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Make a desk where a practitioner was told that a person decides."""
    settings = read_settings({"GUICHET_DATA": str(tmp_path)})
    database = assemble(settings).database
    with database.begin() as session:
        receive(session, chat(ALL), NOW)
    database.close()
    return settings


def rule(settings: Settings, line: str) -> None:
    office = settings.data / "office.toml"
    text = office.read_text(encoding="utf-8").replace('# mixed_unit = "met"', line)
    office.write_text(text, encoding="utf-8")


def test_as_long_as_nothing_changed_nobody_is_listed(settings: Settings) -> None:
    out = io.StringIO()

    assert told(settings, out) == 0
    assert out.getvalue() == "Everybody was told what they would be told now.\n"


def test_a_ruling_of_the_office_lists_who_was_told_otherwise(settings: Settings) -> None:
    rule(settings, 'practitioner = "met"')
    out = io.StringIO()

    assert told(settings, out) == 1
    assert out.getvalue().splitlines()[1:] == ["/fils/1,2026-02-10,person,eligible"]


def test_a_ruling_on_others_lists_nobody(settings: Settings) -> None:
    rule(settings, 'mixed_unit = "met"')

    assert told(settings, io.StringIO()) == 0


def test_no_desk_is_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="the folder of a desk"):
        told(read_settings({"GUICHET_DATA": str(tmp_path / "none")}), io.StringIO())
