"""Taking 50,000 dossiers from one CSV and one XLSX file, beside reading the same rows with the csv module alone.

`.venv/bin/python tests/bench/dossiers.py`
"""

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from guichet.bot.commands.import_dossiers import import_dossiers
from guichet.bot.settings import read_settings
from guichet.tests.mailbox.intake.test_sheet import make_csv, make_xlsx

MANY = 50_000
HEAD = ("N° dossier", "Nom", "Prénom", "Courriel", "État", "Créneau")


def seconds(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


def write_rows(state: str) -> list[tuple[str, ...]]:
    return [(f"D-{n:05}", f"Nom {n}", "Ann", f"p{n}@example.org", state, "") for n in range(MANY)]


def bring(folder: Path, content: bytes) -> None:
    path = folder / "export"
    path.write_bytes(content)
    settings = read_settings({"GUICHET_DATA": str(folder)})
    assert import_dossiers(settings, path, io.StringIO(), force=None, dry_run=False) == 0


def main() -> None:
    plain = make_csv(HEAD, *write_rows("Brouillon"))
    anchor = seconds(lambda: list(csv.reader(io.StringIO(plain.decode("cp1252")), delimiter=";")))
    print(f"csv.reader alone: {anchor:.2f} s")
    for kind, write in (("CSV", make_csv), ("XLSX", make_xlsx)):
        with TemporaryDirectory() as folder:
            for what, state in (("new", "Brouillon"), ("changed", "Déposé"), ("unchanged", "Déposé")):
                content = write(HEAD, *write_rows(state))
                taken = seconds(lambda content=content: bring(Path(folder), content))
                print(f"{kind}, {MANY} {what}: {taken:.1f} s, {taken / anchor:.0f} x", flush=True)


if __name__ == "__main__":
    main()
