"""An identity provider that the tests run: a real one over HTTP, whose answers can be forged before they leave it."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "lighed-client"
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
"""A key that the provider does not publish."""


@dataclass
class Provider:
    """A provider on this machine; `forge` changes the claims or the signature of the tokens that it hands out."""

    app: Any
    issuer: str
    forge: Callable[[dict[str, Any]], None] = lambda claims: None
    sign_with: Any = None
    description: dict[str, Any] = field(default_factory=dict)
    token_requests: list[dict[str, str]] = field(default_factory=list)

    def person(self, subject: str, **claims: object) -> None:
        """Let the provider know someone."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.app.test_client().put(f"/users/{subject}", json=claims)

    def come_from(self, address: str, subject: str, *, action: str = "authorize") -> str:
        """Log in at the provider as the browser would, sent there with `address`; the address it sends one back to."""
        parts = urlsplit(address)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = self.app.test_client().post(
                f"{parts.path}?{parts.query}", data={"sub": subject, "action": action}, base_url=self.issuer
            )
        assert answer.status_code == 302, answer.text
        return answer.location


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run a provider for a while."""
    # Its own libraries warn of each other, and insist on it.
    with warnings.catch_warnings(record=True):
        import flask
        import oidc_provider_mock

        app = oidc_provider_mock.app(require_nonce=True, issue_refresh_token=False)
        provider = Provider(app, "")

        @app.after_request
        def forged(response: flask.Response) -> flask.Response:
            if flask.request.path == "/.well-known/openid-configuration":
                response.set_data(flask.json.dumps({**response.get_json(), **provider.description}))
            if flask.request.path == "/oauth2/token" and response.status_code == 200:
                provider.token_requests.append(flask.request.form.to_dict())
                _forge(provider, response, flask.g.oidc_provider_mock_storage.jwk)
            return response

        def quietly(environ: dict[str, Any], start: Any) -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return list(app(environ, start))

        server = make_server("127.0.0.1", 0, quietly, handler_class=_Quiet)
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *about: object) -> None:
        pass


def _forge(provider: Provider, response: Any, key: Any) -> None:
    answer = response.get_json()
    header = {name: value for name, value in jwt.get_unverified_header(answer["id_token"]).items() if name == "kid"}
    claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
    provider.forge(claims)
    signing = provider.sign_with or key.as_pem(is_private=True)
    answer["id_token"] = jwt.encode(claims, signing, algorithm="RS256", headers=header)
    import flask

    response.set_data(flask.json.dumps(answer))


def asked_with(address: str) -> dict[str, str]:
    """The parameters with which someone was sent to the provider."""
    return dict(parse_qsl(urlsplit(address).query))


def long_ago() -> int:
    """A time at which no token of a test is still valid."""
    return int(time.time()) - 3600
