"""The shim: a handler behind it sees the events that it knows, and its answers reach the client as before."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest

from migrator.facts import Entry, Route, RouteFacts
from migrator.replay.code import DeployedCode
from migrator.replay.compare import compare
from migrator.replay.difference import Weight
from migrator.replay.events import event
from migrator.replay.gateway import Gateway
from migrator.replay.requests import NOT_TEXT, FormatTrap, Request, requests_for
from migrator.replay.responses import answer
from transforms.handlers.python import shim
from transforms.handlers.python.apigw_compat import http_compat, rest_compat

REST, HTTP1, HTTP2, STAGED = Gateway("rest", "prod"), Gateway("1.0"), Gateway("2.0"), Gateway("2.0", "v1")
ROUTES = [
    Route("POST", "/items/{id}"),
    Route("GET", "/"),
    Route("PUT", "/a/{b}/{c+}", "claims"),
    Route("ANY", "/x", "lambda"),
    Route("GET", "/y", "iam"),
    Route("ANY", "$default"),
]
REQUESTS = [
    pytest.param(request, id=f"{request.method} {request.route.path} {request.name}")
    for route in ROUTES
    for request in requests_for(route, ("page", "X-Tenant"))
]
OWN = ("host", "via", "cloudfront-", "x-amz", "x-forwarded-", "content-length")


def seen(decorator: Any, sent: dict[str, Any]) -> dict[str, Any]:
    """The event that a handler gets to see."""
    events: list[Any] = []

    @decorator  # type: ignore[untyped-decorator]
    def handler(event: Any, context: Any) -> Any:
        events.append(json.loads(json.dumps(event)))
        return {"statusCode": 200, "body": ""}

    handler(json.loads(json.dumps(sent)), None)
    return dict(events[0])


def leaves(value: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of an event with its path; names of headers in lower case, those of gateways left out."""
    if not isinstance(value, dict) or not value:
        yield path, value
        return
    for name, entry in value.items():
        header = path and path[-1] in ("headers", "multiValueHeaders")
        if not (header and name.lower().startswith(OWN)):
            yield from leaves(entry, *path, name.lower() if header else name)


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """Values that differ by path; what is missing on a side is an ellipsis."""
    left, right = dict(leaves(ours)), dict(leaves(theirs))
    paths = [*left, *(path for path in right if path not in left)]
    found = {path: (left.get(path, ...), right.get(path, ...)) for path in paths}
    return {path: pair for path, pair in found.items() if pair[0] != pair[1]}


def context(*names: str) -> set[tuple[str, ...]]:
    return {("requestContext", name) for name in names}


@pytest.mark.parametrize("gateway", [HTTP2, STAGED], ids=["default", "named"])
@pytest.mark.parametrize("request_", REQUESTS)
def test_a_rest_handler_sees_a_rest_event_behind_the_shim(request_: Request, gateway: Gateway) -> None:
    wanted, got = event(request_, REST), seen(rest_compat, event(request_, gateway))
    found = differing(wanted, got)
    # Of another API: ids, stage, and the path that holds it.
    always = context("stage", "path", "requestId", "resourceId")
    assert always <= found.keys()
    rest = {path: pair for path, pair in found.items() if path not in always}
    assert rest == {path: pair for path, pair in exceptions(request_, wanted).items() if pair[0] != pair[1]}


