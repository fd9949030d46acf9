"""Reads on which access hangs, in modules of the package that the event could not be followed into."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from migrator.findings import Level

from ..unseen import LOST, said_of
from .session import Read, Session
from .sites import flat, text
from .trees import literal, walk

_WORDS = ("stage", "claims", "authorizer", "methodArn", "headers")


def decide(session: Session, reads: Iterable[Read] = (), *, lost: bool = False) -> None:
    """Report such reads where the formats are nearly the same; elsewhere the loss alone keeps the code as it is.

    Arguments:
        session: the run.
        reads: what was followed.
        lost: whether the handler itself is not followed.
    """
    facts = session.facts
    if not session.near or "2.0" in (facts.before, facts.after):
        return
    if not lost and not any(each.code in LOST for each in session.findings):
        return
    known = {id(step.node) for read in reads for site in flat(read.sites) for step in site.steps}
    named = [each.name for word in _WORDS for each in session.program.reachable(session.entry.module, word)]
    for name in dict.fromkeys(named):
        draft = session.draft(name)
        for node in walk(draft.module.tree):
            taken = _taken(node)
            told = said_of(_last(taken[0]), taken[1], facts) if taken is not None and id(node) not in known else None
            if told is not None:
                code, what = told
                draft.say(code, node, f"{what}; it is not the same on the other API.", code.remedy, Level.WARNING)


def _taken(node: cst.CSTNode) -> tuple[cst.BaseExpression, str] | None:
    """What a key that is written out is taken of, and the key."""
    match node:
        case cst.Subscript(value=value, slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
            found = literal(index)
        case cst.Call(func=cst.Attribute(value=value, attr=cst.Name(value="get")), args=[cst.Arg(value=index), *_]):
            found = literal(index)
        case _:
            return None
    return (value, text(found)) if found is not None else None


def _last(node: cst.BaseExpression) -> str:
    """The last name of an expression: its key, its attribute or itself, whatever stands behind ``or``."""
    if isinstance(node, cst.BooleanOperation):
        return _last(node.left)
    taken = _taken(node)
    if taken is not None:
        return taken[1]
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""
