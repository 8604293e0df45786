"""Reading `rules.toml`: what stands in it is held against what is expected, name by name."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..cue import Cue, CueIndex, Kind, read_cues
from ..errors import BadFolder
from .entries import TomlFile
from .rule import BEFORE, LATER, NOT_YET, UNKNOWN, WINDOW, Condition, Fact, Outcome, Row, Rules, Value, Words
from .weighing import Undefined, find_row

LANGUAGES = ("fr", "en")
_TOP = ("milestone", "terms", "facts", "conditions")
_FACT = ("ask", "why", "values", "dated", "asked", "after", "rising", "named", "besides")
_VALUE = ("label", "said", "offered")
_CONDITION = ("name", "passages", "wants", "only", "rows")
_ROW = ("name", "when", "then", "says", "passages", "notice")
_CLASSES = {BEFORE, WINDOW, LATER}


def read_rules(path: Path, passages: Collection[str], periods: Collection[str], notices: Collection[str]) -> Rules:
    """Read a call's rules, which may name the passages, periods and notices that it has.

    Raises `BadFolder` naming the entry, what is expected there and what was found.
    """
    reader = _Reader(path)
    rules = reader.rules(reader.load(), hashlib.sha256(path.read_bytes()).hexdigest()[:16])
    _check(path, rules, passages, periods, notices)
    return rules


class _Reader(TomlFile):
    """Builds rules from a table; what is not as expected is refused with its place."""

    def rules(self, table: Mapping[str, Any], version: str) -> Rules:
        self._known("the file", table, _TOP)
        facts = self._table("[facts]", table.get("facts"))
        conditions = self._table("[conditions]", table.get("conditions"))
        return Rules(
            facts=_follow_days({name: self._fact(name, row) for name, row in facts.items()}),
            conditions={name: self._condition(name, row) for name, row in conditions.items()},
            milestone=self._text("milestone", table.get("milestone")),
            version=version,
            terms=self._list("terms", table.get("terms", [])),
        )

    def _fact(self, name: str, found: object) -> Fact:
        where = f"facts.{name}"
        row = self._table(where, found)
        self._known(where, row, _FACT)
        values = self._table(f"{where}.values", row.get("values"))
        if not values or UNKNOWN in values:
            raise self._bad(f"{where}.values", f"one value at least, none called {UNKNOWN!r}", list(values))
        return Fact(
            name,
            self._words(f"{where}.ask", row.get("ask")),
            self._words(f"{where}.why", row.get("why")),
            {key: self._value(f"{where}.values.{key}", key, one) for key, one in values.items()},
            self._text(f"{where}.dated", row.get("dated", "")),
            self._bool(f"{where}.asked", row.get("asked", True)),
            self._when(f"{where}.after", row.get("after", {})),
            self._list(f"{where}.rising", row.get("rising", [])),
            CueIndex(self._cues(f"{where}.named", name, row.get("named", []))),
            CueIndex(self._said(where, row, values)),
        )

    def _said(self, where: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Cue]:
        yield from self._cues(f"{where}.besides", "", row.get("besides", []))
        for key, one in values.items():
            yield from self._cues(f"{where}.values.{key}.said", key, one.get("said", []))

    def _cues(self, where: str, name: str, found: object) -> list[Cue]:
        return [cue for written in self._list(where, found) for cue in read_cues(Kind.PAIR, name, 1.0, written)]

    def _value(self, where: str, name: str, found: object) -> Value:
        row = self._table(where, found)
        self._known(where, row, _VALUE)
        label = self._words(f"{where}.label", row.get("label"))
        return Value(name, label, self._bool(f"{where}.offered", row.get("offered", True)))

    def _condition(self, name: str, found: object) -> Condition:
        where = f"conditions.{name}"
        row = self._table(where, found)
        self._known(where, row, _CONDITION)
        rows = self._array(f"{where}.rows", row.get("rows"))
        return Condition(
            name,
            self._words(f"{where}.name", row.get("name")),
            self._list(f"{where}.passages", row.get("passages")),
            self._words(f"{where}.wants", row.get("wants")),
            tuple(self._row(f"{where}.rows", one) for one in rows),
            self._when(f"{where}.only", row.get("only", {})),
        )

    def _row(self, where: str, found: object) -> Row:
        row = self._table(where, found)
        name = self._text(f"{where}: name", row.get("name"))
        where = f"{where}, {name}"
        self._known(where, row, _ROW)
        then: object = row.get("then")
        if then not in list(Outcome):
            raise self._bad(f"{where}: then", " or ".join(Outcome), then)
        return Row(
            name,
            self._when(f"{where}: when", row.get("when")),
            Outcome(str(then)),
            self._words(f"{where}: says", row.get("says")),
            self._list(f"{where}: passages", row.get("passages", [])),
            self._text(f"{where}: notice", row.get("notice", "")),
        )

    def _when(self, where: str, found: object) -> dict[str, frozenset[str]]:
        table = self._table(where, found)
        return {fact: frozenset(self._list(f"{where}: {fact}", values)) for fact, values in table.items()}

    def _words(self, where: str, found: object) -> Words:
        table = self._table(where, found)
        self._known(where, table, LANGUAGES)
        return {language: self._text(f"{where}.{language}", table.get(language)) for language in LANGUAGES}


def _follow_days(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Let the day of a fact be asked after its "not yet" alone."""
    after = {one.dated: {one.name: frozenset((NOT_YET,))} for one in facts.values() if one.dated}
    return {name: replace(one, after={**one.after, **after.get(name, {})}) for name, one in facts.items()}


