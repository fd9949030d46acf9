"""Reads on which access hangs, in files of the package that the event could not be followed into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from migrator.findings import Code

from .. import header_sentences
from ..rules import of_edge
from ..unseen import ANSWERS, report, said_of
from .chains import Chain
from .draft import ScriptDraft
from .expressions import bare, key, member, string
from .syntax import ScriptModule, of_type, parts, walk
from .syntax import field as child

if TYPE_CHECKING:
    from .session import ScriptSession


def decide(session: ScriptSession, chains: Iterable[Chain] = (), *, lost: bool = False) -> None:
    """Report such reads.

    Arguments:
        session: the run.
        chains: reads that were followed.
        lost: whether the handler itself is not followed.
    """
    known = {node.id for chain in chains for node in (chain.node, *(step.node for step in chain.steps))}
    report(session.facts, session.findings, _told(session, known), lost=lost)


def _told(session: ScriptSession, known: set[int]) -> Iterator[tuple[ScriptDraft, Node, tuple[Code, str] | None]]:
    for module in session.program.reachable(session.entry.module):
        for node, holder, name in _reads(module):
            of_event = _owner(module, node) not in ANSWERS
            told = said_of(holder, name, session.facts, of_event=of_event) if node.id not in known else None
            yield session.draft(module), node, told


def of_the_edge(session: ScriptSession, chains: Iterable[Chain]) -> None:
    """Report names of headers that only the edge of a REST API sends, where the reads that were followed do not name them.

    Arguments:
        session: the run.
        chains: reads that were followed.
    """
    if session.facts.before not in ("rest", "request"):
        return
    known = {(chain.module.path, each.id) for chain in chains for step in chain.steps for each in walk(step.node)}
    for module in session.program.reachable(session.entry.module):
        if b"cloudfront-" not in module.data.lower() and b"x-amz-cf-id" not in module.data.lower():
            continue
        for node in walk(module.root):
            name = string(module, node) if node.type == "string" else None
            if name is not None and of_edge(name) and name.lower() != "via" and (module.path, node.id) not in known:
                header_sentences.OF_THE_EDGE.on(session.draft(module), node, name)


def _reads(module: ScriptModule) -> Iterator[tuple[Node, str, str]]:
    """Keys that are taken, with the last name of what they are taken of."""
    for node in walk(module.root):
        if (taken := member(module, node)).name is not None:
            yield node, _last(module, taken.holder), taken.name
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
    held = member(module, bare(taken.holder))
    return _last(module, held.holder) if held else ""


def _of_pattern(module: ScriptModule, node: Node) -> str:
    """The last name of what a pattern takes apart."""
    parent = node.parent
    if of_type(parent, "assignment_pattern"):
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
    if taken:
        return taken.name or ""
    return module.text(node) if node.type == "identifier" else ""
