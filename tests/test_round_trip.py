"""There and back: what migrates without a loss comes back with the same surface, and nearly the same text."""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rewriting import rewrite

from golden import ROOT, Case, cases
from migrator.findings import ALL, Accept
from migrator.migration import ApiOutcome, Migration, Status
from migrator.options import Direction, Options
from migrator.proof.compile import compiled
from migrator.proof.differences import differences
from migrator.proof.intrinsics import text
from migrator.proof.readings import of_migration
from migrator.proof.surface import surfaces
from migrator.proof.values import resolved
from migrator.sam.template import Template, definition_files, read_template
from migrator.text.node import Node
from migrator.text.parsing import parse
from migrator.text.source import Source, decode
from migrator.text.values import literal, ref_target
from transforms import CODES

BACK = {Direction.TO_HTTP: Direction.TO_REST, Direction.TO_REST: Direction.TO_HTTP}

LOSSLESS = frozenset(
    [
        "account-role",
        "alarm",
        "api-documentation",
        "api-value",
        "audience-parameter",
        "authorizer-headers",
        "authorizer-permission",
        "claims-format",
        "cors",
        "cors-function-headers",
        "definition-file",
        "definition-include",
        "definition-info",
        "definition-upload",
        "dropped-setting",
        "duplicate-key",
        "edge-endpoint",
        "endpoint-url",
        "event-beside-definition",
        "event-permission",
        "every-api-arn",
        "execution-logs",
        "fail-on-warnings",
        "greedy-permission",
        "handler-arn-stage",
        "handler-authorizer-headers",
        "handler-cors-ignored",
        "handler-follows",
        "handler-event-type",
        "handler-stage",
        "handler-unproven",
        "handler-unread",
        "hard-coded-url",
        "identity-required",
        "identity-unchecked",
        "import-mode",
        "inherited-limit",
        "integration-setting",
        "invalidate-cache",
        "jwt-clients",
        "jwt-tokens",
        "lambda-authorizer",
        "log-meaning",
        "log-role",
        "macro",
        "management-arn",
        "merge-definitions",
        "method-address",
        "method-logging",
        "method-spelling",
        "metrics-only",
        "moved-comments",
        "options-route",
        "origin-path",
        "parameter-caching",
        "preflight",
        "request-model",
        "rest-alarm",
        "same-logical-id",
        "shared-integration",
        "saved-event",
        "stage-added",
        "stage-path",
        "stage-renamed",
        "stage-resource",
        "stage-value",
        "stage-variables",
        "swagger-2",
        "test-event",
        "tool-metadata",
        "tracing",
        "variable-name",
        "waf",
        "api-elsewhere",
        "api-retained",
        "cors-parameter",
        "cors-readable",
        "data-left",
        "foreign-function",
        "preflight-function",
        "unused-parameter",
    ]
)
"""Findings of a way there after which the way back leads to the same surface. What else a report says is a loss."""

LOSSY = frozenset(
    {
        "compared-without",  # its surface needs the macro
        "beside",  # both are there
        "cors-narrower",
        "cors-options-route",
        "cors-responses",  # the headers stay in the code
        "export",
        "function-method",  # calls that failed do not come back
        "gateway-responses",
        "jwt-issuer",  # a function checks the tokens then
        "machine-client",
        "no-routes",
        "authorizer-validation",
        "base-path-mapping",
        "binary-media-types",
        "cognito-validation",  # clients that were named beside the expression stay in it
        "compression",
        "cors-origins",
        "definition-tags",
        "domain-tls",
        "log-destination",
        "log-format",
        "method-route",
        "stage-kept",
        "stage-url",
        "test-invoke",
        "timeout",
        "trailing-slash",
    }
)
"""Findings that say that something is gone or written otherwise for good."""

NARROWED = {
    "jwt-clients": {"authorizer.clients"},
    "any-client": {"authorizer.clients"},
    "identity-unchecked": {"authorizer.required"},
    "identity-required": {"authorizer.required"},
    "inherited-limit": {"route.throttle"},
    # Code follows both ways; what a definition names comes back with payload 1.0, in force either way.
    "handler-follows": {"authorizer.event_format", "route.event_format"},
    # An HTTP API adds CORS headers to its own errors; a REST API that comes of one goes on doing so.
    "cors-responses": {"gateway-response.new"},
    # An origin without a path gets the stage's, where the stage was left to viewers.
    "origin-path": {"other.resource"},
}
"""What may differ because the way there or back said so: a REST API takes every client of a pool."""


def go(source: Source, case: Case) -> Migration:
    return rewrite(source, case.direction, replace(case.options, keep_logical_ids=True))


def come_back(there: Migration, case: Case) -> Migration:
    moved = tuple(api.new_id for api in there.apis)
    followed = any(handler["status"] == "rewritten" for handler in case.report.get("handlers", ()))
    path, home = laid_out(there), Path(there.source.path).parent
    uploaded = tuple((api, str(path.parent / Path(file).relative_to(home))) for api, file in case.options.definitions)
    options = Options(
        accept=(Accept(ALL),),
        definitions=uploaded,
        keep_logical_ids=True,
        apis=moved,
        stage=stage_of(there),
        fixtures=case.options.fixtures,
        payload="2.0" if followed else "1.0",
    )
    return rewrite(Source(str(path), there.after), BACK[there.direction], options)


