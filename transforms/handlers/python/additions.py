"""Imports that are added to a file, where isort would put them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import libcst as cst

from .trees import dotted

Need: TypeAlias = "tuple[str, str | None]"
"""A module, and what is imported from it; None for the module itself."""

Statement: TypeAlias = "cst.SimpleStatementLine | cst.BaseCompoundStatement"


def with_imports(tree: cst.Module, needed: Iterable[Need]) -> cst.Module:
    """Put imports among those at the top of a file, or behind its docstring; what is imported there is not added again.

    LibCST's own visitor takes longer for each file than all else that becomes of it, and puts them behind the others.

    Arguments:
        tree: the file.
        needed: what is to be imported.
    """
    body, left = list(tree.body), set(needed)
    for statement in map(_imported, body):
        if statement is not None:
            left -= _given(statement, left)
    for at, line in enumerate(body):
        statement = _imported(line)
        taken = {(module, name) for module, name in left if name is not None and _takes(statement, module)}
        if taken and isinstance(statement, cst.ImportFrom) and not isinstance(statement.names, cst.ImportStar):
            merged = _merged(statement.names, sorted(str(name) for _, name in taken))
            body[at] = line.with_changes(body=[statement.with_changes(names=merged)])
            left -= taken
    for module, own in sorted({(module, name is None) for module, name in left}):
        names = ", ".join(sorted(str(name) for each, name in left if each == module and name is not None))
        text = f"import {module}" if own else f"from {module} import {names}"
        body = _placed(body, cst.parse_statement(text, config=tree.config_for_parsing))
    return tree.with_changes(body=body)


def _imported(node: cst.CSTNode) -> cst.Import | cst.ImportFrom | None:
    match node:
        case cst.SimpleStatementLine(body=[cst.Import() | cst.ImportFrom() as statement]):
            return statement
    return None


def _takes(statement: cst.Import | cst.ImportFrom | None, module: str) -> bool:
    """Whether a statement imports names from a module."""
    return isinstance(statement, cst.ImportFrom) and not statement.relative and dotted(statement.module) == module


def _given(statement: cst.Import | cst.ImportFrom, left: set[Need]) -> set[Need]:
    """What a statement imports already."""
    if isinstance(statement, cst.Import):
        return {(dotted(alias.name), None) for alias in statement.names if alias.asname is None}
    own = {need for need in left if need[1] is not None and _takes(statement, need[0])}
    if isinstance(statement.names, cst.ImportStar):
        return own
    names = {dotted(alias.name) for alias in statement.names if alias.asname is None}
    return {need for need in own if need[1] in names}


def _merged(names: Sequence[cst.ImportAlias], more: Iterable[str]) -> list[cst.ImportAlias]:
    """Names in one import with others: constants first, then classes, and with the commas that stand there."""
    found = list(names)
    comma = found[0].comma if len(found) > 1 else cst.MaybeSentinel.DEFAULT
    for name in more:
        at = next((i for i, alias in enumerate(found) if _rank(dotted(alias.name)) > _rank(name)), len(found))
        new = cst.ImportAlias(cst.Name(name), comma=comma)
        if at == len(found):
            found[-1], new = found[-1].with_changes(comma=comma), new.with_changes(comma=found[-1].comma)
        found.insert(at, new)
    return found


def _rank(name: str) -> tuple[bool, bool, str]:
    return not (name.isupper() and len(name) > 1), not name[:1].isupper(), name


def _section(module: str) -> int:
    """Whether a module is of Python's future, of its library, or of others: in this order they stand in a file."""
    return 0 if module == "__future__" else 1 if module.partition(".")[0] in sys.stdlib_module_names else 2


def _module(statement: cst.Import | cst.ImportFrom) -> str:
    if isinstance(statement, cst.Import):
        return dotted(statement.names[0].name)
    return "." * len(statement.relative) + dotted(statement.module)


def _placed(body: list[Statement], line: cst.SimpleStatementLine | cst.BaseCompoundStatement) -> list[Statement]:
    """Statements with an import more."""
    new = _imported(line)
    assert new is not None
    end = next((i for i, node in enumerate(body) if isinstance(node, (cst.FunctionDef, cst.ClassDef))), len(body))
    there = [(i, found) for i, node in enumerate(body[:end]) if (found := _imported(node)) is not None]
    own = [(i, found) for i, found in there if _section(_module(found)) == _section(_module(new))]
    if own:
        return _among(body, own, line, new)
    before = [i for i, found in there if _section(_module(found)) < _section(_module(new))]
    doc = bool(body) and _is_doc(body[0])
    at = before[-1] + 1 if before else there[0][0] if there else int(doc)
    made = line.with_changes(leading_lines=[cst.EmptyLine(indent=False)] if before or (doc and at == 1) else [])
    return [*body[:at], made, *_apart(body[at:])]


def _among(
    body: list[Statement],
    own: list[tuple[int, cst.Import | cst.ImportFrom]],
    line: Statement,
    new: cst.Import | cst.ImportFrom,
) -> list[Statement]:
    """Statements with an import more among those of its section, which stand in two groups or are sorted as one."""
    modules = [_module(found).lower() for _, found in own]
    kinds = [isinstance(found, cst.ImportFrom) for _, found in own]
    mixed = kinds != sorted(kinds) and modules == sorted(modules)

    def key(statement: cst.Import | cst.ImportFrom) -> tuple[bool, str]:
        return not mixed and isinstance(statement, cst.ImportFrom), _module(statement).lower()

    at = next((i for i, found in own if key(found) > key(new)), own[-1][0] + 1)
    if at != own[0][0]:
        return [*body[:at], line, *body[at:]]
    first = body[at]
    made = line.with_changes(leading_lines=first.leading_lines)
    return [*body[:at], made, first.with_changes(leading_lines=[]), *body[at + 1 :]]


def _is_doc(node: cst.CSTNode) -> bool:
    match node:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
            return True
    return False


def _apart(body: list[Statement]) -> list[Statement]:
    """Statements with an empty line in front of the first, and two where it is a function or a class."""
    if not body:
        return body
    lines = list(body[0].leading_lines)
    if lines and lines[0].comment is None:
        return body
    empty = [cst.EmptyLine(indent=False)] * (2 if isinstance(body[0], (cst.FunctionDef, cst.ClassDef)) else 1)
    return [body[0].with_changes(leading_lines=[*empty, *lines]), *body[1:]]
