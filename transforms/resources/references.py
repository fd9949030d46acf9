"""References to the API: names follow the logical id, URLs and ARNs follow the stage."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import PERMISSION
from migrator.sam.references import Reference
from migrator.text.operations import Fragment, SetValue
from migrator.text.tree import Node
from migrator.text.values import intrinsic, ref

from .. import pages
from ..stage.addresses import TEST_STAGE, Address, address, is_own_name, names_stage, new_stage, restaged
from ..stage.further_stages import names_further_stage, shown_by_stage
from ..stage.patterns import unfitting
from ..stage.rows import Places
from ..stage.segments import Segment
from ..stage.values import STAGE_VALUE, stage_beside, stage_values
from . import origins
from .generated_ids import generated_ids
from .removals import attached, leaving

REST_ONLY_REFERENCE = Code(
    "rest-only-reference",
    Level.BLOCKER,
    "Something refers to a part of the API that only REST APIs have.",
    "SAM leaves such a reference as it is, and the deployment fails.",
    "Remove the reference, or keep the resource that needs it on a REST API.",
    pages.SAM_HTTPAPI,
    acceptable=False,
)
STAGE_URL = Code(
    "stage-url",
    Level.WARNING,
    "A URL of the API is built in a way that is not understood.",
    "The stage segment is not part of the new URL, and here it could not be told apart from the path.",
    "Correct the URL by hand.",
    pages.STAGES,
    Example("https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Env}/orders", "(unchanged)"),
)
STAGE_ARN = Code(
    "stage-arn",
    Level.BLOCKER,
    "An ARN of the API names a stage that is not the API's own, or in a way that is not understood.",
    "A permission or policy for a stage that does not exist lets nobody in, or not those who are meant.",
    "Write the stage as the API's `StageName` is written, or `*`.",
    pages.STAGES,
    Example("…:execute-api:…:${Api}/Prod/GET/orders", "…:execute-api:…:${HttpApi}/$default/GET/orders"),
    acceptable=False,
    security=True,
)
TEST_INVOKE = Code(
    "test-invoke",
    Level.INFO,
    "A permission lets API Gateway's console test a method.",
    "HTTP APIs have no test calls in the console, so nothing uses the stage `test-invoke-stage`.",
    "Nothing to do: a permission for it alone is removed.",
    pages.HTTP_VS_REST,
    Example("SourceArn: …:${Api}/test-invoke-stage/GET/orders", "(the permission is removed)"),
)
EXECUTION_LOGS = Code(
    "execution-logs",
    Level.WARNING,
    "Something reads the execution logs of the API.",
    "HTTP APIs write no execution logs, so the log group stays empty.",
    "Use access logs instead.",
    pages.LOGGING,
)
MANAGEMENT_ARN = Code(
    "management-arn",
    Level.WARNING,
    "A policy or setting names the API's management ARN.",
    "REST APIs are managed under `/restapis/{id}`, HTTP APIs under `/apis/{id}`.",
    "Check the paths that follow it: HTTP APIs have routes and integrations, REST APIs have resources and methods.",
    pages.HTTP_VS_REST,
    Example("arn:aws:apigateway:…::/restapis/${Api}", "arn:aws:apigateway:…::/apis/${HttpApi}"),
)

_NOT_STAGES = frozenset({(("text", "*"),), (("text", "authorizers"),)})
_REST_ONLY = frozenset({"Deployment", "RootResourceId", "UsagePlan", "UsagePlanKey", "ApiKey", "DomainNameV2"})
_REST_DOMAIN = ("DomainName.DistributionDomainName", "DomainName.DistributionHostedZoneId")
_INSTEAD = {
    "Deployment": "Remove the reference: an HTTP API deploys every change itself.",
    "RootResourceId": "An HTTP API has routes (AWS::ApiGatewayV2::Route) in the place of resources below a root: write what hangs below it "
    "as routes or events, or keep that on a REST API.",
    "DomainName": "The domain of an HTTP API is regional: refer to its `RegionalDomainName` and `RegionalHostedZoneId`.",
}
"""What to do about attributes that have a counterpart."""
_REST_GENERATED = ("Deployment", "BasePathMapping", "UsagePlan", "ApiKey")


def to_http(view: View) -> Iterator[Step]:
    """Rewrite every reference to the API and to what SAM generates for it."""
    gone = leaving(view)
    rewritten = _rewritten(view)
    generated = generated_ids(view)
    seen: set[tuple[Node, int]] = set()
    yield from _test_calls(view, gone)
    for reference in view.template.references:
        place = (reference.scalar, reference.start)
        if place in seen or reference.resource in gone or rewritten.hold(reference):
            continue
        if shown_by_stage(view, reference.scalar):
            continue
        seen.add(place)
        if reference.name == view.api.id:
            yield from _reference(view, reference)
        elif reference.name in generated:
            yield from _rename(reference, generated[reference.name])
        elif reference.name.startswith(view.api.id) and not _is_known(view, reference.name):
            yield from _unknown(view, reference)
    yield from stage_values(view, rewritten, gone)


@fact
def _rewritten(view: View) -> Places:
    """Names of the stage that are rewritten as a segment of a URL or ARN, and not as references of their own."""
    found: dict[int, Segment] = {}
    for reference in view.template.references_to(view.api.id):
        if new_stage(view) is None or reference.attribute not in ("", "RestApiId"):
            continue
        where = address(view, reference)
        if where.stage is None or not names_stage(view, where.stage.shape):
            continue
        if not is_own_name(view, where.stage.shape) or (where.kind == "url" and view.stage.is_default):
            found[id(where.stage)] = where.stage
    own = [piece for stage in found.values() for piece in stage.pieces if piece.origin is piece.node]
    return Places([*origins.rewritten(view), *own])


def _reference(view: View, reference: Reference) -> Iterator[Step]:
    attribute = reference.attribute
    if attribute.split(".")[0] in _REST_ONLY or attribute.startswith(_REST_DOMAIN):
        message = f"`{reference.name}.{attribute}` does not exist on an HTTP API."
        yield view.find(
            REST_ONLY_REFERENCE, message, reference.scalar, remedy=_INSTEAD.get(attribute.split(".")[0], "")
        )
    elif attribute == "RestApiId" and reference.form == "GetAtt":
        yield SetValue(reference.whole, ref(view.new_id))
    else:
        if attribute == "RestApiId":
            yield Fragment(reference.scalar, reference.end, reference.end + len(".RestApiId"), "")
        yield from _rename(reference, view.new_id)
    if attribute in ("", "RestApiId"):
        yield from _in_text(view, reference)


def _test_calls(view: View, gone: frozenset[str]) -> Iterator[Step]:
    for name, reference in attached(view).items():
        if name in gone and view.template.resources[name].type == PERMISSION:
            message = f"{name} is for test calls of the console, which HTTP APIs do not have; it is removed."
            yield view.find(TEST_INVOKE, message, reference.scalar)


def _rename(reference: Reference, new: str) -> Iterator[Step]:
    if new != reference.name and not _is_event_id(reference):
        yield Fragment(reference.scalar, reference.start, reference.end, new)


def _is_event_id(reference: Reference) -> bool:
    """Whether it is the plain logical id in an event, which the events concern rewrites."""
    return reference.form != "Ref" and reference.scalar.key == "RestApiId" and intrinsic(reference.scalar) is None


def _is_known(view: View, name: str) -> bool:
    """Whether a name is a resource's, or one that SAM makes up for the new API, which may stand there already."""
    of_new = view.new_id != view.api.id and name.startswith(view.new_id)
    return of_new or name in view.template.resources


