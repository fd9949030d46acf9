"""Let a Lambda handler written for one kind of API Gateway event answer the other.

``rest_compat``: the handler was written for a REST API and now gets payload 2.0 of an HTTP API.
``http_compat``: the handler was written for payload 2.0 and now stands behind a REST API.
Events of the kind that the handler knows pass through untouched. Standard library only, Python 3.8 and later.

What the other API does not send cannot be restored:
- The path is decoded by an HTTP API, and headers given twice arrive joined by a comma.
- Header names arrive in lower case: ``rest_compat`` finds them in any case and lists them as ``X-Name``.
- Bytes that are no text stay in base64 with ``isBase64Encoded`` set; a REST API without binary media types lost them.
- A Lambda authorizer's ``principalId`` is not sent by an HTTP API, and the types of its context not by a REST API.
- The stage has the name of the new API, unless the decorator is given the old one: ``@rest_compat(stage="prod")``.
- A REST API names no ``ANY`` or ``$default`` route: the route key holds the method and ``/{proxy+}``.
"""

from __future__ import annotations

import base64
import calendar
import functools
import json
import time
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

_DATE = "%a %b %d %H:%M:%S UTC %Y"
_TEXT_TYPES = ("application/json", "application/xml", "application/javascript")
_SAME = ("accountId", "apiId", "domainName", "domainPrefix", "stage")
_IAM = {
    "accessKey": "accessKey",
    "accountId": "accountId",
    "caller": "callerId",
    "principalOrgId": "principalOrgId",
    "user": "userId",
    "userArn": "userArn",
}
_LISTS = ("cognito:groups", "cognito:roles", "groups", "roles")
_NOBODY = ("cognitoAuthenticationProvider", "cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId")


def rest_compat(handler: Any = None, *, stage: str | None = None) -> Any:
    """Wrap a handler written for a REST API so that it also answers payload 2.0; ``stage`` is the one it knows."""
    if handler is None:
        return functools.partial(rest_compat, stage=stage)

    @functools.wraps(handler)
    def wrapper(event: Any, context: Any) -> Any:
        if not isinstance(event, dict) or event.get("version") != "2.0":
            return handler(event, context)
        return _http_response(handler(_rest_event(event, stage), context))

    return wrapper


def http_compat(handler: Any = None, *, stage: str | None = None) -> Any:
    """Wrap a handler written for payload 2.0 so that it also answers events of a REST API; ``stage`` is the one it knows."""
    if handler is None:
        return functools.partial(http_compat, stage=stage)

    @functools.wraps(handler)
    def wrapper(event: Any, context: Any) -> Any:
        if not isinstance(event, dict) or event.get("version") == "2.0" or "httpMethod" not in event:
            return handler(event, context)
        return _rest_response(handler(_http_event(event, stage), context))

    return wrapper