def exceptions(request: Request, wanted: dict[str, Any]) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """What the other API does not send: the value of a REST event and that behind the shim."""
    found: dict[tuple[str, ...], tuple[Any, Any]] = {}
    if request.trap is FormatTrap.PATH:
        found[("path",)] = (request.path, unquote(request.path))
        if request.route.path == "$default":  # has no variables; the path is all there is
            found[("pathParameters", "proxy")] = (dict(request.variables)["proxy"], unquote(request.path).lstrip("/"))
    if request.trap is FormatTrap.SLASH and request.route.path == "$default":
        found[("pathParameters", "proxy")] = ("any/7", "any/7/")
    if request.trap is FormatTrap.HEADERS:
        found[("headers", "x-twice")] = ("2", "1,2")
        found[("multiValueHeaders", "x-twice")] = (["1", "2"], ["1,2"])
    if request.trap is FormatTrap.BINARY:  # a REST API loses the bytes
        found[("body",)] = (wanted["body"], "iVBORwD//g==")
        found[("isBase64Encoded",)] = (False, True)
    if request.route.identity == "lambda":
        found[("requestContext", "authorizer", "principalId")] = ("user1", ...)
        found[("requestContext", "authorizer", "integrationLatency")] = (12, ...)
    return found


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_2_0_handler_sees_payload_2_0_behind_the_shim(request_: Request) -> None:
    wanted, got = event(request_, HTTP2), seen(http_compat, event(request_, REST))
    found = differing(wanted, got)
    assert parse_qsl(wanted["rawQueryString"], True) == parse_qsl(got["rawQueryString"], True)  # escaped anew
    always = {*context("stage"), ("rawQueryString",)}
    rest = {path: pair for path, pair in found.items() if path not in always}
    assert rest == {path: pair for path, pair in mirrored(request_).items() if pair[0] != pair[1]}


def mirrored(request: Request) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """What a REST API does not send: the value of payload 2.0 and that behind the shim."""
    found: dict[tuple[str, ...], tuple[Any, Any]] = {}
    if request.route.method == "ANY":  # no route for any method, and none for any path
        catch_all = request.route.path == "$default"
        key = "$default" if catch_all else f"ANY {request.route.path}"
        shown = f"{request.method} {'/{proxy+}' if catch_all else request.route.path}"
        found[("routeKey",)] = found[("requestContext", "routeKey")] = (key, shown)
        if catch_all:
            found[("pathParameters", "proxy")] = (..., dict(request.variables)["proxy"])
    if request.trap is FormatTrap.CONTEXT:  # all text
        found[("requestContext", "authorizer", "lambda", "admin")] = (True, "true")
        found[("requestContext", "authorizer", "lambda", "level")] = (3, "3")
    if request.trap is FormatTrap.BINARY:
        found[("body",)] = ("iVBORwD//g==", "77+9UE5HAO+/ve+/vQ==")  # what is left of it
    return found


def test_a_binary_body_arrives_whole_from_a_rest_api_with_binary_types() -> None:
    (request,) = (r for r in requests_for(ROUTES[0]) if r.body == NOT_TEXT)
    binary = replace(REST, binary=(request.content_type,))
    assert seen(http_compat, event(request, binary))["body"] == event(request, HTTP2)["body"]


@pytest.mark.parametrize("gateway", [REST, HTTP1], ids=["rest", "1.0"])
def test_events_that_the_handler_knows_pass_through(gateway: Gateway) -> None:
    (request, *_) = requests_for(ROUTES[0])
    assert seen(rest_compat, event(request, gateway)) == event(request, gateway)
    assert seen(http_compat, event(request, STAGED)) == event(request, STAGED)
    other = {"Records": [{"eventSource": "aws:sqs"}]}
    assert seen(rest_compat, other) == seen(http_compat, other) == other


def test_headers_are_found_in_any_case_behind_the_shim() -> None:
    (request, *_) = requests_for(ROUTES[0], ("X-Tenant",))

    @rest_compat
    def handler(event: Any, context: Any) -> Any:
        headers = event["headers"]
        found = [headers["X-Tenant"], headers["x-tenant"], headers.get("X-TENANT"), headers.get("X-None", "none")]
        assert "x-tenant" in headers
        assert "x-none" not in headers
        with pytest.raises(KeyError, match="x-none"):
            headers["x-none"]
        return {"statusCode": 200, "body": json.dumps([found, event["multiValueHeaders"]["x-tenant"]])}

    assert json.loads(handler(event(request, HTTP2), None)["body"]) == [["7", "7", "7", "none"], ["7"]]


