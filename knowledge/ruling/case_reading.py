"""Reading `cases.toml`, which the office writes: each entry is held against what the rules and the call have."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..call import Call
from ..eligibility import period_of
from ..errors import BadFact, BadFolder
from ..verdict import VerdictKind
from .case import Case, CaseFile
from .entries import TomlFile
from .rule import Outcome, Rules
from .situation import Days, read_facts

FILE = "cases.toml"
_TOP = ("today", "cases", "said")
_CASE = ("name", "facts", "verdict", "because", "open", "start", "rulings", "quotes", "notice", "asks")
_SAID = ("words", *_CASE)


def read_cases(path: Path, call: Call, rules: Rules) -> CaseFile:
    """Read the cases of a call; raises `BadFolder` naming the case, what is expected there and what was found."""
    return _Reader(path, call, rules).file()


class _Reader(TomlFile):
    """Builds cases from a file; what the rules or the call do not have is refused with its place."""

    def __init__(self, path: Path, call: Call, rules: Rules) -> None:
        super().__init__(path)
        self._call, self._rules = call, rules

    def file(self) -> CaseFile:
        table = self.load()
        self._known("the file", table, _TOP)
        cases = tuple(self._case(f"cases, entry {at}", one, _CASE) for at, one in self._numbered("cases", table))
        said = tuple(self._case(f"said, entry {at}", one, _SAID) for at, one in self._numbered("said", table))
        names = [case.name for case in (*cases, *said)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise self._bad("name", "each name once", twice)
        return CaseFile(cases, said, self._day("today", table.get("today")))

    def _numbered(self, where: str, table: Mapping[str, Any]) -> list[tuple[int, object]]:
        return list(enumerate(self._array(where, table.get(where, [])), 1))

    def _case(self, where: str, found: object, known: Collection[str]) -> Case:
        row = self._table(where, found)
        words = self._text(f"{where}: words", row.get("words", "" if known is _CASE else None))
        name = self._text(f"{where}: name", row.get("name", words or None))
        where = f"case « {name} »"
        self._known(where, row, known)
        conditions = self._rules.conditions
        quotes = self._table(f"{where}: quotes", row.get("quotes", {}))
        return Case(
            name,
            self._facts(f"{where}: facts", row.get("facts")),
            VerdictKind(self._one_of(f"{where}: verdict", row.get("verdict"), list(VerdictKind))),
            self._because(f"{where}: because", row.get("because", {})),
            self._some_of(f"{where}: open", row.get("open", []), conditions),
            self._days(f"{where}: start", row["start"]) if "start" in row else None,
            self._rulings(f"{where}: rulings", row.get("rulings", {})),
            {
                self._one_of(f"{where}: quotes", key, conditions): self._some_of(
                    f"{where}: quotes.{key}", names, self._call.passages
                )
                for key, names in quotes.items()
            },
            self._one_of(f"{where}: notice", row.get("notice", ""), ["", *(n.name for n in self._call.notices)]),
            self._one_of(f"{where}: asks", row.get("asks", ""), ["", *self._rules.facts]),
            words,
        )

    def _facts(self, where: str, found: object) -> Mapping[str, Any]:
        facts = self._table(where, found)
        try:
            read_facts(self._rules, period_of(self._call, self._rules), facts)
        except BadFact as error:
            raise BadFolder(self._path, f"{where}: {error}") from None
        return facts

    def _because(self, where: str, found: object) -> dict[str, str]:
        named = self._table(where, found)
        rows = {name: [row.name for row in one.rows] for name, one in self._rules.conditions.items()}
        return {
            self._one_of(where, condition, rows): self._one_of(f"{where}.{condition}", row, rows[condition])
            for condition, row in named.items()
        }

    def _rulings(self, where: str, found: object) -> dict[str, Outcome]:
        ruled = self._table(where, found)
        return {
            self._one_of(where, row, self._rules.to_rule): Outcome(self._one_of(f"{where}.{row}", then, list(Outcome)))
            for row, then in ruled.items()
        }

    def _days(self, where: str, found: object) -> Days:
        days = self._array(where, found)
        if len(days) != 2:
            raise self._bad(where, 'two days, as in ["2026-12-10", "2026-12-15"]', found)
        return Days(self._day(where, days[0]), self._day(where, days[1]))

    def _day(self, where: str, found: object) -> date:
        try:
            return date.fromisoformat(self._text(where, found))
        except ValueError:
            raise self._bad(where, 'a day, as in "2026-12-10"', found) from None

    def _some_of(self, where: str, found: object, known: Collection[str]) -> tuple[str, ...]:
        return tuple(self._one_of(where, one, known) for one in self._array(where, found))

    def _one_of(self, where: str, found: object, known: Collection[str]) -> str:
        text = self._text(where, found)
        if text not in known:
            raise self._bad(where, f"one of {', '.join(one for one in known if one)}", text)
        return text
