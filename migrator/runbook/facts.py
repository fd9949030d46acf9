"""What a runbook has to know of a project: which APIs, which exports and domains lead to them, how it is deployed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..migration import HandlerStatus, Migration, Status
from ..options import SWITCH, Options
from ..sam.kinds import API_MAPPING, BASE_PATH_MAPPING, DEFAULT_STAGE, KINDS
from ..sam.template import Api, Resource, Template, read_template
from ..spelling import spelled, which
from ..subjects import routes_of
from ..text.values import entries_of, intrinsic, literal, ref_target
from .samconfig import NONE, KnownValues, SamConfig, read_samconfig

_KEYS = {BASE_PATH_MAPPING: ("RestApiId", "BasePath"), API_MAPPING: ("ApiId", "ApiMappingKey")}
_URL = re.compile(r"https://\$\{(?P<api>\w+)\}\.execute-api\.[^/]+(?P<rest>(?:/.*)?)")


@dataclass(frozen=True)
class DomainFact:
    """A custom domain that leads to the old API.

    Arguments:
        name: None where it is not known before the deployment.
        mapping: logical id of the mapping, or of the API whose ``Domain`` it is.
        in_place: whether CloudFormation changes the mapping itself.
        kept: whether the mapping stays in the account when it leaves the stack.
    """

    name: str | None
    mapping: str
    in_place: bool
    kept: bool = True


@dataclass(frozen=True)
class PairFact:
    """An old API and the new one.

    Arguments:
        old: logical id, and ``new`` that of the other.
        old_stage: the stage of the old API; None where it is known at deployment only. ``new_stage`` likewise.
        old_http: whether the old API is an HTTP API; the new one is of the other kind.
        old_name: the name by which CloudWatch knows a REST API; None where it is not known, or the API is new.
        old_output: the output that shows the old URL, and ``new_output`` the new one; None where none does.
        route: path of a route that can be tried with GET and without values.
        domains: custom domains of the old API.
    """

    old: str
    new: str
    old_stage: str | None
    new_stage: str | None
    old_http: bool
    old_name: str | None
    old_output: str | None
    new_output: str | None
    route: str
    domains: tuple[DomainFact, ...] = ()


@dataclass(frozen=True)
class ProjectFacts:
    """What a runbook is made from.

    Arguments:
        step: the step of the way to production; empty for a migration at once.
        direction: ``to-http`` or ``to-rest``.
        template: the template's path as it was given.
        pairs: the APIs of the step.
        exports: exported outputs whose value changes with this step, by output; the name where it is known.
        config: what the project tells the SAM CLI.
        plan: the deployment plan in one line; empty where there is none.
        options: the words that ask for this step, and ``which`` those that name its APIs.
        new_files: files that come with it.
        rewritten: functions whose code changes along.
    """

    step: str
    direction: str
    template: str
    pairs: tuple[PairFact, ...]
    exports: Mapping[str, str | None] = field(default_factory=dict)
    config: SamConfig = NONE
    plan: str = ""
    options: tuple[str, ...] = ()
    which: tuple[str, ...] = ()
    new_files: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()


def project_facts(migration: Migration, options: Options, *, verify: bool = True) -> ProjectFacts | None:
    """Read what a runbook has to know; None where nothing is to be deployed.

    Arguments:
        verify: whether the templates were to be compared.
    """
    done = [api for api in migration.apis if api.status is Status.MIGRATED]
    before = read_template(migration.source)
    after = read_template(replace(migration.source, text=migration.after))
    if not done or not migration.changed or before is None or after is None:
        return None
    path = migration.source.path
    config = read_samconfig(Path(path).parent)
    values = KnownValues(before, config)
    # The answers are compared when this step is deployed, but for the switch, of which outputs must be as they were.
    compared = before if done[0].step == SWITCH else after
    pairs = tuple(
        replace(
            _pair(before, compared, api.id, api.new_id, values),
            domains=tuple(_domains(before, after, api.id, api.new_id, values)),
        )
        for api in done
    )
    plan = migration.verification.plan
    return ProjectFacts(
        done[0].step,
        migration.direction.value,
        path,
        pairs,
        dict(_exports(before, after, values)),
        config,
        plan.summary if plan is not None else "",
        (*(() if verify else ("--no-verify",)), *spelled(options)),
        tuple(which(options)),
        tuple(change.source.path for change in migration.files if change.new),
        tuple(each.function for each in migration.handlers if each.status is HandlerStatus.REWRITTEN),
    )


def _pair(before: Template, after: Template, old: str, new: str, values: KnownValues) -> PairFact:
    ours, theirs = before.apis.get(old), after.apis.get(new) or before.apis.get(new)
    name = ours.properties.get("Name") if ours is not None else None
    return PairFact(
        old,
        new,
        _stage(ours, values),
        _stage(theirs, values),
        ours is not None and ours.kind == "http",
        values.of(name) if name is not None else values.config.stack,
        _url_output(before, old, _stage(ours, values), values),
        _url_output(after, new, _stage(theirs, values), values),
        _route(theirs or ours),
    )


def _stage(api: Api | None, values: KnownValues) -> str | None:
    if api is None:
        return None
    node = api.properties.get("StageName")
    return values.of(node) if node is not None else KINDS[api.kind].implicit_stage


def _url_output(template: Template, api: str, stage: str | None, values: KnownValues) -> str | None:
    """The output that shows the URL of an API, and of no route below it."""
    root = "" if stage == DEFAULT_STAGE else stage
    for name, output in entries_of(template.section("Outputs")).items():
        value = intrinsic(output.get("Value"))
        text = value.text if value is not None and value.name == "Sub" else None
        found = _URL.fullmatch(text or "")
        if found is not None and found["api"] == api and values.sub(found["rest"]) in (f"/{root}", f"/{root}/", root):
            return name
    return None


def _route(api: Api | None) -> str:
    """The path of a route that a plain GET reaches; the root where none is known."""
    plain = (
        event.path
        for event in (api.events if api is not None else ())
        if event.path is not None and event.method in ("GET", "ANY") and "{" not in event.path and routes_of(event)
    )
    return next(plain, "/")


def _domains(template: Template, after: Template, old: str, new: str, values: KnownValues) -> Iterator[DomainFact]:
    domain = template.apis[old].properties.get("Domain") if old in template.apis else None
    if domain is not None:
        name = values.of(domain.get("DomainName"))
        written = [r.id for r in _mappings(after, new) if r.id not in template.resources and r.type == API_MAPPING]
        yield from (DomainFact(name, mapping, in_place=True) for mapping in written)
        if not written:
            held = old in after.apis and after.apis[old].properties.get("Domain") is not None
            yield DomainFact(name, old, in_place=False, kept=not held)
    for mapping in _mappings(template, old):
        in_place = mapping.type == API_MAPPING
        yield DomainFact(_domain_name(template, mapping, values), mapping.id, in_place, _is_kept(after, mapping.id))


def _is_kept(after: Template, mapping: str) -> bool:
    there = after.resources.get(mapping)
    return there is not None and literal(there.node.get("DeletionPolicy")) == "Retain"


def _mappings(template: Template, api: str) -> Iterator[Resource]:
    for resource in template.resources.values():
        key, _ = _KEYS.get(resource.type, ("", ""))
        if key and ref_target(resource.properties.get(key)) == api:
            yield resource


def _domain_name(template: Template, mapping: Resource, values: KnownValues) -> str | None:
    node = mapping.properties.get("DomainName")
    owner = template.resources.get(ref_target(node) or "")
    return values.of(owner.properties.get("DomainName") if owner is not None else node)


def _exports(before: Template, after: Template, values: KnownValues) -> Iterator[tuple[str, str | None]]:
    """Outputs that are exported and get another value, or go."""
    for name, output in entries_of(before.section("Outputs")).items():
        export = output.get("Export", "Name")
        if export is None:
            continue
        there = after.root.get("Outputs", name)
        own = before.source.text[output.start : output.end]
        if there is None or after.source.text[there.start : there.end] != own:
            yield name, values.of(export)