ANSWERS: list[Any] = [
    {"statusCode": 200, "body": "x"},
    {"statusCode": "201", "headers": {"X-A": "1", "X-B": True}, "body": None},
    {"headers": {"Content-Type": "text/plain"}, "body": "no status"},
    {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "X-M": ["1", "2"]}},
    {"statusCode": 200, "headers": {"X-M": "1", "set-cookie": "c"}, "multiValueHeaders": {"X-M": ["1", "2"]}},
    {"statusCode": 200, "headers": {"set-cookie": "a=1", "Set-Cookie": "b=2"}, "body": "case"},
]


@pytest.mark.parametrize("value", ANSWERS, ids=str)
def test_answers_of_a_rest_handler_reach_the_client_as_before(value: Any) -> None:
    (request, *_) = requests_for(ROUTES[0])
    handler = rest_compat(lambda *_: value)
    assert answer(handler(event(request, HTTP2), None), HTTP2) == answer(value, REST)


@pytest.mark.parametrize("value", [None, "text", 1, ["list"], {"statusCode": 200, "body": {"a": 1}}], ids=str)
def test_what_a_rest_api_does_not_take_stays_an_error(value: Any) -> None:
    (request, *_) = requests_for(ROUTES[0])
    assert answer(value, REST).crashed
    with pytest.raises(TypeError, match="a REST API takes no such answer"):
        rest_compat(lambda *_: value)(event(request, HTTP2), None)


HTTP_ANSWERS: list[Any] = [
    {"message": "inferred"},
    "text",
    ["list"],
    None,
    {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "cookies": ["a=1", "b=2"], "body": "x"},
    {"statusCode": 200, "headers": {"Content-Type": "text/html", "Set-Cookie": "c=3"}, "cookies": ["a=1"]},
    {"statusCode": "200", "headers": {"Content-Type": "text/html", "X-N": 5}, "unknown": 1, "body": "x"},
]


@pytest.mark.parametrize("value", HTTP_ANSWERS, ids=str)
def test_answers_of_a_2_0_handler_reach_the_client_as_before(value: Any) -> None:
    (request, *_) = requests_for(ROUTES[0])
    handler = http_compat(lambda *_: value)
    assert answer(handler(event(request, REST), None), REST) == answer(value, HTTP2)


DEF = '''"""Says hello."""
from __future__ import annotations

import os


# The entrance.
@tracer.capture
def handler(event, context):  # called by Lambda
    return   {'statusCode': 200}
'''

WRAPPED = {
    "a def": (
        DEF,
        DEF.replace("import os\n", "import os\nfrom apigw_compat import rest_compat\n").replace(
            "@tracer", "@rest_compat\n@tracer"
        ),
    ),
    "an assignment": (
        "from mangum import Mangum\napp = make()\nhandler = Mangum(app)  # the entrance\n",
        "from mangum import Mangum\nfrom apigw_compat import rest_compat\n\napp = make()\n"
        "handler = rest_compat(Mangum(app))  # the entrance\n",
    ),
    "an assignment with a type": (
        "import a\nhandler: object = a.b\n",
        "import a\nfrom apigw_compat import rest_compat\n\nhandler: object = rest_compat(a.b)\n",
    ),
    "an imported name": (
        "from .inner import run as handler\n",
        "from .inner import run as handler\nfrom apigw_compat import rest_compat\n\nhandler = rest_compat(handler)\n",
    ),
    "a def that is wrapped below": (
        "import a\ndef handler(e, c):\n    pass\nhandler = a.mw(handler)\n",
        "import a\nfrom apigw_compat import rest_compat\n\ndef handler(e, c):\n    pass\n"
        "handler = rest_compat(a.mw(handler))\n",
    ),
    "lines that end in CR LF": (
        "import a\r\n\r\ndef handler(e, c):\r\n\tpass\r\n",
        "import a\r\nfrom apigw_compat import rest_compat\r\n\r\n@rest_compat\r\ndef handler(e, c):\r\n\tpass\r\n",
    ),
}


