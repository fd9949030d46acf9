"""How code names the event of Powertools, and what is said of a use that is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from migrator.facts import RouteFacts

from .. import codes, sentences
from .draft import Draft
from .outlines import LOG_METHODS
from .trees import counted, walk


@dataclass(frozen=True, eq=False)
class Use:
    """Where objects of a data class are used.

    Arguments:
        draft: the file.
        function: the function around it, if there is one.
        facts: what the template says.
    """

    draft: Draft
    function: cst.FunctionDef | None
    facts: RouteFacts


def used(where: Use, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Where an object is used in the end, under whatever names that are bound once."""
    parent = where.draft.module.up(node)
    if isinstance(parent, cst.Expr) or (isinstance(parent, cst.Arg) and _log(where.draft, parent)):
        return
    name = assigned_name(parent)
    if where.function is None or not name or counted(where.function).get(name) != 1:
        yield node
        return
    for other in walk(where.function):
        if isinstance(other, cst.Name) and other.value == name and assigned_name(where.draft.module.up(other)) != name:
            yield from used(where, other)


def assigned_name(node: cst.CSTNode) -> str:
    """The one name that an assignment, or its target, binds."""
    match node:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            return name
        case cst.AssignTarget(target=cst.Name(value=name)):
            return name
    return ""


def lost(draft: Draft, node: cst.CSTNode) -> None:
    draft.say(
        codes.POWERTOOLS,
        node,
        "The event's data class is passed on, read by its raw keys, or bound to a name that is bound again, where its fields cannot be followed.",
        sentences.BY_NAME,
    )


def say_encoded(draft: Draft, node: cst.CSTNode) -> None:
    draft.say(
        codes.JSON_BODY,
        node,
        "An HTTP API sends a body without a content type, or of one that is no text, base64 encoded; `.body` does not decode it.",
        "Read `.decoded_body` or `.json_body`.",
    )


def _log(draft: Draft, node: cst.Arg) -> bool:
    call = draft.module.up(node)
    func = call.func if isinstance(call, cst.Call) else None
    return (isinstance(func, cst.Name) and func.value == "print") or (
        isinstance(func, cst.Attribute) and func.attr.value in LOG_METHODS
    )
