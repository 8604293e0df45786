"""What the desk refuses.

- `DeskError`
    - `BadOffice`: office.toml cannot be used
    - `BadService`: what the office is to become cannot be taken
    - `OfficeMoved`: office.toml was changed since the page was opened
    - `BadReply`: a saved reply has no number, no title or no words, or too many
    - `NumberTaken`: another saved reply has the number
    - `UnknownReply`: there is no saved reply of that number
    - `ReplyMoved`: a colleague changed the saved reply since the page was opened
    - `UnknownTicket`
    - `TicketClosed`
    - `ThreadMoved`: something came in, or a colleague answered, since the page was opened
    - `NothingToSend`
    - `UnequalTreatment`: the answer disagrees with the call, or with what another candidate was told
        - `Unexplained`: that was seen, and no reason is given to send it all the same
    - `NoFirstWriter`: nothing in its thread was forwarded, or it does not say by whom it was written
    - `QuestionsOpen`: a ticket closes once each of its questions is answered or declined
    - `TooLateToTakeBack`: the answer has left
    - `NobodyThere`: nobody would see the ticket
    - `BadMoment`: a moment that is not ahead
    - `NotMergeable`: two tickets that are not one person's, or not both open
    - `Unreachable`: there is nobody to answer (an unreadable letter has no sender)
    - `NothingToCorrect`: no answer of the ticket was sent, so that nobody can have read otherwise
    - `UnknownEntry`
    - `IncompleteEntry`: an entry lacks its pair, its phrasings, its words or its passage
    - `AnsweredByCall`: a decision on what the call answers by itself
    - `EntryMoved`: the entry was changed since the page was opened
    - `EntrySettled`: the entry is not in a state in which that can be done
    - `OwnProposal`: somebody would approve what they proposed themselves
    - `ColleaguePresent`: a responsable would approve alone though somebody else may
    - `NoReason`
    - `UnknownCase`: a phrasing is kept of a question that is not there, or under no pair of the call
    - `BadView`, `TooManyViews`, `UnknownView`: what concerns saved views (`view_errors.py`)
    - `BadCaller`, `OnlyByPhone`, `Writable`: what concerns telephone calls (`phone_errors.py`)
    - `ReplyRefused`: what staff replied to a mail of ours does not leave (`reply_errors.py`)
    - `AccountError`: what concerns accounts and logging in (`account_errors.py`)
"""

from collections.abc import Sequence
from pathlib import Path

from .conflict import Conflict


class DeskError(Exception):
    """The root of what the desk refuses; the message is fit to be shown to staff."""


class BadOffice(DeskError):
    """An entry of office.toml is missing or wrong."""

    def __init__(self, path: Path, entry: str, expected: str, found: object) -> None:
        super().__init__(f"{path}: {entry} should be {expected}, found {'nothing' if found is None else repr(found)}")


class BadService(DeskError):
    """The settings cannot be taken as asked; `faults` names the entries, as in `name` or `department-rh`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("Rien n'est enregistré : corrigez ce qui est signalé.")
        self.faults = tuple(faults)


class OfficeMoved(DeskError):
    """Somebody else changed the settings meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Rien n'est enregistré : ces réglages ont changé depuis l'ouverture de cette page. "
            "Comparez ce que vous avez écrit avec ce qui est en vigueur, puis enregistrez."
        )


class BadReply(DeskError):
    """The saved reply cannot be kept."""

    def __init__(self) -> None:
        super().__init__(
            "Rien n'est enregistré : donnez un numéro de 1 à 9, un titre de 120 signes au plus, et un texte."
        )


class NumberTaken(DeskError):
    """The number is another saved reply's."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Rien n'est enregistré : le numéro {number} est déjà pris ; choisissez-en un autre.")


class UnknownReply(DeskError):
    """There is no saved reply of that number, or not any more."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Il n'y a pas, ou plus, de réponse enregistrée n° {number}.")


class ReplyMoved(DeskError):
    """A colleague changed it."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Rien n'est enregistré : la réponse n° {number} a changé depuis l'ouverture de cette page. "
            "Relisez-la, puis recommencez."
        )


class UnknownTicket(DeskError):
    """There is no ticket of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Il n'y a pas de demande n° {number}.")


class TicketClosed(DeskError):
    """The ticket was closed before."""

    def __init__(self, number: int) -> None:
        super().__init__(f"La demande n° {number} est déjà fermée ; rouvrez-la pour répondre encore.")


