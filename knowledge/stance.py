"""How a folded clause decides: yes or no, of a permission or a duty, and on which of terms that exclude each other."""

import re
from enum import StrEnum

_DENIED = re.compile(
    r"\b(?:plus )?(?:aucune?|rien|personne|nulle?)\b[^,;:]{0,60}?(?:\bne\b|\bn')"
    r"|^pas\b|\bne\b.{1,40}?\b(?:pas|plus|aucun|aucune|jamais|ni|rien|personne)\b"
    r"|\bn'.{1,40}?\b(?:pas|plus|aucun|aucune|jamais|ni|rien|personne)\b"
    r"|\bne (?:peut|peuvent|saurait|sauraient)\b"
    r"|\bnot\b|n't\b|\bno\b|\bnever\b|\bcannot\b|\bneither\b|\baucune?\b|\bsans\b|\bwithout\b"
    r"|\bpas (?:de|d'|possible|admis|accepte|necessaire|obligatoire)"
    r"|\bnon (?=[a-z]+(?:able|ible|ee?s?|is)\b)"
)
_REFUSING = re.compile(
    r"\bimpossible|\binterdi|\bexclu|\brefus|\bincompatible|\bfacultati|\binutile|\boptional|\bempech|\bobstacle"
    r"|\bprohibit|\bforbidden|\bcharge du candidat|\bvotre charge|\bcharge des candidats|own expense|\bbarrier"
    r"|\bineligi|\birrecev|\bproscrit|\brejete|\becarte|\bhors de question|\binacceptab|\boppos|\bunable|\bineligible"
    r"|\bligne de compte|\bcompte de l'age|\b(?:limite|condition)s? d'age|\bage limit|\bd'age limite"
)
_OUTRIGHT = re.compile(r"^\W*(?:bonjour\W+)?(?:malheureusement\W+)?(?:non|no|unfortunately no)\b\W+")
_EMPTY = re.compile(
    r"\bn'hesitez pas|\bsans (?:condition|limite|accord|avis|exception|difficulte|delai|attendre)\w*"
    r"|\bsans (?:distinction|egard|frais)"
    r"|\bquelle? que soi\w+|\bne\b(?=.{1,30}\bque\b)|\bn'[a-z]+ que\b|\bno matter|\bnon retenus?\b|\bpas seulement"
    r"|\b(?:qui|dont|who|which|that) (?:ne |n'|do not|does not|is not|are not).{0,30}?(?:\b(?:pas|plus)\b|$)"
    r"|^(?:meme )?(?:si|s'il|lorsque?|quand|if|when|although|bien)\b[^,]*,"
    r"|\b(?:meme )?(?:tant que|si|s'ils?|s'elles?|lorsqu|quand|car|puisqu|parce qu|afin)\b.*$"
    r"|\b(?:sauf|unless|if|because|as long as|until)\b.*$"
)
"""What denies in form only, or denies something beside the matter."""
_MAY = re.compile(
    r"\bpeu(?:t|vent|x)\b|\bpouv(?:ez|ons)|\bpourr|possible|autoris|accept|\badmis|recevable|permis|eligible|compatible"
    r"|\bouvert|renouvelable|concern|\bmay\b|\bcan(?:not|'t)?\b|allowed|\bopen to|interdi|exclu|envisageable|tolere"
    r"|imposs|obstacle|empech|\bdroit\b|\bprevue?s?\b|rembours|pris(?:e|es)? en charge|reimburs"
    r"|charge d|votre charge|own expense"
)
_MUST = re.compile(
    r"obligatoir|\bexig|\brequi|necessaire|\bdemandee?s?\b|\bdoi(?:t|vent)\b|\bdevez|\bfaut\b|facultati"
    r"|mandatory|\bmust\b"
    r"|indispensable|compulsory|\b(?:est|sont) a [a-z]+er\b|optional|\bneeded|\bimpose"
)
_TERMS = {
    "language": {"french": r"\ben francais|\bin french", "english": r"\ben anglais|\bin english"},
    "presence": {
        "there": r"presentiel|sur place|en personne|\bin person|presence a ",
        "remote": r"visio|a distance|video",
    },
    "time": {
        "full": r"plein temps|temps plein|temps complet|full[- ]time",
        "part": r"temps partiel|mi-temps|part[- ]time",
    },
    "way": {
        "online": r"depos.*(?:en ligne|plateforme|portail|site)|submit.*online",
        "post": r"(?:depos|envoy|adress|parven|send).*(?:courrier|postal|par la poste|by post)",
        "mail": r"(?:depos|envoy|adress|parven|send).*(?:courriel|par mail|by e-?mail)",
    },
    "body": {"inserm": r"unite.*\binserm\b", "any": r"n'importe quel|tout organisme|toute unite|\bcnrs\b"},
    "access": {
        "all": r"sans (?:condition|accord|avis|exception|restriction)|\ba tous\b|automatiquement|de droit|tous les cas"
        r"|n'importe|\ba tou(?:te)?s ceux|en l'etat|unconditional|everyone",
        "some": r"\buniquement|\bseulement|exclusivement|\bseule?s?\b|a condition|sous reserve|avec l'accord|\bonly\b"
        r"|provided that|subject to",
    },
}
_READERS = {name: {term: re.compile(found) for term, found in table.items()} for name, table in _TERMS.items()}
_MOMENT = re.compile(
    r"(?:moment|date|jour|lors|avant|\bdes(?= l[ea'])|d'ici|\bau|\ba|when|\bon|upon|before|\bby|at the time)"
    r"\W+(?:[a-z']+\W+){0,5}?"
    r"(?:(?P<filing>depot|deposer|deposez|candidat(?:er?|ez|ure)|you apply|applying|application|applications)"
    r"|(?P<audition>l'audition|auditions?|interview)"
    r"|(?P<start>prise de (?:fonction|poste)|take up|taking up|start(?:ing)?))\b"
)
_DEGREE = re.compile(r"master|diplome|these d'exercice|degree|\bm2\b")
_STAGE = {
    "before": re.compile(r"\bavant\b|\bbefore\b"),
    "after": re.compile(r"\bapres\b|\bune fois\b|\bpasse|\bafter\b|\bonce\b"),
}


