"""Hosts with a path apart: CloudFront origins and Route 53 health checks, whose paths begin with the stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.references import Reference
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.operations import Fragment, Insert, Operation, Remove, SetValue
from migrator.text.values import intrinsic, is_map, items_of, literal, substitution

from .. import pages
from ..reading.named_stage import followed, named_stage, new_stage
from ..reading.pieces import Piece, pieces
from ..reading.segments import Segment, segment

ORIGIN_PATH = Code(
    "origin-path",
    Level.BLOCKER,
    "A CloudFront origin or a health check has a path that may not be the API's stage.",
    "Under the stage `$default` there is no stage segment: requests would ask for a path that does not exist.",
    "Write the path as the API's `StageName` is written, or use `--stage keep`.",
    pages.STAGES,
    Example("OriginPath: /Prod", "(removed: the stage `$default` has no segment)"),
    acceptable=False,
    levels=(
        (Level.BLOCKER, "the path may contain the stage and cannot be changed safely"),
        (Level.WARNING, "a CloudFront origin has no path, so viewers send the stage themselves"),
    ),
)

HOST_WITHOUT_STAGE = Code(
    "host-without-stage",
    Level.BLOCKER,
    "The host of the API is used without a path.",
    "In URLs of a REST API the stage follows the host; here we cannot tell where the path begins.",
    "Build the whole URL in one `!Sub`, or add the stage to the path by hand.",
    pages.STAGES,
    acceptable=False,
)

SENT = (
    "Use `--stage keep` if viewers keep sending the stage. Otherwise take it out of the path patterns of the distribution and of what "
    "viewers send."
)

_DISTRIBUTION = "AWS::CloudFront::Distribution"
_HEALTH_CHECK = "AWS::Route53::HealthCheck"
HOSTS = {
    _DISTRIBUTION: ("DomainName", "OriginPath"),
    _HEALTH_CHECK: ("FullyQualifiedDomainName", "ResourcePath"),
}
"""Resources with a host and a path apart: the keys of both."""


def to_http(view: View) -> Iterator[Step]:
    """Take the stage out of the paths, or write its new name."""
    if new_stage(view) is None:
        return
    for resource, host, key in _places(view):
        path = host.get(key)
        if path is not None:
            yield from _path(view, resource, host, key, path)
        elif view.stage.is_default and resource.type == _DISTRIBUTION:
            what = f"An origin of {resource.id} has no path: viewers send the stage themselves, and there will be no stage."
            yield view.find(ORIGIN_PATH, what, host, level=Level.WARNING, remedy=SENT)


def _path(view: View, resource: Resource, host: Node, key: str, path: Node) -> Iterator[Step]:
    found = _first(path)
    operations = followed(view, found)
    if found is not None and view.stage.is_default and named_stage(view, found.shape).is_own:
        operations = _without(host, key, found)
    if operations is None:
        what = f"{resource.id} has a path that does not begin with the stage of this API."
        yield view.find(ORIGIN_PATH, what, path)
    yield from operations or ()


@fact
def _places(view: View) -> Sequence[tuple[Resource, Node, str]]:
    """Maps with a host of this API and a path: the resource, the map and the key of the path."""
    ids = {r.scalar for r in view.template.references_to(view.api.id)}
    found: list[tuple[Resource, Node, str]] = []
    for resource in view.template.resources.values():
        host_key, key = HOSTS.get(resource.type, ("", ""))
        for host in _hosts(resource):
            name = host.get(host_key)
            if name is not None and any(node in ids for node in name.walk()):
                found.append((resource, host, key))
    return found


def _hosts(resource: Resource) -> list[Node]:
    """The maps of a resource that hold a host."""
    if resource.type == _DISTRIBUTION:
        return items_of(resource.get("DistributionConfig", "Origins"))
    check = resource.get("HealthCheckConfig") if resource.type == _HEALTH_CHECK else None
    return [check] if check is not None else []


def _first(path: Node) -> Segment | None:
    row = pieces(path)
    return segment(row, 0, 0) if row and row[0].text.startswith("/") else None


def _without(host: Node, key: str, found: Segment) -> list[Operation] | None:
    """Take the stage out of a path, and out of the map where nothing else is in it."""
    if found.closing is not None:
        return found.removed()
    path = host.pair(key)
    if path is None:
        return None
    return [SetValue(path.value, "/")] if key == "ResourcePath" else [Remove(host, key)]


@fact
def rewritten(view: View) -> Sequence[Piece]:
    """Names of the stage that go from such paths, and are not rewritten as references of their own."""
    found: list[Piece] = []
    for _, host, key in _places(view) if view.stage.is_default else ():
        path = host.get(key)
        first = _first(path) if path is not None and literal(path) is None else None
        if first is not None and named_stage(view, first.shape).is_own:
            found += [piece for piece in first.pieces if piece.origin is piece.node]
    return found


def has_path(view: View, reference: Reference) -> bool:
    """Whether the host stands in a resource that keeps its path in a property of its own."""
    return view.template.type_of(reference.resource) in HOSTS


def with_stage(view: View, reference: Reference, stage: str) -> Iterator[Step]:
    """Put the stage in front of the path that stands apart from a host.

    Arguments:
        reference: what gives the id of the API in the host.
        stage: with a slash before it.
    """
    origin = reference.whole.parent
    while origin is not None and not is_map(origin):
        origin = origin.parent
    host, key = HOSTS.get(view.template.type_of(reference.resource), ("", ""))
    if origin is None or not key or origin.get(host) is None:
        yield view.find(HOST_WITHOUT_STAGE, "The host of the API is used without a path.", reference.scalar)
    else:
        yield from _in_front(view, origin, host, key, stage)


def _in_front(view: View, origin: Node, host: str, key: str, stage: str) -> Iterator[Step]:
    path = origin.get(key)
    text, own = substitution(path) or ("", {})
    if path is None:
        yield Insert(origin, key, stage, after=host)
    elif literal(path) is not None:
        yield SetValue(path, stage + path.text.rstrip("/"))
    elif text.startswith("/") and not own and (call := intrinsic(path)) is not None:
        yield Fragment(call.argument, 0, 1, f"{stage}/")
    else:
        yield view.find(
            HOST_WITHOUT_STAGE, "The path that belongs to this host comes from an intrinsic function.", path
        )


CONCERN = Concern("origins", to_http)
