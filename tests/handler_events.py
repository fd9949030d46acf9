"""Events of one request in every format, and what a client sees of an answer: from the shapes that AWS documents."""

from __future__ import annotations

import base64
import copy
import json
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

from migrator.facts import AuthorizerFacts, Route, RouteFacts

TEXT = ("text/", "application/json", "application/xml", "application/javascript")
CAPITALS = ("content-length", "content-type", "host", "user-agent", "x-amzn-trace-id")
ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc123"
REST_KEYS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}


@dataclass(frozen=True)
class Request:
    """What a client sends.

    Arguments:
        values: values of path parameters.
        query: the query string.
        headers: header by header, as the client writes them.
        body: the body as text.
    """

    method: str
    path: str
    values: Mapping[str, str]
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None

    @property
    def sent(self) -> tuple[tuple[str, str], ...]:
        """The headers with those that every client sends."""
        return (("Host", "api.example.com"), ("User-Agent", "test"), *self.headers)

    @property
    def real_path(self) -> str:
        path = self.path
        for name, value in self.values.items():
            path = path.replace(f"{{{name}}}", value).replace(f"{{{name}+}}", value)
        return path


CLAIMS = {"sub": "u-1", "email": "a@example.com", "cognito:groups": "admins"}
CONTEXT = {"tenantId": "t-1", "role": "writer"}
IAM = {
    "accessKey": "AKIA",
    "accountId": "123456789012",
    "callerId": "AIDA",
    "userArn": "arn:aws:iam::123456789012:user/a",
    "userId": "AIDA",
}


def rest(request: Request, route: Route, stage: str = "prod") -> dict[str, Any]:
    """The event of a REST API: every key there, null for what is empty, one value of each header and parameter."""
    query = parse_qsl(request.query, keep_blank_values=True)
    identity: dict[str, Any] = dict.fromkeys(
        ("accessKey", "accountId", "caller", "userArn", "user", "cognitoIdentityId")
    )
    identity |= {"sourceIp": "203.0.113.9", "userAgent": "test"}
    context: dict[str, Any] = {
        "accountId": "123456789012",
        "apiId": "abc123",
        "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
        "domainPrefix": "abc123",
        "extendedRequestId": "ATfSmjLgPHcESJw=",
        "httpMethod": request.method,
        "identity": identity,
        "path": f"/{stage}{request.real_path}",
        "protocol": "HTTP/1.1",
        "requestId": "ATfSmjLgPHcESJw=",
        "requestTime": "12/Mar/2020:19:03:58 +0000",
        "requestTimeEpoch": 1583348638390,
        "resourceId": "al6gqb",
        "resourcePath": route.path,
        "stage": stage,
    }
    if route.identity == "claims":
        context["authorizer"] = {"claims": dict(CLAIMS)}
    elif route.identity == "lambda":
        context["authorizer"] = {**CONTEXT, "principalId": "user", "integrationLatency": 9}
    elif route.identity == "iam":
        identity |= {
            "accessKey": "AKIA",
            "accountId": "123456789012",
            "caller": "AIDA",
            "userArn": IAM["userArn"],
            "user": "AIDA",
        }
    return {
        "resource": route.path,
        "path": request.real_path,
        "httpMethod": request.method,
        "headers": dict(request.sent) or None,
        "multiValueHeaders": _multi(request.sent),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _multi(query),
        "pathParameters": dict(request.values) or None,
        "stageVariables": None,
        "requestContext": context,
        "body": request.body,
        "isBase64Encoded": False,
    }


def v1(request: Request, route: Route, stage: str | None = None) -> dict[str, Any]:
    """Payload format 1.0: the REST event with other header names, encoded bodies, a named stage in the path."""
    event = rest(request, route, stage or "$default")
    headers = [
        ("-".join(p.capitalize() for p in k.split("-")) if k.lower() in CAPITALS else k.lower(), v)
        for k, v in request.sent
    ]
    path = f"/{stage}{request.real_path}" if stage else request.real_path
    event |= {"version": "1.0", "path": path, "headers": dict(headers), "multiValueHeaders": _multi(headers)}
    event["requestContext"] |= {"path": path, "resourceId": f"{route.method} {route.path}"}
    body, encoded = _body(request)
    return {**event, "body": body, "isBase64Encoded": encoded}


