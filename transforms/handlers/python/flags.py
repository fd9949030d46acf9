"""Uses of the event that cannot be followed: each is a finding at its place, and the code stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst as cst

from migrator.findings import Level

from .. import codes, sentences
from .draft import Draft
from .sites import LOWER, Site

NAMES: Final = {
    (): "the event",
    ("headers",): "the headers",
    (LOWER,): "the headers",
    ("requestContext",): "`requestContext`",
    ("requestContext", "identity"): "`requestContext.identity`",
    ("requestContext", "http"): "`requestContext.http`",
    ("requestContext", "authorizer"): "`requestContext.authorizer`",
    ("requestContext", "authorizer", "lambda"): "the authorizer's context",
    ("requestContext", "authorizer", "jwt"): "`requestContext.authorizer.jwt`",
    ("requestContext", "authorizer", "iam"): "`requestContext.authorizer.iam`",
    ("requestContext", "authentication"): "`requestContext.authentication`",
}
"""What holds other keys, or the same under other names, in another format. It must not get out of sight."""

READ = codes.ESCAPES.remedy


def unfollowed(draft: Draft, site: Site) -> bool:
    """Report a use that cannot be followed; whether there was one."""
    if site.path not in NAMES and site.kind != "store":
        return False
    if site.path == (LOWER,) and site.kind not in ("rebound", "store"):
        return False  # its names are the same in both formats
    what = NAMES.get(site.path, f"`{'.'.join(site.path)}`")
    match site.kind:
        case "alias" | "test" | "statement" | "member" | "log" | "folded" | "followed" | "put":
            return False
        case "rebound":
            draft.say(
                codes.REBOUND,
                site.node,
                f"`{site.name}` holds {what} here, and is bound again elsewhere or belongs to a class: what it holds where it is read cannot be told.",
                sentences.TWO_NAMES,
            )
        case "dynamic":
            draft.say(
                codes.DYNAMIC_KEY,
                site.node,
                f"A key that is computed is looked up in {what}; which one it is cannot be told from the code.",
                "Write the keys out, or look them up in a form that both formats share.",
            )
        case "store":
            draft.say(
                codes.CHANGED,
                site.node,
                f"Something is written into {what}, or taken out; later reads see it, in whatever format the event is.",
                sentences.OWN_VARIABLE,
            )
        case "method" if site.name in ("pop", "update", "setdefault", "clear", "popitem", "__setitem__", "__delitem__"):
            draft.say(
                codes.CHANGED,
                site.node,
                f"`.{site.name}()` changes {what}; later reads see it, in whatever format the event is.",
                sentences.OWN_VARIABLE,
            )
        case "method" | "iterate":
            how = f"`.{site.name}()` of" if site.kind == "method" else "a loop over"
            draft.say(
                codes.ESCAPES,
                site.node,
                f"{how[0].upper()}{how[1:]} {what}: its keys differ in the other format.",
                sentences.BY_NAME,
            )
        case _:
            draft.say(
                codes.ESCAPES,
                site.node,
                f"What reads {what} from here on cannot be followed: it is passed on, stored or returned.",
                READ,
            )
    return True


def nearly(draft: Draft, site: Site, *, outside: bool) -> None:
    """Report a use that cannot be followed where the formats are nearly the same: of the headers it is said elsewhere.

    Arguments:
        outside: whether it goes to a library, which knows no event.
    """
    if site.path not in NEAR or site.kind in ("alias", "test", "statement", "member", "log", "folded", "followed"):
        return
    draft.say(
        codes.ESCAPES,
        site.node,
        f"What reads {NAMES[site.path]} from here on was not looked at: names of headers, encoded bodies, the stage's name and claims are not the "
        "same.",
        "Check that headers are looked up whatever the case of their names, and that encoded bodies are decoded.",
        Level.INFO if outside else Level.WARNING,
    )


NEAR: Final = frozenset({(), ("requestContext",), ("requestContext", "authorizer")})


def rebinds(draft: Draft, function: cst.FunctionDef, parameter: str, counts: Mapping[str, int]) -> bool:
    """Report a function whose event is another one in places."""
    if counts.get(parameter, 0) > 1:
        draft.say(
            codes.REBOUND,
            function.name,
            f"`{parameter}` is bound more than once in `{function.name.value}`: what it holds where it is read cannot be told.",
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
