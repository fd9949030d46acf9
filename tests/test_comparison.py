"""``sam-migrate verify``: which APIs belong together, what differs, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrator.cli import main
from migrator.proof.comparison import Comparison, compare
from migrator.proof.pairing import Match
from migrator.proof.preflight import Catcher, refused
from migrator.text.source import Source
from tests.test_verify import HTTP, REST, template


def function(*events: str, name: str = "F") -> str:
    listed = ", ".join(f"E{number}: {event}" for number, event in enumerate(events))
    return f"{name}: {{Type: AWS::Serverless::Function, Properties: {{Events: {{{listed}}}}}}}\n"


def rest(path: str, api: str = "Api", more: str = "") -> str:
    return f"{{Type: Api, Properties: {{RestApiId: !Ref {api}, Path: {path}, Method: get{more}}}}}"


def http(path: str, api: str = "Http", more: str = "") -> str:
    return (
        f"{{Type: HttpApi, Properties: {{ApiId: !Ref {api}, Path: {path}, Method: get, "
        f"PayloadFormatVersion: '1.0'{more}}}}}"
    )


API = "{0}: {{Type: AWS::Serverless::Api, Properties: {{StageName: p}}}}\n"
HTTP_API = "{0}: {{Type: AWS::Serverless::HttpApi}}\n"


def compared(before: str, after: str) -> Comparison:
    return compare(Source("before.yaml", template(before)), Source("after.yaml", template(after)))


def matched(found: Comparison) -> list[tuple[str, str, Match]]:
    return [(pair.before, pair.after, pair.match) for pair in found.pairs]


class TestPairs:
    def test_by_id(self) -> None:
        text = API.format("A") + API.format("B") + function(rest("/a", "A"), rest("/b", "B"))
        assert matched(compared(text, text)) == [("A", "A", Match.ID), ("B", "B", Match.ID)]

    def test_by_routes(self) -> None:
        before = API.format("A") + API.format("B") + function(rest("/a", "A"), rest("/b", "B"))
        after = HTTP_API.format("X") + HTTP_API.format("Y") + function(http("/b", "X"), http("/a", "Y"))
        found = compared(before, after)
        assert matched(found) == [("A", "Y", Match.ROUTES), ("B", "X", Match.ROUTES)]
        assert found.differences == ()

    def test_the_same_function_decides_between_the_same_routes(self) -> None:
        names = function(rest("/", "A")), function(rest("/", "B"), name="G")
        before = API.format("A") + API.format("B") + "".join(names)
        after = (
            HTTP_API.format("X") + HTTP_API.format("Y") + function(http("/", "Y")) + function(http("/", "X"), name="G")
        )
        assert matched(compared(before, after)) == [("A", "Y", Match.ROUTES), ("B", "X", Match.ROUTES)]

    def test_what_is_left(self) -> None:
        before = API.format("A") + function(rest("/a", "A"))
        after = HTTP_API.format("X") + function(http("/b", "X"))
        found = compared(before, after)
        assert matched(found) == [("A", "X", Match.LEFT)]
        assert [d.sentence for d in found.differences] == [
            "GET /b of A is new (target F, no authorizer)",
            "GET /a of A is gone (target F, no authorizer)",
        ]

    def test_implicit_apis_that_become_one(self) -> None:
        before = function(
            "{Type: Api, Properties: {Path: /a, Method: get}}", "{Type: HttpApi, Properties: {Path: /b, Method: get}}"
        )
        after = before.replace("Type: Api", "Type: HttpApi").replace("/a,", "/a, PayloadFormatVersion: '1.0',")
        found = compared(before, after)
        assert [(pair.before, pair.after) for pair in found.pairs] == [
            ("ServerlessHttpApi", "ServerlessHttpApi"),
            ("ServerlessRestApi", "ServerlessHttpApi"),
        ]
        assert found.differences == ()

    def test_apis_without_a_successor(self) -> None:
        before = API.format("A") + API.format("B") + function(rest("/a", "A"))
        found = compared(before, API.format("C") + function(rest("/c", "C")))
        assert [d.sentence for d in found.differences] == [
            "C is new; it has 1 route",
            "A is gone; it had 1 route",
            "B is gone; it had 0 routes",
        ]


class TestDifferences:
    def test_equal(self) -> None:
        found = compared(REST, HTTP)
        assert found.differences == ()
        assert found.plan.summary.startswith("Plan: ")
        assert found.plan.new_url

    def test_weaker_access_comes_first(self) -> None:
        after = HTTP.replace("Auth: {Authorizer: Token}", "Auth: {Authorizer: NONE}").replace(
            "MaxAge: 600", "MaxAge: 5"
        )
        found = compared(REST, after).differences
        assert [d.weaker for d in found] == [True, False]
        assert found[0].sentence == (
            "POST /token of Api: authorizer Token (Lambda Decide) is gone; the route would be open"
        )

    def test_one_kind_is_compared_without_allowances(self) -> None:
        """From REST to HTTP an audience has to appear; within one kind it is a difference like any other."""
        after = REST.replace("AuthorizationScopes: [orders/read]", "Identity: {ValidationExpression: client}")
        assert {d.facet for d in compared(REST, after).differences} == {"route.scopes", "authorizer.clients"}

    def test_a_file_elsewhere_that_is_another(self) -> None:
        text = "A: {Type: AWS::Serverless::Api, Properties: {StageName: p, DefinitionUri: 's3://b/one'}}"
        assert compared(text, text).differences == ()
        assert [d.facet for d in compared(text, text.replace("/one", "/two")).differences] == ["api.opaque"]

    def test_dangling(self) -> None:
        after = HTTP.replace("DependsOn: HttpApi", "DependsOn: Api")
        assert [d.sentence for d in compared(REST, after).differences] == ["Api is referred to and does not exist"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "before.yaml": template(REST),
        "after.yaml": template(HTTP),
        "open.yaml": template(HTTP.replace("Auth: {Authorizer: Token}", "Auth: {Authorizer: NONE}")),
        "broken.yaml": "Resources: [AWS::Serverless",
        "wrong.yaml": template("A: {Type: AWS::Serverless::Api, Properties: {}}"),
        "other.yaml": "a: 1\n",
    }.items():
        Path(name).write_text(text)


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
    status = main(["verify", *given])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.usefixtures("files")
class TestCommand:
    def test_equal(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "before.yaml", "after.yaml")
        assert (status, err) == (0, "")
        assert out.startswith("Api (REST) -> HttpApi (HTTP): 6 routes, matched by routes\n")
        assert "\nPlan: " in out
        assert out.endswith("\nEqual: 6 routes, targets and access control.\n")

    def test_different(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, "before.yaml", "open.yaml")
        assert status == 1
        assert "\nweaker  POST /token of Api: authorizer Token (Lambda Decide) is gone" in out
        assert out.endswith("\nDifferent: 1 difference, 1 of them with weaker access.\n")

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("missing.yaml", "missing.yaml: no such file or folder"),
            ("broken.yaml", "broken.yaml:1:28: not readable as YAML: "),
            ("wrong.yaml", "wrong.yaml: "),
            ("other.yaml", "other.yaml: this is no SAM template"),
            (".", ".: a folder, not a template"),
        ],
    )
    def test_unreadable(self, capsys: pytest.CaptureFixture[str], name: str, message: str) -> None:
        for given in ((name, "after.yaml"), ("before.yaml", name)):
            status, out, err = run(capsys, *given)
            assert (status, out) == (2, "")
            assert err.startswith(f"sam-migrate: {message}")
            assert len(err.splitlines()) == 1

    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, "before.yaml", "open.yaml", "--format", "json")
        document: dict[str, Any] = json.loads(out)
        assert status == 1
        assert [document[key] for key in ("version", "before", "after", "status", "error")] == [
            1, "before.yaml", "open.yaml", "different", None,
        ]  # fmt: skip
        assert document["apis"] == [
            {"before": "Api", "after": "HttpApi", "matched": "routes", "kinds": ["rest", "http"], "routes": 6}
        ]
        assert document["differences"] == [
            {
                "api": "Api",
                "message": "POST /token of Api: authorizer Token (Lambda Decide) is gone; the route would be open",
                "weaker": True,
                "facet": "route.lambda",
            }
        ]
        assert document["deployment"][0] == document["plan"]["summary"]

    def test_json_of_what_cannot_be_compared(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, "before.yaml", "wrong.yaml", "--format", "json")
        document = json.loads(out)
        assert (status, document["status"], document["plan"]) == (2, "error", None)
        assert document["error"].startswith("wrong.yaml: ")


class TestWhatCannotBeDeployed:
    """Differences that no API shows: a stack with them fails."""

    REST = API.format("Api") + function(rest("/a"))
    HTTP = HTTP_API.format("Http") + function(http("/a"))

    @pytest.mark.parametrize(
        ("before", "after", "sentence"),
        [
            (
                "N: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Api}}\n",
                "N: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Http}, DependsOn: M}\n"
                "M: {Type: AWS::SNS::Topic, DependsOn: N}\n",
                "N would be created after M (`DependsOn`), and M would be created after N (`DependsOn`).",
            ),
            (
                "L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/x/${Api.Stage}'}}\n",
                "L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/x/${Http.Stage}'}}\n",
                "`LogGroupName` of L (AWS::Logs::LogGroup) would be `/x/$default`, a name that the service refuses",
            ),
            (
                "D: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.example}}\n",
                "D: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.example}}\n"
                "E: {Type: AWS::ApiGatewayV2::DomainName, Properties: {DomainName: a.example}}\n",
                "Two resources would make the domain a.example",
            ),
        ],
    )
    def test_differs(self, before: str, after: str, sentence: str) -> None:
        found = compared(self.REST + before, self.HTTP + after)
        assert [d.sentence[: len(sentence)] for d in found.differences] == [sentence]

    def test_what_cannot_be_deployed_anyhow_is_not_new(self) -> None:
        circle = "N: {Type: AWS::SNS::Topic, DependsOn: N}\n"
        assert compared(self.REST + circle, self.HTTP + circle).differences == ()


def test_a_route_with_a_variable_catches_preflight_of_the_paths_that_it_covers() -> None:
    """`OPTIONS /orders/new` matches `ANY /orders/{id}` where no route is closer to it."""
    any_order, new = Catcher("ANY", "/orders/{id}", guarded=True), Catcher("GET", "/orders/new", guarded=False)
    assert refused([any_order, new]) == ("/orders/new", "/orders/{id}")
    assert refused([any_order, new, Catcher("OPTIONS", "/orders/new", guarded=False)]) == ("/orders/{id}",)
    assert refused([Catcher("ANY", "/orders/new", guarded=True), Catcher("GET", "/orders/{id}", guarded=False)]) == (
        "/orders/new",
    )
