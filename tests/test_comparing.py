"""``sam-migrate verify`` on the command line: where templates come from, what is accepted, how it ends."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from migrator.cli import main
from migrator.command.revision import Revision
from migrator.plan import Plan, Trap
from migrator.proof.comparison import Comparison, ComparisonResult
from migrator.proof.difference import Difference
from migrator.proof.pairing import ApiPair, Match
from migrator.report.comparison import MODULES, TEXT, Compared, render
from migrator.report.paint import Look
from tests.test_verify import HTTP, REST, template
from transforms import CODES

GIT = ("git", "-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false")
SHORTER = HTTP.replace("Path: /open, Method: get,", "Path: /open, Method: get, TimeoutInMillis: 3000,")
OPENED = HTTP.replace("Auth: {Authorizer: Token}", "Auth: {Authorizer: NONE}")


def git(*given: str) -> None:
    subprocess.run([*GIT, *given], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose last commit holds REST APIs, and whose files have moved on."""
    monkeypatch.chdir(tmp_path)
    Path("service").mkdir()
    for path in ("template.yaml", "service/template.yaml"):
        Path(path).write_text(template(REST))
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    for path in ("template.yaml", "service/template.yaml"):
        Path(path).write_text(template(HTTP))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
    status = main(["verify", *given])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def document(capsys: pytest.CaptureFixture[str], *given: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capsys, *given, "--format", "json")[1])
    return found


