"""Web ACLs, which AWS WAF attaches to stages of REST APIs and not to HTTP APIs, however the template does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Example, Level
from migrator.sam.references import Reference, references
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.values import literal

from .. import pages
from ..reading.addresses import address
from ..reading.named_stage import stage_id
from ..reading.statements import statement
from .receivers import NESTED, gets_value
from .removals import WEB_ACLS, attached

WAF = Code(
    "waf",
    Level.BLOCKER,
    "A web ACL protects the API, or may protect it.",
    "AWS WAF cannot be attached to an HTTP API. Requests that the ACL blocks today would reach the API.",
    "Leave this API as it is, or put CloudFront with the web ACL in front; then accept with `--accept waf`, which removes "
    "the association.",
    pages.WAF,
    Example(
        "Type: AWS::WAFv2::WebACLAssociation\nProperties:\n  ResourceArn: !Sub arn:aws:apigateway:…::/restapis/${Api}/stages/prod",
        "(removed, once it is accepted)",
    ),
    security=True,
    announces=frozenset({"waf.gone"}),
    levels=(
        (Level.BLOCKER, "a resource of the template attaches one, or gets the ARN of the stage to do so"),
        (
            Level.WARNING,
            "something gets the ARN of the stage, or the target of the association is known only at deployment",
        ),
    ),
)

_BY_CODE = ("Custom::", "AWS::CloudFormation::CustomResource", *NESTED)
"""Resources that do something with what they get, here and now."""
_SOUNDS_LIKE = re.compile(r"waf|web_?acl", re.IGNORECASE)
_FIREWALL = "AWS::FMS::Policy"
_STAGE = "AWS::ApiGateway::Stage"
_TRACES = "AWS::XRay::"
"""Resources that look at requests and let them be."""
_FRONT = "leave this API as it is, or put CloudFront with the web ACL in front"
_ACCEPT = "Then, or if not, accept with `--accept waf`."
_IF_ONE = f"If it attaches a web ACL, {_FRONT}."
_IF_OWN = f"If that is the stage of this API, {_FRONT}."


def to_http(view: View) -> Iterator[Step]:
    """Tell of everything that puts a web ACL in front of the API."""
    own, seen = attached(view), set[str]()
    for resource in view.template.resources.values():
        if resource.type in WEB_ACLS:
            yield from _association(view, resource, own.get(resource.id))
        elif resource.type == _FIREWALL and any(node.text == _STAGE for node in resource.node.walk()):
            what = f"{resource.id} attaches web ACLs to stages of REST APIs; it cannot protect HTTP APIs."
            yield view.find(WAF, what, resource.node, remedy=f"L{_FRONT[1:]}; then accept with `--accept waf`.")
        elif resource.type.startswith(_BY_CODE) and _SOUNDS_LIKE.search(resource.type) and resource.id in own:
            seen.add(f"Resources/{resource.id}")
            yield view.find(WAF, gets_value(resource), own[resource.id].scalar, remedy=f"{_IF_ONE} {_ACCEPT}")
    for reference in view.template.references_to(view.api.id):
        yield from _stage_arn(view, reference, seen)


def _association(view: View, resource: Resource, reference: Reference | None) -> Iterator[Step]:
    if reference is not None:
        yield view.find(WAF, f"{resource.id} attaches a web ACL to this API.", reference.scalar)
        return
    target = resource.get("ResourceArn")
    if target is None or not _may_be_stage(view, target):
        return
    names = (view.api.id, stage_id(view, before=True))
    waits = next(
        (r for name in names if name for r in view.template.references_to(name) if r.resource == resource.id), None
    )
    if waits is not None:
        what = (
            f"{resource.id} depends on this API and attaches a web ACL to something that is known only at deployment."
        )
        yield view.find(WAF, what, waits.scalar, remedy=f"{_IF_OWN} {_ACCEPT}")
    else:
        what = f"{resource.id} attaches a web ACL to something that is known only at deployment and may be this API."
        yield view.find(WAF, what, target, remedy=_IF_OWN, level=Level.WARNING)


def _may_be_stage(view: View, target: Node) -> bool:
    """Whether a target that does not name the API may be its stage all the same."""
    text = literal(target)
    if text is not None:
        return "/restapis/" in text
    return all(reference.name not in view.template.resources for reference in references(target))


def _stage_arn(view: View, reference: Reference, seen: set[str]) -> Iterator[Step]:
    """The ARN of the stage in the hands of something that is no policy: it is what a web ACL is attached to."""
    path = reference.scalar.path()
    where = f"{path[0]}/{path[1]}" if len(path) > 1 else ""
    if where in seen or not _passes_stage_on(view, reference):
        return
    seen.add(where)
    if (kind := view.template.type_of(reference.resource)).startswith(_BY_CODE):
        what = f"{reference.resource} ({kind}) gets the ARN of the API's stage, to which web ACLs can be attached."
        yield view.find(WAF, what, reference.scalar, remedy=f"{_IF_ONE} {_ACCEPT}")
    else:
        named = f"Output {path[1]}" if path[0] == "Outputs" else str(path[1])
        what = f"{named} passes on the ARN of the API's stage, to which web ACLs can be attached."
        yield view.find(WAF, what, reference.scalar, remedy=f"Check what uses it. {_IF_ONE}", level=Level.WARNING)


def _passes_stage_on(view: View, reference: Reference) -> bool:
    """Whether something that is no policy gets the ARN of the stage."""
    kind = view.template.type_of(reference.resource)
    if reference.form == "DependsOn" or kind in WEB_ACLS or kind.startswith(("AWS::ApiGateway", _TRACES)):
        return False
    said = address(view, reference)
    return said.kind == "management" and said.stage is not None and statement(reference.scalar) is None


CONCERN = Concern("web-acls", to_http)
