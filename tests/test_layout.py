"""The rules of the house, read off the tree itself."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("bot", "knowledge", "mailbox")
SHELVES = (*CODE, "tests", "docs")
LAYERS = {
    "knowledge": 0,
    "mailbox.records": 1,
    "mailbox.delivery": 2,
    "mailbox.desk": 3,
    "mailbox.intake": 4,
    "mailbox.pages": 4,
    "mailbox.worker": 5,
    "bot": 6,
    "": 7,
}
"""Who may import whom: a module its own layer and those of a lower number; the root's files come last."""
LIBRARIES = {
    "": set[str](),
    "knowledge": {"rapidfuzz", "numpy"},
    "knowledge/drafting": set[str](),
    "knowledge/learning": {"numpy", "scipy", "sklearn"},
    "knowledge/ruling": set[str](),
    "mailbox": {"structlog"},
    "mailbox/records": {"sqlalchemy", "alembic"},
    "mailbox/records/migrations": {"sqlalchemy", "alembic"},
    "mailbox/records/migrations/versions": {"sqlalchemy", "alembic"},
    "mailbox/delivery": {"sqlalchemy", "structlog", "aiosmtplib"},
    "mailbox/desk": {"sqlalchemy", "argon2", "pyotp", "rapidfuzz", "tomlkit"},
    "mailbox/intake": {"sqlalchemy", "structlog", "aiosmtpd", "nh3", "pebble", "selectolax", "openpyxl"},
    "mailbox/pages": {
        "sqlalchemy",
        "structlog",
        "starlette",
        "jinja2",
        "babel",
        "segno",
        "httpx",
        "authlib",
        "joserfc",
    },
    "bot": {"sqlalchemy", "structlog", "starlette", "uvicorn"},
    "bot/commands": {"typer", "uvloop", "rich"},
    "bot/telegram": {"sqlalchemy", "structlog", "starlette", "telegram"},
}
"""What each folder imports besides the standard library and ourselves."""
RUN_BY_PATH = "mailbox/records/migrations/env.py"
"""Alembic runs this file by its path, so that it has no package to be relative to."""
READS_MAILBOXES = "mailbox/intake/archive.py"
"""It imports the standard library's `mailbox`, which bears the name of one of our folders."""
GENERATED = "mailbox/records/migrations/versions"
MOST_LINES = 300
VAGUE = {"util", "utils", "helper", "helpers", "common", "base", "manager"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files(*folders: str, pattern: str = "*") -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob(pattern)))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def code() -> list[Path]:
    return [ROOT / "__init__.py", ROOT / "__main__.py", *files(*CODE, pattern="*.py")]


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(path: Path) -> str:
    return name_of(path).removesuffix(".py").replace("/", ".")


def layer(module: str) -> str:
    return next((name for name in LAYERS if name and f"{module}.".startswith(f"{name}.")), "")


def read_relative(path: Path) -> Iterator[str]:
    """Name what a module imports relatively, from the root on; the last part may be a name in a module."""
    here = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = [*here[: len(here) - node.level + 1], *([node.module] if node.module else [])]
            yield from (".".join((*start, alias.name)) for alias in node.names)


