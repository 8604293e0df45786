"""Hearing a message while an interview goes on: what answers it, and what asks about something else."""

import re
from collections.abc import Callable, Sequence
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
    Settled,
    SmallTalk,
    StatusWanted,
)
from ...knowledge.date_expression import flatten
from ...knowledge.eligibility import extract_facts
from ...knowledge.ruling.naming import find_label
from ...knowledge.text import words as read_words
from ..delivery.phrases import say
from .interview import find_interview, rules_of
from .interview_acts import obey, read_order
from .interviewing import Interviewing, split_number
from .response import Response

FRESH = timedelta(days=30)
"""For how long after its last word an interview is gone on with in free words; its buttons work always."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_PIECE = re.compile(r"[,.;\n]+")
_BRIEF = 3
"""Up to how many words a question is an answer that somebody is not sure of: "CCA ?"."""
_MERE = re.compile(
    r"(?:ben |bah |euh )?(?:oui|non|ouais|ok|d'accord|yes|no|peut[- ]etre|les deux|both|maybe)(?: (?:oui|non))?"
)
_COURTESY = re.compile(r"\b(?:merci|thanks?|thank you|bonjour|bonsoir|salut|hello|hi)\b")
"""What else reads as small talk is an answer that was not understood: "oui, j'ai compris", "en création"."""
_RESUMED = (Answer, Decision, Gap, Contradiction, ReminderWanted, SmallTalk)
"""What is answered in between, after which the interview goes on."""
_WISHES = (PersonWanted, ReminderWanted, StatusWanted)
_FACTS = frozenset(
    {"programme", "status", "degrees", "doctorate", "host_lab", "cic", "supervisor", "start", "next_call"}
)
"""What answers of an interview are about, which ask nothing: "thèse en octobre"."""


@dataclass
class Hearing:
    """What an interview makes of a message: whether it was `heard` as an answer, what it `stated`, what it `asked`."""

    response: Response
    conducted: Interviewing
    was_asking: bool
    heard: bool
    words: str
    stated: str
    asked: str
    obeyed: bool = False
    """It was an order to the interview, which is done."""

    def conclude(self, consider: Callable[[str], Sequence[Conclusion]]) -> list[Conclusion]:
        """Choose what to act on besides: what is asked, and what is told that is no answer, such as a trouble."""
        if self.obeyed or self._is_mere:
            return []
        if not self.heard:
            found = list(consider(self.words))
            return [] if self._is_lost(found) else found
        asked = consider(self.asked) if self.asked else ()
        beside = self._beside()
        told = (one for one in consider(beside) if _is_beside(one)) if beside else ()
        sure = (one for one in (*asked, *told) if not _is_unsure(one))
        return [one for one in sure if not isinstance(one, EligibilityWanted)]  # it is being answered

    def end(self, concluded: Sequence[Conclusion]) -> None:
        """Go on with the interview after what was answered in between; nothing where that is not wanted now."""
        if any(isinstance(one, EligibilityWanted) for one in concluded):
            return  # it went on by itself
        language = self.response.manner.language
        if self.obeyed:
            return
        if self.heard:
            self._proceed("")
        elif self.was_asking and (self._is_mere or not self.response.manner.mail):
            if not concluded:
                self._proceed(say("eligibility.not_understood", language))
            elif all(isinstance(one, _RESUMED) for one in concluded):
                self._proceed(say("eligibility.go_on", language))

    def _proceed(self, lead: str) -> None:
        """Go on; the buttons of what was answered in between would stand among those of the question."""
        self.response.parts[:] = [replace(part, choices=()) for part in self.response.parts]
        self.response.parts.append(self.response.absorb(self.conducted, self.conducted.proceed(lead)))

    def _beside(self) -> str:
        """Leave of what was stated what says more than the answer: "Oui. Le site ne marche pas."."""
        pieces = [piece.strip() for piece in _PIECE.split(self.stated) if piece.strip()]
        if len(pieces) < 2 or find_label(self.conducted.rules, self.stated):
            return ""
        call, rules, now = self.response.call, self.conducted.rules, self.response.now
        said = (piece for piece in pieces if len(read_words(piece)) > 1)
        return ". ".join(piece for piece in said if not extract_facts(call, rules, piece, now).values)

    @property
    def _is_mere(self) -> bool:
        """Tell whether it says yes or no to a question that takes neither, and nothing else."""
        return self.was_asking and not self.heard and bool(_MERE.fullmatch(flatten(self.words).strip(" .!?")))

    def _is_lost(self, found: Sequence[Conclusion]) -> bool:
        """Tell whether nothing was understood of what must have been an answer; by mail a person sees to it."""
        courteous = bool(_COURTESY.search(flatten(self.words)))
        lost = (_is_unsure(one) or (isinstance(one, SmallTalk) and not courteous) for one in found)
        return self.was_asking and not self.response.manner.mail and all(lost)


def listen(response: Response, words: str, *, edited: bool) -> Hearing | None:
    """Hear a message for the interview of its thread; None where none goes on.

    One that is `edited` was written before: it may answer another question than the last, and counts as what it states.
    """
    thread = response.message.thread
    interview, rules = find_interview(response.session, thread), rules_of(response.call, response.desk.office)
    if interview is None or rules is None or response.now - interview.updated_at > FRESH:
        return None
    conducted, asking = response.conduct(rules, interview), bool(interview.asked)
    stated, asked = _part(words)
    said = extract_facts(response.call, rules, words, response.now)
    if interview.question is not None and (order := read_order(words)):
        response.parts.append(response.absorb(conducted, obey(conducted, rules, interview, order, response.now)))
        return Hearing(response, conducted, asking, heard=False, words=words, stated="", asked="", obeyed=True)
    if interview.question is None:
        conducted.hear(stated, said)  # staff began it: the person has asked nothing yet
        return None
    if not asking and asked:
        return None
    heard = bool(stated) and conducted.hear(stated, said, answers=not edited)
    if not heard and not asking:
        return None
    return Hearing(response, conducted, asking, heard, words, stated, asked)


def _part(words: str) -> tuple[str, str]:
    """Part a message into what it states and what it asks."""
    stated, asked = list[str](), list[str]()
    lines = [line for line in map(str.strip, words.splitlines()) if line]
    cut = [[line] if split_number(line)[0] else _SENTENCE.split(line) for line in lines]
    alone = sum(map(len, cut)) == 1
    for sentence in (sentence for line in cut for sentence in line):
        number, rest = split_number(sentence)
        brief = len(read_words(rest or sentence)) <= _BRIEF and (alone or bool(number))
        asks = sentence.endswith("?") and not brief
        if number or not asks:
            stated.append(sentence)
        if asks:
            asked.append(rest or sentence)
    return "\n".join(stated), "\n".join(asked)


def _is_beside(conclusion: Conclusion) -> bool:
    """Tell whether something that was stated wants more than to be an answer."""
    is_other = isinstance(conclusion, Settled) and conclusion.pair.object not in _FACTS
    return is_other or isinstance(conclusion, _WISHES)


def _is_unsure(conclusion: Conclusion) -> bool:
    return isinstance(conclusion, Clarify) or (isinstance(conclusion, PersonWanted) and not conclusion.asked_for)
