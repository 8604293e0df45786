import os
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from guichet.mailbox.desk.office import read_office
from guichet.mailbox.desk.office_errors import BadOffice, BadService, OfficeMoved
from guichet.mailbox.desk.office_file import OfficeFile, Wish
from guichet.mailbox.desk.ticket import Desk

WHOLE = """\
# Écrit à la main.
[service]
name = "Postes d'accueil"  # depuis 2019
telephone = "01 00 00 00 00"

[departments.rh]
name = "Ressources humaines"
signature = "Inserm"
"""
WISH = Wish("Postes d'accueil", "", "01 00 00 00 00", "", {"rh": ("Ressources humaines", "Inserm")})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "office.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def test_a_change_holds_at_once_and_in_other_processes(path: Path) -> None:
    file, other = OfficeFile(path), OfficeFile(path)

    file.change(replace(WISH, name="Le guichet"), file.version)

    assert Desk(file, "p@example.org").office.name == "Le guichet"
    assert other.office.name == "Le guichet"


def test_what_is_changed_by_hand_is_read_again(path: Path) -> None:
    file = OfficeFile(path)

    path.write_text(WHOLE.replace("Ressources humaines", "RH"), encoding="utf-8")

    assert file.office.department("rh").name == "RH"


def test_a_file_that_did_not_change_is_not_read_again(path: Path) -> None:
    file = OfficeFile(path)

    assert file.office is file.office


def test_a_file_that_somebody_broke_changes_nothing_and_is_told_of(path: Path) -> None:
    file = OfficeFile(path)
    path.write_text("[service", encoding="utf-8")

    assert file.office.name == "Postes d'accueil"
    assert "the file should be readable TOML" in file.trouble

    path.write_text(WHOLE, encoding="utf-8")
    assert (file.office.name, file.trouble) == ("Postes d'accueil", "")


def test_a_file_that_is_gone_changes_nothing(path: Path) -> None:
    file = OfficeFile(path)
    path.unlink()

    assert (file.office.name, file.version) == ("Postes d'accueil", "")
    with pytest.raises(BadOffice):
        file.change(WISH, "")


def test_what_the_change_does_not_name_stays_with_its_comments(path: Path) -> None:
    file = OfficeFile(path)

    changed = file.change(replace(WISH, hours="9 h – 17 h", departments={"rh": ('Le "siège"', "")}), file.version)

    assert changed == ["service.hours", "departments.rh.name", "departments.rh.signature"]
    assert path.read_text(encoding="utf-8") == WHOLE.replace(
        'telephone = "01 00 00 00 00"\n', 'telephone = "01 00 00 00 00"\nhours = "9 h – 17 h"\n'
    ).replace('"Ressources humaines"', '"Le \\"siège\\""').replace('"Inserm"', '""')


def test_the_file_before_is_kept_beside_it(path: Path) -> None:
    file = OfficeFile(path)

    file.change(replace(WISH, name="Un"), file.version)
    file.change(replace(WISH, name="Deux"), file.version)

    assert read_office(path.with_name("office.toml.before")).name == "Un"
    assert sorted(found.name for found in path.parent.iterdir()) == ["office.toml", "office.toml.before"]


def test_a_change_that_changes_nothing_writes_nothing(path: Path) -> None:
    file = OfficeFile(path)

    assert file.change(WISH, file.version) == []
    assert path.read_text(encoding="utf-8") == WHOLE
    assert not path.with_name("office.toml.before").exists()


def test_a_change_of_what_somebody_else_changed_stops(path: Path) -> None:
    file = OfficeFile(path)
    seen = file.version
    file.change(replace(WISH, name="Un"), seen)

    with pytest.raises(OfficeMoved):
        file.change(replace(WISH, name="Deux"), seen)

    assert file.office.name == "Un"


def test_of_many_who_change_at_once_one_wins(path: Path) -> None:
    seen, won = OfficeFile(path).version, []

    def change(number: int) -> None:
        with suppress(OfficeMoved):
            won.append(OfficeFile(path).change(replace(WISH, name=f"Nom {number}"), seen))

    threads = [threading.Thread(target=change, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert won == [["service.name"]]


@pytest.mark.parametrize(
    ("wish", "faults"),
    [
        (replace(WISH, name=" \n"), ("name",)),
        (replace(WISH, telephone="0" * 201, postal="x" * 601), ("telephone", "postal")),
        (replace(WISH, departments={"rh": ("", "x" * 201)}), ("department-rh", "signature-rh")),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_written(path: Path, wish: Wish, faults: tuple[str, ...]) -> None:
    file = OfficeFile(path)

    with pytest.raises(BadService) as refused:
        file.change(wish, file.version)

    assert refused.value.faults == faults
    assert path.read_text(encoding="utf-8") == WHOLE


def test_a_line_is_one_line_and_an_address_several(path: Path) -> None:
    file = OfficeFile(path)

    file.change(replace(WISH, name=" Le\nservice\x07 ", postal="101 rue\r\n\r\n 75013  Paris \x00"), file.version)

    assert (file.office.name, file.office.postal) == ("Le service", "101 rue\n75013 Paris")


def test_the_file_keeps_who_may_read_it(path: Path) -> None:
    path.chmod(0o600)
    file = OfficeFile(path)

    file.change(replace(WISH, name="Un"), file.version)

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_refuses_leaves_the_file_as_it_was(path: Path) -> None:
    file = OfficeFile(path)
    (path.parent / "office.toml.new").mkdir()

    with pytest.raises(OSError, match=r"office\.toml\.new"):
        file.change(replace(WISH, name="Un"), file.version)

    assert path.read_text(encoding="utf-8") == WHOLE
    assert os.listdir(path.parent / "office.toml.new") == []


def test_a_department_that_the_call_needs_stays_needed(path: Path) -> None:
    with pytest.raises(BadOffice, match=r"\[departments.evaluation\]"):
        OfficeFile(path, needed=["evaluation"])
