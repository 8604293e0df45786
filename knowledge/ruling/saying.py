"""When something people say of themselves is true: already, or on days still to come."""

import re
from datetime import date, timedelta
from enum import StrEnum

from ..date_expression import Dated, count_dates, find_date, flatten
from .nearby import spell_days
from .situation import Days


class Tense(StrEnum):
    """What is there, what is still to come, and what is said not to be there, which may still come."""

    HELD = "held"
    TO_COME = "to-come"
    MISSING = "missing"


_STILL = re.compile(
    r"\bpas encore\b|\btoujours pas\b|\ben cours\b|\ben train\b|\bprepar|\bprevu|\bd'ici\b|\bbientot\b|\binscri"
    r"|\bcommenc|\bdebut(?:e|er|erai)\b|\b(?:se|au|ob|fi|va|te|pa|sou|ache)\w*(?:rai|ra|rais)\b|\bvais\b|\bva\b"
    r"|\bje (?:l'|le |la |les )?(?:fais|suis en|finis|termine|valide|soutiens|passe|acheve)\b"
    r"|\bse (?:termin|fini|valid)|\bsoutenir\b|\bvalider\b|\bfinir\b|\bcette annee\b"
    r"|\bwill\b|\bgoing to\b|\bin progress\b|\bongoing\b|\bexpected\b|\bpending\b|\bnot yet\b|\bworking on\b|\bdoing\b"
    r"|\bfinishing\b|\bcompleting\b|\bplanned\b|\bscheduled\b|\bcurrently\b|\bthis year\b"
    r"|\ben (?:m2|master ?2?|mastere)\b|\bm2 recherche depuis\b"
    r"|\bune fois\b|\bfuture?\b|\bpresque\b|\balmost\b|\betudiante?s?\b|\bstudents?\b|\balternance\b"
)
_MISSING = re.compile(
    r"\bpas\b|\bsans\b|\bni\b|\baucune?\b|\bjamais\b|\bno\b|\bnot\b|\bwithout\b|n't\b|\bnever\b|\bmanque\b|\bmissing\b"
    r"|\bnon\b|\brefusee?\b|\bechou|\bratee?\b|\babandonn|\barrete|\bfailed\b|\bquit\b|\bdropped\b"
)
_HELD = re.compile(
    r"\bvalidee?s?\b|\bobtenue?s?\b|\bsoutenue?s?\b|\btitulaire\b|\bj'ai\b|\bfaite?\b|\bacquise?\b|\ben poche\b"
    r"|\bpassee?\b|\breussie?\b|\bdiplomee?\b|\bdepuis\b|\bdeja\b|\bfinie?\b|\bterminee?\b|\bachevee?\b|\bavec\b|\beue?\b"
    r"|\bhold\b|\bholds\b|\bhave\b|\bhas\b|\bgot\b|\bobtained\b|\bdefended\b|\bcompleted\b|\bgraduated\b|\bdone\b"
    r"|\bearned\b|\bwith\b|\bpassed\b"
)
_OVER = re.compile(
    r"\b(?:obtenue?s?|soutenue?s?|finie?s?|reussie?s?|depuis|obtained|defended|completed|graduated|earned|got)\b"
    r"|\b(?:valid|termin|pass|achev|diplom)ée?s?\b"
    r"|\b(?:j'ai|ai|a|est|ete|suis) (?:\w+ )?(?:valid|termin|pass|achev|diplom)ee?\b"
)
"""What is over: "je valide" and "j'ai validé" are the same word once its accent is off."""
_INTERVAL = re.compile(r"\b(?:entre le|du|between|from) \d")
_SINCE = re.compile(r"\b(?:m2|master)\b.*\b(?:depuis|since)\b")
_OVER_ALREADY = re.compile(
    r"\b(?:soutenu|valid|obten|obtain|defend|complet|titulaire|diplom|acquis|pass|reussi|fini|termin)\w*"
)
"""A master's degree that lasts since a day is under way, unless it is said to be done since then."""
_LAST = re.compile(r"\b(?:dernier|last)\b")
_UP_TO = re.compile(r"\b(?:avant|d'ici|au plus tard|jusqu'[aeu]\w*|by|before|until)(?: (?:le|la|fin|au|the|end of))*$")
_AFTER = re.compile(r"\b(?:apres|after|passe)(?: (?:le|la|the))*$")
_FROM = re.compile(r"\b(?:a partir d[eu]|pas avant|au plus tot|from|not before|qu'apres)(?: (?:le|la|the))*$")
_NOT_ON = re.compile(r"\bpas (?:en|le|au mois de|ce|cette)\b|\bnot (?:in|on)\b")
"""A date that something will not be on: "pas en octobre"."""
_YEAR = re.compile(r"\b(20\d\d)\b")
_MONTH = re.compile(
    r"\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)\b"
)
_THIS_YEAR = re.compile(r"\bcette annee\b|\bthis year\b|\bfin (?:de l'|d')annee\b|\bend of the year\b")
_NEXT_YEAR = re.compile(r"\bl'an(?:nee)? prochaine?\b|\bnext year\b")
_SCHOOL_YEAR = re.compile(r"\b20\d\d ?[-/] ?(?:20)?\d\d\b(?![-/])")
_QUARTERS = ("premier|1er|q1", "deuxieme|2e|2eme|second|q2", "troisieme|3e|3eme|q3", "quatrieme|4e|4eme|dernier|q4")
_SEASONS = (
    *((re.compile(rf"\b(?:{names}) trimestre\b|\bq{n}\b"), (3 * n - 2, 3 * n)) for n, names in enumerate(_QUARTERS, 1)),
    (re.compile(r"\b(?:debut|early)\b"), (1, 3)),
    (re.compile(r"\b(?:printemps|spring)\b"), (3, 6)),
    (re.compile(r"\b(?:ete|summer)\b"), (6, 9)),
    (re.compile(r"\b(?:rentree)\b"), (9, 10)),
    (re.compile(r"\b(?:automne|autumn|fall)\b"), (9, 12)),
    (re.compile(r"\b(?:fin|late|end of)\b"), (10, 12)),
)
"""The months, first and last, that a part of a year may fall in."""


