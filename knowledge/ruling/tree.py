"""How long interviews take: the one that is held, the best there can be, and a fixed order of questions.

An interview is a way through states. What is known of one group of facts tells nothing of another, so that a state is
one node of each group's own graph; nodes that nothing tells apart are one, which leaves few enough to go through all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import fmean

from .asking import Prospect, list_askable, look_ahead, order
from .grouping import Group, group
from .rule import Rules
from .situation import Situation
from .weighing import SEVERITY, weigh

State = tuple[int, ...]
"""The node of each group."""
Choice = Callable[[State], str | None]
"""A way of asking: the fact to ask next, None at the end."""
_Measure = Callable[[Sequence[float]], float]


@dataclass(frozen=True)
class Length:
    """The number of questions at the worst, and on average where each answer is as likely, "I don't know" being one."""

    worst: int
    mean: float


@dataclass(frozen=True)
class _Node:
    """What tells one state of a group from another: what it can come to, and what each answer leads to."""

    reach: frozenset[int]
    prospects: tuple[Prospect, ...]
    moves: tuple[tuple[str, tuple[int, ...]], ...]


class Interviews:
    """All interviews that can be held under a call's rules, from nothing known to a verdict that no answer changes."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._nodes: list[_Node] = []
        self._numbers: dict[_Node, int] = {}
        nothing = Situation()
        groups = group(rules)
        self.start: State = tuple(self._build(one, nothing, {}) for one in groups)
        self.starts: tuple[State, ...] = (self.start, *self._said(groups))

    def best(self) -> Length:
        """Return what no order of questions can better, at the worst and on average."""
        return Length(round(self._shortest(self.start, max, {})), self._shortest(self.start, fmean, {}))

    def measure(self, choice: Choice) -> Length:
        """Return the length of interviews held in one way."""
        return Length(round(self._length(self.start, choice, max, {})), self._length(self.start, choice, fmean, {}))

    def held(self, state: State) -> str | None:
        """Choose as `next_question` does."""
        return next(iter(self._order(state)), None)

    def in_order(self, state: State) -> str | None:
        """Choose the first fact of the file that still matters."""
        return min(self._order(state), key=list(self._rules.facts).index, default=None)

    def all_in_order(self, state: State) -> str | None:
        """Choose the first fact of the file that can be asked, even where the verdict cannot change any more."""
        return min(self.moves(state), key=list(self._rules.facts).index, default=None)

    def moves(self, state: State) -> dict[str, tuple[State, ...]]:
        """Map what can be asked to the states after each answer, in the order of the fact's answers."""
        return {
            fact: tuple((*state[:at], number, *state[at + 1 :]) for number in numbers)
            for at, node in enumerate(state)
            for fact, numbers in self._nodes[node].moves
        }

    def is_settled(self, state: State) -> bool:
        """Tell whether no answer changes the verdict any more."""
        return max(min(self._nodes[one].reach) for one in state) == max(max(self._nodes[one].reach) for one in state)

    def severity(self, state: State) -> int:
        """Return the severity of the verdict where it is settled."""
        return max(min(self._nodes[one].reach) for one in state)

    def ends(self, choice: Choice, fact: str) -> dict[tuple[str, int], int]:
        """Map what was answered of a fact, with the severity of the verdict, to the most questions of such interviews.

        The answer is empty where the fact was not asked.
        """
        known: dict[State, dict[tuple[str, int], int]] = {}
        found = [self._ends(start, choice, fact, known) for start in self.starts]
        return {end: max(ends.get(end, 0) for ends in found) for ends in found for end in ends}

    def asked(self, choice: Choice) -> frozenset[str]:
        """Name all that is asked in some interview or other."""
        found: set[str] = set()
        seen, waiting = set(self.starts), [*self.starts]
        while waiting:
            state = waiting.pop()
            if fact := choice(state):
                found.add(fact)
                following = set(self.moves(state)[fact]) - seen
                seen |= following
                waiting += following
        return frozenset(found)

    def _said(self, groups: Sequence[Group]) -> Iterator[State]:
        """Go through the states in which a value is known that no question offers: it was said unasked."""
        for at, one in enumerate(groups):
            for fact in (self._rules.facts[name] for name in one.facts):
                for value in set(fact.values) - set(fact.answers):
                    number = self._build(one, Situation().settle(self._rules, fact.name, value), {})
                    yield (*self.start[:at], number, *self.start[at + 1 :])

    def _build(self, one: Group, situation: Situation, built: dict[tuple[object, ...], int]) -> int:
        key = (frozenset(situation.values.items()), situation.unsure)
        if key not in built:
            built[key] = self._number(self._node(one, situation, built))
        return built[key]

    def _node(self, one: Group, situation: Situation, built: dict[tuple[object, ...], int]) -> _Node:
        rules = self._rules
        askable = chain.from_iterable(list_askable(rules, condition, situation) for condition in one.conditions)
        moves = tuple(
            (fact, tuple(self._build(one, situation.settle(rules, fact, v), built) for v in rules.facts[fact].answers))
            for fact in dict.fromkeys(askable)
        )
        following = (self._nodes[number].reach for _, numbers in moves for number in numbers)
        counting = (c for c in one.conditions if c.counts(situation.values))
        now = max((SEVERITY[weigh(rules, c, situation.values)[0]] for c in counting), default=0)
        prospects = tuple(look_ahead(rules, condition, situation) for condition in one.conditions)
        return _Node(frozenset({now}).union(*following), prospects, moves)

    def _number(self, node: _Node) -> int:
        if node not in self._numbers:
            self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
        return self._numbers[node]

    def _order(self, state: State) -> tuple[str, ...]:
        return order(self._rules, [prospect for one in state for prospect in self._nodes[one].prospects])

    def _shortest(self, state: State, measure: _Measure, known: dict[State, float]) -> float:
        if state not in known:
            ways = () if self.is_settled(state) else self.moves(state).values()
            known[state] = min(
                (1 + measure([self._shortest(after, measure, known) for after in way]) for way in ways), default=0
            )
        return known[state]

    def _length(self, state: State, choice: Choice, measure: _Measure, known: dict[State, float]) -> float:
        if state not in known:
            fact = choice(state)
            after = self.moves(state)[fact] if fact else ()
            lengths = [self._length(one, choice, measure, known) for one in after]
            known[state] = 1 + measure(lengths) if lengths else 0
        return known[state]

    def _ends(
        self, state: State, choice: Choice, fact: str, known: dict[State, dict[tuple[str, int], int]]
    ) -> dict[tuple[str, int], int]:
        if state not in known:
            asked = choice(state)
            found = {} if asked else {("", self.severity(state)): 0}
            answers = self._rules.facts[asked].answers if asked else ()
            for answer, after in zip(answers, self.moves(state)[asked] if asked else (), strict=True):
                for (told, severity), length in self._ends(after, choice, fact, known).items():
                    end = (answer if asked == fact else told, severity)
                    found[end] = max(found.get(end, 0), length + 1)
            known[state] = found
        return known[state]


def hangs(rules: Rules) -> tuple[str, ...]:
    """Name the facts that are asked and that other conditions hang on, as those on a CIC do on the laboratory."""
    named: Mapping[str, None] = dict.fromkeys(fact for one in rules.conditions.values() for fact in one.only)
    return tuple(fact for fact in named if rules.facts[fact].asked)
