"""`guichet upgrade`: the database's tables, brought to this version."""

from ..house import make_data_folder, open_database
from ..settings import Settings


def upgrade(settings: Settings) -> int:
    """Apply the migrations that are missing."""
    make_data_folder(settings)
    open_database(settings).close()
    print("The database is up to date.")
    return 0
