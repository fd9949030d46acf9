"""The definition of an HTTP API on its way to a REST API, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Put, Step, View, is_true
from migrator.text.operations import SetValue
from migrator.text.values import literal

from ..access import requirements, schemes
from ..api.settings import MERGE_DEFINITIONS
from ..codes import DEFINITION_BODY, DROPPED_SETTING
from ..cors import openapi as cors_settings
from ..reading.definition import merging
from ..reading.document import Document, is_version, normal
from . import events as definition_events
from . import extensions as definition_extensions
from . import files as definition_files
from . import integrations as definition_integrations
from . import moves as definition_moves
from . import swagger2
from .codes import FAIL_ON_WARNINGS

CATCH_ALL = ("$default", "/$default")
"""How a definition spells the route that takes all others; SAM writes the second where warnings fail the import."""


TWO_PATHS = "Write the paths `/` and `/{proxy+}` in its place; handlers get another `resource` then."


def convert(view: View, document: Document) -> Iterator[Step]:
    """State what a definition becomes, or why it is left alone.

    Arguments:
        document: what was read of it.
    """
    default = next((node for name in CATCH_ALL if (node := document.body.get("paths", name)) is not None), None)
    if default is not None:
        what = "The route `$default` takes all others, and a REST API has none."
        yield view.find(DEFINITION_BODY, what, default, remedy=TWO_PATHS)
    for each in document.obstacles:
        if each.node is not default:
            what = f"The definition cannot be read: {each.what}."
            yield view.find(DEFINITION_BODY, what, each.node, remedy=each.remedy)
    if default is None and not document.obstacles:
        yield from _readable(view, document)


def _readable(view: View, document: Document) -> Iterator[Step]:
    yield from _version(view, document)
    yield from _paths(view, document)
    yield from definition_integrations.convert(view, document, document.operations)
    yield from cors_settings.to_rest(view, document)
    after = yield from schemes.convert(view, document)
    yield from definition_moves.in_place(document, after)
    yield from requirements.convert(view, document, document.operations)
    yield from definition_extensions.convert(view, document, document.operations)
    if not document.is_literal:  # else SAM puts nothing of an event into it, for either kind of API
        yield from _events(view, document)
    yield from definition_files.beside_rest(view, document)
    if (fails := view.get("FailOnWarnings")) is not None and is_true(fails):
        yield view.find(FAIL_ON_WARNINGS, "Warnings of the import fail the deployment.", fails)


def _events(view: View, document: Document) -> Iterator[Step]:
    yield from definition_events.to_rest(view, document)
    if merging(view, document):  # T34
        what = "`MergeDefinitions` is added: for a REST API SAM puts the routes of events into a definition only then."
        yield view.find(MERGE_DEFINITIONS, what, document.body, remedy="Nothing to do.")
        yield Put(("MergeDefinitions",), True)


def _version(view: View, document: Document) -> Iterator[Step]:
    version = document.body.get("openapi")
    text = literal(version) or ""
    if version is None or document.is_swagger or not text.startswith("3"):
        what = "The definition is no OpenAPI 3, which is all that HTTP APIs import."
        yield view.find(DEFINITION_BODY, what, version or document.body)
    elif not is_version(text):
        what = f"`openapi: {text}` becomes {swagger2.VERSION}. SAM reads versions of one digit each."
        yield view.find(DROPPED_SETTING, what, version)
        yield SetValue(version, swagger2.VERSION)


def _paths(view: View, document: Document) -> Iterator[Step]:
    """Paths that are no route of an HTTP API and would be one of a REST API."""
    for path, item in {op.path: op.item for op in document.operations}.items():
        if path != normal(path):
            # T31: a path that ends in a slash is no route of an HTTP API (SAM #1949).
            what = f"`{path}` is no route of an HTTP API, as it ends in a slash; on a REST API it would be `{normal(path)}`."
            yield view.find(DEFINITION_BODY, what, item, remedy="Remove the slash if the route is meant, or the path.")
    for operation in document.operations:
        if (flag := operation.node.get("isDefaultRoute")) is not None:
            what = f"{operation.label} is the route `$default`, and a REST API has none."
            yield view.find(DEFINITION_BODY, what, flag, remedy=TWO_PATHS)