def v2(request: Request, route: Route, stage: str | None = None) -> dict[str, Any]:
    """Payload format 2.0: nothing that is empty, headers in lower case and joined, cookies by themselves."""
    path = f"/{stage}{request.real_path}" if stage else request.real_path
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in request.sent:
        if name.lower() == "cookie":
            cookies += [part.strip() for part in value.split(";")]
        else:
            headers[name.lower()] = f"{headers[name.lower()]},{value}" if name.lower() in headers else value
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    key = "$default" if route.path == "$default" else f"{route.method} {route.path}"
    context: dict[str, Any] = {
        "accountId": "123456789012",
        "apiId": "abc123",
        "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
        "domainPrefix": "abc123",
        "http": {
            "method": request.method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.9",
            "userAgent": "test",
        },
        "requestId": "ATfSmjLgPHcESJw=",
        "routeKey": key,
        "stage": stage or "$default",
        "time": "12/Mar/2020:19:03:58 +0000",
        "timeEpoch": 1583348638390,
    }
    if route.identity == "claims":
        context["authorizer"] = {"jwt": {"claims": {**CLAIMS, "cognito:groups": "[admins]"}, "scopes": None}}
    elif route.identity == "lambda":
        context["authorizer"] = {"lambda": dict(CONTEXT)}
    elif route.identity == "iam":
        context["authorizer"] = {"iam": dict(IAM)}
    body, encoded = _body(request)
    optional = {
        "cookies": cookies,
        "queryStringParameters": parameters,
        "pathParameters": dict(request.values),
        "body": body,
    }
    return {
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": context,
        "isBase64Encoded": encoded,
        **{name: value for name, value in optional.items() if value},
    }


def _multi(pairs: Any) -> dict[str, list[str]] | None:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found or None


def _body(request: Request) -> tuple[str | None, bool]:
    if request.body is None:
        return None, False
    kind = next((value for name, value in request.sent if name.lower() == "content-type"), "")
    if kind.startswith(TEXT):
        return request.body, False
    return base64.b64encode(request.body.encode()).decode(), True


BUILDERS: dict[str, Callable[[Request, Route, str | None], dict[str, Any]]] = {
    "rest": lambda request, route, _: rest(request, route),
    "1.0": v1,
    "2.0": v2,
}


def view(kind: str, answer: Any) -> tuple[int, dict[str, str], list[str], str]:
    """Status, headers, cookies and body as a client gets them."""
    broken: tuple[int, dict[str, str], list[str], str] = (500, {}, [], "")
    if kind == "2.0" and not (isinstance(answer, dict) and "statusCode" in answer):
        body = answer if isinstance(answer, str) else json.dumps(answer)
        return 200, {"content-type": "application/json"}, [], body
    if (
        not isinstance(answer, dict)
        or (kind == "rest" and set(answer) - REST_KEYS)
        or (kind == "1.0" and "statusCode" not in answer)
    ):
        return broken
    body = answer.get("body")
    if body is not None and not isinstance(body, str):
        return broken
    pairs = (
        [(k, v) for k, values in (answer.get("multiValueHeaders") or {}).items() for v in values]
        if kind != "2.0"
        else []
    )
    pairs += list((answer.get("headers") or {}).items())
    if any(not isinstance(value, (str, bool)) for _, value in pairs) and kind == "rest":
        return broken
    cookies = [str(v) for k, v in pairs if k.lower() == "set-cookie"] + (
        list(answer.get("cookies") or []) if kind == "2.0" else []
    )
    # A content type that is not written out must not be relied on with format 2.0.
    headers = {} if body is None else {"content-type": "text/plain" if kind == "2.0" else "application/json"}
    written: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.lower() != "set-cookie":
            written.setdefault(name.lower(), []).append(str(value))
    headers |= {name: ", ".join(values) for name, values in written.items()}
    if kind != "rest" and answer.get("isBase64Encoded") and body:
        body = base64.b64decode(body).decode("latin-1")
    return int(answer.get("statusCode", 200)), headers, cookies, body or ""


def loaded(texts: Mapping[str, str], module: str, function: str) -> Callable[[Any, Any], Any]:
    """The handler of a set of files. Only the tests run handlers, and only their own."""
    made = {name: types.ModuleType(name) for name in texts}
    saved = {name: sys.modules.get(name) for name in texts}
    sys.modules.update(made)
    try:
        for name in [*(name for name in texts if name != module), module]:
            made[name].__dict__["__name__"] = name
            exec(compile(texts[name], f"{name}.py", "exec"), made[name].__dict__)
    finally:
        for name, old in saved.items():
            if old is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = old
    handler: Callable[[Any, Any], Any] = made[module].__dict__[function]
    return handler


class Context:
    """The little of Lambda's context that handlers ask for."""

    aws_request_id = "r-1"
    function_name = "f"
    memory_limit_in_mb = 128
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:f"

    def get_remaining_time_in_millis(self) -> int:
        return 1000


def run(
    handler: Callable[[Any, Any], Any], kind: str, event: dict[str, Any]
) -> tuple[int, dict[str, str], list[str], str]:
    """The client's view of one call; an exception is an error of the server."""
    try:
        answer = json.loads(json.dumps(handler(copy.deepcopy(event), Context())))
    except Exception:
        return 500, {}, [], ""
    return view(kind, answer)


def same(one: tuple[int, Any, Any, Any], other: tuple[int, Any, Any, Any]) -> bool:
    """Whether a client cannot tell two answers apart; errors of the server are all alike."""
    return one == other or (one[0] >= 500 and other[0] >= 500)


