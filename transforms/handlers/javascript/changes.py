"""Which names of a file mean something else in a new text of it."""

from __future__ import annotations

from tree_sitter import Node

from migrator.text.source import Source

from .expressions import member
from .imports import is_exports
from .scopes import Scopes, names
from .syntax import ScriptModule, UnreadableScriptError, field, parse, parts


def changed_names(path: str, before: str, after: str) -> frozenset[str]:
    """Names at the top of a file, and names that it exports, whose code differs between two texts.

    Arguments:
        path: the file, for its language.
        before: its text.
        after: its text afterwards.
    """
    try:
        old, new = _named(parse(path, Source(path, before))), _named(parse(path, Source(path, after)))
    except UnreadableScriptError:
        return frozenset({""})
    return frozenset(name for name in old if old[name] != new.get(name))


def _named(module: ScriptModule) -> dict[str, str]:
    """What each name at the top of a file is made of; other statements together have the empty name."""
    found: dict[str, str] = {}
    scopes = Scopes(module)
    for statement in parts(module.root):
        if statement.type == "import_statement":
            continue
        for name in _names(module, scopes, statement):
            found[name] = found.get(name, "") + module.text(statement)
    return found


def _names(module: ScriptModule, scopes: Scopes, statement: Node) -> list[str]:
    """The names that a statement gives something to."""
    inner = field(statement, "declaration") or statement
    if inner.type in ("lexical_declaration", "variable_declaration"):
        return [module.text(each) for one in parts(inner) for each in names(field(one, "name"))]
    if (name := field(inner, "name")) is not None:
        return [module.text(name)]
    assigned = parts(inner)[0] if inner.type == "expression_statement" and parts(inner) else None
    left = field(assigned, "left")
    taken = member(module, left)
    if taken.name is not None and is_exports(module, scopes, taken.holder):
        return [taken.name]
    return ["default" if statement.type == "export_statement" and field(statement, "value") is not None else ""]