def _check(
    path: Path, rules: Rules, passages: Collection[str], periods: Collection[str], notices: Collection[str]
) -> None:
    """Refuse names that are nowhere, and a row's name that stands twice, which the office could not rule by it."""
    quoted = {name for condition, row in rules.rows() for name in (*condition.passages, *row.passages)}
    named = {row.notice for _, row in rules.rows() if row.notice}
    dates = {fact.dated for fact in rules.facts.values() if fact.dated}
    asked = {(f, v) for _, row in rules.rows() for f, values in row.when.items() for v in values}
    only = [*(one.only for one in rules.conditions.values()), *(one.after for one in rules.facts.values())]
    asked |= {(fact, value) for wanted in only for fact, values in wanted.items() for value in values}
    asked |= {(fact.name, value) for fact in rules.facts.values() for value in fact.rising}
    values = {(fact.name, value) for fact in rules.facts.values() for value in fact.values}
    names = [row.name for _, row in rules.rows()]
    days = [rules.facts[name] for name in dates & set(rules.facts)]
    dated = (fact for fact in rules.facts.values() if fact.dated)
    for trouble, strange in (
        ("names passages that the call does not have", (quoted | set(rules.terms)) - set(passages)),
        ("names notices that notices.toml does not have", named - set(notices)),
        ("has `dated` name what is no fact", dates - set(rules.facts)),
        (
            f"has facts with a date and no value {NOT_YET!r}",
            {fact.name for fact in dated if NOT_YET not in fact.values},
        ),
        ("names values that the facts do not have", {f"{fact} = {value}" for fact, value in asked - values}),
        ("names a milestone that the call does not have", {rules.milestone} - set(periods)),
        ("gives several rows one name", {name for name in names if names.count(name) > 1}),
        (
            f"has days with other values than {sorted(_CLASSES)}",
            {one.name for one in days if set(one.values) != _CLASSES},
        ),
    ):
        if strange:
            raise BadFolder(path, f"{trouble}: {', '.join(sorted(strange))}")
    try:
        for condition in rules.conditions.values():
            for values_of in rules.completions(condition, {}):
                if not condition.spares(values_of):
                    find_row(condition, values_of)
    except Undefined as hole:
        raise BadFolder(path, f"{hole}; expected one that says what becomes of it") from None
