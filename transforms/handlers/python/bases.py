"""What aliases hold in the new format: an alias of something that is gone gets another base, or is read from the event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from .chains import Move, apply, from_root, stay
from .draft import Draft
from .sites import LOWER, Path, Site

Moved = Callable[[Site], Move]


def place(
    draft: Draft, sites: Iterable[Site], moved: Moved, surviving: frozenset[Path], root: str, base: Path = ()
) -> None:
    """Write the keys of sites and of their aliases anew.

    Arguments:
        draft: where to write.
        sites: sites whose names hold the same.
        moved: where a site's path goes.
        surviving: what is there in the new format as well.
        root: name of the event.
        base: what the name of these sites holds in the new format.
    """
    for site in sites:
        if (site.path and site.path[0] == LOWER) or (site.children and site.children[0].base == (LOWER,)):
            continue
        if not site.children and not (site.kind == "alias" and _container(site, moved, surviving)):
            apply(draft, site, moved(site), base, root)
            continue
        found = _bases(site, moved, surviving)
        own = Move(*next(iter(found))) if len(found) == 1 else Move(())
        if own.path or site.path == ():
            apply(draft, site, own, base, root)
            place(draft, site.children, moved, surviving, root, own.path)
        elif _removed(draft, site):
            for child in site.children:
                _inline(draft, child, moved, root)
        else:
            from .. import codes

            draft.say(
                codes.NO_COUNTERPART,
                site.node,
                f"`{site.name}` holds `{'.'.join(site.path)}`, whose fields are in several places in the other format.",
                "Read each field from the event by itself.",
            )


def _container(site: Site, moved: Moved, surviving: frozenset[Path]) -> bool:
    """Whether an alias that nothing reads holds something that is gone."""
    return site.path in (("requestContext", "identity"), ("requestContext", "http"))


def _bases(site: Site, moved: Moved, surviving: frozenset[Path]) -> set[tuple[tuple[Path, ...], bool]]:
    """What an alias may hold in the new format: one for all that read it, or several."""
    depth = len(site.path)
    own = moved(site)
    if site.path in surviving:
        return {(stay(site.path).keys, False)}
    if own.keys != stay(site.path).keys or site.path not in _GONE:
        return {(own.keys, own.optional)}
    found: set[tuple[tuple[Path, ...], bool]] = set()
    for child in site.children:
        if child.children:
            found |= {(keys[:depth], optional) for keys, optional in _bases(child, moved, surviving)}
        else:
            move = moved(child)
            found.add((move.keys[:depth], move.optional))
    keys = {key for key, _ in found}
    return {(key, any(optional for k, optional in found if k == key)) for key in keys}


_GONE = frozenset({("requestContext", "identity"), ("requestContext", "http"), ("requestContext", "authentication")})


def _inline(draft: Draft, site: Site, moved: Moved, root: str) -> None:
    if site.steps:
        from_root(draft, site, moved(site), root)
    for child in site.children:
        _inline(draft, child, moved, root)


def _removed(draft: Draft, site: Site) -> bool:
    """Take the line of an alias out that nothing reads any more; whether it could be."""
    line = draft.module.up(site.user)
    block = draft.module.up(line)
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1 or not isinstance(block, cst.IndentedBlock):
        return False
    comments = any(empty.comment for empty in line.leading_lines) or line.trailing_whitespace.comment
    if len(block.body) < 2 or comments or any(child.children for child in site.children):
        return False
    if any(not child.steps for child in site.children):
        return False
    draft.put(line, lambda node: cst.RemoveFromParent())
    return True
