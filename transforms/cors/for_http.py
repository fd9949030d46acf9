"""What of a CORS configuration an HTTP API refuses, and what it becomes there."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from migrator.concern import Step, View
from migrator.findings import Level
from migrator.sam.quotas import AGES, is_origin
from migrator.text.node import Node, boolean, integer
from migrator.text.values import Tagged, Value, arguments, intrinsic, literal

from ..codes import DROPPED_SETTING, UNSUPPORTED_PROPERTY
from .codes import CORS_CREDENTIALS, CORS_NARROWER, CORS_ORIGINS, CORS_PARAMETER, CORS_VALUE
from .fact import LISTS, Bare, Cors
from .known import because, known, leaves, may_lack_scheme
from .lists import STRAY, UNSEEN, list_for_http, parameters_of
from .sent import allowed_instead
from .values import EVERY, EXPRESSION, STRING, bare_origins

_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?")
_QUOTED = "Take the inner quotes out of the parameter, write `!Sub \"'${Parameter}'\"` in its place, deploy that, and run again."
_WEB = re.compile(r"https?://[^/?#]+")
_EACH_HOST = "List each origin by its whole name. Browsers match no pattern in this header, so it lets nobody in today."
_OTHER_SCHEME = "Send the headers from the functions and remove the CORS settings, or leave this API as it is."
_ALLOWED_ONE = (
    "The functions name no other origin than `{0}` in `Access-Control-Allow-Origin`, while the settings allow every origin. The HTTP API will "
    "allow `{0}` only, so that preflight requests of other origins are refused."
)


def for_http(view: View, cors: Cors) -> Generator[Step, None, Bare]:
    """State what a configuration of a REST API becomes, and what of it an HTTP API refuses.

    Arguments:
        cors: what `Cors` or an OPTIONS mock says.
    """
    found: Bare = {}
    if "origins" not in cors.given and not cors.every:
        found["origins"] = [EVERY]  # Source: samtranslator api_generator.py, CorsProperties
    for name, node in cors.given.items():
        if name == "origins":
            found[name] = yield from _all_origins(view, cors, node)
        elif name in LISTS:
            values = yield from list_for_http(view, cors, name, node)
            if values != [] or name != "headers":  # an empty list of headers says what none says
                found[name] = values
        elif name == "age":
            seconds = yield from _age(view, node, cors.key(name))
            if seconds is not None:
                found[name] = seconds
        else:
            yield from _credentials(view, cors, node, found)
    origins = found.get("origins")
    if (one := allowed_instead(view, origins if isinstance(origins, list) else None)) is not None:
        yield view.find(CORS_NARROWER, _ALLOWED_ONE.format(one), cors.given.get("origins", cors.node))
        found["origins"] = [one]
    yield from unknown_settings(view, cors)
    return found


def unknown_settings(view: View, cors: Cors) -> Iterator[Step]:
    """Name the keys that mean nothing there."""
    for key, node in cors.unknown.items():
        yield view.find(UNSUPPORTED_PROPERTY, f"`{cors.spelling}.{key}` is not a CORS setting.", node)


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
    unclear = any(may_lack_scheme(view, value) for value in leaves(view, found))
    if names := parameters_of(view, node):
        yield from _of_parameters(view, found, node, names, unclear=unclear)
    elif unclear:
        what = "The origin is a value that is known at deployment only, and nothing shows that it begins with a scheme."
        yield view.find(CORS_PARAMETER, what, node, remedy=_UNKNOWN)


def _of_parameters(
    view: View, found: Sequence[Value], node: Node, names: Sequence[str], *, unclear: bool
) -> Iterator[Step]:
    """What to check of the values that parameters have at deployment."""
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
    source = because(view, value)
    reason, remedy = _refusal(text, quoted_by=_QUOTED if source else STRAY)
    yield view.find(
        CORS_VALUE, f"An HTTP API does not accept the origin `{text}`{source}: {reason}.", node, remedy=remedy
    )


def _refusal(text: str, quoted_by: str) -> tuple[str, str]:
    """Why an HTTP API takes no such origin, and what to do; the code's own advice where that is empty."""
    web = _WEB.match(text)
    if EXPRESSION.match(text):
        return "it is an expression, which only REST APIs evaluate", ""
    if "'" in text:
        return "it has quotes of its own", quoted_by
    if web is not None and "*" in web[0]:
        return "`*` may stand for the whole host only", _EACH_HOST
    if web is not None:
        return "an origin ends behind the host and its port", f"Write `{web[0]}`, as browsers send it."
    scheme = f"Write the scheme in front, such as `https://{text}`." if _HOST.fullmatch(text) else _OTHER_SCHEME
    return "it is neither `*` nor begins with `http://` or `https://`", scheme


def _age(view: View, node: Node, name: str) -> Generator[Step, None, Value]:
    if parts := arguments(node, "If", 3):
        yes, no = (yield from _age(view, parts[1], name)), (yield from _age(view, parts[2], name))
        return Tagged("If", [parts[0], yes, no])
    seconds = integer(node)
    if seconds is None:
        what = "not a number" if intrinsic(node) is None else "known only at deployment"
        yield view.find(CORS_VALUE, f"`{name}` is {what}.", node)
    elif seconds not in AGES:
        what = f"`{name}` is {seconds} seconds; an HTTP API takes {AGES[0]} to {AGES[-1]}."
        remedy = (
            f"Write {AGES[-1]}: browsers keep an answer no longer than that." if seconds > 0 else "Write -1 or more."
        )
        yield view.find(CORS_VALUE, what, node, remedy=remedy)
    return seconds


def _credentials(view: View, cors: Cors, node: Node, found: Bare) -> Iterator[Step]:
    is_mock = cors.spelling == "mock"
    value = _sent_as(node) if is_mock else boolean(node)
    if value is None and not is_mock:
        # T43: SAM drops a text here on both kinds.
        yield view.find(DROPPED_SETTING, "`AllowCredentials` is not a literal boolean. SAM ignores it.", node)
        return
    if value is None:
        yield view.find(CORS_VALUE, f"`{cors.key('credentials')}` is neither true nor false.", node)
    if value is not False or not is_mock:
        found["credentials"] = True if is_mock else node
    if value is not False:
        yield from _for_every_origin(view, cors, node)


def _for_every_origin(view: View, cors: Cors, node: Node) -> Iterator[Step]:
    origins = leaves(view, bare_origins(view, cors.given.get("origins")) or [])
    every = next((origin for origin in origins if known(view, origin) == EVERY), None)
    if every is not None:
        what = f"Credentials are allowed for every origin{because(view, every)}."
        yield view.find(CORS_CREDENTIALS, what, node)


def _sent_as(node: Node) -> bool | None:
    """The boolean that a mock sends as a text."""
    return {"true": True, "false": False}.get((literal(node) or "").strip().strip("'").lower())
