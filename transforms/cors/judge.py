"""What of a CORS configuration the other kind of API takes, and what it answers differently."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from migrator.concern import Step, View, is_true
from migrator.findings import Level
from migrator.sam.quotas import AGES, is_origin
from migrator.text.tree import Node, boolean, integer
from migrator.text.values import Tagged, Value, intrinsic, is_list, items_of, literal, ref_target

from ..codes import DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from .codes import (
    CORS_CREDENTIALS,
    CORS_MANY,
    CORS_METHODS,
    CORS_ORIGINS,
    CORS_PARAMETER,
    CORS_VALUE,
)
from .fact import LISTS, Bare, Cors
from .known import because, known, leaves, may_lack_scheme
from .lists import STRAY, UNSEEN, list_for_http, parameters_of
from .responses import told
from .values import (
    EVERY,
    EXPRESSION,
    STRING,
    between_quotes,
    list_between_quotes,
    quoted,
    quoted_text,
    split,
    unquoted,
)

_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?")
_QUOTED = "Take the inner quotes out of the parameter, write `!Sub \"'${Parameter}'\"` in its place, deploy that, and run again."
_WEB = re.compile(r"https?://[^/?#]+")
_EACH_HOST = "List each origin by its whole name. Browsers match no pattern in this header, so it lets nobody in today."
_OTHER_SCHEME = "Send the headers from the functions and remove the CORS settings, or leave this API as it is."
_WILD = re.compile(r"https?://\*")


# -- to-http ---------------------------------------------------------------------------------------------------


def for_http(view: View, cors: Cors) -> Generator[Step, None, Bare]:
    """State what a configuration of a REST API becomes, and what of it an HTTP API refuses.

    Arguments:
        cors: what `Cors` or an OPTIONS mock says.
    """
    found: Bare = {}
    if "origins" not in cors.given and not cors.every:
        found["origins"] = [EVERY]  # Source: samtranslator api_generator.py, CorsProperties
    for name, node in cors.given.items():
        if name in LISTS:
            values = yield from (
                _all_origins(view, cors, node) if name == "origins" else list_for_http(view, cors, name, node)
            )
            if values != [] or name != "headers":  # an empty list of headers says what none says
                found[name] = values
        elif name == "age":
            seconds = yield from _age(view, node, cors.key(name))
            if seconds is not None:
                found[name] = seconds
        else:
            yield from _credentials(view, cors, node, found)
    for key, node in cors.unknown.items():
        yield view.find(UNSUPPORTED_PROPERTY, f"`{cors.spelling}.{key}` is not a CORS setting.", node)
    return found


def bare_origins(view: View, node: Node | None) -> list[Value] | None:
    """The origins without their inner quotes; None where these cannot be seen. SAM's default is every origin."""
    if node is None:
        return [EVERY]  # Source: samtranslator api_generator.py, CorsProperties
    if (text := literal(node)) is not None:
        return [*split(text)]
    bare = unquoted(view, node) or (node if ref_target(node) in view.template.parameters else None)
    return [bare] if bare is not None else None


def _all_origins(view: View, cors: Cors, node: Node) -> Generator[Step, None, Value]:
    found = bare_origins(view, node)
    if found is None:
        yield view.find(CORS_VALUE, UNSEEN.format(cors.key("origins")), node)
        return [node]
    yield from _origins(view, found, node)
    return found


_NO_DEFAULT = (
    "HTTP APIs refuse origins that do not begin with `http://` or `https://`, and inner quotes become part of them. Check the values that "
    "you deploy with: `https://a.example`, not `a.example`. Then give the parameter such a default, or accept with `--accept cors-parameter`."
)

_UNKNOWN = (
    "HTTP APIs refuse origins that do not begin with `http://` or `https://`. Write the scheme in front if it is not part of the value, or "
    "accept with `--accept cors-parameter` if it is."
)