def requests(route: Route) -> list[Request]:
    """What is sent to a route: what differs by nature (duplicates, encoded paths) is left to cases of their own."""
    import re

    names = [name.rstrip("+") for name in re.findall(r"{([^}]+)}", route.path)]
    values = {name: f"v{i}" for i, name in enumerate(names)}
    methods = ["GET", "POST"] if route.method == "ANY" else [route.method]
    path = "/anything" if route.path == "$default" else route.path
    js, form = ("Content-Type", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")
    bearer, traced = ("Authorization", "Bearer t"), ("X-User", "u1")
    found = []
    for method in methods:
        found += [
            Request(method, path, values),
            Request(method, path, values, "q=1&name=x", (bearer, traced)),
            Request(method, path, values, "q=&name=a%20b", (("accept", "*/*"),)),
            Request(method, path, values, "", (("Cookie", "a=1"), bearer)),
            Request(method, path, values, "tag=x", (("Cookie", "a=1; b=2"), traced)),
        ]
        if method not in ("GET", "HEAD", "OPTIONS"):
            found += [
                Request(
                    method,
                    path,
                    values,
                    "",
                    (js, traced, bearer),
                    json.dumps({"id": "i-1", "name": "n", "quantity": 2}),
                ),
                Request(method, path, values, "", (js,), "{not json"),
                Request(method, path, values, "", (form, bearer), "name=a+b&id=" + quote("ü 1")),
            ]
    return found


def differences(
    old: Callable[[Any, Any], Any], new: Callable[[Any, Any], Any], facts: RouteFacts, more: tuple[Request, ...] = ()
) -> list[str]:
    """Requests that the two handlers answer differently, each in its own format."""
    found = []
    for route in facts.routes:
        for request in [*requests(route), *more]:
            # A body that an HTTP API encodes and a handler of JSON does not decode is reported, not rewritten.
            before = run(old, facts.before, BUILDERS[facts.before](request, route, facts.stage))
            after = run(new, facts.after, BUILDERS[facts.after](request, route, facts.stage))
            before = with_cors(facts, before)
            if not same(before, after):
                found.append(f"{request}\n  before {before}\n  after  {after}")
    return found


def with_cors(
    facts: RouteFacts, seen: tuple[int, dict[str, str], list[str], str]
) -> tuple[int, dict[str, str], list[str], str]:
    """What a client gets where the HTTP API adds CORS headers, and ignores those of the function."""
    if facts.sends is None or seen[0] >= 500:
        return seen
    kept = {name: value for name, value in seen[1].items() if not name.startswith("access-control-")}
    added = {name.lower(): value for name, value in facts.sends.written.items()}
    return seen[0], {**kept, **added}, seen[2], seen[3]


def authorizer_events(facts: AuthorizerFacts, kind: str, token: str | None) -> dict[str, Any]:
    """What an authorizer is sent for one request."""
    route = Route("GET", "/items/{id}")
    headers = (("Authorization", token), ("X-User", "u1")) if token is not None else (("X-User", "u1"),)
    request = Request("GET", route.path, {"id": "7"}, "q=1", headers)
    if kind == "token":
        return {"type": "TOKEN", "authorizationToken": token, "methodArn": f"{ARN}/prod/GET/items/7"}
    if kind == "2.0":
        event = {key: value for key, value in v2(request, route).items() if key not in ("body", "isBase64Encoded")}
        return {**event, "type": "REQUEST", "routeArn": f"{ARN}/$default/GET/items/7", "identitySource": [token]}
    event = rest(request, route) if kind == "request" else v1(request, route)
    more = {"type": "REQUEST", "methodArn": f"{ARN}/{'prod' if kind == 'request' else '$default'}/GET/items/7"}
    if kind == "1.0":
        more |= {"authorizationToken": str(token), "identitySource": str(token)}
    return {key: value for key, value in event.items() if key not in ("body", "isBase64Encoded")} | more


def decision(handler: Callable[[Any, Any], Any], event: dict[str, Any], *, simple: bool) -> tuple[bool, Any]:
    """Whether an authorizer lets the request through, and the context that it gives."""
    from fnmatch import fnmatchcase

    try:
        answer = json.loads(json.dumps(handler(copy.deepcopy(event), Context())))
        if simple:
            return answer["isAuthorized"] is True, answer.get("context") or {}
        listed = answer["policyDocument"]["Statement"]
        arn = (event.get("methodArn") or event.get("routeArn") or "").replace("$", "?")
        matching = [
            one["Effect"]
            for one in listed
            for resource in (one["Resource"] if isinstance(one["Resource"], list) else [one["Resource"]])
            if fnmatchcase(arn, resource.replace("$", "?"))
        ]
        return "Allow" in matching and "Deny" not in matching, answer.get("context") or {}
    except Exception:
        return False, {}


def decisions_differ(
    old: Callable[[Any, Any], Any], new: Callable[[Any, Any], Any], facts: AuthorizerFacts
) -> list[str]:
    """Tokens about which the two authorizers decide differently."""
    found = []
    for token in ("allow", "Bearer allow", "deny", "unauthorized", ""):
        before = decision(old, authorizer_events(facts, facts.before, token), simple=facts.simple_before)
        after = decision(new, authorizer_events(facts, facts.after, token), simple=facts.simple_after)
        if before != after:
            found.append(f"{token!r}: {before} {after}")
    return found
