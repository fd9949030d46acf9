"""Reading a hand-written definition: its operations, its security schemes, and what cannot be read before deployment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from migrator.sam.definitions import TRANSFORM, Definition
from migrator.sam.extensions import ANY_METHOD, EXTENSION, INTEGRATION
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.values import entries_of, get, intrinsic, is_list, is_map, items_of, literal

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
PATH_FIELDS = frozenset({"parameters", "summary", "description", "servers"})
"""What a path item holds besides operations."""


@dataclass(frozen=True, eq=False)
class Operation:
    """One method of one path.

    Arguments:
        path: as written.
        method: in upper case, ``ANY`` for every method.
        key: the method as written.
        item: the path item that it stands in.
        node: the operation object.
        integration: its integration; None without one.
        reference: what stands in its place where operations share it.
    """

    path: str
    method: str
    key: str
    item: Node
    node: Node
    integration: Node | None
    reference: Node | None = None

    @property
    def label(self) -> str:
        """The operation as a person names it."""
        return f"{self.method} {self.path}"

    @property
    def kind(self) -> str | None:
        """The type of its integration in lower case; None when there is none, or no literal one."""
        name = literal(get(self.integration, "type"))
        return name.lower() if name is not None else None

    @property
    def asks(self) -> dict[str, Node]:
        """Names that its security asks for, with their scopes; nothing where that is no list of maps."""
        security = self.node.get("security")
        entries = items_of(security)
        return {name: scopes for entry in entries if is_map(entry) for name, scopes in entry.entries().items()}


@dataclass(frozen=True, eq=False)
class Obstacle:
    """A place that has to be read and cannot be.

    Arguments:
        node: the place.
        what: what is wrong, to follow a colon.
        remedy: what to do; empty where the place has to be written out.
    """

    node: Node
    what: str
    remedy: str = ""


@dataclass(frozen=True, eq=False)
class Document:
    """A definition that stands in the text as a map.

    Arguments:
        body: the whole of it.
        operations: what can be read of its operations.
        obstacles: what keeps it from being read.
        file: the file that it is in; None where it stands in the template.
    """

    body: Node
    operations: tuple[Operation, ...]
    obstacles: tuple[Obstacle, ...]
    file: Definition | None = None

    @property
    def is_literal(self) -> bool:
        """Whether API Gateway reads it as it is, so that an intrinsic in it means nothing."""
        return self.file is not None and not self.file.place.included

    @cached_property
    def is_swagger(self) -> bool:
        """Whether it is Swagger 2.0."""
        return self.body.get("swagger") is not None

    @cached_property
    def schemes_key(self) -> tuple[str, ...]:
        """Where its security schemes stand; SAM reads the keys of Swagger in an OpenAPI 3 body too."""
        return (
            ("securityDefinitions",)
            if self.body.get("securityDefinitions") is not None
            else ("components", "securitySchemes")
        )

    @cached_property
    def schemes(self) -> dict[str, Node]:
        """Security schemes by name."""
        node = self.body.get(*self.schemes_key)
        return entries_of(node)

    def find(self, method: str, path: str) -> Operation | None:
        """The operation for a route; ``/x`` and ``/x/`` are one path."""
        return self._by_route.get((method, normal(path)))

    def at(self, event: Event) -> Operation | None:
        """The operation that SAM takes for an event's: it compares paths letter by letter."""
        return self._by_spelling.get((event.method, event.path))

    @cached_property
    def _by_route(self) -> dict[tuple[str, str], Operation]:
        return {(op.method, normal(op.path)): op for op in reversed(self.operations)}

    @cached_property
    def _by_spelling(self) -> dict[tuple[str | None, str | None], Operation]:
        return {(op.method, op.path): op for op in reversed(self.operations)}


def normal(path: str) -> str:
    """One spelling for paths that both gateways route alike."""
    return f"/{path.strip('/')}"


