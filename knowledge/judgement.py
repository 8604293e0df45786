"""What an understanding leads to: the one conclusion that is safe to draw from it.

Two readers look at a question: the cues, which say what its words name, and the trained tables, which say what is
likely. What either is sure of is concluded unless the other speaks against it; else the person is asked back, or a
person answers.
"""

import re

from .call import Call, Pair
from .conclusion import Conclusion, PersonWanted, Settled, SmallTalk, SmallTalkKind
from .doubt import Doubt
from .learning.tables import Tables
from .settling import Settling
from .text import fold
from .understanding import BRIEF, FULL, MARGIN, NAMED, SURE, Reading, Understanding
from .vocabulary import STRONG, Vocabulary
from .weighing import (
    BACKED,
    BARELY,
    BRIEFLY,
    CERTAIN,
    CONTESTS,
    GENTLE,
    OBVIOUS,
    PLAINLY,
    REFUTED,
    UNANSWERED,
    UNCONTESTED,
    VAGUE,
    Rerank,
    Weighed,
    Weighing,
)
from .weighing import SURE as LIKELY_ENOUGH
from .wishes import CLEAR, WISHES, Wishes

_CHATTY = 6
_NAMED_ONE = 4
"""The words of a courtesy in which one that is none may be a name: "merci Nelly"."""
_SUSPECT = ("injection", "confidential")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w'’-]+")
_TELLS = ("contest", "inform")
_NODS = frozenset({"thanks", "greeting"})
_SAID = {
    "abuse": SmallTalkKind.ABUSE,
    "who_are_you": SmallTalkKind.WHO_ARE_YOU,
    "thanks": SmallTalkKind.THANKS,
    "greeting": SmallTalkKind.GREETING,
}


_MORE = re.compile(
    r"\b(?:mais|cependant|toutefois|pourtant|neanmoins|sauf|but|however|though)\b"
    r"|\bmerci (?:de|d) ?(?:bien |ne pas |me |nous |le |la |les |lui )*(?:vouloir )?"
    r"(?![vn]otre\b)[a-z]+(?:er|ir|re|oir)\b"
)
"""Thanks that go on: "merci, mais …", "merci de traiter ma demande"."""


