"""A SAM template as SAM sees it: APIs, functions and their events, Globals merged, names that refer to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..text.node import Node, Pair
from ..text.parsing import parse_template
from ..text.source import Source
from ..text.tree import Tree, TreeError
from ..text.values import entries_of, is_map, items_of, literal, ref_target
from .definitions import INCLUDE, Definition, definitions, place
from .functions import functions
from .kinds import API_TYPES, EVENT_TYPES, FUNCTION, GLOBALS_SECTION, KINDS, REST, STATE_MACHINE, ApiKind
from .marks import Marks, marks
from .parts import Api, Event, Resource, made, merged, pairs_of
from .references import Reference, references
from .repository import Repository

__all__ = ["Api", "Event", "Resource", "Template", "read_template"]


@dataclass(frozen=True, eq=False)
class Template:
    """The view that concerns have of one document."""

    source: Source
    tree: Tree
    root: Node

    def type_of(self, name: str | None) -> str:
        """The type of a resource by its logical id; empty where there is none."""
        found = self.resources.get(name or "")
        return found.type if found is not None else ""

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Resources by logical id."""
        found: dict[str, Resource] = {}
        for name, node in entries_of(self.root.get("Resources")).items():
            kind = literal(node.get("Type")) if is_map(node) else None
            if kind is not None:
                found[name] = self._resource(name, kind, node)
        return found

    def _resource(self, name: str, kind: str, node: Node) -> Resource:
        local = node.get("Properties")
        local = local if is_map(local) else None
        section = self.globals_of(GLOBALS_SECTION.get(kind, ""))
        effective = local or made([])
        skipped = node.get("IgnoreGlobals")
        if section is not None and literal(skipped) != "*":
            names = set(map(literal, items_of(skipped)))
            pairs = [Pair(k, v) for k, v in pairs_of(section) if k.text not in names]
            effective = merged(made(pairs), effective)
        return Resource(name, kind, node, local, effective)

    def globals_of(self, section: str) -> Node | None:
        """A section of ``Globals``; None when it is not there or no mapping."""
        node = self.root.get("Globals", section)
        return node if is_map(node) else None

    def section(self, name: str) -> Node | None:
        """A top-level section that is a mapping."""
        node = self.root.get(name)
        return node if is_map(node) else None

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """API events of all functions and state machines."""
        return tuple(event for resource in self.resources.values() for event in self._events(resource))

    def _events(self, resource: Resource) -> Iterator[Event]:
        if resource.type not in (FUNCTION, STATE_MACHINE):
            return
        for name, node in entries_of(resource.get("Events")).items():
            kind = EVENT_TYPES.get(literal(node.get("Type")) or "") if is_map(node) else None
            if kind is not None:
                properties = node.get("Properties")
                yield Event(
                    resource, name, node, kind, properties if is_map(properties) else None, self._api_of(node, kind)
                )

    def _api_of(self, event: Node, kind: ApiKind) -> str | None:
        reference = event.get("Properties", KINDS[kind].api_key)
        if reference is None or reference.is_null:
            return KINDS[kind].implicit
        name = ref_target(reference) or literal(reference)
        if name == KINDS[kind].implicit and name not in self.resources:
            return name
        target = self.resources.get(name or "")
        return name if target is not None and target.type == KINDS[kind].type else None

    @cached_property
    def apis(self) -> dict[str, Api]:
        """APIs by logical id: explicit ones in the order of the template, then the implicit ones."""
        found: dict[str, Api] = {}
        own: dict[str | None, list[Event]] = {}
        for event in self.events:
            own.setdefault(event.api, []).append(event)
        for resource in self.resources.values():
            if resource.type in API_TYPES:
                events = tuple(own.get(resource.id, ()))
                kind: ApiKind = "rest" if resource.type == REST else "http"
                found[resource.id] = Api(resource.id, kind, resource, resource.properties, events)
        for implicit in KINDS.values():
            events = tuple(e for e in own.get(implicit.implicit, ()) if e.kind == implicit.name)
            if implicit.implicit not in found and events:
                section = self.globals_of(implicit.section)
                found[implicit.implicit] = Api(implicit.implicit, implicit.name, None, section or made([]), events)
        return found

    @cached_property
    def marks(self) -> Marks:
        """What the template says of its own migration."""
        return marks(self.source, self.root)

    @cached_property
    def repository(self) -> Repository | None:
        """The files around the template; None when it is no file."""
        return Repository.around(self.source.path)

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Definitions in files of the repository, by the logical id of their API."""
        apis = {api.id: api.properties for api in self.apis.values()}
        return definitions(apis, self.repository, dict(self.source.instead), dict(self.source.definitions))

    def definition_of(self, api: Api) -> Node | None:
        """The definition of an API, in a file of its own or in the template; None where it has none."""
        file = self.definitions.get(api.id)
        return file.root if file is not None else api.properties.get("DefinitionBody")

    @cached_property
    def documents(self) -> tuple[tuple[Source, Node], ...]:
        """Every file that a migration may change operation by operation, the template first; each with its root."""
        files = {definition.file: definition for definition in self.definitions.values()}
        return ((self.source, self.root), *((each.source, each.root) for each in files.values()))

    def source_of(self, node: Node) -> Source:
        """The file that a node stands in; the template for one that stands nowhere."""
        root = node.root
        return next((source for source, each in self.documents if each is root), self.source)

    @cached_property
    def parameters(self) -> dict[str, Node]:
        """Template parameters by name."""
        return entries_of(self.root.get("Parameters"))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every place that names a resource or parameter, in included files too."""
        included = {each.file: each.root for each in self.definitions.values() if each.place.included}
        return tuple(each for root in (self.root, *included.values()) for each in references(root))

    @cached_property
    def functions(self) -> Mapping[str, str]:
        """Logical ids of functions by all that leads to them, aliases, versions and names (``:orders``) included."""
        return functions(self.resources)

    def references_to(self, name: str) -> Sequence[Reference]:
        """Places that name one resource."""
        return self._by_name.get(name, ())

    def references_in(self, node: Node) -> Iterator[Reference]:
        """Places in a part of the template that name something."""
        for inner in node.walk():
            yield from self._by_scalar.get(id(inner), ())

    @cached_property
    def _by_scalar(self) -> Mapping[int, Sequence[Reference]]:
        found: dict[int, list[Reference]] = {}
        for reference in self.references:
            found.setdefault(id(reference.scalar), []).append(reference)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Reference]]:
        found: dict[str, list[Reference]] = {}
        for reference in self.references:
            found.setdefault(reference.name, []).append(reference)
        return found


