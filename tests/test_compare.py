"""``sam-migrate compare``: the same requests to two servers on this machine, over real sockets."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from migrator.calls.call import CallAnswer
from migrator.calls.hiding import HeaderError, SentHeaders, read_headers
from migrator.calls.judging import Ignored, differences
from migrator.calls.sources import RequestsError, read_requests
from migrator.cli import main

SECRET = "eyJhbGciOi.J9secret+token/x"
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Api:
    """A server that answers as it is told, and remembers what it was asked."""

    url: str = ""
    reply: Callable[[str, str], Reply] = lambda *_: (200, {}, b"")
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


def serve(api: Api) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            api.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(size)))
            status, headers, body = api.reply(self.command, self.path)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_OPTIONS = do_HEAD = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


@pytest.fixture
def apis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Api, Api]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", SECRET)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pair = Api(), Api()
    servers = [serve(api) for api in pair]
    yield pair
    for server in servers:
        server.shutdown()
        server.server_close()


TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Items:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        List: {Type: Api, Properties: {Path: /items, Method: get}}
        One: {Type: Api, Properties: {Path: '/items/{id}', Method: get}}
        Add: {Type: Api, Properties: {Path: /items, Method: post}}
"""


def compare(capsys: pytest.CaptureFixture[str], apis: tuple[Api, Api], *more: str) -> tuple[int, dict[str, Any], str]:
    status = main(["compare", apis[0].url, apis[1].url, "--rate", "1000", "--format", "json", *more])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else {}, err


def body(value: object) -> Reply:
    return 200, {}, json.dumps(value).encode()