def is_version(version: str) -> bool:
    """Whether SAM takes a version of OpenAPI 3: ``3.`` and one digit, and perhaps another."""
    parts = version.split(".")
    return parts[0] == "3" and len(parts) in (2, 3) and all(len(part) == 1 and part.isdigit() for part in parts[1:])


def read(body: Node) -> Document:
    """Read a definition.

    Arguments:
        body: a mapping.
    """
    obstacles = list(_obstacles(body))
    paths = body.get("paths")
    if paths is None or not is_map(paths):
        return Document(body, (), (*obstacles, Obstacle(paths or body, "`paths` must be a literal map")))
    operations: list[Operation] = []
    for path, item in paths.entries().items():
        if _is_other_extension(path):
            continue
        if not path.startswith("/"):
            obstacles.append(Obstacle(item, f"`{path}` is not a path", _instead(path)))
        elif not is_map(item):
            obstacles.append(Obstacle(item, f"path {path} must be a literal map"))
        else:
            obstacles.extend(_of_path(path, item, operations))
    if not operations and not obstacles:
        obstacles.append(
            Obstacle(paths, "it has no operations", "Add the routes of the API, or remove the definition.")
        )
    return Document(body, tuple(operations), tuple({id(each.node): each for each in obstacles}.values()))


def _is_other_extension(key: str) -> bool:
    """Whether a key is an extension that API Gateway does not know."""
    return key.startswith("x-") and not key.startswith(EXTENSION)


def _instead(path: str) -> str:
    """What to do about an entry of ``paths`` that does not begin with a slash."""
    if path.startswith("x-"):
        return f"Move `{path}` to the place where API Gateway reads it, or remove it."
    return f"A path begins with a slash: write `/{path}`, or move the entry to where it belongs."


_EITHER = (
    ("securityDefinitions", "components.securitySchemes", "Keep one of the two, with all schemes in it."),
    ("swagger", "openapi", "Keep the one whose format the definition has."),
)
"""What Swagger 2 and OpenAPI 3 spell differently: of a definition that has both, nothing says which is read."""


def _obstacles(body: Node) -> Iterator[Obstacle]:
    for part in body.walk():
        if part.pair(TRANSFORM) is not None:
            yield Obstacle(part, "a part of it comes from another file")
    for keys in (("components",), ("components", "securitySchemes"), ("securityDefinitions",), ("info",)):
        node = body.get(*keys)
        if node is not None and not node.is_null and not is_map(node):
            yield Obstacle(node, f"`{'.'.join(keys)}` must be a literal map")
    for one, other, remedy in _EITHER:
        if body.get(one) is not None and body.get(*other.split(".")) is not None:
            yield Obstacle(body, f"it has both `{one}` and `{other}`", remedy)


def _of_path(path: str, item: Node, operations: list[Operation]) -> Iterator[Obstacle]:
    for key, node in item.entries().items():
        if key in PATH_FIELDS or _is_other_extension(key):
            continue
        method = "ANY" if key == ANY_METHOD else key.upper()
        if key != ANY_METHOD and key not in METHODS:
            yield Obstacle(node, f"`{key}` of path {path} is not a method", _right_method(key))
        elif not node.is_null and not is_map(node):
            yield Obstacle(node, f"{method} {path} must be a literal map")
        else:
            integration = node.get(INTEGRATION)
            if integration is not None and not is_map(integration):
                yield Obstacle(integration, f"the integration of {method} {path} must be a literal map")
                integration = None
            operations.append(Operation(path, method, key, item, node, integration))


def _right_method(key: str) -> str:
    if key == "$ref":
        return ""
    return f"Write `{key.lower()}`." if key.lower() in METHODS else f"Remove `{key}` or correct it."


def texts(node: Node) -> Iterator[str]:
    """All scalars below a node, those in intrinsics included."""
    yield from (inner.text for inner in node.walk() if inner.kind == "scalar")


def is_open_list(node: Node | None) -> bool:
    """Whether a node is a list whose items all stand in the text."""
    return node is not None and is_list(node) and all(intrinsic(item) is None for item in node.elements())
