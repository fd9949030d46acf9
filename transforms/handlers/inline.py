"""Code that stands in the template: its new text as changes of the literal, its findings at the template's lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from migrator.concern import span
from migrator.findings import Finding, Span
from migrator.sam.template import Template
from migrator.text.node import Node
from migrator.text.operations import Fragment, Operation

from .language import Code, Missing


def fragments(literal: Node, after: str) -> Iterator[Operation]:
    """Changes of the lines that differ, so that the rest of the literal stays as it is written.

    Arguments:
        literal: the scalar that holds the code.
        after: its text after.
    """
    old, new = literal.text.split("\n"), after.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in old)]
    for tag, first, last, new_first, new_last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        text = "\n".join(new[new_first:new_last])
        start, end = starts[first], starts[last] - 1
        if tag == "insert" and first:
            yield Fragment(literal, start - 1, start - 1, f"\n{text}")
        elif tag == "insert":
            yield Fragment(literal, 0, 0, f"{text}\n")
        elif tag == "delete" and first:
            yield Fragment(literal, start - 1, end, "")
        elif tag == "delete":
            yield Fragment(literal, 0, end + 1, "")
        elif tag == "replace":
            kept = _common_indent(literal.text[start:end], text)
            yield Fragment(literal, start + kept, end, text[kept:])


def _common_indent(old: str, new: str) -> int:
    """White space that both begin with; where it stands in the template depends on the indent of the literal."""
    count = 0
    while count < min(len(old), len(new)) and old[count] == new[count] and old[count] in " \t":
        count += 1
    return count


def relocated(template: Template, code: Code, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings about code; those about code in the template get their place in it.

    Arguments:
        code: the code that they are about.
        findings: with the places that they have in that code.
    """
    literal = None if isinstance(code, Missing) else code.literal
    if literal is None:
        return findings
    return tuple(
        replace(finding, file=None, path=literal.path(), span=_place(template, literal, finding.span))
        for finding in findings
    )


def _place(template: Template, literal: Node, inner: Span | None) -> Span:
    outer = span(template.source, literal)
    if inner is None or literal.style != "|":
        return outer
    source = template.source
    first, _ = source.position(literal.start)
    lines = source.text.splitlines(keepends=True)
    values = literal.text.split("\n")
    number = first + inner.line  # the literal begins on the line after its header
    if inner.line > len(values) or number > len(lines):
        return outer
    indent = len(lines[number - 1].rstrip("\r\n")) - len(values[inner.line - 1])
    last = min(number + inner.end_line - inner.line, len(lines))
    at = sum(map(len, lines[: number - 1])) + indent + inner.column - 1
    until = sum(map(len, lines[: last - 1])) + indent + inner.end_column - 1
    return Span(at, max(at, until), number, indent + inner.column, last, indent + inner.end_column)
