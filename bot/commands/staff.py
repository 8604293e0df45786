"""`guichet staff`: a one-time link that sets an account of the desk, and a way back in for who lost their telephone."""

import sys

from ...mailbox.desk.account_errors import UnknownAccount
from ...mailbox.desk.accounts import free_account
from ...mailbox.desk.staff import invite
from ...mailbox.records.models import Role
from ..clock import real_now
from ..house import make_data_folder, open_database
from ..settings import BadSetting, Settings


def add(settings: Settings, *, responsable: bool) -> int:
    """Print a link for one more account; it works once, and for seven days."""
    _check_desk(settings)
    make_data_folder(settings)
    database = open_database(settings)
    with database.begin() as session:
        token = invite(session, Role.RESPONSABLE if responsable else Role.AGENT, real_now())
    database.close()
    print(f"{settings.desk_at()}/bienvenue/{token}")
    return 0


def reset(settings: Settings, email: str) -> int:
    """Take the second factor off an account, whose sessions end; 1 where no account has the address.

    For the one person who runs an office and lost telephone and recovery codes: whoever may run this command may read
    the database as well.
    """
    _check_desk(settings)
    database = open_database(settings)
    try:
        with database.begin() as session:
            free_account(session, settings.call, email, real_now())
    except UnknownAccount:
        print(f"guichet: no account of the desk has the address {email!r} (Comptes lists them)", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"{email}: no second factor any more, and logged out everywhere; the password stays as it was.")
    return 0


def _check_desk(settings: Settings) -> None:
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        raise BadSetting("GUICHET_DATA", str(settings.data), "the folder of a desk; `guichet serve` makes one")
