"""What the code of a function is told, and when it may change: only if everything that runs it follows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
import simple_rewriter

from migrator import migrate
from migrator.facts import AuthorizerFacts, Entry, Facts, Package, Rewritten, Route, RouteFacts
from migrator.migration import HandlerStatus, Migration
from migrator.options import Direction, Options
from migrator.text.source import decode
from transforms.handlers.python import language
from transforms.handlers.python.package import changed_names

HANDLER = 'def handler(event, context):\n    return {"statusCode": 200, "body": event["httpMethod"]}\n'
AFTER = HANDLER.replace('event["httpMethod"]', 'event["requestContext"]["http"]["method"]')
TO_2_0 = Options(payload="2.0")

Put = Callable[[str, str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


@pytest.fixture(autouse=True)
def rewriter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "load", lambda: simple_rewriter.rewrite)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Entry, Facts]]:
    """Collects what the rewriter is told."""
    calls: list[tuple[Entry, Facts]] = []

    def rewrite(_package: Package, entry: Entry, facts: Facts, _others: tuple[Entry, ...]) -> Rewritten:
        calls.append((entry, facts))
        return Rewritten()

    monkeypatch.setattr(language, "load", lambda: rewrite)
    return calls


def function(name: str, handler: str, *events: str, more: str = "") -> str:
    listed = "".join(f"        E{number}: {event}\n" for number, event in enumerate(events))
    return (
        f"  {name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: {handler}\n"
        f"      Runtime: python3.12\n      CodeUri: src\n{more}" + (f"      Events:\n{listed}" if listed else "")
    )


def api(path: str, more: str = "", kind: str = "Api") -> str:
    return f"{{Type: {kind}, Properties: {{Path: {path}, Method: get{more}}}}}"


QUEUE = "{Type: SQS, Properties: {Queue: arn:aws:sqs:eu-west-1:123456789012:q}}"


def run(
    put: Put, *resources: str, options: Options = TO_2_0, direction: Direction = Direction.TO_HTTP, head: str = ""
) -> Migration:
    text = "Transform: AWS::Serverless-2016-10-31\n" + dedent(head) + "Resources:\n" + "".join(resources)
    path = put("template.yaml", text)
    migration = migrate(decode(str(path), path.read_bytes()), direction, options, verify=False)
    assert migration.error is None
    return migration


def versions(migration: Migration) -> str:
    """The payload versions of the template after, in its order."""
    return " ".join(part.split("'")[0] for part in migration.after.split("PayloadFormatVersion: '")[1:])


def changed(migration: Migration) -> dict[str, str]:
    return {Path(change.source.path).name: change.after for change in migration.files}


def reasons(migration: Migration) -> list[str]:
    return [f.message for f in migration.findings if f.code.name in ("handler-unproven", "payload-2.0")]


# -- who agrees ---------------------------------------------------------------------------------------------------


def test_one_function_follows(put: Put) -> None:
    put("src/app.py", HANDLER)
    migration = run(put, function("F", "app.handler", api("/x")))
    assert (versions(migration), changed(migration)) == ("2.0", {"app.py": AFTER})
    assert [h.status for h in migration.handlers] == [HandlerStatus.REWRITTEN]


def test_code_that_reads_nothing_follows_unchanged(put: Put) -> None:
    put("src/app.py", "def handler(event, context):\n    return 1\n")
    migration = run(put, function("F", "app.handler", api("/x")))
    assert (versions(migration), changed(migration)) == ("2.0", {})
    assert [h.status for h in migration.handlers] == [HandlerStatus.UNCHANGED]


def test_a_flagged_handler_keeps_its_events(put: Put) -> None:
    put("src/app.py", HANDLER + "# unproven\n")
    migration = run(put, function("F", "app.handler", api("/x")))
    assert (versions(migration), changed(migration)) == ("1.0", {})
    assert reasons(migration) == ["F is not proven to follow: app.py, line 3. It keeps payload 1.0."]
    [handler] = migration.handlers
    assert handler.status is HandlerStatus.FLAGGED
    assert [(f.level.value, f.span and f.span.line) for f in handler.findings] == [("warning", 3)]


OTHERS = {
    "a queue": (function("F", "app.handler", api("/x"), QUEUE), "", "also called by event E1 (SQS)"),
    "an address": (
        function("F", "app.handler", api("/x"), more="      FunctionUrlConfig: {AuthType: NONE}\n"),
        "",
        "an address of its own",
    ),
    "an environment": (
        function("F", "app.handler", api("/x")),
        function("G", "g.h", more="      Environment: {Variables: {F: !Ref F}}\n"),
        "also named by G (AWS::Serverless::Function)",
    ),
    "another permission": (
        function("F", "app.handler", api("/x")),
        "  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref F, Principal: s3.amazonaws.com}}\n",
        "also named by P (AWS::Lambda::Permission)",
    ),
    "Globals": (
        function("F", "app.handler", api("/x")),
        "Globals: {Function: {Environment: {Variables: {F: !Ref F}}}}\n",
        "also named in `Globals`",
    ),
    "an export": (
        function("F", "app.handler", api("/x")),
        "Outputs: {F: {Value: !GetAtt F.Arn, Export: {Name: f}}}\n",
        "is exported for other stacks",
    ),
    "an alias": (
        function("F", "app.handler", api("/x"), more="      AutoPublishAlias: live\n"),
        "  R: {Type: AWS::Events::Rule, Properties: {Targets: [{Id: f, Arn: !Ref FAliaslive}]}}\n",
        "also named by R (AWS::Events::Rule)",
    ),
    "an authorizer of a definition": (
        function("F", "app.handler", api("/x")),
        "  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: p\n      DefinitionBody:\n"
        "        openapi: 3.0.1\n        info: {title: t, version: '1'}\n"
        "        paths: {/y: {get: {x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'https://a.b'}}}}\n"
        "        components: {securitySchemes: {G: {type: apiKey, in: header, name: Authorization,\n"
        "          x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer:\n"
        "            {type: token, authorizerUri: !Sub 'arn:${F.Arn}/invocations'}}}}\n",
        "F answers requests and is an authorizer",
    ),
    "another API": (
        function("F", "app.handler", api("/x"), api("/y", kind="HttpApi")),
        "",
        "also called by ServerlessHttpApi, which stays as it is",
    ),
    "the same handler": (
        function("F", "app.handler", api("/x")),
        function("G", "app.handler", QUEUE),
        "has the handler of G, which gets other events",
    ),
    "a layer's version of the same": (
        function("F", "app.handler", api("/x")),
        "  G: {Type: AWS::Lambda::Function, Properties: {Handler: app.handler, Runtime: python3.12, Code: src}}\n",
        "has the handler of G, which gets other events",
    ),
}


@pytest.mark.parametrize(("resource", "other", "reason"), OTHERS.values(), ids=OTHERS.keys())
def test_what_else_calls_a_function_keeps_its_events(put: Put, resource: str, other: str, reason: str) -> None:
    put("src/app.py", HANDLER)
    migration = run(put, resource, other)
    assert set(versions(migration).split()) == {"1.0"}
    assert changed(migration) == {}
    assert reason in reasons(migration)[0]


BESIDE = {
    "a log group": "  L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/aws/lambda/${F}'}}\n",
    "an alarm": (
        "  A: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Name: FunctionName, Value: !Ref F}]}}\n"
    ),
    "a permission of the gateway": (
        "  P:\n    Type: AWS::Lambda::Permission\n"
        "    Properties: {FunctionName: !Ref F, Principal: apigateway.amazonaws.com}\n"
    ),
    "an output": "Outputs: {F: {Value: !GetAtt F.Arn}}\n",
}


@pytest.mark.parametrize("other", BESIDE.values(), ids=BESIDE.keys())
def test_what_only_names_a_function_does_not_matter(put: Put, other: str) -> None:
    put("src/app.py", HANDLER)
    assert versions(run(put, function("F", "app.handler", api("/x")), other)) == "2.0"


def test_two_functions_of_one_handler_follow_together(put: Put) -> None:
    put("src/app.py", HANDLER)
    migration = run(put, function("F", "app.handler", api("/x")), function("G", "app.handler", api("/y")))
    assert (versions(migration), changed(migration)) == ("2.0 2.0", {"app.py": AFTER})


HELPER = 'def method(event):\n    return event["httpMethod"]\n'
CALLER = "from helper import method\n\ndef handler(event, context):\n    return method(event)\n"


def test_a_module_that_all_users_follow_changes_once(put: Put) -> None:
    put("src/helper.py", HELPER)
    put("src/one.py", CALLER)
    put("src/two.py", CALLER)
    migration = run(put, function("F", "one.handler", api("/x")), function("G", "two.handler", api("/y")))
    assert versions(migration) == "2.0 2.0"
    assert changed(migration) == {"helper.py": HELPER.replace('"httpMethod"]', '"requestContext"]["http"]["method"]')}


@pytest.mark.parametrize("other", [QUEUE, ""], ids=["a queue", "nothing"])
def test_a_module_that_another_function_runs_stays(put: Put, other: str) -> None:
    put("src/helper.py", HELPER)
    put("src/one.py", CALLER)
    put("src/two.py", CALLER)
    worker = function("W", "two.handler", *([other] if other else []))
    migration = run(put, function("F", "one.handler", api("/x")), worker)
    assert (versions(migration), changed(migration)) == ("1.0", {})
    assert "helper.py with W, which does not follow" in reasons(migration)[0]


def test_a_module_that_nobody_else_imports_may_change(put: Put) -> None:
    put("src/helper.py", HELPER)
    put("src/one.py", CALLER)
    put("src/two.py", "def handler(event, context):\n    return 1\n")
    migration = run(put, function("F", "one.handler", api("/x")), function("W", "two.handler", QUEUE))
    assert versions(migration) == "2.0"
    assert list(changed(migration)) == ["helper.py"]


def test_one_that_falls_takes_along_those_that_share_its_module(put: Put) -> None:
    put("src/helper.py", HELPER)
    put("src/one.py", CALLER)
    put("src/two.py", CALLER + "# unproven\n")
    migration = run(put, function("F", "one.handler", api("/x")), function("G", "two.handler", api("/y")))
    assert (versions(migration), changed(migration)) == ("1.0 1.0", {})


def test_a_module_of_a_layer_does_not_change(put: Put) -> None:
    put("layer/python/helper.py", HELPER)
    put("src/one.py", CALLER)
    layer = "  L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer}}\n"
    migration = run(put, function("F", "one.handler", api("/x"), more="      Layers: [!Ref L]\n"), layer)
    assert (versions(migration), changed(migration)) == ("1.0", {})
    assert "`helper`, which is in a layer" in reasons(migration)[0]


@pytest.mark.parametrize(("kind", "version"), [("Api", "1.0"), ("HttpApi", "2.0")])
def test_another_template_of_the_repository_keeps_the_code(put: Put, kind: str, version: str) -> None:
    put(".git/HEAD", "")
    put("src/app.py", HANDLER)
    other = function("G", "app.handler", api("/y", kind=kind)).replace("CodeUri: src", "CodeUri: ../../src")
    put("deploy/prod/template.yaml", f"Resources:\n{other}")
    migration = run(put, function("F", "app.handler", api("/x")))
    assert versions(migration) == version
    assert bool(reasons(migration)) == (version == "1.0")


def test_an_api_that_stays_keeps_the_code_that_it_shares(put: Put) -> None:
    put("src/app.py", HANDLER)
    kept = "  K:\n    Type: AWS::Serverless::Api\n    Properties: {StageName: p, Auth: {ApiKeyRequired: true}}\n"
    migration = run(put, kept, function("F", "app.handler", api("/x"), api("/y", ", RestApiId: !Ref K")))
    assert (versions(migration), changed(migration)) == ("1.0", {})
    assert "also called by K, which stays" in reasons(migration)[0]


# -- what the code is told ---------------------------------------------------------------------------------------


def test_facts_of_routes(put: Put, told: list[tuple[Entry, Facts]]) -> None:
    put("src/app.py", HANDLER)
    resource = (
        "  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n      Cors: \"'*'\"\n"
        "      BinaryMediaTypes: [image~1png]\n      Auth:\n        Authorizers:\n"
        "          Pool: {UserPoolArn: !GetAtt Pool.Arn}\n          Guard: {FunctionArn: !GetAtt Guard.Arn}\n"
        "  Pool: {Type: AWS::Cognito::UserPool}\n"
        "  C: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool}}\n"
    )
    events = [
        api(f"/{name}", f", RestApiId: !Ref A, Auth: {{Authorizer: {name}}}") for name in ("NONE", "Pool", "Guard")
    ]
    options = Options(payload="2.0", stage="keep", accept=())
    run(put, resource, function("F", "app.handler", *events), function("Guard", "guard.handler"), options=options)
    routes = tuple(
        Route("GET", path, identity)  # type: ignore[arg-type]
        for path, identity in (("/NONE", "none"), ("/Pool", "claims"), ("/Guard", "lambda"))
    )
    assert (
        Entry("app", "handler"),
        RouteFacts("rest", "2.0", routes, "prod", cors=True, origin="*", binary=True, rest_stage="prod"),
    ) in told


def test_facts_on_1_0(put: Put, told: list[tuple[Entry, Facts]]) -> None:
    put("src/app.py", HANDLER)
    run(put, function("F", "app.handler", api("/x")), options=Options())
    assert told == [
        (Entry("app", "handler"), RouteFacts("rest", "1.0", (Route("GET", "/x"),), repair=True, rest_stage="Prod"))
    ]


FIX = Options()


def test_a_handler_that_a_queue_calls_too_is_read_and_not_repaired(put: Put, told: list[tuple[Entry, Facts]]) -> None:
    put("src/app.py", HANDLER)
    run(put, function("F", "app.handler", api("/x")), function("G", "app.handler", QUEUE), options=FIX)
    assert told == [(Entry("app", "handler"), RouteFacts("rest", "1.0", (Route("GET", "/x"),), rest_stage="Prod"))]


def test_a_module_that_another_function_runs_is_not_repaired(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    def rewrite(package: Package, _entry: Entry, facts: Facts, _others: tuple[Entry, ...]) -> Rewritten:
        source = package.module("helper")
        assert source is not None
        return Rewritten({"helper": source.text + "# repaired\n"} if getattr(facts, "repair", False) else {})

    monkeypatch.setattr(language, "load", lambda: rewrite)
    put("src/helper.py", HELPER)
    put("src/one.py", CALLER)
    put("src/two.py", CALLER)
    functions_ = function("F", "one.handler", api("/x")), function("W", "two.handler", QUEUE)
    migration = run(put, *functions_, options=FIX)
    assert changed(migration) == {}
    assert [h.status for h in migration.handlers] == [HandlerStatus.UNCHANGED]
    assert list(changed(run(put, functions_[0], options=FIX))) == ["helper.py"]


def test_facts_of_the_way_back(put: Put, told: list[tuple[Entry, Facts]]) -> None:
    put("src/app.py", HANDLER)
    run(put, function("F", "app.handler", "{Type: HttpApi}"), direction=Direction.TO_REST)
    assert told == [
        (Entry("app", "handler"), RouteFacts("2.0", "rest", (Route("ANY", "$default"),), rest_stage="Prod"))
    ]


def test_facts_of_a_definition(put: Put, told: list[tuple[Entry, Facts]]) -> None:
    put("src/app.py", HANDLER)
    resource = (
        "  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n      DefinitionBody:\n"
        "        openapi: 3.0.1\n        info: {title: t, version: '1'}\n        paths:\n"
        "          /x:\n            post:\n              x-amazon-apigateway-integration:\n"
        "                {type: aws_proxy, httpMethod: POST, uri: !Sub 'arn:${F.Arn}/y'}\n"
    )
    run(put, resource, function("F", "app.handler"), options=Options())
    assert told == [
        (Entry("app", "handler"), RouteFacts("rest", "1.0", (Route("POST", "/x"),), repair=True, rest_stage="prod"))
    ]


AUTHORIZERS = {
    "token": ("{FunctionArn: !GetAtt F.Arn}", AuthorizerFacts("token", "2.0", rest_stage="p")),
    "another header": (
        "{FunctionArn: !GetAtt F.Arn, Identity: {Header: X-Key, ReauthorizeEvery: 0}}",
        AuthorizerFacts("token", "2.0", headers=("X-Key",), cached=False, rest_stage="p"),
    ),
    "request": (
        "{FunctionArn: !GetAtt F.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [A, B], QueryStrings: [q]}}",
        AuthorizerFacts("request", "2.0", headers=("A", "B"), sources=3, rest_stage="p"),
    ),
    "a Sub": ("{FunctionArn: !Sub '${F.Arn}'}", AuthorizerFacts("token", "2.0", rest_stage="p")),
}


@pytest.mark.parametrize(("authorizer", "facts"), AUTHORIZERS.values(), ids=AUTHORIZERS.keys())
def test_facts_of_authorizers(
    put: Put, told: list[tuple[Entry, Facts]], authorizer: str, facts: AuthorizerFacts
) -> None:
    put("src/guard.py", HANDLER)
    resource = (
        "  A:\n    Type: AWS::Serverless::Api\n"
        f"    Properties: {{StageName: p, Auth: {{DefaultAuthorizer: G, Authorizers: {{G: {authorizer}}}}}}}\n"
    )
    migration = run(
        put, resource, function("F", "guard.handler"), function("H", "h.handler", api("/x", ", RestApiId: !Ref A"))
    )
    assert told == [(Entry("guard", "handler"), facts)]
    assert "AuthorizerPayloadFormatVersion: '2.0'" in migration.after


def test_facts_of_an_authorizer_on_the_way_back(put: Put, told: list[tuple[Entry, Facts]]) -> None:
    put("src/guard.py", HANDLER)
    authorizer = (
        "{FunctionArn: !GetAtt F.Arn, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, "
        "EnableFunctionDefaultPermissions: true, Identity: {Headers: [Authorization], ReauthorizeEvery: 60}}"
    )
    resource = (
        "  A:\n    Type: AWS::Serverless::HttpApi\n"
        f"    Properties: {{Auth: {{DefaultAuthorizer: G, Authorizers: {{G: {authorizer}}}}}}}\n"
    )
    event = api("/x", ", ApiId: !Ref A, PayloadFormatVersion: '1.0'", kind="HttpApi")
    migration = run(
        put,
        resource,
        function("F", "guard.handler"),
        function("H", "h.handler", event),
        direction=Direction.TO_REST,
        options=Options(),
    )
    assert told == [
        (Entry("guard", "handler"), AuthorizerFacts("2.0", "request", simple_before=True, rest_stage="Prod"))
    ]
    assert not migration.blockers


def test_a_handler_that_is_an_authorizer_too_stays(put: Put) -> None:
    put("src/app.py", HANDLER)
    resource = (
        "  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: p\n"
        "      Auth: {Authorizers: {G: {FunctionArn: !GetAtt F.Arn}}}\n"
    )
    migration = run(put, resource, function("F", "app.handler", api("/x", ", RestApiId: !Ref A")))
    assert versions(migration) == "1.0 1.0"
    assert "answers requests and is an authorizer" in reasons(migration)[0]


def test_a_stage_of_unknown_name_keeps_the_events(put: Put) -> None:
    put("src/app.py", HANDLER)
    resource = "  A: {Type: AWS::Serverless::Api, Properties: {StageName: !Ref Stage}}\n"
    head = "Parameters: {Stage: {Type: String}}\n"
    parts = (resource, function("F", "app.handler", api("/x", ", RestApiId: !Ref A")))
    assert versions(run(put, *parts, head=head)) == "2.0"
    migration = run(put, *parts, head=head, options=Options(payload="2.0", stage="keep"))
    assert versions(migration) == "1.0"
    assert "known at deployment only" in reasons(migration)[0]


# -- code and options ---------------------------------------------------------------------------------------------


def test_a_file_that_the_rewriter_stumbles_on_does_not_end_the_migration(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rewrite(_package: Package, _entry: Entry, _facts: Facts, _others: tuple[Entry, ...]) -> Rewritten:
        raise RecursionError

    monkeypatch.setattr(language, "load", lambda: rewrite)
    put("src/app.py", HANDLER)
    migration = run(put, function("F", "app.handler", api("/x")), options=Options())
    assert versions(migration) == "1.0"
    [handler] = migration.handlers
    assert handler.status is HandlerStatus.FLAGGED
    assert "(RecursionError)" in handler.findings[0].message
    assert handler.findings[0].level.value == "warning"


def test_a_loss_that_is_taken_leaves_the_code_alone(put: Put) -> None:
    from migrator.findings import Accept

    put("src/app.py", AFTER + "# unproven\n")
    resource = function("F", "app.handler", api("/x", kind="HttpApi"))
    blocked = run(put, resource, direction=Direction.TO_REST, options=Options())
    assert blocked.blockers
    assert [f.accepted for h in blocked.handlers for f in h.findings] == [False]
    options = Options(accept=(Accept("payload-2.0"),))
    taken = run(put, resource, direction=Direction.TO_REST, options=options)
    assert not taken.blockers
    assert changed(taken) == {}
    assert [f.accepted for h in taken.handlers for f in h.findings] == [True]


def test_a_second_run_changes_nothing(put: Put) -> None:
    put("src/app.py", HANDLER)
    first = run(put, function("F", "app.handler", api("/x")))
    put("src/app.py", first.files[0].after)
    again = migrate(decode(first.source.path, first.after.encode()), Direction.TO_HTTP, TO_2_0, verify=False)
    assert again.changes == ()


def test_there_and_back_gives_the_same_code(put: Put) -> None:
    put("src/app.py", HANDLER)
    first = run(put, function("F", "app.handler", api("/x")))
    put("src/app.py", first.files[0].after)
    back = migrate(decode(first.source.path, first.after.encode()), Direction.TO_REST, Options(), verify=False)
    assert changed(back) == {"app.py": HANDLER}


def test_without_python_handlers_no_parser_of_python_is_loaded(put: Put) -> None:
    put("src/app.js", "exports.handler = async (event) => event.httpMethod;\n")
    template = put(
        "template.yaml", "Resources:\n" + function("F", "app.handler", api("/x")).replace("python3.12", "nodejs22.x")
    )
    for arguments in (["to-http"], ["to-http", "--payload", "2.0"]):
        script = "import sys\nfrom migrator.cli import main\nmain(sys.argv[1:])\nprint('libcst' in sys.modules)"
        run_ = subprocess.run(
            [sys.executable, "-c", script, *arguments, str(template)], capture_output=True, text=True, check=True
        )
        assert "would migrate" in run_.stdout
        assert run_.stdout.splitlines()[-1] == "False"


NAMES = {
    "nothing": ("def a(): return 1\n", "def a(): return 1  # why\n", set()),
    "a function": ("def a(): return 1\ndef b(): ...\n", "def a(): return 2\ndef b(): ...\n", {"a"}),
    "a value": ("app = A()\n", "app = B()\n", {"app"}),
    "an import": ("def a(): ...\n", "import b\ndef a(): ...\n", set()),
    "a new helper": ("def a(): ...\n", "def b(): ...\ndef a(): ...\n", set()),
    "a statement": ("app.run(1)\n", "app.run(2)\n", {""}),
}


@pytest.mark.parametrize(("before", "after", "names"), NAMES.values(), ids=NAMES.keys())
def test_changed_names(before: str, after: str, names: set[str]) -> None:
    assert changed_names(before, after) == names