@pytest.mark.usefixtures("repository")
class TestSources:
    def test_a_commit(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "HEAD:template.yaml", "template.yaml")
        assert (status, err) == (0, "")
        assert out.startswith("Api (REST) -> HttpApi (HTTP)")

    def test_a_path_in_a_commit_starts_at_the_root(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir("service")
        assert run(capsys, "HEAD:template.yaml", "template.yaml")[0] == 0
        assert run(capsys, "HEAD:./template.yaml", "template.yaml")[0] == 0
        git("rm", "-q", "--cached", "../template.yaml")
        git("commit", "-qm", "two")
        status, _, err = run(capsys, "HEAD:template.yaml", "template.yaml")
        assert status == 2
        assert "HEAD:template.yaml: there is no file of this name, and git says" in err
        assert "./template.yaml in the current folder" in err

    @pytest.mark.parametrize(("given", "said"), [("HEDA:template.yaml", "HEDA"), ("HEAD:no.yaml", "no.yaml")])
    def test_what_is_not_there(self, capsys: pytest.CaptureFixture[str], given: str, said: str) -> None:
        status, out, err = run(capsys, given, "template.yaml")
        assert (status, out) == (2, "")
        assert err.startswith(f"sam-migrate: {given}: there is no file of this name, and git says: ")
        assert said in err.partition("says")[2]
        assert len(err.splitlines()) == 1

    def test_a_file_of_that_name_comes_first(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("HEAD:template.yaml").write_text(template(HTTP))
        assert run(capsys, "HEAD:template.yaml", "template.yaml")[1].startswith("HttpApi (HTTP): ")

    @pytest.mark.parametrize(
        "given", ["C:\\t.yaml", "C:/t.yaml", "s3://b/t.yaml", "t.yaml", ":t.yaml", "HEAD:", "-x:t.yaml", "a\0:b"]
    )
    def test_what_is_no_revision(self, given: str) -> None:
        assert Revision.named(given) is None

    @pytest.mark.parametrize(
        ("path", "relative", "expected"),
        [
            ("a/t.yaml", "api.yaml", "a/api.yaml"),
            ("a/t.yaml", "../api.yaml", "api.yaml"),
            ("t.yaml", "../api.yaml", None),
            ("t.yaml", "s3://b/api.yaml", None),
            ("t.yaml", "/api.yaml", None),
            ("./t.yaml", "./api.yaml", "./api.yaml"),
            ("../t.yaml", "api.yaml", "../api.yaml"),
        ],
    )
    def test_what_stands_beside(self, path: str, relative: str, expected: str | None) -> None:
        found = Revision("HEAD", path).beside(relative)
        assert (found.path if found else None) == expected

    def test_stdin(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(template(REST).encode())))
        assert run(capsys, "-", "template.yaml")[0] == 0
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: 1\n")))
        status, _, err = run(capsys, "template.yaml", "-")
        assert (status, err) == (2, "sam-migrate: -: this is no SAM template\n")

    def test_stdin_is_one_side(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = run(capsys, "-", "-")
        assert status == 2
        assert "not both" in err

    def test_definitions_are_those_of_the_commit(self, capsys: pytest.CaptureFixture[str]) -> None:
        api = "A: {Type: AWS::Serverless::HttpApi, Properties: {DefinitionUri: ../api.yaml}}\n"
        Path("api.yaml").write_text(ONE_ROUTE)
        Path("service/template.yaml").write_text(template(api))
        git("add", "-A")
        git("commit", "-qm", "two")
        Path("api.yaml").write_text(ONE_ROUTE.replace("/old", "/new"))
        found = document(capsys, "HEAD:service/template.yaml", "service/template.yaml")
        assert found["status"] == "different"
        assert {each["message"].partition(" of A")[0] for each in found["differences"]} == {"GET /old", "GET /new"}


@pytest.mark.usefixtures("repository")
class TestAccept:
    def test_what_a_code_announces_counts_no_more(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("after.yaml").write_text(template(SHORTER))
        before = document(capsys, "HEAD:template.yaml", "after.yaml")
        after = document(capsys, "HEAD:template.yaml", "after.yaml", "--accept", "timeout")
        assert (before["status"], after["status"]) == ("different", "equivalent")
        assert (after["differences"], after["accepted"]) == ([], before["differences"])
        status, out, _ = run(capsys, "HEAD:template.yaml", "after.yaml", "--accept", "timeout")
        assert status == 0
        assert "\naccepted  " in out
        assert out.endswith("Equal: 6 routes, targets and access control; 1 difference accepted.\n")

    def test_weaker_access_takes_a_code_that_speaks_of_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("after.yaml").write_text(template(OPENED))
        harmless = [c.name for c in CODES.values() if c.acceptable and not c.security and c.level != "blocker"]
        found = document(capsys, "HEAD:template.yaml", "after.yaml", "--accept", ",".join(harmless))
        assert found["status"] == "different"

    def test_one_api_is_not_another(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("after.yaml").write_text(template(SHORTER))
        accepted = document(capsys, "HEAD:template.yaml", "after.yaml", "--accept", "all:Api")["accepted"]
        assert accepted
        assert not document(capsys, "HEAD:template.yaml", "after.yaml", "--accept", "all:HttpApi")["accepted"]
        status, out, err = run(capsys, "HEAD:template.yaml", "after.yaml", "--accept", "timeout:Http")
        assert (status, out) == (2, "")
        assert "--accept timeout:Http: neither template has an API of this name; did you mean HttpApi?" in err

    def test_a_code_that_nobody_can_accept(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = run(capsys, "HEAD:template.yaml", "template.yaml", "--accept", "duplicate-key")
        assert status == 2
        assert "nobody can accept this one" in err


ONE_ROUTE = """\
openapi: 3.0.1
info: {title: t, version: '1'}
paths:
  /old:
    get:
      x-amazon-apigateway-integration:
        {type: http_proxy, httpMethod: GET, payloadFormatVersion: '1.0', uri: 'https://example.com'}
"""
OPEN = Difference("Api", "GET /a of Api would be open", weaker=True, facet="route.none")
SLOW = Difference("Api", "GET /a of Api has another timeout", facet="route.timeout")
PAIR = ApiPair("Api", "HttpApi", Match.ROUTES, ("rest", "http"), 2)
EQUAL = Comparison((PAIR,), (), Plan())
REFUSED = Plan(traps=(Trap("name-taken", "domain a.example moves. Deploy twice.", refused=True),))
ENDINGS = {
    "equal": (EQUAL, ComparisonResult.EQUIVALENT, ["Equal: 2 routes, targets and access control."]),
    "different": (
        replace(EQUAL, differences=(OPEN, SLOW)),
        ComparisonResult.DIFFERENT,
        ["Different: 2 differences, 1 of them with weaker access."],
    ),
    "incomplete": (
        replace(EQUAL, uncompared=("not compared: the WAF of Api",)),
        ComparisonResult.INCOMPLETE,
        ["Incomplete: nothing that was compared differs (2 routes); 1 thing not compared."],
    ),
    "different and incomplete": (
        replace(EQUAL, differences=(SLOW,), uncompared=("not compared: the WAF of Api",), accepted=(OPEN,)),
        ComparisonResult.DIFFERENT,
        ["Different: 1 difference; 1 thing not compared; 1 difference accepted."],
    ),
    "refused": (
        replace(EQUAL, plan=REFUSED),
        ComparisonResult.EQUIVALENT,
        [
            "Equal: 2 routes, targets and access control.",
            "The deployment over the present stack fails: domain a.example moves.",
        ],
    ),
}


class TestEndings:
    @pytest.mark.parametrize(("found", "status", "lines"), ENDINGS.values(), ids=ENDINGS.keys())
    def test_the_last_lines(self, found: Comparison, status: ComparisonResult, lines: list[str]) -> None:
        assert found.status is status
        shown = render(TEXT, Compared("a", "b", found), Look(width=110))
        assert shown.endswith("\n\n" + "\n".join(lines) + "\n")
        printed = render("markdown", Compared("a", "b", found), Look())
        assert printed.rstrip().splitlines()[-len(lines) :] == [f"- **{line}**" for line in lines]
        page = render("html", Compared("a", "b", found), Look())
        assert all(page.count(line) == 2 for line in lines)
        assert json.loads(render("json", Compared("a", "b", found), Look()))["status"] == status.value

    @pytest.mark.parametrize("name", [TEXT, *MODULES])
    def test_incomplete_is_never_equal(self, name: str) -> None:
        found = replace(EQUAL, uncompared=("not compared: the WAF of Api",))
        printed = render(name, Compared("a", "b", found), Look())
        assert "equal" not in printed.lower()
        assert "the WAF of Api" in printed
        if name != "json":  # programs get the sentence as it is
            assert printed.lower().count("not compared: the waf") == 0

    def test_text(self) -> None:
        found = replace(
            EQUAL, differences=(OPEN,), uncompared=("the WAF",), notes=("defaults are used",), accepted=(SLOW,)
        )
        shown = render(TEXT, Compared("a", "b", found), Look())
        assert "weaker        GET /a of Api would be open\nnot compared  the WAF\naccepted      GET /a" in shown
        assert "\n\nnote: defaults are used\n\n" in shown

    @pytest.mark.parametrize("name", [TEXT, "markdown", "html"])
    def test_what_several_routes_share_is_said_once(self, name: str) -> None:
        tokens = [replace(OPEN, sentence=f"{route} of Api: it took no tokens") for route in ("GET /a", "GET /b")]
        found = replace(EQUAL, differences=tuple(tokens), accepted=tuple(tokens))
        printed = render(name, Compared("a", "b", found), Look(width=110))
        assert printed.count("GET /a, GET /b of Api: it took no tokens") == 2
        assert "Different: 2 differences" in printed

    def test_json(self) -> None:
        found = replace(EQUAL, uncompared=("the WAF",), notes=("n",), accepted=(OPEN,), plan=REFUSED)
        told = json.loads(render("json", Compared("a", "b", found), Look()))
        assert (told["uncompared"], told["notes"], told["plan"]["refused"]) == (["the WAF"], ["n"], True)
        assert told["accepted"] == [
            {"api": "Api", "message": OPEN.sentence, "weaker": True, "facet": "route.none"},
        ]

    @pytest.mark.parametrize("name", MODULES)
    def test_what_could_not_be_compared(self, name: str) -> None:
        printed = render(name, Compared("a", "b", None, "a:3: no"), Look())
        assert "a:3: no" in printed.replace("%3A", ":")

    @pytest.mark.parametrize("name", [TEXT, *MODULES])
    def test_nothing_acts_on_the_reader(self, name: str) -> None:
        evil = "</p><img src=x> \u202e\x1b[2J [x](https://evil.example) <!-- @me ::error::"
        found = Comparison(
            (replace(PAIR, before=evil),), (replace(OPEN, sentence=evil),), Plan(traps=(Trap("x", evil),)),
            (evil,), (evil,), (replace(SLOW, sentence=evil),),
        )  # fmt: skip
        printed = render(name, Compared(evil, evil, found), Look())
        assert "\x1b" not in printed
        assert "\u202e" not in printed
        text = re.sub(r"`[^`]*`", "", printed)
        if name in ("html", "markdown"):
            assert "<img" not in text
        if name == "markdown":
            assert "[x](" not in text

    def test_annotations(self) -> None:
        found = replace(EQUAL, differences=(OPEN, SLOW), uncompared=("the WAF",))
        lines = render("github", Compared("a.yaml", "b.yaml", found), Look()).splitlines()
        assert [line.partition(" ")[0] for line in lines] == ["::error", "::error", "::warning", "::warning"]
        assert lines[1] == "::error file=b.yaml,title=weaker::GET /a of Api would be open"
        assert "file=" not in render("github", Compared("a.yaml", "HEAD:b.yaml", found), Look())


def test_what_cannot_be_deployed_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("before.yaml").write_text(template("Api: {Type: AWS::Serverless::Api, Properties: {StageName: p}}\n"))
    Path("after.yaml").write_text(template("Api: {Type: AWS::Serverless::HttpApi, Properties: {StageName: p}}\n"))
    status, out, _ = run(capsys, "before.yaml", "after.yaml")
    assert status == 1
    assert "\nThe deployment over the present stack fails: " in out[-300:]
    assert document(capsys, "before.yaml", "after.yaml")["plan"]["refused"] is True
