"""References to an HTTP API that becomes a REST API: names follow, and the stage comes into URLs and ARNs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code, Level
from migrator.sam.kinds import DEFAULT_STAGE
from migrator.sam.references import Reference
from migrator.stage_name import Default, known
from migrator.text.operations import Append, Fragment, Insert, SetValue
from migrator.text.tree import Node
from migrator.text.values import get, intrinsic, is_map, literal, ref, ref_target, sub

from .. import pages
from ..reading.addresses import Address, address, is_own_name, names_stage, new_stage, restaged
from ..reading.further_stages import further_stages, names_further_stage
from ..reading.patterns import unfitting
from ..reading.rows import Text, texts
from ..reading.segments import Segment, shape_of
from ..reading.texts import Piece
from . import alarms
from .base_path_mapping import MAPPING_STAGE
from .generated_ids import domain_ids
from .references import MANAGEMENT_ARN, STAGE_ARN, STAGE_URL
from .stage_values import stage_values

HOST_WITHOUT_STAGE = Code(
    "host-without-stage",
    Level.BLOCKER,
    "The host of the API is used apart from a path.",
    "The URLs of a REST API begin with the stage behind the host; here it could not be told where the path begins.",
    "Put the whole URL together in one `!Sub`, or add the stage to the path by hand.",
    pages.STAGES,
    acceptable=False,
)
HTTP_RESOURCE = Code(
    "http-resource",
    Level.BLOCKER,
    "A plain API Gateway resource for HTTP APIs uses the API.",
    "It cannot be attached to a REST API: the deployment fails.",
    "Describe what it does in SAM's own properties, or replace it by its AWS::ApiGateway counterpart.",
    pages.HTTP_VS_REST,
    acceptable=False,
)

_ENDPOINT = "https://{id}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}{stage}"
_MAPPING = "AWS::ApiGatewayV2::ApiMapping"
_HOSTS_WITH_PATHS = {
    "AWS::CloudFront::Distribution": ("DomainName", "OriginPath"),
    "AWS::Route53::HealthCheck": ("FullyQualifiedDomainName", "ResourcePath"),
}
"""Resources with a host and a path apart: the keys of both."""
_STAGES = "/stages/"
_NO_STAGES = frozenset({(("text", "*"),), (("text", "authorizers"),)})


def to_rest(view: View) -> Iterator[Step]:
    """Rewrite every reference to the API and to what SAM generates for it."""
    generated = _generated_ids(view)
    seen: set[tuple[Node, int]] = set()
    replaced = alarms.replaced(view)
    for reference in view.template.references:
        place = (reference.scalar, reference.start)
        if place in seen or reference.whole in replaced:
            continue
        seen.add(place)
        if reference.name == view.api.id:
            yield from _reference(view, reference)
        elif (new := generated.get(reference.name)) is not None:
            yield Fragment(reference.scalar, reference.start, reference.end, new)
    yield from _resources(view)
    yield from stage_values(view)


@fact
def _generated_ids(view: View) -> Mapping[str, str]:
    """Logical ids that SAM makes for the HTTP API, and what it makes for the REST API in their place."""
    names = dict(domain_ids(view))
    stage = view.stage.name
    after = known(view.stage.after)
    if stage is None or after is None or not after.isalnum():
        return names
    old = f"{view.api.id}ApiGatewayDefaultStage" if stage == DEFAULT_STAGE else f"{view.api.id}{stage}Stage"
    names[old] = f"{view.new_id}{after}Stage"
    for event in view.api.events:
        permission = f"{event.owner.id}{event.name}Permission"
        names[permission] = permission + after
    return {name: new for name, new in names.items() if name not in view.template.resources}


def _reference(view: View, reference: Reference) -> Iterator[Step]:
    if reference.attribute == "ApiEndpoint":
        yield from _endpoint(view, reference)
        return
    if reference.attribute == "ApiId" and reference.form == "GetAtt":
        yield SetValue(reference.whole, ref(view.new_id))
        return
    if reference.attribute == "ApiId":
        yield Fragment(reference.scalar, reference.end, reference.end + len(".ApiId"), "")
    if view.new_id != view.api.id:
        yield Fragment(reference.scalar, reference.start, reference.end, view.new_id)
    if reference.attribute in ("", "ApiId"):
        yield from _in_text(view, reference)


@fact
def _added(view: View) -> str:
    """What URLs get behind their host: the stage, where there was none."""
    return f"/{known(view.stage.after)}" if isinstance(view.stage.before, Default) else ""


def _endpoint(view: View, reference: Reference) -> Iterator[Step]:
    """``ApiEndpoint`` is the URL without a stage; only HTTP APIs have the attribute."""
    found = texts(view).of(reference).first_segment()
    added = "" if found is not None and names_further_stage(view, found.shape) else _added(view)
    url = _ENDPOINT.format(id=f"${{{view.new_id}}}", stage=added)
    if reference.form == "Sub":
        start, end = reference.start - len("${"), reference.end + len(".ApiEndpoint}")
        yield Fragment(reference.scalar, start, end, url)
    else:
        yield SetValue(reference.whole, sub(url))
    if not _added(view):
        yield from _renamed(view, reference, found, STAGE_URL)


# -- URLs and ARNs --------------------------------------------------------------------------------------------


def _in_text(view: View, reference: Reference) -> Iterator[Step]:
    where = address(view, reference)
    if where.stage is not None and names_further_stage(view, where.stage.shape):
        return
    if where.kind == "url" and _added(view):
        yield from _url(view, reference, where.text)
    elif where.kind == "url":
        yield from _renamed(view, reference, where.stage, STAGE_URL)
    elif where.kind == "arn":
        if (what := unfitting(view, where)) is not None:
            yield view.find(STAGE_ARN, what, reference.scalar)
        else:
            yield from _renamed(view, reference, where.stage, STAGE_ARN)
        yield from _catch_all(where)
    elif where.kind == "mention" and where.text.ends("/apis/"):
        yield view.find(MANAGEMENT_ARN, "The management ARN of the API becomes `/restapis/…`.", reference.scalar)
        piece = next((p for p in where.text.before() if "apis" in p.text and not p.separator), None)
        if piece is not None:
            at = piece.start + piece.text.rindex("apis")
            yield Fragment(piece.node, at, at + len("apis"), "restapis")
        place = where.text.goes_on(_STAGES)
        yield from _renamed(view, reference, where.text.row.segment(*place) if place is not None else None, STAGE_ARN)


def _renamed(view: View, reference: Reference, found: Segment | None, code: Code) -> Iterator[Step]:
    """Write the new name of the stage where the old one stood."""
    if found is None or new_stage(view) is None or found.shape in _NO_STAGES:
        return
    if names_stage(view, found.shape):
        yield from restaged(view, found)
    elif not names_further_stage(view, found.shape):
        yield view.find(code, f"Stage `{found.shown}` is named here, and that is not the API's.", reference.scalar)


def _catch_all(where: Address) -> Iterator[Step]:
    """The route ``$default`` in an ARN: a REST API has none, and its catch-all is any method of any path."""
    last = where.text.row.pieces[-1] if where.text.next is not None else None
    if where.stage is None or where.stage.closing is None or last is None or last.kind != "text" or last.separator:
        return
    if last.text.endswith(f"/{DEFAULT_STAGE}"):
        yield Fragment(last.node, last.end - len(DEFAULT_STAGE), last.end, "*")


def _url(view: View, reference: Reference, text: Text) -> Iterator[Step]:
    if not text.ends("://"):
        yield from _bare_host(view, reference)
        return
    row, found = text.row.pieces, text.row.host_end(text.behind)
    if found is None:
        yield from _after(view, reference, row[-1], len(row[-1].text))
        return
    index, end = found
    piece, before = row[index], row[index - 1]
    if piece.separator:  # what a Join puts between its items is not for one of them
        yield from _after(view, reference, before, len(before.text))
    elif piece.text[end] == "/":
        yield Fragment(piece.node, piece.start + end, piece.start + end + 1, f"{_added(view)}/")
    else:
        yield from _after(view, reference, before if end == 0 and index > text.behind else piece, max(end, 1))


def _after(view: View, reference: Reference, piece: Piece, end: int) -> Iterator[Step]:
    """Put the stage behind the last part of the host."""
    if piece.items is not None and piece.kind != "text":
        if piece.index == len(piece.items.items) - 1:
            yield Append(piece.items, _added(view))
        else:
            yield view.find(HOST_WITHOUT_STAGE, "What follows the host here is not understood.", reference.scalar)
        return
    at = piece.end - 1 if piece.kind != "text" else piece.start + end - 1
    yield Fragment(piece.node, at, at + 1, piece.node.text[at] + _added(view))


def _bare_host(view: View, reference: Reference) -> Iterator[Step]:
    resource = view.template.resources.get(reference.resource or "")
    origin = reference.whole.parent
    while origin is not None and not is_map(origin):
        origin = origin.parent
    host, key = _HOSTS_WITH_PATHS.get(resource.type if resource is not None else "", ("", ""))
    if origin is None or not key or origin.get(host) is None:
        yield view.find(HOST_WITHOUT_STAGE, "The host of the API is used apart from a path.", reference.scalar)
        return
    path = origin.get(key)
    call = intrinsic(path)
    if path is None:
        yield Insert(origin, key, _added(view), after=host)
    elif literal(path) is not None:
        yield SetValue(path, _added(view) + path.text.rstrip("/"))
    elif call is not None and call.name == "Sub" and (call.text or "").startswith("/"):
        yield Fragment(call.argument, 0, 1, f"{_added(view)}/")
    else:
        yield view.find(HOST_WITHOUT_STAGE, "The path behind this host is an intrinsic.", path)


# -- resources beside it --------------------------------------------------------------------------------------


def _resources(view: View) -> Iterator[Step]:
    seen: set[str] = set()
    stages = {stage.id for stage in further_stages(view)}
    for reference in view.template.references_to(view.api.id):
        resource = view.template.resources.get(reference.resource or "")
        if resource is None or resource.id in seen or resource.id == view.api.id:
            continue
        seen.add(resource.id)
        if resource.type == _MAPPING:
            yield from _mapping(view, resource.local)
        elif resource.id in stages:
            continue
        elif resource.type.startswith("AWS::ApiGatewayV2::"):
            what = f"{resource.id} ({resource.type}) is made for this API."
            yield view.find(HTTP_RESOURCE, what, reference.scalar)


def _mapping(view: View, properties: Node | None) -> Iterator[Step]:
    """A mapping of the v2 interface holds both kinds; it names the stage. Source: rest-api-mappings."""
    stage = get(properties, "Stage")
    if stage is None or new_stage(view) is None or is_own_name(view, shape_of(stage)):
        return
    if ref_target(stage) in _generated_ids(view):
        return  # the id that SAM makes up for the stage, which follows like any reference
    if names_stage(view, shape_of(stage)):  # by reference, so that the mapping is not made before the stage
        yield SetValue(stage, ref(f"{view.new_id}.Stage"))
    elif not names_further_stage(view, shape_of(stage)):
        yield view.find(MAPPING_STAGE, "The mapping leads to a stage that is not known to be the API's own.", stage)


def _nothing(_: View) -> Iterator[Step]:
    return iter(())


CONCERN = Concern("references", (HOST_WITHOUT_STAGE, HTTP_RESOURCE), _nothing, to_rest=to_rest)
