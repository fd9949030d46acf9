"""What a list of resources does not show about a deployment: what is refused, what goes silent, what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..plan import Action, Change, Trap
from ..sam.kinds import DEFAULT_STAGE
from .circles import new_circles, words
from .intrinsics import plain, text
from .naming import Naming
from .replacement import Fate
from .shapes import defaults_of, mapping, properties_of
from .stages import stage_resources
from .surface import KINDS
from .update_rules import HOLDS_DATA, KEPT, holds_nothing, lost, outlives

METRICS = "AWS/ApiGateway"

CIRCLE = "circular-dependency"
"""The trap that no stack, not even a new one, gets past."""


@dataclass(frozen=True)
class Deployment:
    """What the traps are looked for in.

    Arguments:
        before: the compiled template that is deployed.
        after: the compiled template that follows.
        old: resources before.
        new: resources after.
        changes: what happens to them.
        moved: logical ids of APIs before, and which API after takes their place.
        fates: what becomes of the resources that both have, by logical id.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    old: Mapping[str, dict[str, Any]]
    new: Mapping[str, dict[str, Any]]
    changes: tuple[Change, ...]
    moved: Mapping[str, str]
    fates: Mapping[str, Fate]

    @property
    def named(self) -> tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]:
        """Resources and values of parameters, before and after."""
        return (self.old, defaults_of(self.before)), (self.new, defaults_of(self.after))

    def gone(self) -> Iterator[Change]:
        """Resources that are deleted, or created anew and then deleted."""
        return (c for c in self.changes if c.action in (Action.DELETE, Action.REPLACE))


def traps(deployment: Deployment) -> Iterator[Trap]:
    """Name what is to be known before the deployment.

    Arguments:
        deployment: both templates and the changes between them.
    """
    for find in (_circles, _type_changes, _names_taken, _endpoints, _exports, _alarms, _execution_logs, _data):
        yield from find(deployment)


def _type_changes(deployment: Deployment) -> Iterator[Trap]:
    """`Update of resource type is not permitted` (github.com/aws/aws-sam-cli/issues/6786)."""
    for name in deployment.old.keys() & deployment.new.keys():
        was, now = deployment.old[name].get("Type"), deployment.new[name].get("Type")
        if was != now:
            sentence = (
                f"{name} would change its type from {was} to {now}. CloudFormation refuses that under one logical id "
                "(Update of resource type is not permitted): give it a new logical id, or deploy a new stack."
            )
            yield Trap("type-change", sentence, refused=True)


def _names_taken(deployment: Deployment) -> Iterator[Trap]:
    """CloudFormation creates before it deletes: a name that moves is taken (github.com/aws/aws-sam-cli/issues/2591)."""
    old, new = (Naming(*side) for side in deployment.named)
    taken = {key: change.id for change in deployment.gone() for key in old.names(change.id)}
    made = [c.id for c in deployment.changes if c.action in (Action.ADD, Action.REPLACE)]
    moving = {key: name for name in made for key in new.names(name) if key in taken}
    domains = {name for what, name in moving if what == "domain"}
    for (what, name), new_id in moving.items():
        # With its domain, everything on it has to go first anyway.
        if what == "domain" or name.partition("/")[0] not in domains:
            yield _name_taken(what, name, taken[what, name], new_id)


def _name_taken(what: str, name: str, old: str, new: str) -> Trap:
    where = f"from {old} to {new}" if old != new else f"to a new {new}"
    if what == "domain":
        sentence = (
            f"custom domain {name} moves {where}. CloudFormation creates before it deletes, so the deployment fails "
            "with `The domain name you provided already exists`: deploy once without the domain, then once with it. "
            "It is unreachable in between."
        )
        return Trap("domain-in-place", sentence, refused=True)
    sentence = (
        f"{what} {name} moves {where}. CloudFormation creates before it deletes, so the name is still taken: "
        "deploy once without it, then once with it."
    )
    return Trap("name-taken", sentence, refused=True)


def _endpoints(deployment: Deployment) -> Iterator[Trap]:
    """An API's address holds its id, which a new resource has anew, and its stage unless that is the default one."""
    renewed = {c.id for c in deployment.gone()}
    for old, resource in deployment.old.items():
        if str(resource.get("Type")) not in KINDS:
            continue
        new = deployment.moved.get(old, old)
        was = _stage_paths(old, deployment.old)
        if new not in deployment.new:
            yield Trap("endpoint-url", f"{old} goes away, and its address with it.")
            continue
        now = _stage_paths(new, deployment.new)
        if new == old and old not in renewed and was == now:
            continue
        sentence = f"endpoint URL changes: {_addresses(old, was)} -> {_addresses(new, now)}. Clients must follow."
        yield Trap("endpoint-url", sentence)


def _stage_paths(api: str, resources: Mapping[str, Any]) -> list[str]:
    kind = KINDS.get(str(resources[api].get("Type")), "rest")
    stages = stage_resources(api, kind, resources)
    names = {text(properties_of(stage).get("StageName")) for stage in stages}
    return sorted("" if name == DEFAULT_STAGE else f"/{name}" for name in names)


