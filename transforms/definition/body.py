"""Hand-written definitions: one of proxies is converted where it stands, in the template or in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.concern import Concern, Put, Step, View, is_true
from migrator.sam.definitions import TRANSFORM
from migrator.text.node import Node
from migrator.text.operations import Remove, RenameKey, SetValue
from migrator.text.values import get, given, literal

from ..access import requirements, schemes
from ..api.settings import MERGE_DEFINITIONS
from ..codes import DEFINITION_BODY, DROPPED_SETTING
from ..cors import openapi as cors
from ..reading.definition import document, merges, merging
from ..reading.document import Document, Operation, is_version, normal
from ..routes.codes import TRAILING_SLASH
from . import components, events, extensions, files, integrations, swagger2
from .codes import FAIL_ON_WARNINGS
from .info import info

CATCH_ALL = ("$default", "/$default")
"""How a definition spells the route that takes all others; SAM writes the second where warnings fail the import."""
TWO_PATHS = "Write the paths `/` and `/{proxy+}` in its place; handlers get another `resource` then."
TO_OPENAPI_3 = "Convert it to OpenAPI 3 first, and run again."


def migrate(view: View) -> Iterator[Step]:
    """Convert the definition of an API, or say why it is left alone; in either direction."""
    if view.api.kind == "rest":
        yield from _override(view)
    body, uri = view.get("DefinitionBody"), view.get("DefinitionUri")
    if given(body) is None and given(uri) is None:
        return
    found = document(view)
    if found is None or (found.file is None and found.body.get(TRANSFORM) is not None):
        what = "The definition is not a literal map, or an intrinsic function provides it."
        yield from list(files.unread(view)) or [view.find(DEFINITION_BODY, what, body)]
        return
    if found.file is not None:
        yield from files.noted(view, found.file)
    yield from files.fitting(view, found, _converted(view, found))


def _override(view: View) -> Iterator[Step]:
    for event in view.api.events:
        auth = event.get("Auth")
        override = get(auth, "OverrideApiAuth")
        if auth is not None and override is not None and view.auth.own(event) is auth:
            what = "`OverrideApiAuth` is left out. An event's Auth always applies on an HTTP API."
            yield view.find(DROPPED_SETTING, what, override)
            yield Remove(auth, "OverrideApiAuth")


def _converted(view: View, found: Document) -> Iterator[Step]:
    default = _catch_all(found) if view.api.kind == "http" else None
    if default is not None:
        what = "The route `$default` takes all others, and a REST API has none."
        yield view.find(DEFINITION_BODY, what, default, remedy=TWO_PATHS)
    for each in found.obstacles:
        if each.node is not default:
            what = f"The definition cannot be read: {each.what}."
            yield view.find(DEFINITION_BODY, what, each.node, remedy=each.remedy)
    if default is None and not found.obstacles:
        yield from (_to_http if view.kind.name == "http" else _to_rest)(view, found)
        if is_true(fails := view.get("FailOnWarnings")):
            yield view.find(FAIL_ON_WARNINGS, "Warnings of the import fail the deployment.", fails)


def _catch_all(found: Document) -> Node | None:
    return next((node for name in CATCH_ALL if (node := found.body.get("paths", name)) is not None), None)


def _to_http(view: View, found: Document) -> Iterator[Step]:
    mocks = cors.preflights(found.operations)
    answering = {id(mock.operation) for mock in mocks}
    kept = [operation for operation in found.operations if id(operation) not in answering]
    yield from integrations.convert(view, found, [each for each in kept if not _is_injected(view, each)])
    yield from cors.convert(view, found, mocks, kept)
    after = yield from schemes.convert(view, found)
    yield from requirements.convert(view, found, kept)
    yield from extensions.convert(view, found, kept)
    added = yield from integrations.components(view, found)
    if found.is_swagger:
        yield from swagger2.convert(view, found, kept, after, added)
    else:
        yield from _version(view, found)
        yield from components.moved(view, found, after, added)
    yield from _without_slash(view, found, kept)
    yield from info(view, found)
    yield from events.to_http(view, found, answering)
    yield from files.beside_http(view, found)


def _to_rest(view: View, found: Document) -> Iterator[Step]:
    yield from _version(view, found)
    yield from _new_routes(view, found)
    yield from integrations.convert(view, found, found.operations)
    yield from cors.to_rest(view, found)
    after = yield from schemes.convert(view, found)
    yield from components.in_place(found, after)
    yield from requirements.convert(view, found, found.operations)
    yield from extensions.convert(view, found, found.operations)
    if not found.is_literal:  # else SAM puts nothing of an event into it, for either kind of API
        yield from events.to_rest(view, found)
        if merging(view, found):  # T34
            what = (
                "`MergeDefinitions` is added: for a REST API SAM puts the routes of events into a definition only then."
            )
            yield view.find(
                MERGE_DEFINITIONS,
                what,
                found.body,
                remedy="Change these routes in their events from now on, and the others in the definition.",
            )
            yield Put(("MergeDefinitions",), True)
    yield from files.beside_rest(view, found)


def _version(view: View, found: Document) -> Iterator[Step]:
    version = found.body.get("openapi")
    text = literal(version) or ""
    if version is None or found.is_swagger or not text.startswith("3"):
        known = (
            "neither OpenAPI 3 nor Swagger 2.0"
            if view.api.kind == "rest"
            else "not OpenAPI 3, the only format that HTTP APIs import"
        )
        what = f"The definition is {known}."
        yield view.find(DEFINITION_BODY, what, version or found.body, remedy=TO_OPENAPI_3)
    elif not is_version(text):
        what = f"`openapi: {text}` becomes {swagger2.VERSION}. SAM reads versions of one digit each."
        yield view.find(DROPPED_SETTING, what, version)
        yield SetValue(version, swagger2.VERSION)


def _is_injected(view: View, operation: Operation) -> bool:
    """Whether an operation without integration gets one from an event, on both kinds of API."""
    if operation.integration is not None or not merges(view):
        return False
    route = operation.method, normal(operation.path)
    return any((event.method, normal(event.path or "")) == route for event in view.api.events)


# -- paths --------------------------------------------------------------------------------------------------------


def _without_slash(view: View, found: Document, kept: Sequence[Operation]) -> Iterator[Step]:
    """A path that ends in a slash is no route of its own (T31)."""
    written = [*dict.fromkeys(operation.path for operation in kept)]
    names = [normal(path) for path in written]
    paths = found.body.get("paths")
    for path, name in zip(written, names, strict=True):
        if path == name or paths is None:
            continue
        node = paths.get(path)
        if names.count(name) > 1 or "//" in path:
            what = f"`{path}` is the same path as another one."
            yield view.find(DEFINITION_BODY, what, node, remedy="Remove one of them.")
        else:
            yield view.find(TRAILING_SLASH, f"`{path}` becomes `{name}`.", node)
            yield RenameKey(paths, path, name)


def _new_routes(view: View, found: Document) -> Iterator[Step]:
    """What is no route of an HTTP API and would be one of a REST API, and the catch-all, which only an HTTP API has."""
    items: dict[str, Node] = {operation.path: operation.item for operation in found.operations}
    for path, item in items.items():
        if path != normal(path):  # T31: SAM #1949
            what = f"`{path}` ends in a slash, so it is not a route of the HTTP API; on a REST API it would become the route `{normal(path)}`."
            yield view.find(
                DEFINITION_BODY, what, item, remedy="Remove the slash to keep the route, or remove the path."
            )
    for operation in found.operations:
        if (flag := operation.node.get("isDefaultRoute")) is not None:
            what = f"{operation.label} is the route `$default`, and a REST API has none."
            yield view.find(DEFINITION_BODY, what, flag, remedy=TWO_PATHS)


_DEFINED = frozenset({"DefinitionBody", "DefinitionUri"})

CONCERN = Concern("definition", migrate, _DEFINED, migrate, _DEFINED)
