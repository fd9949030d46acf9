"""The golden cases of handlers in JavaScript and TypeScript: what they say, and how their code is run."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handler_cases import facts_of
from handler_events import BUILDERS, Request, authorizer_events, requests, rest, same, view, with_cors

from golden import ROOT as GOLDEN
from golden import tomllib
from migrator.facts import AuthorizerFacts, Entry, Facts, Rewritten, RouteFacts
from migrator.text.source import Source
from transforms.handlers.javascript.rewrite import rewrite

ROOT = GOLDEN / "node"
NODE = shutil.which("node")

_RUN = """\
const read = (stream) => new Promise((done) => {
  let all = '';
  stream.on('data', (chunk) => (all += chunk));
  stream.on('end', () => done(all));
});
const quiet = () => {};
console.log = console.info = console.warn = console.error = console.debug = quiet;
const call = (handler, event) => new Promise((done, fail) => {
  const context = { awsRequestId: 'r-1', succeed: done, fail, done: (e, v) => (e ? fail(e) : done(v)) };
  const answer = handler(event, context, (e, v) => (e ? fail(e) : done(v)));
  if (answer && typeof answer.then === 'function') answer.then(done, fail);
  else if (answer !== undefined || (handler.length < 3 && !handler.toString().includes('context.'))) done(answer);
});
(async () => {
  const out = [];
  for (const { file, name, event } of JSON.parse(await read(process.stdin))) {
    try {
      const handler = (await import(file))[name] ?? (await import(file)).default[name];
      const answer = await call(handler, event);
      out.push({ answer: answer === undefined ? null : answer });
    } catch (error) { out.push({ error: String(error) }); }
  }
  process.stdout.write(JSON.stringify(out));
})();
"""


@dataclass(frozen=True)
class Scripts:
    """A package that is a set of texts.

    Arguments:
        texts: text by path.
        shared: how many functions can import each file.
    """

    texts: Mapping[str, str]
    shared: int = 1
    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def module(self, name: str) -> Source | None:
        return Source(name, self.texts[name]) if name in self.texts else None

    def original(self, name: str) -> Source | None:
        return self.module(name)

    def users(self, name: str) -> int:
        return self.shared if name in self.texts else 0


@dataclass(frozen=True)
class NodeCase:
    """One folder: files below ``before/`` and ``after/``, ``facts.toml``, what is expected."""

    folder: Path

    @property
    def settings(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "facts.toml").read_text(encoding="utf-8"))

    @property
    def facts(self) -> Facts:
        return facts_of({key: value for key, value in self.settings.items() if key in ("route", "authorizer")})

    @property
    def entry(self) -> Entry:
        names = sorted(self.texts("before"))
        file = next((name for name in names if name.startswith("index.")), names[0])
        return Entry(self.settings.get("file", file), self.settings.get("function", "handler"))

    def texts(self, which: str) -> dict[str, str]:
        root = self.folder / which
        return {
            path.relative_to(root).as_posix(): path.read_bytes().decode()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def rewritten(self, texts: Mapping[str, str]) -> Rewritten:
        return rewrite(Scripts(texts, self.settings.get("shared", 1)), self.entry, self.facts)


def node_cases() -> list[NodeCase]:
    return [NodeCase(path.parent) for path in sorted(ROOT.glob("*/facts.toml"))]


@dataclass(frozen=True)
class Call:
    """What is run: the files, the handler, and the events that it gets one after the other."""

    texts: Mapping[str, str]
    entry: Entry
    events: list[dict[str, Any]]


def called(texts: Mapping[str, str], entry: Entry, events: list[dict[str, Any]]) -> list[Any]:
    """What a handler gives for events; ``Failed`` where it fails."""
    return called_all([Call(texts, entry, events)])[0]


def called_all(calls: list[Call], packages: Path | None = None) -> list[list[Any]]:
    """What handlers give for their events, all run by one process.

    Arguments:
        calls: what is run.
        packages: a folder of packages that their code can import.
    """
    with tempfile.TemporaryDirectory(prefix="node-") as folder:
        if packages is not None:
            Path(folder, "node_modules").symlink_to(packages, target_is_directory=True)
        asked = []
        for number, call in enumerate(calls):
            for name, text in call.texts.items():
                path = Path(folder, str(number), name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            file = posixpath.join(folder, str(number), call.entry.module)
            asked += [{"file": file, "name": call.entry.function, "event": event} for event in call.events]
        runner = Path(folder, "__run.cjs")
        runner.write_text(_RUN)
        done = subprocess.run(
            [NODE or "node", str(runner)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    given = iter(one.get("answer", Failed) for one in json.loads(done.stdout))
    return [[next(given) for _ in call.events] for call in calls]


class Failed:
    """Stands for an error."""


def differences(before: Mapping[str, str], after: Mapping[str, str], entry: Entry, facts: Facts) -> list[str]:
    """Requests that old and new code answer differently, each in its own format."""
    if isinstance(facts, AuthorizerFacts):
        return decisions_differ(before, after, entry, facts)
    asked = [(route, request) for route in facts.routes for request in requests(route)]
    old = called(before, entry, [event(facts, facts.before, request, route) for route, request in asked])
    new = called(after, entry, [event(facts, facts.after, request, route) for route, request in asked])
    found = []
    for (_, request), one, other in zip(asked, old, new, strict=True):
        seen, now = with_cors(facts, seen_by(facts.before, one)), seen_by(facts.after, other)
        if not same(seen, now):
            found.append(f"{request}\n  before {seen}\n  after  {now}")
    return found


def event(facts: RouteFacts, kind: str, request: Request, route: Any) -> dict[str, Any]:
    return (
        rest(request, route, facts.rest_stage or "prod")
        if kind == "rest"
        else BUILDERS[kind](request, route, facts.stage)
    )


def seen_by(kind: str, answer: Any) -> tuple[int, Any, Any, Any]:
    """What a client gets; payload 2.0 sends a body that is no text as JSON."""
    if answer is Failed:
        return 500, {}, [], ""
    if kind == "2.0" and not isinstance(answer, str):
        is_response = isinstance(answer, dict) and "statusCode" in answer
        body = answer.get("body") if is_response else answer
        text = (
            body if (body is None and is_response) or isinstance(body, str) else json.dumps(body, separators=(",", ":"))
        )
        answer = {**answer, "body": text} if is_response else text
    return view(kind, answer)


def decisions_differ(
    before: Mapping[str, str], after: Mapping[str, str], entry: Entry, facts: AuthorizerFacts
) -> list[str]:
    """Tokens about which old and new code decide differently."""
    tokens = ("allow", "Bearer allow", "deny", "unauthorized", "")
    old = called(before, entry, [authorizer_events(facts, facts.before, token) for token in tokens])
    new = called(after, entry, [authorizer_events(facts, facts.after, token) for token in tokens])
    found = []
    for token, one, other in zip(tokens, old, new, strict=True):
        was = allowed(one, authorizer_events(facts, facts.before, token), simple=facts.simple_before)
        now = allowed(other, authorizer_events(facts, facts.after, token), simple=facts.simple_after)
        if was != now:
            found.append(f"{token!r}: {was} {now}")
    return found


def allowed(answer: Any, event: Mapping[str, Any], *, simple: bool) -> bool:
    if answer is Failed or not isinstance(answer, dict):
        return False
    if simple:
        return answer.get("isAuthorized") is True
    arn = event.get("methodArn") or event.get("routeArn") or ""
    effects = [
        one["Effect"]
        for one in answer.get("policyDocument", {}).get("Statement", [])
        for resource in (one["Resource"] if isinstance(one["Resource"], list) else [one["Resource"]])
        if re.fullmatch(".*".join(map(re.escape, resource.split("*"))), arn)
    ]
    return "Allow" in effects and "Deny" not in effects
