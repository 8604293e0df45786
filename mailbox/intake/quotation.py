"""The writer's own words in a reply: what is quoted, forwarded by a client or signed falls away; in doubt it stays."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from ..delivery.phrases import say
from ..desk.person import LANGUAGES

_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str], *, patterns: bool = False) -> str:
    """Return a pattern of any of the words, the longest first."""
    ranked = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(word if patterns else re.escape(word) for word in ranked) + ")"


_BEGINS, _WROTE = _any(_WORDS["begins"]), _any(_WORDS["wrote"])
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\.? \w{3,10}\.?,? \d{4}"
    r"|\w{2,4}\.?,? \d{1,2} \w{3,10}\.? \d{4})"
)
_SENDER = r"<?[^\s<>]+@[^\s<>]+>?"
_RULE = r"[-_*=~]{2,}"
_LEADS = (
    rf"(?:{_RULE}\s?)?{_BEGINS}\s.{{4,250}}?{_WROTE}\s*(?::|{_RULE})?",
    rf"{_BEGINS}\s.{{4,200}}?\b{_WROTE}\b.{{0,120}}:",
    rf"(?:{_BEGINS}\s)?{_DATE}.{{0,160}}?{_SENDER}.{{0,30}}?:?",
    rf"{_DATE}.{{0,200}}?{_WROTE}\s*:",
    r"\d{4}-\d\d-\d\d \d\d:\d\d GMT[+-]\d\d:\d\d \S.{0,120}",
    rf"\S.{{0,120}}<\S+@\S+>\s+{_WROTE}\s*:",
)
_RULED_LEAD = re.compile(rf"^\s*{_RULE}\s?\S.{{0,120}}\b{_WROTE}\s?{_RULE}\s*$", re.IGNORECASE)
_LEAD = re.compile(rf"^[\s>]*(?:{'|'.join(_LEADS)})\s*$", re.IGNORECASE)
_BARE_LEAD = re.compile(rf"^[\s>]*\S.{{0,80}}\s{_WROTE}\s*:\s*$", re.IGNORECASE)
"""What leads only where marked quotation follows: "X wrote:"."""
_LEAD_BEGINS = re.compile(rf"^\s*(?:{_BEGINS}\s|{_DATE})", re.IGNORECASE)
_ORIGINAL = re.compile(
    rf"^\s*(?:[-_*=]{{2,}}\s*{_any(_WORDS['original'], patterns=True)}.*"
    r"|##-? ?(?:please type your reply|.*above this line).*)\s*$",
    re.IGNORECASE,
)
_LONG_RULE = re.compile(r"^\s*_{20,}\s*$")
"""What Outlook draws above a head; a person draws one as well."""
_COLON = r"\s?(?::|\*+\s?:|:\*+)\s*\S"
_HEAD = re.compile(rf"^\s*\**{_any([*_WORDS['from'], *_WORDS['sent'], *_WORDS['other']])}{_COLON}", re.IGNORECASE)
_HEAD_FROM = re.compile(rf"^\s*\**{_any(_WORDS['from'])}{_COLON}.*@", re.IGNORECASE)
_HEAD_SENT = re.compile(rf"^\s*\**{_any(_WORDS['sent'])}{_COLON}", re.IGNORECASE)
_SIGNATURE = re.compile(r"^(?:-- ?|—|__+)\s*$")
_DRAWN_RULE = re.compile(r"^(?:—|__+)\s*$")
"""A rule that a person may draw between two questions."""
_MARK = re.compile(r"^\s*(?:>\s?)+")
_NAME_SIGNED = re.compile(r"^\s*[-/]\s?[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){0,2}\s*$")
_SENT_FROM = re.compile(rf"^\s*{_any(_WORDS['sent_from'], patterns=True)}\b.{{0,80}}$", re.IGNORECASE)
_DISCLAIMER = re.compile(rf"^[\s*_=-]*{_any(_WORDS['disclaimer'], patterns=True)}", re.IGNORECASE)
_DRAWN = re.compile(r"^[\s_*=~#+\u1427-]*$")
_REACHED_AT = re.compile(r"\S@\S+\.\w|(?:\+|\b0|\()\d[\d .()/-]{7,}|\b(?:www\.|https?://)", re.IGNORECASE)
_STAMP = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2} ?[:h.] ?\d\d\b|\S@\S")
"""What a client puts into a lead or a head and a person hardly does: a year, an hour, an address."""
_TOLD = re.compile(
    r"\b(?:m'|m’|j'|j’|nous |vous |me |us |you )(?:a |ai |avez |ont )?(?:écrit|ecrit|répondu|wrote|sent)"
    r"|(?:wrote|sent) (?:to )?(?:me|us)\b",
    re.IGNORECASE,
)
"""What a person says of a message when they copy it by hand: "il m'a écrit :"."""
_GREETING = re.compile(r"(?:bonjour|bonsoir|salut|hello|hi|hey|dear|madame|monsieur|chère?s?)\b", re.IGNORECASE)
_BARE = 40
"""The characters of a greeting with a name."""
_HEADS_NEEDED = 3
_CARD_LINES = range(3, 9)
_CARD_WIDTH = 70
MOST_LINES = 5_000
_LINE_READ = 400
"""The characters of a line that are looked at, so that no pattern is slow on a long one."""


_OUR_FOOTER = re.compile(
    "|".join(r"[\s>]+".join(map(re.escape, say("letter.can_write", language).split())) for language in LANGUAGES)
)
"""The end of our own mail, which names wishes: quoted without a mark, they would be read as the writer's."""


