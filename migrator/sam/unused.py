"""Variables that a Sub defines itself, once nothing in its text uses them any more (cfn-lint W1019)."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.operations import Operation, Outcome, Remove, SetValue
from ..text.tree import Node
from ..text.values import Intrinsic, Tagged, intrinsic, is_map
from .references import variables


def unused_variables(outcome: Outcome) -> Iterator[Operation]:
    """Take out variables whose last use goes.

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
