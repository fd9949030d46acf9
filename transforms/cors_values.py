"""CORS values that an HTTP API takes: one judge for ``Cors`` and for the OPTIONS mocks of a definition."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from migrator.concern import Move, Step
from migrator.sam.quotas import AGES, is_origin
from migrator.sam.references import substituted, variables
from migrator.text.tree import Node, boolean, integer
from migrator.text.values import Tagged, Value, intrinsic, is_list, is_map, literal

from .cors_codes import CORS_CREDENTIALS, CORS_VALUE

EVERY = "*"

EXPRESSION = re.compile(r"(?:integration|context|stageVariables)\.")
"""How a value begins that a REST API works out for each request (api-gateway-mapping-template-reference)."""

_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?")


def is_off(node: Node) -> bool:
    """Whether SAM takes a value for no CORS at all: null, ``false``, and what is empty."""
    if is_map(node) or is_list(node):
        return not node.entries() and not node.elements()
    return node.is_null or boolean(node) is False or literal(node) == ""


def origins(move: Move, found: Sequence[Value], node: Node) -> Iterator[Step]:
    """Say what of a list of origins an HTTP API refuses.

    Arguments:
        found: the bare values, without inner quotes.
        node: where they stand.
    """
    if not found:
        what = "The origin is empty: browsers refuse the header today, and an HTTP API would let no origin in."
        yield move.find(CORS_VALUE, what, node, remedy="Name the origin that is meant, or remove the CORS settings.")
    for value in found:
        text = known(move, value)
        if not text or is_origin(text):
            continue
        what = f"`{text}` is no origin that an HTTP API takes{_because(move, value)}"
        if EXPRESSION.match(text):
            yield move.find(CORS_VALUE, f"{what}: it is an expression, which HTTP APIs do not work out.", node)
            continue
        if text[0] == text[-1] == "'":
            yield move.find(CORS_VALUE, f"{what}: it has quotes of its own.", node, remedy=_QUOTED)
            continue
        remedy = f"Write the scheme in front, such as `https://{text}`." if _HOST.fullmatch(text) else ""
        begins = "it is neither `*` nor begins with `http://` or `https://`"
        yield move.find(CORS_VALUE, f"{what}: {begins}.", node, remedy=remedy or _OTHER_SCHEME)


_QUOTED = "Take the inner quotes out of the parameter, write `!Sub \"'${Parameter}'\"` in its place, deploy that, and run again."
_OTHER_SCHEME = "Send the headers from the functions and remove the CORS settings, or leave this API as it is."


def credentials(move: Move, found: Sequence[Value], node: Node) -> Iterator[Step]:
    """Say that credentials cannot be allowed for every origin.

    Arguments:
        found: the origins, without inner quotes.
        node: where credentials are allowed.
    """
    every = next((value for value in found if known(move, value) == EVERY), None)
    if every is not None:
        yield move.find(CORS_CREDENTIALS, f"Credentials are allowed for every origin{_because(move, every)}.", node)


def age(move: Move, node: Node, name: str) -> Generator[Step, None, int | None]:
    """The seconds that a preflight answer holds; None where they cannot be read.

    Arguments:
        node: the value, between inner quotes or as a number.
        name: what it is called there.
    """
    seconds = integer(node)
    if seconds is None:
        yield move.find(CORS_VALUE, f"`{name}` is no number.", node)
    elif seconds not in AGES:
        what = f"`{name}` is {seconds} seconds; an HTTP API takes {AGES[0]} to {AGES[-1]}."
        remedy = (
            f"Write {AGES[-1]}: browsers keep an answer no longer than that." if seconds > 0 else "Write -1 or more."
        )
        yield move.find(CORS_VALUE, what, node, remedy=remedy)
    return seconds


def known(move: Move, value: Value) -> str | None:
    """A value as text, with the defaults of parameters; None where it is not known before deployment."""
    names = _parameters(move, value)
    if names is None:
        return value if isinstance(value, str) else literal(value) if isinstance(value, Node) else None
    defaults = {name: literal(move.template.parameters[name].get("Default")) for name in names}
    texts = {name: text for name, text in defaults.items() if text is not None}
    call, argument = _call(value)
    if len(texts) < len(names):
        return None
    return texts[argument] if call == "Ref" else substituted(argument, texts)


def _because(move: Move, value: Value) -> str:
    names = _parameters(move, value)
    return f", which the default of parameter `{', '.join(names)}` makes of it" if names else ""


def _parameters(move: Move, value: Value) -> list[str] | None:
    """The parameters that a value is made of; None where it is no intrinsic, or made of other things too."""
    call, argument = _call(value)
    if call not in ("Ref", "Sub"):
        return None
    names = [argument] if call == "Ref" else [variable.name for variable in variables(argument)]
    return names if all(name in move.template.parameters for name in names) else None


def _call(value: Value) -> tuple[str, str]:
    """Name and plain argument of an intrinsic; empty for anything else."""
    if isinstance(value, Tagged) and isinstance(value.argument, str):
        return value.name, value.argument
    call = intrinsic(value) if isinstance(value, Node) else None
    return (call.name, call.text) if call is not None and call.text is not None else ("", "")
