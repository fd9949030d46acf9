"""What of a template belongs to an API itself, and stays with it as long as it stays; the notes that steps leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..sam import marks
from ..sam.kinds import API_MAPPING, BASE_PATH_MAPPING, KINDS, PERMISSION
from ..sam.template import Resource, Template
from ..text.node import Node
from ..text.operations import Insert, Operation, Remove, RenameKey, target
from ..text.values import entries_of, literal

CONNECTOR = "AWS::Serverless::Connector"
CALLING = frozenset({PERMISSION, CONNECTOR})
"""What lets an API call a function: each API needs its own."""
LEADING = frozenset({"AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName", API_MAPPING})
"""Resources of API Gateway that lead clients to an API and can change in place."""
WEB_ACLS = ("AWS::WAFRegional::WebACLAssociation", "AWS::WAFv2::WebACLAssociation")
MAPPINGS = frozenset({BASE_PATH_MAPPING, API_MAPPING})
"""What leads a path of a domain to an API. A second one for one path is refused, so it stays with the old one."""
ADDED_TO = frozenset({"Parameters", "Mappings", "Conditions"})
"""Sections that hold what new APIs brought along."""

Path = Sequence[str | int]


@dataclass(frozen=True)
class Ground:
    """The places of a template that belong to certain APIs.

    Arguments:
        resources: logical ids of the APIs and of what is made for them alone.
        events: resources whose events are theirs.
    """

    resources: frozenset[str]
    events: frozenset[str]

    def holds(self, path: Path) -> bool:
        """Whether a place belongs to the APIs.

        Arguments:
            path: keys from the root of the template.
        """
        section, name = (*map(str, path[:2]), "", "")[:2]
        if section == "Resources":
            in_events = name in self.events and tuple(path[2:4]) == ("Properties", "Events")
            return name in self.resources or in_events
        if section == "Globals":
            return len(path) == 1 or name in {kind.section for kind in KINDS.values()}
        return section in ADDED_TO


def own_ground(template: Template, apis: Collection[str]) -> Ground:
    """Find what belongs to APIs.

    Arguments:
        apis: their logical ids.
    """
    made = frozenset(r.id for r in template.resources.values() if is_made_for(template, r, apis) or _is_marked(r, apis))
    owners = (event.owner.id for event in template.events)
    return Ground(frozenset(apis) | made, frozenset(owners))


def _is_marked(resource: Resource, apis: Collection[str]) -> bool:
    """Whether it was a part of an API's domain, and was written out."""
    return literal(resource.node.get("Metadata", TOOL, HANDED_OVER)) in apis


def is_made_for(template: Template, resource: Resource, apis: Collection[str]) -> bool:
    """Whether a resource lets one of the APIs call, or is a part of it.

    Arguments:
        apis: logical ids of the APIs.
    """
    kind = resource.type
    if kind == CONNECTOR:
        source = resource.local.get("Source", "Id") if resource.local is not None else None
        return source is not None and source.text in apis
    part = kind.startswith(("AWS::ApiGateway::", "AWS::ApiGatewayV2::")) and kind not in LEADING
    if not (part or kind == PERMISSION or kind in WEB_ACLS):
        return False
    return part or not names_used(template, resource.node).isdisjoint(apis)


def names_used(template: Template, node: Node) -> frozenset[str]:
    """Names that a part of the template refers to, without what it merely comes after.

    Arguments:
        node: the part.
    """
    return frozenset(each.name for each in template.references_in(node) if each.form != "DependsOn")


def taken_out(home: Node | None, keys: Iterable[str]) -> Iterator[Remove]:
    """Take entries out of a map, as far as they are there.

    Arguments:
        home: the map; None where there is none.
        keys: those of the entries.
    """
    there = entries_of(home)
    yield from (Remove(home, key) for key in keys if home is not None and key in there)


def outside(ground: Ground, template: Template, operation: Operation) -> bool:
    """Whether an operation changes what does not belong to the APIs: no resource comes, goes or gets another name.

    Arguments:
        ground: what belongs to them.
        operation: what is asked for.
    """
    node = target(operation)
    path = node.path()
    if isinstance(operation, (Insert, Remove, RenameKey)):
        if path in ((), ("Resources",)):
            return False
        path = (*path, operation.key)
    return node.root is template.root and not ground.holds(path)


TOOL: Final = marks.TOOL
REPLACES: Final = "replaces"
"""Of a new API: the logical id of the old one. An implicit API has an entry in the metadata of the template."""
STAYS: Final = "stays"
"""Of a new API: routes that a split left with the old one."""
HANDED_OVER: Final = "handed-over"
"""Of a resource: the API whose domain it was a part of."""
WAS: Final = "was"
"""Of the template: what stood in certain places before a switch, by their paths."""
