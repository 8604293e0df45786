"""What the desk refuses of saved views; a part of the tree in `errors.py`."""

from .errors import DeskError


class BadView(DeskError):
    """The view cannot be kept."""

    def __init__(self) -> None:
        super().__init__("La vue n'est pas enregistrée : donnez-lui un nom, de 80 signes au plus.")


class TooManyViews(DeskError):
    """Somebody has as many views as there may be."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "La vue n'est pas enregistrée : vous en avez déjà {most}. Supprimez-en une d'abord.", most=most
        )


class UnknownView(DeskError):
    """There is no such view, or it is a colleague's."""

    def __init__(self) -> None:
        super().__init__("Cette vue n'existe pas, ou plus.")
