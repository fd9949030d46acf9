"""Events that a project keeps: found by shape, rewritten in their own manner when their functions follow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import simple_rewriter

from migrator import migrate
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.text.source import decode
from transforms.handlers.event_shapes import is_2_0, is_rest, to_2_0, to_rest
from transforms.handlers.python import language

REST: dict[str, Any] = {
    "resource": "/items/{id}",
    "path": "/items/7",
    "httpMethod": "GET",
    "headers": {"Host": "example.org", "X-One": "2", "Cookie": "a=1; b=2"},
    "multiValueHeaders": {"Host": ["example.org"], "X-One": ["1", "2"], "Cookie": ["a=1; b=2"]},
    "queryStringParameters": {"q": "2", "r": "x y"},
    "multiValueQueryStringParameters": {"q": ["1", "2"], "r": ["x y"]},
    "pathParameters": {"id": "7"},
    "stageVariables": None,
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "abc",
        "resourceId": "r",
        "resourcePath": "/items/{id}",
        "httpMethod": "GET",
        "path": "/Prod/items/7",
        "protocol": "HTTP/1.1",
        "requestId": "1",
        "requestTime": "12/Mar/2020:19:03:58 +0000",
        "requestTimeEpoch": 1583348638390,
        "stage": "Prod",
        "identity": {"sourceIp": "192.0.2.1", "userAgent": "curl"},
    },
    "body": None,
    "isBase64Encoded": False,
}
HTTP: dict[str, Any] = {
    "version": "2.0",
    "routeKey": "GET /items/{id}",
    "rawPath": "/items/7",
    "rawQueryString": "q=1&q=2&r=x+y",
    "cookies": ["a=1", "b=2"],
    "headers": {"host": "example.org", "x-one": "1,2"},
    "queryStringParameters": {"q": "1,2", "r": "x y"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "abc",
        "http": {
            "method": "GET",
            "path": "/items/7",
            "protocol": "HTTP/1.1",
            "sourceIp": "192.0.2.1",
            "userAgent": "curl",
        },
        "requestId": "1",
        "routeKey": "GET /items/{id}",
        "stage": "$default",
        "time": "12/Mar/2020:19:03:58 +0000",
        "timeEpoch": 1583348638390,
    },
    "pathParameters": {"id": "7"},
    "isBase64Encoded": False,
}


# -- shapes -------------------------------------------------------------------------------------------------------


def test_the_same_request_in_payload_2_0() -> None:
    assert to_2_0(REST, "GET /items/{id}", "$default") == HTTP


def test_a_named_stage_stands_in_paths() -> None:
    new = to_2_0(REST, "GET /items/{id}", "prod")
    assert (new["rawPath"], new["requestContext"]["http"]["path"]) == ("/prod/items/7", "/prod/items/7")
    assert to_rest(new, "/items/{id}", "prod")["path"] == "/items/7"


def test_the_same_request_as_a_rest_event() -> None:
    new = to_rest(HTTP, "/items/{id}", "Prod")
    assert new["headers"] == {"host": "example.org", "x-one": "1,2", "cookie": "a=1; b=2"}
    assert new["multiValueHeaders"]["x-one"] == ["1,2"]
    same = set(REST) - {"headers", "multiValueHeaders", "requestContext"}
    assert {key: new[key] for key in same} == {key: REST[key] for key in same}
    context = dict(REST["requestContext"])
    del context["resourceId"]
    assert new["requestContext"] == context


AUTHORIZERS = {
    "claims": ({"claims": {"sub": "me"}}, {"jwt": {"claims": {"sub": "me"}, "scopes": None}}),
    "a context": ({"principalId": "me", "tenant": "t", "integrationLatency": 3}, {"lambda": {"tenant": "t"}}),
}


@pytest.mark.parametrize(("rest", "http"), AUTHORIZERS.values(), ids=AUTHORIZERS.keys())
def test_authorizers(rest: dict[str, Any], http: dict[str, Any]) -> None:
    event = {**REST, "requestContext": {**REST["requestContext"], "authorizer": rest}}
    new = to_2_0(event, "GET /items/{id}", "$default")
    assert new["requestContext"]["authorizer"] == http
    back = to_rest(new, "/items/{id}", "Prod")["requestContext"]["authorizer"]
    assert back == {key: value for key, value in rest.items() if key not in ("principalId", "integrationLatency")}


LOOKS = {
    "groups": ({"cognito:groups": "a,b"}, {"cognito:groups": "[a b]"}),
    "one group": ({"cognito:groups": "a"}, {"cognito:groups": "[a]"}),
    "a time": ({"exp": "Tue Apr 04 18:39:39 UTC 2023"}, {"exp": "1680633579"}),
    "a time that is none": ({"iat": "soon"}, {"iat": "soon"}),
    "a text with a comma": ({"name": "Doe, Jane"}, {"name": "Doe, Jane"}),
}


@pytest.mark.parametrize(("rest", "http"), LOOKS.values(), ids=LOOKS.keys())
def test_claims_look_as_api_gateway_renders_them(rest: dict[str, Any], http: dict[str, Any]) -> None:
    event = {**REST, "requestContext": {**REST["requestContext"], "authorizer": {"claims": rest}}}
    new = to_2_0(event, "GET /items/{id}", "$default")
    assert new["requestContext"]["authorizer"]["jwt"]["claims"] == http
    assert to_rest(new, "/items/{id}", "Prod")["requestContext"]["authorizer"] == {"claims": rest}


def test_a_rest_api_hands_over_texts_of_an_authorizer() -> None:
    context = {**HTTP["requestContext"], "authorizer": {"lambda": {"admin": True, "level": 3, "tenant": "t"}}}
    new = to_rest({**HTTP, "requestContext": context}, "/items/{id}", "Prod")
    assert new["requestContext"]["authorizer"] == {"admin": "true", "level": "3", "tenant": "t"}


BODIES = {
    "a form": ("application/x-www-form-urlencoded", "a=1", "YT0x", True),
    "json": ("application/json; charset=utf-8", "{}", "{}", False),
    "text": ("text/csv", "a,b", "a,b", False),
    "undeclared": ("", "{}", "{}", False),
}


@pytest.mark.parametrize(("kind", "body", "sent", "encoded"), BODIES.values(), ids=BODIES.keys())
def test_a_body_is_encoded_where_an_http_api_does_so(kind: str, body: str, sent: str, encoded: bool) -> None:
    headers = {"Content-Type": kind} if kind else {}
    new = to_2_0({**REST, "headers": headers, "multiValueHeaders": None, "body": body}, "GET /items/{id}", "$default")
    assert (new["body"], new["isBase64Encoded"]) == (sent, encoded)
    back = to_rest(new, "/items/{id}", "Prod")
    assert (back["body"], back["isBase64Encoded"]) == (body, False)


def test_what_is_no_text_stays_encoded() -> None:
    back = to_rest({**HTTP, "body": "//4=", "isBase64Encoded": True}, "/items/{id}", "Prod")
    assert (back["body"], back["isBase64Encoded"]) == ("//4=", True)


@pytest.mark.parametrize(("path", "resource", "variables"), [("/", "/", None), ("/a/b", "/{proxy+}", {"proxy": "a/b"})])
def test_the_default_route_becomes_two(path: str, resource: str, variables: dict[str, str] | None) -> None:
    new = to_rest({**HTTP, "rawPath": path, "pathParameters": None}, "$default", "Prod")
    assert (new["resource"], new["pathParameters"], new["requestContext"]["resourcePath"]) == (
        resource,
        variables,
        resource,
    )


def test_who_signed_and_whose_certificate() -> None:
    identity = {"sourceIp": "192.0.2.1", "userAgent": "curl", "userArn": "arn:u", "caller": "c", "clientCert": {"x": 1}}
    event = {**REST, "requestContext": {**REST["requestContext"], "identity": identity}}
    new = to_2_0(event, "GET /items/{id}", "$default")
    assert new["requestContext"]["authorizer"] == {"iam": {"callerId": "c", "userArn": "arn:u"}}
    assert new["requestContext"]["authentication"] == {"clientCert": {"x": 1}}
    assert to_rest(new, "/items/{id}", "Prod")["requestContext"]["identity"] == identity


def test_a_sparse_event_has_what_every_event_has() -> None:
    sparse = {"resource": "/x", "path": "/x", "httpMethod": "POST", "requestContext": {}, "body": "b"}
    new = to_2_0(sparse, "POST /x", "$default")
    assert is_2_0(new)
    assert (new["body"], "queryStringParameters" in new, new["headers"]) == ("b", False, {})
    assert is_rest(to_rest({"version": "2.0", "routeKey": "$default", "requestContext": {"http": {}}}, "/", "Prod"))


NO_EVENTS = [None, [], 1, "x", {}, {"Records": []}, {"httpMethod": "GET"}, {**REST, "version": "1.0"}]


@pytest.mark.parametrize("value", NO_EVENTS, ids=str)
def test_what_is_no_event(value: object) -> None:
    assert not is_rest(value)
    assert not is_2_0(value)


# -- files --------------------------------------------------------------------------------------------------------

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: src
      Events:
        Get: {Type: Api, Properties: {Path: '/items/{id}', Method: any}}
"""
STAYING = """\
  Kept: # sam-migrate: keep
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: src
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Kept, Path: /orders, Method: get}}
"""
HANDLER = 'def handler(event, context):\n    return event["httpMethod"]\n'