def _unknown(view: View, reference: Reference) -> Iterator[Step]:
    """Other ids that begin with the API's: those that SAM makes for REST APIs only."""
    if reference.name in view.template.parameters:
        return
    owner = max((name for name in view.template.apis if reference.name.startswith(name)), key=len)
    rest = reference.name.removeprefix(view.api.id)
    if owner == view.api.id and (rest.startswith(_REST_GENERATED) or rest.endswith(("Stage", "BasePathMapping"))):
        message = f"`{reference.name}` is made by SAM for the REST API only."
        yield view.find(REST_ONLY_REFERENCE, message, reference.scalar)


# -- URLs and ARNs --------------------------------------------------------------------------------------------


def _in_text(view: View, reference: Reference) -> Iterator[Step]:
    where = address(view, reference)
    if where.kind == "url":
        yield from _url(view, reference, where)
    elif where.kind == "arn":
        yield from _arn(view, reference, where)
    elif where.kind == "management":
        yield view.find(MANAGEMENT_ARN, "The management ARN of the API becomes `/apis/…`.", reference.scalar)
        yield from _management(view, reference, where)
    elif where.kind == "mention":
        yield from stage_beside(view, reference, where.text)
    elif where.kind == "logs":
        message = "This names the log group of execution logs, which HTTP APIs do not write."
        yield view.find(EXECUTION_LOGS, message, reference.scalar)


