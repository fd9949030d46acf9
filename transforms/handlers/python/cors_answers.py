"""CORS headers in responses: an HTTP API adds them to every one, behind a REST API the function does.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from migrator.facts import CorsHeaders
from migrator.findings import Span

from .. import codes
from ..cors import AROUND, CORS_HEADERS, ELSEWHERE, NOT_FOLLOWED, at, own
from .displays import appended, display, entries, quote_of, renamed, string, with_entry
from .draft import Draft
from .endings import statements
from .program import Program
from .response_headers import held
from .returned import Answer, answers

BETWEEN: Final = frozenset({codes.DECORATOR, codes.NOT_FOLLOWED})
"""What stands between a response and the API, and may put another one in its place."""


@dataclass(frozen=True, eq=False)
class CorsWriter:
    """Writes the headers into the responses of one handler.

    Arguments:
        draft_of: the draft of a module.
        program: the files.
        headers: what has to be sent.
        wraps: whether a value that is no response becomes one on the way (payload format 2.0).
        made: ids of expressions that a library makes responses of.
        passed: ids of calls whose responses are looked at elsewhere.
    """

    draft_of: Callable[[str], Draft]
    program: Program
    headers: CorsHeaders
    wraps: bool
    made: Collection[int]
    passed: Collection[int]
    _done: set[int] = field(default_factory=set)

    def write(self, answering: Iterable[tuple[Draft, cst.FunctionDef]]) -> str:
        """Give every response the headers; why that is not proven of one, as a clause, or nothing.

        Arguments:
            answering: the functions whose results are responses, each with the draft of its file.
        """
        whys = [why for draft, function in answering for why in self._function(draft, function)]
        return whys[0] if whys else ""

    def _function(self, draft: Draft, function: cst.FunctionDef) -> Iterator[str]:
        for finding in draft.told.findings:
            if finding.code in BETWEEN:
                yield AROUND + _at(draft, finding.span)
        for statement in statements(function):
            if statement.value is None:
                continue
            found = answers(self.program, draft.module, function, statement.value)
            found = [one for one in found if id(one.node) not in self.passed and one.sort != "nothing"]
            if self.wraps and found and all(_is_body(one) for one in found):
                self._put(draft, statement.value, self.headers.written)
                continue
            for answer in found:
                if id(answer.node) not in self._done:
                    self._done.add(id(answer.node))
                    yield from self._answer(answer)

    def _answer(self, answer: Answer) -> Iterator[str]:
        draft = self.draft_of(answer.module.name)
        place = _at(draft, draft.module.span(answer.node))
        if answer.sort in ("text", "value"):
            return  # no response for payload format 1.0: API Gateway answers itself, as it does behind a REST API
        if answer.sort != "display" or id(answer.node) in self.made:
            yield NOT_FOLLOWED + place
            return
        sent = self._sent(draft, answer)
        if sent is None:
            yield ELSEWHERE + place
            return
        for name, value in sent.items():
            if name in CORS_HEADERS and not self._is_ours(name, value):
                yield own(name) + place
                return
        self._put(draft, answer.node, {k: v for k, v in self.headers.written.items() if k.lower() not in sent})

    def _put(self, draft: Draft, node: cst.BaseExpression, headers: Mapping[str, str]) -> None:
        if headers:
            draft.put(node, lambda old: _with(old, headers), alike=True)

    def _is_ours(self, name: str, value: cst.BaseExpression | None) -> bool:
        wanted = {key.lower(): each for key, each in self.headers.written.items()}.get(name)
        return isinstance(value, cst.SimpleString) and value.evaluated_value == wanted

    def _sent(self, draft: Draft, answer: Answer) -> dict[str, cst.BaseExpression | None] | None:
        """Headers of a response by names in lower case; None where there may be others."""
        found = entries(answer.node) or {}
        names: dict[str, cst.BaseExpression | None] = dict.fromkeys(name.lower() for name in answer.headers)
        if "multiValueHeaders" in answer.held.parts:
            several = entries(found["multiValueHeaders"].value) if "multiValueHeaders" in found else None
            if several is None:
                return None
            names |= dict.fromkeys(name.lower() for name in several)
        if "headers" in answer.added:
            return None
        if "headers" not in found:
            return names
        each = self._displays(draft, answer, found["headers"].value)
        if each is None:
            return None
        for listed in each:
            names |= {name.lower(): element.value for name, element in listed.items()}
        return names

    def _displays(
        self, draft: Draft, answer: Answer, value: cst.BaseExpression
    ) -> list[dict[str, cst.DictElement]] | None:
        """What an expression for headers may hold, as far as it is written out; None where it is not."""
        if isinstance(value, cst.Dict) and entries(value) is None:
            return self._parts(draft, answer, value)
        display_ = held(self.program, draft, answer, value)
        if display_ is not None:
            return [entries(display_) or {}]
        if not isinstance(value, cst.Call) or answer.function is None:
            return None
        made = answers(self.program, answer.module, answer.function, value)
        if not made or any(one.sort != "display" or one.added for one in made):
            return None
        return [entries(one.node) or {} for one in made]

    def _parts(self, draft: Draft, answer: Answer, value: cst.Dict) -> list[dict[str, cst.DictElement]] | None:
        """What a display holds of which some entries are those of other dicts."""
        found: list[dict[str, cst.DictElement]] = []
        for element in value.elements:
            if isinstance(element, cst.StarredDictElement):
                inner = self._displays(draft, answer, element.value)
            else:
                one = entries(cst.Dict([element]))
                inner = [one] if one is not None else None
            if inner is None:
                return None
            found += inner
        return found


def _is_body(answer: Answer) -> bool:
    """Whether a value becomes the body of a response."""
    if answer.sort == "display":
        return "statusCode" not in answer.held.parts
    return answer.sort in ("text", "value")


def _at(draft: Draft, span: Span | None) -> str:
    return at(draft.module.source.path, span.line) if span is not None else ""


def _with(node: cst.CSTNode, headers: Mapping[str, str]) -> cst.Dict:
    """A response with more headers."""
    assert isinstance(node, cst.Dict)
    quote = quote_of(node)
    found = entries(node) or {}
    if "headers" not in found:
        made = display([(name, string(value, quote)) for name, value in headers.items()], quote)
        return with_entry(node, "headers", made, before="body") if "body" in found else appended(node, "headers", made)
    value = found["headers"].value
    listed = value if isinstance(value, cst.Dict) else cst.Dict([cst.StarredDictElement(value)])
    for name, header in headers.items():
        listed = appended(listed, name, string(header, quote_of(listed) if listed.elements else quote))
    return renamed(node, "headers", "headers", listed)
