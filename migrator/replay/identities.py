"""Whose data an event carries, as each event format shows it."""

from __future__ import annotations

import json
from typing import Any

from ..facts import Format, Identity
from .requests import VALUE, FormatTrap, Request

ACCOUNT = "123456789012"
CLIENT_IP = "203.0.113.7"
AGENT = "replay/1"

_CLAIMS = {
    "sub": "3f1c1e0a-0000-4000-8000-000000000001",
    "email": "jo@example.com",
    "email_verified": "true",
    "cognito:username": "jo",
    "token_use": "id",
    "aud": "client1",
    "iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_example",
    "auth_time": "1680629979",
}
# Each API renders lists and expiries in its own way: a comma list and a date, brackets and a number. Only requests that
# put them to the test hold them, so that code which passes them on differs in those alone.
_EXPIRY = {"rest": "Tue Apr 04 18:39:39 UTC 2023", "http": "1680633579"}
_GROUPS = {"cognito:groups": ["admins", "editors"]}

_CONTEXT: dict[str, Any] = {"userId": "user1", "admin": True, "level": 3}
_PRINCIPAL = "user1"

_IAM = {
    "accessKey": "ASIAEXAMPLE",
    "accountId": ACCOUNT,
    "caller": "AROAEXAMPLE:jo",
    "principalOrgId": "o-example",
    "user": "AROAEXAMPLE:jo",
    "userArn": f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/jo",
}
_REST_IDENTITY = (
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "user",
    "userArn",
)


def authorizer(request: Request, version: Format) -> dict[str, Any] | None:
    """``requestContext.authorizer`` of an event; None where it is absent, as it is on an open route.

    Arguments:
        request: what the client sends; its names are in claims and contexts too.
        version: event format.
    """
    identity, more = request.route.identity, dict.fromkeys(request.names, VALUE)
    if identity == "issuer" and version == "rest":
        return {**more, **_CLAIMS, "principalId": _PRINCIPAL, "integrationLatency": 12}
    if identity in ("claims", "issuer"):
        claims = {**more, **_CLAIMS}
        if request.trap is FormatTrap.CLAIMS:
            claims.update(rendered(request, version))
        if version == "rest":
            return {"claims": claims}
        token = {"claims": claims, "scopes": None}
        return token if version == "1.0" else {"jwt": token}
    if identity == "lambda":
        values = {**more, **_CONTEXT, **dict(request.given)}
        if version == "2.0" and request.trap is FormatTrap.CONTEXT:
            return {"lambda": values}
        texts = {name: as_text(value) for name, value in values.items()}
        if version == "rest":  # whether payload 1.0 has these is not documented
            return {**texts, "principalId": _PRINCIPAL, "integrationLatency": 12}
        return texts if version == "1.0" else {"lambda": texts}
    if identity == "iam" and version == "2.0":
        renamed = {"callerId": _IAM["caller"], "userId": _IAM["user"]}
        kept = {name: _IAM[name] for name in ("accessKey", "accountId", "principalOrgId", "userArn")}
        return {"iam": {**kept, **renamed, "cognitoIdentity": None}}
    return None


def rendered(request: Request, version: Format) -> dict[str, str]:
    """Claims that look different in the two kinds of API, as one of them shows them.

    Arguments:
        request: one that puts claims to the test.
        version: event format.
    """
    rest = version == "rest"
    lists = {**_GROUPS, **dict(request.given)}
    shown = {name: ",".join(values) if rest else f"[{' '.join(values)}]" for name, values in lists.items()}
    return {**shown, "exp": _EXPIRY["rest" if rest else "http"]}


def caller(identity: Identity) -> dict[str, Any]:
    """``requestContext.identity`` of a REST event or of payload 1.0.

    Arguments:
        identity: whose data it is; everything but the address is null unless it is an IAM identity.
    """
    known = _IAM if identity == "iam" else {}
    return {**{name: known.get(name) for name in _REST_IDENTITY}, "sourceIp": CLIENT_IP, "userAgent": AGENT}


def as_text(value: Any) -> str:
    """A scalar as API Gateway turns it into text.

    Arguments:
        value: text, a number, a boolean or null.
    """
    return value if isinstance(value, str) else json.dumps(value)
