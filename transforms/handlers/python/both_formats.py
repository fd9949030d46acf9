"""Code that copes with both formats: it asks for a field in one of them and then for its counterpart in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from .. import codes, sentences
from . import to_http_v2, to_rest
from .session import Read
from .sites import Path, Site, text
from .trees import literal


def copes(read: Read) -> set[int]:
    """Ids of sites that read the same with either event, so that nothing has to become of them."""
    sites = {id(site.node): site for site in read.sites if not site.children}
    found: set[int] = set()
    for site in sites.values():
        above = read.draft.module.up(site.node)
        match above:
            case cst.BooleanOperation(left=left, operator=cst.Or(), right=right) if left is site.node:
                other = sites.get(id(right))
                if other is not None and _may_miss(site) and counterparts(site.path, other.path):
                    found |= _pair(read, site, other)
            case cst.Comparison() if site.path == ("version",):
                found |= _by_version(read, site, above, sites)
    return found


def counterparts(one: Path, other: Path) -> bool:
    """Whether two places hold the same, one in a REST event and one in payload 2.0."""
    return any(
        (b in to_rest.MOVES and to_rest.MOVES[b].path == a) or (a in to_http_v2.MOVES and to_http_v2.MOVES[a].path == b)
        for a, b in ((one, other), (other, one))
    )


def _may_miss(site: Site) -> bool:
    """Whether a read gives None where its format is not the event's."""
    last = len(site.steps) - 1
    return all(step.get and (i == last or step.default is not None) for i, step in enumerate(site.steps))


def _pair(read: Read, *sites: Site) -> set[int]:
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


def _by_version(read: Read, site: Site, test: cst.Comparison, sites: dict[int, Site]) -> set[int]:
    """``A if event.get("version") == "2.0" else B``, and the same as a statement that assigns the same names."""
    module = read.draft.module
    asked = literal(test.comparisons[0].comparator) if len(test.comparisons) == 1 else None
    choice = module.up(test)
    if not _may_miss(site) or asked is None or text(asked) != "2.0" or not _is_equality(test):
        return set()
    if isinstance(choice, cst.IfExp):
        pairs = [(choice.body, choice.orelse)]
    elif isinstance(choice, cst.If) and isinstance(choice.orelse, cst.Else):
        one, other = (dict(_assigned(block)) for block in (choice.body, choice.orelse.body))
        if not one or one.keys() != other.keys():
            return set()
        pairs = [(one[name], other[name]) for name in one]
    else:
        return set()
    found = {id(site)}
    for mine, theirs in pairs:
        a, b = sites.get(id(mine)), sites.get(id(theirs))
        if a is None or b is None or not counterparts(a.path, b.path):
            return set()
        found |= _pair(read, a, b)
    return found


def _is_equality(test: cst.Comparison) -> bool:
    return isinstance(test.comparisons[0].operator, (cst.Equal, cst.NotEqual))


def _assigned(block: cst.BaseSuite) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Plain assignments of a block; nothing where it holds anything else."""
    found: list[tuple[str, cst.BaseExpression]] = []
    lines: Iterable[cst.CSTNode] = block.body
    for line in lines:
        match line:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value)]
            ):
                found.append((name, value))
            case _:
                return
    yield from found
