"""Hand-written definitions: an inline ``DefinitionBody`` of proxies is converted where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrator.concern import Concern, Drop, Step, View, is_true
from migrator.findings import Level
from migrator.sam.definitions import TRANSFORM
from migrator.sam.template import Event
from migrator.text.operations import Insert, Remove, SetValue, entry
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, intrinsic, is_map, literal, ref

from ..access import requirements
from ..access import schemes as security_schemes
from ..codes import DEFINITION_BODY, DROPPED_SETTING
from ..cors import openapi as cors_settings
from ..reading.definition import document, merges
from ..reading.document import Document, Operation, is_version, normal
from ..routes.codes import TRAILING_SLASH
from . import extensions as definition_extensions
from . import files as definition_files
from . import integrations as definition_integrations
from . import moves as definition_moves
from . import swagger2
from . import to_rest as definition_to_rest
from .codes import CODES, DEFINITION_INFO, DEFINITION_ROUTE, FAIL_ON_WARNINGS
from .shared_integrations import SHARED_INTEGRATION

MOVED = {"Name": "title", "Description": "description"}
"""Properties of the API that become a part of ``info`` (T35)."""


def to_http(view: View) -> Iterator[Step]:
    """Convert the definition of a REST API, or say why it is left alone."""
    yield from _override(view)
    yield from _converted(view, _to_http)


def to_rest(view: View) -> Iterator[Step]:
    """Convert the definition of an HTTP API, or say why it is left alone."""
    yield from _converted(view, definition_to_rest.convert)


def _converted(view: View, convert: Callable[[View, Document], Iterator[Step]]) -> Iterator[Step]:
    """Convert a definition where it stands, in the template or in a file of its own."""
    body, uri = view.get("DefinitionBody"), view.get("DefinitionUri")
    if (body is None or body.is_null) and (uri is None or uri.is_null):
        return
    found = document(view)
    if found is None or (found.file is None and found.body.get(TRANSFORM) is not None):
        reasons = list(definition_files.unread(view))
        yield from reasons or [
            view.find(DEFINITION_BODY, "The definition is given by an intrinsic, or is no map.", body)
        ]
        return
    if found.file is not None:
        yield from definition_files.noted(view, found.file)
    yield from definition_files.fitting(view, found, convert(view, found))


def _to_http(view: View, found: Document) -> Iterator[Step]:
    for each in found.obstacles:
        yield view.find(DEFINITION_BODY, f"The definition cannot be read: {each.what}.", each.node, remedy=each.remedy)
    if not found.obstacles:
        yield from _convert(view, found)
        yield from definition_files.beside_http(view, found)


def _convert(view: View, found: Document) -> Iterator[Step]:
    mocks = cors_settings.preflights(found)
    answering = {id(mock.operation) for mock in mocks}
    kept = [op for op in found.operations if id(op) not in answering]
    served = [op for op in kept if not _is_injected(view, op)]
    yield from definition_integrations.convert(view, found, served)
    yield from cors_settings.convert(view, found, mocks, kept)
    schemes = yield from security_schemes.convert(view, found)
    yield from requirements.convert(view, found, kept)
    yield from definition_extensions.convert(view, found, kept)
    if found.is_swagger:
        yield from swagger2.convert(view, found, kept, schemes)
    else:
        yield from _version(view, found)
        yield from definition_moves.moved(view, found, schemes, {}, swagger2.schema)
    yield from _paths(view, found, kept)
    yield from _info(view, found)
    for event in view.api.events:
        yield from _event(view, found, event, {id(mock.operation) for mock in mocks})
    if (fails := view.get("FailOnWarnings")) is not None and is_true(fails):
        yield view.find(FAIL_ON_WARNINGS, "Warnings of the import fail the deployment.", fails)


def _override(view: View) -> Iterator[Step]:
    for event in view.api.events:
        auth = event.get("Auth")
        if (
            auth is not None
            and is_map(auth)
            and (override := auth.get("OverrideApiAuth")) is not None
            and view.auth.own(event) is auth
        ):
            yield view.find(
                DROPPED_SETTING,
                "`OverrideApiAuth` is removed. An event's Auth always applies on an HTTP API.",
                override,
            )
            yield Remove(auth, "OverrideApiAuth")


def _version(view: View, found: Document) -> Iterator[Step]:
    version = found.body.get("openapi")
    text = literal(version) or ""
    if version is None or not text.startswith("3"):
        what = "The definition is neither OpenAPI 3 nor Swagger 2.0."
        yield view.find(
            DEFINITION_BODY, what, version or found.body, remedy="Convert it to OpenAPI 3 first, and run again."
        )
    elif not is_version(text):
        yield view.find(
            DROPPED_SETTING,
            f"`openapi: {text}` becomes {swagger2.VERSION}. SAM reads versions of one digit each.",
            version,
        )
        yield SetValue(version, swagger2.VERSION)


def _is_injected(view: View, operation: Operation) -> bool:
    """Whether an operation without integration gets one from an event, on both kinds of API."""
    return (
        operation.integration is None
        and merges(view)
        and any(
            (event.method, normal(event.path or "")) == (operation.method, normal(operation.path))
            for event in view.api.events
        )
    )


# -- paths and events ---------------------------------------------------------------------------------------------


def _paths(view: View, found: Document, kept: list[Operation]) -> Iterator[Step]:
    """A path that ends in a slash is no route of its own (T31)."""
    paths = found.body.get("paths")
    names = [normal(op.path) for op in {op.path: op for op in kept}.values()]
    for path in dict.fromkeys(op.path for op in kept):
        if path == normal(path) or paths is None:
            continue
        node = paths.get(path)
        if names.count(normal(path)) > 1 or "//" in path:
            yield view.find(
                DEFINITION_BODY, f"`{path}` is the same path as another one.", node, remedy="Remove one of them."
            )
        else:
            yield view.find(TRAILING_SLASH, f"`{path}` becomes `{normal(path)}`.", node)
            yield from _renamed(paths, path)


def _renamed(paths: Node, path: str) -> Iterator[Step]:
    from migrator.text.operations import RenameKey

    yield RenameKey(paths, path, normal(path))


def _event(view: View, found: Document, event: Event, mocks: set[int]) -> Iterator[Step]:
    """Make sure that SAM does not add or change a route because an event names it."""
    if event.path is None or event.method is None:
        return
    label = f"{event.method} {event.path}"
    operation = found.find(event.method, event.path)
    merging = view.get("MergeDefinitions")
    if merging is not None and boolean(merging) is None:
        yield view.find(
            DEFINITION_ROUTE, "Whether events are merged into the definition is not known before deployment.", merging
        )
    elif operation is not None and id(operation) in mocks:
        yield view.find(
            DEFINITION_ROUTE,
            f"{label} is a mock in the definition, and event {event.name} would put a function there.",
            event.node,
        )
    elif merges(view):
        yield from _merged(view, event, operation, label)
    elif operation is None and not found.is_literal:
        what = f"{label} of event {event.name} is not in the definition, so it is no route today; on an HTTP API it would be one."
        yield view.find(DEFINITION_ROUTE, what, event.node)
    if operation is not None and _has_security(operation) and view.auth.own(event) is not None:
        yield view.find(
            DEFINITION_ROUTE, f"Both the definition and event {event.name} say who may call {label}.", event.node
        )


def _merged(view: View, event: Event, operation: Operation | None, label: str) -> Iterator[Step]:
    """With ``MergeDefinitions`` the event's function wins on a REST API, and the definition's target on an HTTP API."""
    if event.method == "ANY":  # SAM writes `any`, which is no method of OpenAPI
        what = f"SAM does not merge {label} of event {event.name} in a way that API Gateway understands."
        yield view.find(DEFINITION_ROUTE, what, event.node)
        return
    if operation is None or operation.integration is None:
        return
    uri = operation.integration.get("uri")
    call = intrinsic(uri)
    same = (
        call is not None
        and call.name == "Sub"
        and (call.text or "").endswith(f"functions/${{{event.owner.id}.Arn}}/invocations")
    )
    if not same or operation.kind != "aws_proxy":
        yield view.find(
            DEFINITION_ROUTE,
            f"{label} leads to event {event.name} today; on an HTTP API to what the definition says.",
            event.node,
        )


def _has_security(operation: Operation) -> bool:
    security = operation.node.get("security")
    return security is not None and not security.is_null and bool(security.items or security.pairs)


# -- info ---------------------------------------------------------------------------------------------------------


def _info(view: View, found: Document) -> Iterator[Step]:
    """Name and description of the API; the import of an HTTP API takes its name from the title."""
    wanted: dict[str, Value] = {}
    for key, name in MOVED.items():
        node = view.get(key)
        if node is None or node.is_null:
            continue
        if found.is_literal and literal(node) is None:
            what = f"`{key}` is removed: it is known at deployment only, and nothing is filled in in the definition."
            remedy = f"Write the text into `info.{name}` of the definition if you need it."
            yield view.find(DEFINITION_INFO, what, node, remedy=remedy, level=Level.WARNING)
            yield Drop((key,))
            continue
        old = found.body.get("info", name)
        over = f", in the place of `{literal(old) or 'an intrinsic'}`" if old is not None else ""
        yield view.find(DEFINITION_INFO, f"`{key}` of the API becomes `info.{name}`{over}.", node)
        yield Drop((key,))
        wanted[name] = node
    if "title" not in wanted and found.body.get("info", "title") is None:
        yield view.find(
            DEFINITION_INFO,
            "`info.title` is added: an HTTP API must have one.",
            found.body,
        )
        wanted["title"] = view.new_id if found.is_literal else ref("AWS::StackName")
    if not wanted:
        return
    info = found.body.get("info")
    if info is None or info.is_null:
        if info is not None:
            yield Remove(found.body, "info")
        yield Insert(found.body, "info", {**wanted, "version": "1.0"}, before="paths")
        return
    for name, value in wanted.items():
        yield from entry(info, name, value)


_DEFINED = frozenset({"DefinitionBody", "DefinitionUri"})


CONCERN = Concern("definition", (*CODES, SHARED_INTEGRATION), to_http, _DEFINED, to_rest, _DEFINED)
