import io
from pathlib import Path

import pytest
from sqlalchemy import func, select

from guichet.bot.commands.import_dossiers import import_dossiers
from guichet.bot.house import open_database
from guichet.bot.settings import Settings, read_settings
from guichet.mailbox.records.models import Dossier, DossierChange
from guichet.tests.mailbox.intake.test_sheet import make_csv, make_xlsx

HEAD = ("N° dossier", "Nom", "Prénom", "Courriel", "État")
GOOD = (
    ("D-1", "Lefèvre", "Élise", "elise@example.org", "Déposé"),
    ("D-2", "Zoé", "Ann", "ann@example.org", "Brouillon"),
)
BAD = ("D-3", "Max", "Bob", "nobody", "Déposé")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GUICHET_DATA": str(tmp_path / "var")})


def bring(settings: Settings, content: bytes, **more: bool | str | None) -> tuple[int, list[str]]:
    settings.data.mkdir(exist_ok=True)
    path, out = settings.data / "export", io.StringIO()
    path.write_bytes(content)
    options = {"force": None, "dry_run": False} | more
    status = import_dossiers(settings, path, out, **options)  # pyright: ignore[reportArgumentType]
    return status, out.getvalue().splitlines()


def count(settings: Settings) -> tuple[int, int]:
    database = open_database(settings)
    with database.read() as session:
        counted = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Dossier, DossierChange)]
    database.close()
    return counted[0], counted[1]


@pytest.mark.parametrize("content", [make_csv(HEAD, *GOOD), make_xlsx(HEAD, *GOOD)])
def test_a_file_is_taken_once(settings: Settings, content: bytes) -> None:
    assert bring(settings, content) == (0, ["2 new, 0 changed, 0 unchanged, 0 refused"])
    assert bring(settings, content) == (0, ["0 new, 0 changed, 2 unchanged, 0 refused"])
    assert count(settings) == (2, 2)


def test_one_refused_row_leaves_the_whole_file_and_all_tables_as_they_were(settings: Settings) -> None:
    bring(settings, make_csv(HEAD, GOOD[0]))

    status, said = bring(settings, make_csv(HEAD, *GOOD, BAD))

    assert status == 1
    assert said[0] == "1 new, 0 changed, 1 unchanged, 1 refused"
    assert said[1].startswith("row 4, column « Courriel »: expected an address")
    assert said[-1] == "Nothing was taken."
    assert count(settings) == (1, 1)


def test_trying_takes_nothing(settings: Settings) -> None:
    status, said = bring(settings, make_csv(HEAD, *GOOD), dry_run=True)

    assert (status, said) == (0, ["2 new, 0 changed, 0 unchanged, 0 refused", "Nothing was taken."])
    assert count(settings) == (0, 0)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_forced_without_a_reason(
    settings: Settings, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(settings, make_csv(HEAD, *GOOD), force=reason)[0] == 2
    assert "expected a reason" in capsys.readouterr().err


def test_what_is_missing_is_told(settings: Settings) -> None:
    bring(settings, make_csv(HEAD, *GOOD))

    assert "1 known and not in this file, kept as they are: D-2" in bring(settings, make_csv(HEAD, GOOD[0]))[1]


def test_a_file_that_is_no_sheet_is_refused_in_one_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(settings, b"%PDF-1.7")[0] == 2
    assert import_dossiers(settings, Path("nowhere.csv"), io.StringIO(), force=None, dry_run=False) == 2

    first, second = capsys.readouterr().err.splitlines()
    assert "expected a CSV or XLSX file; found a PDF; nothing was taken" in first
    assert "cannot read nowhere.csv" in second