def laid_out(there: Migration) -> Path:
    """Where the migrated template stands among the files that changed along with it."""
    if not there.files:
        return Path("t.yaml")
    folder = Path(tempfile.mkdtemp())
    old = Path(there.source.path).parent
    for path, after in ((there.source.path, there.after), *((f.source.path, f.after) for f in there.files)):
        new = folder / Path(path).relative_to(old)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(after)
    return folder / Path(there.source.path).name


def stage_of(there: Migration) -> str | None:
    """The stage that the API had before, where it is known text or a parameter that has a default."""
    template = read_template(there.source)
    nodes = [api.properties.get("StageName") for api in template.apis.values()] if template else []
    names = (literal(node) or default(template, node) for node in nodes if template is not None)
    return next((name for name in names if name is not None), None)


def default(template: Template, node: Node | None) -> str | None:
    """What a reference to a parameter gives where nobody gives the parameter a value."""
    parameter = template.parameters.get(ref_target(node) or "")
    return literal(parameter.get("Default")) if parameter is not None else None


def codes(case: Case) -> set[str]:
    return {finding["code"] for finding in case.report["findings"]}


def lossless(case: Case) -> bool:
    """Whether a case says that it loses nothing: what the migrator makes of it today is not asked."""
    accepted = any(finding.get("accepted") for finding in case.report["findings"])
    return case.report["status"] == "migrated" and not accepted and codes(case) <= LOSSLESS


CASES = [case for case in cases() if lossless(case) and not case.exempt("compile")]

ONE_WAY = {
    # No AWS page says how a REST API sets limits for an ANY method.
    "to-http/definition/method-settings": "route-without-method",
    # The account in a pool's ARN is not known in a file that API Gateway reads as it is.
    "to-http/definition-file/uri-literal-client": "definition-uri",
}
"""Cases whose way back meets a blocker that no option accepts."""

BOTH_WAYS = [case for case in CASES if case.name not in ONE_WAY]
both_ways = pytest.mark.parametrize("case", BOTH_WAYS, ids=lambda case: case.name)


def test_every_finding_is_known_to_lose_something_or_not() -> None:
    migrated = [case for case in cases() if case.report["status"] == "migrated"]
    kept = [case for case in migrated if not any(f.get("accepted") for f in case.report["findings"])]
    assert set().union(*map(codes, kept)) <= LOSSLESS | LOSSY
    assert not LOSSLESS & LOSSY
    assert CODES.keys() >= LOSSLESS | LOSSY
    assert len(BOTH_WAYS) > 240


def there_and_back(case: Case) -> tuple[Source, Migration, Migration]:
    source = replace(decode(str(case.path), case.template.read_bytes()), definitions=case.options.definitions)
    there = go(source, case)
    assert there.status is Status.MIGRATED, [finding.code.name for finding in there.blockers]
    return source, there, come_back(there, case)


@both_ways
def test_the_same_surface_comes_back(case: Case) -> None:
    source, there, back = there_and_back(case)
    assert back.status is Status.MIGRATED, [f.code.name for f in back.blockers]
    same_surface(source, there, back)


@pytest.mark.parametrize("case", [case for case in CASES if case.name in ONE_WAY], ids=lambda case: case.name)
def test_there_is_no_way_back(case: Case) -> None:
    _, _, back = there_and_back(case)
    assert back.status is Status.BLOCKED
    assert {finding.code.name for finding in back.blockers} == {ONE_WAY[case.name]}


def same_surface(before: Source, there: Migration, back: Migration) -> None:
    home = BACK[there.direction]
    outcomes = [
        ApiOutcome(api.id, name, Status.MIGRATED, 0)
        for api, name in zip(there.apis, came_back(there, back), strict=True)
    ]
    allowed = set().union(*(NARROWED.get(f.code.name, ()) for f in (*there.findings, *back.findings)))
    if stage_of(there) is None:
        allowed.add("api.stages")  # the name of a stage that an intrinsic gives does not come back
    templates = whole(before, before.text), whole(back.source, back.after, back)
    strict = differences(*map(surfaces, templates), outcomes, home)
    known, known_after = (surfaces(resolved(each)) for each in templates)  # a parameter may come back as its default
    found = of_migration(strict, known, known_after, outcomes, home)
    left = [d.sentence for d in found if d.facet not in allowed and d.facet not in ALWAYS]
    assert left == []


def whole(source: Source, text: str, changed: Migration | None = None) -> dict[str, Any]:
    """A template compiled with the files that hold definitions, as they are after a migration."""
    after = {change.source.path: change.after for change in changed.files} if changed else {}
    return compiled(text, {name: after.get(f.path, f.text) for name, f in definition_files(source).items()})


