"""What a clause of an answer speaks of, by its words, French and English: what a figure or a date in it is of."""

import re

from .call import Pair

_GENERAL = {
    "contract": r"contrat|contract|\bsigner|\bhired\b|\brecrut|engage",
    "audition": r"audition|\boral\b|\boraux\b|entretien|interview|devant le comite|vous entend|comite entend",
    "results": r"resultat|\bresults?\b|(?:liste|noms?|list) (?:des|of) (?:the )?laureat"
    r"|laureat\w* (?:sont|seront) (?:annonc|publi|affich)|publication|\bpublier|\bpubli(?:ee?s?|ons)\b|\baffich",
    "start": r"prise de (?:fonction|poste)|fonctions\b|commenc|demarr|\bdebute|arrivee|\bstart|take up"
    r"|rejoin|\bbegin",
    "filing": r"depot|\bdepos|candidatur|dossier|clotur|plateforme|portail|date limite|echeance|deadline"
    r"|applicat|\bapply|submi|\bclose|inscri|\bouvr|formulaire|campagne|regist|\bfile\b",
    "pay": r"salaire|remuner|traitement|\bpaye|\bpaie\b|percev|touche|\bnets?\b|\bbruts?\b|salary|stipend|\bpaid\b"
    r"|gross|wage|\bearn",
    "project": r"projet|project",
}
_PARTICULAR = {
    "leave": r"\bconges?\b|vacances|\bleave\b|holiday",
    "family": r"matern|patern|parental",
    "rest": r"\brtt\b",
    "preselection": r"preselection|shortlist",
    "change": r"modifi|remplac|corriger|changement|\bchanger\b|\bchange",
    "degree": r"master|diplome|these d'exercice|degree|attestation",
    "letter": r"lettres? de recommandation|recommendation",
    "motivation": r"motivation|cover letter",
    "resume": r"\bcv\b|curriculum",
    "summons": r"convocation|convoqu|invitation",
    "appeal": r"recours|contest|\bappeal|tribunal",
    "bonus": r"\bprimes?\b|indemnite|\bbonus|allowance",
    "settling": r"installation|forfait mobilite|demenag|relocation",
    "cover": r"mutuelle|insurance",
    "travel": r"transport|\btrains?\b|billet|deplacement|abonnement|travel|voyage",
    "lodging": r"hotel|\bnuits?\b|hebergement|logement|accommodation",
    "fees": r"droits d'inscription|inscription en (?:these|doctorat)|frais d'inscription|tuition",
    "funding": r"fonctionnement|dotation|\bdote|budget|bench fee",
    "remote": r"teletravail|remote work",
    "break": r"interrup|suspen|suspend",
    "renewal": r"renouvel|prolong|\brenew|extension|extend",
    "deferral": r"\breport\b|\breporte|decal|deferr?|postpone",
    "receipt": r"accus|receipt|acknowledg",
    "next": r"prochain|next call|next year",
    "week": r"hebdomad|par semaine|(?:a|per|each) week|weekly",
    "age": r"\bd'age\b|\bage\b",
    "training": r"\bgardes?\b|astreinte|night dut|vacations|consultation",
    "teaching": r"enseign|\bteach",
    "private": r"liberal|private practice",
    "office": r"\bservice\b.{0,24}(?:ferme|ouvert|joignable)|secretariat|standard\b|\bbureaux?\b|joignable|\boffice\b",
    "trouble": r"\berreur|navigateur|browser",
}
_READERS = tuple(
    (name, re.compile(pattern), particular)
    for table, particular in ((_GENERAL, False), (_PARTICULAR, True))
    for name, pattern in table.items()
)
_OF_PAIRS = {
    "audition": "audition",
    "results": "results",
    "start": "start",
    "preselection": "preselection",
    "contract": "contract",
    "application": "filing",
    "degrees": "degree",
    "recommendation": "letter",
    "motivation_letter": "motivation",
    "next_call": "next",
    "social_cover": "cover",
    "settling_in": "settling",
    "how_much": "pay",
    "leave": "leave",
    "renewal": "renewal",
    "interruption": "break",
    "remote_work": "remote",
    "expenses": "travel",
    "funding": "funding",
    "deferral": "deferral",
    "appeal": "appeal",
    "change": "change",
    "receipt": "receipt",
    "length": "project",
    "age": "age",
    "working_time": "week",
}
"""The topic of what names none itself, by the property of its pair, or by the object."""
_QUALIFYING = frozenset({"family", "rest"})
"""What makes another thing of the one beside it: a maternity leave is none of the yearly ones."""
_ASIDE = re.compile(
    r"(?:hors|avec|dont|y compris|including|excluding) (?:les )?(?:primes?|bonus)|primes? (?:in|com)\w+"
    r"|apres les? \w+|after the \w+|(?:pendant|during) (?:la duree |les .{3,20} )?(?:du|the) contra\w+"
)
"""What is named beside the matter: "hors primes", "après les auditions"."""

_WEEKLY = re.compile(r"^(?: ?\d\d)? (?:par semaine|hebdo|a week|per week|each week)")
_OF = re.compile(r"^ ?(?:ouvr\w+ |bruts? |nets? )?(?:de |d'|of )[^,;]{,24}")


def read_topics(plain: str) -> frozenset[str]:
    """Name what a folded clause speaks of: the particular things in it, else the general ones; empty where none is."""
    heard = _ASIDE.sub(" ", plain)
    found = [(name, particular) for name, pattern, particular in _READERS if pattern.search(heard)]
    narrow = frozenset(name for name, particular in found if particular)
    return narrow or frozenset(name for name, _ in found)


def find_topics(pair: Pair) -> frozenset[str]:
    """Name what is spoken of under a pair; empty where that may be many things."""
    topic = _OF_PAIRS.get(pair.property) or _OF_PAIRS.get(pair.object)
    return frozenset({topic}) if topic else frozenset()


def is_particular(topics: frozenset[str]) -> bool:
    """Tell whether topics are of particular things."""
    return bool(topics) and topics <= _PARTICULAR.keys()


def read_nearest(before: str, after: str, around: frozenset[str]) -> frozenset[str]:
    """Name what a figure is of: what follows with "de", else what stands before, else what its clause is of."""
    if _WEEKLY.match(after):
        return frozenset({"week", *(name for name in read_topics(before) if name in _PARTICULAR)})
    if (found := _OF.match(after)) and is_particular(named := read_topics(found[0])):
        return named
    return read_topics(before) or around


def share_topic(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two clauses speak of one thing; of particular things one names all that the other does."""
    if one & _QUALIFYING != other & _QUALIFYING:
        return False
    if (one | other) <= _GENERAL.keys():
        return bool(one & other)
    return bool(one and other) and (one <= other or other <= one)
