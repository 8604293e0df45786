"""The list of the keys."""

from starlette.responses import Response

from ..delivery.sentence import mark
from .visit import Visit

KEYS = (
    ("j, k", mark("demande suivante, précédente")),
    (mark("Entrée"), mark("ouvrir")),
    ("e", mark("écrire la réponse")),
    ("i", mark("reprendre la réponse suggérée")),
    (mark("Ctrl + Entrée"), mark("envoyer et passer à la suivante")),
    ("u", mark("annuler l'envoi, pendant 20 secondes")),
    ("m", mark("réunir avec une autre demande")),
    ("h", mark("passer à l'autre service")),
    ("z", mark("mettre en veille")),
    ("n", mark("note interne")),
    ("s", mark("chercher")),
    (mark("1 à 9"), mark("insérer une réponse préparée")),
    ("f", mark("en faire une entrée de la FAQ")),
    ("t", mark("reprendre une conversation de l'assistant et corriger")),
    ("c", mark("demandes qui posent la même question")),
    ("g", mark("aller au passage de l'appel")),
    ("?", mark("cette liste")),
)
"""Each key and what it does; `static/desk.js` does it."""


def show_keys(visit: Visit) -> Response:
    """Show the list, and where the keys are switched off (WCAG 2.1.4)."""
    return visit.show("keys.html", keys=KEYS)
