"""Why what staff replied to a mail of ours does not leave; each message is what they are told by mail.

- `ReplyRefused`
    - `UnknownAddress`: the address replied to is none of ours, or was changed
    - `OtherSender`: it is not from the account that was told
    - `NotAuthentic`: our own mail server could not tell that it is from that account
    - `MayNotAnswer`: the account may only read
    - `NothingAsked`: the mail replied to was about no one request
    - `AlreadyUsed`: an answer has left by that address before
    - `FilesEnclosed`: files do not leave by mail
    - `InternalWords`: words that are for staff alone are left in it
"""

from .errors import DeskError


class ReplyRefused(DeskError):
    """The root; `keeps_words` tells whether it is sure enough who wrote to keep the words as that person's draft."""

    message = ""
    keeps_words = True

    def __init__(self) -> None:
        super().__init__(self.message)


class UnknownAddress(ReplyRefused):
    """The address has no or another proof."""

    message = "L'adresse à laquelle vous avez répondu n'est pas, ou plus, valable. Répondez depuis le guichet."
    keeps_words = False


class OtherSender(ReplyRefused):
    """Somebody else replied, or the same person from another address."""

    message = (
        "Le courriel ne vient pas de l'adresse de votre compte. S'il est de vous, écrivez depuis l'adresse de votre "
        "compte ; sinon, dites-le à un responsable : quelqu'un a reçu un courriel qui vous était destiné."
    )
    keeps_words = False


class NotAuthentic(ReplyRefused):
    """DMARC did not pass."""

    message = (
        "Notre serveur de messagerie n'a pas pu vérifier que le courriel vient de vous (DMARC). Répondez depuis le "
        "guichet, et signalez-le à votre service informatique si cela se répète."
    )


class MayNotAnswer(ReplyRefused):
    """The account's role is to read."""

    message = "Votre compte permet de lire les demandes, non d'y répondre. Demandez-en le droit à un responsable."


class NothingAsked(ReplyRefused):
    """There is no request that an answer would be to."""

    message = "Ce courriel ne portait pas sur une seule demande. Ouvrez au guichet celle à laquelle vous répondez."


class AlreadyUsed(ReplyRefused):
    """The address works once."""

    message = (
        "Une réponse est déjà partie par cette adresse, qui ne sert qu'une fois. Pour compléter, ouvrez le guichet."
    )


class FilesEnclosed(ReplyRefused):
    """An answer by mail is words alone."""

    message = "Votre courriel a une pièce jointe, qui ne partirait pas. Répondez de nouveau sans elle, ou au guichet."


class InternalWords(ReplyRefused):
    """What was told to staff could not be told apart from what they wrote."""

    message = (
        "Votre réponse contient encore du texte interne de notre courriel. Répondez de nouveau en l'effaçant, "
        "ou au guichet."
    )
