"""What must hold for any template and any options, tried on random templates.

Access is compared here by a reading of the compiled templates that shares nothing with the one that the product has.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from templates import IMPLICIT_HTTP, IMPLICIT_REST, REST, Author

from migrator import migrate
from migrator.findings import Accept
from migrator.migration import Migration, Status
from migrator.options import Direction, Options
from migrator.proof.compile import CompileError, compiled
from migrator.routes import Proof
from migrator.text.node import Node
from migrator.text.parsing import parse
from migrator.text.source import Source

ALL = (Accept("all"),)
AUDIENCE = (("Cognito", ("client1", "client2")), ("My-Pool", ("param:ClientId",)))
ONE = "one API only"

CHOICES: dict[str, Options] = {
    "nothing": Options(),
    "accepting all": Options(accept=ALL),
    "strict": Options(strict=True),
    "strict, accepting all": Options(accept=ALL, strict=True),
    "stage kept": Options(accept=ALL, stage="keep"),
    "stage kept, nothing accepted": Options(stage="keep"),
    "stage named": Options(accept=ALL, stage="live", audiences=AUDIENCE),
    "logical ids kept": Options(accept=ALL, keep_logical_ids=True, audiences=AUDIENCE),
    ONE: Options(accept=ALL, audiences=AUDIENCE),
}

IN_CI = bool(os.environ.get("CI"))
settings.register_profile(
    "templates",
    max_examples=int(os.environ.get("RANDOM_TEMPLATES", "10")),
    deadline=None,
    derandomize=IN_CI,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller seed makes no smaller template
    suppress_health_check=[HealthCheck.too_slow],
)

Routes = dict[tuple[str, str, str], set[str]]
"""What asks callers for something, by API, method and path; one name for each function's own variant of a route."""


# -- a reading of templates of our own ---------------------------------------------------------------


@lru_cache(maxsize=4)
def cloudformation(text: str) -> dict[str, Any] | None:
    """The compiled template; None when SAM refuses it."""
    try:
        return compiled(text)
    except CompileError:
        return None


def bodies(template: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] in ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"):
            body = resource.get("Properties", {}).get("Body")
            if isinstance(body, dict):
                yield name, body


def schemes(body: dict[str, Any]) -> dict[str, Any]:
    return {**body.get("securityDefinitions", {}), **body.get("components", {}).get("securitySchemes", {})}


def locks(template: dict[str, Any]) -> Routes:
    """What stands between a caller and each route: names of security schemes that exist; empty for an open route."""
    found: Routes = {}
    for api, body in bodies(template):
        for path, item in body.get("paths", {}).items():
            item = item["Fn::If"][1] if isinstance(item, dict) and "Fn::If" in item else item
            for method, operation in item.items():
                operation = operation["Fn::If"][1] if "Fn::If" in operation else operation
                integration = operation.get("x-amazon-apigateway-integration", {})
                if "Fn::If" in integration:
                    integration = integration["Fn::If"][1]
                if integration.get("type") == "mock":
                    continue
                verb = "ANY" if method.lower() == "x-amazon-apigateway-any-method" else method.upper()
                asked = {name for entry in operation.get("security", []) for name in entry if name in schemes(body)}
                key = api, verb, path.rstrip("/") or "/"
                found[key] = found.get(key, set()) | (asked - {"NONE"})
    return found


def scheme_kind(body: dict[str, Any], name: str) -> str:
    """How a scheme decides: by a function, by tokens, by signature, by key."""
    scheme = schemes(body)[name]
    if scheme.get("x-amazon-apigateway-authtype") == "awsSigv4":
        return "iam"
    kind = scheme.get("x-amazon-apigateway-authorizer", {}).get("type", "key")
    return {"cognito_user_pools": "jwt", "token": "function", "request": "function"}.get(kind, str(kind))


SUB = re.compile(r"\$\{([^!}]+)\}")


