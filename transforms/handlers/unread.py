"""Functions whose code is not read, for its language or its place: they are named, and the types of their events are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from migrator.concern import View
from migrator.facts import Format
from migrator.findings import Finding, Span
from migrator.text.node import Node
from migrator.text.source import Source

from ..reading.code_place import code_place
from ..reading.image import context
from .codes import TYPED
from .finder_codes import HANDLER_UNREAD
from .package import Files

_JVM: Final = {
    "APIGatewayProxyRequestEvent": "APIGatewayV2HTTPEvent",
    "APIGatewayProxyResponseEvent": "APIGatewayV2HTTPResponse",
    "APIGatewayCustomAuthorizerEvent": "APIGatewayV2CustomAuthorizerEvent",
    "AwsProxyRequest": "HttpApiV2ProxyRequest",
}
_DOTNET: Final = {
    "APIGatewayProxyRequest": "APIGatewayHttpApiV2ProxyRequest",
    "APIGatewayProxyResponse": "APIGatewayHttpApiV2ProxyResponse",
    "APIGatewayProxyFunction": "APIGatewayHttpApiV2ProxyFunction",
    "APIGatewayCustomAuthorizerRequest": "APIGatewayCustomAuthorizerV2Request",
}
_GO: Final = {
    "APIGatewayProxyRequest": "APIGatewayV2HTTPRequest",
    "APIGatewayProxyResponse": "APIGatewayV2HTTPResponse",
    "APIGatewayCustomAuthorizerRequestTypeRequest": "APIGatewayV2CustomAuthorizerV2Request",
}
_RUST: Final = {
    "ApiGatewayProxyRequest": "ApiGatewayV2httpRequest",
    "ApiGatewayProxyResponse": "ApiGatewayV2httpResponse",
    "ApiGatewayCustomAuthorizerRequestTypeRequest": "ApiGatewayV2CustomAuthorizerV2Request",
}
TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    ".java": _JVM,
    ".kt": _JVM,
    ".scala": _JVM,
    ".cs": _DOTNET,
    ".fs": _DOTNET,
    ".vb": _DOTNET,
    ".go": _GO,
    ".rs": _RUST,
}
"""Types of the event libraries by the ending of files: those of a REST API, each with that of payload 2.0.

Sources: aws-lambda-java-events, aws-serverless-java-container, Amazon.Lambda.APIGatewayEvents, aws-lambda-go/events, aws_lambda_events.
"""

NAMED: Final = 3
"""How many functions a message names before it counts."""


def report(view: View, nodes: Mapping[str, list[Node]], before: Format | None) -> Iterator[Finding]:
    """Name the functions that are not read, and the lines that hold a type of the old format.

    Arguments:
        nodes: where the template says which events each function gets.
        before: the format of events that is given up, where types differ; None where they stay.
    """
    unread: dict[str, list[str]] = {}
    for name in nodes:
        following = view.following.get(name)
        if following is not None and following.unread:
            unread.setdefault(following.reason, []).append(name)
    for reason, names in unread.items():
        whose = "it" if len(names) == 1 else "each"
        what = f"The code of {_listed(names)} was not read: {whose} {reason}."
        yield view.find(HANDLER_UNREAD, what, nodes[names[0]][0])
    functions = [view.template.resources[name] for names in unread.values() for name in names]
    files = Files(view.template)
    folders = dict.fromkeys(context(each) or code_place(view.template, each).folder for each in functions)
    for folder in filter(None, folders) if before is not None else ():
        for path in files.below(folder, *TYPES):
            source = files.read(path)
            if source is not None and before is not None:
                yield from _types(view, source, path, before)


def _listed(names: list[str]) -> str:
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    *first, last = [*names[:NAMED], *more]
    return f"{', '.join(first)} and {last}" if first else last


def _types(view: View, source: Source, path: str, before: Format) -> Iterator[Finding]:
    """The first line of a file with each type of the old format."""
    known = next(types for ending, types in TYPES.items() if path.endswith(ending))
    pairs = known if before != "2.0" else {new: old for old, new in known.items()}
    for old, new in pairs.items():
        match = re.search(rf"\b{old}\b", source.text)
        if match is None:
            continue
        place = Span(match.start(), match.end(), *source.position(match.start()), *source.position(match.end()))
        today, then = ("payload 2.0", "REST APIs") if before == "2.0" else ("REST APIs and payload 1.0", "payload 2.0")
        what = f"`{old}` is the type of {today}; that of {then} is `{new}`."
        code = TYPED
        yield Finding(code, what, code.remedy, code.level, view.api.id, place, file=source.path)
