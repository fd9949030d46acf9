"""Values of CORS settings as the texts that browsers get, however a template puts them together."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from .intrinsics import text
from .shapes import mapping
from .values import NO_VALUE

_QUOTED = re.compile(r"'[^',]+'")
_LISTED = re.compile(r"'[^',\s]+(?:,[^',\s]+)*'")
BESIDE: Final = "+"
"""Stands between values of one branch of a condition."""


def unquoted(value: Any, parameters: Mapping[str, Any]) -> str:
    """A header value without the single quotes that mark it as static (trap T19).

    Arguments:
        value: as a template has it.
        parameters: values of the template's parameters.
    """
    return _chosen(value, lambda each: _inner(text(each, parameters)))


def _inner(value: str) -> str:
    found = value.strip()
    return found[1:-1] if len(found) > 1 and found[0] == found[-1] == "'" else found


def _chosen(value: Any, read: Callable[[Any], str]) -> str:
    """A value with each text read that can come of it; what is of one branch stands together, whatever is split later.

    Arguments:
        value: a condition, a lookup that a parameter decides, or anything else.
        read: reads one that is no choice.
    """

    def branch(each: Any) -> str:
        return BESIDE.join(sorted({part.strip() for part in _parts(_chosen(each, read))}))

    def entry(each: Any) -> Any:
        return {key: entry(inner) for key, inner in each.items()} if isinstance(each, dict) else branch(each)

    match value:
        case {"Fn::If": [condition, *branches]} if NO_VALUE not in branches:
            return f"Fn::If({text(condition)},{','.join(map(branch, branches))})"
        case {"Fn::FindInMap": [dict() as found, *keys]}:
            return f"Fn::FindInMap({json.dumps(entry(found), sort_keys=True)},{','.join(map(text, keys))})"
    return read(value)


def listed_item(value: Any, parameters: Mapping[str, Any], form: re.Pattern[str] | None = None) -> str:
    """An entry of a list; one of a mapping that loses its quotes at deployment as the header of a REST API has it.

    Arguments:
        value: as a template has it.
        parameters: values of the template's parameters.
        form: what the texts of such a mapping look like.
    """
    match value:
        case {"Fn::Select": [_, {"Fn::Split": ["'", {"Fn::FindInMap": [found, *_]} as whole]}]}:
            quoted = isinstance(found, str) or all((form or _QUOTED).fullmatch(each) for each in _texts(found))
            if quoted and _is_second(value):
                return unquoted(whole, parameters)
    return _chosen(value, lambda each: text(each, parameters))


def _is_second(select: Any) -> bool:
    """Whether the second part is taken: what is between two quotes."""
    return text(select["Fn::Select"][0]) == "1"


def one_text(value: Any, parameters: Mapping[str, Any]) -> str:
    """A list that is made at deployment as the one text that the header of a REST API has.

    Arguments:
        value: as a template has it.
        parameters: values of the template's parameters.
    """
    match value:
        case [*items]:
            return ",".join(listed_item(item, parameters) for item in items)
        case {"Fn::Split": [",", {"Fn::Select": [_, {"Fn::Split": ["'", whole]}]} as cut]}:
            rendered = text(whole, parameters)
            if _LISTED.fullmatch(rendered) and _is_second(cut):
                return rendered[1:-1]
            return listed_item(cut, parameters, _LISTED)
        case {"Fn::Split": [",", whole]}:
            return listed_item(whole, parameters)
    return _chosen(value, lambda each: text(each, parameters) if each is value else one_text(each, parameters))


def _texts(found: Any) -> Iterator[str]:
    """The texts of a mapping that is written out."""
    for inner in mapping(found).values():
        yield from _texts(inner)
    if not isinstance(found, dict):
        yield text(found)


def _parts(value: str) -> Iterator[str]:
    """The items of a list with commas; those inside the brackets of a function are no items of it."""
    depth = start = 0
    for at, sign in enumerate(value):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth <= 0:
            yield value[start:at]
            start = at + 1
    yield value[start:]


def listed(value: str, name: str) -> tuple[str, ...]:
    """The items of a list with commas, in one order and spelling.

    Arguments:
        value: the list.
        name: what is listed: ``origins``, ``methods`` or names of headers.
    """
    items = (item.strip() for item in _parts(value))
    if name == "methods":
        return tuple(sorted({item.upper() for item in items if item}))
    return tuple(sorted({item if name == "origins" else item.lower() for item in items if item}))
