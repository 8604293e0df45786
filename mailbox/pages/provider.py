"""The institution's OpenID provider: where a browser is sent, and who came back with a code.

Spoken to over HTTPS from the thread of a screen, never at the service's start. Needs the extra `oidc`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from ssl import SSLContext
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from ..desk.sign_on import Marks
from ..desk.sign_on_errors import BadIdToken, ProviderDown, SignOnRefused
from ..desk.staff_identity import Identity
from .id_token import Expected, UnknownKey, read_id_token

SECONDS = 5.0
"""How long each step of a request may take."""
AT_ONCE = 8
"""So many screens wait for the provider together, of the forty that can be answered: one that hangs stops no other."""
LARGEST = 512 * 1024
FRESH = timedelta(hours=1)
"""How long what the provider publishes is not asked for again."""
DISCOVERY = "/.well-known/openid-configuration"
CALLBACK = "/connexion/etablissement/retour"
_PLAIN = re.compile(r"https?://[!$-&(-;=?-\[\]_a-z~]+")
"""The characters of a URL, without those that end one in a header or in an attribute."""


@dataclass(frozen=True)
class Provider:
    """One provider, and what it knows us by; `desk_url` is the desk's address as staff type it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    desk_url: str
    _kept: dict[str, tuple[datetime, Mapping[str, Any]]] = field(
        default_factory=dict[str, tuple[datetime, Mapping[str, Any]]], init=False, repr=False, compare=False
    )
    _places: BoundedSemaphore = field(
        default_factory=lambda: BoundedSemaphore(AT_ONCE), init=False, repr=False, compare=False
    )

    @property
    def callback(self) -> str:
        """Return where the provider sends browsers back to; it is to be registered there."""
        return f"{self.desk_url}{CALLBACK}"

    def address(self, marks: Marks, now: datetime) -> str:
        """Return where a browser is sent: the authorization code flow with PKCE; raises `ProviderDown`."""
        endpoint = self._endpoint("authorization_endpoint", now)
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "scope": "openid",
            "state": marks.state,
            "nonce": marks.nonce,
            "code_challenge": marks.challenge,
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def identify(self, code: str, marks: Marks, now: datetime) -> Identity:
        """Return who a code stands for; raises `SignOnRefused`, `BadIdToken`, `ProviderDown`."""
        answer = self._redeem(code, marks, now)
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise BadIdToken("no ID token")
        expected = Expected(self.issuer, self.client_id, marks.nonce, access if isinstance(access, str) else None)
        keys = self._endpoint("jwks_uri", now)
        try:
            return read_id_token(token, self._publish(keys, now), expected, now)
        except UnknownKey:
            self._kept.pop(keys, None)  # the provider's keys may have been changed since
        try:
            return read_id_token(token, self._publish(keys, now), expected, now)
        except UnknownKey:
            raise BadIdToken("an unknown key") from None

    def _redeem(self, code: str, marks: Marks, now: datetime) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "code_verifier": marks.verifier,
        }
        methods = self._discover(now).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        how: dict[str, Any] = {"data": form, "auth": (quote_plus(self.client_id), quote_plus(self.client_secret))}
        if "client_secret_basic" not in methods:
            how = {"data": form | {"client_id": self.client_id, "client_secret": self.client_secret}}
        status, answer = self._ask("POST", self._endpoint("token_endpoint", now), how)
        if 400 <= status < 500 and answer.get("error") == "invalid_grant":
            raise SignOnRefused("an unknown code")
        if status != 200:
            raise ProviderDown(f"the token endpoint answers {status}")
        return answer

    def _endpoint(self, name: str, now: datetime) -> str:
        """Return one of the addresses that the provider publishes; only https, or on the issuer's own machine."""
        found = self._discover(now).get(name)
        if not isinstance(found, str) or not _PLAIN.fullmatch(found):
            raise ProviderDown(f"no {name}")
        there, ours = urlsplit(found), urlsplit(self.issuer)
        if there.scheme != "https" and (there.scheme, there.hostname) != (ours.scheme, ours.hostname):
            raise ProviderDown(f"{name} without TLS")
        return found

    def _discover(self, now: datetime) -> Mapping[str, Any]:
        found = self._publish(f"{self.issuer.rstrip('/')}{DISCOVERY}", now)
        if found.get("issuer") != self.issuer:
            raise ProviderDown("the discovery document is another issuer's")
        return found

    def _publish(self, url: str, now: datetime) -> Mapping[str, Any]:
        """Return what stands at an address, of the last hour."""
        kept = self._kept.get(url)
        if kept and now - kept[0] < FRESH:
            return kept[1]
        status, found = self._ask("GET", url, {})
        if status != 200:
            raise ProviderDown(f"{urlsplit(url).path} answers {status}")
        self._kept[url] = now, found
        return found

    def _ask(self, method: str, url: str, how: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
        """Ask for a JSON object; a redirection is not followed."""
        import httpx

        if not self._places.acquire(timeout=SECONDS):
            raise ProviderDown("too many wait for it")
        try:
            with (
                httpx.Client(verify=_trust(), timeout=SECONDS, headers={"Accept": "application/json"}) as client,
                client.stream(method, url, **how) as response,
            ):
                return response.status_code, _read_object(response)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ProviderDown(type(error).__name__) from None
        finally:
            self._places.release()


@cache
def _trust() -> SSLContext:
    """Read whom to trust, once: the certificates of certifi, or those that SSL_CERT_FILE names."""
    import httpx

    return httpx.create_ssl_context()


def _read_object(response: Any) -> Mapping[str, Any]:
    """Read a JSON object of at most 512 KB; raises ValueError, but where an error has another kind of page."""
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > LARGEST:
            raise ValueError
    try:
        found: object = json.loads(content)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found  # pyright: ignore[reportUnknownVariableType]
    if response.status_code == 200:
        raise ValueError
    return {}
