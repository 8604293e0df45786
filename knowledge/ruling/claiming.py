"""Whether words claim something of their writer, now: not of others, of rules, of wishes or of what is over."""

import re

from ..date_expression import flatten

_OTHERS = re.compile(
    r"\b(?:encadrante?s?|directeur|directrice|supervisors?|advisor|patron|patronne|collegues?|colleagues?"
    r"|chef de service|mon chef|ma cheffe|my boss|pi|professeure?|professor|prof|pr"
    r"|mari|femme|epouse?|epoux|compagn(?:e|on)|conjointe?|copine?|copain|fils|fille|frere|soeur|amie?s?|psychologue"
    r"|husband|wife|spouse|partner|son|daughter|brother|sister|friends?|student of mine)\b(?! ?-?(?:femme|homme))"
    r"|\bco-?internes?\b"
    r"|\b(?:mon|ma|mes|notre|nos|my|our|his|her) (?:ancien(?:ne)? )?(?:internes?|cca|ph|pu-ph|residents?)\b"
)
"""Words of other people: what they are and hold is not the writer's."""
_MIDWIFE = re.compile(r"\bsages?-? ?femmes?\b")
_REQUIRED = re.compile(
    r"\b(?:dois|doit|doivent|devrait|devrai|devrais|faut|must|should|obligatoires?|obligatoirement|necessaires?"
    r"|requise?s?|required|mandatory|exigee?s?|demandee?s?)\b"
    r"|\b(?:l'appel|l'inserm|vous|le poste|the call|you) (?:\w+ )?(?:demande|exige|ask|require)\w*\b"
    r"|\bneeds?\b(?! (?:help|to know))"
)
"""Words of what is asked of people, whatever they hold."""
_ALLOWED = re.compile(
    r"\bpeut\b(?!-etre| etre )|\bpeuvent\b|\bpourront\b|\bpourraient\b|\bont (?:le )?droit\b|\bsont eligibles\b"
    r"|\bcan (?!i\b)|\ballowed\b"
)
"""Words of what others may do: "les internes peuvent candidater"."""
_WISHED = re.compile(
    r"\b(?:souhait\w*|veux|voudrai\w*|aimerai\w*|envisag\w*|esper\w*|compte|projette|projet d|postul\w*|candidat\w*"
    r"|afin|would like|want|wish|hope|plan|planning|apply|applying|looking for|seeking)\b"
    r"|\bprojet de (?:faire|realiser)\b|\b(?:je|j'en|en) (?:re)?cherche\b"
    r"|\b(?:pour|de) (?:faire|realiser|preparer|obtenir)\b"
)
_ONLY_ASKING = re.compile(
    r"\b(?:souhait\w*|voudrai\w*|aimerai\w*|veux|would like to|want to|wish to) (?:\w+ )?"
    r"(?:candidat\w*|postul\w*|savoir|connaitre|verifier|apply|know)\b"
)
"""Who wishes to apply or to know says nothing else of what they wish."""
_AROUND = re.compile(
    r"\b(?:apres|avant|pendant|durant|after|before|during|for|pour) (?:mon|ma|le|la|my|the|un|une|a) "
    r"(?:these|m2|master|thesis|doctora)"
    r"|\b(?:sujet|projet|financement|contrat|bourse|allocation|ecole|comite|offre|stage|annees? de|encadre\w*)"
    r" (?:de |d'une |de ma |pour (?:une |ma )?)?these"
    r"|\brentree\b|\bthese (?:\w+ )?(?:porte|portera|concerne|traite|s'intitule)\b"
)
"""Words that name a degree, and say nothing of who holds it."""
_SPEAKING = re.compile(
    r"\b(?:je|j'|il|elle|on|nous|vous|ils|elles|ca|c'est|est|sont|i|we|you|it|is|are|demande|exige)\b|\bj'"
)
_BEING = re.compile(r"\bje suis\b|\bi am\b|\bi'm\b")
_WAS = re.compile(
    r"\betais\b|\bj'ai ete\b(?! (?:nomme|recrute))|\bai fait (?:mon|un) (?:internat|clinicat)\b|\bwas\b|\bused to be\b"
    r"|\bsuis plus\b|\bno longer\b"
)
_NOT_HOST = re.compile(
    r"\b(?:re)?cherche (?:un|une|encore|toujours|actuellement)\b|\bquete\b|\blooking for\b|\bseeking\b|\bsearching\b"
    r"|\bstages?\b|\binternship\b|\betais\b|\bj'ai (?:fait|ete|travaille)\b|\bwas\b|\bworked?\b|\bworking\b"
    r"|\btravaill\w*|\bactuel\w*\b|\bcurrent\w*\b|\b(?:m2|master\w*) .{0,60}\b(?:dans|in|at|au sein)\b"
    r"|\b(?:pendant|durant|during) "
)
"""A laboratory that is looked for, or where somebody is or was, is not the one that would be theirs."""
_ME = re.compile(r"\b(?:je|moi|mon|ma|mes|i|i'm|i've|my|me)\b|\bj'")
_NAMED_FIRST = re.compile(r"^(?:mon|ma|mes|notre|nos|my|our) (?:[\w-]+ ){0,3}[\w-]+$")
"""What the next words go on about: "mon encadrant, docteur en médecine, …"."""
_SAYS_NO = re.compile(r" ?: ?(?:non|no|aucun|aucune|none)\b[ .!]*$")
"""A line of a form that is answered by no: "Unité Inserm : non"."""
_SCIENCES = re.compile(
    r"\bth?eses? (?:de science|d'universite|de recherche|scientifique|es science)|\bph\.? ?d\b|\bdoctorate in science"
    r"|\bdoctorat\b(?! (?:en|de) (?:medecine|pharmacie))"
    r"|\bdocteure? (?:es|en) (?:science|biolog|neuro|immuno|physi|chimie|genet)"
)
_EXERCISE = re.compile(r"\bd'exercice\b|\b(?:de|en) (?:medecine|pharmacie|chirurgie|odonto)|\bmedical\b")


