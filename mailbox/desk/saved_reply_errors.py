"""What the desk refuses of saved replies; a part of the tree in `errors.py`."""

from .errors import DeskError


class BadReply(DeskError):
    """The saved reply cannot be kept."""

    def __init__(self) -> None:
        super().__init__(
            "Rien n'est enregistré : donnez un numéro de 1 à 9, un titre de 120 signes au plus, et un texte."
        )


class NumberTaken(DeskError):
    """The number is another saved reply's."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Rien n'est enregistré : le numéro {number} est déjà pris ; choisissez-en un autre.", number=number
        )


class UnknownReply(DeskError):
    """There is no saved reply of that number, or not any more."""

    def __init__(self, number: int) -> None:
        super().__init__("Il n'y a pas, ou plus, de réponse enregistrée n° {number}.", number=number)


class ReplyMoved(DeskError):
    """A colleague changed it."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Rien n'est enregistré : la réponse n° {number} a changé depuis l'ouverture de cette page. "
            "Relisez-la, puis recommencez.",
            number=number,
        )
