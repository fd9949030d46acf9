"""The shim of JavaScript: the same events and answers as the one of Python, and handlers that are called through it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from test_handler_shim import HTTP2, REQUESTS, REST, STAGED, http_compat, rest_compat

from migrator import migrate
from migrator.facts import Entry, Route, RouteFacts
from migrator.migration import HandlerStatus
from migrator.options import Direction, Options
from migrator.replay.code import DeployedCode
from migrator.replay.compare import compare
from migrator.replay.difference import Weight
from migrator.replay.events import event
from migrator.replay.runner import walled
from migrator.text.source import decode
from transforms.handlers.javascript import shim
from transforms.handlers.javascript.shim import ScriptShimError, apply

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is needed")

RUN = """
const compat = require(process.argv[1]);
const { asked, answers } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const seen = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });
const call = (name, handler, event, stage) => compat[name](handler, stage)(event, {});
(async () => {
  const events = asked.map(async ([name, event, stage]) => {
    return JSON.parse((await call(name, seen, event, stage)).body);
  });
  const given = answers.map(([name, event, value]) => call(name, async () => value, event, null).catch(() => null));
  process.stdout.write(JSON.stringify([await Promise.all(events), await Promise.all(given)]));
})();
"""
ANSWERS: list[Any] = [
    {"statusCode": 201, "headers": {"X-A": "1", "x-n": 2}, "body": "x"},
    {"statusCode": "204"},
    {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "X-A": ["1"]}, "headers": {"X-A": "1"}},
    {"statusCode": 200, "cookies": ["a=1"], "body": {"a": 1}},
    {"statusCode": 200, "body": "eA==", "isBase64Encoded": True},
    {"items": []},
    "text",
    None,
    [1],
]
TO = {"rest_compat": "restCompat", "http_compat": "httpCompat"}


@needs_node
def test_both_languages_translate_alike() -> None:
    asked, answers, wanted, given = [], [], [], []
    for parameter in REQUESTS:
        (request,) = parameter.values
        for name, wrap, gateway, stage in (
            ("rest_compat", rest_compat, HTTP2, None),
            ("rest_compat", rest_compat, STAGED, "prod"),
            ("http_compat", http_compat, REST, None),
            ("http_compat", http_compat, REST, "v1"),
        ):
            sent = json.loads(json.dumps(event(request, gateway)))
            asked.append((TO[name], sent, stage))
            wanted.append(json.loads(wrap(echo, stage=stage)(sent, None)["body"]))
    (request,) = REQUESTS[0].values
    for name, wrap, gateway in (("rest_compat", rest_compat, HTTP2), ("http_compat", http_compat, REST)):
        sent = json.loads(json.dumps(event(request, gateway)))
        for value in ANSWERS:
            answers.append((TO[name], sent, value))
            given.append(answered(wrap, value, sent))
    done = subprocess.run(
        [str(NODE), "-e", RUN, str(Path(shim.__file__).with_name(shim.MODULE))],
        input=json.dumps({"asked": asked, "answers": answers}),
        capture_output=True,
        text=True,
        check=True,
    )
    seen, said = json.loads(done.stdout)
    for one, other in zip(seen, wanted, strict=True):
        assert plain(one) == plain(other)
    assert [body(each) for each in said] == [body(each) for each in given]


def echo(event: Any, _context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(event)}


def answered(wrap: Any, value: Any, sent: Any) -> Any:
    try:
        return wrap(lambda *_: value)(sent, None)
    except TypeError:
        return None


def plain(event: dict[str, Any]) -> dict[str, Any]:
    """An event without the ways in which query strings may be escaped."""
    return {**event, "rawQueryString": sorted(event.get("rawQueryString", "").replace("~", "%7E").split("&"))}


def body(answer: Any) -> Any:
    """An answer whose body that was no text is JSON without spaces."""
    return json.loads(json.dumps(answer).replace('": ', '":')) if answer else answer


COMMON = "exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.headers) });\n"
UNPROVEN = "exports.handler = require('./routes').answer;\n"
MODULES = {
    "declared": "export async function handler(event) {\n  return { statusCode: 200, body: event.path };\n}\n",
    "value": "#!/usr/bin/env node\nexport const handler = async (event) => event.path;\n",
}


def test_a_file_exports_the_wrapped_handler() -> None:
    text = apply("index.js", COMMON, "handler", "rest_compat", stage="prod")
    line = "module.exports.handler = require('./apigw_compat.cjs').restCompat(module.exports.handler, 'prod');"
    assert text == f"{COMMON}\n{line}\n"
    assert apply("index.js", text, "handler", "rest_compat") == text
    assert "require('../../apigw_compat.cjs').httpCompat(" in apply("a/b/index.js", COMMON, "handler", "http_compat")
    declared = apply("index.mjs", MODULES["declared"], "handler", "http_compat")
    assert declared.startswith("import compat from './apigw_compat.cjs';\nasync function handler(event) {")
    assert declared.endswith("const compatible = compat.httpCompat(handler);\nexport { compatible as handler };\n")
    value = apply("src/index.mjs", MODULES["value"], "handler", "rest_compat")
    assert value == (
        "#!/usr/bin/env node\nimport compat from '../apigw_compat.cjs';\n"
        "export const handler = compat.restCompat(async (event) => event.path);\n"
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("index.ts", COMMON),
        ("index.js", "exports.handler = (event, context) => context.succeed({ statusCode: 200 });"),
        ("index.mjs", "const handler = 1;\nexport { handler };"),
        ("index.js", "exports.handler = ("),
        ("index.js", f"{COMMON}//# sourceMappingURL=index.js.map\n"),
    ],
    ids=["typescript", "answers-by-context", "exported-apart", "broken", "built"],
)
def test_other_files_are_left_alone(path: str, text: str) -> None:
    with pytest.raises(ScriptShimError):
        apply(path, text, "handler", "rest_compat")


@pytest.mark.skipif(NODE is None or not walled(), reason="node and namespaces are needed")
@pytest.mark.parametrize("kind", [*MODULES, "common"])
def test_a_wrapped_handler_answers_as_before(kind: str) -> None:
    file = "index.js" if kind == "common" else "index.mjs"
    text = COMMON.replace("event.headers", "event.queryStringParameters") if kind == "common" else MODULES[kind]
    if kind == "value":
        text = text.replace("event.path", "({ statusCode: 200, body: event.path })")
    new = apply(file, text, "handler", "rest_compat", stage="prod")
    files = ((shim.MODULE, shim.module_text()), (file, new))
    old = DeployedCode(Entry(file, "handler"), None, ((file, text),), script=True)
    after = DeployedCode(Entry(file, "handler"), None, files, script=True)
    found = compare(old, after, RouteFacts("rest", "2.0", (Route("GET", "/items/{id}"),), rest_stage="prod"))
    assert [each.sentence for each in found if each.weight is Weight.DIFFERENT] == []


def test_what_cannot_be_proven_is_wrapped_on_request(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/index.js").write_text(UNPROVEN)
    template = tmp_path / "template.yaml"
    template.write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n"
        "      Runtime: nodejs22.x\n      Handler: index.handler\n      CodeUri: src/\n      Events:\n"
        "        Get: {Type: HttpApi, Properties: {Path: /x, Method: get}}\n"
    )
    source = decode(str(template), template.read_bytes())
    plain_run = migrate(source, Direction.TO_REST, Options(), verify=False)
    assert [handler.status for handler in plain_run.handlers] == [HandlerStatus.FLAGGED]
    migration = migrate(source, Direction.TO_REST, Options(shim=True), verify=False)
    assert [handler.status for handler in migration.handlers] == [HandlerStatus.REWRITTEN]
    files = {Path(change.source.path).name: change for change in migration.files}
    assert files[shim.MODULE].new
    assert files[shim.MODULE].after == shim.module_text()
    assert files["index.js"].after.endswith(".httpCompat(module.exports.handler, '$default');\n")
