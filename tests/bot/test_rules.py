import io
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from guichet.bot.commands.app import run
from guichet.bot.commands.rules import check_rules, mutate_rules, prove_rules
from guichet.bot.settings import Settings, read_settings
from guichet.knowledge.folder import find_folder
from guichet.tests.factories import SLUG

Command = Callable[[Settings, str | None, io.StringIO], int]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"GUICHET_DATA": str(tmp_path / "var")})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the call's folder, to be changed."""
    return Path(copytree(find_folder(SLUG), tmp_path / "mine"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def printed(command: Command, settings: Settings, folder: Path | None = None) -> tuple[int, str]:
    out = io.StringIO()
    code = command(settings, str(folder) if folder else None, out)
    return code, out.getvalue()


def test_the_call_that_is_served_is_proved(settings: Settings) -> None:
    code, told = printed(prove_rules, settings)

    assert code == 0
    assert "258,336 situations, 37 rows" in told
    assert "eligible 36, eligible-if 12,144, person 164,076, not-eligible 82,080" in told
    assert "a better fact harms nobody:            holds" in told
    assert "as they are asked                          9   2.29" in told
    assert "by lab: unit 6, cic 9" in told
    assert "It holds" in told


def test_rules_that_do_not_hold_are_told_with_what_is_wrong(settings: Settings, folder: Path) -> None:
    change(folder / "rules.toml", 'status = ["practitioner"]', 'status = ["practitioner", "cca"]')

    code, told = printed(prove_rules, settings, folder)

    assert code == 1
    assert "one row for every cell:                1 faults" in told
    assert "It does not hold" in told


def test_cases_that_hold_are_counted(settings: Settings) -> None:
    code, told = printed(check_rules, settings)

    assert code == 0
    assert told.endswith("that begin with what people write: all hold.\n")


def test_a_case_that_differs_is_told(settings: Settings, folder: Path) -> None:
    change(folder / "rules.toml", 'lab = ["outside"] }, then = "not_met"', 'lab = ["outside"] }, then = "person"')

    code, told = printed(check_rules, settings, folder)

    assert code == 1
    assert "« Un laboratoire du CNRS seul ne convient pas. » : attendu non éligible en l'état" in told
    assert "come to something else." in told


def test_what_people_write_is_read(settings: Settings, folder: Path) -> None:
    change(folder / "cases.toml", 'words = "docteur junior"', 'words = "chef de clinique"')

    code, told = printed(check_rules, settings, folder)

    assert (code, told.splitlines()[0]) == (1, "« chef de clinique » : fait status : attendu interne, lu cca")


def test_a_change_that_nothing_notices_is_listed(settings: Settings, folder: Path) -> None:
    (folder / "cases.toml").write_text('today = "2026-02-01"\n', encoding="utf-8")

    code, told = printed(mutate_rules, settings, folder)

    assert code == 1
    assert "not noticed: lab: row outside met instead of not_met\n" in told
    assert "not noticed: lab: row outside taken out\n" not in told


def test_rules_that_do_not_hold_are_not_mutated(settings: Settings, folder: Path) -> None:
    change(folder / "cases.toml", 'verdict = "eligible"', 'verdict = "person"')

    code, told = printed(mutate_rules, settings, folder)

    assert code == 1
    assert told.startswith("The rules do not hold as they are")


@pytest.mark.parametrize("command", ["prove", "check", "mutate"])
def test_a_call_without_rules_is_told_in_one_line(
    command: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "var"))
    (folder / "rules.toml").unlink()

    assert run(["rules", command, str(folder)]) == 2
    assert run(["rules", command, "nowhere"]) == 2

    [bare, unknown] = capsys.readouterr().err.splitlines()
    assert bare == f"guichet: {folder}/rules.toml: expected the rules of this call, found no such file"
    assert unknown.startswith("guichet: no call 'nowhere'")


def test_cases_that_cannot_be_read_are_told_in_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path / "var"))
    change(folder / "cases.toml", 'verdict = "eligible"', 'verdict = "oui"')

    assert run(["rules", "check", str(folder)]) == 2

    [line] = capsys.readouterr().err.splitlines()
    assert "verdict: expected one of eligible, eligible-if, person, not-eligible; found 'oui'" in line
