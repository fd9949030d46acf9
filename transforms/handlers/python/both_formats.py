"""Code that copes with both formats: it reads a field in one of them or its counterpart in the other, by what the event is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import libcst as cst

from .. import codes, sentences
from ..fields import ONLY_2_0, ONLY_REST
from . import to_http_v2, to_rest
from .session import Read
from .sites import Path, Site, flat, text
from .trees import assigned, counted, literal, plain, walk

Sites: TypeAlias = dict[int, Site]
"""Sites by the ids of the expressions that they are."""


def copes(read: Read) -> set[int]:
    """Ids of sites that read the same with either event, so that nothing has to become of them."""
    sites = {id(site.node): site for site in flat(read.sites) if not site.children}
    return _by_defaults(read, sites) | _by_errors(read, sites) | _by_tests(read, sites)


def _by_defaults(read: Read, sites: Sites) -> set[int]:
    """Ids of the sites of ``A or B`` and of ``event.get("a", B)``."""
    found: set[int] = set()
    for site in sites.values():
        above = read.draft.module.up(site.node)
        default = sites.get(id(site.steps[-1].default)) if site.steps else None
        if isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or) and above.left is site.node:
            found |= _pair(read, [site, sites.get(id(above.right))]) if _may_miss(read, site) else set()
        elif default is not None and _may_miss(read, site) and _may_miss(read, default):  # which is read in any case
            found |= _pair(read, [site, default])
    return found


def _by_errors(read: Read, sites: Sites) -> set[int]:
    """Ids of the sites of two blocks of which the second runs where the first raises ``KeyError``."""
    found: set[int] = set()
    for node in walk(read.function):
        match node:
            case cst.Try(
                body=body, handlers=[cst.ExceptHandler(type=cst.Name(value="KeyError"))], orelse=None, finalbody=None
            ):
                pairs = list(_same_ends(body, node.handlers[0].body))
                fails = [sites[id(one)] for one, _ in pairs if id(one) in sites]
                certain = all(not step.get for site in fails for step in site.steps)
                found |= _pairs(read, pairs, sites) if certain else set()
    return found


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


def _may_miss(read: Read, site: Site) -> bool:
    """Whether a read gives None where its format is not the event's."""
    module, last = read.draft.module, len(site.steps) - 1
    for i, step in enumerate(site.steps):
        above = module.up(step.node)
        filled = isinstance(above, cst.BooleanOperation) and above.left is step.node and plain(above.right)
        always = (*site.base, step.key) == ("requestContext",)
        if not always and not (step.get and (i == last or step.default is not None or filled)):
            return False
    return bool(site.steps)


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
    asked = _told_apart(read, test, asking)
    found = _pairs(read, pairs, sites) if asked is not None else set()
    if asked is None or not found:
        return set()
    new, site = asked
    fits = all((sites[id(one)].path in to_rest.MOVES) == new for one, _ in pairs)
    return {*found, id(site)} if fits else set()


def _told_apart(read: Read, test: cst.BaseExpression, asking: Sites) -> tuple[bool, Site] | None:
    """Whether a test holds for payload 2.0 and not for a REST event, or the other way round, and the read that it asks."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=negated):
            inner = _told_apart(read, negated, asking)
            return (not inner[0], inner[1]) if inner is not None else None
        case cst.Name(value=name) if counted(read.function).get(name) == 1:
            values = list(assigned(read.function, name))
            return _told_apart(read, values[0], asking) if len(values) == 1 else None
    if (site := asking.get(id(test))) is not None:
        return _by_key(read, test, site)
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        return _by_version(read, test, asking.get(id(test.left)))
    return None


def _by_key(read: Read, test: cst.BaseExpression, site: Site) -> tuple[bool, Site] | None:
    """Whether a test asks for a key that every event of one format holds: ``"rawPath" in event``, ``event.get("rawPath")``."""
    member = site.kind == "member"
    path = (*site.path, site.name) if member else site.path
    if (path not in _ALWAYS_2_0 and path not in _ALWAYS_REST) or (not member and not _may_miss(read, site)):
        return None
    negated = member and isinstance(test, cst.Comparison) and isinstance(test.comparisons[0].operator, cst.NotIn)
    return (path in _ALWAYS_2_0) != negated, site


def _by_version(read: Read, test: cst.Comparison, site: Site | None) -> tuple[bool, Site] | None:
    """Whether ``event.get("version") == "2.0"`` and its like hold for payload 2.0."""
    operator, said = test.comparisons[0].operator, literal(test.comparisons[0].comparator)
    if site is None or site.path != ("version",) or said is None or not _may_miss(read, site):
        return None
    default = literal(site.steps[-1].default) if site.steps[-1].default is not None else None
    rest = text(default) if default is not None else ""
    equal = isinstance(operator, cst.Equal)
    if (not equal and not isinstance(operator, cst.NotEqual)) or rest == "2.0" or text(said) not in (rest, "2.0"):
        return None
    return (text(said) == "2.0") == equal, site


_ALWAYS_2_0 = frozenset(ONLY_2_0 & {("version",), ("routeKey",), ("rawPath",), ("requestContext", "http")})
_ALWAYS_REST = frozenset(ONLY_REST & {("httpMethod",), ("resource",), ("requestContext", "identity")})
"""What every event of one format holds, with a value that counts as true, and none of the other."""


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
