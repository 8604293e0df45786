"""What the desk refuses of telephone calls; a part of the tree in `errors.py`."""

from collections.abc import Sequence

from ..delivery.sentence import Listed
from .errors import DeskError


class BadCaller(DeskError):
    """A call cannot be noted; `missing` names what it lacks, in marked words."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("Rien n'est noté ; il faut encore : {missing}.", missing=Listed(missing))
        self.missing = tuple(missing)


class OnlyByPhone(DeskError):
    """The person left a telephone number alone, so that nobody can be written to."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Rien n'est parti : la personne de la demande n° {number} n'a laissé qu'un numéro de téléphone. "
            "Rappelez-la, puis notez sur la page de la demande ce que vous lui avez dit.",
            number=number,
        )


class Writable(DeskError):
    """The person can be written to, so that what they are told is sent."""

    def __init__(self, number: int) -> None:
        super().__init__("Rien n'est noté : à la demande n° {number}, répondez par écrit.", number=number)
