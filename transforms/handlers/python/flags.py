"""Uses of the event that cannot be followed: each is a finding at its place, and the code stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst as cst

from .. import codes, field_uses, sentences
from ..field_uses import FieldUse
from .draft import Draft
from .sites import LOWER, Path, Site

HOLDERS: Final[frozenset[Path]] = frozenset(
    {
        (),
        ("headers",),
        (LOWER,),
        ("requestContext",),
        *(("requestContext", key) for key in ("identity", "http", "authorizer", "authentication")),
        *(("requestContext", "authorizer", key) for key in ("lambda", "jwt", "iam")),
    }
)
"""What holds other keys, or the same under other names, in another format. It must not get out of sight."""

_FOLLOWED: Final = frozenset({"alias", "test", "statement", "member", "log", "folded", "followed"})
"""Uses that are looked at where they lead, or by themselves."""

READ = codes.ESCAPES.remedy


def use_of(draft: Draft, site: Site) -> FieldUse:
    """What is reported of a use."""
    return FieldUse(draft, site.node, site.path, site.kind, site.name, "the headers" if site.path == (LOWER,) else "")


def uncertain_member(draft: Draft, site: Site) -> None:
    """Report a test for a key, whose outcome hangs on the format."""
    sentences.KEY_ASKED.on(draft, site.user, use_of(draft, site).shown, f"`{site.name}`", remedy=sentences.TEST_VALUE)


def unfollowed(draft: Draft, site: Site) -> bool:
    """Report a use that cannot be followed; whether there was one."""
    if site.path not in HOLDERS and site.kind != "store":
        return False
    if site.path == (LOWER,) and site.kind not in ("rebound", "store"):
        return False  # its names are the same in both formats
    if site.kind in _FOLLOWED or site.kind == "put":
        return False
    field_uses.unfollowed(use_of(draft, site))
    return True


def nearly(draft: Draft, site: Site, *, outside: bool) -> None:
    """Report a use that cannot be followed where the formats are nearly the same: of the headers it is said elsewhere.

    Arguments:
        outside: whether it goes to a library, which knows no event.
    """
    if site.path in NEAR and site.kind not in _FOLLOWED:
        field_uses.nearly(use_of(draft, site), outside=outside)


NEAR: Final = frozenset({(), ("requestContext",), ("requestContext", "authorizer")})


def rebinds(draft: Draft, function: cst.FunctionDef, parameter: str, counts: Mapping[str, int]) -> bool:
    """Report a function whose event is another one in places."""
    if counts.get(parameter, 0) > 1:
        draft.say(
            codes.REBOUND,
            function.name,
            f"`{parameter}` is bound more than once in `{function.name.value}`: its value where it is read cannot be determined.",
            codes.REBOUND.remedy,
        )
        return True
    return False


def looks_into_names(draft: Draft, names: dict[str, list[cst.Name]]) -> None:
    """Report what reads variables by other means than their names."""
    for name in ("locals", "vars", "eval", "exec", "globals"):
        for node in names.get(name, ()):
            call = draft.module.up(node)
            if name != "vars" or not isinstance(call, cst.Call) or not call.args:
                looks_into(draft, node, name)


def looks_into(draft: Draft, node: cst.CSTNode, name: str) -> None:
    """Report something that reads variables by other means than their names."""
    draft.say(codes.ESCAPES, node, f"`{name}` can read the event without naming it.", READ)
