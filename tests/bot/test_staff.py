"""The accounts of the desk, from the command line."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from guichet.bot.commands.staff import add, reset
from guichet.bot.house import assemble
from guichet.bot.settings import BadSetting, Settings, read_settings
from guichet.mailbox.desk.login import Entry, Halfway, find_member, log_in, open_session
from guichet.mailbox.records.database import Database
from guichet.mailbox.records.models import Act, Staff
from guichet.tests.factories import NOW, make_staff
from guichet.tests.mailbox.pages.two_steps import EMAIL, KEPT, PASSWORD, SECRET


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GUICHET_DATA": str(tmp_path)})


@pytest.fixture
def database(settings: Settings) -> Database:
    """The database of a desk with one account that has a second factor."""
    database = assemble(settings).database
    with database.begin() as session:
        staff = make_staff(session, EMAIL)
        staff.password_hash, staff.totp_secret, staff.totp_step = KEPT, SECRET, 0
    return database


def enter(database: Database, now: datetime = NOW) -> Entry | Halfway:
    return log_in(database, EMAIL, PASSWORD, place="192.0.2.1", known="", now=now)


def test_who_lost_everything_gets_in_by_the_password_again(settings: Settings, database: Database, capsys) -> None:
    with database.begin() as session:
        before = open_session(session, session.scalars(select(Staff.id)).one(), NOW)
    assert isinstance(enter(database), Halfway)

    assert reset(settings, f" {EMAIL.upper()} ") == 0

    assert isinstance(enter(database), Entry)
    assert find_member(database, before.token, NOW) is None
    with database.read() as session:
        [act] = session.scalars(select(Act))
        assert (act.kind, act.staff_id) == ("factor-reset", None)
    assert "no second factor any more" in capsys.readouterr().out


def test_an_address_nobody_has_changes_nothing(settings: Settings, database: Database, capsys) -> None:
    assert reset(settings, "nobody@example.org") == 1

    assert isinstance(enter(database), Halfway)
    assert "no account of the desk has the address 'nobody@example.org'" in capsys.readouterr().err


def test_without_a_desk_both_ask_for_its_folder(tmp_path: Path) -> None:
    nowhere = read_settings({"GUICHET_DATA": str(tmp_path / "nowhere")})

    for command in (lambda: reset(nowhere, EMAIL), lambda: add(nowhere, responsable=False)):
        with pytest.raises(BadSetting, match="the folder of a desk"):
            command()