def speaks_of_others(text: str) -> bool:
    """Tell whether words speak of other people than their writer."""
    return bool(_OTHERS.search(_MIDWIFE.sub("", flatten(text))))


def speaks_of_rules(text: str) -> bool:
    """Tell whether words speak of what is required or allowed, which tells nothing of who writes them."""
    plain = flatten(text)
    return bool(_REQUIRED.search(plain) or _ALLOWED.search(plain))


def speaks_of_oneself(text: str) -> bool:
    """Tell whether words name their writer."""
    return bool(_ME.search(flatten(text)))


def introduces_others(text: str) -> bool:
    """Tell whether words are but a name of somebody else, of whom the next ones say something."""
    return speaks_of_others(text) and bool(_NAMED_FIRST.match(flatten(text)))


def speaks_of_wishes(text: str) -> bool:
    """Tell whether words speak of what somebody would like to do, other than to apply or to know."""
    return bool(_WISHED.search(_ONLY_ASKING.sub("", flatten(text))))


def only_names(text: str) -> bool:
    """Tell whether words name a degree without saying who holds it: "mon sujet de thèse", "après mon M2"."""
    return bool(_AROUND.search(flatten(text)))


def is_bare(text: str) -> bool:
    """Tell whether a thing is named as in a list, or as what somebody is, by no other verb."""
    plain = flatten(text)
    return bool(_BEING.search(plain)) or not _SPEAKING.search(plain)


def speaks_of_the_past(text: str) -> bool:
    """Tell whether words say what their writer was and is no longer."""
    return bool(_WAS.search(flatten(text)))


def names_no_host(text: str) -> bool:
    """Tell whether a laboratory that words name is another than the one that somebody would go to."""
    return bool(_NOT_HOST.search(flatten(text)))


def says_no(text: str) -> bool:
    """Tell whether a thing is named and denied after a colon."""
    return bool(_SAYS_NO.search(flatten(text)))


def names_sciences(text: str) -> bool:
    """Tell whether words name a doctorate in sciences, a PhD."""
    return bool(_SCIENCES.search(flatten(text)))


def names_sciences_alone(text: str) -> bool:
    """Tell whether the thesis that words name is that in sciences, and not the one that is asked for."""
    return names_sciences(text) and not _EXERCISE.search(flatten(text))


def names_exercise(text: str) -> bool:
    """Tell whether words name the thesis that is asked for by more than "thèse"."""
    return bool(_EXERCISE.search(flatten(text)))
