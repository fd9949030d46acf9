"""One JavaScript or TypeScript file as a tree: texts, positions, literals, and the nodes that make functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Final, TypeGuard

from tree_sitter import Language, Node, Parser, Tree

from migrator.findings import Span
from migrator.text.source import Source

FUNCTIONS: Final = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
WRAPPERS: Final = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion"}
)
"""What stands around an expression and changes nothing about its value."""

_BUILT: Final = re.compile(
    r"""^//[#@] sourceMappingURL=|\b__(?:webpack|nccwpck)_require__\b|\b__toCommonJS\(|^var __defProp = Object\.defineProperty;"""
    r"""|\((?:[\w$]+|\{\}), ?["']__esModule["']|\bexports\.__esModule = true\b""",
    re.MULTILINE,
)
"""What tsc, Babel, webpack, ncc and esbuild write, and people do not."""

_PUTTING: Final = frozenset({"Object.assign", "Object.defineProperty", "Object.defineProperties", "Reflect.set"})

_TYPED: Final = {".ts": "typescript", ".mts": "typescript", ".cts": "typescript", ".tsx": "tsx"}


class UnreadableScriptError(Exception):
    """A file that is no JavaScript or TypeScript that can be read here; the message says where."""


@cache
def _parser(name: str) -> Parser:
    if name == "javascript":
        import tree_sitter_javascript

        return Parser(Language(tree_sitter_javascript.language()))
    import tree_sitter_typescript

    language = tree_sitter_typescript.language_tsx if name == "tsx" else tree_sitter_typescript.language_typescript
    return Parser(Language(language()))


@dataclass(frozen=True, eq=False)
class ScriptModule:
    """One parsed file.

    Arguments:
        path: its path below the folder of the function's code.
        source: its text.
        data: the text as UTF-8, which positions of the tree count in.
        tree: its syntax tree.
    """

    path: str
    source: Source
    data: bytes
    tree: Tree

    @property
    def root(self) -> Node:
        return self.tree.root_node

    @property
    def typed(self) -> bool:
        """Whether it is TypeScript."""
        return PurePosixPath(self.path).suffix in _TYPED

    @property
    def built(self) -> bool:
        """Whether a compiler or bundler made it, which will make it again."""
        return _BUILT.search(self.source.text) is not None

    def text(self, node: Node | None) -> str:
        return "" if node is None else self.data[node.start_byte : node.end_byte].decode()

    @cached_property
    def _plain(self) -> bool:
        return self.data.isascii()

    def offset(self, at: int) -> int:
        """The place of a byte, in characters."""
        return at if self._plain else len(self.data[:at].decode(errors="ignore"))

    def span(self, node: Node) -> Span:
        """Where a node stands."""
        start, end = self.offset(node.start_byte), self.offset(node.end_byte)
        return Span(start, end, *self.source.position(start), *self.source.position(end))

    @cached_property
    def newline(self) -> str:
        return "\r\n" if b"\r\n" in self.data else "\n"

    @cached_property
    def quote(self) -> str:
        """The quotes that the file uses more."""
        return '"' if self.data.count(b'"') > self.data.count(b"'") else "'"

    @cached_property
    def indent(self) -> str:
        """What the file indents by."""
        for line in self.source.text.split("\n"):
            stripped = line.lstrip(" \t")
            if stripped.strip() and len(stripped) < len(line) and not stripped.startswith("*"):
                return "\t" if line[0] == "\t" else line[: len(line) - len(stripped)][:4]
        return "  "

    @cached_property
    def assigned(self) -> dict[str, list[Node]]:
        """Every assignment that puts something into an object, by the name under which it is put there.

        Names that are computed, and calls that put in what is given by another object, have the empty name.
        """
        found: dict[str, list[Node]] = {}
        for node in walk(self.root):
            put = field(node, "left") if node.type == "assignment_expression" else None
            if named := field(put, "property"):
                found.setdefault(self.text(named), []).append(node)
            elif named := field(put, "index"):
                is_text = named.type == "string" and all(part.type == "string_fragment" for part in parts(named))
                found.setdefault(self.text(named)[1:-1] if is_text else "", []).append(node)
            elif node.type == "call_expression" and self.text(field(node, "function")) in _PUTTING:
                found.setdefault("", []).append(node)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Every identifier of the file."""
        kinds = ("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern")
        return frozenset(self.text(node) for node in walk(self.root) if node.type in kinds)


def parse(path: str, source: Source) -> ScriptModule:
    """Parse a file.

    Raises:
        UnreadableError: it is not what its name says.
    """
    data, tree = _parsed(_TYPED.get(PurePosixPath(path).suffix, "javascript"), source.text)
    if tree.root_node.has_error:
        bad = next((n for n in walk(tree.root_node) if n.is_error or n.is_missing), tree.root_node)
        raise UnreadableScriptError(f"line {bad.start_point[0] + 1} is no JavaScript that can be read")
    return ScriptModule(path, source, data, tree)


@lru_cache(maxsize=512)
def _parsed(language: str, text: str) -> tuple[bytes, Tree]:
    """A text is parsed once a run, however many functions it belongs to."""
    data = text.encode("utf-8", "surrogatepass")
    return data, _parser(language).parse(data)


def walk(node: Node, *, own: bool = False) -> Iterator[Node]:
    """A node and all below it; with ``own``, what belongs to functions inside is left out."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if own and current != node and current.type in FUNCTIONS:
            continue
        stack.extend(reversed(current.named_children))


def of_type(node: Node | None, *types: str) -> TypeGuard[Node]:
    """Whether there is a node, and of one of these types."""
    return node is not None and node.type in types


def field(node: Node | None, name: str) -> Node | None:
    """A child by the name of its field."""
    return node.child_by_field_name(name) if node is not None else None


def accessor(node: Node) -> str:
    """``get`` or ``set`` for a method that is called where its name is read or written; empty for other nodes."""
    kinds = [each.type for each in node.children] if node.type == "method_definition" else []
    return next((each for each in kinds if each in ("get", "set")), "")


def up(node: Node | None, times: int = 1) -> Node | None:
    """The parent of a node, or the one above that."""
    for _ in range(times):
        node = node.parent if node is not None else None
    return node


def parts(node: Node | None) -> list[Node]:
    """The named children, comments left out."""
    return [] if node is None else [child for child in node.named_children if child.type != "comment"]


def above(node: Node | None) -> Iterator[Node]:
    """What stands around a node, innermost first."""
    current = up(node)
    while current is not None:
        yield current
        current = current.parent


def root_of(node: Node) -> Node:
    """The root of the file that a node stands in."""
    return [node, *above(node)][-1]


def function_of(node: Node) -> Node | None:
    """The function that a node stands in."""
    return next((each for each in above(node) if each.type in FUNCTIONS), None)


def inside(node: Node, outer: Node | None) -> bool:
    """Whether a node is another one or stands in it."""
    return outer is not None and outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def arguments_of(module: ScriptModule, function: Node | None) -> list[Node]:
    """Where a function, or an arrow function in it, reads all that it is given as ``arguments``."""
    if function is None or function.type == "arrow_function" or "arguments" not in module.names:
        return []
    own = FUNCTIONS - {"arrow_function"}
    reads = (each for each in walk(function) if each.type == "identifier" and module.text(each) == "arguments")
    return [each for each in reads if next(f for f in above(each) if f.type in own) == function]
