"""Definitions of APIs that stand in files of their own: where a template names them, and what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..text.source import Source
from ..text.tree import Node, TreeError, parse
from ..text.values import intrinsic, is_map, literal
from .repository import Repository

TRANSFORM = "Fn::Transform"
INCLUDE = "AWS::Include"
UPLOADED = ("DefinitionUri",)


@dataclass(frozen=True, eq=False)
class DefinitionPlace:
    """Where an API says that its definition is in a file.

    Arguments:
        node: what stands there: the path as the template writes it, or something else.
        included: whether CloudFormation includes the file (``AWS::Include``) and resolves intrinsics in it; else API
            Gateway reads it as it is (``DefinitionUri``).
    """

    node: Node
    included: bool


@dataclass(frozen=True, eq=False)
class Definition:
    """A definition in a file of the repository.

    Arguments:
        place: where the API names it.
        file: where the file really is.
        source: the file as read.
        root: the map that it holds.
        users: logical ids of all APIs of the template that name it.
    """

    place: DefinitionPlace
    file: Path
    source: Source
    root: Node
    users: tuple[str, ...]


def place(properties: Node) -> DefinitionPlace | None:
    """Where an API says that its definition is; None when it has none, or one that stands in the template.

    Arguments:
        properties: its effective properties.
    """
    uri = properties.get(*UPLOADED)
    if uri is not None and not uri.is_null:
        return DefinitionPlace(uri, included=False)
    call = intrinsic(properties.get("DefinitionBody"))
    location = call.argument.get("Parameters", "Location") if call is not None and call.name == "Transform" else None
    whole = call is not None and literal(call.argument.get("Name")) == INCLUDE
    return DefinitionPlace(location, included=True) if location is not None and whole else None


def definitions(apis: dict[str, Node], repository: Repository | None) -> dict[str, Definition]:
    """Definitions in files that can be read, by logical id.

    Arguments:
        apis: effective properties of the template's APIs by logical id.
        repository: the files around the template; None when it is no file.
    """
    places = {name: found for name, properties in apis.items() if (found := place(properties)) is not None}
    files = {name: _file(repository, found) for name, found in places.items()}
    opened = {file: _opened(repository, places[name]) for name, file in files.items() if file is not None}
    return {
        name: Definition(places[name], file, *content, tuple(other for other in files if files[other] == file))
        for name, file in files.items()
        if file is not None and (content := opened[file]) is not None
    }


def _file(repository: Repository | None, found: DefinitionPlace) -> Path | None:
    text = literal(found.node)
    return repository.find(text) if repository is not None and text is not None else None


def _opened(repository: Repository | None, found: DefinitionPlace) -> tuple[Source, Node] | None:
    source = repository.read(literal(found.node) or "") if repository is not None else None
    if source is None:
        return None
    try:
        root = parse(source).root
    except TreeError:
        return None
    return (source, root) if root is not None and is_map(root) else None
