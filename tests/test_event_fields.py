"""One table of event fields: who reads, rewrites, converts or imitates events agrees with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrator import migrate
from migrator.facts import Route, RouteFacts
from migrator.options import Direction, Options
from migrator.replay.events import event
from migrator.replay.gateway import Gateway
from migrator.replay.requests import requests_for
from migrator.text.source import decode
from transforms.handlers.event_rules import table
from transforms.handlers.event_shapes import to_2_0
from transforms.handlers.event_shapes import to_rest as rest_shape
from transforms.handlers.fields import FIELDS, SIGNED, EventField, without_stage
from transforms.handlers.python import apigw_compat, authorizer_values, powertools_context, to_http_v2, to_rest

EACH = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.rest)


def at(value: Any, path: tuple[str, ...]) -> Any:
    """What an event holds at a place; None where there is nothing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def put(value: dict[str, Any], path: tuple[str, ...], held: Any) -> None:
    for key in path[:-1]:
        value = value.setdefault(key, {})
    value[path[-1]] = held


def mark(field: EventField) -> str:
    """A value that no other field has; the method of a request is in two places."""
    special = {"requestContext/path": "/x", "httpMethod": "PATCH", "requestContext/httpMethod": "PATCH"}
    return special.get(field.rest, f"the {field.rest_path[-1]}")


def rest_event() -> dict[str, Any]:
    """A REST event with every field of the table."""
    made: dict[str, Any] = {"resource": "/x", "path": "/x", "headers": {}, "body": None}
    put(made, ("requestContext", "requestId"), "the extendedRequestId")
    for field in FIELDS:
        put(made, field.rest_path, mark(field))
    return made


def http_event() -> dict[str, Any]:
    """An event of payload 2.0 with every field of the table."""
    made: dict[str, Any] = {"version": "2.0", "routeKey": "PATCH /x", "rawPath": "/x", "rawQueryString": ""}
    made |= {"headers": {}, "isBase64Encoded": False}
    put(made, ("requestContext", "routeKey"), "PATCH /x")
    put(made, ("requestContext", "stage"), "$default")
    for field in FIELDS:
        put(made, field.http_path, mark(field))
    return made


def given(wrapper: Any, shape: dict[str, Any]) -> dict[str, Any]:
    """What a wrapped handler gets."""
    seen: list[dict[str, Any]] = []

    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        seen.append(event)
        return {"statusCode": 200, "body": ""}

    wrapper(handler)(shape, None)
    return seen[0]


def test_no_place_is_named_twice() -> None:
    assert len({field.rest for field in FIELDS}) == len(FIELDS)
    home = [field.http_path for field in FIELDS if field.back]
    assert len(set(home)) == len(home)
    assert all("".join(field.home[-1]) == field.rest_path[-1] for field in FIELDS if field.back)


@EACH
def test_what_is_rewritten(field: EventField) -> None:
    moved = to_http_v2.MOVES[field.rest_path]
    assert (moved.path, moved.optional, len(moved.keys)) == (field.http_path, field.optional, len(field.rest_path))
    if field.back:
        home = {**to_rest.MOVES, **authorizer_values.IAM}[field.http_path]
        assert (home.path, len(home.keys)) == (field.rest_path, len(field.http_path))
    assert (field.http_path in authorizer_values.IAM) == (field in SIGNED)


@EACH
def test_saved_events(field: EventField) -> None:
    assert at(to_2_0(rest_event(), "PATCH /x", "$default"), field.http_path) == mark(field)
    if field.back:
        assert at(rest_shape(http_event(), "/x", "Prod"), field.rest_path) == mark(field)


@EACH
def test_the_module_that_is_copied_into_projects(field: EventField) -> None:
    assert at(given(apigw_compat.http_compat, rest_event()), field.http_path) == mark(field)
    assert at(given(apigw_compat.rest_compat, http_event()), field.rest_path) == mark(field)


def test_the_module_says_nothing_of_an_identity_that_is_not_there() -> None:
    shape = rest_event()
    for name in ("cognitoIdentityId", "cognitoIdentityPoolId"):
        shape["requestContext"]["identity"][name] = None
    assert (
        at(given(apigw_compat.http_compat, shape), ("requestContext", "authorizer", "iam", "cognitoIdentity")) is None
    )


@EACH
def test_the_judge_that_has_a_table_of_its_own(field: EventField) -> None:
    """It writes both events of one request; only what a signed caller or a certificate adds is not in all of them."""
    request, *_ = requests_for(Route("PATCH", "/x", "iam"))
    rest, http = event(request, Gateway("rest", "$default")), event(request, Gateway("2.0"))
    found = at(http, field.http_path)
    if field.rest not in ("requestContext/path", "requestContext/extendedRequestId"):  # their stage; ids of their own
        assert at(rest, field.rest_path) == found
    assert found is not None or field.optional


