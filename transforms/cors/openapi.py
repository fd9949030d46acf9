"""CORS of a definition: OPTIONS mocks that answer preflight, and the settings of an HTTP API's definition."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrator.concern import Put, Step, View, is_true
from migrator.sam.extensions import CORS_SETTINGS, INTEGRATION, RESPONSES
from migrator.text.meaning import plain
from migrator.text.node import Node, boolean
from migrator.text.operations import Insert, Remove
from migrator.text.values import Value, entries_of, get, given, is_map

from ..access.default_authorizer import opened
from ..access.requirement_codes import PREFLIGHT
from ..reading.definition import checked
from ..reading.document import Document, Operation
from .codes import CORS, CORS_PATHS, DEFINITION_CORS, OWNED
from .fact import HEADERS, KEYS, Bare, Cors, Name, read
from .for_http import for_http
from .for_rest import for_rest
from .responses import of_errors, of_errors_defined
from .sam import ALL_METHODS, routes_beside
from .values import EVERY, quoted

PREFIX = "method.response.header."
STATUS = "200"
_NO_ROUTE = (
    "Replace it by `Cors` if events of functions are the routes; otherwise remove the API, which answers no request."
)


@dataclass(frozen=True, eq=False)
class Preflight:
    """One OPTIONS mock, and what its headers say."""

    operation: Operation
    cors: Cors


def preflights(operations: Iterable[Operation]) -> list[Preflight]:
    """The mocks that answer CORS preflight and do nothing else."""
    found = [(op, _sent(op)) for op in operations if op.method == "OPTIONS" and op.kind == "mock"]
    return [Preflight(op, cors) for op, cors in found if cors is not None and "origins" in cors.given]


def _sent(operation: Operation) -> Cors | None:
    """CORS headers of a mock; None when it sends others too, or cannot be read."""
    responses = [*entries_of(get(operation.integration, "responses")).values()]
    parameters = responses[0].get("responseParameters") if len(responses) == 1 else None
    sent = {name.lower(): value for name, value in entries_of(parameters).items()}
    if not is_map(parameters) or not all(name.startswith(PREFIX) for name in sent):
        return None
    cors = read(operation.node, "mock", {name.removeprefix(PREFIX): value for name, value in sent.items()})
    return cors if not cors.unknown else None


# -- to-http ---------------------------------------------------------------------------------------------------


def convert(view: View, document: Document, mocks: list[Preflight], kept: list[Operation]) -> Iterator[Step]:
    """Turn mocks into one CORS configuration.

    Arguments:
        mocks: what `preflights` found.
        kept: all other operations.
    """
    if not mocks:
        return
    node = mocks[0].operation.node
    if not kept:  # SAM refuses `paths` without a path
        what = "The definition has OPTIONS mocks and nothing else. On an HTTP API, nothing would be left of it."
        yield view.find(DEFINITION_CORS, what, node, remedy=_NO_ROUTE)
    yield from _beside(view, document, mocks, kept)
    if any(mock.operation.node.get("security") is not None for mock in mocks) or view.auth.default is not None:
        yield view.find(PREFLIGHT, opened(view), node)
    configuration = yield from _configuration(view, mocks)
    yield view.find(CORS, OWNED, node)
    if document.file is None:
        yield Put(("CorsConfiguration",), _named(configuration, KEYS["CorsConfiguration"]))
    else:  # SAM puts `CorsConfiguration` into no file, and refuses it beside one
        yield Insert(document.body, CORS_SETTINGS, _named(configuration, KEYS[CORS_SETTINGS]))
    for mock in mocks:
        yield Remove(mock.operation.item, mock.operation.key)


def _beside(view: View, document: Document, mocks: list[Preflight], kept: list[Operation]) -> Iterator[Step]:
    """What answers preflight otherwise than the mocks do, or not at all."""
    if (cors := view.get("Cors")) is not None:
        yield view.find(DEFINITION_CORS, "The API has `Cors`, and its definition has OPTIONS mocks of its own.", cors)
    if (own := next((op for op in kept if op.method == "OPTIONS"), None)) is not None:
        what = f"{own.label} is answered by an integration, other OPTIONS methods by a mock."
        yield view.find(DEFINITION_CORS, what, own.node)
    paths = {mock.operation.path for mock in mocks}
    for path in dict.fromkeys(op.path for op in kept if op.path not in paths):
        yield view.find(CORS_PATHS, f"{path} answers no preflight today.", document.body.get("paths", path))


def _named(found: Bare, names: Mapping[Name, str]) -> dict[str, Value]:
    return {names[name]: value for name, value in found.items()}


def _configuration(view: View, mocks: list[Preflight]) -> Generator[Step, None, Bare]:
    answers: list[Bare] = []
    for mock in mocks:
        steps, answer = _run(for_http(view, mock.cors))
        answers.append(answer)
        if answer is answers[0] or _plain(answer) != _plain(answers[0]):
            yield from steps  # mocks that are alike are reported once
    first = answers[0]
    for mock, answer in zip(mocks, answers, strict=True):
        if {**_plain(answer), "methods": None} != {**_plain(first), "methods": None}:
            what = f"{mock.operation.label} and {mocks[0].operation.label} give different answers."
            yield view.find(DEFINITION_CORS, what, mock.operation.node)
    return {**first, "methods": methods} if (methods := _methods(answers)) else first


def _methods(answers: list[Bare]) -> list[Value]:
    """The methods that any of the mocks names."""
    lists = [listed for answer in answers if isinstance(listed := answer.get("methods"), list)]
    methods = list(dict.fromkeys(str(method).upper() for listed in lists for method in listed))
    return [EVERY] if EVERY in methods else [*methods]


def _plain(answer: Bare) -> dict[Name, object]:
    return {name: plain(value) for name, value in answer.items()}


def _run(steps: Generator[Step, None, Bare]) -> tuple[list[Step], Bare]:
    """All steps of a generator, and what it returns."""
    done: list[Step] = []
    while True:
        try:
            done.append(next(steps))
        except StopIteration as stop:
            return done, stop.value


# -- to-rest ---------------------------------------------------------------------------------------------------


def to_rest(view: View, document: Document) -> Iterator[Step]:
    """Turn the CORS settings of a definition into ``Cors``, which adds a mock to every path."""
    node, has_own = document.body.get(CORS_SETTINGS), is_true(view.get("CorsConfiguration"))
    settings = given(node)
    if has_own or settings is not None:
        options = (op for op in document.operations if op.method == "OPTIONS")
        yield from routes_beside(view, ((operation.label, operation.node) for operation in options))
    if node is not None:
        yield Remove(document.body, CORS_SETTINGS)
    if settings is None:
        return
    if has_own:
        what = f"The API has `CorsConfiguration`, and its definition has `{CORS_SETTINGS}`; SAM merges them today."
        yield view.find(DEFINITION_CORS, what, node, remedy="Write all of it in `CorsConfiguration`.")
        return
    yield from checked(view, CORS_SETTINGS, settings)
    cors = read(settings, CORS_SETTINGS, entries_of(settings))
    found = yield from for_rest(view, cors)
    if found is not None:
        yield from _written(document, cors, found)


def _written(document: Document, cors: Cors, found: Bare) -> Iterator[Step]:
    answers_errors = document.body.get(RESPONSES) is None
    if document.is_literal:  # SAM adds nothing to a file
        yield from _mocks(document, found)
        if answers_errors and (defined := of_errors_defined(cors, found)):
            yield Insert(document.body, RESPONSES, defined)
        return
    yield Put(("Cors",), _named(found, KEYS["Cors"]))
    if answers_errors and (errors := of_errors(cors, found)):
        yield Put(("GatewayResponses",), errors)


def _mocks(document: Document, found: Bare) -> Iterator[Insert]:
    """Give every path an OPTIONS method that answers as SAM lets a REST API with ``Cors`` answer."""
    flag = found.get("credentials")
    if isinstance(flag, Node):
        found = {**found, "credentials": quoted("true") if boolean(flag) else None}
    for path, item in {op.path: op.item for op in document.operations}.items():
        settings: Bare = {"methods": quoted(",".join(_methods_of(document, path))), **found}
        sent = {HEADERS[name]: value for name, value in settings.items() if value}
        yield Insert(item, "options", _mock(sent))


def _methods_of(document: Document, path: str) -> Sequence[str]:
    methods = {op.method for op in document.operations if op.path == path}
    return ALL_METHODS if "ANY" in methods else sorted({*methods, "OPTIONS"})


def _mock(sent: Mapping[str, Value]) -> Value:
    # What SAM itself makes of `Cors`. Source: samtranslator swagger.py, _options_method_response_for_cors
    parameters = {f"{PREFIX}{name}": value for name, value in sent.items()}
    return {
        "summary": "CORS support",
        INTEGRATION: {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": STATUS, "responseParameters": parameters}},
        },
        "responses": {
            STATUS: {
                "description": "Default response for CORS method",
                "headers": {name: {"schema": {"type": "string"}} for name in sent},
            }
        },
    }
