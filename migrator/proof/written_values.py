"""What is known of values before deployment: references, calls with known arguments, conditions, and their texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from .intrinsics import plain, text
from .shapes import mapping

_WHOLE = re.compile(r"\$\{([^!}]+)\}")


def _joined(argument: Any, whole: dict[str, Any]) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return whole
    between, items = argument
    if not isinstance(items, list):
        return whole
    return from_text(escaped(between).join(as_text(item) for item in items))


def _split(argument: Any, whole: dict[str, Any]) -> Any:
    if isinstance(argument, list) and len(argument) == 2 and all(isinstance(each, str) for each in argument):
        return argument[1].split(argument[0]) if argument[0] else whole
    return whole


def _selected(argument: Any, whole: dict[str, Any]) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[1], list):
        return whole
    index = text(argument[0])
    return argument[1][int(index)] if index.isdecimal() and int(index) < len(argument[1]) else whole


CALLS: Final = {"Fn::Join": _joined, "Fn::Split": _split, "Fn::Select": _selected}


def entry_of(entries: Mapping[str, Any], first: Any, second: Any) -> Any:
    """The entry of a mapping; what it can be, by key, where a key is not known; None when there is none."""
    if isinstance(first, str):
        below = entries.get(first)
        return below.get(second) if isinstance(second, str) and isinstance(below, dict) else below
    if not isinstance(second, str):
        return entries
    return {key: below.get(second) for key, below in entries.items() if isinstance(below, dict)}


def called(value: Any) -> tuple[str, Any]:
    """The function and the argument of a mapping with one key."""
    return next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else ("", None)


def escaped(value: str) -> str:
    """A text in which nothing looks like a reference."""
    return value.replace("${", "${!")


def as_text(value: Any) -> str:
    """A value as it stands in the text of ``Fn::Sub``."""
    if isinstance(value, str):
        return escaped(value)
    function, argument = called(value)
    return argument if function == "Fn::Sub" and isinstance(argument, str) else text(value)


def from_text(rendered: str) -> Any:
    """The simplest spelling of what ``Fn::Sub`` makes of a text."""
    if "${" not in rendered:
        return rendered
    whole = _WHOLE.fullmatch(rendered)
    if whole is None:
        return {"Fn::Sub": rendered}
    return {"Fn::GetAtt": whole[1].split(".", 1)} if "." in whole[1] else {"Ref": whole[1]}


NOT: Final = "not "


def negated(said: str) -> str:
    """The opposite of a condition."""
    return said.removeprefix(NOT) if said.startswith(NOT) else f"{NOT}{said}"


def equal(left: Any, right: Any) -> tuple[bool | None, str, tuple[str, str]]:
    """Whether two values are the same, None where that is not known, the condition as a text, and what it compares.

    That is a name and the text that it is compared with; two empty texts where it is anything else.
    """
    sides = sorted((text(left), text(right)), key=lambda side: ("${" not in side, side))
    said = " = ".join(plain(side) for side in sides)
    if sides[0] == sides[1]:
        return True, said, ("", "")
    unknown = [_is_unknown(each) for each in (left, right)]
    known = "${" in sides[0] and "${" not in sides[1] and sum(unknown) == 1
    return None if any(unknown) else False, said, (plain(sides[0]), sides[1]) if known else ("", "")


def _is_unknown(value: Any) -> bool:
    """Whether a value is known at deployment only; dynamic references are."""
    return isinstance(value, (dict, list)) or (isinstance(value, str) and "{{resolve:" in value)


PLACEHOLDER: Final = "value-of-"
"""How the value of a parameter without a default begins; the name follows."""
_SSM = re.compile(r"AWS::SSM::Parameter::Value<")
_LIST = re.compile(r"CommaDelimitedList|List<")


def given(name: str, parameter: Mapping[str, Any]) -> Any:
    """What a reference to a parameter stands for. CloudFormation reads an SSM parameter under the name that it gets."""
    value, kind = parameter["Default"], text(parameter.get("Type"))
    if value == f"{PLACEHOLDER}{name}":
        return value
    if _SSM.match(kind):
        return f"{{{{resolve:ssm:{text(value)}}}}}"
    if _LIST.match(kind):
        return [item.strip() for item in text(value).split(",")]
    return value if isinstance(value, list) else text(value)


def is_made(resource: Any) -> bool:
    """Whether code of somebody's own makes a resource: what ``Ref`` gives of it need not belong to its ``Arn``."""
    kind = str(mapping(resource).get("Type"))
    return not kind.startswith("AWS::") or kind == "AWS::CloudFormation::CustomResource"