class Ruling(StrEnum):
    """What a yes or no is of: a permission, a duty, or a plain fact."""

    MAY = "may"
    MUST = "must"
    FACT = "fact"


def says_yes(plain: str) -> bool:
    """Tell whether a folded clause affirms; two denials affirm, a "non" that a denial follows is that denial."""
    rest = _OUTRIGHT.sub("", plain)
    heard = _EMPTY.sub(" ", rest)
    denials = len(_DENIED.findall(heard)) + len(_REFUSING.findall(heard))
    if rest != plain:
        return False
    return denials % 2 == 0


def read_ruling(plain: str) -> Ruling:
    """Tell whether a folded clause permits (or forbids), obliges (or exempts), or states."""
    if _MUST.search(plain):
        return Ruling.MUST
    return Ruling.MAY if _MAY.search(plain) else Ruling.FACT


def read_terms(plain: str) -> dict[str, str]:
    """Read on which terms a folded clause decides, by what they are terms of; what it leaves open is not named."""
    found: dict[str, str] = {}
    for name, table in _READERS.items():
        terms = [term for term, pattern in table.items() if pattern.search(plain)]
        if len(terms) == 1:
            found[name] = terms[0]
    if _DEGREE.search(plain) and (moment := _MOMENT.search(plain)):
        found["moment"] = str(moment.lastgroup)
    return found


def read_stages(plain: str) -> frozenset[str]:
    """Tell whether a folded clause is of what comes before or after something."""
    return frozenset(name for name, pattern in _STAGE.items() if pattern.search(plain))
