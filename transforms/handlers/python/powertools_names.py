"""Names of Powertools for AWS Lambda, where a file uses them, and their counterparts for the other format."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

import libcst as cst

from .. import codes
from .draft import Draft
from .trees import dotted, walk

PACKAGE: Final = "aws_lambda_powertools"

TO_V2: Final = MappingProxyType(
    {
        "APIGatewayRestResolver": "APIGatewayHttpResolver",
        "APIGatewayProxyEvent": "APIGatewayProxyEventV2",
        "APIGatewayProxyEventModel": "APIGatewayProxyEventV2Model",
        "ApiGatewayEnvelope": "ApiGatewayV2Envelope",
    }
)
AUTHORIZERS: Final = MappingProxyType(
    {
        "token": "APIGatewayAuthorizerTokenEvent",
        "request": "APIGatewayAuthorizerRequestEvent",
        "1.0": "APIGatewayAuthorizerRequestEvent",
        "2.0": "APIGatewayAuthorizerEventV2",
    }
)


def used(draft: Draft, name: str) -> list[cst.CSTNode]:
    """Where a file names something of Powertools."""
    found: list[cst.CSTNode] = []
    for node in draft.module.of(cst.Name, cst.Attribute):
        full = draft.module.global_name(node) or ""
        inside = isinstance(draft.module.up(node), (cst.ImportFrom, cst.ImportAlias, cst.AsName))
        part = isinstance(draft.module.up(node), cst.Attribute) and getattr(draft.module.up(node), "attr", None) is node
        if full.startswith(PACKAGE) and full.endswith(f".{name}") and not inside and not part:
            found.append(node)
    return found


def rename(draft: Draft, old: str, new: str) -> bool:
    """Import and name the counterpart of something; whether the file used it."""
    there = used(draft, old)
    imported = [
        alias
        for node in draft.module.of(cst.ImportFrom)
        if dotted(node.module).startswith(PACKAGE) and not isinstance(node.names, cst.ImportStar)
        for alias in node.names
        if dotted(alias.name) == old
    ]
    for alias in imported:
        draft.put(alias, lambda node: node.with_changes(name=cst.Name(new)))
    for node in there:
        if isinstance(node, cst.Attribute):
            draft.put(node, lambda old_node: old_node.with_changes(attr=cst.Name(new)))
        elif isinstance(node, cst.Name) and node.value == old:
            draft.put(node, lambda old_node: old_node.with_changes(value=new))
    if there and used(draft, new):
        draft.say(
            codes.TWO_FORMATS,
            there[0],
            f"The file uses `{old}` and `{new}`: it tells formats apart itself.",
            codes.TWO_FORMATS.remedy,
        )
    return bool(there)


def calls(function: cst.FunctionDef) -> Iterator[cst.Call]:
    """Calls in a function."""
    return (node for node in walk(function.body) if isinstance(node, cst.Call))
