"""Definitions in files of their own: which are converted, who else reads them, and what cannot be written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from migrator.concern import Drop, Step, View
from migrator.sam.definitions import INCLUDE, Definition, further, included, place
from migrator.text.operations import Append, Insert, SetValue, target
from migrator.text.tree import Node
from migrator.text.values import Tagged, Value, get, given, intrinsic, literal

from ..codes import DEFINITION_BODY
from ..reading.document import CORS_SETTINGS, Document
from .codes import DEFINITION_FILE, DEFINITION_INCLUDE, DEFINITION_SHARED, DEFINITION_TAGS, DEFINITION_URI

REMOTE = ("s3://", "https://", "http://")
NAMED = 3
"""Other templates that a message names."""


def unread(view: View) -> Iterator[Step]:
    """Say why a definition that is not in the template is not converted; nothing where it is, or can be read."""
    found = place(view.api.properties)
    body = view.get("DefinitionBody")
    include = included(body)
    if found is not None and not found.included:
        yield view.find(DEFINITION_URI, f"The routes of this API come from {_named(found.node)}.", found.node)
    elif include is not None and literal(include.get("Name")) != INCLUDE:
        remedy = "Write its output into the definition, or leave this API as it is."
        yield view.find(DEFINITION_BODY, "A macro generates the definition, or a part of it.", include, remedy=remedy)
    elif include is not None and (unclear := further(body)):
        beside = ", ".join(f"`{key}`" for key in unclear)
        what = (
            f"`DefinitionBody` has {beside} next to `Fn::Transform`. CloudFormation merges them with the included file."
        )
        remedy = f"Move {beside} into the included file, and run again."
        yield view.find(DEFINITION_BODY, what, include, remedy=remedy)
    elif include is not None:
        what = f"The definition includes {_named(include.get('Parameters', 'Location'))}."
        yield view.find(DEFINITION_BODY, what, include)


def _named(node: Node | None) -> str:
    """Where a definition is kept and why it is not read, for a message."""
    bucket, key = literal(get(node, "Bucket")), literal(get(node, "Key"))
    text = literal(node) if bucket is None or key is None else f"s3://{bucket}/{key}"
    if text is None:
        return "a place that is known only at deployment"
    if text.startswith(REMOTE):
        return f"`{text}`, outside of this repository"
    return f"`{text}`, which is not there, lies outside of this repository or holds no definition"


def noted(view: View, file: Definition) -> Iterator[Step]:
    """Say that a file is converted, and refuse one that others read too.

    Arguments:
        file: the file that holds the definition.
    """
    name = literal(file.place.node)
    yield view.find(DEFINITION_FILE, f"The definition in `{name}` is converted in that file.", file.place.node)
    if others := [user for user in file.users if user != view.api.id]:
        what = f"`{name}` is also the definition of {', '.join(others)}, which would change together with this API."
        yield view.find(DEFINITION_URI, what, file.place.node)
    elif (other := _elsewhere(view, file)) is not None:
        yield view.find(DEFINITION_URI, f"`{name}`, the definition of the API, is also used here.", other)
    repository = view.template.repository
    if repository is None:
        return
    if readers := repository.others_that_name(file.file):
        more = f" and {len(readers) - NAMED} more" if len(readers) > NAMED else ""
        what = f"`{name}` is also named by {', '.join(readers[:NAMED])}{more}, which would get the converted file too."
        yield view.find(DEFINITION_SHARED, what, file.place.node)
    elif not repository.is_searchable:
        what = f"The repository is too large to see whether another template names `{name}`."
        yield view.find(DEFINITION_SHARED, what, file.place.node)


def _elsewhere(view: View, file: Definition) -> Node | None:
    """Another place of the template that names the file."""
    repository = view.template.repository
    nodes = view.template.root.walk()
    named = (node for node in nodes if node.kind == "scalar" and Path(node.text).name == file.file.name)
    own = {id(each.place.node) for each in view.template.definitions.values()}
    return next((n for n in named if id(n) not in own and repository and repository.find(n.text) == file.file), None)


def fitting(view: View, document: Document, steps: Iterable[Step]) -> Iterator[Step]:
    """Refuse what cannot be written into a file that API Gateway reads as it is.

    Arguments:
        document: the definition.
        steps: what is to become of it.
    """
    for step in steps:
        yield step
        if not document.is_literal or not isinstance(step, (Insert, SetValue, Append)):
            continue
        node = target(step)
        if node.root is document.body and needs_deployment(step.value):
            key = step.key if isinstance(step, Insert) else node.key
            what = f"`{key}` of the converted definition is known only at deployment, and the file cannot contain it."
            yield view.find(DEFINITION_URI, what, node)


def needs_deployment(value: Value) -> bool:
    """Whether a value holds an intrinsic, which only CloudFormation resolves."""
    if isinstance(value, Tagged):
        return True
    if isinstance(value, Node):
        return any(intrinsic(node) is not None for node in value.walk())
    if isinstance(value, Mapping):
        return any(needs_deployment(inner) for inner in value.values())
    return isinstance(value, (list, tuple)) and any(needs_deployment(inner) for inner in value)


def beside_http(view: View, document: Document) -> Iterator[Step]:
    """State what becomes of properties that SAM does not take for an HTTP API beside a file.

    Arguments:
        document: the definition.
    """
    tags = view.get("Tags")
    if given(tags) is not None and document.is_literal:
        yield view.find(DEFINITION_TAGS, "`Tags` is left out. SAM writes tags into a definition it can read.", tags)
        yield Drop(("Tags",))
    elif view.api.events or tags is not None:
        yield from _unchecked(view, document)


def beside_rest(view: View, document: Document) -> Iterator[Step]:
    """State what SAM cannot check for a REST API beside a file.

    Arguments:
        document: the definition.
    """
    if (
        any(view.get(key) is not None for key in ("Auth", "CorsConfiguration"))
        or document.body.get(CORS_SETTINGS) is not None
    ):
        yield from _unchecked(view, document)


def _unchecked(view: View, document: Document) -> Iterator[Step]:
    file = document.file
    if file is not None and file.place.included and "paths" not in file.place.beside:
        what = f"`sam validate` can no longer check this API, since it does not read `{literal(file.place.node)}`."
        yield view.find(DEFINITION_INCLUDE, what, file.place.node)