class ThreadMoved(DeskError):
    """The thread has messages that the writer of the answer has not seen."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Rien n'est parti : la demande n° {number} a bougé depuis l'ouverture de cette page. "
            "Votre brouillon est conservé ; lisez ce qui est nouveau, puis envoyez."
        )


class NothingToSend(DeskError):
    """The answer is empty."""

    def __init__(self) -> None:
        super().__init__("Rien n'est parti : la réponse est vide.")


class UnequalTreatment(DeskError):
    """The answer says another thing than others were told; `conflicts` says what."""

    def __init__(self, conflicts: Sequence[Conflict], message: str = "") -> None:
        super().__init__(
            message
            or "Rien n'est parti : votre réponse dit autre chose que ce que d'autres ont lu. Comparez ci-dessous, "
            "puis corrigez-la, ou dites pourquoi elle doit partir ainsi."
        )
        self.conflicts = tuple(conflicts)


class Unexplained(UnequalTreatment):
    """The answer is to leave all the same, and it is not said why."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(conflicts, "Rien n'est parti : dites pourquoi votre réponse doit partir ainsi ; ce sera noté.")


class Unreachable(DeskError):
    """The ticket has no thread, so nobody to answer."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Aucune réponse du service à la demande n° {number} : il n'y a rien à corriger ailleurs.")


class QuestionsOpen(DeskError):
    """Questions of the ticket are neither answered nor declined."""

    def __init__(self, number: int, count: int) -> None:
        left = "une question reste" if count == 1 else f"{count} questions restent"
        super().__init__(
            f"La demande n° {number} reste ouverte : {left} sans réponse. "
            "Répondez-y, ou dites à la personne pourquoi vous n'y répondez pas."
        )


class TooLateToTakeBack(DeskError):
    """The answer has left, or there is none of theirs."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Trop tard : la réponse à la demande n° {number} est partie. Envoyez plutôt une correction.")


class NobodyThere(DeskError):
    """No staff member of the department has an account, or all are absent."""

    def __init__(self, department: str) -> None:
        super().__init__(f"Rien n'a changé : personne du service « {department} » ne verrait cette demande.")


class BadMoment(DeskError):
    """The moment is past, or is none."""

    def __init__(self, found: str) -> None:
        super().__init__(f"La demande ne dort pas : attendu une date à venir, trouvé « {found} ».")


class NotMergeable(DeskError):
    """The tickets cannot become one."""

    def __init__(self, number: int, into: int) -> None:
        super().__init__(
            f"Rien n'a changé : les demandes n° {number} et n° {into} ne sont pas deux demandes ouvertes "
            "d'une même personne."
        )


class NoFirstWriter(DeskError):
    """No message of the thread says who wrote it first."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Rien dans la demande n° {number} ne dit qui a écrit un message transféré.")


class NothingToCorrect(DeskError):
    """No answer of the ticket was sent, so that nobody can have read otherwise."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Aucune réponse du service à la demande n° {number} : il n'y a rien à corriger ailleurs.")


class UnknownEntry(DeskError):
    """There is no entry of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Il n'y a pas d'entrée n° {number} dans la FAQ.")


class IncompleteEntry(DeskError):
    """The entry cannot be kept as it is; `missing` names what it lacks."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"L'entrée n'est pas enregistrée ; il faut encore : {', '.join(missing)}.")
        self.missing = tuple(missing)


class AnsweredByCall(DeskError):
    """The call answers that pair: no decision takes the place of its words."""

    def __init__(self) -> None:
        super().__init__(
            "L'entrée n'est pas enregistrée : l'appel répond lui-même à cette question, et une décision ne "
            "remplace pas ses mots. Choisissez un autre sujet, ou citez un passage de l'appel."
        )


class EntryMoved(DeskError):
    """The entry has another version than the one that was read."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Rien n'est fait : l'entrée n° {number} a été modifiée depuis l'ouverture de cette page. "
            "Relisez-la d'abord."
        )


class EntrySettled(DeskError):
    """The entry was approved, refused or withdrawn before."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Rien n'est fait : l'état de l'entrée n° {number} a déjà changé. Relisez-la d'abord.")


class OwnProposal(DeskError):
    """Another person approves what somebody proposed."""

    def __init__(self) -> None:
        super().__init__("Vous avez proposé ce texte : une autre personne doit le valider.")


class ColleaguePresent(DeskError):
    """Somebody else is there who may approve; `name` is theirs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Vous avez proposé ce texte, et {name} peut le valider. On ne valide seul que si toutes les autres "
            "personnes sont notées absentes."
        )
        self.name = name


class NoReason(DeskError):
    """What was asked for needs a reason, which is kept."""

    def __init__(self) -> None:
        super().__init__("Rien n'est fait : dites pourquoi, en une phrase qui sera conservée.")


class UnknownCase(DeskError):
    """The question or the pair is not known."""

    def __init__(self) -> None:
        super().__init__("La formulation n'est pas gardée : choisissez un sujet de la liste, pour une question d'ici.")
