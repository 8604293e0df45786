"""What the desk refuses about single sign-on.

- `SignOnError`
    - `SignOnLapsed`: the way to the provider and back was not begun in this browser, is over, or took too long
    - `SignOnRefused`: the provider let nobody in
    - `ProviderDown`: the provider does not answer, or not as OpenID Connect says
    - `BadIdToken`: what the provider says of a person proves nothing to us
    - `UnknownIdentity`: no account is linked, or the one that is was disabled; never said which
    - `IdentityTaken`: another account is linked to it
    - `IdentityStands`: the account is linked to another one
"""

from ..delivery.sentence import mark
from .account_errors import AccountError


class SignOnError(AccountError):
    """The root of what is refused about single sign-on; `key` names it in an address, its words are for staff."""

    key = ""
    words = ""

    def __init__(self, reason: str = "") -> None:
        super().__init__(self.words)
        self.reason = reason
        """Why, for the log, without a token or a name in it."""


class SignOnLapsed(SignOnError):
    """The browser does not show what it was given when it left for the provider, or shows it a second time."""

    key = "delai"
    words = mark("Cette connexion n'a pas été commencée dans ce navigateur, ou il y a trop longtemps : recommencez.")


class SignOnRefused(SignOnError):
    """The provider sent the browser back without letting anybody in, or does not know the code it brings."""

    key = "refus"
    words = mark("L'établissement n'a pas confirmé votre connexion : recommencez, ou donnez adresse et mot de passe.")


class ProviderDown(SignOnError):
    """The provider cannot be reached, or does not answer as it should."""

    key = "panne"
    words = mark(
        "Le service de connexion de l'établissement ne répond pas : réessayez plus tard, ou connectez-vous par "
        "adresse et mot de passe."
    )


class BadIdToken(SignOnError):
    """An ID token that is not for us, not the provider's, not of now, or not signed as we ask."""

    key = "preuve"
    words = mark(
        "La réponse de l'établissement ne peut pas être vérifiée : prévenez la personne qui tient ce service, et "
        "connectez-vous par adresse et mot de passe."
    )


class UnknownIdentity(SignOnError):
    """Nobody who may log in is linked to who came back from the provider."""

    key = "inconnu"
    words = mark(
        "Aucun compte ouvert du guichet n'est lié à ce compte de l'établissement. Connectez-vous par adresse et mot "
        "de passe, puis liez-le à la page « Mon compte »."
    )


class IdentityTaken(SignOnError):
    """Two accounts would be one person's."""

    key = "pris"
    words = mark("Rien n'est changé : ce compte de l'établissement est déjà lié à un autre compte du guichet.")


class IdentityStands(SignOnError):
    """A link is taken off before another is made."""

    key = "deja"
    words = mark("Rien n'est changé : un compte de l'établissement est déjà lié au vôtre ; retirez d'abord ce lien.")


_BY_KEY: dict[str, str] = {
    error.key: error.words
    for error in (
        SignOnLapsed,
        SignOnRefused,
        ProviderDown,
        BadIdToken,
        UnknownIdentity,
        IdentityTaken,
        IdentityStands,
    )
}


def explain(key: str) -> str:
    """Return the words of a refusal that is named in an address; nothing for what is none of ours."""
    return _BY_KEY.get(key, "")
