"""Code that copes with both formats: it reads a field in one of them or its counterpart in the other, by what the event is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import libcst as cst

from .. import codes, sentences
from . import to_http_v2, to_rest
from .format_tests import Sites, may_miss, told_apart
from .session import Read
from .sites import Path, Site, flat
from .trees import missing, walk


def copes(read: Read) -> set[int]:
    """Ids of sites that read the same with either event, so that nothing has to become of them."""
    held = [site for site in flat(read.sites) if site.children and site.path in _HELD_BY_ONE]
    failing = {id(each) for site in held if not may_miss(read, site) for each in flat(site.children)}
    sites = {id(site.node): site for site in flat(read.sites) if not site.children and id(site) not in failing}
    found = _by_defaults(read, sites) | _refilled(read, sites) | _by_errors(read, sites) | _by_tests(read, sites)
    return found | {id(site) for site in held if all(id(e) in found for e in flat(site.children) if not e.children)}


_HELD_BY_ONE = (("requestContext", "http"), ("requestContext", "identity"))
"""What holds keys in one format and is missing in the other; a name may hold it, or nothing."""


def _by_defaults(read: Read, sites: Sites) -> set[int]:
    """Ids of the sites of ``A or B`` and of ``event.get("a", B)``."""
    found: set[int] = set()
    for site in sites.values():
        above = read.draft.module.up(site.node)
        default = sites.get(id(site.steps[-1].default)) if site.steps else None
        if isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or) and above.left is site.node:
            found |= _pair(read, [site, sites.get(id(above.right))]) if may_miss(read, site) else set()
        elif default is not None and may_miss(read, site) and may_miss(read, default):  # which is read in any case
            found |= _pair(read, [site, default])
    return found


def _refilled(read: Read, sites: Sites) -> set[int]:
    """Ids of the sites of ``name = A`` and of ``if not name: name = B`` directly behind it."""
    found: set[int] = set()
    for block in walk(read.function):
        lines = list(block.body) if isinstance(block, cst.IndentedBlock) else []
        for first, line in pairwise(lines):
            given = _ends([first])
            again = _ends(line.body.body) if isinstance(line, cst.If) and line.orelse is None else {}
            if isinstance(line, cst.If) and given.keys() == again.keys() == {missing(line.test)}:
                (one,), (other,) = given.values(), again.values()
                site = sites.get(id(one))
                found |= _pair(read, [site, sites.get(id(other))]) if site and may_miss(read, site) else set()
    return found


def _by_errors(read: Read, sites: Sites) -> set[int]:
    """Ids of the sites of two blocks of which the second runs where the first raises ``KeyError``."""
    found: set[int] = set()
    for node in walk(read.function):
        match node:
            case cst.Try(
                body=body, handlers=[cst.ExceptHandler(type=cst.Name(value="KeyError"))], orelse=None, finalbody=None
            ):
                pairs = list(_same_ends(body, _tried_first(node.handlers[0].body)))
                fails = [sites[id(one)] for one, _ in pairs if id(one) in sites]
                certain = all(not step.get for site in fails for step in site.steps)
                found |= _pairs(read, pairs, sites) if certain else set()
    return found


def _tried_first(block: cst.BaseSuite) -> cst.BaseSuite:
    """What a block does, which may be tried."""
    match [*block.body]:
        case [cst.Try(body=body, orelse=None, finalbody=None)]:
            return body
    return block


def _by_tests(read: Read, sites: Sites) -> set[int]:
    """Ids of the sites of ``A if event.get("version") == "2.0" else B``, and of what says the same."""
    asking = {**sites, **{id(site.user): site for site in sites.values() if site.kind == "member"}}
    proven: dict[int, set[int]] = {}
    for node in walk(read.function):
        if isinstance(node, (cst.IfExp, cst.If)):
            pairs = [(node.body, node.orelse)] if isinstance(node, cst.IfExp) else _branches(read, node)
            proven[id(_bare(node.test))] = _by_test(read, node.test, pairs, sites, asking)
    for name in {node.value for node in walk(read.function) if isinstance(node, cst.Name) and id(node) in proven}:
        uses = [id(node) for node in walk(read.function) if isinstance(node, cst.Name) and node.value == name]
        if sum(bool(proven.get(use)) for use in uses) < len(uses) - 1:  # one of them binds it
            proven |= {use: set() for use in uses}
    return {each for found in proven.values() for each in found}


def _bare(test: cst.BaseExpression) -> cst.BaseExpression:
    while isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        test = test.expression
    return test


def counterparts(one: Path, other: Path) -> bool:
    """Whether two places hold the same, one in a REST event and one in payload 2.0."""
    return any(
        (b in to_rest.MOVES and to_rest.MOVES[b].path == a) or (a in to_http_v2.MOVES and to_http_v2.MOVES[a].path == b)
        for a, b in ((one, other), (other, one))
    )


def _pair(read: Read, pair: list[Site | None]) -> set[int]:
    sites = [site for site in pair if site is not None]
    if len(sites) < 2 or not counterparts(sites[0].path, sites[1].path):
        return set()
    for site in sites:
        if site.path in (("path",), ("rawPath",)):
            read.draft.say(
                codes.PATH_DECODED,
                site.node,
                "The path is as the client sent it in a REST event, and decoded in format 2.0: a space is `%20` in one and a space in the other.",
                sentences.NO_SUCH_CHARACTERS,
            )
            break
    return {id(site) for site in sites}


def _pairs(read: Read, pairs: Iterable[tuple[cst.CSTNode, cst.CSTNode]], sites: Sites) -> set[int]:
    """Ids of the sites of several pairs; none where one of them is no pair of counterparts."""
    found: set[int] = set()
    for one, other in pairs:
        both = _pair(read, [sites.get(id(one)), sites.get(id(other))])
        if not both:
            return set()
        found |= both
    return found


def _by_test(
    read: Read,
    test: cst.BaseExpression,
    pairs: list[tuple[cst.BaseExpression, cst.BaseExpression]],
    sites: Sites,
    asking: Sites,
) -> set[int]:
    """``A if event.get("version") == "2.0" else B``, and what says the same."""
    asked = told_apart(read, test, asking)
    found = _pairs(read, pairs, sites) if asked is not None else set()
    if asked is None or not found:
        return set()
    new, site = asked
    fits = all((sites[id(one)].path in to_rest.MOVES) == new for one, _ in pairs)
    return {*found, id(site)} if fits else set()


def _branches(read: Read, node: cst.If) -> list[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """The pairs of two branches that do the same with two values; the second may stand behind the first, where that returns."""
    if isinstance(node.orelse, cst.Else):
        return list(_same_ends(node.body, node.orelse.body))
    block = read.draft.module.up(node)
    lines = list(getattr(block, "body", ())) if isinstance(block, cst.IndentedBlock) else []
    behind = lines[lines.index(node) + 1 :] if node in lines and node.orelse is None else []
    one = _ends(node.body.body)
    other = _ends(behind[:1])
    return [(one["return"], other["return"])] if one.keys() == other.keys() == {"return"} else []


def _same_ends(one: cst.BaseSuite, other: cst.BaseSuite) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """The pairs of values that two blocks give to the same names, or return."""
    mine, theirs = _ends(one.body), _ends(other.body)
    if mine and mine.keys() == theirs.keys():
        yield from ((mine[name], theirs[name]) for name in mine)


def _ends(lines: Iterable[cst.CSTNode]) -> dict[str, cst.BaseExpression]:
    """What plain assignments of a block give to names, and what it returns; nothing where it holds anything else."""
    found: dict[str, cst.BaseExpression] = {}
    for line in lines:
        match line:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value)]
            ):
                found[name] = value
            case cst.SimpleStatementLine(body=[cst.Return(value=cst.BaseExpression() as value)]):
                found["return"] = value
            case _:
                return {}
    return found
