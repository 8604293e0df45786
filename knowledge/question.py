"""An inquiry's text, read as the questions it asks: courtesies, quoted mail and signatures fall away."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .cue import Kind
from .text import words
from .vocabulary import STRONG, Vocabulary

ASKING = frozenset({"request", "status", "eligibility", "reminder_on", "reminder_off", "person", "question_state"})
"""The acts that, strongly named, make a sentence a question without a mark."""
LONGEST = 20_000
MOST = 40
"""The questions of an inquiry that are concluded on; nobody has asked as many."""

# Lines are matched with their white space folded to single blanks: none of these may backtrack over long runs of it.
_QUOTED = re.compile(r"^\s*>")
_QUOTE_LEAD = re.compile(r"^\s*>*\s*(?:le|on)\b.{4,160}?(?:a écrit|a répondu|wrote)\s*:\s*$", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^\s*(?:-{2,}\s*(?:message d|original m|forwarded|message transf).*|(?:de|from)\s?: .+)$", re.IGNORECASE
)
_RULED_OFF = re.compile(r"^\s*(?:--|_{3,}|\*{3,}.*|={3,}|-{3,})\s*$")
_POSTSCRIPT = re.compile(r"^\s*p\.?\s?s\.?\s?[:.,-]", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-•*–·‣]\s*|\(?(?:\d{1,2}|[a-h])[.)/]\s+)(?=\S)")
_NUMBERED = re.compile(r"\s\(?\d\)\s")
_BREAK = re.compile(r"(?<=[?!…])\s+|(?<=\?)(?=\w)|(?<=[^\W\d_]{3}\.)\s+|(?<=[\d)]\.)\s+(?=[^\W\d_])|(?<=[;:])\s*\n\s*")
_REPLY = re.compile(r"^\s*(?:re|ré|rép|rep|réf|ref|tr|fwd?|aw|sv|antw|wg|rv)\s*:", re.IGNORECASE)
_CONFIRMS = re.compile(
    r"\s*(?:merci de )?(?:(?:est-ce que |est-ce qu')?(?:pouvez|pourriez|peux|pourrais)[- ]?(?:vous|tu) )?"
    r"(?:me |nous )?(?:le |l')?confirmer\b.{0,20}$"
    r"|\s*(?:est-ce (?:bien )?|c'est (?:bien )?)?(?:exact|correct|vrai|juste|cela|ça)\s*\?\s*$"
    r"|\s*(?:could|can) you (?:please )?confirm\b.{0,15}$|\s*is (?:that|this|it) (?:right|correct|true)\s*\?\s*$",
    re.IGNORECASE,
)
"""Asks whether what was said just before is so."""
_ASKING_WORDS = "|".join(
    (
        r"si|whether|est-ce|à quel|à qui|de quel|pour quel|dans quel|par qui|avec qui|jusqu|en quel|quel|quand|quan",
        r"combien|comment|qui\b|que\b|qu'|où\b|ou\b|faut|y a|peut|puis-je|pourquoi|doit|dois|sera",
        r"what|when|where|who|how|which|is\b|are\b|do\b|does|can\b|could|will|should|must|to which|by when|at what",
        r"in which|until when|quoi|kan|ki\b|koi|ke\b",
    )
)
_TAG = re.compile(r"</?[a-zA-Z][^<>:]{0,200}>")
_JOINED = re.compile(
    r"\s*(?:,|;|\s-|\s/)?\s+(?:et|and|puis|mais|but|plus)\s*,?\s+"
    rf"(?=(?:{_ASKING_WORDS})\w*)|"
    r"\s*,\s+(?:et|and)\s+(?=[^\s,]+(?:\s[^\s,]+){0,5}$)|"
    r"(?<!plus tôt)(?<!earliest),\s+(?=(?:quand|combien|à quelle?|when|where|how)\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:me les|nous les|ces (?:dates|points|informations)|them|these)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """One thing asked; `context` may name what it is about; `joined` tells that it continues the one before.

    `asked` is false for an inquiry that asks nothing in so many words.
    """

    text: str
    context: str = ""
    joined: bool = False
    asked: bool = True


@dataclass(frozen=True)
class _Sentence:
    text: str
    item: bool
    asks: bool


def split_questions(text: str, subject: str, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Find the questions of an inquiry, in their order; where nothing is asked, the inquiry itself is the one."""
    body = _TAG.sub(" ", text[:LONGEST])
    sentences = list(_sentences(_own_lines(body, vocabulary), vocabulary))
    asking = [s for s in sentences if s.asks]
    subject = "" if _REPLY.match(subject) else subject[:400]
    rest = " ".join(s.text for s in sentences)
    if asking:
        return tuple(_questions(sentences, asking, subject))[:MOST]
    if subject and _asks(subject, vocabulary):
        return tuple(_pieces(subject, rest))[:MOST]
    whole = f"{subject}. {rest}" if subject else rest
    said = tuple(replace(piece, asked=False) for piece in _pieces(whole.strip(), ""))
    return said[:MOST] or (Question(" ".join(_unquoted(body))[:LONGEST].strip(), asked=False),)