def own_words(text: str, *, replies: bool = True) -> str:
    """Return what the writer wrote themselves; the whole text where nothing else would be left.

    A letter that replies to nothing (`replies`) and shows no lead quotes nothing: what it marks it sets in.
    """
    plain = _OUR_FOOTER.sub("", text.replace("\r\n", "\n"))
    lines = _join_leads(plain.split("\n")[:MOST_LINES])
    if not replies and not any(_is_original(line) or _leads(line) for line in lines):
        lines = [_MARK.sub("", line) for line in lines]
    cut = _first_cut(lines)
    kept = lines[:cut]
    if not _has_words(kept):
        kept = [line for line in lines if not _is_quoted(line) and not _leads(line)]
    else:
        first = next(at for at, line in enumerate(kept) if line.strip())
        kept = [
            line
            for at, line in enumerate(kept)
            if not (_is_quoted(line) or _leads_on(kept, at) or (at == first and _leads(line)))
        ]
    kept = _without_disclaimer(_without_signature(kept))
    if _drops_a_question(kept, lines):
        kept = [line for line in lines if not _is_quoted(line)]
    words = "\n".join(kept).strip()
    return re.sub(r"\n{3,}", "\n\n", words) or text.strip()


def _drops_a_question(kept: list[str], lines: list[str]) -> bool:
    """Tell whether what is left is a bare greeting and something not quoted beside it asks: then in doubt it stays."""
    said = " ".join(" ".join(kept).split())
    bare = len(said) <= _BARE and not re.search(r"[?.:!](?=\s*\S)|\?", said)
    asks = any("?" in line for line in lines if not _is_quoted(line)) and not any(map(_is_original, lines))
    return bare and bool(_GREETING.match(said)) and asks


def _is_original(line: str) -> bool:
    return bool(_ORIGINAL.match(line[:_LINE_READ]))


def _join_leads(lines: list[str]) -> list[str]:
    """Join a quotation's lead that a client broke over two or three lines."""
    joined: list[str] = []
    at = 0
    while at < len(lines):
        for span in (3, 2):
            piece = " ".join(line.strip() for line in lines[at : at + span])
            begins = _LEAD_BEGINS.match(lines[at][:_LINE_READ]) and not lines[at].rstrip().endswith(":")
            if begins and at + span <= len(lines) and len(piece) < 300 and piece.endswith(":") and _leads(piece):
                joined.append(piece)
                at += span
                break
        else:
            joined.append(lines[at])
            at += 1
    return joined


def _first_cut(lines: list[str]) -> int:
    """Find where the quoted rest begins."""
    for at, line in enumerate(lines):
        if _ORIGINAL.match(line[:_LINE_READ]) or _is_forwarded_head(lines, at) or _is_ruled_off(lines, at):
            return at
        if _leads(line) and _is_followed_by_quotation(lines, at):
            return at
    return len(lines)


