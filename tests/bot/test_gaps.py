import io
from datetime import timedelta
from pathlib import Path

import pytest

from guichet.bot.commands.gaps import gaps
from guichet.bot.house import assemble
from guichet.bot.settings import BadSetting, Settings, read_settings
from guichet.tests.factories import NOW
from guichet.tests.mailbox.desk.inquiries import chat, receive


def printed(settings: Settings, *, draft: bool) -> str:
    out = io.StringIO()
    assert gaps(settings, draft=draft, out=out) == 0
    return out.getvalue()


@pytest.fixture
def asked(tmp_path: Path) -> Settings:
    settings = read_settings({"GUICHET_DATA": str(tmp_path)})
    database = assemble(settings).database
    with database.begin() as session:
        receive(session, chat("quel est le salaire ?", "1"), NOW)
        receive(session, chat("quel salaire, au juste ?", "2"), NOW + timedelta(days=1))
    database.close()
    return settings


def test_a_row_counts_people_and_names_the_department(asked: Settings) -> None:
    [head, row] = printed(asked, draft=False).splitlines()

    assert head.split()[:2] == ["people", "times"]
    assert row.split()[:4] == ["2", "2", "2026-02-11", "contract.how_much"]
    assert row.endswith("Département des ressources humaines")


def test_the_draft_quotes_the_questions_and_the_nearest_passage(asked: Settings) -> None:
    draft = printed(asked, draft=True)

    assert "(2 personnes)" in draft
    assert "- « quel est le salaire ? »" in draft
    assert "ans à plein temps" in draft


def test_without_a_desk_the_folder_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="the folder of a desk"):
        printed(read_settings({"GUICHET_DATA": str(tmp_path / "nowhere")}), draft=False)
