"""There and back: what migrates without a loss comes back with the same surface, and nearly the same text."""

from __future__ import annotations

import difflib
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from golden import Case, cases
from migrator import engine
from migrator.findings import ALL, Accept
from migrator.migration import ApiOutcome, Direction, HandlerStatus, Migration, Options, Status
from migrator.proof.compile import compiled
from migrator.proof.differences import differences
from migrator.proof.intrinsics import text
from migrator.proof.surface import surfaces
from migrator.sam.template import Template, definition_files
from migrator.text.source import Source, decode
from migrator.text.tree import parse
from migrator.text.values import literal

BACK = {Direction.TO_HTTP: Direction.TO_REST, Direction.TO_REST: Direction.TO_HTTP}

LOSSY = frozenset(
    {
        "authorizer-validation",
        "base-path",
        "base-path-mapping",
        "binary-media-types",
        "body-cors",
        "compression",
        "cors-origins",
        "definition-body",
        "definition-tags",
        "domain-tls",
        "log-destination",
        "log-format",
        "method-route",
        "same-account",
        "stage-kept",
        "stage-url",
        "test-invoke",
        "timeout",
        "trailing-slash",
    }
)
"""Findings that say that something is gone or written otherwise for good."""

NARROWED = {
    "jwt-clients": "authorizer.clients",
    "any-client": "authorizer.clients",
    "identity-unchecked": "authorizer.required",
    "identity-required": "authorizer.required",
    "inherited-limit": "route.throttle",
}
"""What may differ because the way there or back said so: a REST API takes every client of a pool."""

DEFAULTS = re.compile(
    r"""^[+-]\s*(?:-\s)?(?:$|\#|\}|\{|\]
    |["']?(?:EndpointConfiguration|Type:.REGIONAL|StageName|OpenApiVersion|PropagateTags|TracingEnabled|AlwaysDeploy|Tags
    |ApiKeySourceType|CacheCluster\w+|DefinitionBody|MergeDefinitions|IgnoreGlobals|Globals|Api:|HttpApi:|Properties:?|Auth:?
    |AddDefaultAuthorizerToCorsPreflight|InvokeRole|EnableIamAuthorizer|FunctionPayloadType|AuthorizerPayloadFormatVersion
    |(?:En|Dis)able\w*FunctionDefaultPermissions|Identity\w*|Header|Headers|ReauthorizeEvery|ValidationExpression|UserPoolArn
    |JwtConfiguration|issuer|audience|Cors\w*|Allow\w+|MaxAge|MethodSettings|HttpMethod|ResourcePath|LoggingLevel|DataTrace\w+
    |Caching\w+|Throttling\w+|MetricsEnabled|DetailedMetricsEnabled|DefaultRouteSettings|RouteSettings|GET|POST|RequestModel|Model
    |RequestParameters|method\.request|RestApiId|ApiId|Value|Type|Path|Method|PayloadFormatVersion|UsagePlan|ApiKeyRequired
    |NormalizeBasePath|Name|DefaultAuthorizer|team|Parameters|WebClientId|Description|Cognito|Token|RestApi|\.amazonaws\.com|Ref:.Api\.Stage|/hello|/Prod/hello|[A-Z]\w*:.\{Type:.(?:Http)?Api,|AuthorizationScopes|AuthorizerResultTtlInSeconds|EnableSimpleResponses|Order|Models))""",
    re.VERBOSE,
)
"""Lines that name what one kind has to say and the other has as its default."""


def go(source: Source, case: Case) -> Migration:
    return engine.rewrite(source, case.direction, replace(case.options, keep_logical_ids=True))


def come_back(there: Migration) -> Migration:
    moved = tuple(api.new_id for api in there.apis)
    followed = any(handler.status is HandlerStatus.REWRITTEN for handler in there.handlers)
    options = Options(
        accept=(Accept(ALL),),
        keep_logical_ids=True,
        apis=moved,
        stage=stage_of(there),
        payload="2.0" if followed else "1.0",
    )
    return engine.rewrite(Source(str(laid_out(there)), there.after), BACK[there.direction], options)


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
    """The stage that the API had before, where it is known text."""
    root = parse(there.source).root
    template = Template(there.source, parse(there.source), root) if root is not None else None
    names = [literal(api.properties.get("StageName")) for api in template.apis.values()] if template else []
    return next((name for name in names if name is not None), None)


def lossless(migration: Migration) -> bool:
    losses = [f for f in migration.findings if f.accepted or f.code.name in LOSSY]
    return migration.status is Status.MIGRATED and not losses


ROUND = [case for case in cases() if not case.exempt("compile")]

ONE_WAY = frozenset({"route-without-method", "definition-uri"})
"""Blockers of the way back that no option accepts: no AWS page says how a REST API sets limits for an ANY method, and
the account in a pool's ARN is not known in a file that API Gateway reads as it is."""


@pytest.mark.parametrize("case", ROUND, ids=lambda case: case.name)
def test_there_and_back(case: Case) -> None:
    source = decode(str(case.path), case.template.read_bytes())
    there = go(source, case)
    if not lossless(there):
        pytest.skip("does not migrate without a loss")
    back = come_back(there)
    if back.status is Status.BLOCKED and {f.code.name for f in back.blockers} <= ONE_WAY:
        return
    assert back.status is Status.MIGRATED, [f.code.name for f in back.blockers]
    same_surface(source, there, back)


def same_surface(before: Source, there: Migration, back: Migration) -> None:
    home = BACK[there.direction]
    outcomes = [
        ApiOutcome(api.id, name, Status.MIGRATED, 0)
        for api, name in zip(there.apis, came_back(there, back), strict=True)
    ]
    allowed = {NARROWED[f.code.name] for f in (*there.findings, *back.findings) if f.code.name in NARROWED}
    if stage_of(there) is None:
        allowed.add("api.stages")  # the name of a stage that an intrinsic gives does not come back
    found = differences(
        surfaces(whole(before, before.text)), surfaces(whole(back.source, back.after, back)), outcomes, home
    )
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
    return [ids[api.new_id] for api in there.apis]


CONVERTED = frozenset({"definition", "definition-file", "definition-files"})
"""About definitions: Swagger, titles and OPTIONS mocks do not come back as text; their surfaces are compared."""


def test_few_lines_differ() -> None:
    """Over all cases: a line that differs after the way there and back names a default of the other kind."""
    strange: list[str] = []
    seen = 0
    for case in ROUND:
        source = decode("t.yaml", case.template.read_bytes())
        there = go(source, case)
        if not lossless(there) or case.folder.parent.name in CONVERTED or case.exempt("lines"):
            continue
        back = come_back(there)
        lines = difflib.unified_diff(source.text.splitlines(), back.after.splitlines(), n=0, lineterm="")
        strange += [f"{case.name}: {line}" for line in list(lines)[2:] if line[:1] in "+-" and not DEFAULTS.match(line)]
        seen += 1
    assert seen > 90
    assert strange == []


@pytest.mark.parametrize("case", ROUND, ids=lambda case: case.name)
def test_other_texts_say_the_same(case: Case) -> None:
    """URLs, ARNs, alarms and whatever else names the API end as they were, in whatever spelling."""
    if reason := case.exempt("texts"):
        pytest.skip(reason)
    source = decode("t.yaml", case.template.read_bytes())
    there = go(source, case)
    if not lossless(there) or case.folder.parent.name in CONVERTED:
        pytest.skip("does not migrate without a loss")
    back = come_back(there)
    before, after = compiled(source.text), compiled(back.after)
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
                found[parameter[1]] = "Prod"  # the name that a stage gets when its own is not known
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
