"""Handlers in JavaScript are run on the same requests, in a world of their own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from npm import package

from migrator import migrate
from migrator.command.replay import replayed
from migrator.facts import CorsHeaders, Entry, Route, RouteFacts
from migrator.migration import Status
from migrator.options import Direction, Options
from migrator.replay.code import DeployedCode
from migrator.replay.compare import compare
from migrator.replay.difference import Weight
from migrator.replay.outcomes import FailureKind
from migrator.replay.runner import NO_NODE, RunLimits, run, walled
from migrator.replay.vocabulary import script_vocabulary
from migrator.text.source import decode

needs_node = pytest.mark.skipif(shutil.which("node") is None or not walled(), reason="node and namespaces are needed")

HANDLER = dedent(
    """\
    const https = require('https');
    const crypto = require('crypto');
    exports.handler = async (event) => {
      switch (event.do) {
        case 'throw': throw new TypeError('no');
        case 'time':
          return [Date.now(), new Date().toISOString(), Math.random(), crypto.randomUUID(), process.env.TABLE];
        case 'fetch': return fetch('https://db.example/rows', { method: 'POST', body: '{"id":1}' });
        case 'request': return new Promise((done) => {
          const request = https.request({ hostname: 'db', method: 'POST', headers: { 'X-Amz-Target': 'Put' } }, done);
          request.end('{"id":2}');
        });
        case 'nothing': return new Promise(() => {});
        case 'end': process.exit(0);
        case 'self': { const all = {}; all.all = all; return all; }
        case 'child': require('child_process').execSync('true'); return 1;
      }
      return { statusCode: 200 };
    };
    exports.called = (event, context, callback) => {
      setTimeout(() => callback(null, { id: context.awsRequestId }), 1);
    };
    """
)
ASKED = ("", "throw", "time", "time", "fetch", "request", "nothing", "self", "child", "end", "")


def code(text: str, name: str = "handler", file: str = "index.js") -> DeployedCode:
    return DeployedCode(Entry(file, name), None, ((file, text),), (("TABLE", "t"),), script=True)


@needs_node
def test_each_event_has_its_outcome() -> None:
    plain, thrown, time, again, fetched, asked, nothing, itself, child, ended, after = run(
        code(HANDLER), [{"do": each} for each in ASKED]
    )
    assert plain.value == after.value == {"statusCode": 200}
    assert thrown.failure is not None
    assert (thrown.failure.kind, thrown.failure.type, thrown.failure.message) == (FailureKind.RAISED, "TypeError", "no")
    assert time.value == again.value
    assert time.value[1] == "2020-03-12T19:03:58.000Z"
    assert time.value[4] == "t"
    assert fetched.attempts == ('a request POST https://db.example/rows {"id":1}',)
    assert asked.attempts == ('a request POST https://db/ Put {"id":2}',)
    assert nothing.value is None
    assert nothing.failure is None
    kinds = [one.failure.kind for one in (fetched, asked, itself, child, ended) if one.failure is not None]
    assert kinds == ["stopped", "stopped", "unserializable", "stopped", "exit"]


@needs_node
def test_handlers_may_call_back_and_be_modules() -> None:
    (outcome,) = run(code(HANDLER, "called"), [{}])
    assert outcome.value == {"id": "00000000-0000-4000-8000-000000000000"}
    (outcome,) = run(code("export const handler = async () => import.meta.url;", file="src/app.mjs"), [{}])
    assert outcome.value == "file:///var/task/src/app.mjs"
    (outcome,) = run(code("exports.other = 1;"), [{}])
    assert outcome.failure is not None
    assert outcome.failure.kind is FailureKind.LOAD


def test_it_is_run_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("node") is not None:
        (outcome,) = run(code(HANDLER), [{}], RunLimits(walls=False))
        assert outcome.failure is not None
        assert outcome.failure.kind is FailureKind.LOAD
        assert "namespaces" in outcome.failure.message
    monkeypatch.setenv("PATH", "")
    (outcome,) = run(code(HANDLER), [{}])
    assert outcome.failure is not None
    assert outcome.failure.message == NO_NODE


TYPED = dedent(
    """\
    import { shown } from './shown.js';
    export const handler = async (event: any): Promise<any> => ({ body: shown(event.id as number), name: __filename });
    """
)
SHOWN = "enum Sign { Hash = '#' }\nexport const shown = (id: number): string => `${Sign.Hash}${id}`;\n"
SHOWN_BY_HAND = "exports.handler = async (event: any) => ({ body: require('./shown.js').shown(event.id) });"


def typed(folder: Path, text: str, shown: str) -> DeployedCode:
    (folder / "src").mkdir()
    (folder / "src/app.ts").write_text(text)
    (folder / "src/shown.ts").write_text(shown)
    return DeployedCode(Entry("app.ts", "handler"), folder / "src", script=True)


@needs_node
def test_typescript_needs_a_compiler(tmp_path: Path) -> None:
    (outcome,) = run(typed(tmp_path, SHOWN_BY_HAND, "exports.shown = (id: number) => `#${id}`;"), [{"id": 7}])
    if outcome.failure is None:  # Node.js compiles it itself
        assert outcome.value == {"body": "#7"}
    else:
        assert outcome.failure.kind is FailureKind.LOAD
        assert "npm install --save-dev esbuild" in outcome.failure.message


@needs_node
def test_typescript_is_compiled_by_what_the_project_has(tmp_path: Path) -> None:
    library = tmp_path / "node_modules/typescript"
    (library / "lib").mkdir(parents=True)
    (library / "package.json").write_text('{"main": "lib/typescript.js"}')
    (library / "lib/typescript.js").write_text(
        "exports.JsxEmit = exports.ModuleKind = exports.ScriptTarget = {};\n"
        "exports.transpileModule = (text) => ({ outputText: text.replace(/: (any|number)/g, '') });\n"
    )
    (tmp_path / ".git").mkdir()
    (outcome,) = run(typed(tmp_path, SHOWN_BY_HAND, "exports.shown = (id: number) => `#${id}`;"), [{"id": 7}])
    assert outcome.value == {"body": "#7"}


@needs_node
def test_typescript_is_bundled_by_esbuild(tmp_path: Path) -> None:
    installed = package("esbuild", "0.25.0").parent
    for name in ("esbuild", "@esbuild"):
        shutil.copytree(installed / name, tmp_path / "node_modules" / name)
    (tmp_path / ".git").mkdir()
    (outcome,) = run(typed(tmp_path, TYPED, SHOWN), [{"id": 7}])
    assert outcome.value == {"body": "#7", "name": "/var/task/app.ts"}


def test_names_are_searched_for() -> None:
    found = script_vocabulary(
        [
            "const { page, 'X-Tenant': tenant } = event.queryStringParameters;\n"
            "if (event.headers['x-mode'] === \"read\") return groups.includes('admins') ? `/a/b` : other?.limit;"
        ]
    )
    assert {"page", "X-Tenant", "x-mode", "limit"} <= set(found.names)
    assert found.values == ("read",)
    assert found.words[:2] == ("read", "admins")
    assert found.paths == ("/a/b",)


@needs_node
def test_headers_that_the_api_added_are_compared() -> None:
    facts = RouteFacts("1.0", "rest", (Route("GET", "/items"),), cors=True, sends=CorsHeaders("https://a.example"))
    old = "exports.handler = async () => ({ statusCode: 200, body: 'x' });"
    new = old.replace("body", "headers: { 'Access-Control-Allow-Origin': 'https://a.example' }, body")
    assert compare(code(old), code(new), facts) == ()
    (found,) = compare(code(old), code(old), facts)
    assert found.weight is Weight.DIFFERENT
    assert "access-control-allow-origin was 'https://a.example' and is missing" in found.sentence


@needs_node
@pytest.mark.parametrize("wrong", [False, True])
def test_a_migration_is_held_back_by_a_handler_that_answers_otherwise(tmp_path: Path, wrong: bool) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/index.js").write_text(
        "exports.handler = async (event) => ({\n  statusCode: 200,\n  headers: { 'Content-Type': 'text/plain' },\n"
        "  body: `${event.httpMethod} ${event.pathParameters.id}`,\n});\n"
    )
    template = tmp_path / "template.yaml"
    template.write_text(
        dedent(
            """\
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
              Items:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: nodejs22.x
                  Handler: index.handler
                  CodeUri: src/
                  Events:
                    Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: '/items/{id}', Method: get}}
            """
        )
    )
    source = decode(str(template), template.read_bytes())
    migration = migrate(source, Direction.TO_HTTP, Options(payload="2.0"), verify=False)
    assert [change.source.path for change in migration.files] == [str(tmp_path / "src/index.js")]
    if wrong:
        (change,) = migration.files
        migration = replace(migration, files=(replace(change, after=change.after.replace("200", "201")),))
    outcome = replayed(migration)
    assert (outcome.status is Status.ERROR) == wrong
    if wrong:
        assert "it answered 200 and now answers 201" in (outcome.error or "")
