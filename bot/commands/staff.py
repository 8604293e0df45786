"""`guichet staff add`: a one-time link that sets an account of the desk."""

from ...mailbox.desk.staff import invite
from ...mailbox.records.models import Role
from ..clock import real_now
from ..house import make_data_folder, open_database
from ..settings import BadSetting, Settings


def add(settings: Settings, *, responsable: bool) -> int:
    """Print a link for one more account; it works once, and for seven days."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise BadSetting("GUICHET_DATA", str(settings.data), "the folder of a desk; `guichet serve` makes one")
    make_data_folder(settings)
    database = open_database(settings)
    with database.begin() as session:
        token = invite(session, Role.RESPONSABLE if responsable else Role.AGENT, real_now())
    database.close()
    print(f"{settings.desk_at()}/bienvenue/{token}")
    return 0