def names(value: Any) -> Iterator[str]:
    """Everything that Ref, GetAtt, Sub and DependsOn name, in a compiled template."""
    if isinstance(value, list):
        for item in value:
            yield from names(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref" and isinstance(inner, str):
                yield inner
            elif key == "Fn::GetAtt":
                yield inner[0] if isinstance(inner, list) else str(inner).split(".")[0]
            elif key == "Fn::Sub":
                text, local = (inner, {}) if isinstance(inner, str) else (inner[0], inner[1])
                yield from (found for found in SUB.findall(text) if found not in local)
                yield from names(local)
            elif key == "DependsOn":
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from names(inner)


def missing(template: dict[str, Any]) -> set[str]:
    """Names that stand for nothing."""
    there = {*template["Resources"], *template.get("Parameters", {})}
    return {
        name
        for name in names({key: template.get(key) for key in ("Resources", "Outputs")})
        if not name.startswith("AWS::") and name not in there and name.split(".")[0] not in there
    } | {name for name in names(template["Resources"]) if name.endswith((".Deployment", ".RootResourceId"))}


# -- what must hold ---------------------------------------------------------------


def run(text: str, options: Options) -> Migration:
    return migrate(Source("template.yaml", text), Direction.TO_HTTP, options)


def check(text: str, options: Options) -> Migration:
    """Migrate a template and hold every promise against the result."""
    migration = run(text, options)
    assert migration.error is None, migration.error
    assert migration.status is not Status.ERROR
    rebuilt, at = "", 0
    for edit in migration.edits:
        assert edit.start >= at
        rebuilt, at = f"{rebuilt}{text[at : edit.start]}{edit.text}", edit.end
    assert rebuilt + text[at:] == migration.after
    if all(finding.code.name != "shared-yaml" for finding in migration.blockers):  # the first run may free an anchor
        assert run(migration.after, options).after == migration.after, "a second run changes something"
    before = cloudformation(text)
    if before is not None and migration.changed:
        assert migration.verification.status is Proof.EQUIVALENT, migration.verification
        after = cloudformation(migration.after)
        assert after is not None
        check_references(before, after, migration)
        check_access(before, after, migration)
        check_neighbours(before, after, migration)
    check_blocked(text, migration)
    return migration


def check_references(before: dict[str, Any], after: dict[str, Any], migration: Migration) -> None:
    assert missing(after) <= missing(before)
    gone = {api.id for api in migration.apis if api.new_id != api.id}
    assert not gone & set(names({key: after.get(key) for key in ("Resources", "Outputs")}))
    assert not gone & after["Resources"].keys()


def check_access(before: dict[str, Any], after: dict[str, Any], migration: Migration) -> None:
    new = {api.id: api.new_id for api in migration.apis}
    taken = {finding.api for finding in migration.findings if finding.accepted and finding.code.security}
    was = {(new.get(api, api), *route): lock for (api, *route), lock in locks(before).items()}
    now = locks(after)
    assert was.keys() == now.keys()
    old_bodies, new_bodies = dict(bodies(before)), dict(bodies(after))
    origin = {new.get(api, api): api for api in old_bodies}
    for route, lock in was.items():
        api = origin[route[0]]
        if api in taken:
            continue
        assert bool(lock) == bool(now[route]), f"{route}: {lock or 'open'} becomes {now[route] or 'open'}"
        kinds = {scheme_kind(old_bodies[api], name) for name in lock}
        assert kinds == {scheme_kind(new_bodies[route[0]], name) for name in now[route]}, route
        assert lock == now[route], route


def check_neighbours(before: dict[str, Any], after: dict[str, Any], migration: Migration) -> None:
    """APIs that stay compile to what they were, but for the names of those that moved."""
    moved = {api.id: api.new_id for api in migration.apis if api.status is Status.MIGRATED}
    kept = {name for name, _ in bodies(before)} - moved.keys()
    for name in kept:
        assert renamed(before["Resources"][name], moved) == renamed(after["Resources"][name], moved)


def renamed(value: Any, moved: dict[str, str]) -> str:
    text = json.dumps(value, sort_keys=True)
    for old, new in sorted(moved.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"\b({old}|{new})(?=\b|Prod|v1|\.)", "(moved)", text)
    return text


def check_blocked(text: str, migration: Migration) -> None:
    """No edit reaches into an API that stays, nor into its events, unless a reference had to follow."""
    staying = {api.id for api in migration.apis if api.status is not Status.MIGRATED}
    root = parse(Source("template.yaml", text)).root
    if root is None:  # several documents, or none
        return
    areas = list(kept_areas(root, staying)) if migration.changed else []
    for edit in migration.edits:
        inside = [area for area in areas if area[0] < edit.end and edit.start < area[1]]
        assert not inside or edit.concern == "references", (edit, inside)


def kept_areas(root: Node, staying: set[str]) -> Iterator[tuple[int, int]]:
    resources = root.get("Resources")
    assert resources is not None
    for name, resource in resources.entries().items():
        kind = resource.get("Type")
        if name in staying and kind is not None and kind.text == REST:
            yield resource.start, resource.end
        events = resource.get("Properties", "Events")
        for event in (events.entries() if events is not None else {}).values():
            if event.get("Type") is None or event.get("Type").text != "Api":  # type: ignore[union-attr]
                continue
            reference = event.get("Properties", "RestApiId")
            inner = reference.get("Ref") if reference is not None and reference.kind == "mapping" else reference
            if (inner.text if inner is not None else IMPLICIT_REST) in staying:
                yield event.start, event.end


def template_of(random: Random) -> tuple[str, Author]:
    author = Author(random)
    return author.text(), author


@pytest.mark.parametrize("name", CHOICES)
@settings(settings.get_profile("templates"))
@given(seed=st.integers(0, 2**32))
def test_promises_hold(name: str, seed: int) -> None:
    random = Random(seed)
    text, author = template_of(random)
    options = CHOICES[name]
    if name == ONE:
        rest = [plan.id for plan in author.plans if plan.kind == REST]
        options = Options(**{**vars(options), "apis": (random.choice(rest),)}) if rest else options
    check(text, options)


# -- the templates themselves ---------------------------------------------------------------


def test_the_templates_are_worth_trying() -> None:
    """Most compile, most migrate, and together they reach nearly every kind of finding."""
    found: Counter[str] = Counter()
    for seed in range(90):
        text, author = template_of(Random(seed))
        found["compiles"] += cloudformation(text) is not None
        for options in (CHOICES["nothing"], CHOICES["accepting all"]):
            migration = migrate(Source("template.yaml", text), Direction.TO_HTTP, options, verify=False)
            found["changed"] += migration.changed
            found.update({finding.code.name for finding in migration.findings})
        found["implicit"] += any(plan.id in (IMPLICIT_REST, IMPLICIT_HTTP) for plan in author.plans)
    assert found["compiles"] > 0.6 * 90
    assert found["changed"] > 0.5 * 180
    assert found["implicit"] > 0.2 * 90
    assert len(found) > 45, sorted(found)