@pytest.fixture(autouse=True)
def rewriter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "load", lambda: simple_rewriter.rewrite)


def run(folder: Path, files: dict[str, str], template: str = TEMPLATE, **options: Any) -> Migration:
    for name, text in {"src/app.py": HANDLER, "template.yaml": template, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    path = folder / "template.yaml"
    asked = Options(**{"payload": "2.0", "fixtures": True, **options})
    migration = migrate(decode(str(path), path.read_bytes()), Direction.TO_HTTP, asked, verify=False)
    assert migration.error is None
    return migration


def after(folder: Path, migration: Migration) -> dict[str, str]:
    files = {Path(c.source.path).relative_to(folder).as_posix(): c.after for c in migration.files}
    return {name: text for name, text in files.items() if name != "src/app.py"}


def told(folder: Path, migration: Migration) -> list[tuple[str, str]]:
    found = [f for f in migration.findings if f.file is not None]
    return [(f.code.name, Path(f.file or "").relative_to(folder).as_posix()) for f in found]


@pytest.mark.parametrize(
    "name", ["events/get.json", "tests/data/get.json", "__tests__/get.json", "src/events/get.json"]
)
def test_an_event_is_rewritten_where_projects_keep_them(tmp_path: Path, name: str) -> None:
    migration = run(tmp_path, {name: json.dumps(REST, indent=2) + "\n"})
    want = {**HTTP, "routeKey": "ANY /items/{id}"}
    want["requestContext"] = {**HTTP["requestContext"], "routeKey": "ANY /items/{id}"}
    assert {key: json.loads(text) for key, text in after(tmp_path, migration).items()} == {name: want}
    assert told(tmp_path, migration) == [("saved-event", name)]


MANNERS = {
    "two spaces": (json.dumps(REST, indent=2) + "\n", '{\n  "version"', "}\n"),
    "four spaces": (json.dumps(REST, indent=4), '{\n    "version"', "}"),
    "tabs": (json.dumps(REST, indent="\t"), '{\n\t"version"', "}"),
    "one line": (json.dumps(REST), '{"version": "2.0"', "}"),
    "compact": (json.dumps(REST, separators=(",", ":")), '{"version":"2.0"', "}"),
    "CRLF": (json.dumps(REST, indent=2).replace("\n", "\r\n") + "\r\n", '{\r\n  "version"', "}\r\n"),
}


@pytest.mark.parametrize(("text", "start", "end"), MANNERS.values(), ids=MANNERS.keys())
def test_the_manner_of_the_file_stays(tmp_path: Path, text: str, start: str, end: str) -> None:
    [new] = after(tmp_path, run(tmp_path, {"events/e.json": text})).values()
    assert new.startswith(start)
    assert new.endswith(end)
    assert ("\r\n" in new) == ("\r\n" in text)


def test_letters_stay_letters(tmp_path: Path) -> None:
    event = {**REST, "body": "é"}
    [plain] = after(tmp_path, run(tmp_path, {"events/e.json": json.dumps(event, ensure_ascii=False)})).values()
    [escaped] = after(tmp_path, run(tmp_path, {"events/e.json": json.dumps(event)})).values()
    assert "é" in plain
    assert "\\u00e9" in escaped


def test_a_list_of_events(tmp_path: Path) -> None:
    [new] = after(tmp_path, run(tmp_path, {"events/e.json": json.dumps([REST, REST])})).values()
    assert [event["version"] for event in json.loads(new)] == ["2.0", "2.0"]


LEFT = {
    "another shape": {"events/e.json": '{"Records": [], "httpMethod": 1}'},
    "no JSON": {"events/e.json": '{"httpMethod": '},
    "an event of a load balancer": {
        "events/e.json": json.dumps({"httpMethod": "GET", "path": "/items/1", "requestContext": {"elb": {}}})
    },
    "another place": {"data/e.json": json.dumps(REST)},
    "what a build left": {"events/node_modules/e.json": json.dumps(REST)},
}


@pytest.mark.parametrize("files", LEFT.values(), ids=LEFT.keys())
def test_what_is_left_alone(tmp_path: Path, files: dict[str, str]) -> None:
    migration = run(tmp_path, files)
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [])


