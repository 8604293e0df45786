from datetime import date, datetime
from pathlib import Path

from guichet.bot.house import assemble
from guichet.bot.settings import read_settings
from guichet.knowledge.date_expression import PARIS
from guichet.mailbox.desk.hours import Schedule
from guichet.mailbox.records.models import Entry, EntryState
from guichet.tests.mailbox.desk.entries import make_approved, proposal


def test_the_desk_goes_by_the_office_s_days_off_and_the_call_s_deadline(tmp_path: Path) -> None:
    settings = read_settings({"GUICHET_DATA": str(tmp_path)})
    assemble(settings).database.close()
    office = tmp_path / "office.toml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("days_off = []", 'days_off = ["2026-05-15"]'), encoding="utf-8")

    house = assemble(settings)
    house.database.close()

    assert house.desk.schedule == Schedule(frozenset({date(2026, 5, 15)}), datetime(2026, 2, 20, 17, tzinfo=PARIS))


def test_a_quotation_that_the_call_does_not_bear_any_more_is_found_at_the_start(tmp_path: Path) -> None:
    settings = read_settings({"GUICHET_DATA": str(tmp_path)})
    house = assemble(settings)
    with house.database.begin() as session:
        entry = make_approved(session, proposal(passage="duration"))
        entry.citations = [{**entry.citations[0], "text": "Ce que l'appel disait."}]
        number = entry.id
    house.database.close()

    again = assemble(settings).database

    with again.read() as session:
        assert session.get_one(Entry, number).state is EntryState.STALE
    again.close()
