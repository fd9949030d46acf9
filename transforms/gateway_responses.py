"""Customised error responses of API Gateway itself."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Move, Step
from migrator.findings import Code, Example, Level

from . import pages

GATEWAY_RESPONSES = Code(
    "gateway-responses",
    Level.BLOCKER,
    "Error responses of API Gateway are customised.",
    "HTTP APIs answer errors of their own (401, 403, 404, 5xx) in one fixed form: status codes, headers and bodies that clients rely on "
    "would change.",
    "Check what clients do with these responses, then accept with `--accept gateway-responses`.",
    pages.GATEWAY_RESPONSES,
    Example("GatewayResponses: {DEFAULT_4XX: {StatusCode: 400}}", "(removed)"),
    announces=frozenset({"gateway-response.gone"}),
)


def to_http(move: Move) -> Iterator[Step]:
    """Flag customised responses; accepted, they go."""
    if (node := move.get("GatewayResponses")) is not None:
        names = ", ".join(node.entries())
        yield move.find(GATEWAY_RESPONSES, f"Responses of API Gateway itself are customised: {names}.", node)
        yield Drop(("GatewayResponses",))


CONCERN = Concern("gateway-responses", (GATEWAY_RESPONSES,), to_http, frozenset({"GatewayResponses"}))
