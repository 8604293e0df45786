"""An OpenID provider over a real socket: it signs with keys of its own, and checks what OAuth has it check."""

import base64
import hashlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from time import sleep
from typing import Any
from urllib.parse import unquote_plus, urlencode
from uuid import uuid4

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "guichet-desk", "a secret: with signs/"
Sign = Callable[[dict[str, Any]], str]


@cache
def make_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@dataclass
class OpenIdProvider:
    """Lets `subject` in without asking; `claims` replace those of its ID tokens (None takes one out)."""

    clock: Callable[[], datetime]
    callback: str
    subject: str = "f3a1"
    kid: str = "first"
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    published: dict[str, Any] = field(default_factory=dict[str, Any])
    """Replaces what the discovery document says."""
    sign: Sign | None = None
    by_hand: bool = False
    """Shows a page of its own, on another origin, before it sends the browser back."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list[tuple[str, dict[str, str]]])
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    address: str = ""

    def discover(self, request: Request) -> Response:
        self.asked.append(("discovery", {}))
        document = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }
        return JSONResponse(document | self.published)

    def show_keys(self, request: Request) -> Response:
        self.asked.append(("keys", {}))
        return JSONResponse({"keys": [make_key(self.kid).as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(("authorize", asked))
        if self.by_hand and request.url.hostname != "localhost":
            return RedirectResponse(str(request.url.replace(hostname="localhost")), 302)
        if (asked["client_id"], asked["redirect_uri"], asked["response_type"]) != (CLIENT, self.callback, "code"):
            return Response("unknown client", 400)
        code = uuid4().hex
        self.codes[code] = asked
        back = f"{self.callback}?{urlencode({'code': code, 'state': asked['state']})}"
        if self.by_hand:
            return HTMLResponse(f"<h1>Établissement</h1><a href='{back.replace('&', '&amp;')}'>Je suis Agent</a>")
        return RedirectResponse(back, 302)

    async def give_token(self, request: Request) -> Response:
        async with request.form() as form:
            sent = {name: str(value) for name, value in form.items()}
        self.asked.append(("token", sent))
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        shown = [unquote_plus(part) for part in base64.b64decode(credentials).decode().split(":")]
        if (scheme, shown) != ("Basic", [CLIENT, SECRET]):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(sent["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=")
        if asked is None or (challenge.decode(), sent["redirect_uri"]) != (asked["code_challenge"], self.callback):
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "opaque", "token_type": "Bearer", "id_token": self._say(asked["nonce"])})

    def _say(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        usual = {"iss": self.address, "sub": self.subject, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce}
        said = {name: value for name, value in (usual | self.claims).items() if value is not None}
        return (self.sign or self.sign_rightly)(said)

    def sign_rightly(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.kid}, claims, make_key(self.kid))

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discover),
            Route("/keys", self.show_keys),
            Route("/authorize", self.authorize),
            Route("/token", self.give_token, methods=["POST"]),
        ]


@contextmanager
def serve_provider(provider: OpenIdProvider) -> Iterator[OpenIdProvider]:
    """Serve a provider on a port of its own, which is its issuer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    provider.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = Starlette(routes=provider.routes())
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        sleep(0.01)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