def read_absolute(path: Path) -> Iterator[str]:
    """Name the top of what a module imports absolutely, wherever in it."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


@cache
def imports() -> dict[str, set[str]]:
    """Map each module of ours to those of ours that it imports."""
    modules = {dotted(path): path for path in code()}
    found: dict[str, set[str]] = {}
    for module, path in modules.items():
        named = [(target, target.rpartition(".")[0]) for target in read_relative(path)]
        found[module] = {whole if whole in modules else parent for whole, parent in named}
    return found


def pyproject() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_only_the_root_is_a_package_of_the_ordinary_kind() -> None:
    found = [name_of(path) for path in files(*SHELVES, pattern="__init__.py")]

    assert found == []
    assert (ROOT / "__init__.py").is_file()


def test_imports_run_one_way() -> None:
    pairs = [(module, target) for module, targets in imports().items() for target in targets]

    across = [(one, other) for one, other in pairs if layer(one) != layer(other)]

    assert [(one, other) for one, other in across if LAYERS[layer(other)] >= LAYERS[layer(one)]] == []


def test_every_folder_has_its_place_in_the_order() -> None:
    nowhere = [module for module in imports() if not layer(module)]

    assert nowhere == ["__init__", "__main__"]


def test_every_relative_import_finds_its_module() -> None:
    lost = [(module, target) for module, targets in imports().items() for target in targets - imports().keys()]

    assert lost == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    circle: list[str] = []
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        circle = error.args[1]

    assert circle == []


def test_only_what_puts_the_parts_together_sees_the_settings() -> None:
    seeing = [module for module, targets in imports().items() if "bot.settings" in targets]

    others = [module for module in seeing if not module.startswith("bot.commands.")]

    assert sorted(others) == ["bot.house", "bot.service"]


def test_one_place_alone_looks_at_the_clock() -> None:
    def looks(node: ast.AST) -> bool:
        """Know `datetime.now`, `date.today` and their like, called or handed on; and `time.time`."""
        if not isinstance(node, ast.Attribute):
            return False
        return ast.unparse(node).endswith(
            ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
        )

    looking = [name_of(path) for path in code() if any(looks(node) for node in ast.walk(parse(path)))]

    assert looking == ["bot/clock.py"]


def test_the_desk_does_not_know_the_chat_s_name() -> None:
    telling = [name_of(path) for path in files("mailbox") if b"telegram" in path.read_bytes().lower()]

    assert telling == []


@pytest.mark.parametrize("folder", LIBRARIES)
def test_each_folder_imports_the_libraries_that_are_its_own(folder: str) -> None:
    modules = [path for path in code() if path.parent == ROOT / folder]

    named = {name for path in modules for name in read_absolute(path)}

    assert named - sys.stdlib_module_names - {"guichet"} == LIBRARIES[folder]


def test_every_folder_is_in_the_table_of_libraries() -> None:
    folders = {"" if path.parent == ROOT else name_of(path.parent) for path in code()}

    assert sorted(folders - LIBRARIES.keys()) == []


def test_every_library_that_is_imported_is_declared() -> None:
    project = pyproject()["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["train"], *extras["oidc"]]  # type: ignore[misc, index]
    declared = " ".join(needed).lower().replace("_", "-")  # type: ignore[arg-type]
    owners = {"sklearn": ["scikit-learn"], "scipy": ["scipy"], **packages_distributions()}

    named = {name for names in LIBRARIES.values() for name in names}

    assert [name for name in sorted(named) if not any(dist.lower() in declared for dist in owners[name])] == []


def test_no_module_is_named_after_one_of_the_standard_library() -> None:
    paths = [path.relative_to(ROOT) for path in files(*SHELVES, pattern="*.py")]
    named = {path.stem for path in paths} | {part for path in paths for part in path.parts[:-1]}

    assert named & sys.stdlib_module_names == {"mailbox"}
    assert [path for path in paths if path.stem == "mailbox"] == []


def test_no_file_is_long() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(*SHELVES, pattern="*.py")
    }

    long = [name for name, lines in lengths.items() if lines >= MOST_LINES and not name.startswith(GENERATED)]

    assert long == []


def test_no_file_is_named_for_anything_at_all() -> None:
    assert [name_of(path) for path in files(*SHELVES, pattern="*.py") if path.stem in VAGUE] == []


def test_code_imports_itself_relatively() -> None:
    absolute = [name_of(path) for path in code() if {"guichet", *CODE} & set(read_absolute(path))]

    assert absolute == [READS_MAILBOXES, RUN_BY_PATH]


def test_tests_import_by_the_full_name() -> None:
    paths = files("tests", pattern="*.py")

    assert [name_of(path) for path in paths if list(read_relative(path))] == []
    assert [name_of(path) for path in paths if {"bot", "knowledge", "tests"} & set(read_absolute(path))] == []


def test_nothing_else_stands_at_the_top() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    folders = [path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]

    kept = [name for name in folders if not any(fnmatch(f"{name}/", pattern) for pattern in ignored)]

    assert sorted(set(kept) - set(SHELVES)) == []


def test_every_folder_of_code_is_in_the_wheel() -> None:
    packages = pyproject()["tool"]["setuptools"]["packages"]  # type: ignore[index]

    folders = {"." if path.parent == ROOT else name_of(path.parent) for path in code()}

    assert sorted(packages) == sorted("guichet" if f == "." else f"guichet.{f.replace('/', '.')}" for f in folders)


def test_every_file_that_code_reads_is_in_the_wheel() -> None:
    table: dict[str, list[str]] = pyproject()["tool"]["setuptools"]["package-data"]  # type: ignore[index]
    homes = {package: ROOT.joinpath(*package.split(".")[1:]) for package in table}

    packed = {path for package, patterns in table.items() for one in patterns for path in homes[package].glob(one)}

    assert [name_of(path) for path in files(*CODE) if path.suffix != ".py" and path not in packed] == []