def find_days(text: str, today: date, *, past: bool = False) -> Days | None:
    """Read the days that a text names: a day, a month, a part of a year, a year; None where it names none, or wrongly.

    A day without a year is the next one from `today` on, or the last one before it where `past`.
    """
    plain = spell_days(flatten(text), today)
    if _NOT_ON.search(plain):
        return None
    try:
        return _dated(plain, today, past=past) or _roughly(plain, today)
    except (ValueError, OverflowError):
        return None


def names_several(text: str) -> bool:
    """Tell whether a text names more than one date, or a school year: which one counts is not told."""
    plain = flatten(text)
    dates = count_dates(plain)
    several = len(set(_MONTH.findall(plain))) > 1 and not (dates == 1 and _INTERVAL.search(plain))
    return dates > 1 or several or len(set(_YEAR.findall(plain))) > 1 or names_school_year(text)


def names_school_year(text: str) -> bool:
    """Tell whether a text names a school year: "2025-2026"."""
    return bool(_SCHOOL_YEAR.search(flatten(text)))


def tell_tense(text: str, days: Days | None, today: date) -> Tense | None:
    """Tell when what a text says is true, by the days it names and by its words; None where neither tells."""
    plain = flatten(text)
    still, missing = _STILL.search(plain), _MISSING.search(plain)
    if (days and days.first >= today) or (_SINCE.search(plain) and not _OVER_ALREADY.search(plain)):
        return Tense.TO_COME
    if days and days.last < today:
        return Tense.MISSING if missing else Tense.HELD
    if still:
        return Tense.TO_COME
    if missing:
        return Tense.MISSING
    return Tense.HELD if _HELD.search(plain) else Tense.TO_COME if days else None


def is_past(text: str) -> bool:
    """Tell whether a text speaks of what is over: "soutenue en octobre"."""
    plain = flatten(text)
    if _LAST.search(plain) and _MONTH.search(plain):
        return True
    over = _OVER.search(plain) or _OVER.search(text.lower())
    return bool(over) and not _STILL.search(plain)


def _dated(plain: str, today: date, *, past: bool) -> Days | None:
    named = plain if re.search(r"\d", plain) else _MONTH.sub(lambda found: f"en {found[0]}", plain)
    found = find_date(named, today.year)
    if found is None:
        return None
    days = _days(found)
    if not found.has_year and (days.last < today) != past:
        moved = find_date(named, today.year + (-1 if past else 1))
        days = _days(moved) if moved else days
    before = found.before.rstrip().removesuffix(" en").rstrip()
    if _UP_TO.search(before) and re.search(r"\bpas\b|\bnot\b|n't\b", before):
        return Days(days.first, date.max)
    if _UP_TO.search(before):
        return Days(min(today, days.last), days.last)
    if _FROM.search(before):
        return Days(days.first, date.max)
    return Days(days.last + timedelta(days=1), date.max) if _AFTER.search(before) else days


def _days(found: Dated) -> Days:
    first = found.start.date()
    return Days(first, max(first, (found.end - timedelta(microseconds=1)).date()))


def _roughly(plain: str, today: date) -> Days | None:
    """Read a part of a year, or a whole one, this year's rest and the next."""
    if _THIS_YEAR.search(plain):
        return Days(today, date(today.year, 12, 31))
    plain = _NEXT_YEAR.sub(str(today.year + 1), plain)
    year = _YEAR.search(plain)
    part = next((months for pattern, months in _SEASONS if pattern.search(plain)), None)
    if part is None:
        return Days(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year else None
    if year is None:
        return None
    first, last = part
    following = date(int(year[1]) + last // 12, last % 12 + 1, 1)
    return Days(date(int(year[1]), first, 1), following - timedelta(days=1))
