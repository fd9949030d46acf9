"""The API itself: its type, its logical id, and what of the template cannot be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrator.concern import Concern, Drop, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import IMPLICIT_HTTP, IMPLICIT_REST
from migrator.sam.references import references
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.operations import RenameKey, SetValue
from migrator.text.values import given, literal

from .. import pages
from ..codes import UNSUPPORTED_PROPERTY
from ..reading.definition import count, is_defined
from .generated import generated, opaque

ENDPOINT_URL = Code(
    "endpoint-url",
    Level.WARNING,
    "The API becomes a new resource with a new id and hostname.",
    "CloudFormation creates the new API next to the old one and then deletes the old one, unless its `DeletionPolicy` "
    "keeps it: `Ref` of the API and every `https://{id}.execute-api…` URL change.",
    "Give clients the new URL, or put a custom domain in front before you deploy.",
    pages.UPDATES,
    Example("MyApi:\n  Type: AWS::Serverless::Api", "MyHttpApi:\n  Type: AWS::Serverless::HttpApi"),
)
API_RETAINED = Code(
    "api-retained",
    Level.WARNING,
    "The `DeletionPolicy` of the old API keeps it in the account.",
    "CloudFormation leaves a retained API, its deployment and its stage in the account when they leave the stack. Its URL "
    "stays open to whoever could call it, with the rules of today, and no later change of the template reaches it.",
    "To have the old API deleted, remove `DeletionPolicy` and deploy that first. Otherwise delete the API by hand once its "
    "clients have moved.",
    pages.DELETION_POLICY,
    Example("DeletionPolicy: Retain", "(unchanged; the old API stays)"),
    security=True,
)
SAME_LOGICAL_ID = Code(
    "same-logical-id",
    Level.WARNING,
    "The type changes under the same logical id, as `--keep-logical-ids` asked for.",
    "CloudFormation refuses to change a resource's type in a deployed stack: `Update of resource type is not permitted` (aws-sam-cli #6786).",
    "Deploy this to a new stack only, or run again without `--keep-logical-ids`.",
    pages.UPDATES,
)
RESERVED_ID = Code(
    "reserved-id",
    Level.BLOCKER,
    "The API has a logical id that SAM reserves for the implicit API.",
    "As soon as one event names no API, SAM silently replaces the resource with this id, and its settings and access control "
    "are lost.",
    "Give the API another logical id first, and deploy that.",
    pages.SAM_API,
    security=True,
    acceptable=False,
)
NO_ROUTES = Code(
    "no-routes",
    Level.WARNING,
    "The API has no routes.",
    "Nothing that protects this API protects anything: events that do not name it belong to the implicit API, with no authorizer but the one "
    "in `Globals`. API Gateway does not deploy a REST API without methods.",
    "Check whether events lost their reference to this API (`RestApiId`, or `ApiId` for an HTTP API).",
    pages.SAM_API,
    Example("Type: Api\nProperties: {Path: /orders, Method: get}  # of the implicit API", "(unchanged)"),
    security=True,
    stands=True,
)
SHARED_YAML = Code(
    "shared-yaml",
    Level.BLOCKER,
    "A change would go through a YAML alias or merge key and change another place too.",
    "Every alias repeats the text of its anchor.",
    "Write the API's own copy out, without the anchor, and run again.",
    pages.SAM_API,
    acceptable=False,
)


def migrate(view: View) -> Iterator[Step]:
    """Change type and logical id, in either direction."""
    resource = view.api.resource
    yield from generated(view)
    if resource is not None:
        yield from _written(view, resource)
    if view.new_id == view.api.id:
        yield view.find(SAME_LOGICAL_ID, f"{view.api.id} keeps its logical id.")
    elif resource is not None and resource.node.parent is not None:
        yield RenameKey(resource.node.parent, view.api.id, view.new_id)
    yield from _old(view)


def _written(view: View, resource: Resource) -> Iterator[Step]:
    """What becomes of an API that stands in the template."""
    if view.api.id in (IMPLICIT_REST, IMPLICIT_HTTP) and view.api.events:
        yield view.find(RESERVED_ID, f"`{view.api.id}` is the id of SAM's implicit API.")
    if view.api.kind == "rest" and opaque(view) is None and _has_no_route(view):
        guarded = view.get("Auth") or view.get("Cors")
        guards = "; its authorizers and its CORS settings have no effect" if guarded else ""
        yield view.find(NO_ROUTES, f"{view.api.id} has no events and no definition, so it has no routes{guards}.")
    yield SetValue(resource.node.get("Type") or resource.node, view.kind.type)


def _old(view: View) -> Iterator[Step]:
    """What becomes of the old API."""
    policy = retaining(view)
    goes = "is deleted" if policy is None else "is left in the account"
    what = f"{view.api.id} becomes {view.new_id}: a new API with a new id, hostname and URL; the old one {goes}."
    yield view.find(ENDPOINT_URL, what)
    if policy is not None:
        may = "keeps" if literal(policy) else "may keep"
        what = f"`DeletionPolicy` {may} the old API when {view.api.id} leaves the stack: its URL stays open, with today's rules."
        yield view.find(API_RETAINED, what, policy)


_METHODS = frozenset({"AWS::ApiGateway::Method", "AWS::ApiGateway::Resource"})


@fact
def _has_no_route(view: View) -> bool:
    """Whether nothing makes a route: no event, none that may be of this API, no definition, no method beside it."""
    if count(view) or is_defined(view.api):
        return False
    events = [event.node for event in view.template.events if event.api is None]
    methods = [r.node for r in view.template.resources.values() if r.type in _METHODS]
    named = {reference.name for node in (*events, *methods) for reference in references(node)}
    return named.isdisjoint({view.api.id, *view.template.parameters})


@fact
def retaining(view: View) -> Node | None:
    """The deletion policy by which CloudFormation leaves what the API is made of in the account; None where it goes."""
    policy = given(view.api.attribute("DeletionPolicy"))
    return None if literal(policy) == "Delete" or view.new_id == view.api.id else policy


def unsupported(concerns: Iterable[Concern]) -> Concern:
    """Make the concern of the properties that no other one looks after.

    Arguments:
        concerns: all others.
    """
    concerns = tuple(concerns)

    def steps(view: View) -> Iterator[Step]:
        owned = frozenset().union(*(concern.looks_after(view) for concern in concerns))
        for key, node in view.api.properties.entries().items():
            if key not in owned:
                message = f"`{key}` is not a property of an API that can be translated."
                yield view.find(UNSUPPORTED_PROPERTY, message, node)
                yield Drop((key,))

    return Concern("unsupported", steps, to_rest=steps)


CONCERN = Concern("api", migrate, to_rest=migrate)
