"""CORS values with the inner quotes of a REST API, and without them."""

from __future__ import annotations

import re

from migrator.concern import View
from migrator.text.tree import Node, boolean
from migrator.text.values import (
    Tagged,
    Value,
    attribute,
    intrinsic,
    is_list,
    is_map,
    items_of,
    literal,
)

from ..reading.lookups import looked_up

EVERY = "*"

EXPRESSION = re.compile(r"(?:integration|context|stageVariables)\.")
"""How a value begins that a REST API works out for each request (api-gateway-mapping-template-reference)."""


def is_off(node: Node) -> bool:
    """Whether SAM takes a value for no CORS at all: null, ``false``, and what is empty."""
    if is_map(node) or is_list(node):
        return not node.entries() and not node.elements()
    return node.is_null or boolean(node) is False or literal(node) == ""


# -- quotes off (T19) ---------------------------------------------------------------------------------------------


def split(text: str) -> list[str]:
    """``"'A, B'"`` -> ``["A", "B"]``: one layer of single quotes off, split at commas."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == "'":
        text = text[1:-1]
    return [part.strip() for part in text.split(",") if part.strip()]


def unquoted(view: View, node: Node) -> Value:
    """An intrinsic without the single quotes around its text; None where they cannot be seen."""
    call = intrinsic(node)
    if call is None:
        return None
    parts = call.argument.elements()
    if call.name == "Sub":
        text = call.text if call.text is not None else literal(parts[0]) if len(parts) == 2 else None
        if text is None or not (len(text) > 2 and text[0] == text[-1] == "'" and "," not in text):
            return None
        # not Ref: SAM would put the parameter's value at compile time in its place
        return Tagged("Sub", text[1:-1] if call.text is not None else [text[1:-1], parts[1]])
    if call.name == "If" and len(parts) == 3:
        branches = [_branch(view, part) for part in parts[1:]]
        return None if None in branches else Tagged("If", [parts[0], *branches])
    if (found := looked_up(view.template, node)) is not None:
        # What is between the quotes, whichever of the texts it is.
        return Tagged("Select", [1, Tagged("Split", ["'", node])]) if all(map(between, found)) else None
    return _joined(parts[1]) if call.name == "Join" and len(parts) == 2 and literal(parts[0]) == "" else None


def _branch(view: View, node: Node) -> Value:
    text = literal(node)
    return unquoted(view, node) if text is None else between(text)


def between(text: str) -> str | None:
    """The one value of a text between inner quotes; None where it has other quotes or several values."""
    found = split(text)
    return found[0] if len(found) == 1 and text.strip() == f"'{found[0]}'" and "'" not in found[0] else None


def _joined(parts: Node) -> Value:
    """``!Join ['', ["'", !Ref O, "'"]]`` -> ``!Ref O``; text that stands beside a quote stays in the Join."""
    items = items_of(parts)
    texts = [literal(item) for item in items]
    first, last = (texts[0] or "", texts[-1] or "") if len(items) > 1 else ("", "")
    if not first.startswith("'") or not last.endswith("'") or any("," in text for text in texts if text):
        return None
    bare: list[Value] = [text for text in (first[1:],) if text]
    bare += [*items[1:-1], *(text for text in (last[:-1],) if text)]
    return bare[0] if len(bare) == 1 else Tagged("Join", ["", bare]) if bare else None


# -- quotes on ----------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A value between the inner quotes that a REST API wants (T19)."""
    return f"'{text}'"


def between_quotes(view: View, node: Node) -> Value:
    """A value between inner quotes; None when it is an intrinsic that cannot be put there."""
    if (mapped := in_quotes(view, node)) is not None:
        return mapped
    text, call = literal(node), intrinsic(node)
    if text is not None:
        return quoted(text.strip("'"))
    if (found := attribute(node)) is not None:
        return Tagged("Sub", quoted(f"${{{'.'.join(found)}}}"))
    if call is None:
        return None
    parts = call.argument.elements()
    if call.text is not None and call.name in ("Ref", "Sub"):
        return Tagged("Sub", quoted(f"${{{call.text}}}" if call.name == "Ref" else call.text))
    if call.name == "Sub" and len(parts) == 2 and (text := literal(parts[0])) is not None:
        return Tagged("Sub", [quoted(text), parts[1]])
    if call.name == "If" and len(parts) == 3:
        branches = [between_quotes(view, part) for part in parts[1:]]
        return None if None in branches else Tagged("If", [parts[0], *branches])
    if call.name == "Join" and len(parts) == 2 and literal(parts[0]) == "" and is_list(parts[1]):
        return Tagged("Join", ["", ["'", *parts[1].elements(), "'"]])
    return None


def in_quotes(view: View, node: Node) -> Node | None:
    """The entry of a mapping that has quotes and loses them in a value, as `unquoted` writes it; None of anything else."""
    select = intrinsic(node)
    parts = select.argument.elements() if select is not None and select.name == "Select" else []
    split = intrinsic(parts[1]) if len(parts) == 2 and literal(parts[0]) == "1" else None
    cut = split.argument.elements() if split is not None and split.name == "Split" else []
    if len(cut) != 2 or literal(cut[0]) != "'":
        return None
    found = looked_up(view.template, cut[1])
    return cut[1] if found is not None and all(map(between, found)) else None


def has_quote(view: View, node: Node) -> bool:
    """Whether a text of a value has a single quote in it that stays there, wherever it stands."""
    return in_quotes(view, node) is None and any(inner.kind == "scalar" and "'" in inner.text for inner in node.walk())
