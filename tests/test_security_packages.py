"""Item 28 of the security list (OWASP ASVS 5.0): what is installed beside us is locked, each file by its hash."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKED = re.compile(r"^(\S+)==(\S+)(?: ; (.*?))? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
TEXT = re.sub(r"^#.*\n", "", (ROOT / "requirements.lock").read_text(encoding="utf-8"), flags=re.MULTILINE)


def read_lock() -> dict[str, set[str]]:
    """Read the versions that each package is locked to; more than one where that depends on the Python."""
    versions = dict[str, set[str]]()
    for name, version, *_ in LOCKED.findall(TEXT):
        versions.setdefault(name, set()).add(version)
    return versions


def test_item_28_every_line_of_the_lock_names_one_version_and_its_hashes() -> None:
    assert LOCKED.sub("", TEXT) == ""
    assert len(read_lock()) > 40


def test_item_28_every_dependency_of_ours_is_locked_to_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted, lock = [Requirement(line) for line in project["dependencies"]], read_lock()

    locked = {one.name: lock.get(canonicalize_name(one.name), set[str]()) for one in wanted}

    assert {name for name, versions in locked.items() if not versions} == set()
    assert [one.name for one in wanted if not all(one.specifier.contains(found) for found in locked[one.name])] == []


def test_item_28_what_they_need_in_turn_is_locked_too() -> None:
    lock, missing = read_lock(), list[str]()

    for name, versions in lock.items():
        try:
            installed = distribution(name)
        except PackageNotFoundError:  # of another system
            continue
        if installed.version in versions:
            needs = [Requirement(line) for line in installed.requires or ()]
            named = {canonicalize_name(one.name) for one in needs if one.marker is None or one.marker.evaluate()}
            missing += [f"{name}: {one}" for one in named - lock.keys()]

    assert missing == []
