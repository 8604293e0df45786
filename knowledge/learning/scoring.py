"""Scoring: what conclusions on labelled questions are worth.

A part that answers is *right* if its passages are among those wanted, else *wrong*. A question that the call answers is
correct with a right part and no wrong one; one that it leaves open, with no answer; one about the person's own
eligibility, with that outcome or right answers alone; any other kind, with its outcome and no answer. A *false gap* is
said of a question that the call answers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..call import Call, Pair
from ..conclusion import Answer, Clarify, Conclusion, Contradiction, Gap, Outcome, Settled

ANSWERABLE, UNANSWERABLE = "answerable", "unanswerable"
KINDS = (ANSWERABLE, UNANSWERABLE, "eligibility", "status", "reminder", "human", "smalltalk")
_MARGIN = 10


@dataclass(frozen=True)
class Labelled:
    """A question and what is wanted of it: its kind, the passages that answer it, its label (pair or act) if known.

    `groups` says what else figures are told apart by, as `register` or `language`.
    """

    id: str
    text: str
    kind: str
    gold: frozenset[str] = frozenset()
    label: str | None = None
    subject: str = ""
    channel: str = "chat"
    groups: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Scored:
    """A labelled question with what was concluded; `right` and `wrong` count its answering parts."""

    question: Labelled
    conclusions: tuple[Conclusion, ...]
    right: int
    wrong: int
    offered: bool
    """Whether it was asked back with a right choice."""

    @property
    def outcomes(self) -> set[str]:
        """The outcomes of its parts."""
        return {conclusion.outcome.value for conclusion in self.conclusions}

    @property
    def correct(self) -> bool:
        """Tell whether the conclusions are what is wanted."""
        match self.question.kind:
            case "answerable":
                return self.right > 0 and not self.wrong
            case "unanswerable":
                return not self.right and not self.wrong
            case "eligibility":
                return Outcome.ELIGIBILITY.value in self.outcomes or (self.right > 0 and not self.wrong)
            case kind:
                return kind in self.outcomes and not self.right and not self.wrong

    @property
    def false_gap(self) -> bool:
        """Tell whether it is said to be left open by a call that answers it."""
        return self.question.kind == ANSWERABLE and not self.right and Outcome.GAP.value in self.outcomes

    @property
    def said(self) -> str:
        """The first thing that was concluded, as a pair or an outcome."""
        first = self.conclusions[0]
        return str(first.pair) if isinstance(first, Settled) else first.outcome.value


def score(question: Labelled, conclusions: Sequence[Conclusion], call: Call) -> Scored:
    """Score what was concluded of a labelled question."""
    answers = [c for c in conclusions if isinstance(c, Answer) or (isinstance(c, Contradiction) and c.citations)]
    told = [{call.passage_at(citation) for citation in answer.citations} for answer in answers]
    wanted = question.gold if question.kind in (ANSWERABLE, "eligibility") else frozenset[str]()
    right = sum(bool(names & wanted) for names in told)
    choices = [choice for c in conclusions if isinstance(c, Clarify) for choice in c.choices]
    offered = any(set(call.answers.get(choice, ())) & question.gold for choice in choices)
    return Scored(question, tuple(conclusions), right, len(told) - right, offered)


def figures(scored: Sequence[Scored]) -> dict[str, str]:
    """Return the figures of a set, by name, as they are printed."""
    by_kind = {kind: [s for s in scored if s.question.kind == kind] for kind in KINDS}
    answerable = by_kind[ANSWERABLE]
    asked_back = [s for s in answerable if Outcome.CLARIFY.value in s.outcomes and not s.right]
    found = {
        "questions": str(len(scored)),
        "correct": share(s.correct for s in scored),
        "wrong answers": share(s.wrong > 0 for s in scored),
        "false gaps": share(s.false_gap for s in answerable),
        "asked back with the right choice": share(s.offered for s in asked_back),
    }
    return found | {f"{kind} correct": share(s.correct for s in rows) for kind, rows in by_kind.items() if rows}


def share(found: Iterable[bool]) -> str:
    """Return a share in per cent with its count; a dash of nothing."""
    counted = list(found)
    return f"{100 * sum(counted) / len(counted):.1f} % of {len(counted)}" if counted else "–"


def confusions(scored: Iterable[Scored]) -> list[tuple[str, str, int]]:
    """Count what was wanted and said where they differ and an answer or a gap was said; the most frequent first."""
    pairs = Counter(
        (s.question.label, s.said)
        for s in scored
        if s.question.label and s.said != s.question.label and (s.wrong or s.false_gap or _is_other_gap(s))
    )
    return [(wanted, said, times) for (wanted, said), times in pairs.most_common()]


def _is_other_gap(scored: Scored) -> bool:
    first = scored.conclusions[0]
    return isinstance(first, Gap) and "." in (scored.question.label or "")


def reliability(scored: Iterable[Scored]) -> list[tuple[float, float, int]]:
    """Return, for each tenth of confidence, its mean, the share of answers that are right, and how many they are."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for one in scored:
        for conclusion in one.conclusions:
            if isinstance(conclusion, Answer):
                at = min(_MARGIN - 1, int(conclusion.confidence * _MARGIN))
                bins.setdefault(at, []).append((conclusion.confidence, not one.wrong))
    return [
        (sum(c for c, _ in rows) / len(rows), sum(ok for _, ok in rows) / len(rows), len(rows))
        for _, rows in sorted(bins.items())
    ]


def wanted_of(label: str, call: Call) -> tuple[str, frozenset[str]]:
    """Return the kind of question a label is, and the passages that answer it in that call."""
    if label in _ACTS:
        return _ACTS[label], frozenset(call.answers.get(Pair("programme", "who"), ()))
    names = frozenset(call.answers.get(Pair.parse(label), ()))
    return (ANSWERABLE, names) if names else (UNANSWERABLE, names)


_ACTS = {
    "eligibility": "eligibility",
    "status": "status",
    "question_state": "status",
    "reminder_on": "reminder",
    "reminder_off": "reminder",
    "person": "human",
    "thanks": "smalltalk",
    "greeting": "smalltalk",
    "who_are_you": "smalltalk",
    "abuse": "smalltalk",
}