class _Headers(dict):  # type: ignore[type-arg]
    """Headers under names such as ``X-Name`` that are found in any case."""

    def __missing__(self, name: str) -> Any:
        if not dict.__contains__(self, name.title()):
            raise KeyError(name)
        return dict.__getitem__(self, name.title())

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, str(name).title())

    def get(self, name: str, default: Any = None) -> Any:
        return dict.get(self, name, dict.get(self, str(name).title(), default))

    def pop(self, name: str, *default: Any) -> Any:
        return dict.pop(self, str(name).title(), *default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        return dict.setdefault(self, str(name).title(), default)

    def __setitem__(self, name: str, value: Any) -> None:
        dict.__setitem__(self, str(name).title(), value)

    def __delitem__(self, name: str) -> None:
        dict.__delitem__(self, str(name).title())


def _rest_event(event: dict[str, Any], stage: str | None = None) -> dict[str, Any]:
    context, http = event["requestContext"], event["requestContext"]["http"]
    path = _without_stage(event["rawPath"], context["stage"])
    resource, variables = event["routeKey"].partition(" ")[2], event.get("pathParameters") or None
    if not resource:  # the $default route
        resource, variables = ("/", None) if path == "/" else ("/{proxy+}", {"proxy": path.lstrip("/")})
    headers = {name.title(): value for name, value in event["headers"].items() if name != "content-length"}
    if event.get("cookies"):
        headers["Cookie"] = "; ".join(event["cookies"])
    query = parse_qs(event.get("rawQueryString", ""), keep_blank_values=True)
    body, encoded = _text_body(event)
    return {
        "resource": resource,
        "path": path,
        "httpMethod": http["method"],
        "headers": _Headers(headers),
        "multiValueHeaders": _Headers({name: [value] for name, value in headers.items()}),
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": variables,
        "stageVariables": event.get("stageVariables"),
        "requestContext": _rest_context(event, resource, path, stage),
        "body": body,
        "isBase64Encoded": encoded,
    }


def _without_stage(path: str, stage: str) -> str:
    prefix = "/" + stage
    return path[len(prefix) :] or "/" if path == prefix or path.startswith(prefix + "/") else path


def _text_body(event: dict[str, Any]) -> tuple[str | None, bool]:
    body = event.get("body")
    if body is None or not event.get("isBase64Encoded"):
        return body, False
    try:
        return base64.b64decode(body).decode("utf-8"), False
    except UnicodeDecodeError:
        return body, True


def _rest_context(event: dict[str, Any], resource: str, path: str, stage: str | None) -> dict[str, Any]:
    context, http = event["requestContext"], event["requestContext"]["http"]
    authorizer = context.get("authorizer") or {}
    iam = authorizer.get("iam") or {}
    identity = {**dict.fromkeys(_NOBODY), **{name: iam.get(other) for name, other in _IAM.items()}}
    cognito = iam.get("cognitoIdentity") or {}
    identity["cognitoIdentityId"] = cognito.get("identityId")
    identity["cognitoIdentityPoolId"] = cognito.get("identityPoolId")
    if "authentication" in context:
        identity["clientCert"] = (context["authentication"] or {}).get("clientCert")
    known = _rest_authorizer(authorizer)
    return {
        **{name: context.get(name) for name in _SAME},
        **({} if stage is None else {"stage": stage}),
        **({"authorizer": known} if known else {}),
        "extendedRequestId": context["requestId"],
        "httpMethod": http["method"],
        "identity": {**identity, "sourceIp": http["sourceIp"], "userAgent": http["userAgent"]},
        "path": http["path"] if stage is None else f"/{stage}{path}",
        "protocol": http["protocol"],
        "requestId": context["requestId"],
        "requestTime": context["time"],
        "requestTimeEpoch": context["timeEpoch"],
        "resourceId": context["routeKey"],
        "resourcePath": resource,
    }


def _rest_authorizer(authorizer: dict[str, Any]) -> dict[str, Any]:
    if "jwt" in authorizer:
        claims = authorizer["jwt"]["claims"]
        return {"claims": {name: _rest_claim(name, value) for name, value in claims.items()}}
    return {name: _text(value) for name, value in (authorizer.get("lambda") or {}).items()}


def _rest_claim(name: str, value: Any) -> Any:
    """A list is rendered with commas by a REST API and in brackets by an HTTP API, an expiry as a date and a number."""
    if name in ("exp", "iat") and str(value).isdigit():
        return time.strftime(_DATE, time.gmtime(int(value)))
    if name in _LISTS and isinstance(value, str) and value[:1] == "[":
        return ",".join(value.strip("[]").split())
    return value


def _http_claim(name: str, value: Any) -> Any:
    if name in ("exp", "iat") and isinstance(value, str) and not value.isdigit():
        return str(calendar.timegm(time.strptime(value, _DATE)))
    if name in _LISTS and isinstance(value, str) and value[:1] != "[":
        return "[" + " ".join(value.split(",")) + "]"
    return value


def _http_response(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("body"), (str, type(None))):
        raise TypeError("a REST API takes no such answer: an object with a text as body is needed")
    lines = [(name, _text(v)) for name, values in (value.get("multiValueHeaders") or {}).items() for v in values]
    single = [(name, _text(v)) for name, v in (value.get("headers") or {}).items()]
    lines.extend(line for line in single if line not in lines)
    headers: dict[str, str] = {}
    for name, text in lines:
        key = name.lower()
        headers[key] = headers[key] + ", " + text if key in headers else text
    headers.pop("set-cookie", None)
    headers.setdefault("content-type", "application/json")
    cookies = [text for name, text in lines if name.lower() == "set-cookie"]
    return {
        "statusCode": int(value.get("statusCode", 200)),
        "headers": headers,
        "body": value.get("body") or "",
        "isBase64Encoded": value.get("isBase64Encoded") is True,
        **({"cookies": cookies} if cookies else {}),
    }


def _http_event(event: dict[str, Any], stage: str | None = None) -> dict[str, Any]:
    context = event["requestContext"]
    lines = event.get("multiValueHeaders") or {name: [value] for name, value in (event["headers"] or {}).items()}
    headers: dict[str, str] = {}
    for name, values in lines.items():
        joined, key = ",".join(values), name.lower()
        headers[key] = headers[key] + "," + joined if key in headers else joined
    cookies = [cookie.strip() for cookie in headers.pop("cookie", "").split(";") if cookie.strip()]
    query = event.get("multiValueQueryStringParameters") or {}
    body, encoded = _http_body(event, headers)
    prefix = "" if stage in (None, "$default") else f"/{stage}"
    path, key = prefix + unquote(event["path"]), event["httpMethod"] + " " + event["resource"]
    optional = {
        "cookies": cookies,
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "pathParameters": event.get("pathParameters"),
        "stageVariables": event.get("stageVariables"),
    }
    return {
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": urlencode(query, doseq=True),
        "headers": headers,
        **{name: value for name, value in optional.items() if value},
        "requestContext": _http_context(context, event["httpMethod"], path, key, stage),
        **({} if body is None else {"body": body}),
        "isBase64Encoded": encoded,
    }


def _http_body(event: dict[str, Any], headers: dict[str, str]) -> tuple[str | None, bool]:
    """An HTTP API hands everything but a few types over in base64."""
    body, encoded = event.get("body"), bool(event.get("isBase64Encoded"))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if body is None or encoded or kind.startswith("text/") or kind in _TEXT_TYPES:
        return body, encoded
    return base64.b64encode(body.encode("utf-8")).decode("ascii"), True


def _http_context(context: dict[str, Any], method: str, path: str, key: str, stage: str | None) -> dict[str, Any]:
    identity = context.get("identity") or {}
    authorizer = _http_authorizer(context.get("authorizer") or {}, identity)
    certificate = identity.get("clientCert")
    return {
        **{name: context.get(name) for name in _SAME},
        **({} if stage is None else {"stage": stage}),
        **({"authorizer": authorizer} if authorizer else {}),
        **({"authentication": {"clientCert": certificate}} if certificate else {}),
        "http": {
            "method": method,
            "path": path,
            "protocol": context.get("protocol"),
            "sourceIp": identity.get("sourceIp"),
            "userAgent": identity.get("userAgent"),
        },
        "requestId": context.get("extendedRequestId") or context.get("requestId"),
        "routeKey": key,
        "time": context.get("requestTime"),
        "timeEpoch": context.get("requestTimeEpoch"),
    }


def _http_authorizer(authorizer: dict[str, Any], identity: dict[str, Any]) -> dict[str, Any]:
    if isinstance(authorizer.get("claims"), dict):
        claims = {name: _http_claim(name, value) for name, value in authorizer["claims"].items()}
        return {"jwt": {"claims": claims, "scopes": None}}
    if identity.get("userArn"):
        pool = {
            "identityId": identity.get("cognitoIdentityId"),
            "identityPoolId": identity.get("cognitoIdentityPoolId"),
        }
        cognito = pool if any(pool.values()) else None
        return {"iam": {**{other: identity.get(name) for name, other in _IAM.items()}, "cognitoIdentity": cognito}}
    own = {name: value for name, value in authorizer.items() if name not in ("principalId", "integrationLatency")}
    return {"lambda": own} if own else {}


def _rest_response(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or "statusCode" not in value:
        headers = {"content-type": "application/json"}
        return {"statusCode": 200, "headers": headers, "body": _text(value), "isBase64Encoded": False}
    body, cookies = value.get("body"), value.get("cookies")
    return {
        "statusCode": int(value["statusCode"]),
        "headers": {name: _text(v) for name, v in (value.get("headers") or {}).items()},
        "body": "" if body is None else _text(body),
        "isBase64Encoded": value.get("isBase64Encoded") is True,
        **({"multiValueHeaders": {"Set-Cookie": list(cookies)}} if cookies else {}),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
