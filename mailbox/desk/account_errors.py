"""What the desk refuses about accounts and logging in.

- `AccountError`
    - `BadInvitation`: the one-time link is unknown, used, or too old
    - `BadAccount`: what is asked for a staff account cannot be taken
    - `EmailTaken`
    - `BadLogin`: no such account, a wrong password, or an account that was disabled; never said which
    - `BadCode`: a code of the second factor is wrong, used or too old; never said which
    - `LoginLapsed`: too long between the password and the code
    - `TooManyTries`: failures came too fast, from one place or on one account
    - `WrongPassword`: the password that a change asks for is not the account's
    - `BadChoice`: what a person asks for their own account cannot be taken
    - `FactorStands`: there is a second factor already
    - `UnknownAccount`
    - `LastResponsable`: nobody would be left to run the office
    - `OwnAccount`: what only a colleague may do to an account
    - `SignOnError`: what concerns single sign-on (`sign_on_errors.py`)
"""

import math
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from .errors import DeskError


class AccountError(DeskError):
    """The root of what is refused about accounts; the message is fit to be shown to staff."""


class Fault(StrEnum):
    """What is wrong with what a person asks for their account."""

    EMAIL = "email"
    NAME = "name"
    CAPACITY = "capacity"
    DEPARTMENT = "department"
    ABSENCE = "absence"
    CHOICE = "choice"
    PASSWORD_SHORT = "password-short"  # noqa: S105 (the name of a fault)
    PASSWORD_LONG = "password-long"  # noqa: S105
    PASSWORD_EMAIL = "password-email"  # noqa: S105
    PASSWORD_COMMON = "password-common"  # noqa: S105


class BadInvitation(AccountError):
    """The link sets no account: unknown, used, replaced or too old, which is never told apart."""

    def __init__(self) -> None:
        super().__init__("Ce lien ne vaut pas ou ne vaut plus : il ne sert qu'une fois, pendant sept jours.")


class BadAccount(AccountError):
    """The account cannot be made as asked; `faults` says why, in full."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Le compte n'est pas encore créé : corrigez ce qui est signalé.")
        self.faults = tuple(faults)


class EmailTaken(AccountError):
    """There is an account of that address."""

    def __init__(self) -> None:
        super().__init__("Il existe déjà un compte à cette adresse : connectez-vous.")


class BadLogin(AccountError):
    """The address and the password do not go together."""

    def __init__(self) -> None:
        super().__init__("Adresse ou mot de passe incorrect.")


class BadCode(AccountError):
    """The code opens nothing: wrong, used before, or too old."""

    def __init__(self) -> None:
        super().__init__("Ce code ne vaut pas, ou ne vaut plus : donnez le prochain que montre votre application.")


class LoginLapsed(AccountError):
    """The password was given too long ago for a code to follow it, or never was."""

    def __init__(self) -> None:
        super().__init__("Le délai pour donner le code est passé : recommencez par l'adresse et le mot de passe.")


class TooManyTries(AccountError):
    """The attempt was not looked at; another one will be, after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        seconds = max(1, math.ceil(wait.total_seconds()))
        if seconds < 120:
            super().__init__("Trop d'essais sans succès : attendez {left} secondes, puis essayez encore.", left=seconds)
        else:
            minutes = math.ceil(seconds / 60)
            super().__init__("Trop d'essais sans succès : attendez {left} minutes, puis essayez encore.", left=minutes)
        self.wait = wait


class WrongPassword(AccountError):
    """The password is not the one of this account."""

    def __init__(self) -> None:
        super().__init__("Rien n'est changé : le mot de passe actuel n'est pas le bon.")


class BadChoice(AccountError):
    """The account cannot be changed as asked; `faults` says why, in full."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Rien n'est changé : corrigez ce qui est signalé.")
        self.faults = tuple(faults)


class FactorStands(AccountError):
    """The account has a second factor, which must be turned off before another is made."""

    def __init__(self) -> None:
        super().__init__("Votre compte a déjà un second facteur : désactivez-le pour en faire un autre.")


class UnknownAccount(AccountError):
    """There is no account of that number."""

    def __init__(self) -> None:
        super().__init__("Ce compte n'existe pas : revenez à la liste des comptes.")


class LastResponsable(AccountError):
    """The account is the last one that runs the office."""

    def __init__(self) -> None:
        super().__init__("Rien n'est changé : c'est le dernier compte responsable ; donnez d'abord ce rôle à un autre.")


class OwnAccount(AccountError):
    """A person's own second factor is turned off with password and code alone, their own link at *Mon compte*."""

    def __init__(self) -> None:
        super().__init__("Rien n'est changé : pour votre propre compte, passez par la page « Mon compte ».")
