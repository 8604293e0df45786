from datetime import date
from pathlib import Path

import pytest

from guichet.knowledge.ruling.rule import Outcome
from guichet.mailbox.desk.office import Department, Office, read_office, write_default
from guichet.mailbox.desk.office_errors import BadOffice
from guichet.mailbox.records.models import DossierState

WHOLE = """
[service]
name = "Postes d'accueil"
postal = "101 rue de Tolbiac, 75013 Paris"
telephone = "01 00 00 00 00"
hours = "du lundi au vendredi, 9 h – 17 h"
[departments.rh]
name = "Ressources humaines"
signature = "Inserm"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "office.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_names_the_call_s_departments_and_can_be_read(tmp_path: Path) -> None:
    write_default(tmp_path / "office.toml", name="Postes", departments={"rh": "Ressources humaines"})

    office = read_office(tmp_path / "office.toml")

    assert office == Office("Postes", {"rh": Department("rh", "Ressources humaines")})


def test_a_name_may_hold_quotation_marks(tmp_path: Path) -> None:
    write_default(tmp_path / "office.toml", name='Appel "2026" \\ suite', departments={"a b": 'Le "siège"'})

    office = read_office(tmp_path / "office.toml")

    assert (office.name, office.department("a b").name) == ('Appel "2026" \\ suite', 'Le "siège"')


def test_what_the_office_has_written_is_never_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE)

    write_default(path, name="Autre", departments={})

    assert path.read_text(encoding="utf-8") == WHOLE


def test_the_imprint_names_what_is_filled_in(tmp_path: Path) -> None:
    office = read_office(write(tmp_path, WHOLE))

    assert office.imprint.splitlines() == [
        "Postes d'accueil",
        "101 rue de Tolbiac, 75013 Paris",
        "Tél. 01 00 00 00 00",
        "du lundi au vendredi, 9 h – 17 h",
    ]
    assert Office("Postes", {}).imprint == "Postes"


def test_a_department_that_the_call_needs_must_be_there(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE.replace("departments.rh", "departments.rg"))

    with pytest.raises(BadOffice, match=r"\[departments.rh\] should be a table"):
        read_office(path, needed=["rh"])


def test_a_mark_at_the_file_s_beginning_is_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + WHOLE)

    assert read_office(path).name == "Postes d'accueil"


@pytest.mark.parametrize("days", ['["2026-05-15", "2026-12-24"]', "[2026-05-15, 2026-12-24]"], ids=["texts", "dates"])
def test_the_days_off_are_read(tmp_path: Path, days: str) -> None:
    path = write(tmp_path, WHOLE.replace("[service]", f"[service]\ndays_off = {days}"))

    assert read_office(path).days_off == {date(2026, 5, 15), date(2026, 12, 24)}


def test_the_example_of_the_file_that_is_written_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    write_default(path, name="Postes", departments={"rh": "Ressources humaines"})
    written = path.read_text(encoding="utf-8")

    write(tmp_path, written.replace("days_off = []", "").replace("# Par exemple : ", ""))

    assert read_office(path).days_off == {date(2026, 5, 15), date(2026, 12, 24)}


@pytest.mark.parametrize("days", ['"2026-05-15"', '["15/05/2026"]', '["2026-02-30"]', "[2026-05-15T09:00:00]", "[3]"])
def test_days_off_that_are_no_days_are_refused(tmp_path: Path, days: str) -> None:
    path = write(tmp_path, WHOLE.replace("[service]", f"[service]\ndays_off = {days}"))

    with pytest.raises(
        BadOffice, match=r'service\.days_off should be a list of days such as \["2026-05-15"\], found .'
    ):
        read_office(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Postes d\'accueil"', "name = 3", "service.name should be a text, found 3"),
        ('name = "Postes d\'accueil"', "", "service.name should be a text, found nothing"),
        ("telephone", "telefone", "service.telefone should be one of name, postal, telephone, hours, days_off"),
        ("signature", "sign", "departments.rh.sign should be one of name, signature"),
        (
            "[departments.rh]",
            "[security]\nfactor = 1\n[departments.rh]",
            "security.factor should be one of",
        ),
        (
            "[departments.rh]",
            '[security]\nsecond_factor = "yes"\n[departments.rh]',
            "security.second_factor should be required or optional, found 'yes'",
        ),
        ("[departments.rh]", "security = 1\n[departments.rh]", "service.security should be one of"),
        ("[service]", "[services]", "services should be one of service, departments"),
        ('[departments.rh]\nname = "Ressources humaines"\nsignature = "Inserm"', "[departments]", "one department"),
        ("[service]", "[service", "the file should be readable TOML"),
    ],
)
def test_an_office_that_cannot_be_used_is_refused_by_its_entry(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = write(tmp_path, WHOLE.replace(old, new))

    with pytest.raises(BadOffice) as refused:
        read_office(path)

    assert str(refused.value).startswith(f"{path}: ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("written", "on_own_machine", "required"),
    [
        ("", True, False),
        ("", False, True),
        ('second_factor = "required"', True, True),
        ('second_factor = "optional"', False, False),
    ],
)
def test_a_second_factor_is_required_where_the_office_says_so_or_the_desk_is_open_to_others(
    tmp_path: Path, written: str, on_own_machine: bool, required: bool
) -> None:
    office = read_office(write(tmp_path, f"{WHOLE}[security]\n{written}\n"))

    assert office.requires_factor(on_own_machine=on_own_machine) is required


def test_what_the_office_rules_of_who_may_apply_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, f'{WHOLE}[eligibility]\nmixed_unit = "met"\n')

    assert read_office(path, rulable=["mixed_unit"]).rulings == {"mixed_unit": Outcome.MET}


@pytest.mark.parametrize("line", ['mixed_unit = "yes"', "mixed_unit = true", 'mixed = "met"', 'mixed_unit = "person"'])
def test_a_ruling_that_is_none_is_refused_with_what_is_expected(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, f"{WHOLE}[eligibility]\n{line}\n")

    with pytest.raises(BadOffice, match=r"eligibility\.mixed(_unit)? should be (met or not_met|one of mixed_unit)"):
        read_office(path, rulable=["mixed_unit"])


def test_the_names_of_columns_and_states_in_exports_are_read(tmp_path: Path) -> None:
    path = write(
        tmp_path, f'{WHOLE}[dossiers.columns]\nnumber = "Réf."\n[dossiers.states]\nfiled = ["Complet", "Transmis"]\n'
    )

    office = read_office(path)

    assert office.columns == {"number": ["Réf."]}
    assert office.states == {DossierState.FILED: ["Complet", "Transmis"]}


@pytest.mark.parametrize("line", ["[dossiers.columns]\nnom = 3", "[dossiers.columns]\nnumber = 3", "[dossiers]\nx = 1"])
def test_names_of_columns_that_are_none_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadOffice, match="dossiers"):
        read_office(write(tmp_path, f"{WHOLE}{line}\n"))
