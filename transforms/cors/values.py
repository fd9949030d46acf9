"""CORS values with the inner quotes of a REST API and without them, and what is known of them before deployment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrator.concern import View
from migrator.sam.references import variables
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
    ref_target,
)

from ..reading.lookups import DYNAMIC, looked_up

EVERY = "*"

EXPRESSION = re.compile(r"(?:integration|context|stageVariables)\.")
"""How a value begins that a REST API works out for each request (api-gateway-mapping-template-reference)."""

_WITH_SCHEME = (".WebsiteURL", ".ApiEndpoint")
"""Attributes of resources that are origins: CloudFormation's pages of `AWS::S3::Bucket` and `AWS::ApiGatewayV2::Api`."""


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
        return Tagged("Select", [1, Tagged("Split", ["'", node])]) if all(map(_between, found)) else None
    return _joined(parts[1]) if call.name == "Join" and len(parts) == 2 and literal(parts[0]) == "" else None


def _branch(view: View, node: Node) -> Value:
    text = literal(node)
    return unquoted(view, node) if text is None else _between(text)


def _between(text: str) -> str | None:
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


def between_quotes(node: Node) -> Value:
    """A value between inner quotes; None when it is an intrinsic that cannot be put there."""
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
        branches = [between_quotes(part) for part in parts[1:]]
        return None if None in branches else Tagged("If", [parts[0], *branches])
    if call.name == "Join" and len(parts) == 2 and literal(parts[0]) == "" and is_list(parts[1]):
        return Tagged("Join", ["", ["'", *parts[1].elements(), "'"]])
    return None


def has_quote(node: Node) -> bool:
    """Whether a text of a value has a single quote in it, wherever that stands."""
    return any(inner.kind == "scalar" and "'" in inner.text for inner in node.walk())


# -- what is known ------------------------------------------------------------------------------------------------


def leaves(view: View, values: Iterable[Value]) -> Iterator[Value]:
    """The values that there can be: both branches of a condition, every text of a mapping."""
    for value in values:
        name, argument = _call(value)
        if name == "If" and isinstance(argument, list):
            yield from leaves(view, argument[1:])
        elif (found := _written_out(view, name, argument)) is not None:
            yield from leaves(view, found)
        else:
            yield value


def _written_out(view: View, name: str, argument: Value) -> list[Value] | None:
    """A value for each text of a mapping that it is made of; None where it is made of none that can be read."""
    if not isinstance(argument, list) or len(argument) != 2:
        return None
    first, second = argument
    if name == "Select" and isinstance(second, Tagged) and isinstance(cut := second.argument, list):
        found = looked_up(view.template, cut[1]) if isinstance(cut[1], Node) else None
        return [*map(_between, found)] if found is not None else None
    text = literal(first) if isinstance(first, Node) else first
    if name != "Sub" or not isinstance(text, str) or not isinstance(second, Node):
        return None
    for variable in variables(text):
        node = second.get(variable.name)
        if node is not None and (found := looked_up(view.template, node)) is not None:
            texts = [text[: variable.start] + each + text[variable.end :] for each in found]
            return [Tagged("Sub", [each, second]) if "${" in each else each for each in texts]
    return None


def known(view: View, value: Value) -> str | None:
    """A value as text, with the defaults of parameters; None where it is not known before deployment."""
    if parameters(view, value) is None:
        text = literal(value) if isinstance(value, Node) else value
        return text if isinstance(text, str) and DYNAMIC not in text else None
    text, local = _text(value) or ("", {})
    parts, end = list[str](), 0
    for variable in variables(text):
        default = literal(view.template.parameters[local.get(variable.name, variable.name)].get("Default"))
        if default is None:
            return None
        parts += [text[end : variable.start], default]
        end = variable.end
    return "".join((*parts, text[end:]))


def may_lack_scheme(view: View, value: Value) -> bool:
    """Whether a value is not known before deployment, and nothing shows that it begins with a scheme."""
    if known(view, value) is not None:
        return False
    text, _ = _text(value) or ("", {})
    first = next(variables(text), None)
    return not text.startswith(("http://", "https://")) and not (
        first is not None and first.start == 0 and first.name.endswith(_WITH_SCHEME)
    )


def because(view: View, value: Value) -> str:
    """Which parameters make a value what it is, to add to a sentence."""
    names = parameters(view, value)
    return f", which the default of parameter `{', '.join(names)}` makes of it" if names else ""


def parameters(view: View, value: Value) -> list[str] | None:
    """The parameters that a value is made of; None where it is no intrinsic, or made of other things too."""
    found = _text(value)
    if found is None or DYNAMIC in found[0]:
        return None
    text, local = found
    names = [local.get(variable.name, variable.name) for variable in variables(text)]
    return names if all(name in view.template.parameters for name in names) else None


def _text(value: Value) -> tuple[str, dict[str, str]] | None:
    """A ``Ref`` or ``Sub`` as text with variables, and what those that it defines itself refer to."""
    if isinstance(value, str):
        return value, {}
    call, argument = _call(value)
    if call == "Ref" and isinstance(argument, str):
        return f"${{{argument}}}", {}
    if call == "GetAtt" and isinstance(value, Node):
        return _item(value), {}
    if call == "Join" and isinstance(argument, list) and len(argument) == 2:
        items = items_of(argument[1]) if isinstance(argument[1], Node) else argument[1]
        return ("".join(map(_item, items)), {}) if isinstance(items, list) else None
    if call != "Sub" or isinstance(argument, str):
        return (argument, {}) if call == "Sub" and isinstance(argument, str) else None
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[1], Node):
        return None
    text = literal(argument[0]) if isinstance(argument[0], Node) else argument[0]
    calls = {name: _call(node) for name, node in argument[1].entries().items()}
    local = {name: str(of) if call == "Ref" else "" for name, (call, of) in calls.items()}
    return (text, local) if isinstance(text, str) else None


def _item(value: Value) -> str:
    """An item of a Join as the text of a Sub says it."""
    text = literal(value) if isinstance(value, Node) else value
    if isinstance(text, str):
        return text
    name = (".".join(attribute(value) or ()) or ref_target(value)) if isinstance(value, Node) else None
    return f"${{{name or '?'}}}"


def _call(value: Value) -> tuple[str, Value]:
    """Name and argument of an intrinsic; empty for anything else."""
    if isinstance(value, Tagged):
        return value.name, value.argument
    call = intrinsic(value) if isinstance(value, Node) else None
    if call is None:
        return "", ""
    return call.name, call.text if call.text is not None else call.argument.elements()
