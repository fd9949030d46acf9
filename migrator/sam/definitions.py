"""Definitions of APIs that stand in files of their own: where a template names them, and what is in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..text.meaning import data, long_form
from ..text.node import Node
from ..text.parsing import parse
from ..text.source import Source
from ..text.tree import TreeError
from ..text.values import entries_of, get, intrinsic, is_map, literal
from .extensions import INTEGRATION
from .repository import Repository

TRANSFORM = "Fn::Transform"
INCLUDE = "AWS::Include"
UPLOADED = ("DefinitionUri",)
INCLUDED = "DefinitionBody"
STAND_INS = frozenset({"openapi", "paths", "OpenApiVersion"})
"""Keys beside an include that keep `sam validate` content and say nothing of the API."""


@dataclass(frozen=True, eq=False)
class DefinitionPlace:
    """Where an API says that its definition is in a file.

    Arguments:
        node: what stands there: the path as the template writes it, or something else.
        included: whether CloudFormation includes the file (``AWS::Include``) and resolves intrinsics in it; else API
            Gateway reads it as it is (``DefinitionUri``).
        beside: keys beside the include, in the place of which the file has its own.
    """

    node: Node
    included: bool
    beside: frozenset[str] = frozenset()

    @property
    def address(self) -> str:
        """What tells it from other places, in every spelling."""
        return address(long_form(data(self.node)))


@dataclass(frozen=True, eq=False)
class Definition:
    """A definition in a file of the repository.

    Arguments:
        place: where the API names it.
        name: the file's path, from the template's folder.
        file: where the file really is.
        source: the file as read.
        root: the map that it holds.
        users: logical ids of all APIs of the template that name it.
    """

    place: DefinitionPlace
    name: str
    file: Path
    source: Source
    root: Node
    users: tuple[str, ...]

    @property
    def is_uploaded(self) -> bool:
        """Whether the template names the place that the file is uploaded to, and not the file."""
        return literal(self.place.node) != self.name


def address(value: Any) -> str:
    """Where a definition is, as a text: a path or URL as written, anything else as JSON.

    Arguments:
        value: what the template says, intrinsics in their long form.
    """
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def place(properties: Node) -> DefinitionPlace | None:
    """Where an API says that its definition is; None when it has none, or one that stands in the template.

    Arguments:
        properties: its effective properties.
    """
    uri = properties.get(*UPLOADED)
    if uri is not None and not uri.is_null:
        return DefinitionPlace(uri, included=False)
    body = properties.get(INCLUDED)
    include = included(body)
    location = include.get("Parameters", "Location") if include is not None else None
    if location is None or literal(get(include, "Name")) != INCLUDE or further(body):
        return None
    return DefinitionPlace(location, included=True, beside=frozenset(entries_of(body)) & {"openapi", "paths"})


def included(body: Node | None) -> Node | None:
    """The argument of the ``Fn::Transform`` that makes a definition, or a part of it; None without one.

    Arguments:
        body: the definition.
    """
    call = intrinsic(body)
    return call.argument if call is not None and call.name == "Transform" else get(body, TRANSFORM)


def further(body: Node | None) -> list[str]:
    """Keys beside ``Fn::Transform`` that may say something of the API, so that it matters how they are merged.

    AWS does not say whether an included file or what stands beside it wins. Operations without an integration cannot
    be deployed to a REST API, so where there are only such the file does.

    Arguments:
        body: the definition.
    """
    return [key for key, node in entries_of(body).items() if key != TRANSFORM and not _stands_in(key, node)]


def _stands_in(key: str, node: Node) -> bool:
    if key == "openapi":
        return (literal(node) or "").startswith("3")
    bare = all(INTEGRATION not in inner.entries() and intrinsic(inner) is None for inner in node.walk())
    return key in STAND_INS and bare


def definitions(
    apis: Mapping[str, Node],
    repository: Repository | None,
    instead: Mapping[str, str] = MappingProxyType({}),
    uploaded: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Definition]:
    """Definitions in files that can be read, by logical id.

    Arguments:
        apis: effective properties of the template's APIs by logical id.
        repository: the files around the template; None when it is no file.
        instead: texts that are read in the place of those of files, by the paths of these.
        uploaded: files that are uploaded to where APIs name no file, by the logical ids of these.
    """
    if repository is None:
        return {}
    places = {name: found for name, properties in apis.items() if (found := place(properties)) is not None}
    names = {name: _name(repository, found, uploaded.get(name)) for name, found in places.items()}
    files = {name: file for name, path in names.items() if path is not None and (file := repository.find(path))}
    opened = {file: _opened(repository, names[name] or "", places[name], instead) for name, file in files.items()}
    return {
        name: Definition(
            places[name], names[name] or "", file, *content, tuple(other for other in files if files[other] == file)
        )
        for name, file in files.items()
        if (content := opened[file]) is not None
    }


def _name(repository: Repository, found: DefinitionPlace, uploaded: str | None) -> str | None:
    """The path of the file that holds a definition; None where nobody says it."""
    text = literal(found.node)
    if uploaded is None or (text is not None and repository.find(text) is not None):
        return text
    return repository.path_to(uploaded)


def _opened(
    repository: Repository, name: str, found: DefinitionPlace, instead: Mapping[str, str]
) -> tuple[Source, Node] | None:
    source = repository.read(name)
    if source is None:
        return None
    source = replace(source, text=instead.get(source.path, source.text))
    try:
        root = parse(source).root
    except TreeError:
        return None
    return (source, root) if is_map(root) and found.beside <= root.entries().keys() else None
