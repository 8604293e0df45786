from pathlib import Path

from guichet.bot.house import assemble
from guichet.bot.settings import read_settings
from guichet.mailbox.records.models import Entry, EntryState
from guichet.tests.mailbox.desk.entries import make_approved, proposal


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
