"""What takes back or puts in doubt what else a text says: "si ma thèse…", "enfin, je l'étais", a signature."""

import re

from ..date_expression import flatten

_HYPOTHESIS = re.compile(
    r"(?:^|\b(?:et|que|mais|passe-t-il|savoir|meme|comme|alors|donc|if|what)[ ,]+|, ?)"
    r"(?:si|s') ?(?:je|j'|ma|mon|mes|le|la|l'|on|jamais)"
    r"|\b(?:puis-je|pourrais-je|can i|could i) (?:soutenir|passer|valider|obtenir|defend|finish|complete)\b"
    r"|\b(?:and|what|even|only|^) ?if (?:i|my|the)\b|^if (?:i|my|the)\b|\bau cas ou\b|\bsupposons\b"
)
_DOUBT = re.compile(
    r"\bfinalement\b|\b(?:avais|avions) pense\b|\bhesit\w*"
    r"|\benfin\b|\bdu moins\b|\bpresque\b|\bsous reserve\b|\brefus\w*|\bc'etait\b|\bmanque\b|\bpressenti\w*"
    r"|\bau moment de\b|\bcreation\b|\bl'etais\b|\bplus ou moins\b|\bnormalement\b"
    r"|\bje crois\b|\bje pense\b|\bpeut-etre\b|\bi think\b"
    r"|\bmais (?:elle|il|c'|ce |a ete|pas valid|pas soutenu|seulement)"
    r"|\bou (?:au |en |dans un )?cic\b|\bcic ou\b|\bdate inconnue\b|\bpas sur\b"
)
_ELSE = re.compile(
    r"\b(?:j'ecris|je vous ecris|i am writing|i write|je vous contacte) (?:pour|au nom|for|on behalf|au sujet d'un)"
)
_WAS = re.compile(r"\b(?:je )?l'etais\b|\bje ne le suis plus\b|\bjusqu'(?:en|a|au)\b|\buntil\b")
_CLOSING = re.compile(
    r"(?is)\b(?:(?:bien |tr[eè]s )?cordialement|bien [aà] vous|sinc[eè]rement|salutations|respectueusement"
    r"|merci d'avance|(?:best |kind )?regards|sincerely|sign(?:[eé]e?|ature) ?:)(?P<rest>.*)$"
)
_LONGEST_SIGNATURE = 200


def speaks_for_others(text: str) -> bool:
    """Tell whether a whole text is written for somebody else."""
    return bool(_ELSE.search(flatten(text)))


def without_signature(text: str) -> str:
    """Leave out what stands below a closing, where it is no longer than a signature."""
    found = _CLOSING.search(text)
    return text[: found.start()] if found and len(found["rest"]) <= _LONGEST_SIGNATURE else text


def is_hypothetical(sentence: str) -> bool:
    """Tell whether a sentence asks what would be: it says nothing of what is."""
    return bool(_HYPOTHESIS.search(flatten(sentence)))


def is_doubtful(sentence: str) -> bool:
    """Tell whether something in a sentence takes back, or puts in doubt, what else it says."""
    return bool(_DOUBT.search(flatten(sentence)))


def is_over(text: str) -> bool:
    """Tell whether a text says that a status it names has ended, or will."""
    return bool(_WAS.search(flatten(text)))
