"""CORS headers of real responses, which an HTTP API adds and a REST API leaves to whoever answers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

from migrator.concern import Step, View, fact
from migrator.facts import CorsHeaders
from migrator.findings import Level
from migrator.sam.extensions import CORS_SETTINGS
from migrator.text.node import boolean
from migrator.text.values import Value, is_map, written_list

from ..reading.definition import document, operations, routes, uploaded
from ..reading.document import Operation
from ..reading.functions import functions_in
from .codes import CORS_EXPOSE, CORS_RESPONSES
from .fact import HEADERS, Bare, Cors, Name, cors_of
from .values import EVERY, is_off, quoted

ERRORS: tuple[str, ...] = ("DEFAULT_4XX", "DEFAULT_5XX")
"""What API Gateway answers itself; an HTTP API adds its CORS headers there as well."""

_SCHEMES = ("http://*", "https://*")
_LOST = "API Gateway will no longer add CORS headers to responses."


@fact
def added(view: View) -> CorsHeaders | None:
    """The headers that an HTTP API adds; None where it adds none, or where they are known at deployment only."""
    cors = _settings(view)
    if cors is None:
        return None
    origins = [EVERY] if cors.every else written_list(cors.given.get("origins"))
    exposed = written_list(cors.given["expose"]) if "expose" in cors.given else []
    credentials = boolean(cors.given["credentials"]) if "credentials" in cors.given else False
    if exposed is None or credentials is None or not _is_one_origin(origins):
        return None
    return CorsHeaders(origins[0], credentials, tuple(exposed))


def _is_one_origin(origins: list[str] | None) -> TypeGuard[list[str]]:
    """Whether functions can send an origin as it stands: one that is no pattern, and known."""
    return origins is not None and len(origins) == 1 and origins[0] not in _SCHEMES and "'" not in origins[0]


@fact
def _settings(view: View) -> Cors | None:
    node = view.get("CorsConfiguration")
    if node is not None and not is_off(node):
        return cors_of(node, "CorsConfiguration")
    body = document(view)
    own = body.body.get(CORS_SETTINGS) if body is not None else None
    return cors_of(own, CORS_SETTINGS) if own is not None and is_map(own) else None


def told(view: View, cors: Cors) -> Iterator[Step]:
    """Say who has to send the headers of responses from now on, or that all functions do."""
    headers = added(view)
    lacking = [f"{name} {why}" for name, why in _lacking(view, headers)] if headers is not None else []
    if not routes(view) and not uploaded(view):
        what = "The API has no routes: only errors of API Gateway itself carry CORS headers."
        yield view.find(CORS_RESPONSES, what, cors.node, level=Level.INFO, remedy="Check that events name the API.")
        return
    if headers is None:
        what = f"{_LOST} They cannot be written into the functions: the origin is not one literal text."
        yield view.find(CORS_RESPONSES, what, cors.node)
    elif lacking:
        yield view.find(
            CORS_RESPONSES, f"{_LOST} Not all responses can be given them: {'; '.join(lacking)}.", cors.node
        )
    else:
        listed = ", ".join(f"`{name}: {value}`" for name, value in headers.written.items())
        what = f"The functions send {listed} themselves from now on."
        remedy = "Change these headers in the functions as well whenever you change `Cors`."
        yield view.find(CORS_RESPONSES, what, cors.node, level=Level.INFO, remedy=remedy)
        return
    if "expose" in cors.given:
        yield view.find(CORS_EXPOSE, "Browsers may read these headers of responses today.", cors.given["expose"])


def _lacking(view: View, headers: CorsHeaders) -> Iterator[tuple[str, str]]:
    """Functions and routes whose responses are not proven to carry the headers, each with why."""
    names = dict.fromkeys(event.owner.id for event in view.api.events if event.method != "OPTIONS")
    for operation in answered(view):
        functions = _behind(view, operation)
        if len(functions) == 1 and operation.kind == "aws_proxy":
            names[functions[0]] = None
        else:
            yield f"`{operation.label}`", "is answered by no function of this template"
    if uploaded(view) and document(view) is None:
        yield "the definition", "cannot be read here"
    yield from _not_following(view, names, headers)


def _not_following(view: View, names: Iterable[str], headers: CorsHeaders) -> Iterator[tuple[str, str]]:
    for name in names:
        following = view.following.get(name)
        if following is None:
            yield name, "has code that is not read"
        elif following.sends != headers:
            yield name, following.unsent or "also answers for others, which may not send these headers"


def answered(view: View) -> Iterator[Operation]:
    """Operations of the definition that answer more than preflight."""
    for operation in operations(view):
        if operation.method != "OPTIONS" and operation.integration is not None:
            yield operation


def named_in(view: View, operation: Operation) -> list[str]:
    """Functions of the template that the integration of an operation names."""
    return functions_in(view.template, operation.integration) if operation.integration is not None else []


def _behind(view: View, operation: Operation) -> list[str]:
    """Functions of the template that an operation of a definition names, or that an event lets it call."""
    events = view.api.events if uploaded(view) else ()
    allowed = (e.owner.id for e in events if (e.method, e.path) == (operation.method, operation.path))
    return list(dict.fromkeys((*named_in(view, operation), *allowed)))


def of_errors(cors: Cors, found: Bare) -> Mapping[str, Value]:
    """``GatewayResponses`` with the headers for errors of a REST API itself; nothing where they cannot be fixed.

    Arguments:
        cors: what the HTTP API says.
        found: what `Cors` says of it.
    """
    headers = _of_errors(cors, found)
    return {name: {"ResponseParameters": {"Headers": headers}} for name in ERRORS} if headers else {}


def of_errors_defined(cors: Cors, found: Bare) -> Mapping[str, Value]:
    """The same in the spelling of a definition."""
    headers = {f"gatewayresponse.header.{name}": value for name, value in _of_errors(cors, found).items()}
    return {name: {"responseParameters": headers} for name in ERRORS} if headers else {}


def _of_errors(cors: Cors, found: Bare) -> dict[str, Value]:
    """Headers as texts between inner quotes."""
    origins = cors.given.get("origins")
    if not cors.every and (origins is None or len(origins.elements()) != 1):
        return {}
    exposed = written_list(cors.given.get("expose"))
    values: dict[Name, Value] = {
        "origins": found["origins"],
        "credentials": quoted("true") if boolean(cors.given.get("credentials")) else None,
        "expose": quoted(",".join(exposed)) if exposed else None,
    }
    return {HEADERS[name]: value for name, value in values.items() if value is not None}
