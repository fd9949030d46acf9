"""Resources beside SAM's own that get the API's id, URL or ARN."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code, Level
from migrator.sam.references import Reference
from migrator.sam.template import Resource
from migrator.text.operations import RemoveItem
from migrator.text.values import each_of, get, literal

from .. import pages
from ..reading.addresses import ID_ATTRIBUTES, address
from ..reading.named_stage import stage_id
from ..reading.statements import statement
from .removals import WEB_ACLS, attached

NESTED_STACK = Code(
    "nested-stack",
    Level.BLOCKER,
    "A nested stack gets the API's id or URL.",
    "The nested template may use it in a way that only works with a REST API.",
    "Look at what the nested template does with it, then accept with `--accept nested-stack`.",
    pages.UPDATES,
    announces=frozenset({"other.resource"}),
)
EVENT_TARGET = Code(
    "event-target",
    Level.BLOCKER,
    "An EventBridge rule or pipe calls the API.",
    "EventBridge calls REST APIs by their ARN; AWS does not document this for HTTP APIs.",
    "Call the API by an API destination with its URL, or call the function itself.",
    pages.EVENT_TARGETS,
    acceptable=False,
)
EXPORT = Code(
    "export",
    Level.WARNING,
    "The API's id, URL or stage is exported to other stacks.",
    "CloudFormation refuses to change an exported value that another stack imports, and rolls the whole deployment back; where none does, "
    "nothing is lost.",
    "List the stacks that import it (`aws cloudformation list-imports --export-name NAME`) and move them first.",
    pages.EXPORTS,
)
API_VALUE = Code(
    "api-value",
    Level.WARNING,
    "A resource that we do not know gets the API's id or URL.",
    "It gets the id or URL of the new API.",
    "Check that it works with the new API: code that looks up `restapis/{id}` finds no HTTP API and code that looks up `apis/{id}` no REST "
    "API, and only URLs of a named stage contain the stage.",
    pages.HTTP_VS_REST,
    announces=frozenset({"other.resource"}),
)
INVALIDATE_CACHE = Code(
    "invalidate-cache",
    Level.INFO,
    "A policy lets callers invalidate the API's cache.",
    "HTTP APIs have no cache; the action allows nothing.",
    "Remove the action when you next edit the policy.",
    pages.CACHING,
    only="to-http",
)

_CHECKS = {
    "http": "Check that it works with an HTTP API: code that looks up `restapis/{id}` or appends a stage to the host does not.",
    "rest": "Check that it works with a REST API: code that looks up `apis/{id}` or calls the host without a stage does not.",
}

NESTED = frozenset({"AWS::CloudFormation::Stack", "AWS::Serverless::Application"})
_CALLERS = frozenset({"AWS::Events::Rule", "AWS::Pipes::Pipe"})
_UNKNOWN = frozenset(
    {
        "AWS::CloudFormation::CustomResource",
        "AWS::SSM::Parameter",
        "AWS::Synthetics::Canary",
        "AWS::XRay::SamplingRule",
    }
)
"""Resources that keep the value for others to read."""
_ELSEWHERE = (
    "AWS::ApiGateway", "AWS::CloudWatch::", "AWS::Serverless::Connector", "AWS::Serverless::Api", "AWS::Serverless::HttpApi"
)  # fmt: skip
"""Resources that other concerns look after."""
_INVALIDATE = "execute-api:InvalidateCache"


def to_http(view: View) -> Iterator[Step]:
    """Tell of everything that gets a value of the REST API."""
    yield from _beside(view)
    yield from _cache(view)


def _beside(view: View) -> Iterator[Step]:
    """Tell of everything that gets a value of the API, in either direction."""
    for reference in _to_api(view):
        yield from _export(view, reference)
    for name, reference in attached(view).items():
        yield from _resource(view, view.template.resources[name], reference)
    for reference in _to_api(view):
        yield from _value(view, reference)


@fact
def _to_api(view: View) -> Sequence[Reference]:
    """References to the API and to the stage that SAM generates for it."""
    names = {view.api.id, stage_id(view, before=True)}
    return [reference for reference in view.template.references if reference.name in names]


def _export(view: View, reference: Reference) -> Iterator[Step]:
    path = reference.scalar.path()
    if len(path) < 3 or path[0] != "Outputs":
        return
    export = view.template.root.get("Outputs", str(path[1]), "Export")
    if export is not None:
        name = literal(export.get("Name"))
        shown = f" as `{name}`" if name is not None else ""
        message = f"Output {path[1]} exports a value of this API{shown} to other stacks; the value will change."
        yield view.find(EXPORT, message, reference.scalar)


def gets_value(resource: Resource) -> str:
    """What is said of a resource that gets the id, URL or ARN of the API."""
    return f"{resource.id} ({resource.type}) gets a value of this API."


def _resource(view: View, resource: Resource, reference: Reference) -> Iterator[Step]:
    kind, at = resource.type, reference.scalar
    if kind in NESTED:
        yield view.find(NESTED_STACK, gets_value(resource), at, about=(resource.id,))
    elif kind in _UNKNOWN or kind.startswith("Custom::"):
        yield view.find(API_VALUE, gets_value(resource), at, remedy=_CHECKS[view.kind.name], about=(resource.id,))
    elif kind in _CALLERS and (arn := _first_arn(view, resource)) is not None:
        yield view.find(EVENT_TARGET, f"{resource.id} calls this API by its ARN.", arn.scalar)


def _first_arn(view: View, resource: Resource) -> Reference | None:
    own = (r for r in view.template.references_to(view.api.id) if r.resource == resource.id)
    return next((r for r in own if r.form != "DependsOn" and address(view, r).kind == "arn"), None)


def _value(view: View, reference: Reference) -> Iterator[Step]:
    """The bare id, or a text with it that is no URL or ARN, where no concern knows what it is for."""
    kind = view.template.type_of(reference.resource)
    owned = kind.startswith((*_ELSEWHERE, "Custom::")) or kind in _UNKNOWN | NESTED | WEB_ACLS
    if not owned and _is_id(view, reference) and address(view, reference).kind in ("value", "mention"):
        where = f"{reference.resource} ({kind})" if kind else "A section of Globals"
        about = (reference.resource,) if kind and reference.resource is not None else ()
        what = f"{where} gets the id of this API."
        yield view.find(API_VALUE, what, reference.scalar, remedy=_CHECKS[view.kind.name], about=about)


def _is_id(view: View, reference: Reference) -> bool:
    """Whether a resource gets the API's id, other than to say which API it belongs to."""
    path = reference.scalar.path()
    if path[0] not in ("Resources", "Globals") or reference.form not in ("Ref", "Sub", "GetAtt"):
        return False
    is_id = reference.name == view.api.id and reference.attribute in ID_ATTRIBUTES[view.api.kind]
    return is_id and {"RestApiId", "ApiId"}.isdisjoint(path[-2:])


# -- policies -------------------------------------------------------------------------------------------------


def _cache(view: View) -> Iterator[Step]:
    """Statements about this API that allow to invalidate a cache."""
    if _INVALIDATE not in view.template.source.text:
        return
    for reference in view.template.references_to(view.api.id):
        stated = statement(reference.scalar)
        actions = get(stated, "Action")
        for action in each_of(actions):
            if literal(action) == _INVALIDATE:
                yield view.find(INVALIDATE_CACHE, "HTTP APIs have no cache to invalidate.", action)
                if actions is not None and action.parent is actions and len(actions.items) > 1:
                    yield RemoveItem(actions, actions.items.index(action))


CONCERN = Concern("other-resources", to_http, to_rest=_beside)
