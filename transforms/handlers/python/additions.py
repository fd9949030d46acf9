"""Imports that are added to a file, beside those that stand at its top."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import libcst as cst

from .trees import dotted

Need: TypeAlias = "tuple[str, str | None]"
"""A module, and what is imported from it; None for the module itself."""


def with_imports(tree: cst.Module, needed: Iterable[Need]) -> cst.Module:
    """Put imports behind the first block of them, or behind the docstring; what is imported there is not added again.

    LibCST's own visitor does the same, and takes longer for each file than all else that becomes of it.

    Arguments:
        tree: the file.
        needed: what is to be imported.
    """
    body = list(tree.body)
    start = 1 if body and _is_doc(body[0]) else 0
    end = start
    while end < len(body) and _imported(body[end]) is not None:
        end += 1
    left = set(needed)
    for at in range(start, end):
        statement = _imported(body[at])
        if isinstance(statement, cst.Import):
            left -= {(dotted(alias.name), None) for alias in statement.names if alias.asname is None}
        elif isinstance(statement, cst.ImportFrom):
            left -= _given(statement, left)
    for at in range(start, end):
        statement = _imported(body[at])
        more = sorted(str(name) for module, name in left if name is not None and _takes(statement, module))
        if more and isinstance(statement, cst.ImportFrom) and not isinstance(statement.names, cst.ImportStar):
            names = [*(cst.ImportAlias(cst.Name(name)) for name in more), *statement.names]
            body[at] = body[at].with_changes(body=[statement.with_changes(names=names)])
            left -= {(module, name) for module, name in left if name is not None and _takes(statement, module)}
    if not left:
        return tree.with_changes(body=body)
    modules = sorted(module for module, name in left if name is None)
    others = sorted({module for module, name in left if name is not None})
    lines = [f"import {module}" for module in modules]
    for module in others:
        lines.append(
            f"from {module} import {', '.join(sorted(str(n) for m, n in left if m == module and n is not None))}"
        )
    made = [cst.parse_statement(line, config=tree.config_for_parsing) for line in lines]
    return tree.with_changes(body=[*body[:end], *made, *_apart(body[end:])])


def _is_doc(node: cst.CSTNode) -> bool:
    match node:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]):
            return True
    return False


def _imported(node: cst.CSTNode) -> cst.Import | cst.ImportFrom | None:
    match node:
        case cst.SimpleStatementLine(body=[cst.Import() | cst.ImportFrom() as statement]):
            return statement
    return None


def _takes(statement: cst.Import | cst.ImportFrom | None, module: str) -> bool:
    """Whether a statement imports names from a module."""
    return isinstance(statement, cst.ImportFrom) and not statement.relative and dotted(statement.module) == module


def _given(statement: cst.ImportFrom, left: set[Need]) -> set[Need]:
    """What a statement imports already."""
    own = {need for need in left if need[1] is not None and _takes(statement, need[0])}
    if isinstance(statement.names, cst.ImportStar):
        return own
    names = {dotted(alias.name) for alias in statement.names if alias.asname is None}
    return {need for need in own if need[1] in names}


def _apart(
    body: list[cst.SimpleStatementLine | cst.BaseCompoundStatement],
) -> list[cst.SimpleStatementLine | cst.BaseCompoundStatement]:
    """Statements with an empty line in front of the first."""
    if not body:
        return body
    lines = list(body[0].leading_lines)
    if lines and lines[0].comment is None:
        return body
    return [body[0].with_changes(leading_lines=[cst.EmptyLine(), *lines]), *body[1:]]