def read_template(source: Source) -> Template | None:
    """The view of a text that can be read and is a map; None of any other."""
    try:
        tree = parse_template(source)
    except TreeError:
        return None
    return Template(source, tree, tree.root) if is_map(tree.root) else None


def definition_files(source: Source) -> dict[str, Source]:
    """Files that hold definitions of a template's APIs, by the address that the template gives them.

    Arguments:
        source: the template; one that cannot be read has none.
    """
    template = _with_definitions(source)
    found = template.definitions.values() if template is not None else ()
    return {each.place.address: each.source for each in found}


def definition_names(source: Source) -> frozenset[str]:
    """Paths of the files that hold definitions of a template's APIs, from its folder.

    Arguments:
        source: the template; one that cannot be read has none.
    """
    template = _with_definitions(source)
    return frozenset(each.name for each in template.definitions.values()) if template is not None else frozenset()


def definition_places(source: Source) -> dict[str, str]:
    """Addresses of the definitions of a template's APIs, by the logical ids of these.

    Arguments:
        source: the template; one that cannot be read names none.
    """
    template = _with_definitions(source)
    apis = template.apis.values() if template is not None else ()
    return {api.id: found.address for api in apis if (found := place(api.properties)) is not None}


def _with_definitions(source: Source) -> Template | None:
    """A template that may name such files; None where it cannot."""
    return read_template(source) if any(word in source.text for word in ("DefinitionUri", INCLUDE)) else None
