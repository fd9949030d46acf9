"""What an answer holds, in whatever way its dict is put together: its headers, its keys, and what a decorator puts into it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts

from ..cors import CORS_HEADERS
from .assembled import Assembler
from .dict_values import DictValue
from .program import Program
from .returned import Answer
from .sites import text
from .trees import assigned, counted, dotted, taken

REST_KEYS: Final = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})
"""What a REST API takes of an answer; it answers 502 where there is anything else."""


def handed_on(program: Program, answer: Answer, calls: Collection[int], facts: RouteFacts) -> bool:
    """Whether an answer of a decorator is that of the handler, with no more than headers or another body put into it.

    Arguments:
        program: the files.
        answer: the answer of the decorator.
        calls: ids of its calls of the handler.
        facts: what the template says: a REST API takes nothing but texts.
    """
    name, function = dotted(answer.node), answer.function
    if answer.sort != "unknown" or function is None or not isinstance(answer.node, cst.Name):
        return False
    values = list(assigned(function, name))
    if len(values) != 1 or id(values[0]) not in calls or counted(function).get(name) != 1:
        return False
    changes = Assembler(program).changes(DictValue(answer.module, function, answer.node), function, name)
    for change, _ in changes or ():
        replaced = [part.node for part in change.parts.get("headers", ())]
        if change.parts.keys() - {"headers", "body"} or change.inner.keys() - {"headers"}:
            return False
        if not all(_keeps_headers(each, name) for each in replaced):
            return False
        put = [part.node for _, part in change.inner.get("headers", ())]
        written = all(isinstance(each, (cst.SimpleString, cst.FormattedString)) for each in put)
        if facts.after == "rest" and (change.parts or not written):
            return False
    return changes is not None


def _keeps_headers(node: cst.BaseExpression, name: str) -> bool:
    """Whether headers are those of an answer with others beside: ``{**answer.get("headers", {}), ...}``."""
    first = node.elements[0] if isinstance(node, cst.Dict) and node.elements else None
    value = first.value if isinstance(first, cst.StarredDictElement) else None
    if isinstance(value, cst.BooleanOperation):
        value = value.left
    found = taken(value) if value is not None else None
    return found is not None and dotted(found[0]) == name and text(found[1]) == "headers"


@dataclass(frozen=True, eq=False)
class AnswerHeaders:
    """The headers of an answer, as far as the code tells.

    Arguments:
        named: names as they are written, each with a value that it may have.
        whole: whether there are no others.
        typed: whether there is a content type on every way.
    """

    named: tuple[tuple[str, DictValue], ...]
    whole: bool
    typed: bool

    @property
    def twice(self) -> str | None:
        """A name that is there in another spelling as well."""
        names = [name for name, _ in self.named]
        return next((n for n in names if any(n != other and n.lower() == other.lower() for other in names)), None)

    def foreign_cors(self, origin: str | None, among: Collection[str] = CORS_HEADERS) -> tuple[str, DictValue] | None:
        """A CORS header that need not say what the API does, whose one origin is given."""
        for name, part in self.named:
            value = part.node.evaluated_value if isinstance(part.node, cst.SimpleString) else None
            same = name.lower() == "access-control-allow-origin" and origin is not None and value == origin
            if name.lower() in among and not same:
                return name, part
        return None


def sent_headers(program: Program, answer: Answer) -> AnswerHeaders:
    """The headers of an answer, as far as its dict tells."""
    made = answer.held
    parts = [part for part in made.parts.get("headers", ()) if dotted(part.node) != "None"]
    found = [Assembler(program).of(part) for part in parts]
    known = [each for each in found if each is not None]
    inner = made.inner.get("headers", ())
    named = tuple((name, part) for each in known for name, parts in each.parts.items() for part in parts)
    typed = any(name.lower() == "content-type" for name, _ in inner) or (
        bool(found)
        and "headers" in made.certain
        and len(parts) == len(made.parts["headers"])
        and all(each is not None and "content-type" in map(str.lower, each.certain) for each in found)
    )
    return AnswerHeaders((*named, *inner), len(known) == len(found), typed)


def encoded(answer: Answer) -> cst.BaseExpression | None:
    """What may say that the body of an answer is encoded."""
    parts = answer.held.parts.get("isBase64Encoded", ())
    return next((part.node for part in parts if dotted(part.node) != "False"), None)