@EACH
def test_where_javascript_reads_it(field: EventField) -> None:
    """The rules of Node.js take their places from the table; routes with IAM have who signed a request."""
    routes = (Route("GET", "/x", "iam"),)
    there = table(RouteFacts("rest", "2.0", routes))(field.rest_path)
    assert there is not None
    assert (there.new, there.optional) == (field.http_path, field.optional)
    if field.back and field.http_path != ("requestContext", "http", "path"):
        back = table(RouteFacts("2.0", "rest", routes))(field.http_path)
        assert back is not None
        assert back.new == field.rest_path


def test_fields_of_powertools_data_classes() -> None:
    """Its data classes have the same fields in snake case, the ``requestContext`` left out."""
    known = {_snake(field.rest_path[1:] or field.rest_path): _snake(field.http_path[1:]) for field in FIELDS}
    for old, new in powertools_context.CONTEXT_TO_V2.items():
        if not old.startswith("authorizer."):
            assert known[old] == new


def _snake(path: tuple[str, ...]) -> str:
    text = ".".join(path)
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in text)


@pytest.mark.parametrize(
    ("path", "stage", "shown"),
    [
        ("/prod/items", "prod", "/items"),
        ("/prod", "prod", "/"),
        ("/prod/", "prod", "/"),
        ("/products", "prod", "/products"),
        ("/items/prod/x", "prod", "/items/prod/x"),
        ("/items", "$default", "/items"),
        ("/items", None, "/items"),
    ],
)
def test_a_stage_is_a_whole_segment(path: str, stage: str | None, shown: str) -> None:
    assert without_stage(path, stage) == shown
    assert apigw_compat._without_stage(path, stage or "$default") == shown


# The stage in saved events

API = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String, Default: live}}
Resources:
  Shop:
    Type: AWS::Serverless::%s
    Properties: {StageName: %s}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: src
      Events:
        Get: {Type: %s, Properties: {%s: !Ref Shop, Path: /products, Method: get}}
"""
READS = {
    "rest": 'def handler(event, context):\n    return {"statusCode": 200, "body": event["httpMethod"]}\n',
    "http": 'def handler(event, context):\n    method = event["requestContext"]["http"]["method"]\n'
    '    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}\n',
}


def saved(folder: Path, direction: Direction, name: str, shape: dict[str, Any], asked: str | None) -> dict[str, Any]:
    """A saved event after the migration of its API, whose stage has a name and for which another may be asked."""
    rest = direction is Direction.TO_HTTP
    kind = ("Api", name, "Api", "RestApiId") if rest else ("HttpApi", name, "HttpApi", "ApiId")
    held = {
        "template.yaml": API % kind,
        "src/app.py": READS["rest" if rest else "http"],
        "events/get.json": json.dumps(shape, indent=2),
    }
    for file, text in held.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(text)
    path = folder / "template.yaml"
    options = Options(payload="2.0" if rest else "1.0", fixtures=True, stage=asked)
    found = migrate(decode(str(path), path.read_bytes()), direction, options, verify=False)
    (after,) = (change.after for change in found.files if change.source.path.endswith("get.json"))
    new: dict[str, Any] = json.loads(after)
    return new


def request(stage: str) -> dict[str, Any]:
    context = {"stage": stage, "path": f"/{stage}/products", "identity": {}}
    return {"resource": "/products", "path": "/products", "httpMethod": "GET", "requestContext": context}


@pytest.mark.parametrize(
    ("name", "asked", "stage", "path"),
    [
        ("prod", None, "$default", "/products"),
        ("prod", "keep", "prod", "/prod/products"),
        ("prod", "live", "live", "/live/products"),
        ("!Ref Stage", None, "$default", "/products"),
    ],
)
def test_to_http(name: str, asked: str | None, stage: str, path: str, tmp_path: Path) -> None:
    new = saved(tmp_path, Direction.TO_HTTP, name, request("dev" if "Ref" in name else "prod"), asked)
    context = new["requestContext"]
    assert (new["rawPath"], context["http"]["path"], context["stage"]) == (path, path, stage)


@pytest.mark.parametrize(
    ("name", "was", "asked", "stage"),
    [
        ("prod", "prod", None, "prod"),
        ("$default", "$default", None, "Prod"),
        ("$default", "$default", "live", "live"),
    ],
)
def test_to_rest(name: str, was: str, asked: str | None, stage: str, tmp_path: Path) -> None:
    shape = http_event()
    shape |= {"routeKey": "GET /products", "rawPath": "/products" if was == "$default" else f"/{was}/products"}
    shape["requestContext"] |= {"stage": was}
    shape["requestContext"]["http"]["method"] = "GET"
    new = saved(tmp_path, Direction.TO_REST, name, shape, asked)
    assert (new["path"], new["requestContext"]["stage"]) == ("/products", stage)
    assert new["requestContext"]["path"] == f"/{stage}/products"
