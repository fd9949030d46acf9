"""The name of the stage in events and ARNs: it changes with the API, and access may hang on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import libcst as cst

from migrator.facts import AuthorizerFacts, RouteFacts

from .. import authorizer_codes, field_uses, sentences
from ..fields import names_stage
from .code import Module
from .draft import Draft
from .flags import use_of
from .resolve import strings
from .session import Read, Session
from .sites import Kind, Site, flat
from .trees import walk

STAGE: Final = ("requestContext", "stage")
EXACT: Final[frozenset[Kind]] = frozenset({"log", "test", "statement", "followed"})
"""Uses of a text that are the same whatever it says: a log shows it, or it is asked whether there is one."""

_ASKING: Final = frozenset({"startswith", "endswith", "index", "find", "count", "match", "search", "fullmatch"})


def stage(draft: Draft, site: Site, facts: RouteFacts) -> None:
    """Report what is done with the name of the stage where it gets another one."""
    if (
        site.path[:2] != STAGE
        or facts.same_stage
        or site.kind in EXACT
        or (site.kind == "alias" and len(site.path) == 2)
    ):
        return
    field_uses.stage(use_of(draft, site), facts, in_text=part_of_text(draft, site))


def decide(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """Report what is done with the name of the stage, which both formats hold."""
    stage(draft, site, facts)
    return False


def path(draft: Draft, site: Site, facts: RouteFacts) -> None:
    """Report ``requestContext.path`` where the formats are nearly the same: a REST API puts the stage in front, always."""
    if site.path[:2] != ("requestContext", "path") or site.kind in (*EXACT, "alias"):
        return
    rest, http = facts.stages if facts.after != "rest" else facts.stages[::-1]
    if hangs(draft, site):
        sentences.STAGE_IN_PATH.on(draft, site.node)
        return
    sentences.CONTEXT_PATH_STAGE.on(draft, site.node, rest, http)


def hangs(draft: Draft, site: Site) -> bool:
    """Whether something is decided by what a text is, or how it begins."""
    parent = draft.module.up(site.node)
    if site.kind == "method" and site.name in (*_ASKING, "split", "partition", "removeprefix"):
        return True
    return isinstance(parent, (cst.Comparison, cst.ComparisonTarget, cst.Match))


def part_of_text(draft: Draft, site: Site) -> bool:
    """Whether a value is put together with other text."""
    parent = draft.module.up(site.node)
    if isinstance(parent, cst.Arg):
        call = draft.module.up(parent)
        return (
            isinstance(call, cst.Call)
            and isinstance(call.func, cst.Attribute)
            and call.func.attr.value in ("format", "join")
        )
    return (
        isinstance(parent, (cst.FormattedStringExpression, cst.BinaryOperation, cst.Element, cst.AugAssign))
        and site.kind != "log"
    )


# -- authorizers --------------------------------------------------------------------------------------------------


def arns(session: Session, reads: Iterable[Read], facts: AuthorizerFacts) -> None:
    """Report an authorizer that looks at the stage in an ARN, or writes it into one."""
    if facts.same_stage:
        return
    reads = list(reads)
    told: set[int] = set()
    taken = False
    for read in reads:
        inside = {id(s.node) for s in flat(read.sites) if s.path[:1] in (("methodArn",), ("routeArn",))}
        tainted = _tainted(read, inside)
        taken = taken or bool(tainted or inside)
        for node in walk(read.function.body):
            if (asked := _asks(node, tainted, inside)) is not None and id(asked) not in told:
                told.add(id(asked))
                _say(read.draft, asked, "A part of the ARN is compared or looked up here")
    _names_of_stages(session, reads, facts, told, taken=taken)


def _names_of_stages(
    session: Session, reads: list[Read], facts: AuthorizerFacts, told: set[int], *, taken: bool
) -> None:
    """Report texts that name a stage in an ARN, but for those in what was told.

    Arguments:
        taken: whether the authorizer reads the ARN at all.
    """
    named = [
        each.name for stage in facts.stage_names for each in session.program.reachable(session.entry.module, stage)
    ]
    for name in dict.fromkeys([*(read.draft.module.name for read in reads), *named]):
        module = session.draft(name)
        for node, text in strings(module.module):
            if _inside(module.module, node, told):
                continue
            if names_stage(text, facts.stage_names, taken=taken) and not _is_doc(module.module, node):
                _say(module, node, f"`{text.strip()}` names a stage in an ARN")


def _inside(module: Module, node: cst.CSTNode, told: set[int]) -> bool:
    return any(id(above) in told for above in module.above(node))


def _say(draft: Draft, node: cst.CSTNode, what: str) -> None:
    draft.say(
        authorizer_codes.ARN_STAGE,
        node,
        f"{what}, and the stage in it has another name from now on: what this authorizer allows and denies may differ.",
        authorizer_codes.ARN_STAGE.remedy,
    )


def _is_doc(module: Module, node: cst.CSTNode) -> bool:
    return isinstance(module.up(node), cst.Expr)


def _tainted(read: Read, inside: set[int]) -> set[str]:
    """Names of a function that hold parts of the ARN."""
    starts = [s for s in flat(read.sites) if s.path[:1] in (("methodArn",), ("routeArn",))]
    found = {site.name for site in starts if site.kind == "alias"}
    found |= {read.callee.parameter} if read.callee is not None and read.base[:1] == ("methodArn",) else set()
    while True:
        given = (_given(node) for node in walk(read.function.body))
        more = {name for value, names in given if value is not None and _holds(value, found, inside) for name in names}
        if more <= found:
            return found
        found |= more


def _given(node: cst.CSTNode) -> tuple[cst.BaseExpression | None, set[str]]:
    """What an assignment gives, and to which names."""
    match node:
        case cst.Assign(targets=targets, value=value):
            places = [target.target for target in targets]
            places += [part.value for place in places for part in getattr(place, "elements", ())]
            return value, {place.value for place in places if isinstance(place, cst.Name)}
        case cst.AnnAssign(target=cst.Name(value=name)) | cst.NamedExpr(target=cst.Name(value=name)):
            return node.value, {name}
    return None, set()


def _holds(node: cst.CSTNode, names: set[str], inside: set[int]) -> bool:
    """Whether a piece of code holds a part of the ARN; Powertools calls one of them ``.stage``."""
    return any(
        id(part) in inside
        or (isinstance(part, cst.Name) and part.value in names)
        or (isinstance(part, cst.Attribute) and part.attr.value == "stage")
        for part in walk(node)
    )


def _asks(node: cst.CSTNode, names: set[str], inside: set[int]) -> cst.CSTNode | None:
    """What hangs on a part of an ARN, where a piece of code does."""

    def of_arn(part: cst.CSTNode) -> bool:
        return _holds(part, names, inside)

    if isinstance(node, cst.Comparison) and of_arn(node):
        return node
    if isinstance(node, cst.Subscript) and any(of_arn(part.slice) for part in node.slice):
        return node
    if isinstance(node, cst.Match) and of_arn(node.subject):
        return node.subject
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _ASKING:
        return node if of_arn(node) else None
    return None
