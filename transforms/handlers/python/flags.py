"""Uses of the event that cannot be followed: each is a finding at its place, and the code stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from migrator.findings import Level

from .. import codes, sentences
from .draft import Draft
from .sites import LOWER, Path, Site
from .trees import walk

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
        case "alias" | "test" | "statement" | "member" | "log" | "folded" | "followed":
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
                f"{how[0].upper()}{how[1:]} {what}: its keys are others in the other format.",
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


def rebinds(draft: Draft, function: cst.FunctionDef, parameter: str, counts: dict[str, int]) -> bool:
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
            draft.say(
                codes.ESCAPES,
                node,
                f"`{name}` can read the event without naming it.",
                READ,
            )


def catches(draft: Draft, node: cst.CSTNode, seen: frozenset[cst.CSTNode] = frozenset()) -> cst.CSTNode | None:
    """The ``try`` around a node, or around a call of the function that it stands in, that waits for a missing key."""
    inside: cst.CSTNode = node
    for above in draft.module.above(node):
        if isinstance(above, cst.FunctionDef):
            calls = [] if above in seen else draft.calls.get(above, [])
            found = (catches(other, call, seen | {above}) for other, call in calls)
            return next((one for one in found if one is not None), None)
        if isinstance(above, cst.With) and above.body is inside and _suppressed(draft, above):
            return above
        if isinstance(above, (cst.Try, cst.TryStar)) and above.body is inside:
            if any(_everything(h) for h in above.handlers[:1]):
                return None
            if any(_key_error(h) for h in above.handlers):
                return above
        inside = above
    return None


def _suppressed(draft: Draft, node: cst.With) -> bool:
    """Whether ``with suppress(KeyError):`` takes a missing key, and not a wrong type."""
    for item in node.items:
        call = item.item
        if isinstance(call, cst.Call) and draft.module.global_name(call.func) == "contextlib.suppress":
            named = {arg.value.value for arg in call.args if isinstance(arg.value, cst.Name)}
            return bool({"KeyError", "LookupError"} & named) and not {"TypeError", "Exception"} & named
    return False


def _everything(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    """Whether a handler takes a wrong type as it takes a missing key."""
    return handler.type is None or (
        isinstance(handler.type, cst.Name) and handler.type.value in ("Exception", "BaseException")
    )


def _key_error(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    def names(node: cst.BaseExpression | None) -> Iterator[str]:
        match node:
            case cst.Name(value=value):
                yield value
            case cst.Tuple(elements=elements):
                for element in elements:
                    yield from names(element.value)

    found = set(names(handler.type))
    return bool({"KeyError", "LookupError"} & found) and "TypeError" not in found


def error_told(draft: Draft, node: cst.CSTNode, key: str) -> None:
    """Report a key whose error is caught and shown: the text of the error names the key, or is another error."""
    inside: cst.CSTNode = node
    for above in draft.module.above(node):
        if isinstance(above, cst.FunctionDef):
            return
        if isinstance(above, cst.Try) and above.body is inside:
            handler = next((h for h in above.handlers if _everything(h) or _key_error(h)), None)
            if handler is not None and _is_shown(handler):
                draft.say(
                    codes.KEY_ERROR,
                    node,
                    f"Where `{key}` is missing, the error is caught and its text is used; with the new events the text is another one.",
                    "Write the text out in place of that of the error.",
                    Level.WARNING,
                )
            return
        inside = above


def _is_shown(handler: cst.ExceptHandler) -> bool:
    """Whether the text of a caught error goes anywhere but into a log."""
    if handler.name is None or not isinstance(handler.name.name, cst.Name):
        return False
    name = handler.name.name.value
    return any(
        isinstance(part, cst.Name) and part.value == name
        for statement in handler.body.body
        if not (isinstance(statement, cst.SimpleStatementLine) and all(isinstance(s, cst.Expr) for s in statement.body))
        for part in walk(statement)
    )


def key_error(draft: Draft, site: Site, path: Path) -> bool:
    """Report a read whose missing key an ``except KeyError`` waits for."""
    if catches(draft, site.node) is None:
        return False
    draft.say(
        codes.KEY_ERROR,
        site.node,
        f"`except KeyError` waits for `{'.'.join(path)}` to be missing; in the other format it is null or absent in other cases.",
        "Test the value in place of catching the error, as in `if event.get(...) is None`.",
    )
    return True