class Judgement:
    """Draws conclusions about one call."""

    def __init__(self, call: Call, vocabulary: Vocabulary, tables: Tables, rerank: Rerank | None = None) -> None:
        self.settling = Settling(call, vocabulary)
        self.wishes = Wishes(self.settling)
        self._weighing = Weighing(self.settling, tables, rerank)
        self._doubt = Doubt(self.settling)
        self._courteous = frozenset(word for phrase in vocabulary.courtesies["words"] for word in phrase)

    def settle(self, pair: Pair, question: str, confidence: float) -> Settled:
        """Conclude on a pair that is surely meant."""
        return self.settling.settle(pair, question, confidence)

    def of(self, about: str, found: Settled, question: str) -> Settled | PersonWanted:
        """Conclude on the same property of another thing; a person must where that is not known to be asked of it."""
        pair = Pair(about, found.pair.property)
        if pair in self.settling.call.answers or pair in self.settling.call.gaps:
            return self.settling.conclude(pair, question, found.confidence)
        return self.settling.hand_over(question, found.confidence, about)

    def judge(self, understood: Understanding, question: str, *, asked: bool, chat: bool) -> Conclusion:
        """Conclude; `asked` tells whether anything was asked at all, `chat` whether the person can be asked back."""
        weighed = self._weighing.weigh(understood.seen, question)
        return (
            self._nod(understood, question, asked=asked)
            or self._wish(understood, weighed, question)
            or self._elsewhere(understood, weighed, question)
            or self._likely(understood, weighed, question, chat=chat)
            or self._read(understood, weighed, question)
            or self._small_talk(understood, question, asked=asked)
            or self._doubt.conclude(understood, weighed, question, chat=chat)
        )

    def is_suspect(self, understood: Understanding, question: str) -> bool:
        """Tell whether the words are those of who wants to be told what is not the call's to say.

        What the tables hold for a question that the call answers is none: all it gets is a passage.
        """
        if max(map(understood.act, _SUSPECT)) < STRONG:
            return False
        weighed = self._weighing.weigh(understood.seen, question)
        return not self._answers(Pair.parse(weighed.best)) or weighed.backing(weighed.best) < PLAINLY

    def withhold(self, question: str, *, chat: bool) -> Conclusion:
        """Answer nothing of what tries to make the assistant say something else, or asks for others' data."""
        if chat:
            return SmallTalk(question, 1.0, SmallTalkKind.WHO_ARE_YOU)
        return self.settling.hand_over(question, 1.0, "")

    def _wish(self, understood: Understanding, weighed: Weighed, question: str) -> Conclusion | None:
        named = self.wishes.read(understood, question)
        if named is None or (_refuted(weighed, named) and max(map(understood.act, _TELLS)) < STRONG):
            return None
        return self.wishes.grant(named, understood, question, CLEAR)

    def _elsewhere(self, understood: Understanding, weighed: Weighed, question: str) -> Conclusion | None:
        """Take what is asked of another call or programme for what it is, whatever this one says of the like."""
        if understood.elsewhere is None or understood.act("this_year"):
            return None
        pair = Pair(understood.elsewhere, "any")
        return None if _refuted(weighed, str(pair), CERTAIN) else self.settling.conclude(pair, question, CLEAR)

    def _likely(self, understood: Understanding, weighed: Weighed, question: str, *, chat: bool) -> Conclusion | None:
        """Conclude on what the tables are sure of; what only goes on from before is left to the cues."""
        label, confidence = weighed.best, weighed.backing(weighed.best)
        brief = understood.length <= BRIEF
        enough = GENTLE if label in WISHES or label in _SAID else BRIEFLY if brief else LIKELY_ENOUGH
        if confidence < enough or understood.followed:
            return None
        if label in WISHES:
            named = self.wishes.is_named(label, understood, question, obvious=confidence >= OBVIOUS)
            return self.wishes.grant(label, understood, question, confidence) if named else None
        if label in _NODS and self._says_more(question):
            return None
        if label == "who_are_you" and not understood.act("who_are_you"):
            return None
        if label in _SAID:
            return SmallTalk(question, confidence, _SAID[label])
        if label == "injection":
            return self.withhold(question, chat=chat)
        pair = Pair.parse(label)
        if not self.settling.knows(pair):
            return self.settling.hand_over(question, confidence, pair.object)
        if self._is_contested(pair, understood, weighed):
            return None
        return self.settling.conclude(pair, question, confidence)

    def _is_contested(self, pair: Pair, understood: Understanding, weighed: Weighed) -> bool:
        """Tell whether the cues are sure of something else that is not unlikely, or a gap may be no gap."""
        if not self._answers(pair) and weighed.answered > UNANSWERED:
            return True
        named = self._surest(understood)
        if named is None or self.settling.agree(pair, named.pair):
            return False
        return weighed.backing(str(named.pair)) >= CONTESTS or weighed.backing(str(pair)) < UNCONTESTED

    def _read(self, understood: Understanding, weighed: Weighed, question: str) -> Conclusion | None:
        """Conclude on what the cues are sure of, where the tables do not speak against it."""
        best = self._surest(understood) if weighed.legible or understood.followed else None
        if best is None or not (understood.followed or self._is_backed(best, weighed)):
            return None
        return self.settling.conclude(best.pair, question, min(1.0, best.score / FULL))

    def _surest(self, understood: Understanding) -> Reading | None:
        ranked = self._doubt.weigh_known(understood.readings)
        if not ranked or ranked[0].score < SURE:
            return None
        best = self._doubt.spared(ranked)
        if understood.unknown and best.pair.object not in understood.objects and self._answers(best.pair):
            return None
        near = [r for r in ranked[1:] if r.score > best.score - MARGIN] if best == ranked[0] else []
        if any(not self.settling.agree(best.pair, r.pair) for r in near) or self._may_follow(understood, best.pair):
            return None
        return best

    def _is_backed(self, reading: Reading, weighed: Weighed) -> bool:
        """Tell whether the tables find likely enough what the cues read; less will do where nothing is likely."""
        pair = self.settling.nearest_known(reading.pair)
        if not self._answers(pair) and weighed.answered > UNANSWERED:
            return False
        vague = reading.score >= FULL and weighed.backing(weighed.best) < VAGUE
        return str(pair) not in weighed.labels or weighed.backing(str(pair)) >= (BARELY if vague else BACKED)

    def _may_follow(self, understood: Understanding, pair: Pair) -> bool:
        """Tell whether the same may be asked of what was spoken of before, of which the call says something else."""
        other = Pair(understood.followed, pair.property) if understood.followed else pair
        return other != pair and self.settling.knows(other) and not self.settling.agree(pair, other)

    def _answers(self, pair: Pair) -> bool:
        return pair in self.settling.call.answers

    def _nod(self, understood: Understanding, question: str, *, asked: bool) -> Conclusion | None:
        """Take "ok" and its like for thanks, whatever was spoken of before; and what holds nothing but courtesies."""
        if understood.act("thanks") and self._is_mere_courtesy(question):
            return SmallTalk(question, CLEAR, SmallTalkKind.THANKS)
        named = understood.objects or set(understood.acts) - _NODS or set(understood.properties) - {"can_i"}
        if named or asked or understood.length > BRIEF or not understood.act("thanks") or self._says_more(question):
            return None
        return SmallTalk(question, CLEAR, SmallTalkKind.THANKS)

    def _is_mere_courtesy(self, question: str) -> bool:
        return "?" not in question and not _MORE.search(fold(question)) and not self._beside_courtesies(question)[0]

    def _beside_courtesies(self, question: str) -> tuple[list[str], int]:
        """Return the words that are neither courtesies nor names, and how many words there are."""
        said = self.settling.vocabulary.read(question)
        names = set(self.settling.vocabulary.read(" ".join(_NAME.findall(question))))
        return [word for word in said if word not in self._courteous and word not in names], len(said)

    def _says_more(self, question: str) -> bool:
        """Tell whether more is said than courtesies: then somebody reads it."""
        if _MORE.search(fold(question)):
            return True
        more, length = self._beside_courtesies(question)
        return any(not word.isalpha() for word in more) or len(more) > 1 or (len(more) == 1 and length > _NAMED_ONE)

    def _small_talk(self, understood: Understanding, question: str, *, asked: bool) -> Conclusion | None:
        for name, kind in _SAID.items():
            insists = name in {"abuse", "who_are_you"}
            if name in _NODS and self._says_more(question):
                continue
            if understood.act(name) and (insists or not asked or understood.length <= BRIEF):
                brief = understood.length <= _CHATTY or max(understood.objects.values(), default=0.0) < NAMED
                if brief or insists:
                    return SmallTalk(question, CLEAR, kind)
        if understood.length:
            return None
        foreign = any(c.isalpha() and not c.isascii() for c in fold(question))
        nothing = SmallTalk(question, 1.0, SmallTalkKind.NOTHING)
        return self.settling.hand_over(question, 0.0, "") if foreign else nothing


def _refuted(weighed: Weighed, label: str, sure: float = VAGUE) -> bool:
    """Tell whether the tables find something else so likely, and see next to nothing of that label."""
    return weighed.backing(weighed.best) >= sure and weighed.share(label) < REFUTED
