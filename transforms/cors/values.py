"""CORS values with the inner quotes of a REST API, and without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrator.concern import View
from migrator.text.tree import Node, boolean
from migrator.text.values import (
    NO_VALUE,
    Intrinsic,
    Tagged,
    Value,
    attribute,
    get,
    intrinsic,
    is_list,
    is_map,
    items_of,
    literal,
    ref_target,
)

from ..reading.lookups import choices, looked_up

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
    """An intrinsic without the single quotes around its one value; None where they cannot be seen."""
    call = intrinsic(node)
    if call is None:
        return None
    parts = call.argument.elements()
    if call.name == "Sub":
        return _substituted(call, parts)
    if call.name == "If" and len(parts) == 3:
        branches = [_branch(view, part) for part in parts[1:]]
        return None if None in branches else Tagged("If", [parts[0], *branches])
    if found := texts_of(view, node):
        # What is between the quotes, whichever of the texts it is.
        return Tagged("Select", [1, Tagged("Split", ["'", node])]) if all(map(between, found)) else None
    return _joined(parts[1]) if call.name == "Join" and len(parts) == 2 and literal(parts[0]) == "" else None


def _substituted(call: Intrinsic, parts: Sequence[Node], separator: str = "") -> Value:
    """A ``Sub`` without quotes; its values are separated as one wants, or it has but one."""
    text = call.text if call.text is not None else literal(parts[0]) if len(parts) == 2 else None
    if text is None or not (len(text) > 2 and text[0] == text[-1] == "'") or ("," in text and not separator):
        return None
    bare = separator.join(part.strip() for part in text[1:-1].split(",")) if separator else text[1:-1]
    # not Ref: SAM would put the parameter's value at compile time in its place
    return Tagged("Sub", bare if call.text is not None else [bare, parts[1]])


def unquoted_list(view: View, node: Node) -> Value:
    """A text between quotes as the list of its values; None where the quotes cannot be seen, or spaces may stay."""
    if (text := literal(node)) is not None:
        return [*split(text)]
    call = intrinsic(node)
    parts = call.argument.elements() if call is not None else []
    if call is not None and call.name == "If" and len(parts) == 3:
        branches = [unquoted_list(view, part) for part in parts[1:]]
        return None if None in branches else Tagged("If", [parts[0], *branches])
    if call is not None and call.name == "Sub":
        bare = _substituted(call, parts, ",")
        return Tagged("Split", [",", bare]) if bare is not None else None
    if call is not None and call.name == "Join":
        return _listed(_joined(parts[1])) if len(parts) == 2 and literal(parts[0]) == "" else None
    texts = texts_of(view, node)
    if not texts or not all(_LISTED.fullmatch(each) for each in texts):
        return None
    return Tagged("Split", [",", Tagged("Select", [1, Tagged("Split", ["'", node])])])


def texts_of(view: View, node: Node) -> list[str]:
    """The texts that a value may be, as far as the template says: of a parameter its default at least."""
    found = choices(view.template, node)
    parameter = view.template.parameters.get(ref_target(node) or "")
    default = literal(get(parameter, "Default"))
    if found is None and default is not None and literal(get(parameter, "Type")) == STRING:
        return [default]
    texts = [literal(each) for each in found or ()]
    return [text for text in texts if text is not None] if None not in texts else []


_LISTED = re.compile(r"'[^',\s]+(?:,[^',\s]+)*'")
STRING = "String"
"""The type of a parameter whose value is the text that people give, not the name of another place."""


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


def _listed(value: Value) -> Value:
    """The list that a text was joined from, else what splits it again; None of no intrinsic."""
    call = intrinsic(value) if isinstance(value, Node) else None
    parts = call.argument.elements() if call is not None and call.name == "Join" else []
    if len(parts) == 2 and literal(parts[0]) == "," and is_list(parts[1]):
        return parts[1]
    return Tagged("Split", [",", value]) if call is not None else None


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
    if call is None or ref_target(node) == NO_VALUE:
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
    return Tagged("Join", ["", ["'", node, "'"]])


def list_between_quotes(view: View, node: Node) -> Value:
    """The values of a list as one text between inner quotes; None when they cannot be put there."""
    call = intrinsic(node)
    parts = call.argument.elements() if call is not None else []
    if is_list(node):
        texts = [literal(item) for item in items_of(node)]
        if None not in texts:
            return quoted(",".join(text for text in texts if text is not None))
        return Tagged("Join", ["", ["'", Tagged("Join", [",", node]), "'"]])
    if call is not None and call.name == "If" and len(parts) == 3:
        branches = [list_between_quotes(view, part) for part in parts[1:]]
        return None if None in branches else Tagged("If", [parts[0], *branches])
    if call is not None and call.name == "Split" and len(parts) == 2 and literal(parts[0]) == ",":
        return between_quotes(view, parts[1])
    return None


def in_quotes(view: View, node: Node) -> Node | None:
    """The entry of a mapping that has quotes and loses them in a value, as `unquoted` writes it; None of anything else."""
    select = intrinsic(node)
    parts = select.argument.elements() if select is not None and select.name == "Select" else []
    split = intrinsic(parts[1]) if len(parts) == 2 and literal(parts[0]) == "1" else None
    cut = split.argument.elements() if split is not None and split.name == "Split" else []
    if len(cut) != 2 or literal(cut[0]) != "'":
        return None
    texts = texts_of(view, cut[1])
    return cut[1] if texts and all(_LISTED.fullmatch(text) for text in texts) else None


def quoted_text(view: View, node: Node) -> str | None:
    """A text of a value that has a single quote in it which stays there, wherever it stands; None without one."""
    if in_quotes(view, node) is not None:
        return None
    texts = (inner.text for inner in node.walk() if inner.kind == "scalar")
    return next((text for text in (*texts, *(looked_up(view.template, node) or ())) if "'" in text), None)
