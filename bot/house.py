"""The parts that every door of the service shares, put together from the settings."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.exc import SQLAlchemyError

from ..knowledge.assistant import Assistant
from ..knowledge.call import Call
from ..knowledge.folder import find_folder, load_call
from ..mailbox.delivery.bell import Bell
from ..mailbox.desk.entry_review import review
from ..mailbox.desk.office import write_default
from ..mailbox.desk.office_file import OfficeFile
from ..mailbox.desk.reception import Reception
from ..mailbox.desk.ticket import Desk
from ..mailbox.records.database import Database
from .clock import Clock
from .conversation import Conversation
from .settings import BadSetting, Settings


@dataclass(frozen=True)
class House:
    """What is shared: the call, the desk, the database, the clock, the bell."""

    settings: Settings
    database: Database
    call: Call
    desk: Desk
    reception: Reception
    conversation: Conversation
    clock: Clock
    bell: Bell


def assemble(settings: Settings) -> House:
    """Put the shared parts together: `office.toml` is written if need be, the database brought to this version."""
    make_data_folder(settings)
    call = load_call(find_folder(settings.call, own=settings.data / "calls"))
    deadline = call.milestones.get("deadline")
    office = _open_office(settings.data / "office.toml", call)
    desk = Desk(office, settings.address, deadline.end if deadline else None, settings.desk_at())
    database = open_database(settings)
    with database.begin() as session:
        review(session, call)  # the call may say something else than when it was quoted
    reception = Reception(call, Assistant(call), desk)
    return House(
        settings=settings,
        database=database,
        call=call,
        desk=desk,
        reception=reception,
        conversation=Conversation(reception),
        clock=Clock(settings.now),
        bell=Bell(),
    )


def make_data_folder(settings: Settings) -> None:
    """Make the data folder if need be; raises `BadSetting` where it cannot be written."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.data):
            pass
    except OSError as error:
        raise BadSetting("GUICHET_DATA", str(settings.data), f"a folder to write in ({error.strerror})") from None


def open_database(settings: Settings) -> Database:
    """Open the database, brought to this version; raises `BadSetting` where it cannot be used."""
    database = Database(settings.database_url)
    try:
        database.upgrade()
    except SQLAlchemyError as error:
        database.close()
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        where = database.engine.url.render_as_string(hide_password=True)
        raise BadSetting("GUICHET_DATABASE_URL", where, f"a database that can be used ({reason})") from None
    return database


def _open_office(path: Path, call: Call) -> OfficeFile:
    write_default(path, name=call.title, departments=call.departments)
    return OfficeFile(path, needed=call.departments, rulable=call.rules.to_rule if call.rules else ())
