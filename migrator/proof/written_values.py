"""What functions make of arguments that are known, and how values stand in the text of `Fn::Sub`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from .intrinsics import text

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
