"""The list of the keys."""

from starlette.responses import Response

from .visit import Visit

KEYS = (
    ("j, k", "demande suivante, précédente"),
    ("Entrée", "ouvrir"),
    ("e", "écrire la réponse"),
    ("i", "reprendre la réponse suggérée"),
    ("Ctrl + Entrée", "envoyer et passer à la suivante"),
    ("u", "annuler l'envoi, pendant 20 secondes"),
    ("m", "réunir avec une autre demande"),
    ("h", "passer à l'autre service"),
    ("z", "mettre en veille"),
    ("n", "note interne"),
    ("s", "chercher"),
    ("1 à 9", "insérer une réponse préparée"),
    ("f", "en faire une entrée de la FAQ"),
    ("t", "reprendre une conversation de l'assistant et corriger"),
    ("c", "demandes qui posent la même question"),
    ("g", "aller au passage de l'appel"),
    ("?", "cette liste"),
)
"""Each key and what it does; `static/desk.js` does it."""


def show_keys(visit: Visit) -> Response:
    """Show the list, and where the keys are switched off (WCAG 2.1.4)."""
    return visit.show("keys.html", keys=KEYS)
