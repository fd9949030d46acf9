"""Customised error responses of API Gateway itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from migrator.concern import Concern, Drop, Step, View
from migrator.findings import Code, Example, Level
from migrator.text.node import Node
from migrator.text.values import entries_of, given, is_map, literal

from .. import pages
from ..reading.lookups import choices

GATEWAY_RESPONSES = Code(
    "gateway-responses",
    Level.BLOCKER,
    "The API customises error responses of API Gateway.",
    "HTTP APIs send their own error responses (401, 403, 404, 5xx) in one fixed form, so status codes, headers and bodies that clients rely on "
    "would change. Responses that only add CORS headers are a warning where the API gets a CORS configuration.",
    "Check what clients do with these responses, then accept with `--accept gateway-responses`.",
    pages.GATEWAY_RESPONSES,
    Example("GatewayResponses: {DEFAULT_4XX: {StatusCode: 400}}", "(removed)"),
    announces=frozenset({"gateway-response.gone"}),
    levels=(
        (Level.BLOCKER, "a response has another status, header or body"),
        (Level.WARNING, "responses only add CORS headers, and the API has a CORS configuration"),
    ),
    only="to-http",
)

CORS_HEADER = "access-control-"
WITH_CORS = "An HTTP API adds the headers of its CORS configuration to responses. Check in a browser that errors of API Gateway itself carry them too."


_HEADER = "gatewayresponse.header."
"""How a header is named wherever SAM does not do it."""


@dataclass(frozen=True, eq=False)
class GatewayAnswer:
    """A customised response, however it is spelled.

    Arguments:
        name: its type, such as ``DEFAULT_4XX``.
        status: another status; None where it is not changed.
        headers: names of headers that it adds; None where they cannot be seen.
        more: what else it changes, for a message.
    """

    name: str
    status: Node | None
    headers: tuple[str, ...] | None
    more: tuple[str, ...]

    @property
    def is_cors(self) -> bool:
        """Whether it adds CORS headers and does nothing else."""
        named = bool(self.headers) and all(name.lower().startswith(CORS_HEADER) for name in self.headers or ())
        return named and self.status is None and not self.more

    @property
    def content(self) -> str:
        """What it changes, for a message."""
        status = [] if self.status is None else [f"status {literal(self.status) or 'of an intrinsic'}"]
        headers = (
            ["headers"] if self.headers is None else [f"headers {', '.join(self.headers)}"] if self.headers else []
        )
        return ", ".join((*status, *headers, *self.more)) or "other settings"


def to_http(view: View) -> Iterator[Step]:
    """Say what is lost of customised responses; accepted, they go."""
    node = view.get("GatewayResponses")
    if node is None:
        return
    values = choices(view.template, node)
    answers = [_of_sam(*entry) for each in values or () for entry in entries_of(each).items()]
    if answers or values is None:
        yield from told(view, answers, node, cors=given(view.get("Cors")) is not None)
    yield Drop(("GatewayResponses",))


def told(view: View, answers: Sequence[GatewayAnswer], node: Node, *, cors: bool) -> Iterator[Step]:
    """Say what each response does that an HTTP API cannot do.

    Arguments:
        answers: the responses; none where they cannot be read.
        node: where they stand.
        cors: whether the HTTP API gets a CORS configuration.
    """
    if answers and all(answer.is_cors for answer in answers):
        listed = "; ".join(f"{answer.name} ({', '.join(answer.headers or ())})" for answer in answers)
        what = f"API Gateway's own error responses get CORS headers: {listed}."
        level = Level.WARNING if cors else None
        yield view.find(GATEWAY_RESPONSES, what, node, level=level, remedy=WITH_CORS if cors else "")
        return
    listed = "; ".join(f"{answer.name} ({answer.content})" for answer in answers)
    how = f": {listed}" if listed else " by what an intrinsic function gives"
    yield view.find(GATEWAY_RESPONSES, f"API Gateway's own error responses are customised{how}.", node)


def _of_sam(name: str, node: Node) -> GatewayAnswer:
    parameters = node.get("ResponseParameters")
    inner = entries_of(parameters)
    headers = inner.get("Headers")
    seen = tuple(entries_of(headers))
    read = parameters is None or (is_map(parameters) and (headers is None or is_map(headers)))
    more = [f"`{key}`" for key in inner if key != "Headers"]
    return GatewayAnswer(name, node.get("StatusCode"), seen if read else None, _more(node, more, "ResponseTemplates"))


def of_import(name: str, node: Node, spell: Callable[[str], str]) -> GatewayAnswer:
    """Read a response as definitions and plain resources have it.

    Arguments:
        name: its type.
        node: the response.
        spell: how a key is written there, by how a plain resource writes it.
    """
    parameters = node.get(spell("ResponseParameters"))
    keys = entries_of(parameters)
    headers = tuple(key.removeprefix(_HEADER) for key in keys if key.startswith(_HEADER))
    more = [f"`{key}`" for key in keys if not key.startswith(_HEADER)]
    read = parameters is None or is_map(parameters)
    templates = _more(node, more, spell("ResponseTemplates"))
    return GatewayAnswer(name, node.get(spell("StatusCode")), headers if read else None, templates)


def _more(node: Node, more: Sequence[str], templates: str) -> tuple[str, ...]:
    return (*more, *(("another body",) if node.get(templates) is not None else ()))


CONCERN = Concern("gateway-responses", to_http, frozenset({"GatewayResponses"}))
