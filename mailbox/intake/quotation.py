"""The writer's own words in a reply: what is quoted, forwarded by a client or signed falls away; in doubt it stays."""

import re

_LEADS = (
    # French clients: « Le 3 févr. 2026 à 10:12, X a écrit : »
    r"^\s*>*\s*le\s.{4,200}?(?:a\s+[ée]crit|a\s+répondu)\s*:?\s*$",
    r"^\s*>*\s*(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}).{0,120}?<?\S+@\S+>?\s*:?\s*$",
    r"^\s*>*\s*on\s.{4,250}?(?:wrote|écrit|schrieb)\s*:?\s*$",
    r"^\s*>*\s*(?:am|el|il|op|den|em)\s.{4,200}?(?:schrieb|escribió|ha scritto|schreef|skrev|escreveu).{0,80}:\s*$",
    r"^\s*>*\s*\S.{0,120}<\S+@\S+>\s+(?:wrote|a écrit|schrieb|writes)\s*:\s*$",
)
_LEAD = re.compile("|".join(f"(?:{lead})" for lead in _LEADS), re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^\s*(?:[-_*=]{2,}\s*(?:message d.origine|message original|message transf|original message|forwarded message|"
    r"original appointment|ursprüngliche nachricht|mensaje original|reply message|"
    r"please reply above|répondre au-dessus).*|##-? ?(?:please type your reply|.*above this line).*|_{20,})\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^\s*\**(?:de|from|von|expéditeur|envoyé|sent|date|gesendet|à|to|an|objet|subject|betreff|cc)\**\s?:\s?\S",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(?:-- ?|—|__+)\s*$")
_SENT_FROM = re.compile(
    r"^\s*(?:envoyé (?:de|depuis|à partir)|sent (?:from|with)|get outlook|obtenez outlook|"
    r"télécharger outlook|von meinem .{0,40} gesendet|enviado desde|provenance|inviato da)\b.{0,80}$",
    re.IGNORECASE,
)
_HEADS_NEEDED = 3
MOST_LINES = 5_000
_LINE_READ = 400
"""The characters of a line that are looked at, so that no pattern is slow on a long one."""


def own_words(text: str) -> str:
    """Return what the writer wrote themselves; the whole text where nothing else would be left."""
    lines = _join_leads(text.replace("\r\n", "\n").split("\n")[:MOST_LINES])
    cut = _first_cut(lines)
    kept = lines[:cut]
    if not _has_words(kept):
        kept = [line for line in lines if not _is_quoted(line) and not _leads(line)]
    else:
        kept = [line for at, line in enumerate(kept) if not (_is_quoted(line) or _leads_on(kept, at))]
    kept = _without_signature(kept)
    words = "\n".join(kept).strip()
    return re.sub(r"\n{3,}", "\n\n", words) or text.strip()


def _join_leads(lines: list[str]) -> list[str]:
    """Join a quotation's lead that a client broke over two or three lines."""
    joined: list[str] = []
    at = 0
    while at < len(lines):
        for span in (3, 2):
            piece = " ".join(line.strip() for line in lines[at : at + span])
            starts = re.match(r"^\s*(?:le|on|am|el)\s", lines[at], re.IGNORECASE)
            if starts and at + span <= len(lines) and len(piece) < 300 and _leads(piece):
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
        if _ORIGINAL.match(line[:_LINE_READ]) or _is_forwarded_head(lines, at):
            return at
        if _leads(line) and _is_followed_by_quotation(lines, at):
            return at
    return len(lines)


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
    return heads[0] and sum(heads) >= _HEADS_NEEDED


def _leads(line: str) -> bool:
    """Tell whether a line is what a client writes above what it quotes."""
    return bool(_LEAD.match(line[:_LINE_READ]))


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _leads_on(lines: list[str], at: int) -> bool:
    """Tell whether a line is the lead of marked quotation that follows it."""
    if not _leads(lines[at]):
        return False
    return _is_quoted(next((line for line in lines[at + 1 :] if line.strip()), ""))


def _has_words(lines: list[str]) -> bool:
    return any(line.strip() and not _is_quoted(line) and not _leads(line) for line in lines)


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if (_SIGNATURE.match(line) or _SENT_FROM.match(line)) and _has_words(lines[:at]):
            return lines[:at]
    return lines
