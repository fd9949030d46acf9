"""References to the API: names follow its logical id, and so do those that SAM makes for it."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code, Level
from migrator.sam.kinds import PERMISSION
from migrator.sam.references import Reference
from migrator.text.node import Node
from migrator.text.operations import Fragment, RenameKey, SetValue
from migrator.text.values import intrinsic, ref

from .. import pages
from ..reading.addresses import ID_ATTRIBUTES, Address, address
from ..reading.further_stages import shown_by_stage
from ..reading.named_stage import NamedStage, named_stage, new_stage
from ..reading.rows import Places
from ..reading.segments import Segment
from . import alarms, origins, urls
from .generated_ids import generated_ids
from .removals import attached, leaving
from .stage_values import stage_values

REST_ONLY_REFERENCE = Code(
    "rest-only-reference",
    Level.BLOCKER,
    "Something refers to a part of the API that exists only on REST APIs.",
    "SAM does not change such a reference, and the deployment fails.",
    "Remove the reference, or keep the resource that needs it on a REST API.",
    pages.SAM_HTTPAPI,
    acceptable=False,
    only="to-http",
)

_REST_ONLY = frozenset({"Deployment", "RootResourceId", "UsagePlan", "UsagePlanKey", "ApiKey", "DomainNameV2"})
_REST_DOMAIN = ("DomainName.DistributionDomainName", "DomainName.DistributionHostedZoneId")
_INSTEAD = {
    "Deployment": "Remove the reference: an HTTP API deploys every change itself.",
    "RootResourceId": "An HTTP API has routes (AWS::ApiGatewayV2::Route) instead of resources below a root: write the resources below it "
    "as routes or events, or keep them on a REST API.",
    "DomainName": "The domain of an HTTP API is regional: refer to its `RegionalDomainName` and `RegionalHostedZoneId`.",
}
"""What to do about attributes that have a counterpart."""
_REST_GENERATED = ("Deployment", "BasePathMapping", "UsagePlan", "ApiKey")


def migrate(view: View) -> Iterator[Step]:
    """Rewrite every reference to the API and to what SAM generates for it, in either direction."""
    gone, generated = leaving(view), generated_ids(view)
    yield from _test_calls(view, gone)
    for reference in _standing(view):
        if reference.name == view.api.id:
            yield from _reference(view, reference)
        elif reference.name in generated:
            yield from _rename(view, reference, generated[reference.name])
        elif reference.name.startswith(view.api.id) and not _is_known(view, reference.name):
            yield from _unknown(view, reference)
    yield from stage_values(view, _rewritten(view), gone)


def _standing(view: View) -> Iterator[Reference]:
    """References that are rewritten as such: not with what they are a part of, and once each."""
    gone, rewritten, replaced = leaving(view), _rewritten(view), alarms.replaced(view)
    seen = set[tuple[Node, int]]()
    for reference in view.template.references:
        place = (reference.scalar, reference.start)
        if place in seen or reference.resource in gone or reference.whole in replaced:
            continue
        if not rewritten.hold(reference) and not shown_by_stage(view, reference.scalar):
            seen.add(place)
            yield reference


@fact
def _rewritten(view: View) -> Places:
    """Names of the stage that are rewritten as a segment of a URL or ARN, and not as references of their own."""
    found: dict[int, Segment] = {}
    for reference in view.template.references_to(view.api.id) if new_stage(view) is not None else ():
        if reference.attribute in ID_ATTRIBUTES[view.api.kind]:
            where = address(view, reference)
            if where.stage is not None and _is_rewritten(view, where, where.stage):
                found[id(where.stage)] = where.stage
    own = [piece for stage in found.values() for piece in stage.pieces if piece.origin is piece.node]
    return Places([*origins.rewritten(view), *own])


def _is_rewritten(view: View, where: Address, stage: Segment) -> bool:
    named = named_stage(view, stage.shape)
    goes = named is NamedStage.FOLLOWS and where.kind == "url" and view.stage.is_default
    return named is NamedStage.OWN or goes


def _reference(view: View, reference: Reference) -> Iterator[Step]:
    attribute = reference.attribute
    is_id = attribute in ID_ATTRIBUTES[view.api.kind]
    if view.api.kind == "http" and attribute == "ApiEndpoint":
        yield from urls.endpoint(view, reference)
    elif view.api.kind == "rest" and _is_rest_only(attribute):
        what = f"`{reference.name}.{attribute}` does not exist on an HTTP API."
        remedy = _INSTEAD.get(attribute.split(".")[0], "")
        yield view.find(REST_ONLY_REFERENCE, what, reference.scalar, remedy=remedy)
    elif attribute and is_id and reference.form == "GetAtt":
        yield from _by_id(view, reference.whole)
    else:
        if attribute and is_id:
            yield Fragment(reference.scalar, reference.end, reference.end + len(f".{attribute}"), "", everywhere=True)
        yield from _rename(view, reference, view.new_id)
    if is_id:
        yield from urls.in_text(view, reference)


def _is_rest_only(attribute: str) -> bool:
    return attribute.split(".")[0] in _REST_ONLY or attribute.startswith(_REST_DOMAIN)


def _by_id(view: View, call: Node) -> Iterator[Step]:
    """Refer to the API itself in the place of an attribute that is its id."""
    argument = call.pairs[0].value if call.pairs else call
    outer = argument.parent
    if outer is None or call.kind != "mapping" or outer.tag is None or not outer.tag.startswith("!"):
        yield SetValue(call, ref(view.new_id))
    else:  # `!Base64 {Fn::GetAtt: …}`: two tags on one value are no YAML, so the long form stays
        yield RenameKey(outer, "Fn::GetAtt", "Ref")
        yield SetValue(argument, view.new_id)


def _test_calls(view: View, gone: frozenset[str]) -> Iterator[Step]:
    for name, reference in attached(view).items():
        if name in gone and view.template.resources[name].type == PERMISSION:
            message = f"{name} allows test calls from the console. HTTP APIs have no test calls, so it is left out."
            yield view.find(urls.TEST_INVOKE, message, reference.scalar)


def _rename(view: View, reference: Reference, new: str) -> Iterator[Step]:
    # The plain logical id in an event is for the concern of events.
    plain = reference.form != "Ref" and intrinsic(reference.scalar) is None
    if new != reference.name and not (plain and reference.scalar.key == view.old.api_key):
        yield Fragment(reference.scalar, reference.start, reference.end, new, everywhere=True)


def _is_known(view: View, name: str) -> bool:
    """Whether a name is a resource's, or one that SAM makes up for the new API, which may stand there already."""
    of_new = view.new_id != view.api.id and name.startswith(view.new_id)
    return of_new or name in view.template.resources


def _unknown(view: View, reference: Reference) -> Iterator[Step]:
    """Other ids that begin with the API's: those that SAM makes for REST APIs only."""
    if view.api.kind != "rest" or reference.name in view.template.parameters:
        return
    owner = max((name for name in view.template.apis if reference.name.startswith(name)), key=len)
    rest = reference.name.removeprefix(view.api.id)
    if owner == view.api.id and (rest.startswith(_REST_GENERATED) or rest.endswith(("Stage", "BasePathMapping"))):
        message = f"`{reference.name}` is a resource that SAM creates only for a REST API."
        yield view.find(REST_ONLY_REFERENCE, message, reference.scalar)


CONCERN = Concern("references", migrate, to_rest=migrate)
