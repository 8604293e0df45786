"""What the desk refuses of what staff say of a person's case; a part of the tree in `errors.py`."""

from .errors import DeskError


class NoSuchAnswer(DeskError):
    """A fact is said to be something that the rules do not offer."""

    def __init__(self, found: str) -> None:
        super().__init__(
            "Rien n'est calculé : « {found} » n'est pas une des réponses proposées. Choisissez dans la liste.",
            found=found,
        )


class BadDay(DeskError):
    """The day on which something is to come true is none, or is past."""

    def __init__(self, found: str) -> None:
        super().__init__(
            "Rien n'est calculé : attendu un jour à venir, trouvé « {found} ». "
            "Ce qui est déjà fait se choisit dans la liste, sans date.",
            found=found,
        )


class FactsMoved(DeskError):
    """The person answered, or a colleague changed what is known of them, since the page was opened."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Rien n'est calculé : ce qui est connu de la personne de la demande n° {number} a changé depuis "
            "l'ouverture de cette page. Le voici à jour : corrigez-le s'il le faut, puis calculez.",
            number=number,
        )
