"""Access logs: the same setting under another name, with variables that differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import TypeAlias

from migrator.concern import Concern, Drop, Put, Step, View, fact
from migrator.sam.kinds import ApiKind
from migrator.stage_name import Default
from migrator.text.lines import spliced
from migrator.text.node import Node
from migrator.text.operations import Chosen, RewrittenText, Wanted
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    arguments,
    attribute,
    get,
    intrinsic,
    is_map,
    literals,
    ref,
    ref_target,
    substitution,
)

from ..access.fact import HTTP_ONLY_CONTEXT, REST_ONLY_CONTEXT
from ..codes import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.document import texts
from ..reading.lookups import choices
from .codes import LOG_DESTINATION, LOG_FORMAT, LOG_MEANING, LOG_ROLE

KEYS = ("DestinationArn", "Format")
_VARIABLE = re.compile(r"\$context\.([A-Za-z][\w.]*\w|[A-Za-z])")
_LONG_ID = "extendedRequestId"
_RENAMED = {"resourcePath": "routeKey"}


def to_http(view: View) -> Iterator[Step]:
    """``AccessLogSetting`` -> ``AccessLogSettings``."""
    node = view.get("AccessLogSetting")
    if node is None:
        return
    found = yield from _branches(view, node, _for_http)
    if found is None:
        yield Drop(("AccessLogSetting",))
    else:
        yield Put(("AccessLogSettings",), found, was="AccessLogSetting")


Converted = Generator[Step, None, Wanted | None]


def _branches(view: View, node: Node, convert: Callable[[View, Node], Converted]) -> Converted:
    """What a setting becomes in each branch of a condition; None where nothing of it is left."""
    branches = arguments(node, "If", 3)[1:]
    if not branches:
        return (yield from convert(view, node))
    kept: list[Wanted] = []
    for branch in branches:
        found = branch if ref_target(branch) == NO_VALUE else (yield from _branches(view, branch, convert))
        kept.append(ref(NO_VALUE) if found is None else found)
    return Chosen(node, (kept[0], kept[1]))


def _for_http(view: View, node: Node) -> Converted:
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`AccessLogSetting` must be a map.", node)
        return node
    for key, value in node.entries().items():
        if key not in KEYS:
            yield view.find(UNSUPPORTED_PROPERTY, f"`AccessLogSetting.{key}` is not a property of access logs.", value)
    destination = node.get("DestinationArn")
    if destination is not None and _is_firehose(view, destination):
        yield view.find(LOG_DESTINATION, "Access logs go to Firehose, which HTTP APIs cannot write to.", destination)
        return None
    entries: dict[str, Wanted] = {key: value for key, value in node.entries().items() if key in KEYS}
    if (text := node.get("Format")) is not None:
        entries["Format"] = yield from _format(view, text, _replacement)
    return entries


def _is_firehose(view: View, node: Node) -> bool:
    name = (attribute(node) or (ref_target(node),))[0]
    if kind := view.template.type_of(name):
        return kind.startswith("AWS::KinesisFirehose::")
    return any(":firehose:" in text for text in texts(node))


Replacement: TypeAlias = Callable[[str], str | None]
"""What stands in the place of a variable; None to keep it."""


def _format(view: View, node: Node, replacement: Replacement) -> Generator[Step, None, Wanted]:
    if parts := arguments(node, "If", 3):
        yes, no = (yield from _format(view, parts[1], replacement)), (yield from _format(view, parts[2], replacement))
        return Chosen(node, (yes, no))
    if replacement is _replacement and not _is_identified(node):
        replacement = _identifying
    if pieces := _pieces(node):
        return (yield from _joined(view, node, pieces, replacement))
    if (scalar := _written_out(node)) is None:
        yield from _elsewhere(view, node, replacement)
        return node
    changed = yield from _changed(view, node, scalar.text, replacement)
    return RewrittenText(node, scalar, changed) if changed else node


def _written_out(node: Node) -> Node | None:
    """The text of a format that stands here: itself, or that of a ``Sub``."""
    call = intrinsic(node)
    text = node if call is None else call.argument
    if substitution(node) is not None and text.kind == "sequence":
        text = text.elements()[0]
    return text if text.kind == "scalar" and (call is None or call.name == "Sub") else None


def _pieces(node: Node) -> list[Node]:
    """What a ``Join`` puts together, where all of it is text."""
    pieces = [piece for items in arguments(node, "Join", 2)[1:] for piece in items.elements()]
    return pieces if literals(pieces) is not None else []


def _joined(view: View, node: Node, pieces: Sequence[Node], replacement: Replacement) -> Generator[Step, None, Wanted]:
    """A format in pieces, none of which is an intrinsic."""
    found = list[str]()
    for piece in pieces:
        parts = yield from _changed(view, piece, piece.text, replacement)
        found.append(spliced(piece.text, parts))
    separator = arguments(node, "Join", 2)[0]
    return node if found == [piece.text for piece in pieces] else Tagged("Join", [separator, found])


def _changed(
    view: View, node: Node, text: str, replacement: Replacement
) -> Generator[Step, None, tuple[tuple[int, int, str], ...]]:
    found = [(m, replacement(m[1])) for m in _VARIABLE.finditer(text)]
    lost = [m[1] for m, new in found if new is not None and m[1] != _LONG_ID]
    yield from _findings(view, node, lost, [m[1] for m, _ in found])
    return tuple((m.start(), m.end(), new) for m, new in found if new is not None)


def _elsewhere(view: View, node: Node, replacement: Replacement) -> Iterator[Step]:
    """A format that is not written where it is used: in a parameter, a mapping, or another stack."""
    read = _values(view, node)
    texts_read = " ".join(text for each in read or [node] for text in texts(each))
    lost = dict.fromkeys(f"`{m[1]}`" for m in _VARIABLE.finditer(texts_read) if replacement(m[1]) is not None)
    if lost:
        kind, remedy = _BY_HAND[view.kind.name]
        what = f"The log format is written elsewhere, with variables that {kind} APIs do not have: {', '.join(lost)}."
        yield view.find(LOG_FORMAT, what, node, remedy=remedy)
    elif read is None:
        kind, remedy = _BY_HAND[view.kind.name]
        what = f"The log format is known only at deployment. It may have variables that {kind} APIs do not have."
        yield view.find(LOG_FORMAT, what, node, remedy=remedy)


def _values(view: View, node: Node) -> Sequence[Node] | None:
    """The values of a format, of a parameter its default at least; None where the template has none."""
    values = choices(view.template, node)
    default = get(view.template.parameters.get(ref_target(node) or ""), "Default")
    return [default] if values is None and default is not None else values


_WRITE = "Write `$context.{}` in the place of `$context.{}`, and `-` in the place of others that {} APIs do not have."
_BY_HAND: dict[ApiKind, tuple[str, str]] = {
    "http": ("HTTP", _WRITE.format("routeKey", "resourcePath", "HTTP")),
    "rest": ("REST", _WRITE.format("resourcePath", "routeKey", "REST")),
}
"""What the APIs are called, and what to do about a format that is not changed, by the kind that the API becomes."""


def _replacement(variable: str) -> str | None:
    """What stands in the place of a variable; None to keep it."""
    if variable in _RENAMED:
        return f"$context.{_RENAMED[variable]}"
    return "-" if variable.startswith(REST_ONLY_CONTEXT) else None


def _is_identified(node: Node) -> bool:
    return any(match[1] == "requestId" for text in texts(node) for match in _VARIABLE.finditer(text))


def _identifying(variable: str) -> str | None:
    """As `_replacement`, for a format without the one variable that an HTTP API insists on; both mean the same there.

    Source: AWS::ApiGatewayV2::Stage AccessLogSettings ("must include at least `$context.requestId`").
    """
    return "$context.requestId" if variable == _LONG_ID else _replacement(variable)


def _findings(view: View, node: Node, lost: list[str], used: list[str]) -> Iterator[Step]:
    if lost:
        named = ", ".join(dict.fromkeys(f"`{name}`" for name in lost))
        new = "HTTP" if view.kind.name == "http" else "REST"
        yield view.find(LOG_FORMAT, f"{new} APIs do not have these variables of the log format: {named}.", node)
    meanings = _meanings(view)
    if other := [f"`{name}` {meanings[name]}" for name in dict.fromkeys(used) if name in meanings]:
        yield view.find(LOG_MEANING, f"In the access log {' and '.join(other)}.", node)


@fact
def _meanings(view: View) -> Mapping[str, str]:
    """Variables that mean something else on the other kind of API, and what.

    Source: api-gateway-mapping-template-reference and http-api-logging-variables; ``path`` holds what stands in the URL, the stage too.
    """
    if view.kind.name == "rest":
        path = {"path": "will begin with the stage"} if isinstance(view.stage.before, Default) else {}
        return {"extendedRequestId": "will differ from `requestId`", **path}
    path = {"path": "no longer begins with the stage"} if view.stage.is_default else {}
    return {"extendedRequestId": "will equal `requestId`, which is no longer a UUID", **path}


def to_rest(view: View) -> Iterator[Step]:
    """``AccessLogSettings`` -> ``AccessLogSetting``."""
    node = view.get("AccessLogSettings")
    if node is None:
        return
    yield view.find(LOG_ROLE, "A REST API writes access logs with a role that is set for the account.", node)
    found = yield from _branches(view, node, _for_rest)
    yield Put(("AccessLogSetting",), found, was="AccessLogSettings")


def _for_rest(view: View, node: Node) -> Converted:
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`AccessLogSettings` must be a map.", node)
        return node
    entries: dict[str, Wanted] = dict(node.entries())
    if (text := node.get("Format")) is not None:
        entries["Format"] = yield from _format(view, text, _rest_variable)
    return entries


def _rest_variable(variable: str) -> str | None:
    if variable == "routeKey":
        return "$context.resourcePath"
    return "-" if variable in HTTP_ONLY_CONTEXT else None


CONCERN = Concern("access-logs", to_http, frozenset({"AccessLogSetting"}), to_rest, frozenset({"AccessLogSettings"}))
