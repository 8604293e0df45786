"""Hearing a message while an interview goes on: what answers it, and what asks about something else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ...knowledge.conclusion import (
    Answer,
    Clarify,
    Conclusion,
    Contradiction,
    Decision,
    EligibilityWanted,
    Gap,
    PersonWanted,
    ReminderWanted,
    StatusWanted,
)
from ...knowledge.eligibility import extract_facts
from ...knowledge.text import words as read_words
from ..delivery.phrases import say
from .interview import find_interview, rules_of
from .interviewing import Interviewing, split_number
from .response import Response

FRESH = timedelta(days=30)
"""For how long after its last word an interview is gone on with in free words; its buttons work always."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_BRIEF = 3
"""Up to how many words a question is an answer that somebody is not sure of: "CCA ?"."""
_RESUMED = (Answer, Decision, Gap, Contradiction, ReminderWanted)
"""What is answered in between, after which the interview goes on."""
_WISHES = (PersonWanted, ReminderWanted, StatusWanted)


@dataclass
class Hearing:
    """What an interview makes of a message: whether it was `heard` as an answer, and the `rest`, which asks."""

    response: Response
    conducted: Interviewing
    was_asking: bool
    heard: bool
    rest: str

    def sift(self, conclusions: Iterable[Conclusion]) -> list[Conclusion]:
        """Choose what to act on of what was concluded of the rest."""
        found = list(conclusions)
        if not self.heard:
            return [] if self._is_lost(found) else found
        if self.was_asking:
            return [one for one in found if not _is_unsure(one)]
        return [one for one in found if isinstance(one, _WISHES) and not _is_unsure(one)]

    def end(self, concluded: Sequence[Conclusion]) -> None:
        """Go on with the interview after what was answered in between; nothing where that is not wanted now."""
        if any(isinstance(one, EligibilityWanted) for one in concluded):
            return  # it went on by itself
        language = self.response.manner.language
        if self.heard:
            self._proceed("")
        elif self.was_asking and not self.response.manner.mail:
            if not concluded:
                self._proceed(say("eligibility.not_understood", language))
            elif all(isinstance(one, _RESUMED) for one in concluded):
                self._proceed(say("eligibility.go_on", language))

    def _proceed(self, lead: str) -> None:
        """Go on; the buttons of what was answered in between would stand among those of the question."""
        self.response.parts[:] = [replace(part, choices=()) for part in self.response.parts]
        self.response.parts.append(self.response.absorb(self.conducted, self.conducted.proceed(lead)))

    def _is_lost(self, found: Sequence[Conclusion]) -> bool:
        """Tell whether nothing was understood of what must have been an answer; by mail a person sees to it."""
        return self.was_asking and not self.response.manner.mail and all(_is_unsure(one) for one in found)


def listen(response: Response, words: str) -> Hearing | None:
    """Hear a message for the interview of its thread; None where none goes on."""
    thread = response.message.thread
    interview, rules = find_interview(response.session, thread), rules_of(response.call, response.desk.office)
    if interview is None or rules is None or response.now - interview.updated_at > FRESH:
        return None
    conducted, asking = response.conduct(rules, interview), bool(interview.asked)
    stated, asked = _part(words)
    said = extract_facts(response.call, rules, words, response.now)
    if interview.question is None:
        conducted.hear(stated, said)  # staff began it: the person has asked nothing yet
        return None
    if not asking and asked:
        return None
    heard = bool(stated) and conducted.hear(stated, said)
    if not heard and not asking:
        return None
    rest = asked if heard and asking else words
    return Hearing(response, conducted, asking, heard, rest)


def _part(words: str) -> tuple[str, str]:
    """Part a message into what it states and what it asks."""
    stated, asked = list[str](), list[str]()
    for line in filter(None, map(str.strip, words.splitlines())):
        for sentence in [line] if split_number(line)[0] else _SENTENCE.split(line):
            asks = sentence.endswith("?") and len(read_words(sentence)) > _BRIEF and not split_number(line)[0]
            (asked if asks else stated).append(sentence)
    return "\n".join(stated), "\n".join(asked)


def _is_unsure(conclusion: Conclusion) -> bool:
    return isinstance(conclusion, Clarify) or (isinstance(conclusion, PersonWanted) and not conclusion.asked_for)
