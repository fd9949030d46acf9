"""Where a template names its resources: Ref, GetAtt, Sub, DependsOn and the source of connectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from ..text.node import Node
from ..text.operations import Operation, Outcome, Remove, SetValue
from ..text.values import Intrinsic, Tagged, innermost, intrinsic, is_map

Form = Literal["Ref", "GetAtt", "Sub", "DependsOn", "Id"]

_OPENING = re.compile(r"\$\{\s*(?=[^!}\s])")
"""Where a variable of Fn::Sub begins, up to its name; ``${!Literal}`` is none."""


class Variable(NamedTuple):
    """A variable in the text of a Sub.

    Arguments:
        name: what stands between its braces.
        start: where ``${`` begins.
        end: where it ends behind ``}``.
        at: where the name begins.
    """

    name: str
    start: int
    end: int
    at: int


def variables(text: str) -> Iterator[Variable]:
    """The variables in the text of a Sub, read in one pass: a regular expression looks for the end from each ``${``."""
    found = _OPENING.search(text)
    while found is not None and (end := text.find("}", found.end())) >= 0:
        yield Variable(text[found.end() : end].rstrip(), found.start(), end + 1, found.end())
        found = _OPENING.search(text, end + 1)


@dataclass(frozen=True, eq=False)
class Reference:
    """One place that names something.

    Arguments:
        name: the logical id.
        attribute: what follows its first dot; empty without one.
        form: how it is written.
        scalar: the scalar that holds the name.
        start: where the name starts in the scalar's value.
        whole: the intrinsic call, or the scalar for other forms.
    """

    name: str
    attribute: str
    form: Form
    scalar: Node
    start: int
    whole: Node

    @property
    def end(self) -> int:
        """Where the name ends in the scalar's value."""
        return self.start + len(self.name)

    @cached_property
    def resource(self) -> str | None:
        """Logical id of the resource that the reference stands in; None elsewhere."""
        path = self.scalar.path()
        return str(path[1]) if len(path) > 1 and path[0] == "Resources" else None


def references(root: Node) -> Iterator[Reference]:
    """Every place below a node that names something, in the order of the text."""
    for node in root.walk():
        call = innermost(node)
        if call is not None:
            yield from _of_call(call.name, call.argument, call.node)
        elif node.kind == "mapping":
            yield from _of_mapping(node)


def _of_call(name: str, argument: Node, whole: Node) -> Iterator[Reference]:
    if name in ("Ref", "GetAtt"):
        form: Form = "Ref" if name == "Ref" else "GetAtt"
        scalar, rest = argument, ""
        if argument.kind == "sequence" and argument.items:
            scalar = argument.items[0].read()
            rest = ".".join(item.text for item in argument.elements()[1:] if item.kind == "scalar")
        if scalar.kind == "scalar":
            logical_id, _, attribute = scalar.text.partition(".")
            yield Reference(logical_id, ".".join(filter(None, (attribute, rest))), form, scalar, 0, whole)
    elif name == "Sub":
        yield from _of_sub(argument, whole)


def _of_sub(argument: Node, whole: Node) -> Iterator[Reference]:
    text, local = argument, frozenset[str]()
    if argument.kind == "sequence":
        parts = argument.elements()
        if not parts:
            return
        text = parts[0]
        local = frozenset(parts[1].entries()) if len(parts) > 1 and is_map(parts[1]) else local
    if text.kind != "scalar":
        return
    for variable in variables(text.text):
        if variable.name not in local:
            logical_id, _, attribute = variable.name.partition(".")
            yield Reference(logical_id, attribute, "Sub", text, variable.at, whole)


def _of_mapping(node: Node) -> Iterator[Reference]:
    depends = node.get("DependsOn") if node.pair("Type") is not None and node.pair("DependsOn") is not None else None
    for scalar in depends.elements() if depends is not None and depends.kind == "sequence" else [depends]:
        if scalar is not None and scalar.kind == "scalar" and scalar.tag is None:
            yield Reference(scalar.text, "", "DependsOn", scalar, 0, scalar)
    # AWS::Serverless::Connector names its ends by `Id`.
    if node.key in ("Source", "Destination") and (pair := node.pair("Id")) is not None and pair.value.kind == "scalar":
        yield Reference(pair.value.text, "", "Id", pair.value, 0, pair.value)


def unused_variables(outcome: Outcome) -> Iterator[Operation]:
    """Take out variables of a Sub whose last use in its text goes (cfn-lint W1019).

    Arguments:
        outcome: what becomes of each node.
    """
    for scalar in outcome.fragments:
        call = _sub_of(scalar)
        defined = call.argument.items[1] if call is not None and len(call.argument.items) == 2 else None
        if call is None or defined is None or not is_map(defined) or outcome.gone(scalar):
            continue
        text, own = outcome.text(scalar), [pair.key.text for pair in defined.pairs]
        used = {variable.name for variable in variables(text)}
        gone = {variable.name for variable in variables(scalar.text)} - used
        if gone.issuperset(own):
            yield SetValue(*_alone(call, text), concern="references")
            continue
        yield from (Remove(defined, key, concern="references") for key in own if key in gone)


def _sub_of(scalar: Node) -> Intrinsic | None:
    """The Sub whose text a scalar is, where it has a map of variables too."""
    parts = scalar.parent
    if parts is None or parts.kind != "sequence" or parts.items[0] is not scalar:
        return None
    call = intrinsic(parts) or intrinsic(parts.parent)
    return call if call is not None and call.name == "Sub" and call.argument is parts else None


def _alone(call: Intrinsic, text: str) -> tuple[Node, Tagged | str]:
    """A Sub with its text alone, or the text where it has no variable at all."""
    if "${" not in text:
        return call.node, text
    return (call.node, Tagged("Sub", text)) if call.node is call.argument else (call.argument, text)
