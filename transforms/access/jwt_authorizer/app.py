"""Checks JSON Web Tokens for a REST API as the JWT authorizer of an HTTP API does.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

import json
import os
import urllib.request
from pathlib import Path
from typing import Any

import jwt

ISSUER = os.environ["ISSUER"]
AUDIENCE = {entry.strip() for entry in os.environ["AUDIENCE"].split(",")} - {""}
HEADER = os.environ["HEADER"].lower()
# Scopes by method and path, of which a token needs one. A route that is not listed here is refused.
ROUTES = json.loads(Path(__file__).with_name("routes.json").read_text(encoding="utf-8"))
# Other algorithms would let whoever knows the public key, which everybody does, sign tokens with it.
ALGORITHMS = ["RS256"]
SECONDS = 5
KEPT = 7200  # seconds that the issuer's keys are kept, as API Gateway keeps them

_clients: dict[str, jwt.PyJWKClient] = {}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Allow the request that the event names, or refuse it; nothing of it may be cached for other routes."""
    claims = _claims(_token(event))
    path = event["resource"]
    scopes = ROUTES.get(f"{event['httpMethod']} {path}", ROUTES.get(f"ANY {path}"))
    allowed = scopes is not None and (not scopes or not _scopes(claims).isdisjoint(scopes))
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow" if allowed else "Deny",
        "Resource": event["methodArn"],
    }
    return {
        "principalId": str(claims.get("sub", "token")),
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {name: _text(value) for name, value in claims.items() if value is not None},
    }


def _token(event: dict[str, Any]) -> str:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    kind, _, token = (headers.get(HEADER) or "").strip().rpartition(" ")
    return token if kind.strip().lower() in ("", "bearer") else ""


def _claims(token: str) -> dict[str, Any]:
    """The claims of a valid token. API Gateway answers 401 to this very message."""
    client = _client()
    try:
        key = client.get_signing_key_from_jwt(token).key
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=ISSUER,
            options={"require": ["exp", "iss"], "verify_aud": False, "verify_sub": False, "verify_jti": False},
        )
    except jwt.PyJWKClientConnectionError:
        raise  # the issuer cannot be reached: 500
    except (jwt.PyJWTError, TypeError, ValueError):
        raise Exception("Unauthorized") from None
    audience = claims["aud"] if "aud" in claims else claims.get("client_id")
    named = audience if isinstance(audience, list) else [audience]
    if AUDIENCE.isdisjoint(entry for entry in named if isinstance(entry, str)):
        raise Exception("Unauthorized")
    return claims


def _client() -> jwt.PyJWKClient:
    """Where the issuer's keys are found; they are fetched once and kept."""
    if ISSUER not in _clients:
        address = _secure(f"{ISSUER.rstrip('/')}/.well-known/openid-configuration")
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            keys = _secure(json.load(answer)["jwks_uri"])
        _clients[ISSUER] = jwt.PyJWKClient(keys, lifespan=KEPT, timeout=SECONDS)
    return _clients[ISSUER]


def _secure(address: str) -> str:
    if not address.startswith("https://"):
        raise ValueError("an issuer and its keys have to be behind https")
    return address


def _scopes(claims: dict[str, Any]) -> set[str]:
    given = claims.get("scope", claims.get("scp"))
    return {entry for entry in (given.split() if isinstance(given, str) else given or []) if isinstance(entry, str)}


def _text(value: Any) -> str:
    """A claim as an HTTP API shows it."""
    if isinstance(value, str):
        return value
    return f"[{' '.join(map(_text, value))}]" if isinstance(value, list) else json.dumps(value)