UNREWRITTEN = {
    "a mixed list": [REST, {}],
    "an event among other things": {"event": REST, "status": 200},
    "a part of an event": {"httpMethod": "GET", "path": "/items/1"},
    "an event of a route that is not there": {**REST, "resource": "/orders", "path": "/orders"},
}


@pytest.mark.parametrize("held", UNREWRITTEN.values(), ids=UNREWRITTEN.keys())
def test_what_is_told_and_left_to_people(tmp_path: Path, held: object) -> None:
    migration = run(tmp_path, {"events/e.json": json.dumps(held)})
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [("saved-event", "events/e.json")])
    assert [f.help for f in migration.findings if f.code.name == "saved-event"] == ["Change it by hand."]


def test_an_event_of_an_api_that_stays_is_left_alone(tmp_path: Path) -> None:
    event = {**REST, "resource": "/orders", "path": "/orders"}
    migration = run(tmp_path, {"events/e.json": json.dumps(event)}, template=TEMPLATE + STAYING.replace("src", "kept"))
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [])


def test_without_being_asked_an_event_is_only_reported(tmp_path: Path) -> None:
    migration = run(tmp_path, {"events/e.json": json.dumps(REST)}, fixtures=False)
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [("saved-event", "events/e.json")])


def test_on_1_0_events_stay_what_they_are(tmp_path: Path) -> None:
    migration = run(tmp_path, {"events/e.json": json.dumps(REST)}, payload="1.0")
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [("saved-event", "events/e.json")])
    silent = run(tmp_path, {}, payload="1.0", fixtures=False)
    assert told(tmp_path, silent) == [], "nobody asked for it"


