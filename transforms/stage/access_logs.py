"""Access logs: the same setting under another name, with variables that differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping

from migrator.concern import Concern, Drop, Put, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.stage_name import Default
from migrator.text.operations import Chosen, RewrittenText, Wanted
from migrator.text.tree import Node
from migrator.text.values import NO_VALUE, attribute, intrinsic, is_map, ref, ref_target

from .. import pages
from ..access.fact import HTTP_ONLY_CONTEXT, REST_ONLY_CONTEXT
from ..codes import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE

LOG_FORMAT = Code(
    "log-format",
    Level.WARNING,
    "The access log format uses variables that the other kind of API does not have.",
    "`$context.resourcePath` becomes `$context.routeKey` (method and path), and the other way round; variables without a counterpart "
    "become `-`.",
    "Adapt queries and dashboards that read these fields.",
    pages.LOGGING,
    Example("$context.resourcePath $context.identity.apiKey", "$context.routeKey -"),
)
LOG_MEANING = Code(
    "log-meaning",
    Level.INFO,
    "The access log format uses variables that mean something else on the other kind of API.",
    "On an HTTP API `extendedRequestId` equals `requestId`, which is not a UUID. `path` begins with the stage, except for "
    "the stage `$default`.",
    "Adapt queries and dashboards that read these fields.",
    pages.LOGGING,
)
LOG_DESTINATION = Code(
    "log-destination",
    Level.WARNING,
    "Access logs go to Firehose.",
    "HTTP APIs write access logs only to CloudWatch Logs. The setting is removed, so the API writes no access logs.",
    "Set `AccessLogSettings` with a log group, and a subscription filter to Firehose if you need it.",
    pages.LOGGING,
    announces=frozenset({"api.access_log"}),
)

LOG_ROLE = Code(
    "log-role",
    Level.WARNING,
    "Access logs need a role that is set for the account.",
    "A REST API writes to CloudWatch Logs with the role in `AWS::ApiGateway::Account`, which is set once per account and region. An HTTP "
    "API needs no role.",
    "Make sure that the account has the role, or add `AWS::ApiGateway::Account` to one stack.",
    pages.LOGGING,
)

KEYS = ("DestinationArn", "Format")
_VARIABLE = re.compile(r"\$context\.([A-Za-z][\w.]*\w|[A-Za-z])")
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
    call = intrinsic(node)
    if call is None or call.name != "If" or len(call.argument.items) != 3:
        return (yield from convert(view, node))
    kept: list[Wanted] = []
    for branch in call.argument.elements()[1:]:
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
    resource = view.template.resources.get(name or "")
    if resource is not None:
        return resource.type.startswith("AWS::KinesisFirehose::")
    return any(":firehose:" in inner.text for inner in node.walk() if inner.kind == "scalar")


def _format(view: View, node: Node, replacement: Callable[[str], str | None]) -> Generator[Step, None, Wanted]:
    call = intrinsic(node)
    scalar = call.argument if call is not None else node
    if scalar.kind == "sequence" and scalar.items and call is not None and call.name == "Sub":
        scalar = scalar.elements()[0]
    if scalar.kind != "scalar":
        yield from _unread(view, node)
        return node
    found = [(m, replacement(m[1])) for m in _VARIABLE.finditer(scalar.text)]
    yield from _findings(view, node, [m[1] for m, new in found if new is not None], [m[1] for m, _ in found])
    changed = tuple((m.start(), m.end(), new) for m, new in found if new is not None)
    return RewrittenText(node, scalar, changed) if changed else node


def _unread(view: View, node: Node) -> Iterator[Step]:
    texts = " ".join(inner.text for inner in node.walk() if inner.kind == "scalar")
    lost = [m[1] for m in _VARIABLE.finditer(texts) if _replacement(m[1]) is not None]
    if lost:
        yield view.find(
            LOG_FORMAT,
            f"HTTP APIs do not have these variables, and the format could not be changed: {', '.join(lost)}.",
            node,
        )


def _replacement(variable: str) -> str | None:
    """What stands in the place of a variable; None to keep it."""
    if variable in _RENAMED:
        return f"$context.{_RENAMED[variable]}"
    return "-" if variable.startswith(REST_ONLY_CONTEXT) else None


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
