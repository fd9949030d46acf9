"""CORS values with the inner quotes of a REST API, and without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrator.concern import View
from migrator.text.node import Node, boolean
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    Value,
    arguments,
    attribute,
    get,
    intrinsic,
    is_list,
    is_map,
    joined,
    literal,
    literals,
    per_branch,
    ref_target,
    substitution,
    written_list,
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
    if arguments(node, "If", 3):
        return per_branch(node, lambda branch: _branch(view, branch))
    if texts := texts_of(view, node):
        return _behind_quote(node) if all(map(between, texts)) else None
    return _substituted(node) or _joined(node)


def bare_origins(view: View, node: Node | None) -> list[Value] | None:
    """The origins without their inner quotes; None where these cannot be seen. SAM's default is every origin."""
    if node is None:
        return [EVERY]  # Source: samtranslator api_generator.py, CorsProperties
    if (text := literal(node)) is not None:
        return [*split(text)]
    bare = unquoted(view, node) or (node if ref_target(node) in view.template.parameters else None)
    return [bare] if bare is not None else None


def _substituted(node: Node, separator: str = "") -> Value:
    """A ``Sub`` without quotes; its values are separated as one wants, or it has but one."""
    text, _ = substitution(node) or ("", {})
    if not (len(text) > 2 and text[0] == text[-1] == "'") or ("," in text and not separator):
        return None
    bare = separator.join(part.strip() for part in text[1:-1].split(",")) if separator else text[1:-1]
    # not Ref: SAM would put the parameter's value at compile time in its place
    return Tagged("Sub", [bare, *arguments(node, "Sub", 2)[1:]] if arguments(node, "Sub", 2) else bare)


def _behind_quote(node: Node) -> Value:
    """What is between the quotes, whichever of the texts a value is."""
    return Tagged("Select", [1, Tagged("Split", ["'", node])])


def unquoted_list(view: View, node: Node) -> Value:
    """A text between quotes as the list of its values; None where the quotes cannot be seen, or spaces may stay."""
    if (text := literal(node)) is not None:
        return [*split(text)]
    if arguments(node, "If", 3):
        return per_branch(node, lambda branch: unquoted_list(view, branch))
    if substitution(node) is not None:
        bare = _substituted(node, ",")
        return Tagged("Split", [",", bare]) if bare is not None else None
    if joined(node):
        return _split_again(_joined(node))
    return Tagged("Split", [",", _behind_quote(node)]) if _are_listed(texts_of(view, node)) else None


def _split_again(value: Value) -> Value:
    """The list that a text was joined from, else what splits it; None of no intrinsic."""
    node = value if isinstance(value, Node) else None
    parts = arguments(node, "Join", 2)
    if parts and literal(parts[0]) == "," and is_list(parts[1]):
        return parts[1]
    return Tagged("Split", [",", node]) if intrinsic(node) is not None else None


def _are_listed(texts: Sequence[str]) -> bool:
    """Whether all texts are lists of values without spaces, between quotes."""
    return bool(texts) and all(_LISTED.fullmatch(text) for text in texts)


def texts_of(view: View, node: Node) -> list[str]:
    """The texts that a value may be, as far as the template says: of a parameter its default at least."""
    found = choices(view.template, node)
    parameter = view.template.parameters.get(ref_target(node) or "")
    default = literal(get(parameter, "Default"))
    if found is None and default is not None and literal(get(parameter, "Type")) == STRING:
        return [default]
    return literals(found or ()) or []


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


def _joined(node: Node) -> Value:
    """``!Join ['', ["'", !Ref O, "'"]]`` -> ``!Ref O``; text that stands beside a quote stays in the Join."""
    items = joined(node)
    texts = [literal(item) or "" for item in items]
    has_quotes = len(items) > 1 and texts[0].startswith("'") and texts[-1].endswith("'")
    if not has_quotes or "," in "".join(texts):
        return None
    inner: list[Value] = [texts[0][1:], *items[1:-1], texts[-1][:-1]]
    bare = [item for item in inner if item != ""]
    return bare[0] if len(bare) == 1 else Tagged("Join", ["", bare]) if bare else None


# -- quotes on ----------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A value between the inner quotes that a REST API wants (T19)."""
    return f"'{text}'"


def between_quotes(view: View, node: Node) -> Value:
    """A value between inner quotes; None when it is an intrinsic that cannot be put there."""
    if (mapped := in_quotes(view, node)) is not None:
        return mapped
    if (text := literal(node)) is not None:
        return quoted(text.strip("'"))
    if ref_target(node) == NO_VALUE:
        return None
    if name := ref_target(node) or ".".join(attribute(node) or ()):
        return Tagged("Sub", quoted(f"${{{name}}}"))
    if (substituted := substitution(node)) is not None:
        text, own = quoted(substituted[0]), arguments(node, "Sub", 2)[1:]
        return Tagged("Sub", [text, *own] if own else text)
    if items := joined(node):
        return Tagged("Join", ["", ["'", *items, "'"]])
    if arguments(node, "If", 3):
        return per_branch(node, lambda branch: between_quotes(view, branch))
    return _in_join(node) if intrinsic(node) is not None else None


def _in_join(value: Value) -> Value:
    return Tagged("Join", ["", ["'", value, "'"]])


def list_between_quotes(view: View, node: Node) -> Value:
    """The values of a list as one text between inner quotes; None when they cannot be put there."""
    if is_list(node):
        texts = written_list(node)
        return quoted(",".join(texts)) if texts is not None else _in_join(Tagged("Join", [",", node]))
    parts = arguments(node, "Split", 2)
    if parts and literal(parts[0]) == ",":
        return between_quotes(view, parts[1])
    return per_branch(node, lambda branch: list_between_quotes(view, branch))


def in_quotes(view: View, node: Node) -> Node | None:
    """The entry of a mapping that has quotes and loses them in a value, as `unquoted` writes it; None of anything else."""
    chosen = arguments(node, "Select", 2)
    cut = arguments(chosen[1], "Split", 2) if chosen and literal(chosen[0]) == "1" else []
    is_cut = bool(cut) and literal(cut[0]) == "'" and _are_listed(texts_of(view, cut[1]))
    return cut[1] if is_cut else None


def quoted_text(view: View, node: Node) -> str | None:
    """A text of a value that has a single quote in it which stays there, wherever it stands; None without one."""
    if in_quotes(view, node) is not None:
        return None
    texts = (inner.text for inner in node.walk() if inner.kind == "scalar")
    return next((text for text in (*texts, *(looked_up(view.template, node) or ())) if "'" in text), None)