def _is_ruled_off(lines: list[str], at: int) -> bool:
    """Tell whether a long rule stands here above a head, above marked quotation, or above nothing."""
    if not _LONG_RULE.match(lines[at][:_LINE_READ]):
        return False
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    return not below or _is_quoted(below) or bool(_HEAD.match(below[:_LINE_READ]))


def _is_followed_by_quotation(lines: list[str], at: int) -> bool:
    """Tell whether all after a lead is quoted, or none of it is marked, as some clients leave it."""
    rest = [line for line in lines[at + 1 :] if line.strip()]
    if not rest:
        return True
    quoted = [_is_quoted(line) for line in rest]
    return all(quoted) or not any(quoted) or (quoted[0] and _is_tail(quoted, rest))


def _is_tail(quoted: list[bool], rest: list[str]) -> bool:
    """Tell whether what follows the quotation is a signature alone."""
    last = len(quoted) - 1 - quoted[::-1].index(True)
    after = rest[last + 1 :]
    return not after or bool(_SIGNATURE.match(after[0])) or bool(_SENT_FROM.match(after[0]))


def _is_forwarded_head(lines: list[str], at: int) -> bool:
    """Tell whether a block of header lines begins here, as Outlook puts above what it quotes."""
    heads = [bool(_HEAD.match(line[:_LINE_READ])) for line in lines[at : at + 6]]
    named = bool(_HEAD_FROM.match(lines[at][:_LINE_READ])) and len(heads) > 1 and heads[1]
    sent = any(_HEAD_SENT.match(line[:_LINE_READ]) or _STAMP.search(line[:_LINE_READ]) for line in lines[at : at + 6])
    return named or (heads[0] and sent and sum(heads) >= _HEADS_NEEDED)


def _leads(line: str) -> bool:
    """Tell whether a line is what a client writes above what it quotes."""
    line = line[:_LINE_READ]
    told = bool(_LEAD.match(line) and _STAMP.search(line) and not _TOLD.search(line))
    return told or bool(_RULED_LEAD.match(line))


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _leads_on(lines: list[str], at: int) -> bool:
    """Tell whether a line is the lead of marked quotation that follows it."""
    if not (_leads(lines[at]) or _BARE_LEAD.match(lines[at][:_LINE_READ])):
        return False
    return _is_quoted(next((line for line in lines[at + 1 :] if line.strip()), ""))


def _has_words(lines: list[str]) -> bool:
    return any(line.strip() and not _is_quoted(line) and not _leads(line) for line in lines)


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        signs = _SIGNATURE.match(line) and not (_DRAWN_RULE.match(line) and any("?" in below for below in lines[at:]))
        if (signs or _SENT_FROM.match(line)) and _has_words(lines[:at]):
            return _without_card(lines[:at])
    return _without_card(lines)


def _without_disclaimer(lines: list[str]) -> list[str]:
    """Take away what a mail server writes under every letter: it asks nothing, whatever it asks."""
    for at, line in enumerate(lines):
        if _DISCLAIMER.match(line[:_LINE_READ]) and _has_words(lines[:at]):
            return lines[:at]
    return lines


def _without_card(lines: list[str]) -> list[str]:
    """Take away what stands last and is no word of a message: rules, a name after a dash, a card with ways to reach."""
    kept = list(lines)
    while kept and (_DRAWN.match(kept[-1]) or (_NAME_SIGNED.match(kept[-1]) and not "".join(kept[-2:-1]).strip())):
        kept.pop()
    begin = next((at + 1 for at in range(len(kept) - 1, -1, -1) if not kept[at].strip()), 0)
    card = kept[begin:]
    reached = sum(bool(_REACHED_AT.search(line[:_LINE_READ])) for line in card)
    is_card = len(card) in _CARD_LINES and reached >= 2 and all(len(line) <= _CARD_WIDTH for line in card)
    asks = any(line.rstrip().endswith(("?", ";", ":")) for line in card)
    return kept[:begin] if is_card and not asks and _has_words(kept[:begin]) else kept