def _management(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    piece = next((p for p in where.text.before() if "restapis" in p.text and not p.separator), None)
    if piece is not None:
        at = piece.start + piece.text.rindex("restapis")
        yield Fragment(piece.node, at, at + len("restapis"), "apis")
    if where.stage is None or where.stage.shape == (("text", "*"),):
        return
    if names_stage(view, where.stage.shape):
        yield from restaged(view, where.stage)
    elif not names_further_stage(view, where.stage.shape):
        message = f"The ARN names stage `{where.stage.shown}`, which is not the API's own."
        yield view.find(STAGE_ARN, message, reference.scalar)


def _url(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    if where.stage is None:
        # No REST API answers without its stage, so that something puts it behind a host that stands alone.
        if new_stage(view) is not None and not _has_path_apart(view, reference):
            message = "The text has no stage behind the host; who completes it may put one there."
            remedy = "See who reads it: paths begin right behind the host from now on, without a stage."
            yield view.find(STAGE_URL, message, reference.scalar, remedy=remedy)
        return
    if not names_stage(view, where.stage.shape):
        if view.stage.is_default and not names_further_stage(view, where.stage.shape):
            message = f"`{where.stage.shown}` follows the host here, and that is not the API's stage."
            yield view.find(STAGE_URL, message, reference.scalar)
        return
    if not view.stage.is_default:
        yield from restaged(view, where.stage)
        return
    operations = where.stage.removed()
    if operations is None or where.text.split:
        yield view.find(
            STAGE_URL, f"The segment `{where.stage.shown}` goes, in a text that is cut up.", reference.scalar
        )
    yield from operations or ()


def _has_path_apart(view: View, reference: Reference) -> bool:
    """Whether the host stands in a resource that keeps its path in a property of its own."""
    resource = view.template.resources.get(reference.resource or "")
    return resource is not None and resource.type in _HOSTS_WITH_PATHS


_HOSTS_WITH_PATHS = frozenset({"AWS::CloudFront::Distribution", "AWS::Route53::HealthCheck"})
"""Resources with a host and a path apart, which have a concern of their own."""


def _arn(view: View, reference: Reference, where: Address) -> Iterator[Step]:
    found = where.stage
    if (what := unfitting(view, where)) is not None:
        yield view.find(STAGE_ARN, what, reference.scalar)
        return
    if found is None:
        if where.unclear:
            yield view.find(STAGE_ARN, "What follows the API's id in this ARN is not understood.", reference.scalar)
        return
    if found.shape in _NOT_STAGES:
        return
    if found.shape == (("text", TEST_STAGE),):
        yield view.find(
            TEST_INVOKE, "This is for test calls of the console, which HTTP APIs do not have.", reference.scalar
        )
    elif names_stage(view, found.shape):
        yield from restaged(view, found)
    elif not names_further_stage(view, found.shape):
        yield view.find(STAGE_ARN, f"The ARN names stage `{found.shown}`.", reference.scalar)


CONCERN = Concern(
    "references",
    (
        REST_ONLY_REFERENCE,
        STAGE_URL,
        STAGE_ARN,
        TEST_INVOKE,
        STAGE_VALUE,
        EXECUTION_LOGS,
        MANAGEMENT_ARN,
    ),
    to_http,
)