def _questions(sentences: Sequence[_Sentence], asking: Sequence[_Sentence], subject: str) -> Iterator[Question]:
    listed = any(s.item for s in asking)
    before: list[str] = []
    for sentence in sentences:
        leads = listed and not sentence.item and (sentence.text.endswith(":") or _POINTS_BACK.search(sentence.text))
        if sentence.asks and not leads:
            told = f"{before[-1]} {sentence.text}" if before and _CONFIRMS.match(sentence.text) else sentence.text
            yield from _pieces(told, f"{subject}. {' '.join(before[-2:])}")
        before.append(sentence.text)


def _pieces(sentence: str, context: str) -> Iterator[Question]:
    for n, piece in enumerate(part for part in _JOINED.split(sentence) if part and part.strip(" ,;.")):
        yield Question(piece.strip(), context, joined=n > 0)


def _unquoted(body: str) -> Iterator[str]:
    """Yield what stands before and between quoted mail, courtesies included."""
    for raw in body.splitlines():
        line = " ".join(raw.split())
        if _ORIGINAL.match(line):
            return
        if not (_QUOTED.match(line) or _QUOTE_LEAD.match(line)):
            yield line


def _own_lines(body: str, vocabulary: Vocabulary) -> list[str]:
    """Keep what the person wrote themselves, without greeting, quoted mail, closing and signature."""
    kept: list[str] = []
    closed = False
    lines = body.splitlines()
    last_asking = max((at for at, line in enumerate(lines) if "?" in line), default=-1)
    for at, raw in enumerate(lines):
        line = " ".join(raw.split())
        if kept and _RULED_OFF.match(line):
            if not line.startswith("--") and at < last_asking:
                continue  # a rule between two questions is no end
            break
        if kept and _ORIGINAL.match(line):
            break
        if _QUOTED.match(line) or _QUOTE_LEAD.match(line):
            continue
        closed = (closed or _closes(line, vocabulary)) and not (_POSTSCRIPT.match(line) or _goes_on(line, vocabulary))
        if not closed:
            kept.append(_greetless(line, vocabulary))
    return kept


def _goes_on(line: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a line below a closing asks again, so that it was none."""
    return _asks(line, vocabulary) and len(words(line, vocabulary.shortenings)) > 1


def _closes(line: str, vocabulary: Vocabulary) -> bool:
    found = words(line[:200], vocabulary.shortenings)
    starts = any(found[: len(phrase)] == phrase for phrase in vocabulary.courtesies["closings"])
    return starts and "?" not in line and not _asks(line, vocabulary)


def _greetless(line: str, vocabulary: Vocabulary) -> str:
    """Take a greeting off the beginning of a line; a line of nothing else comes back empty."""
    head, comma, tail = line.partition(",")
    found = words(head[:80], vocabulary.shortenings)
    for phrase in vocabulary.courtesies["greetings"]:
        if found[: len(phrase)] != phrase:
            continue
        rest, alone = found[len(phrase) :], comma and not tail.strip()
        names = vocabulary.index.find(vocabulary.read(" ".join(rest)))
        if rest and not alone and (names or (not comma and line.rstrip().endswith("?"))):
            return line.lstrip()[len(line.split()[0]) :].lstrip(" ,!.") if len(phrase) == 1 else line
        if len(found) <= len(phrase) + 3 and (comma or len(found) <= len(phrase) + 1):
            return _greetless(tail.lstrip(), vocabulary) if comma else tail
        if len(phrase) == 1 and len(found) > 3:
            return line.lstrip()[len(line.split()[0]) :].lstrip(" ,!.")
    return line


def _sentences(lines: Sequence[str], vocabulary: Vocabulary) -> Iterator[_Sentence]:
    blocks = list(_blocks(lines))
    listed = sum(item for _, item in blocks) >= 2 and any(
        (text.rstrip().endswith(":") or _asks(text, vocabulary)) for text, item in blocks if not item
    )
    for text, item in blocks:
        if item and listed:
            yield _Sentence(text, item=True, asks=True)
            continue
        for part in _BREAK.split(text):
            for piece in _NUMBERED.split(part):
                if words(piece) or (piece.strip() and not piece.strip().isascii()):
                    yield _Sentence(piece.strip(), item=False, asks=_asks(piece, vocabulary))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Join a paragraph's lines; each item of a list stands alone."""
    joined: list[str] = []
    for line in (*lines, ""):
        item = _ITEM.match(line)
        if (item or not line.strip()) and joined:
            yield " ".join(joined), False
            joined = []
        if item:
            yield line[item.end() :].strip(), True
        elif line.strip():
            joined.append(line.strip() if len(line) > 60 or line.rstrip()[-1:] in "?.!" else line.strip() + "\n")


def _asks(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a sentence asks for something, by its mark or its words."""
    if text.rstrip(" \"'»)").endswith("?"):
        return True
    found = [match for match in vocabulary.index.find(vocabulary.read(text[:600])[:120]) if match.cue.kind is Kind.ACT]
    return any(
        (match.cue.name in ASKING and match.cue.weight >= STRONG) or (match.cue.name == "opening" and 0 in match.places)
        for match in found
    )
