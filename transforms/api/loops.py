"""Loops of AWS::LanguageExtensions: what resources or events that one makes can have to do with an API."""

from __future__ import annotations

import re

from migrator.concern import View, fact
from migrator.text.node import Node
from migrator.text.values import entries_of, is_list, literal

LOOP = "Fn::ForEach::"

_ABOUT_APIS = re.compile(
    r"apigateway|execute-api|api-gateway|AWS::Serverless::(?:Http)?Api|AWS::Cognito::UserPoolClient", re.IGNORECASE
)
"""Types, ARNs, hosts, namespaces and principals of APIs, and the app clients that their authorizers may take."""
_EVENTS_AND_MACROS = frozenset({"Api", "HttpApi", "Fn::Transform"})
_VARIABLE = re.compile(r"[$&]\{\s*(\w+)\s*\}")


def may_touch(view: View, loop: Node) -> bool:
    """Whether what a loop makes may belong to an API, refer to it, or be referred to by it.

    Arguments:
        loop: the value of a ``Fn::ForEach`` key: identifier, collection and what is made for each item.

    Source: the CloudFormation page of ``Fn::ForEach``: ``${Identifier}`` and ``&{Identifier}`` stand for the item.
    """
    parts = loop.elements()
    identifier = literal(parts[0]) if len(parts) == 3 else None
    if identifier is None or _names_what_is_not_there(view) or _may_make_routes(parts[2]):
        return True
    items = list(map(literal, parts[1].elements() if is_list(parts[1]) else [None]))
    names = {each.name for each in view.template.references_in(parts[2])} - {identifier}
    return any(_may_begin(name, view.api.id, identifier, items) for name in names)


def _may_make_routes(made: Node) -> bool:
    """Whether what is made for an item is about APIs, or of a type that only the loop tells."""
    texts = (each.text for each in made.walk(keys=True) if each.kind == "scalar")
    if any(_ABOUT_APIS.search(text) or text in _EVENTS_AND_MACROS for text in texts):
        return True
    types = [literal(node.get("Type")) for node in entries_of(made).values()]
    return any(kind is None or _VARIABLE.search(kind) for kind in types)


def _may_begin(name: str, api: str, identifier: str, items: list[str | None]) -> bool:
    """Whether a name may be an API's id or one that SAM makes of it.

    Arguments:
        name: as the loop writes it.
        api: the API's id.
        identifier: the loop's.
        items: what the identifier stands for; None for an item that is known at deployment only.
    """
    variables = set(_VARIABLE.findall(name))
    if "{" in _VARIABLE.sub("", name) or variables - {identifier}:
        return True
    if variables and None in items:
        return api.startswith(_VARIABLE.split(name)[0])
    return any(_VARIABLE.sub(item or "", name).startswith(api) for item in items) if variables else name.startswith(api)


@fact
def _names_what_is_not_there(view: View) -> bool:
    """Whether the API names something that the template does not show, such as what a loop makes."""
    template, resource = view.template, view.api.resource
    shown = template.resources.keys() | template.parameters.keys()
    named = template.references_in(resource.node) if resource is not None else ()
    return any(each.name not in shown and not each.name.startswith("AWS::") for each in named)
