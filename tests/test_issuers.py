"""The authorizer that is written beside a template, run with keys and an issuer of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import importlib.util
import json
import shutil
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from migrator.findings import Accept, Level
from migrator.options import Direction, Options
from migrator.text.source import Source
from transforms.access import issuers
from transforms.access.token_codes import JWT_ISSUER

ISSUER = "https://issuer.example/"
ROUTES = {"GET /orders": [], "POST /orders": ["write", "admin"], "ANY /reports/{id}": []}
ARN = "arn:aws:execute-api:eu-west-1:123456789012:a1/prod/GET/orders"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)

Ask = Callable[..., dict[str, Any]]


class Issuer(http.server.BaseHTTPRequestHandler):
    """Says where the keys are, and gives them."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        keys = {"keys": [{**public, "kid": "k1", "use": "sig"}]}
        said = keys if self.path == "/keys" else {"issuer": ISSUER, "jwks_uri": f"{ISSUER}keys"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The authorizer, deployed: what it says of a token on a route."""
    folder = tmp_path / "authorizer"
    folder.mkdir()
    shutil.copy(Path(issuers.__file__).parent / "jwt_authorizer" / issuers.CODE, folder)
    (folder / issuers.ROUTES).write_text(json.dumps(ROUTES))
    for name, value in (("ISSUER", ISSUER), ("AUDIENCE", "orders,shop"), ("HEADER", "Authorization")):
        monkeypatch.setenv(name, value)
    opened = urllib.request.OpenerDirector.open

    def local(opener: Any, request: Any, data: Any = None, timeout: float = 5) -> Any:
        url = request if isinstance(request, str) else request.full_url
        assert url.startswith(ISSUER)
        return opened(opener, url.replace(ISSUER, address), data, timeout)

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", local)
    spec = importlib.util.spec_from_file_location("issuer_authorizer", folder / issuers.CODE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def asked(token: str | None, method: str = "GET", resource: str = "/orders") -> dict[str, Any]:
        headers = {} if token is None else {"authorization": token}
        event = {"httpMethod": method, "resource": resource, "headers": headers or None, "methodArn": ARN}
        said: dict[str, Any] = module.handler(event, None)
        return said

    return asked


def token(key: Any = KEY, alg: str = "RS256", kid: str = "k1", **claims: Any) -> str:
    """A token that is valid but for what is said."""
    given = {"iss": ISSUER, "aud": "orders", "exp": int(time.time()) + 86_400, "sub": "u1", **claims}
    kept = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(kept, key, algorithm=alg, headers={"kid": kid})


def effect(said: dict[str, Any]) -> str:
    (statement,) = said["policyDocument"]["Statement"]
    assert statement["Resource"] == ARN
    return str(statement["Effect"])


@pytest.mark.parametrize(
    "given",
    [
        token(),
        f"Bearer {token()}",
        token(aud=["other", "shop"]),
        token(aud=None, client_id="shop"),
        token(nbf=int(time.time()) - 5, iat=int(time.time()) - 5),
    ],
    ids=["bare", "bearer", "one-of-several-audiences", "client-id-without-audience", "began"],
)
def test_a_valid_token_is_let_in(ask: Ask, given: str) -> None:
    assert effect(ask(given)) == "Allow"


def forged() -> str:
    """A token of HS256 whose secret is the public key, which everybody knows."""
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head, body = ({"alg": "HS256", "typ": "JWT", "kid": "k1"}, {"iss": ISSUER, "aud": "orders", "exp": 4102444800})
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, body)]
    signature = base64.urlsafe_b64encode(hmac.new(public, b".".join(parts), hashlib.sha256).digest()).rstrip(b"=")
    return b".".join([*parts, signature]).decode()


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "Basic dXNlcg==",
        f"Basic {token()}",
        "not.a.token",
        token(exp=int(time.time()) - 1),
        token(exp=None),
        token(nbf=int(time.time()) + 43_200),
        token(iat=int(time.time()) + 43_200),
        token(iss="https://other.example/"),
        token(iss=ISSUER.rstrip("/")),
        token(aud="other"),
        token(aud="other", client_id="orders"),
        token(aud=None),
        token(OTHER),
        token(kid="k2"),
        token(alg="RS512"),
        token(None, alg="none"),
        forged(),
        f"{token().rpartition('.')[0]}.",
    ],
    ids=[
        *("no-header", "empty", "other-scheme", "token-of-another-scheme", "no-token", "expired", "without-end"),
        *("not-yet", "issued-later", "issuer", "issuer-without-slash", "audience", "audience-before-client"),
        *("no-audience", "other-key", "unknown-key", "rs512", "none", "hs256-with-the-public-key", "no-signature"),
    ],
)
def test_any_other_token_gets_401(ask: Ask, given: str | None) -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        ask(given)


@pytest.mark.parametrize(
    ("method", "resource", "claims", "wanted"),
    [
        ("POST", "/orders", {}, "Deny"),
        ("POST", "/orders", {"scope": "read openid"}, "Deny"),
        ("POST", "/orders", {"scope": "rewrite"}, "Deny"),
        ("POST", "/orders", {"scope": "read write"}, "Allow"),
        ("POST", "/orders", {"scp": ["admin"]}, "Allow"),
        ("DELETE", "/orders", {"scope": "write"}, "Deny"),
        ("PUT", "/reports/{id}", {}, "Allow"),
        ("GET", "/new", {}, "Deny"),
    ],
)
def test_scopes_are_those_of_the_route(
    ask: Ask, method: str, resource: str, claims: dict[str, Any], wanted: str
) -> None:
    assert effect(ask(token(**claims), method, resource)) == wanted


def test_claims_look_as_an_http_api_shows_them(ask: Ask) -> None:
    said = ask(token(groups=["a", "b"], level=3, ok=True, address={"city": "X"}, nothing=None))
    shown = said["context"]
    assert said["principalId"] == "u1"
    assert (shown["groups"], shown["level"], shown["ok"]) == ("[a b]", "3", "true")
    assert shown["address"] == '{"city": "X"}'
    assert all(isinstance(value, str) for value in shown.values())


def test_keys_are_fetched_once(ask: Ask) -> None:
    Issuer.asked.clear()
    for _ in range(3):
        ask(token())
    assert Issuer.asked == ["/.well-known/openid-configuration", "/keys"]


def test_an_accepted_way_is_no_accepted_loss() -> None:
    accept = Accept.parse("jwt-issuer=authorizer:Shop")
    assert (accept.code, accept.way, accept.api) == ("jwt-issuer", "authorizer", "Shop")
    assert str(accept) == "jwt-issuer=authorizer:Shop"
    assert accept.asks(JWT_ISSUER, "Shop")
    assert not accept.asks(JWT_ISSUER, "Other")
    assert not Accept.parse("jwt-issuer=all").asks(JWT_ISSUER, "Shop")
    assert not Accept.parse("all").asks(JWT_ISSUER, "Shop")


def test_what_is_asked_for_holds_under_strict() -> None:
    from migrator import migrate

    template = Path(__file__).parent.parent / "golden/to-rest/issuer/authorizer/template.yaml"
    source = Source(str(template), template.read_text())
    accept = (Accept.parse("jwt-issuer=authorizer"), Accept("all"))
    migration = migrate(source, Direction.TO_REST, Options(accept=accept, strict=True), verify=False)
    (finding,) = [f for f in migration.findings if f.code is JWT_ISSUER]
    assert finding.level is Level.WARNING
    assert {Path(change.source.path).name for change in migration.files if change.new} == {
        issuers.CODE,
        issuers.LIBRARIES,
        issuers.ROUTES,
    }