class TestRequests:
    def test_routes_of_the_template(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("template.yaml").write_text(TEMPLATE)
        status, found, _ = compare(capsys, apis)
        assert status == 0
        assert [(c["method"], c["path"], c["status"]) for c in found["calls"]] == [("GET", "/items", "equal")]
        assert [each["what"] for each in found["not_called"]] == ["GET /items/{id}", "POST /items"]
        assert [asked[:2] for asked in apis[0].asked] == [asked[:2] for asked in apis[1].asked] == [("GET", "/items")]

    def test_values_of_paths(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("template.yaml").write_text(TEMPLATE)
        openapi = {
            "openapi": "3.0.1",
            "paths": {"/items/{id}": {"get": {"parameters": [{"$ref": "#/components/parameters/id"}]}}},
        }
        openapi["components"] = {"parameters": {"id": {"in": "path", "name": "id", "schema": {"example": "a b"}}}}  # type: ignore[dict-item]
        Path("openapi.json").write_text(json.dumps(openapi))
        compare(capsys, apis, "--requests", "openapi.json")
        assert [asked[1] for asked in apis[1].asked] == ["/items", "/items/a%20b"]
        compare(capsys, apis, "--param", "id=7/8")
        assert apis[1].asked[-1][1] == "/items/7%2F8"

    def test_saved_events_are_found_beside_the_template(
        self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("template.yaml").write_text(TEMPLATE)
        Path("events").mkdir()
        event = {
            "resource": "/items/{id}", "path": "/items/42", "httpMethod": "GET", "requestContext": {"stage": "prod"},
            "headers": {"Host": "old.example", "Authorization": "Bearer old", "X-Shop": "a"},
            "multiValueQueryStringParameters": {"tag": ["a", "b"]},
        }  # fmt: skip
        Path("events/one.json").write_text(json.dumps(event))
        Path("events/sample.json").write_text(json.dumps({**event, "path": "/path/to/resource"}))
        _, found, _ = compare(capsys, apis)
        assert [asked[1] for asked in apis[1].asked] == ["/items/42?tag=a&tag=b", "/items"]
        assert apis[1].asked[0][2]["X-Shop"] == "a"
        assert "Authorization" not in apis[1].asked[0][2]
        assert {"what": "GET /path/to/resource?tag=a&tag=b", "why": "no route of the template takes it"} in found[
            "not_called"
        ]

    def test_events_of_an_http_api_have_the_stage_in_their_path(
        self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]
    ) -> None:
        http = {"version": "2.0", "rawPath": "/live/items/1", "rawQueryString": "a=b%26", "routeKey": "GET /items/{id}"}
        Path("e.json").write_text(
            json.dumps([{**http, "requestContext": {"stage": "live", "http": {"method": "GET"}}}])
        )
        compare(capsys, apis, "--requests", "e.json")
        assert apis[0].asked[0][1] == "/items/1?a=b%26"

    def test_a_har_file_without_what_was_sent_elsewhere(
        self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]
    ) -> None:
        def entry(url: str) -> dict[str, Any]:
            headers = [{"name": "Cookie", "value": "session=1"}, {"name": "Accept", "value": "text/plain"}]
            return {"request": {"method": "GET", "url": url, "headers": headers}}

        entries = [entry(f"{apis[0].url}/items?x=1"), entry("https://elsewhere.example/items")]
        Path("site.har").write_text(json.dumps({"log": {"entries": entries}}))
        _, found, _ = compare(capsys, apis, "--requests", "site.har")
        assert [asked[:2] for asked in apis[1].asked] == [("GET", "/items?x=1")]
        assert "Cookie" not in apis[1].asked[0][2]
        assert any("1 recorded" in hint for hint in found["hints"])

    def test_a_plain_list(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("r.yaml").write_text(
            "- {path: /items, method: post, body: {a: 1}, headers: {Authorization: 'Bearer ${TOKEN}'}}\n"
            "- {path: '/x?a=1'}\n"
        )
        Path("r.txt").write_text("# ours\nGET /y\n")
        compare(capsys, apis, "--requests", "r.yaml", "--requests", "r.txt", "--methods", "get,post")
        method, path, headers, sent = apis[1].asked[0]
        assert (method, path, headers["Authorization"], sent) == ("POST", "/items", f"Bearer {SECRET}", b'{"a": 1}')
        assert [asked[1] for asked in apis[1].asked[1:]] == ["/x?a=1", "/y"]

    @pytest.mark.parametrize(
        ("name", "text", "said"),
        [
            ("r.json", "{", "not JSON"),
            ("r.json", "{}", "neither saved events"),
            ("r.yaml", "- {path: items}", "entry 1: expected a map with `path`"),
            ("r.yaml", "- {path: /, verb: get}", "there is no key 'verb'"),
            ("r.yaml", "- {path: /, headers: {A: '${NOWHERE_TO_BE}'}}", "there is no variable NOWHERE_TO_BE"),
            ("r.txt", "GET", "r.txt:1: expected a method and a path"),
        ],
    )
    def test_mistakes(self, tmp_path: Path, name: str, text: str, said: str) -> None:
        (tmp_path / name).write_text(text)
        with pytest.raises(RequestsError, match=said.replace("(", r"\(")):
            read_requests(tmp_path / name, ())

    def test_which_api(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        more = "  {}: {{Type: AWS::Serverless::{}, Metadata: {{sam-migrate: {{replaces: {}}}}}}}\n"
        Path("template.yaml").write_text(
            TEMPLATE + more.format("Shop", "Api", "''") + more.format("ShopHttpApi", "HttpApi", "Shop")
        )
        assert "which API? --api Shop or ServerlessRestApi" in compare(capsys, apis)[2]
        assert compare(capsys, apis, "--api", "ServerlessRestApi")[0] == 0
        assert "did you mean Shop?" in compare(capsys, apis, "--api", "Shp")[2]


class TestDifferences:
    def test_what_a_client_sees(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("r.txt").write_text("GET /a\n")
        apis[0].reply = lambda *_: body({"items": [{"id": 1, "at": 1}], "old": True})
        apis[1].reply = lambda *_: (404, {"Cache-Control": "no-store"}, b'{"items": [{"id": 1.0, "at": 2}]}')
        status, found, _ = compare(capsys, apis, "--requests", "r.txt", "--ignore", "items.*.at")
        assert status == 1
        assert [each["where"] for each in found["calls"][0]["differences"]] == [
            "status",
            "header cache-control",
            "body old",
        ]
        assert main(["compare", apis[0].url, apis[1].url, "--requests", "r.txt"]) == 1
        out = capsys.readouterr().out
        assert "≠ GET /a  200 -> 404" in out
        assert "1 request: 1 answered differently." in out

    def test_what_differs_from_call_to_call_says_nothing(
        self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("r.txt").write_text("GET /a\n")
        for api in apis:
            api.reply = lambda *_: body({"at": len(apis[0].asked) * 10 + len(apis[1].asked), "name": "x"})
        status, found, _ = compare(capsys, apis, "--requests", "r.txt")
        assert status == 0
        assert "body at differs from call to call" in found["calls"][0]["notes"][0]

    def test_preflight(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("template.yaml").write_text(TEMPLATE)
        allowed = {"Access-Control-Allow-Origin": "https://shop.example", "Access-Control-Allow-Methods": "GET,POST"}
        apis[0].reply = lambda method, _: (200, allowed if method == "OPTIONS" else {}, b"{}")
        reordered = {**allowed, "Access-Control-Allow-Methods": "POST, GET"}
        apis[1].reply = lambda method, _: (204, reordered, b"") if method == "OPTIONS" else (200, {}, b"{}")
        status, found, _ = compare(capsys, apis, "--origin", "https://shop.example", "--header", "X-Api-Key=env:TOKEN")
        assert (status, [call["preflight"] for call in found["calls"]]) == (0, [False, True])
        _, _, headers, _ = apis[1].asked[-1]
        assert (headers["Origin"], headers["Access-Control-Request-Method"]) == ("https://shop.example", "GET")
        assert "X-Api-Key" not in headers

    def test_redirects_are_compared_and_not_followed(
        self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("r.txt").write_text("GET /a\n")
        for api in apis:
            api.reply = lambda *_, api=api: (302, {"Location": f"{api.url}/b"}, b"")  # type: ignore[misc]
        assert compare(capsys, apis, "--requests", "r.txt")[0] == 0
        apis[1].reply = lambda *_: (302, {"Location": "http://127.0.0.1:9/b"}, b"")
        assert compare(capsys, apis, "--requests", "r.txt", "--header", "Authorization=env:TOKEN")[0] == 1
        assert len(apis[1].asked) == 2

    def test_bodies_are_read_up_to_a_limit(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("r.txt").write_text("GET /a\n")
        for api in apis:
            api.reply = lambda *_: (200, {}, b"x" * 5000)
        _, found, _ = compare(capsys, apis, "--requests", "r.txt", "--max-body", "100")
        assert "longer than what is read" in found["calls"][0]["notes"][0]

    def test_no_answer(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("r.txt").write_text("GET /a\n")
        gone = Api("http://127.0.0.1:9")
        status, found, err = compare(capsys, (apis[0], gone), "--requests", "r.txt")
        assert (status, found["calls"][0]["new"]["status"]) == (2, None)
        assert "http://127.0.0.1:9: no answer to any request" in err
        assert found["calls"][0]["status"] == "unanswered"
        assert found["summary"] == {"calls": 1, "differing": 0, "unanswered": 1, "not_called": 0}
        assert main(["compare", apis[0].url, gone.url, "--requests", "r.txt"]) == 2
        out = capsys.readouterr().out
        assert "! GET /a" in out
        assert "answer: 200 -> Connection refused" in out
        assert "1 request: 1 without an answer." in out


def answer(status: int = 200, body: bytes = b"", **headers: str) -> CallAnswer:
    return CallAnswer(status, tuple((name.replace("_", "-"), value) for name, value in headers.items()), body)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (answer(content_type="text/html; charset=utf-8"), answer(content_type="text/HTML;charset=UTF-8"), []),
        (answer(content_type="application/json"), answer(content_type="text/plain"), ["header content-type"]),
        (answer(set_cookie="a=1; Path=/; Secure"), answer(set_cookie="a=2; secure; path=/"), []),
        (answer(set_cookie="a=1; Path=/; HttpOnly"), answer(set_cookie="a=2; Path=/"), ["header set-cookie"]),
        (answer(location="https://old.example/prod/x?y"), answer(location="/x?y"), []),
        (answer(date="1", x_amzn_requestid="2"), answer(date="3", apigw_requestid="4"), []),
        (answer(body=b'{"a": [1, 2]}'), answer(body=b'{"a": [1]}'), ["body a"]),
        (answer(body=b"true"), answer(body=b"1"), ["body"]),
        (answer(body=b"\xff\x00"), answer(body=b"\xff\x01"), ["body"]),
    ],
)
def test_when_answers_are_the_same(old: CallAnswer, new: CallAnswer, where: list[str]) -> None:
    found = differences(old, new, Ignored(), ("https://old.example/prod", "https://new.example"))
    assert [each.where for each in found] == where


class TestSecrets:
    def test_they_are_sent_and_never_printed(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("r.json").write_text(json.dumps([{"path": f"/a?t={SECRET}", "headers": {"X-Key": "${TOKEN}"}}]))
        apis[0].reply = lambda *_: (200, {"Link": SECRET}, json.dumps({"said": f"Bearer {SECRET}", "n": 1}).encode())
        apis[1].reply = lambda *_: (401, {"Location": f"/x?t={SECRET}"}, f"<b>{SECRET}</b>{'x' * 99}".encode())
        Path("key").write_text(f"Bearer {SECRET}\n")
        for style in ("json", "text"):
            given = ["--requests", "r.json", "--header", "Authorization=file:key", "--format", style]
            assert main(["compare", apis[0].url, apis[1].url, *given]) == 1
            out, err = capsys.readouterr()
            assert "secret" not in out + err
            assert "***" in out
        assert apis[1].asked[0][2]["Authorization"] == f"Bearer {SECRET}"
        assert main(["compare", apis[0].url, "http://127.0.0.1:9", *given]) == 2
        assert "secret" not in "".join(capsys.readouterr())

    def test_a_command_line_is_no_place_for_them(self) -> None:
        with pytest.raises(HeaderError, match="env:VARIABLE"):
            read_headers([f"Authorization={SECRET}"])
        with pytest.raises(HeaderError, match="there is no variable X") as error:
            read_headers(["Cookie=env:X"], {"Y": SECRET})
        assert SECRET not in str(error.value)
        with pytest.raises(HeaderError, match="its value is empty"):
            read_headers(["Cookie=env:Y"], {"Y": "a\nb: c"})
        assert read_headers(["X-Shop=a"], {}) == SentHeaders((("X-Shop", "a"),))

    def test_they_go_over_https_only(self, apis: tuple[Api, Api], capsys: pytest.CaptureFixture[str]) -> None:
        Path("r.txt").write_text("GET /a\n")
        given = ["--requests", "r.txt", "--header", "Authorization=env:TOKEN"]
        assert main(["compare", apis[0].url, "http://api.example", *given]) == 2
        assert "credentials are sent over https only" in capsys.readouterr().err
        assert apis[0].asked == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["ftp://x", "https://y"], "is no address of an API"),
        (["https://u:pass@x", "https://y"], "is no place for a password"),
        (["https://x", "https://y"], "there is no request to send"),
        (["https://x", "https://y", "--methods", "GTE"], "did you mean GET?"),
        (["https://x", "https://y", "--rate", "0"], "--rate: expected a number from 0.1"),
        (["https://x", "https://y", "--param", "a"], "expected NAME=VALUE"),
        (["https://x", "https://y", "--api", "A"], "there is no template"),
        (["https://x", "https://y", "--requests", "nowhere"], "cannot read it"),
    ],
)
def test_usage(
    given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["compare", *given]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "pass@" not in err


def test_httpx_is_loaded_where_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "https://x", "https://y"]) == 2
