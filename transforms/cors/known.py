"""What is known of CORS values before deployment: parameters by their defaults, mappings by their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrator.concern import View
from migrator.sam.references import variables
from migrator.text.lines import spliced
from migrator.text.node import Node
from migrator.text.values import Tagged, Value, attribute, intrinsic, items_of, literal, ref_target

from ..reading.lookups import DYNAMIC, looked_up
from .values import between, texts_of

_WITH_SCHEME = (".WebsiteURL", ".ApiEndpoint")
"""Attributes of resources that are origins: CloudFormation's pages of `AWS::S3::Bucket` and `AWS::ApiGatewayV2::Api`."""


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
    if name == "Select":
        return _entries(view, argument[1])
    return _filled_in(view, *argument) if name == "Sub" else None


def _entries(view: View, split: Value) -> list[Value] | None:
    """What is between the quotes of each text of a mapping, as `unquoted` cuts it out."""
    cut = split.argument if isinstance(split, Tagged) else None
    found = texts_of(view, cut[1]) if isinstance(cut, list) and isinstance(cut[1], Node) else []
    return [*map(between, found)] if found else None


def _filled_in(view: View, first: Value, own: Value) -> list[Value] | None:
    """The texts of a ``Sub`` with a variable that is looked up in a mapping."""
    text = _literal(first)
    if text is None or not isinstance(own, Node):
        return None
    for variable in variables(text):
        node = own.get(variable.name)
        if node is not None and (found := looked_up(view.template, node)) is not None:
            texts = [spliced(text, [(variable.start, variable.end, each)]) for each in found]
            return [Tagged("Sub", [each, own]) if "${" in each else each for each in texts]
    return None


def known(view: View, value: Value) -> str | None:
    """A value as text, with the defaults of parameters; None where it is not known before deployment."""
    if parameters(view, value) is None:
        text = _literal(value)
        return text if text is not None and DYNAMIC not in text else None
    text, local = _text(value) or ("", {})
    parts: list[tuple[int, int, str]] = []
    for variable in variables(text):
        default = literal(view.template.parameters[local.get(variable.name, variable.name)].get("Default"))
        if default is None:
            return None
        parts.append((variable.start, variable.end, default))
    return spliced(text, parts)


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
    return f" (with the default of parameter `{', '.join(names)}`)" if names else ""


def parameters(view: View, value: Value) -> list[str] | None:
    """The parameters that a value is made of; None where it is no intrinsic, or made of other things too."""
    found = _text(value)
    if found is None or DYNAMIC in found[0]:
        return None
    text, local = found
    names = [local.get(variable.name, variable.name) for variable in variables(text)]
    return names if all(name in view.template.parameters for name in names) else None


def _text(value: Value) -> tuple[str, dict[str, str]] | None:
    """An intrinsic as text with variables, and what those that it defines itself refer to; None where it has no text."""
    if isinstance(value, str):
        return value, {}
    call, argument = _call(value)
    if call in ("Ref", "GetAtt"):
        return _item(value), {}
    if call == "Join":
        return _of_join(argument)
    return _of_sub(argument) if call == "Sub" else None


def _of_join(argument: Value) -> tuple[str, dict[str, str]] | None:
    listed = argument[1] if isinstance(argument, list) and len(argument) == 2 else None
    items = items_of(listed) if isinstance(listed, Node) else listed
    return ("".join(map(_item, items)), {}) if isinstance(items, list) else None


def _of_sub(argument: Value) -> tuple[str, dict[str, str]] | None:
    if isinstance(argument, str):
        return argument, {}
    first, own = argument if isinstance(argument, list) and len(argument) == 2 else (None, None)
    text = _literal(first)
    if text is None or not isinstance(own, Node):
        return None
    return text, {name: ref_target(node) or "" for name, node in own.entries().items()}


def _item(value: Value) -> str:
    """An item of a Join as the text of a Sub says it."""
    text = _literal(value)
    if text is not None:
        return text
    call, argument = _call(value)
    found = attribute(value) if isinstance(value, Node) else None
    name = ".".join(found) if found is not None else argument if call == "Ref" else None
    return f"${{{name or '?'}}}"


def _literal(value: Value) -> str | None:
    """A value that is a text, written or to be written."""
    text = literal(value) if isinstance(value, Node) else value
    return text if isinstance(text, str) else None


def _call(value: Value) -> tuple[str, Value]:
    """Name and argument of an intrinsic; empty for anything else."""
    if isinstance(value, Tagged):
        return value.name, value.argument
    call = intrinsic(value) if isinstance(value, Node) else None
    if call is None:
        return "", ""
    return call.name, call.text if call.text is not None else call.argument.elements()
