"""Definitions in files of their own: which are converted, who else reads them, and what cannot be written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from migrator.concern import Drop, Step, View, fact
from migrator.findings import Code
from migrator.sam.definitions import INCLUDE, Definition, further, included, place
from migrator.sam.extensions import CORS_SETTINGS
from migrator.text.node import Node
from migrator.text.operations import Append, Insert, SetValue, target
from migrator.text.values import Tagged, Value, get, given, intrinsic, literal

from ..codes import DEFINITION_BODY
from ..reading.document import Document
from .codes import (
    DEFINITION_FILE,
    DEFINITION_INCLUDE,
    DEFINITION_SHARED,
    DEFINITION_TAGS,
    DEFINITION_UPLOAD,
    DEFINITION_URI,
)

REMOTE = ("s3://", "https://", "http://")
NAMED = 3
"""Other templates that a message names."""


def unread(view: View) -> Iterator[Step]:
    """Say why a definition that is not in the template is not converted; nothing where it is, or can be read."""
    found = place(view.api.properties)
    body = view.get("DefinitionBody")
    include = included(body)
    if found is not None and not found.included:
        what = f"The routes of this API come from {_named(view, found.node)}."
        yield view.find(DEFINITION_URI, what, found.node, remedy=_remedy(view, found.node, DEFINITION_URI))
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
        location = include.get("Parameters", "Location")
        what = f"The definition includes {_named(view, location)}."
        yield view.find(DEFINITION_BODY, what, include, remedy=_remedy(view, location, DEFINITION_BODY))


@fact
def _given(view: View) -> str | None:
    return dict(view.template.source.definitions).get(view.api.id)


def _remedy(view: View, node: Node | None, code: Code) -> str:
    repository = view.template.repository
    if repository is None or repository.find(literal(node) or "") is not None:
        return code.remedy
    if _given(view) is not None:
        return "Give a file of this repository that holds the whole definition, and run again."
    return (
        f"Name the file of this repository that is uploaded there with `--definition {view.api.id}=FILE`, or write the "
        "definition into `DefinitionBody`, and run again."
    )


def _address(node: Node | None) -> str | None:
    """Where a definition is kept; None where that is known only at deployment."""
    bucket, key = literal(get(node, "Bucket")), literal(get(node, "Key"))
    return literal(node) if bucket is None or key is None else f"s3://{bucket}/{key}"


def _named(view: View, node: Node | None) -> str:
    """Where a definition is kept and why it is not read, for a message."""
    text, given = _address(node), _given(view)
    place = "a place that is known only at deployment" if text is None else f"`{text}`"
    absent = "is not there, lies outside of this repository or holds no definition"
    if given is not None:
        return f"{place}, and `{given}`, which `--definition` names, {absent}"
    if text is None:
        return place
    return f"{place}, outside of this repository" if text.startswith(REMOTE) else f"{place}, which {absent}"


def noted(view: View, file: Definition) -> Iterator[Step]:
    """Say that a file is converted, and refuse one that others read too.

    Arguments:
        file: the file that holds the definition.
    """
    name = file.name
    yield _converted(view, file)
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


def _converted(view: View, file: Definition) -> Step:
    node = file.place.node
    if not file.is_uploaded:
        return view.find(DEFINITION_FILE, f"The definition in `{file.name}` is converted in that file.", node)
    place = "the place that the template computes" if (text := _address(node)) is None else f"`{text}`"
    what = f"The definition in `{file.name}` is converted in that file. The template goes on reading it from {place}."
    pinned = (
        " Write the version of the new object in the place of the present `Version`." if get(node, "Version") else ""
    )
    return view.find(DEFINITION_UPLOAD, what, node, remedy=f"{DEFINITION_UPLOAD.remedy}{pinned}")


def _elsewhere(view: View, file: Definition) -> Node | None:
    """Another place of the template that names the file."""
    repository = view.template.repository
    nodes = view.template.root.walk()
    named = (node for node in nodes if node.kind == "scalar" and Path(node.text).name == file.file.name)
    own = {id(node) for each in view.template.definitions.values() for node in each.place.node.walk()}
    return next((n for n in named if id(n) not in own and repository and repository.find(n.text) == file.file), None)


def fitting(view: View, document: Document, steps: Iterable[Step]) -> Iterator[Step]:
    """Refuse what cannot be written into a file that API Gateway reads as it is.

    Arguments:
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
    """State what becomes of properties that SAM does not take for an HTTP API beside a file."""
    tags = view.get("Tags")
    if given(tags) is not None and document.is_literal:
        yield view.find(DEFINITION_TAGS, "`Tags` is left out. SAM writes tags into a definition it can read.", tags)
        yield Drop(("Tags",))
    elif view.api.events or tags is not None:
        yield from _unchecked(view, document)


def beside_rest(view: View, document: Document) -> Iterator[Step]:
    """State what SAM cannot check for a REST API beside a file."""
    if (
        any(view.get(key) is not None for key in ("Auth", "CorsConfiguration"))
        or document.body.get(CORS_SETTINGS) is not None
    ):
        yield from _unchecked(view, document)


def _unchecked(view: View, document: Document) -> Iterator[Step]:
    file = document.file
    if file is not None and file.place.included and "paths" not in file.place.beside:
        what = f"`sam validate` can no longer check this API, since it does not read `{file.name}`."
        yield view.find(DEFINITION_INCLUDE, what, file.place.node)