def test_on_1_0_nothing_is_said_of_events_beside_the_code_of_an_api_that_stays(tmp_path: Path) -> None:
    template = TEMPLATE + STAYING.replace("src", "kept")
    migration = run(tmp_path, {"kept/events/e.json": json.dumps(REST)}, template, payload="1.0")
    assert told(tmp_path, migration) == []


OTHER = TEMPLATE + (
    "  G:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: gone.handler\n"
    "      Runtime: python3.12\n      Events:\n        Get: {Type: Api, Properties: {Path: /stays, Method: get}}\n"
)


def test_the_event_of_a_function_that_stays_stays(tmp_path: Path) -> None:
    stays = {**REST, "resource": "/stays", "path": "/stays"}
    migration = run(tmp_path, {"events/e.json": json.dumps(stays)}, OTHER)
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [])


def test_an_event_of_no_route_is_rewritten_only_where_all_follow(tmp_path: Path) -> None:
    event = json.dumps({**REST, "resource": "/{proxy+}", "path": "/elsewhere"})
    assert list(after(tmp_path, run(tmp_path, {"events/e.json": event}))) == ["events/e.json"]
    migration = run(tmp_path, {"events/e.json": event}, OTHER)
    assert (after(tmp_path, migration), told(tmp_path, migration)) == ({}, [("saved-event", "events/e.json")])


TESTS = {
    "an event": ('E = {"httpMethod": "GET", "path": "/"}\n', [1]),
    "one in a function": ('def test():\n    call({"httpMethod": "GET", "body": None})\n', [2]),
    "two": ('a = {"httpMethod": "GET", "body": ""}\nb = {"httpMethod": "GET", "path": ""}\n', [1, 2]),
    "another dict": ('route = {"httpMethod": "GET"}\n', []),
    "a text": ('text = "httpMethod path"\n', []),
    "no Python": ('{"httpMethod": \n', []),
}


@pytest.mark.parametrize(("text", "lines"), TESTS.values(), ids=TESTS.keys())
def test_events_in_tests_are_reported_with_their_lines(tmp_path: Path, text: str, lines: list[int]) -> None:
    migration = run(tmp_path, {"tests/unit/test_app.py": text})
    found = [f for f in migration.findings if f.code.name == "test-event"]
    assert [f.span.line for f in found if f.span] == lines
    assert all(text[f.span.start] == "{" for f in found if f.span)
    assert after(tmp_path, migration) == {}
