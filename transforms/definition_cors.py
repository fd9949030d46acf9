"""CORS mocks of a definition: OPTIONS methods that answer preflight become the ``CorsConfiguration`` of the API."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from migrator.concern import Move, Put, Step
from migrator.text.operations import Insert, Remove
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, is_map, literal, plain

from . import cors_values, definition_mocks
from .access.default_authorizer import PREFLIGHT
from .cors import answers, of_http, split, values
from .cors_codes import CORS, CORS_VALUE
from .cors_values import EVERY
from .definition_codes import CORS_PATHS, DEFINITION_CORS
from .definition_moves import checked
from .openapi_document import CORS_SETTINGS, Document, Operation

PREFIX = "method.response.header.access-control-"

LISTS = {
    "allow-origin": "AllowOrigins",
    "allow-headers": "AllowHeaders",
    "allow-methods": "AllowMethods",
    "expose-headers": "ExposeHeaders",
}
AGE = "max-age"
CREDENTIALS = "allow-credentials"


@dataclass(frozen=True, eq=False)
class Preflight:
    """One OPTIONS mock and the headers that it sends, by their names behind ``Access-Control-`` in lower case."""

    operation: Operation
    headers: dict[str, Node]


def preflights(document: Document) -> list[Preflight]:
    """The mocks that answer CORS preflight and do nothing else."""
    found = [(op, _sent(op)) for op in document.operations if op.method == "OPTIONS" and op.kind == "mock"]
    return [Preflight(op, headers) for op, headers in found if headers is not None and "allow-origin" in headers]


def _sent(operation: Operation) -> dict[str, Node] | None:
    """CORS headers of a mock; None when it sends others too, or cannot be read."""
    responses = operation.integration.get("responses") if operation.integration is not None else None
    if responses is None or not is_map(responses) or len(responses.entries()) != 1:
        return None
    (response,) = responses.entries().values()
    parameters = response.get("responseParameters") if is_map(response) else None
    if parameters is None or not is_map(parameters):
        return None
    sent = {name.lower(): value for name, value in parameters.entries().items()}
    names = {name.removeprefix(PREFIX) for name in sent if name.startswith(PREFIX)}
    if len(names) < len(sent) or not names <= {*LISTS, AGE, CREDENTIALS}:
        return None
    return {name.removeprefix(PREFIX): value for name, value in sent.items()}


def convert(move: Move, document: Document, mocks: list[Preflight], kept: list[Operation]) -> Iterator[Step]:
    """Turn mocks into one CORS configuration.

    Arguments:
        mocks: what `preflights` found.
        kept: all other operations.
    """
    if not mocks:
        return
    node = mocks[0].operation.node
    paths = {mock.operation.path for mock in mocks}
    if move.get("Cors") is not None:
        yield move.find(
            DEFINITION_CORS, "The API has `Cors`, and its definition has OPTIONS mocks of its own.", move.get("Cors")
        )
    if (own := next((op for op in kept if op.method == "OPTIONS"), None)) is not None:
        yield move.find(
            DEFINITION_CORS, f"{own.label} is answered by an integration, other OPTIONS methods by a mock.", own.node
        )
    for path in dict.fromkeys(op.path for op in kept if op.path not in paths):
        yield move.find(CORS_PATHS, f"{path} answers no preflight today.", document.body.get("paths", path))
    if any(mock.operation.node.get("security") is not None for mock in mocks) or move.auth.default is not None:
        yield move.find(PREFLIGHT, "Preflight requests are answered without an authorizer from now on.", node)
    configuration = yield from _configuration(move, mocks)
    yield move.find(
        CORS,
        "Preflight and CORS headers of all responses come from API Gateway; headers that functions send are ignored.",
        node,
    )
    if document.file is None:
        yield Put(("CorsConfiguration",), configuration)
    else:  # SAM puts `CorsConfiguration` into no file, and refuses it beside one
        yield Insert(document.body, CORS_SETTINGS, {key[0].lower() + key[1:]: v for key, v in configuration.items()})
    for mock in mocks:
        yield Remove(mock.operation.item, mock.operation.key)


def _configuration(move: Move, mocks: list[Preflight]) -> Generator[Step, None, dict[str, Value]]:
    answers: list[dict[str, Value]] = []
    for index, mock in enumerate(mocks):
        steps, answer = _run(_answer(move, mock))
        answers.append(answer)
        if index == 0 or plain(answer) != plain(answers[0]):
            yield from steps  # mocks that are alike are reported once
    for mock, answer in zip(mocks[1:], answers[1:], strict=True):
        if {**_plain(answer), "AllowMethods": None} != {**_plain(answers[0]), "AllowMethods": None}:
            what = f"{mock.operation.label} answers otherwise than {mocks[0].operation.label}."
            yield move.find(DEFINITION_CORS, what, mock.operation.node)
    lists = [answer["AllowMethods"] for answer in answers if isinstance(answer.get("AllowMethods"), list)]
    methods = list(dict.fromkeys(str(method).upper() for listed in lists for method in listed))  # type: ignore[union-attr]
    found = dict(answers[0])
    if methods:
        found["AllowMethods"] = [EVERY] if EVERY in methods else [*methods]
    return found


def _plain(answer: dict[str, Value]) -> dict[str, Value]:
    return {key: plain(value) for key, value in answer.items()}


def _run(steps: Generator[Step, None, dict[str, Value]]) -> tuple[list[Step], dict[str, Value]]:
    """All steps of a generator, and what it returns."""
    done: list[Step] = []
    while True:
        try:
            done.append(next(steps))
        except StopIteration as stop:
            return done, stop.value


def _answer(move: Move, mock: Preflight) -> Generator[Step, None, dict[str, Value]]:
    found: dict[str, Value] = {}
    for name, key in LISTS.items():
        node = mock.headers.get(name)
        if node is None:
            continue
        if name == "allow-origin":
            found[key] = yield from values(move, node, "AllowOrigin")
        elif (text := literal(node)) is None or cors_values.EXPRESSION.match(text):
            yield move.find(CORS_VALUE, f"`Access-Control-{name.title()}` is no literal text.", node)
        else:
            found[key] = [*split(text)]
    if (age := mock.headers.get(AGE)) is not None:
        seconds = yield from cors_values.age(move, age, "Access-Control-Max-Age")
        if seconds is not None:
            found["MaxAge"] = seconds
    if (credentials := mock.headers.get(CREDENTIALS)) is not None:
        said = (literal(credentials) or "").strip().strip("'").lower()
        if said not in ("true", "false"):
            yield move.find(CORS_VALUE, "`Access-Control-Allow-Credentials` is neither true nor false.", credentials)
        if said != "false":
            origins = found.get("AllowOrigins")
            yield from cors_values.credentials(move, origins if isinstance(origins, list) else [], credentials)
            found["AllowCredentials"] = True
    return found


# -- to-rest ---------------------------------------------------------------------------------------------------


def to_rest(move: Move, document: Document) -> Iterator[Step]:
    """Turn the CORS settings of a definition into ``Cors``, which adds a mock to every path."""
    node, own = document.body.get(CORS_SETTINGS), move.get("CorsConfiguration")
    has_own = own is not None and not own.is_null and boolean(own) is not False
    has_settings = node is not None and not node.is_null
    options = next((op for op in document.operations if op.method == "OPTIONS"), None)
    if options is not None and (has_own or has_settings):
        what = f"{options.label} is a route, and API Gateway answers preflight requests before it; on a REST API it would answer."
        remedy = "Remove the route: `Cors` adds an answer to every path."
        yield move.find(DEFINITION_CORS, what, options.node, remedy=remedy)
    if node is None:
        return
    yield Remove(document.body, CORS_SETTINGS)
    if has_own and has_settings:
        what = f"The API has `CorsConfiguration`, and its definition has `{CORS_SETTINGS}`; SAM merges them today."
        yield move.find(DEFINITION_CORS, what, node, remedy="Write all of it in `CorsConfiguration`.")
    elif has_settings:
        yield from checked(move, CORS_SETTINGS, node)
        settings = (
            {f"{key[:1].upper()}{key[1:]}": value for key, value in node.entries().items()} if is_map(node) else {}
        )
        wanted = yield from of_http(move, node, settings)
        credentials = settings.get("AllowCredentials")
        if credentials is not None and boolean(credentials) is None:
            yield move.find(CORS_VALUE, "`allowCredentials` is no literal boolean.", credentials)
        if wanted is None:
            return
        yield from answers(move, node, wanted)
        if document.is_literal and isinstance(wanted, Mapping):  # SAM adds nothing to a file
            yield from definition_mocks.answering(document, wanted)
        else:
            yield Put(("Cors",), wanted)
