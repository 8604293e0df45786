"""What is known of a person: the values of facts, and the days on which those that are still to come will be true."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..errors import BadFact
from .rule import BEFORE, LATER, NOT_YET, UNKNOWN, WINDOW, Rules


@dataclass(frozen=True)
class Days:
    """Days from the first to the last, both included; one day where they are the same."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """Return the one day it is, if it is one."""
        return self.first if self.first == self.last else None

    def place(self, period: "Days") -> str:
        """Tell where these days are: before, in or after a period; unknown where they are on both sides of its end."""
        if self.first > period.last:
            return LATER
        if self.last > period.last:
            return UNKNOWN
        return BEFORE if self.last <= period.first else WINDOW


@dataclass(frozen=True)
class Situation:
    """The facts about a person that are known: values by a fact's name, and days by the name of the fact to come.

    `unsure` are the facts that were asked and that the person does not know.
    """

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    days: Mapping[str, Days] = field(default_factory=dict[str, Days])
    unsure: frozenset[str] = frozenset()

    def value(self, fact: str) -> str:
        """Return the value of a fact, `UNKNOWN` where it is not known."""
        return self.values.get(fact, UNKNOWN)

    def settle(self, rules: Rules, fact: str, value: str) -> "Situation":
        """Set a fact to one of its values, or to `UNKNOWN` as what the person does not know; what hung on it goes."""
        of = rules.date_of(fact)
        if of and value != UNKNOWN:
            return self.settle(rules, of, NOT_YET)._put(fact, value)._on(of, None)
        return self._put(fact, value)._tidy(rules)

    def expect(self, rules: Rules, fact: str, days: Days, period: Days, *, asked: bool = False) -> "Situation":
        """Say that a fact is to come true on some day of `days`.

        Days on both sides of the period's end leave the date open; where the day itself was `asked` for, for good.
        """
        known = self.settle(rules, fact, NOT_YET).forget(rules, rules.facts[fact].dated)._on(fact, days)
        place = days.place(period)
        if place == UNKNOWN and not asked:
            return known
        return known._put(rules.facts[fact].dated, place)

    def forget(self, rules: Rules, fact: str) -> "Situation":
        """Take a fact back, as if nothing had been said of it."""
        of = rules.date_of(fact)
        values = {name: value for name, value in self.values.items() if name != fact}
        days = {name: days for name, days in self.days.items() if name not in (fact, of)}
        return replace(self, values=values, days=days, unsure=self.unsure - {fact})._tidy(rules)

    def merge(self, rules: Rules, other: "Situation") -> "Situation":
        """Add what is known of another one, which was said later."""
        merged = self
        for fact, value in other.values.items():
            dated = rules.facts[fact].dated
            if not rules.date_of(fact):
                merged = merged.settle(rules, fact, value)
            if dated and (fact in other.days or dated in other.values):
                merged = merged.forget(rules, dated)._on(fact, other.days.get(fact))
                merged = merged._put(dated, other.values[dated]) if dated in other.values else merged
        return merged

    def _put(self, fact: str, value: str) -> "Situation":
        if value == UNKNOWN:
            values = {name: known for name, known in self.values.items() if name != fact}
            return replace(self, values=values, unsure=self.unsure | {fact})
        return replace(self, values={**self.values, fact: value}, unsure=self.unsure - {fact})

    def _on(self, fact: str, days: Days | None) -> "Situation":
        others = {name: known for name, known in self.days.items() if name != fact}
        return replace(self, days={**others, fact: days} if days else others)

    def _tidy(self, rules: Rules) -> "Situation":
        """Drop what no condition looks at any more: days of what is no longer to come, facts of another laboratory."""
        gone = {one.name for one in rules.facts.values() if not one.follows(self.values)}
        for condition in rules.conditions.values():
            known = all(self.value(fact) != UNKNOWN for fact in condition.only)
            if known and not condition.counts(self.values):
                gone |= set(condition.facts) - set(condition.only)
        values = {name: value for name, value in self.values.items() if name not in gone}
        days = {name: days for name, days in self.days.items() if self.value(name) == NOT_YET}
        return replace(self, values=values, days=days, unsure=self.unsure - gone)


def write_situation(situation: Situation) -> dict[str, Any]:
    """Write a situation as JSON takes it, days in ISO 8601."""
    days = {fact: [days.first.isoformat(), days.last.isoformat()] for fact, days in situation.days.items()}
    return {"values": dict(situation.values), "days": days, "unsure": sorted(situation.unsure)}


def read_situation(rules: Rules, written: Mapping[str, Any]) -> Situation:
    """Read what `write_situation` wrote; facts and values that these rules do not have any more are left out."""
    known = {fact: one.domain for fact, one in rules.facts.items()}
    values = {fact: value for fact, value in written.get("values", {}).items() if value in known.get(fact, ())}
    days = {
        fact: Days(date.fromisoformat(first), date.fromisoformat(last))
        for fact, (first, last) in written.get("days", {}).items()
        if fact in known
    }
    return Situation(values, days, frozenset(written.get("unsure", ())) & known.keys())


def read_facts(rules: Rules, period: Days, facts: Mapping[str, Any]) -> Situation:
    """Read facts as programs give them: a value, `unknown`, or where a day is possible 2026-12-10 or 2026-12.

    Raises `BadFact` naming the fact, what is accepted and what was found.
    """
    situation = Situation()
    for fact in facts:
        if fact not in rules.facts:
            raise BadFact(fact, f"one of the facts {', '.join(rules.facts)}", facts[fact])
    for fact in (name for name in rules.facts if name in facts):
        one, found = rules.facts[fact], facts[fact]
        if found not in (None, UNKNOWN) and not one.follows(situation.values):
            needed = " and ".join(f"{of} = {' or '.join(sorted(values))}" for of, values in one.after.items())
            raise BadFact(fact, f"{needed} beside it", found)
        if isinstance(found, str) and found in one.values:
            situation = situation.settle(rules, fact, found)
        elif one.dated and isinstance(found, str) and (days := read_days(found)):
            situation = situation.expect(rules, fact, days, period)
        elif found is not None and found != UNKNOWN:
            dates = ", a day (2026-12-10) or a month (2026-12)" if one.dated else ""
            raise BadFact(fact, f"{', '.join(one.values)}, {UNKNOWN}{dates}", found)
    return situation


def read_days(text: str) -> Days | None:
    """Read 2026-12-10, or the whole month 2026-12; None for anything else."""
    try:
        if len(text) == 7:
            first = date.fromisoformat(f"{text}-01")
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return Days(first, date.fromordinal(following.toordinal() - 1))
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return Days(day, day) if day.isoformat() == text else None