def _origins(view: View, found: Sequence[Value], node: Node) -> Iterator[Step]:
    if len(found) > 1:
        yield view.find(CORS_ORIGINS, f"`{literal(node)}` becomes {len(found)} origins.", node)
    if not found:
        what = "The origin is empty. Browsers refuse that header today, and an HTTP API would allow no origin."
        yield view.find(CORS_VALUE, what, node, remedy="Name the origin that is meant, or remove the CORS settings.")
    for value in leaves(view, found):
        yield from _origin(view, value, node)
    names = parameters_of(view, node)
    unclear = any(may_lack_scheme(view, value) for value in leaves(view, found))
    if not names:
        if unclear:
            what = "The origin is a value that is known at deployment only, and nothing shows that it begins with a scheme."
            yield view.find(CORS_PARAMETER, what, node, remedy=_UNKNOWN)
        return
    listed = ", ".join(names)
    types = {literal(view.template.parameters[name].get("Type")) for name in names}
    if list(found) == [node]:
        what = f"The origin is the value of parameter `{listed}`, with the inner quotes in that value."
        yield view.find(CORS_PARAMETER, what, node)
    elif types == {STRING} and isinstance(found[0], Tagged) and found[0].name == "Select":
        what = f"The origin is what stands between the inner quotes of parameter `{listed}`."
        remedy = "Keep the quotes in the values that you deploy with: a deployment with a value that has none fails."
        yield view.find(CORS_PARAMETER, what, node, remedy=remedy, level=Level.WARNING)
    elif types != {STRING}:
        what = f"The origin comes from parameter `{listed}`, whose type is not `String`."
        yield view.find(CORS_PARAMETER, what, node)
    elif unclear:
        what = f"The origin is the value of parameter `{listed}`, which has no default that shows what it looks like."
        yield view.find(CORS_PARAMETER, what, node, remedy=_NO_DEFAULT)
    else:
        what = f"The origin is the value of parameter `{listed}`. It must not have inner quotes of its own."
        remedy = "Check the values that you deploy with: `https://a.example`, not `'https://a.example'`."
        yield view.find(CORS_PARAMETER, what, node, remedy=remedy, level=Level.WARNING)


def _origin(view: View, value: Value, node: Node) -> Iterator[Step]:
    """Say what of one origin an HTTP API refuses."""
    text = known(view, value)
    if not text or (is_origin(text) and "'" not in text):
        return
    what = f"An HTTP API does not accept the origin `{text}`{because(view, value)}"
    if EXPRESSION.match(text):
        yield view.find(CORS_VALUE, f"{what}: it is an expression, which only REST APIs evaluate.", node)
    elif "'" in text:
        remedy = _QUOTED if because(view, value) else STRAY
        yield view.find(CORS_VALUE, f"{what}: it has quotes of its own.", node, remedy=remedy)
    elif (web := _WEB.match(text)) is not None:
        remedy = _EACH_HOST if "*" in web[0] else f"Write `{web[0]}`, as browsers send it."
        reason = (
            "`*` may stand for the whole host only" if "*" in web[0] else "an origin ends behind the host and its port"
        )
        yield view.find(CORS_VALUE, f"{what}: {reason}.", node, remedy=remedy)
    else:
        remedy = f"Write the scheme in front, such as `https://{text}`." if _HOST.fullmatch(text) else ""
        begins = "it is neither `*` nor begins with `http://` or `https://`"
        yield view.find(CORS_VALUE, f"{what}: {begins}.", node, remedy=remedy or _OTHER_SCHEME)


def _age(view: View, node: Node, name: str) -> Generator[Step, None, Value]:
    call = intrinsic(node)
    parts = call.argument.elements() if call is not None and call.name == "If" else []
    if len(parts) == 3:
        yes, no = (yield from _age(view, parts[1], name)), (yield from _age(view, parts[2], name))
        return Tagged("If", [parts[0], yes, no])
    seconds = integer(node)
    if seconds is None:
        what = "not a number" if call is None else "known only at deployment"
        yield view.find(CORS_VALUE, f"`{name}` is {what}.", node)
    elif seconds not in AGES:
        what = f"`{name}` is {seconds} seconds; an HTTP API takes {AGES[0]} to {AGES[-1]}."
        remedy = (
            f"Write {AGES[-1]}: browsers keep an answer no longer than that." if seconds > 0 else "Write -1 or more."
        )
        yield view.find(CORS_VALUE, what, node, remedy=remedy)
    return seconds


def _credentials(view: View, cors: Cors, node: Node, found: Bare) -> Iterator[Step]:
    if cors.spelling == "mock":
        value = {"true": True, "false": False}.get((literal(node) or "").strip().strip("'").lower())
        if value is None:
            what = f"`{cors.key('credentials')}` is neither true nor false."
            yield view.find(CORS_VALUE, what, node)
        if value is not False:
            found["credentials"] = True
    else:
        value = boolean(node)
        if value is None:
            # T43: SAM drops a text here on both kinds.
            what = "`AllowCredentials` is not a literal boolean. SAM ignores it."
            yield view.find(DROPPED_SETTING, what, node)
            return
        found["credentials"] = node
    if value is False:
        return
    origins = leaves(view, bare_origins(view, cors.given.get("origins")) or [])
    every = next((origin for origin in origins if known(view, origin) == EVERY), None)
    if every is not None:
        what = f"Credentials are allowed for every origin{because(view, every)}."
        yield view.find(CORS_CREDENTIALS, what, node)


