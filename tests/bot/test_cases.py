import io
from pathlib import Path

import pytest

from guichet.bot.commands.cases import cases
from guichet.bot.house import assemble
from guichet.bot.settings import BadSetting, read_settings
from guichet.knowledge.call import Pair
from guichet.mailbox.desk.case import keep_case
from guichet.tests.factories import NOW, make_call, make_staff
from guichet.tests.mailbox.desk.inquiries import chat, receive


def test_each_case_is_a_line_of_text_and_label(tmp_path: Path) -> None:
    settings, out = read_settings({"GUICHET_DATA": str(tmp_path)}), io.StringIO()
    database = assemble(settings).database
    with database.begin() as session:
        receive(session, chat("et la paye, c'est « combien » ?"), NOW)
        keep_case(session, make_call(), 1, 1, Pair("contract", "how_much"), make_staff(session), NOW)
    database.close()

    assert cases(settings, out) == 0

    assert out.getvalue() == '{"text": "et la paye, c\'est « combien » ?", "label": "contract.how_much"}\n'


def test_without_a_desk_the_folder_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="the folder of a desk"):
        cases(read_settings({"GUICHET_DATA": str(tmp_path / "nowhere")}), io.StringIO())
