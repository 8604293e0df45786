from datetime import date, datetime
from pathlib import Path

from guichet.bot.house import assemble
from guichet.bot.settings import read_settings
from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.hours import Schedule


def test_the_desk_goes_by_the_office_s_days_off_and_the_call_s_deadline(tmp_path: Path) -> None:
    settings = read_settings({"GUICHET_DATA": str(tmp_path)})
    assemble(settings).database.close()
    office = tmp_path / "office.toml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("days_off = []", 'days_off = ["2026-05-15"]'), encoding="utf-8")

    house = assemble(settings)
    house.database.close()

    assert house.desk.schedule == Schedule(frozenset({date(2026, 5, 15)}), datetime(2026, 2, 20, 17, tzinfo=PARIS))
