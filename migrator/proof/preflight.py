"""What an API answers to a CORS preflight request, in one form for both kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..sam.extensions import CORS_SETTINGS
from .access import requirement
from .cors_values import listed, listed_item, one_text, unquoted
from .intrinsics import REGION, text
from .openapi import DEFAULT_ROUTE, PathMethod
from .shapes import mapping

HEADER: Final = "method.response.header.Access-Control-"

# Field of `Cors` -> name in x-amazon-apigateway-cors, and the header of a REST API's mock integration.
LISTS = {
    "origins": ("allowOrigins", "Allow-Origin"),
    "methods": ("allowMethods", "Allow-Methods"),
    "headers": ("allowHeaders", "Allow-Headers"),
    "exposed": ("exposeHeaders", "Expose-Headers"),
}
MAX_AGE: Final = ("maxAge", "Max-Age")
CREDENTIALS: Final = ("allowCredentials", "Allow-Credentials")

_COMPILED_FOR: Final = {"AWS::Region": REGION}
"""SAM writes the region out in the CORS settings of an HTTP API."""


@dataclass(frozen=True)
class PreflightAnswer:
    """A preflight answer.

    Arguments:
        origins: as sent; headers in lower case, methods in upper case.
        credentials: ``true``, or what it depends on whether they are allowed; empty where they are not.
        guarded: the paths whose preflight needs authorization itself (trap T23).
        demands: what a REST API asks for there: an authorizer, an API key.
        answered: the paths of a REST API that have a mock for it.
        uniform: whether all paths of a REST API answer alike, methods aside.
    """

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    credentials: str = ""
    max_age: str = ""
    guarded: tuple[str, ...] = ()
    demands: str = ""
    answered: tuple[str, ...] = field(default=(), compare=False)
    uniform: bool = True


def is_preflight(operation: PathMethod) -> bool:
    """Whether an operation of a REST API is the mock that answers preflight requests, as SAM writes it."""
    if operation.method != "OPTIONS" or text(operation.integration.get("type")).lower() != "mock":
        return False
    return any(f"{HEADER}{name}" in sent(operation) for _, name in LISTS.values())


def rest_cors(preflights: Iterable[PathMethod], parameters: Mapping[str, Any]) -> PreflightAnswer | None:
    """Read the CORS of a REST API from its mocks; None when it has none.

    Arguments:
        preflights: the operations that answer preflight requests.
        parameters: values of the template's parameters. SAM resolves them for HTTP APIs only.
    """
    found = [(operation, sent(operation)) for operation in preflights]
    if not found:
        return None
    parameters = {**parameters, **_COMPILED_FOR}
    answers = {
        name: {listed(unquoted(headers.get(f"{HEADER}{header}"), parameters), name) for _, headers in found}
        for name, (_, header) in LISTS.items()
    }
    ages = {unquoted(headers.get(f"{HEADER}{MAX_AGE[1]}"), parameters) for _, headers in found}
    trusting = {_trusting(unquoted(headers.get(f"{HEADER}{CREDENTIALS[1]}"), parameters)) for _, headers in found}
    varying = [*(len(values) for name, values in answers.items() if name != "methods"), len(ages), len(trusting)]
    union = {name: tuple(sorted({item for value in values for item in value})) for name, values in answers.items()}
    return PreflightAnswer(
        origins=union["origins"],
        methods=union["methods"],
        headers=union["headers"],
        exposed=union["exposed"],
        credentials=" or ".join(sorted(trusting - {""})),
        max_age=",".join(sorted(ages)),
        guarded=tuple(sorted({_bare_path(op.path) for op, _ in found if _demand(op)})),
        demands=" or ".join(sorted({_demand(op) for op, _ in found} - {""})),
        answered=tuple(sorted({_bare_path(op.path) for op, _ in found})),
        uniform=max(varying) == 1,
    )


def _trusting(rendered: str) -> str:
    return "" if rendered.lower() == "false" else rendered


def _demand(operation: PathMethod) -> str:
    wanted = requirement(operation.fields, {}, "rest")
    return " and ".join(filter(None, (wanted.authorizer.name, "an API key" if wanted.api_key else "")))


def _bare_path(path: str) -> str:
    return path.rstrip("/") or "/"


def http_cors(body: Any, parameters: Mapping[str, Any], routes: Iterable[Catcher] = ()) -> PreflightAnswer | None:
    """Read the CORS of an HTTP API; None when it has none.

    Arguments:
        body: the ``Body`` property.
        routes: all of the API.
        parameters: values of the template's parameters.
    """
    settings = mapping(body).get(CORS_SETTINGS)
    if not settings:
        return None
    known = {MAX_AGE[0], CREDENTIALS[0], *(name for name, _ in LISTS.values())}
    if not isinstance(settings, dict) or settings.keys() - known:
        # Trap T18: an unresolved intrinsic takes the place of the whole block.
        return PreflightAnswer(origins=(text(settings, parameters),))
    if not settings.get(LISTS["origins"][0]):
        return None  # no origin is allowed
    lists = {}
    parameters = {**parameters, **_COMPILED_FOR}
    for name, (key, _) in LISTS.items():
        value = settings.get(key)
        items = value if isinstance(value, list) else [value] if value else []
        texts = [(listed_item if items is value else one_text)(item, parameters) for item in items]
        lists[name] = tuple(sorted({part for item in texts for part in listed(item, name)}))
    return PreflightAnswer(
        origins=lists["origins"],
        methods=lists["methods"],
        headers=lists["headers"],
        exposed=lists["exposed"],
        credentials=_trusting(text(settings.get(CREDENTIALS[0]), parameters)),
        max_age=text(settings.get(MAX_AGE[0]), parameters),
        guarded=refused(routes),
    )


def sent(operation: PathMethod) -> dict[str, Any]:
    """The header values of all responses of a mock, as they stand.

    Arguments:
        operation: the operation that answers preflight requests.
    """
    responses = mapping(operation.integration.get("responses")).values()
    parameters = [mapping(mapping(response).get("responseParameters")) for response in responses]
    return {name: value for entry in parameters for name, value in entry.items()}


@dataclass(frozen=True)
class Catcher:
    """A route, as far as it decides what becomes of preflight requests.

    Arguments:
        method: upper case, ``ANY`` for all.
        path: without a slash at its end; ``$default`` for the route that takes what no other does.
        guarded: whether callers need authorization.
    """

    method: str
    path: str
    guarded: bool


def refused(routes: Iterable[Catcher]) -> tuple[str, ...]:
    """Paths of an HTTP API whose preflight requests a route catches that asks for authorization.

    The most specific path takes a request, and on it the method itself before ``ANY`` (http-api-develop-routes,
    "Route evaluation"); API Gateway answers preflight where no route matches OPTIONS (http-api-cors).

    Arguments:
        routes: all of the API.
    """
    listed = list(routes)
    found = {(each.path, each.method): each for each in listed}
    paths = dict.fromkeys(each.path for each in listed)
    greedy = sorted(filter(_is_greedy, paths), key=len, reverse=True)

    def caught(path: str) -> bool:
        tried = [
            path,
            *(each for each in paths if each != path and _covers(each, path)),
            *(each for each in greedy if each != path and path.startswith(each.rpartition("{")[0])),
            DEFAULT_ROUTE,
        ]
        places = ((each, method) for each in tried for method in ("OPTIONS", "ANY"))
        first = next((found[place] for place in places if place in found), None)
        return first is not None and first.method == "ANY" and first.guarded

    return tuple(sorted({each.path for each in listed if each.method != "OPTIONS" and caught(each.path)}))


def _is_greedy(path: str) -> bool:
    return path.endswith("+}")


def _covers(pattern: str, path: str) -> bool:
    """Whether variables of a path stand for every text that another path has in their places."""
    ours, theirs = pattern.split("/"), path.split("/")
    same = len(ours) == len(theirs) and not _is_greedy(pattern) and not _is_greedy(path)
    return same and all(one == other or one.startswith("{") for one, other in zip(ours, theirs, strict=True))