ALWAYS = frozenset({"cors.methods", "cors.uniform", "cors.guarded", "cors.headers"})
"""A REST API answers preflight path by path, an HTTP API for all of them (mapping: computed methods)."""


def came_back(there: Migration, back: Migration) -> list[str]:
    ids = {api.id: api.new_id for api in back.apis}
    return [api.id if api.status is Status.KEPT else ids[api.new_id] for api in there.apis]


CONVERTED = frozenset({"definition", "definition-file", "definition-files"})
"""About definitions: Swagger, titles and OPTIONS mocks do not come back as text; their surfaces are compared."""


@both_ways
def test_the_text_comes_back_but_for_what_the_case_says(case: Case, update_golden: bool) -> None:
    """``back.diff`` beside a case holds what differs after the way there and back; without it nothing does."""
    source, there, back = there_and_back(case)
    found = "".join(lines_that_differ(source, there, back))
    kept = case.folder / "back.diff"
    if update_golden and found:
        kept.write_text(found, encoding="utf-8")
    elif update_golden:
        kept.unlink(missing_ok=True)
    assert found == (kept.read_text(encoding="utf-8") if kept.exists() else "")


def lines_that_differ(source: Source, there: Migration, back: Migration) -> Iterator[str]:
    """A diff of the template, and one of each file beside it that the way there changed."""
    yield from diff(Path(source.path).name, source.text, back.after)
    home, away = Path(source.path).parent, Path(back.source.path).parent
    after = {Path(change.source.path).relative_to(away): change.after for change in back.files}
    for change in there.files:
        name = Path(change.source.path).relative_to(home)
        yield from diff(name.as_posix(), change.source.text, after.get(name, change.after))


def diff(name: str, before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm="")
    yield from (f"{line}\n" for line in lines)


def test_nothing_is_kept_of_cases_that_do_not_come_back() -> None:
    """A file that no test reads would say what nobody knows."""
    assert {path.parent for path in ROOT.glob("*/*/*/back.diff")} <= {case.folder for case in BOTH_WAYS}


SAME_TEXTS = [case for case in BOTH_WAYS if case.folder.parent.name not in CONVERTED and not case.exempt("texts")]


@pytest.mark.parametrize("case", SAME_TEXTS, ids=lambda case: case.name)
def test_other_texts_say_the_same(case: Case) -> None:
    """URLs, ARNs, alarms and whatever else names the API end as they were, in whatever spelling."""
    source, there, back = there_and_back(case)
    before, after = whole(source, source.text), whole(back.source, back.after, back)
    known = stages(before) | stages(after)
    ids = dict(zip((api.id for api in there.apis), came_back(there, back), strict=True))
    written = parse(source).root
    others = frozenset(written.get("Resources").entries()) - ids.keys()  # type: ignore[union-attr]
    assert told(after, known, others, {}) == told(before, known, others, ids)


def stages(template: dict[str, Any]) -> dict[str, Any]:
    """Stage names by what refers to them: the stage resource, and the parameter that names it."""
    found: dict[str, Any] = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] in ("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"):
            found[name] = resource["Properties"]["StageName"]
            if parameter := re.fullmatch(r"\$\{(\w+)\}", text(found[name])):
                # The name that a stage gets when its own is not known.
                found[parameter[1]] = template["Parameters"].get(parameter[1], {}).get("Default", "Prod")
    return found


def told(
    template: dict[str, Any], known: dict[str, Any], others: frozenset[str], ids: dict[str, str]
) -> dict[str, str]:
    """Every text of the resources that were written beside the APIs, and of outputs, by its path."""
    resources = {name: resource for name, resource in template["Resources"].items() if name in others}
    defaults = {name: p["Default"] for name, p in template.get("Parameters", {}).items() if "Default" in p}
    values = {name: text(value, defaults | known) for name, value in (defaults | known).items()}
    found: dict[str, str] = {}
    todo: list[tuple[str, Any]] = [("Resources", resources), ("Outputs", template.get("Outputs", {}))]
    while todo:
        path, value = todo.pop()
        if isinstance(value, list):
            value = dict(enumerate(value))
        if isinstance(value, dict) and not str(next(iter(value), "")).startswith(("Ref", "Fn::")):
            todo += [(f"{path}/{key}", inner) for key, inner in value.items()]
        else:
            found[path] = plainly(text(value, values), ids)
    return found


def plainly(said: str, ids: dict[str, str]) -> str:
    """A text with the attributes that are the id, or begin a URL, written out, and APIs under their last name."""
    for old, new in ids.items():
        said = re.sub(rf"(?<=\$\{{){old}(?=[.}}])", new, said)
    said = re.sub(r"(?<=Deployment)[0-9a-f]{10}\b", "", said)  # its hash is of the definition
    said = re.sub(r"\$\{(\w+)\.(?:RestApiId|ApiId)\}", r"${\1}", said)
    return re.sub(r"\$\{(\w+)\.ApiEndpoint\}", r"https://${\1}.execute-api.${AWS::Region}.amazonaws.com", said)