def _addresses(api: str, paths: list[str]) -> str:
    return ", ".join(f"https://{{{api}}}.execute-api.../{path.lstrip('/')}" for path in paths or [""])


def _exports(deployment: Deployment) -> Iterator[Trap]:
    """`Export … cannot be updated as it is in use by …` (CFN outputs-section-structure)."""
    before, after = _exported(deployment.before), _exported(deployment.after)
    renewed = {change.id for change in deployment.gone()}
    for name, value in before.items():
        now = after.get(name)
        mentioned = any(f"${{{each}}}" in value or f"${{{each}." in value for each in renewed)
        if now == value and not mentioned:
            continue
        what = "is gone" if now is None else "gets another value"
        sentence = (
            f"export {name} {what}. CloudFormation refuses that while another stack imports it: "
            "change the stacks that import it first."
        )
        yield Trap("export", sentence)


def _exported(template: Mapping[str, Any]) -> dict[str, str]:
    outputs = [o for o in mapping(template.get("Outputs")).values() if isinstance(o, dict) and o.get("Export")]
    return {text(mapping(output["Export"]).get("Name")): text(output.get("Value")) for output in outputs}


def _alarms(deployment: Deployment) -> Iterator[Trap]:
    """Metrics of REST APIs carry the API's name, those of HTTP APIs its id; an alarm on the other hears nothing."""
    gone = _reporting(deployment.old) - _reporting(deployment.new)
    for name, resource in deployment.new.items():
        stale = sorted(gone & _watched(resource))
        if stale:
            dimension, value = stale[0]
            sentence = f"alarm {name} watches {dimension} {value}, under which no API reports any more: it goes silent."
            yield Trap("alarm-silent", sentence)
        elif gone & _watched(deployment.old.get(name, {})):
            yield Trap("alarm", f"alarm {name} watches the new API from then on, which has no data before.")


def _reporting(resources: Mapping[str, Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    """Dimension and value under which the APIs report."""
    found = set()
    for name, resource in resources.items():
        kind = KINDS.get(str(resource.get("Type")))
        properties = properties_of(resource)
        if kind == "rest":
            title = mapping(mapping(properties.get("Body")).get("info")).get("title")
            found.add(("ApiName", text(properties.get("Name") or title)))
        elif kind == "http":
            found.add(("ApiId", f"${{{name}}}"))
    return frozenset(found)


def _watched(alarm: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Dimensions and values of the API Gateway metrics that an alarm watches."""
    if alarm.get("Type") != "AWS::CloudWatch::Alarm":
        return frozenset()
    properties = properties_of(alarm)
    queries = properties.get("Metrics")
    stats = [mapping(mapping(q).get("MetricStat")) for q in (queries if isinstance(queries, list) else ())]
    metrics = [properties, *(mapping(stat.get("Metric")) for stat in stats)]
    lists = [m.get("Dimensions") for m in metrics if m.get("Namespace") == METRICS]
    entries = [mapping(d) for dimensions in lists if isinstance(dimensions, list) for d in dimensions]
    return frozenset((text(entry.get("Name")), text(entry.get("Value"))) for entry in entries)


def _execution_logs(deployment: Deployment) -> Iterator[Trap]:
    for change in deployment.gone():
        if change.type != "AWS::ApiGateway::Stage":
            continue
        properties = properties_of(deployment.old[change.id])
        settings = properties.get("MethodSettings")
        levels = [text(mapping(s).get("LoggingLevel")) for s in (settings if isinstance(settings, list) else ())]
        if any(level not in ("", "OFF") for level in levels):
            api = plain(text(properties.get("RestApiId")))
            sentence = (
                f"log group API-Gateway-Execution-Logs_{{{api}}}/{text(properties.get('StageName'))} stays in the "
                "account and gets no new entries; nothing deletes it."
            )
            yield Trap("execution-logs", sentence)


def _data(deployment: Deployment) -> Iterator[Trap]:
    for change in deployment.gone():
        old, kind = deployment.old[change.id], str(deployment.old[change.id].get("Type"))
        if change.action is Action.DELETE and kind in HOLDS_DATA:
            yield Trap("data", f"{change.id} ({kind}) is deleted with what it holds.")
        causes = deployment.fates[change.id].causes if change.action is Action.REPLACE else ()
        if causes and not holds_nothing(kind):
            because = " and ".join(f"`{'.'.join(keys)}`" for keys in causes)
            changes = "change" if len(causes) > 1 else "changes"
            done = KEPT if outlives(old, "UpdateReplacePolicy") else lost(kind)
            yield Trap("data", f"{change.id} ({kind}) is replaced, because {because} {changes}: {done}.")


def _circles(deployment: Deployment) -> Iterator[Trap]:
    for circle in new_circles(deployment.before, deployment.after, deployment.moved):
        yield Trap(CIRCLE, f"{words(circle)} CloudFormation refuses such a circle.", refused=True)
