"""Reads on which access hangs, in modules of the package that the event could not be followed into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from migrator.findings import Code

from .. import codes
from ..unseen import GROUPS, STAGE_TEXT, report, said_of
from .draft import Draft
from .session import Read, Session
from .sites import flat, text
from .trees import dotted, literal, taken

_WORDS = ("stage", "claims", "authorizer", "methodArn", "headers", GROUPS)


def decide(session: Session, reads: Iterable[Read] = (), *, lost: bool = False) -> None:
    """Report such reads.

    Arguments:
        session: the run.
        reads: what was followed.
        lost: whether the handler itself is not followed.
    """
    known = {id(step.node) for read in reads for site in flat(read.sites) for step in site.steps}
    report(session.facts, session.findings, _reads(session, known), lost=lost)


def _reads(session: Session, known: set[int]) -> Iterator[tuple[Draft, cst.CSTNode, tuple[Code, str] | None]]:
    named = [each.name for word in _WORDS for each in session.program.reachable(session.entry.module, word)]
    for name in dict.fromkeys(named):
        draft = session.draft(name)
        for node in draft.module.of(cst.Subscript, cst.Call, cst.SimpleString):
            yield draft, node, _told(draft, node, session) if id(node) not in known else None


def _told(draft: Draft, node: cst.CSTNode, session: Session) -> tuple[Code, str] | None:
    """What is to be said of a node, where it reads something on which access hangs."""
    facts = session.facts
    if (found := taken(node)) is not None:
        if isinstance(draft.module.up(node), (cst.AssignTarget, cst.Del)):
            return None
        return said_of(_last(found[0]), text(found[1]), facts, of_event=not isinstance(found[0], cst.Attribute))
    said = literal(node)
    if said is None or facts.same_stage or not STAGE_TEXT.search(text(said)) or not _looks_up(draft, said):
        return None
    return codes.STAGE, f"`{text(said)}` may look up the stage of the event, which is not followed from the handler"


def _looks_up(draft: Draft, node: cst.SimpleString) -> bool:
    """Whether a text is passed on, formatted or matched: not a key that is taken or written, nor a text by itself."""
    parent = draft.module.up(node)
    if isinstance(parent, cst.Arg):
        call = draft.module.up(parent)
        return isinstance(call, cst.Call) and taken(call) is None and "env" not in dotted(call.func)
    if isinstance(parent, cst.Attribute):
        return parent.attr.value in ("format", "format_map")
    return isinstance(parent, (cst.MatchValue, cst.MatchMappingElement)) or (
        isinstance(parent, cst.BinaryOperation) and isinstance(parent.operator, cst.Modulo)
    )


def _last(node: cst.BaseExpression) -> str:
    """The last name of an expression: its key, its attribute or itself, whatever stands behind ``or``."""
    if isinstance(node, cst.BooleanOperation):
        return _last(node.left)
    if (found := taken(node)) is not None:
        return text(found[1])
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""
