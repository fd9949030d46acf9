"""Which origins the code of functions lets read its responses, by the text of the code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from migrator.concern import View, fact
from migrator.sam.quotas import is_origin
from migrator.sam.template import Resource
from migrator.text.values import Value

from ..reading.definition import document, is_defined
from ..reading.document import Operation
from .function_texts import FunctionText, function_text
from .responses import answered, named_in
from .values import EVERY

ORIGIN: Final = re.compile(r"access-control-allow-origin", re.IGNORECASE)
_LITERAL = re.compile(
    r"""access-control-allow-origin['"]\]?\s*[:=]\s*(?:'([^'$]*)'|"([^"$]*)")\s*[,})\]\n;]""", re.IGNORECASE
)
_ANSWER = re.compile(
    r"(?<![\w(.])(?:statusCode|status_code)\b|\(\s*(?:statusCode|status_code)\s*=|\.(?:statusCode|status_code)\s*[^\w\s=]*=(?!=)"
)
"""Where a response is made: neither what stands alone in parentheses, such as a parameter, nor a status that is read."""
_SET = re.compile(r"""\bheaders['"]\]\s*=(?!=)|\.headers\s*=(?!=)""")
_SPREAD, _COPY = re.compile(r"\.\.\.|\*\*"), re.compile(r"\bdict\(")
_NEXT, _LAST = re.compile(r""",\s*['"]?headers\b"""), re.compile(r",\s*headers\s*\Z")

Sends: TypeAlias = Literal["same", "wider", "other", "none", "unknown"]
"""The origin that code sends, compared with what the settings allow."""


@fact
def functions_of(view: View) -> Sequence[Resource]:
    """Functions that answer more than preflight: those of events, and those of a definition's integrations."""
    names = [event.owner.id for event in view.api.events if event.method != "OPTIONS"]
    names += [name for operation in answered(view) for name in named_in(view, operation)]
    return [view.template.resources[name] for name in dict.fromkeys(names) if name in view.template.functions]


@fact
def elsewhere(view: View) -> Sequence[Operation]:
    """Operations of the definition that no function of the template answers."""
    functions = {function.id for function in functions_of(view)}
    return [each for each in answered(view) if functions.isdisjoint(named_in(view, each))]


def sends(code: FunctionText, origins: Sequence[str] | None) -> Sends:
    """Compare what code sends with what the settings allow.

    Arguments:
        origins: what the settings allow; None where that is not known.
    """
    found = _named(code.text)
    if not found or origins is None:
        return "none" if code.alone and found == () else "unknown"
    compared = _compared(found, origins)
    # What is not read can send more, and takes nothing back.
    return compared if code.alone or compared == "other" else "unknown"


def allowed_instead(view: View, origins: Sequence[Value] | None) -> str | None:
    """The one origin that an HTTP API allows in the place of those of the settings; None where it takes these.

    Arguments:
        origins: what the settings allow, without inner quotes; None where that is not known.
    """
    return _narrower(view) if origins == [EVERY] else None


@fact
def _narrower(view: View) -> str | None:
    """The one origin that the code behind an API names; None where some of it names none or another, or is not read."""
    if elsewhere(view) or (is_defined(view.api) and document(view) is None):
        return None
    codes = [function_text(view, function) for function in functions_of(view)]
    # Whichever of the responses it is in: pages of other origins can read none of them.
    named = {origin for code in codes for origin in (_written(code.text) if code.alone else None) or ("",)}
    origin = next(iter(named), "")
    return origin if len(named) == 1 and origin != EVERY and _is_whole(origin) else None


def _is_whole(origin: str) -> bool:
    return is_origin(origin) and not {"*", "'"} & set(origin)


def _named(text: str) -> tuple[str, ...] | None:
    """The origins that responses name, written out each; empty where none names one, None where that is not known."""
    found = _written(text)
    if found == ():
        return () if _ANSWER.search(text) else None
    return None if found is None or len(_ANSWER.findall(text)) > len(found) or _is_replaced(text) else found


def _written(text: str) -> tuple[str, ...] | None:
    """The origins that stand behind the header in code; None where one does not stand there."""
    found = tuple(one or other for one, other in _LITERAL.findall(text))
    return found if len(found) == len(ORIGIN.findall(text)) else None


def _is_replaced(text: str) -> bool:
    """Whether a response that was made elsewhere may get other headers; each part of the code is looked at once."""
    pairs = ((_SPREAD, _NEXT, re.split("[{};:]", text)), (_COPY, _LAST, re.split("[{};=]", text)))
    return _SET.search(text) is not None or any(
        (start := made.search(part)) is not None and headers.search(part, start.end()) is not None
        for made, headers, parts in pairs
        for part in parts
    )


def _compared(found: Sequence[str], origins: Sequence[str]) -> Sends:
    if set(found) == set(origins) and len(origins) == 1:
        return "same"
    return "wider" if set(found) == {EVERY} else "other"
