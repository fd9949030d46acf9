"""Reads on which access hangs, in files of the package that the event could not be followed into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from migrator.findings import Level

from .. import sentences
from ..unseen import ANSWERS, LOST, said_of
from .chains import Chain
from .syntax import ScriptModule, bare, key, member, parts, string, walk
from .syntax import field as child
from .table import of_edge

if TYPE_CHECKING:
    from .session import ScriptSession


def decide(session: ScriptSession, chains: Iterable[Chain] = ()) -> None:
    """Report such reads where the formats are nearly the same; elsewhere the loss alone keeps the code as it is.

    Arguments:
        session: the run.
        chains: reads that were followed.
    """
    facts = session.facts
    if "2.0" in (facts.before, facts.after) or not any(each.code in LOST for each in session.findings):
        return
    known = {node.id for chain in chains for node in (chain.node, *(step.node for step in chain.steps))}
    for module in session.program.reachable(session.entry.module):
        for node, holder, name in _reads(module):
            of_event = _owner(module, node) not in ANSWERS
            told = said_of(holder, name, facts, of_event=of_event) if node.id not in known else None
            if told is not None:
                code, what = told
                session.draft(module).say(
                    code,
                    node,
                    f"{what}. If it is taken of the event, it is not the same on the other API.",
                    code.remedy,
                    Level.WARNING,
                )


def of_the_edge(session: ScriptSession, chains: Iterable[Chain]) -> None:
    """Report names of headers that only the edge of a REST API sends, where the reads that were followed do not name them.

    Arguments:
        session: the run.
        chains: reads that were followed.
    """
    if session.facts.before not in ("rest", "request"):
        return
    close = "2.0" not in (session.facts.before, session.facts.after)
    known = {(chain.module.path, each.id) for chain in chains for step in chain.steps for each in walk(step.node)}
    for module in session.program.reachable(session.entry.module):
        if b"cloudfront-" not in module.data.lower() and b"x-amz-cf-id" not in module.data.lower():
            continue
        for node in walk(module.root):
            name = string(module, node) if node.type == "string" else None
            if name is not None and of_edge(name) and name.lower() != "via" and (module.path, node.id) not in known:
                level = Level.WARNING if close else None
                sentences.OF_THE_EDGE.on(session.draft(module), node, name, level=level)


def _reads(module: ScriptModule) -> Iterator[tuple[Node, str, str]]:
    """Keys that are taken, with the last name of what they are taken of."""
    for node in walk(module.root):
        if (taken := member(module, node)) is not None and taken[1] is not None:
            yield node, _last(module, taken[0]), taken[1]
        elif node.type == "object_pattern":
            holder = _of_pattern(module, node)
            for each in parts(node):
                name = child(each, "key") if each.type == "pair_pattern" else child(each, "left") or each
                text = (
                    key(module, name) if each.type == "pair_pattern" and name is not None else module.text(name or each)
                )
                if text:
                    yield each, holder, text


def _owner(module: ScriptModule, node: Node) -> str:
    """The last name of what holds that of which a key is taken: ``event`` of ``event.headers.x``."""
    taken = member(module, node)
    held = member(module, bare(taken[0])) if taken is not None else None
    return _last(module, held[0]) if held is not None else ""


def _of_pattern(module: ScriptModule, node: Node) -> str:
    """The last name of what a pattern takes apart."""
    parent = node.parent
    if parent is not None and parent.type == "assignment_pattern":
        parent = parent.parent
    if parent is None:
        return ""
    if parent.type == "pair_pattern":
        name = child(parent, "key")
        return (key(module, name) or "") if name is not None else ""
    value = child(parent, "value") if parent.type == "variable_declarator" else None
    return _last(module, value) if value is not None else ""


def _last(module: ScriptModule, node: Node) -> str:
    node = bare(node)
    if node.type == "binary_expression" and (left := child(node, "left")) is not None:
        return _last(module, left)
    taken = member(module, node)
    if taken is not None:
        return taken[1] or ""
    return module.text(node) if node.type == "identifier" else ""
