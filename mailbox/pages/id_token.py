"""The ID token: what the OpenID provider says of who came, checked before it is believed.

OpenID Connect Core 1.0, section 3.1.3.7. Needs the extra `oidc`, whose libraries are imported when a token is read.
"""

# Authlib has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..desk.sign_on_errors import BadIdToken
from ..desk.staff_identity import Identity

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Made with a key that the provider alone has; never `none`, nor HS256, which whoever knows our secret could make."""
DRIFT = timedelta(minutes=1)
"""By so much the provider's clock may differ from ours."""
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris"})
"""Ways to come in (RFC 8176) that are more than a password; a code by text message (`sms`) is not among them."""
LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, section 2: no more ASCII characters than these."""


class UnknownKey(Exception):
    """The token is signed with a key that is not among those we have."""


@dataclass(frozen=True)
class Expected:
    """What a token must say to be for us, and for this browser."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str | None
    """The one that came with it, which an `at_hash` must be of."""


def read_id_token(token: str, keys: Mapping[str, Any], expected: Expected, now: datetime) -> Identity:
    """Check a token with the provider's keys (a JWK set) and return who it is of.

    Raises `UnknownKey`, and `BadIdToken` for whatever else is wrong.
    """
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        known = KeySet.import_key_set({"keys": list(keys["keys"])})
        signed = jwt.decode(token, known, registry=registry)
        claims = _check_claims(signed.claims, signed.header, expected, now)
    except InvalidKeyIdError:
        raise UnknownKey from None
    except (JoseError, LookupError, TypeError, ValueError) as error:
        raise BadIdToken(type(error).__name__) from None
    return Identity(expected.issuer, _subject(claims), bool(SECOND_FACTORS.intersection(_methods(claims))))


def _check_claims(
    claims: Mapping[str, Any], header: Mapping[str, Any], expected: Expected, now: datetime
) -> dict[str, Any]:
    """Check issuer, audience, times, nonce, authorized party and the access token's hash."""
    from authlib.oidc.core import CodeIDToken

    ours = expected.client_id

    def is_for_us_alone(_claims: object, aud: object) -> bool:
        return aud in (ours, [ours])

    # Without these options Authlib takes any issuer, and a token for another client.
    options = {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": ours, "validate": is_for_us_alone},
        "nonce": {"essential": True, "value": expected.nonce},
    }
    asked = {"nonce": expected.nonce, "client_id": ours, "access_token": expected.access_token}
    checked = CodeIDToken(claims, header, options, asked)
    checked.validate(now=int(now.timestamp()), leeway=int(DRIFT.total_seconds()))
    return dict(checked)


def _subject(claims: Mapping[str, Any]) -> str:
    subject: object = claims["sub"]
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT:
        raise BadIdToken("no subject")
    if not (subject.isascii() and subject.isprintable()):
        raise BadIdToken("no subject")
    return subject


def _methods(claims: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(one for one in claims.get("amr") or () if isinstance(one, str))
