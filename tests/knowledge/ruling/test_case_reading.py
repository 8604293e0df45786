from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guichet.knowledge.errors import BadFolder
from guichet.knowledge.ruling.case import CaseFile
from guichet.knowledge.ruling.case_reading import read_cases
from guichet.knowledge.ruling.rule import Outcome
from guichet.knowledge.ruling.situation import Days
from guichet.knowledge.verdict import VerdictKind
from guichet.tests.knowledge.ruling.building import real

Read = Callable[[str], CaseFile]
MIXED = "Une unité mixte convient si le service l'admet."
SMALL = """
today = "2026-02-01"

[[cases]]
name = "Une unité mixte convient si le service l'admet."
facts = { lab = "mixed", thesis = "2026-12-10" }
verdict = "eligible-if"
because = { thesis = "thesis_in_period" }
open = ["status", "m2"]
start = ["2026-12-10", "2026-12-15"]
rulings = { mixed_unit = "met" }
quotes = { lab = ["hostlab"] }
asks = "m2"

[[said]]
words = "vétérinaire"
facts = { status = "vet" }
verdict = "person"
notice = "veterinarians"
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str) -> CaseFile:
        path = tmp_path / "cases.toml"
        path.write_text(text, encoding="utf-8")
        return read_cases(path, *real())

    return read


def test_a_case_is_read(read: Read) -> None:
    [case] = read(SMALL).cases

    assert case.name == MIXED
    assert case.facts == {"lab": "mixed", "thesis": "2026-12-10"}
    assert case.verdict is VerdictKind.ELIGIBLE_IF
    assert (case.because, case.open) == ({"thesis": "thesis_in_period"}, ("status", "m2"))
    assert case.start == Days(date(2026, 12, 10), date(2026, 12, 15))
    assert case.rulings == {"mixed_unit": Outcome.MET}
    assert case.quotes == {"lab": ("hostlab",)}
    assert case.asks == "m2"


def test_what_is_said_is_its_own_name(read: Read) -> None:
    file = read(SMALL)

    [said] = file.said
    assert said.name == said.words == "vétérinaire"
    assert said.notice == "veterinarians"
    assert file.today == date(2026, 2, 1)


def test_a_file_may_be_without_cases(read: Read) -> None:
    assert read('today = "2026-02-01"') == CaseFile((), (), date(2026, 2, 1))


HERE = f"case « {MIXED} »: "


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('today = "2026-02-01"', "", "today: expected a text; found None"),
        ('today = "2026-02-01"', 'today = "hier"', "today: expected a day, as in \"2026-12-10\"; found 'hier'"),
        ("[[cases]]", "[[case]]", "the file: expected nothing but today, cases, said; found 'case'"),
        ("name = ", "nom = ", "cases, entry 1: name: expected a text; found None"),
        ('words = "vétérinaire"', "", "said, entry 1: words: expected a text; found None"),
        ("asks = ", "demande = ", f"{HERE}expected nothing but name, .*; found 'demande'"),
        ('asks = "m2"', 'words = "m2"', f"{HERE}expected nothing but"),
        ('asks = "m2"', 'asks = "master"', f"{HERE}asks: expected one of status, .*; found 'master'"),
        ('"2026-12-10" }', '"10/12" }', f"{HERE}facts: fact 'thesis': expected yes, .*; found '10/12'"),
        ('lab = "mixed"', 'labo = "mixed"', f"{HERE}facts: fact 'labo': expected one of the facts"),
        ('facts = { status = "vet" }', "", "case « vétérinaire »: facts: expected a table; found None"),
        ('"eligible-if"', '"peut-être"', f"{HERE}verdict: expected one of eligible, .*; found 'peut-être'"),
        ("because = { thesis", "because = { these", f"{HERE}because: expected one of status, .*; found 'these'"),
        ('"thesis_in_period"', '"held"', f"{HERE}because.thesis: expected one of thesis_held, .*; found 'held'"),
        ('["status", "m2"]', '["statut"]', f"{HERE}open: expected one of status, .*; found 'statut'"),
        ('open = ["status", "m2"]', 'open = "m2"', f"{HERE}open: expected a list; found 'm2'"),
        ('["2026-12-10", "2026-12-15"]', '["2026-12-10"]', f"{HERE}start: expected two days"),
        ('"2026-12-15"]', '"2026-12-32"]', f"{HERE}start: expected a day, .*; found '2026-12-32'"),
        ("mixed_unit =", "unit =", f"{HERE}rulings: expected one of practitioner, .*; found 'unit'"),
        ('mixed_unit = "met"', 'mixed_unit = "oui"', f"{HERE}rulings.mixed_unit: expected one of met, .*; found 'oui'"),
        ('["hostlab"]', '["labo"]', f"{HERE}quotes.lab: expected one of .*; found 'labo'"),
        ("quotes = { lab", "quotes = { labo", f"{HERE}quotes: expected one of status, .*; found 'labo'"),
        ('"veterinarians"', '"vets"', "case « vétérinaire »: notice: expected one of veterinarians, .*; found 'vets'"),
        ('words = "vétérinaire"', 'words = "' + MIXED + '"', "expected each name once"),
        ("[[said]]", "[[said]", "cannot be read as TOML"),
    ],
)  # fmt: skip
def test_what_is_not_as_expected_is_refused_with_its_case(read: Read, old: str, new: str, told: str) -> None:
    assert old in SMALL

    with pytest.raises(BadFolder, match=told):
        read(SMALL.replace(old, new, 1))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFolder, match=r"cases.toml: cannot be read"):
        read_cases(tmp_path / "cases.toml", *real())
