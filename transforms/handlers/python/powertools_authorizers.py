"""Data classes of Powertools for an authorizer's event."""

from __future__ import annotations

import libcst as cst

from migrator.facts import AuthorizerFacts

from .. import codes
from .draft import Draft
from .powertools import data_class
from .powertools_names import AUTHORIZERS, rename
from .session import Session
from .trees import walk


def authorizer(
    session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: AuthorizerFacts
) -> frozenset[int]:
    """Exchange the data class of an authorizer's event; ids of the nodes that read it."""
    old, new = AUTHORIZERS[facts.before], AUTHORIZERS[facts.after]
    # The class for TOKEN events reads what format 1.0 sends as well: `authorizationToken` and `methodArn` are there.
    if old == new or (facts.before == "token" and facts.after == "1.0"):
        return frozenset(id(draft.module.up(node)) for node in _attributes(draft, function, event))
    skip: set[int] = set()
    if data_class(function):
        for node in _attributes(draft, function, event):
            above = draft.module.up(node)
            skip.add(id(above))
            _authorizer_attribute(draft, above, facts)
    rename(draft, old, new)
    return frozenset(skip)


def _attributes(draft: Draft, function: cst.FunctionDef, event: str) -> list[cst.Name]:
    if not data_class(function):
        return []
    return [
        node
        for node in walk(function.body)
        if isinstance(node, cst.Name)
        and node.value == event
        and isinstance(above := draft.module.up(node), cst.Attribute)
        and above.value is node
        and above.attr.value != "get"
    ]


def _authorizer_attribute(draft: Draft, node: cst.CSTNode, facts: AuthorizerFacts) -> None:
    assert isinstance(node, cst.Attribute)
    name = node.attr.value
    arns = {"method_arn": "route_arn"} if facts.after == "2.0" else {"route_arn": "method_arn"}
    if name in arns and "2.0" in (facts.before, facts.after):
        draft.put(node, lambda old: old.with_changes(attr=cst.Name(arns[name])))
    elif name == "authorization_token" and facts.after == "2.0" and facts.sources == 1:
        draft.put(
            node,
            lambda old: cst.parse_expression(
                f"{cst.Module([]).code_for_node(old).rpartition('.')[0]}.identity_source[0]"
            ),
        )
    elif name not in ("parsed_arn", "headers", "get_type", "path_parameters", "stage_variables"):
        draft.say(
            codes.POWERTOOLS,
            node,
            f"`.{name}` is no field of the data class for the new event, or holds something else there.",
            "Read the token from the header, and the request from fields that both classes have.",
        )
