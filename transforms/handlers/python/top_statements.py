"""A statement at the top of a file, and what is worked out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from .trees import _LINE_BREAK, children, walk


@dataclass(frozen=True, eq=False)
class TopStatement:
    """A statement at the top of a file, and what is worked out of it: most stand in the file's next text as well.

    Arguments:
        node: the statement.
        empty: its file without statements, for the way that it is indented.
    """

    node: cst.CSTNode
    empty: cst.Module

    @cached_property
    def nodes(self) -> list[cst.CSTNode]:
        """The statement and all below it."""
        return list(walk(self.node))

    @cached_property
    def by_kind(self) -> dict[type[cst.CSTNode], list[cst.CSTNode]]:
        """Those nodes by what they are."""
        found: dict[type[cst.CSTNode], list[cst.CSTNode]] = {}
        for node in self.nodes:
            found.setdefault(type(node), []).append(node)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[cst.CSTNode]]:
        """Names and attributes among them by their last name."""
        found: dict[str, list[cst.CSTNode]] = {}
        for node in self.nodes:
            if isinstance(node, (cst.Name, cst.Attribute)):
                found.setdefault(node.value if isinstance(node, cst.Name) else node.attr.value, []).append(node)
        return found

    @cached_property
    def parents(self) -> dict[cst.CSTNode, cst.CSTNode]:
        return {child: node for node in self.nodes for child in children(node)}

    @cached_property
    def text(self) -> str:
        return self.empty.code_for_node(self.node)

    @cached_property
    def lines(self) -> int:
        return len(_LINE_BREAK.findall(self.text))

    @cached_property
    def positions(self) -> Mapping[cst.CSTNode, object]:
        """Where its nodes stand, in lines from its first one."""
        wrapper = MetadataWrapper(self.empty.with_changes(body=[self.node]), unsafe_skip_copy=True)
        return dict(wrapper.resolve(PositionProvider))