@pytest.mark.parametrize("case", WRAPPED)
def test_a_handler_is_wrapped_once(case: str) -> None:
    before, after = WRAPPED[case]
    wrapped = shim.apply(before, "handler", "rest_compat")
    assert wrapped == after
    compile(wrapped, "app.py", "exec")
    assert shim.apply(wrapped, "handler", "rest_compat") == wrapped


def test_the_other_decorator_and_another_module() -> None:
    wrapped = shim.apply("def run(e, c):\n    pass\n", "run", "http_compat", "pkg.apigw_compat")
    assert wrapped == "from pkg.apigw_compat import http_compat\n\n@http_compat\ndef run(e, c):\n    pass\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def (", "does not parse"),
        ("def other(e, c): pass\n", "not defined"),
        ("if X:\n    def handler(e, c): pass\nelse:\n    handler = None\n", "not understood"),
        ("try:\n    from a import handler\nexcept ImportError:\n    handler = None\n", "not understood"),
        ("def handler(e, c): pass\ndef handler(e, c): pass\n", "more than once"),
        ("handler = 1\nhandler = 2\n", "more than once"),
        ("class handler: pass\n", "not understood"),
        ("async def handler(e, c): pass\n", "not understood"),
        ("from a import *\n", "not defined"),
        ("a = handler = b\n", "not understood"),
        ("handler, other = make()\n", "not defined"),
    ],
)
def test_what_is_not_understood_is_left_alone(text: str, message: str) -> None:
    with pytest.raises(shim.ShimError, match=message):
        shim.apply(text, "handler", "rest_compat")


HANDLER = """
import json
def handler(event, context):
    if event["httpMethod"] == "DELETE":
        raise ValueError("no")
    said = {
        "path": event["path"], "query": event["multiValueQueryStringParameters"], "one": event["queryStringParameters"],
        "tenant": event["headers"].get("X-Tenant"), "cookie": event["headers"].get("Cookie"), "body": event["body"],
        "id": event["pathParameters"], "who": event["requestContext"].get("authorizer", {}).get("userId"),
        "ip": event["requestContext"]["identity"]["sourceIp"], "at": event["requestContext"]["requestTime"],
    }
    return {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "body": json.dumps(said)}
"""


def test_a_handler_behind_the_shim_differs_by_nature_alone() -> None:
    wrapped = (("app.py", shim.apply(HANDLER, "handler", "rest_compat")), ("apigw_compat.py", shim.module_text()))
    old = DeployedCode(Entry("app", "handler"), files=(("app.py", HANDLER),))
    routes = (Route("POST", "/items/{id}"), Route("ANY", "/any/{proxy+}", "lambda"))
    found = compare(old, replace(old, files=wrapped), RouteFacts("rest", "2.0", routes))
    assert [difference.sentence for difference in found if difference.weight is not Weight.KNOWN] == []
    # A name is found in any case, a body is decoded, the last of several values is taken: no traps any more.
    traps = {trap for trap in FormatTrap for difference in found if trap.value in difference.sentence}
    assert traps <= {FormatTrap.PATH, FormatTrap.CASE, FormatTrap.BINARY}


def test_the_module_needs_nothing_but_python_3_8() -> None:
    tree = ast.parse(shim.module_text(), feature_version=(3, 8))
    imported = {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)}  # fmt: skip
    assert imported == {*("__future__", "base64", "calendar", "functools", "json", "time", "typing", "urllib.parse")}
    later = {"removeprefix", "removesuffix", "cache"}  # 3.9
    assert not later & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    # No merged dictionaries and no types with ``|`` at run time; annotations are not evaluated.
    spots = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AnnAssign | ast.arg)]
    noted = {id(part) for node in spots for note in (getattr(node, "returns", None), getattr(node, "annotation", None))
             if note is not None for part in ast.walk(note)}  # fmt: skip
    assert not [
        n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.BitOr) and id(n) not in noted
    ]
