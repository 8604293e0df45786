"""What the desk refuses.

- `DeskError`
    - `BadOffice`, `BadService`, `OfficeMoved`: what concerns the office's settings (`office_errors.py`)
    - `BadReply`, `NumberTaken`, `UnknownReply`, `ReplyMoved`: what concerns saved replies (`saved_reply_errors.py`)
    - `UnknownTicket`
    - `TicketClosed`
    - `ThreadMoved`: something came in, or a colleague answered, since the page was opened
    - `NothingToSend`
    - `UnequalTreatment`: the answer disagrees with the call, or with what another candidate was told
        - `UnequalEntry`: so does an entry that is to be approved
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
    - `NoSuchAnswer`, `BadDay`, `FactsMoved`: what concerns a person's case (`eligibility_errors.py`)
    - `BadCaller`, `OnlyByPhone`, `Writable`: what concerns telephone calls (`phone_errors.py`)
    - `ReplyRefused`: what staff replied to a mail of ours does not leave (`reply_errors.py`)
    - `AccountError`: what concerns accounts and logging in (`account_errors.py`)
"""

from collections.abc import Sequence

from ..delivery.sentence import Listed, mark
from .conflict import Conflict


class DeskError(Exception):
    """The root of what the desk refuses; the message is fit to be shown to staff, in French.

    `sentence` is the message with names in braces for its `data`, so that a page can say it in another language.
    """

    def __init__(self, sentence: str, **data: object) -> None:
        super().__init__(sentence.format(**data))
        self.sentence, self.data = sentence, data


class UnknownTicket(DeskError):
    """There is no ticket of that number."""

    def __init__(self, number: int) -> None:
        super().__init__("Il n'y a pas de demande n° {number}.", number=number)


class TicketClosed(DeskError):
    """The ticket was closed before."""

    def __init__(self, number: int) -> None:
        super().__init__("La demande n° {number} est déjà fermée ; rouvrez-la pour répondre encore.", number=number)


class ThreadMoved(DeskError):
    """The thread has messages that the writer of the answer has not seen."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Rien n'est parti : la demande n° {number} a bougé depuis l'ouverture de cette page. "
            "Votre brouillon est conservé ; lisez ce qui est nouveau, puis envoyez.",
            number=number,
        )


class NothingToSend(DeskError):
    """The answer is empty."""

    def __init__(self) -> None:
        super().__init__("Rien n'est parti : la réponse est vide.")


class UnequalTreatment(DeskError):
    """The answer says another thing than others were told; `conflicts` says what."""

    message = mark(
        "Rien n'est parti : votre réponse dit autre chose que ce que d'autres ont lu. Comparez ci-dessous, "
        "puis corrigez-la, ou dites pourquoi elle doit partir ainsi."
    )

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(self.message)
        self.conflicts = tuple(conflicts)


class UnequalEntry(UnequalTreatment):
    """The entry says another thing than people were told."""

    message = mark(
        "Rien n'est validé : l'entrée dit autre chose que ce que d'autres ont lu. Comparez ci-dessous, "
        "puis modifiez-la, ou dites pourquoi elle doit servir ainsi."
    )


class Unexplained(UnequalTreatment):
    """The answer is to leave all the same, and it is not said why."""

    message = mark("Rien n'est parti : dites pourquoi votre réponse doit partir ainsi ; ce sera noté.")


class Unreachable(DeskError):
    """The ticket has no thread, so nobody to answer."""

    def __init__(self, number: int) -> None:
        super().__init__("La demande n° {number} n'a pas d'expéditeur à qui répondre.", number=number)


class QuestionsOpen(DeskError):
    """Questions of the ticket are neither answered nor declined."""

    one = mark(
        "La demande n° {number} reste ouverte : une question reste sans réponse. "
        "Répondez-y, ou dites à la personne pourquoi vous n'y répondez pas."
    )
    many = mark(
        "La demande n° {number} reste ouverte : {count} questions restent sans réponse. "
        "Répondez-y, ou dites à la personne pourquoi vous n'y répondez pas."
    )

    def __init__(self, number: int, count: int) -> None:
        super().__init__(self.one if count == 1 else self.many, number=number, count=count)


class TooLateToTakeBack(DeskError):
    """The answer has left, or there is none of theirs."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Trop tard : la réponse à la demande n° {number} est partie. Envoyez plutôt une correction.", number=number
        )


class NobodyThere(DeskError):
    """No staff member of the department has an account, or all are absent."""

    def __init__(self, department: str) -> None:
        super().__init__(
            "Rien n'a changé : personne du service « {department} » ne verrait cette demande.", department=department
        )


class BadMoment(DeskError):
    """The moment is past, or is none."""

    def __init__(self, found: str) -> None:
        if found:
            super().__init__("La demande ne dort pas : attendu une date à venir, trouvé « {found} ».", found=found)
        else:
            super().__init__("La demande ne dort pas : attendu une date à venir, rien trouvé.")


class NotMergeable(DeskError):
    """The tickets cannot become one."""

    def __init__(self, number: int, into: int) -> None:
        super().__init__(
            "Rien n'a changé : les demandes n° {number} et n° {into} ne sont pas deux demandes ouvertes "
            "d'une même personne.",
            number=number,
            into=into,
        )


class NoFirstWriter(DeskError):
    """No message of the thread says who wrote it first."""

    def __init__(self, number: int) -> None:
        super().__init__("Rien dans la demande n° {number} ne dit qui a écrit un message transféré.", number=number)


class NothingToCorrect(DeskError):
    """No answer of the ticket was sent, so that nobody can have read otherwise."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Aucune réponse du service à la demande n° {number} : il n'y a rien à corriger ailleurs.", number=number
        )


class UnknownEntry(DeskError):
    """There is no entry of that number."""

    def __init__(self, number: int) -> None:
        super().__init__("Il n'y a pas d'entrée n° {number} dans la FAQ.", number=number)


class IncompleteEntry(DeskError):
    """The entry cannot be kept as it is; `missing` names what it lacks, in marked words."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("L'entrée n'est pas enregistrée ; il faut encore : {missing}.", missing=Listed(missing))
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
            "Rien n'est fait : l'entrée n° {number} a été modifiée depuis l'ouverture de cette page. "
            "Relisez-la d'abord.",
            number=number,
        )


class EntrySettled(DeskError):
    """The entry was approved, refused or withdrawn before."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Rien n'est fait : l'état de l'entrée n° {number} a déjà changé. Relisez-la d'abord.", number=number
        )


class OwnProposal(DeskError):
    """Another person approves what somebody proposed."""

    def __init__(self) -> None:
        super().__init__("Vous avez proposé ce texte : une autre personne doit le valider.")


class ColleaguePresent(DeskError):
    """Somebody else is there who may approve; `name` is theirs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "Vous avez proposé ce texte, et {name} peut le valider. On ne valide seul que si toutes les autres "
            "personnes sont notées absentes.",
            name=name,
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
