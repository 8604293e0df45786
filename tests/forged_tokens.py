"""ID tokens that no provider signed, each made as somebody would who has not its key."""

import base64
import hashlib
import hmac
import json
from typing import Any

from joserfc import jwt

from guichet.tests.openid_provider import SECRET, make_key


def unsigned(claims: dict[str, Any]) -> str:
    return f"{_encode({'alg': 'none'})}.{_encode(claims)}."


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """Take what everybody knows of an RSA key for the secret of an HMAC."""
    return _sign(claims, make_key("first").as_pem(private=False))


def signed_with_our_secret(claims: dict[str, Any]) -> str:
    """Take the client's secret for the provider's key, as OpenID Connect would allow for HS256."""
    return _sign(claims, SECRET.encode())


def signed_by_a_stranger(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, make_key("stranger"))


def signed_with_a_key_of_its_own(claims: dict[str, Any]) -> str:
    """Bring the key along in the header."""
    key = make_key("stranger")
    header = {"alg": "RS256", "kid": "first", "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims, key)


def _sign(claims: dict[str, Any], secret: bytes) -> str:
    said = f"{_encode({'alg': 'HS256', 'kid': 'first'})}.{_encode(claims)}"
    return f"{said}.{_shorten(hmac.digest(secret, said.encode(), hashlib.sha256))}"


def _encode(part: dict[str, Any]) -> str:
    return _shorten(json.dumps(part).encode())


def _shorten(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
