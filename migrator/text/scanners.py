"""What turns a text into events, and in which order it is asked.

SAM reads with PyYAML's own scanner. libyaml is twenty times faster and nearly always reads the same. ruamel.yaml brings
an old one, which refuses a colon inside a plain value between brackets, as in ``[!Ref AWS::NoValue]``; PyYAML brings a
newer one, which takes it. What both refuse is left to SAM's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Final, NamedTuple

BYTE_ORDER_MARK: Final = "\ufeff"
MOST_SLOWLY: Final = 1024 * 1024
"""Characters that the slow scanner is given, some four seconds' worth; CloudFormation takes templates up to 1 MB."""

_TAG_BEFORE_MARK: Final = re.compile(r"(?:&\S+\s+)?![^\s,\[\]{}]*[,\[\]{}]")
"""`[!If, a]`: the tag is `!If,` for all scanners but the newer libyaml, which sees a tag and a comma."""


_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class OtherwiseError(Exception):
    """A text that this scanner would read in another way than SAM."""


class Events(NamedTuple):
    """What a scanner found.

    Arguments:
        kinds: the module that has the classes of the events.
        events: the events in the order of the text; drawing them raises what the scanner raises.
    """

    kinds: ModuleType
    events: Iterator[Any]


Scanner = Callable[[str], Events]
"""Starts to read a text."""


def _old_libyaml(text: str) -> Events:
    from ruamel.yaml import events as kinds
    from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]

    return Events(kinds, iter(CParser(text).get_event, None))


def _new_libyaml(text: str) -> Events:
    from yaml import CBaseLoader, events, parse

    return Events(events, _as_sam_sees_them(text, parse(text, CBaseLoader)))


def _as_sam_sees_them(text: str, events: Iterator[Any]) -> Iterator[Any]:
    for event in events:
        if getattr(event, "tag", None) and _TAG_BEFORE_MARK.match(text, event.start_mark.index):
            raise OtherwiseError("a tag that ends at a comma or a bracket")
        yield event


def _sam(text: str) -> Events:
    from yaml import BaseLoader, events, parse

    if not _is_json(text):
        return Events(events, iter(parse(text, BaseLoader)))
    # SAM reads JSON as JSON, where a tab is a blank and two escapes can be one character.
    return Events(events, map(_joined, parse(text.replace("\t", " "), BaseLoader)))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _joined(event: Any) -> Any:
    if isinstance(value := getattr(event, "value", None), str) and _PAIR.search(value):
        event.value = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return event


SCANNERS: Final[tuple[Scanner, ...]] = (_old_libyaml, _new_libyaml, _sam)


def able(text: str) -> Iterator[Scanner]:
    """The scanners that may be asked about a text, the best one first."""
    if BYTE_ORDER_MARK not in text:  # libyaml drops one at the start of any line, SAM's makes it part of a key
        yield from SCANNERS[:-1]
    if len(text) <= MOST_SLOWLY:
        yield SCANNERS[-1]
