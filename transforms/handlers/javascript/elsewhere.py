"""Functions that change, and that others call with something else than the event that was followed."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from .. import sentences
from .expressions import bare, calls, member
from .follow import Follower
from .imports import entries, is_exports
from .meanings import FoundInProgram, by_method
from .scopes import parameters, pattern_of
from .session import ScriptSession
from .syntax import ScriptModule, above, function_of, inside, up, walk


def called_elsewhere(session: ScriptSession, follower: Follower) -> None:
    """Report a function that changes, and that others call with something else than the event that was followed."""
    for target in follower.targets.values():
        inner = target.node
        if not _changes(session, target.module, inner):
            continue
        known = [call for _, call in follower.entered[inner.id]]
        if any(not _is_known(session, module, node, known) for module, node in _references(session, inner)):
            name = inner.child_by_field_name("name")
            shown = target.module.text(name) if name is not None else "this function"
            sentences.PASSED_AND_NAMED.on(session.draft(target.module), name or inner, shown)


def _changes(session: ScriptSession, module: ScriptModule, function: Node) -> bool:
    draft = session.draft(module)
    return any(function.start_byte <= start and end <= function.end_byte for start, end in draft.splices)


def _references(session: ScriptSession, function: Node) -> Iterator[tuple[ScriptModule, Node]]:
    """Where a function is named in the files that were looked into, other than to declare, import or export it."""
    for module in session.program.modules:
        for node in walk(module.root):
            if node.type not in ("identifier", "member_expression", "shorthand_property_identifier"):
                continue
            binding = session.program.scopes(module).binding(node)
            if (
                (binding is not None and node in binding.nodes)
                or node.id in session.program.given
                or _exports(session, module, node)
            ):
                continue
            found = session.program.meaning(module, node)
            if isinstance(found, FoundInProgram) and found.node == function:
                yield module, node


def _exports(session: ScriptSession, module: ScriptModule, node: Node) -> bool:
    """Whether a name stands there only to be exported, or to be written to."""
    for each in above(node):
        if each.type == "export_specifier" or each.type == "export_statement":
            return True
        if each.type == "assignment_expression":
            left = each.child_by_field_name("left")
            if inside(node, left):
                return True
            taken = member(module, left)
            scopes = session.program.scopes(module)
            if left is not None and (
                is_exports(module, scopes, left) or (taken and is_exports(module, scopes, taken.holder))
            ):
                return True
        elif each.type not in ("object", "pair", "assignment_expression", "export_clause"):
            return False
    return False


def _is_known(session: ScriptSession, module: ScriptModule, node: Node, known: list[Node]) -> bool:
    """Whether a function is called with the event that was followed, or by another handler with its own."""
    call = up(node, 2) if by_method(module, up(node, 2))[0] == node else node.parent
    if call in known:
        return True
    given = calls(call)
    if call is None or given.function != node:
        return False
    outer = function_of(call)
    exported = [value for values in session.program.exports(module).named.values() for value in values]
    exported += session.program.exports(module).whole
    handlers = [session.program.meaning(module, value) for value in exported if isinstance(value, Node)]
    held = [each.node for each in handlers if isinstance(each, FoundInProgram)]
    for each in list(held):
        if each.type == "object":
            held += [bare(value) for value in (entries(module, each) or {}).values()]
    parameter = parameters(outer)
    if not parameter or not given.given or given.given[0].type != "identifier":
        return False
    scopes = session.program.scopes(module)
    binding = scopes.binding(pattern_of(parameter[0]))
    is_handler = outer in held or any(
        isinstance(found := session.program.meaning(module, each), FoundInProgram) and found.node == outer
        for each in held
        if each.type == "shorthand_property_identifier" or each.type == "identifier"
    )
    return is_handler and binding is not None and scopes.binding(given.given[0]) is binding
