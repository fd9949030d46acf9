"""Customised error responses of API Gateway itself."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Move, Step
from migrator.findings import Code, Example, Level
from migrator.text.tree import Node
from migrator.text.values import is_map, literal

from . import pages

GATEWAY_RESPONSES = Code(
    "gateway-responses",
    Level.BLOCKER,
    "Error responses of API Gateway are customised.",
    "HTTP APIs answer errors of their own (401, 403, 404, 5xx) in one fixed form: status codes, headers and bodies that clients rely on "
    "would change. Responses that only add CORS headers are a warning where the API gets a CORS configuration.",
    "Check what clients do with these responses, then accept with `--accept gateway-responses`.",
    pages.GATEWAY_RESPONSES,
    Example("GatewayResponses: {DEFAULT_4XX: {StatusCode: 400}}", "(removed)"),
    announces=frozenset({"gateway-response.gone"}),
    levels=(
        (Level.BLOCKER, "a response has another status, header or body"),
        (Level.WARNING, "responses only add CORS headers, and the API has a CORS configuration"),
    ),
)

CORS_HEADER = "access-control-"
WITH_CORS = "An HTTP API adds the headers of its CORS configuration to responses. Check in a browser that errors of API Gateway itself carry them too."


def to_http(move: Move) -> Iterator[Step]:
    """Say what is lost of customised responses; accepted, they go."""
    node = move.get("GatewayResponses")
    if node is None:
        return
    yield from told(move, node)
    yield Drop(("GatewayResponses",))


def told(move: Move, node: Node) -> Iterator[Step]:
    """Say what each response does that an HTTP API cannot do.

    Arguments:
        node: the responses by type, as SAM has them.
    """
    entries = node.entries() if is_map(node) else {}
    headers = {name: _headers(response) for name, response in entries.items()}
    if entries and all(found is not None for found in headers.values()):
        listed = "; ".join(f"{name} ({', '.join(found or ())})" for name, found in headers.items())
        what = f"API Gateway's own error responses get CORS headers: {listed}."
        level = Level.WARNING if move.get("Cors") is not None else None
        yield move.find(GATEWAY_RESPONSES, what, node, level=level, remedy=WITH_CORS if level is not None else "")
        return
    listed = "; ".join(f"{name} ({_content(response)})" for name, response in entries.items()) or "an intrinsic"
    yield move.find(GATEWAY_RESPONSES, f"API Gateway's own error responses are customised: {listed}.", node)


def _headers(response: Node) -> list[str] | None:
    """Names of the CORS headers that a response adds; None where it does anything else."""
    parameters = response.get("ResponseParameters")
    headers = parameters.get("Headers") if parameters is not None else None
    if headers is None or not is_map(headers) or not set(response.entries()) <= {"ResponseParameters"}:
        return None
    if parameters is None or set(parameters.entries()) != {"Headers"}:
        return None
    names = list(headers.entries())
    return names if names and all(name.lower().startswith(CORS_HEADER) for name in names) else None


def _content(response: Node) -> str:
    parts = []
    if (status := response.get("StatusCode")) is not None:
        parts.append(f"status {literal(status) or 'of an intrinsic'}")
    headers = response.get("ResponseParameters", "Headers")
    if headers is not None:
        parts.append(f"headers {', '.join(headers.entries())}" if is_map(headers) else "headers")
    if response.get("ResponseTemplates") is not None:
        parts.append("another body")
    return ", ".join(parts) or "other settings"


CONCERN = Concern("gateway-responses", (GATEWAY_RESPONSES,), to_http, frozenset({"GatewayResponses"}))