# -- to-rest ---------------------------------------------------------------------------------------------------


def for_rest(view: View, cors: Cors) -> Generator[Step, None, Bare | None]:
    """State what a configuration of an HTTP API becomes, and what of it a REST API cannot say; None where CORS goes.

    Arguments:
        cors: what `CorsConfiguration` or a definition says.
    """
    origins = cors.given.get("origins")
    if not cors.every and (origins is None or is_off_list(origins)):
        what = f"`{cors.spelling}` is left out. It names no origin, so it allows none."
        yield view.find(DROPPED_SETTING, what, cors.node)
        return None
    found: Bare = {"origins": quoted(EVERY)} if cors.every else {}
    for name, node in cors.given.items():
        if name == "origins":
            found[name] = yield from _one_origin(view, cors, node)
        elif name == "expose" or (name == "headers" and is_off_list(node)):
            continue
        elif name == "age":
            seconds = integer(node)  # SAM reads a number as YAML 1.1 does, and writes it in decimal digits
            found[name] = quoted(str(seconds)) if seconds is not None else between_quotes(view, node) or node
            if seconds is None and between_quotes(view, node) is None:
                yield view.find(CORS_VALUE, "`MaxAge` is an intrinsic that cannot be put between quotes.", node)
        elif name == "credentials":
            if boolean(node) is None and cors.spelling != "CorsConfiguration":
                yield view.find(CORS_VALUE, f"`{cors.key(name)}` is not a literal boolean.", node)
            found[name] = node
        else:
            found[name] = yield from _texts(view, cors.key(name), node)
    for key, node in cors.unknown.items():
        yield view.find(UNSUPPORTED_PROPERTY, f"`{cors.spelling}.{key}` is not a CORS setting.", node)
    yield from told(view, cors)
    if "methods" not in cors.given:  # T20
        what = "Preflight answers name no methods today; they will name the methods of each path."
        yield view.find(CORS_METHODS, what, cors.node)
    return found


def is_off_list(node: Node) -> bool:
    """Whether a list of origins allows none."""
    return node.is_null or (is_list(node) and not node.elements())


def _one_origin(view: View, cors: Cors, node: Node) -> Generator[Step, None, Value]:
    items = items_of(node)
    if not items:
        what = f"`{cors.key('origins')}` is not a list that is written out here."
        remedy = "List the origin: `[https://example.com]` or `[!Ref Origin]`, where `Origin` is a String parameter."
        yield view.find(CORS_VALUE, what, node, remedy=remedy)
        return node
    texts = {text for item in items if (text := known(view, item)) is not None}
    if len(items) > 1:
        # With credentials no browser takes `*` (Fetch standard, CORS protocol and credentials).
        both = texts == {"http://*", "https://*"} and not is_true(cors.given.get("credentials"))
        remedy = "Allow `*` in their place if every origin may read the answers, `null` too." if both else ""
        yield view.find(CORS_MANY, f"{len(items)} origins are allowed.", node, remedy=remedy)
    elif (wild := next((text for text in texts if _WILD.match(text)), None)) is not None:
        what = f"`{wild}` allows many origins. A REST API would send it as it is, and no browser accepts that."
        yield view.find(CORS_MANY, what, node)
    yield from _quotes(view, items)
    wanted = between_quotes(view, items[0])
    if wanted is None:
        what = f"`{cors.key('origins')}` has an intrinsic that cannot be put between quotes."
        yield view.find(CORS_VALUE, what, node)
    return wanted or node


def _texts(view: View, key: str, node: Node) -> Generator[Step, None, Value]:
    found = list_between_quotes(view, node)
    if found is None:
        remedy = "Write the values out as a list of texts, such as `[GET, POST]`."
        yield view.find(CORS_VALUE, f"`{key}` must be a literal list.", node, remedy=remedy)
    yield from _quotes(view, items_of(node))
    return found if found is not None else node


def _quotes(view: View, items: Sequence[Node]) -> Iterator[Step]:
    """Values that no browser matches on an HTTP API and that browsers would match on a REST API (T19)."""
    for item in items:
        if (text := quoted_text(view, item)) is not None:
            what = f"`{text}` has quotes of its own, so it matches nothing today."
            yield view.find(UNSUPPORTED_SHAPE, what, item, remedy="Remove the inner quotes, or the value.")
