"""Answers on their way to the other API: what it takes from a function, and what it adds or ignores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from tree_sitter import Node

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import answer_codes, answer_sentences
from ..cors import CORS_HEADERS
from . import objects
from .answer import ELSEWHERE, MAYBE, ScriptAnswer, is_async, value_of
from .answers import Answers
from .draft import ScriptDraft
from .expressions import bare
from .later import ScriptPut
from .program import ScriptProgram
from .promises import to_await
from .replies_to_http import to_http
from .replies_to_rest import to_rest
from .reply_headers import JSON, Headers, headers_of, is_body, written
from .syntax import ScriptModule, function_of, of_type, root_of, walk
from .syntax import field as child
from .types import TO_REST

WRITE: Final = (
    "Return an object with `statusCode`, `headers` and `body`, written out or made by one function of this package."
)


@dataclass(eq=False)
class Replies:
    """Judges and rewrites the answers of a function.

    Arguments:
        program: the files.
        facts: what the template says.
        draft_of: the draft of a file.
        known: names of headers that something around the handler sets, in lower case.
        sites: for the object of an answer the calls that give it.
    """

    program: ScriptProgram
    facts: RouteFacts
    draft_of: Callable[[ScriptModule], ScriptDraft]
    known: frozenset[str] = frozenset()
    sites: dict[int, list[Node]] = field(default_factory=dict)

    def decide(self, answers: Iterable[ScriptAnswer]) -> None:
        """Judge every answer once."""
        answers = list(answers)
        for answer in answers:
            if answer.site is not None:
                self.sites.setdefault(answer.node.id, []).append(answer.site)
        if self.facts.after == "rest" and self.facts.before == "2.0":
            answers = self._given_elsewhere(answers)
        for answer in _each_once(answers):
            if self.facts.after == "rest":
                to_rest(self, answer)
            else:
                to_http(self, answer)

    def _given_elsewhere(self, answers: list[ScriptAnswer]) -> list[ScriptAnswer]:
        """Wrap calls and names that give no responses: others may call or read them for their values. The other answers."""
        for giver in {each.giver.id: each.giver for each in answers if each.giver is not None}.values():
            own = [answer for answer in answers if answer.giver == giver]
            values = [answer for answer in own if answer.is_value]
            module, sorts = self.module_of(giver), {answer.kind == "text" for answer in values}
            whole = len(values) == len(own) and len(sorts) == 1 and not any(each.open for each in own)
            if whole and module is not None:
                self._wrap_call(module, giver, own[0], text=sorts == {True})
            elif any(answer.read for answer in values):
                self.unproven(own[0], answer_sentences.MADE_ELSEWHERE)
            else:
                continue  # each is written where it is made
            answers = [answer for answer in answers if answer.giver != giver]
        return answers

    def module_of(self, site: Node) -> ScriptModule | None:
        """The file that a node stands in."""
        return next((each for each in self.program.modules if each.root == root_of(site)), None)

    def _wrap_call(self, module: ScriptModule, site: Node, answer: ScriptAnswer, *, text: bool) -> None:
        draft, outer = self.draft_of(module), site
        promises = to_await(Answers(self.program), module, site)
        waits = of_type(site.parent, "await_expression")
        around = function_of(site)
        if waits and site.parent is not None:
            outer = site.parent
        elif promises and not (around is not None and is_async(around)):
            self.unproven(answer, "it is a promise of a value, and the function that returns it does not wait")
            return
        self.retyped(draft, site)
        head = self.head(module)
        braces = ("({", "})") if is_body(outer) else ("{", "}")
        wait = "await " if promises and not waits else ""
        before, after = ("", "") if text else ("JSON.stringify(", ")")
        draft.wrap(outer, f"{braces[0]} {head}{before}{wait}", f"{after} {braces[1]}")

    def head(self, module: ScriptModule) -> str:
        """What a response begins with whose body is a value."""
        headers = {"Content-Type": JSON, **(self.facts.sends.written if self.facts.sends is not None else {})}
        return f"statusCode: 200, headers: {{ {written(module, headers)} }}, body: "

    def retyped(self, draft: ScriptDraft, node: Node) -> None:
        """Take the type of what a function returned away, where that becomes a response."""
        said = child(function_of(node), "return_type")
        names = {draft.module.text(each) for each in walk(said)} if said is not None else set()
        if said is not None and names.isdisjoint(TO_REST):
            draft.put(said.start_byte, said.end_byte, "")

    def headers(self, answer: ScriptAnswer) -> Headers:
        """What is known of the headers of an answer."""
        return headers_of(self.program, answer)

    def unproven(self, answer: ScriptAnswer, why: str, level: Level | None = None) -> None:
        answer_sentences.RESPONSE_UNKNOWN.on(
            self.draft_of(answer.module),
            answer.node,
            why,
            remedy=WRITE,
            level=level,
        )

    def add(self, draft: ScriptDraft, answer: ScriptAnswer, found: Headers, text: str) -> None:
        """Add a header to this answer, and to no other that has the same object."""
        entry = answer.own.get("headers")
        value = bare(value_of(entry)) if entry is not None else None
        if entry is None or value is None or (value != found.node and found.changes_behind(entry)):
            draft.say(
                answer_codes.RESPONSE,
                answer.node,
                f"Headers that come from another object would need `{text}` as well.",
                WRITE,
            )
        elif value == found.node:
            objects.put_last(draft, value, text)
        else:
            name = "" if entry.type == "pair" else "headers: "
            # What is put in later holds in place of what is added.
            before, after = (f"{{ {text}, ...", " }") if found.later else ("{ ...", f", {text} }}")
            draft.wrap(value if entry.type == "pair" else entry, f"{name}{before}", after)

    def foreign_cors(self, found: Headers) -> str | None:
        """A CORS header that says something else than the API does."""
        for name, module, value in found.entries:
            same = self.facts.origin is not None and self.program.constant(module, value) == self.facts.origin
            if name.lower() in CORS_HEADERS and not (name.lower() == "access-control-allow-origin" and same):
                return name
        return None


def _each_once(answers: Iterable[ScriptAnswer]) -> Iterable[ScriptAnswer]:
    """Every object that is answered, with what any way puts into it that another format holds elsewhere."""
    found: dict[int, ScriptAnswer] = {}
    for answer in answers:
        first = found[answer.node.id] = _merged(found.setdefault(answer.node.id, answer), answer)
        known = [put.value for put in first.later]
        puts = [put for put in answer.later if put.path[0] in ELSEWHERE and put.value not in known]
        if puts:
            keys = {name: value for name, value in answer.keys.items() if name in ELSEWHERE}
            found[answer.node.id] = replace(first, keys=first.keys | keys, later=(*first.later, *puts))
    return found.values()


def _merged(one: ScriptAnswer, other: ScriptAnswer) -> ScriptAnswer:
    """An object into which two calls spread other values: what both have is looked at in either."""
    names = {name for name in one.keys | other.keys if not one.set_later(name) and name not in one.own}
    differ = {name for name in names if one.keys.get(name) != other.keys.get(name)}
    gone = {name for name in differ if name not in one.keys or name not in other.keys or name in MAYBE | {"headers"}}
    values = [(name, *other.keys[name]) for name in differ - gone]
    return replace(
        one,
        keys={name: value for name, value in one.keys.items() if name not in gone},
        open=one.open or other.open or bool(gone),
        maybe=one.maybe | other.maybe | gone,
        asked=one.asked | other.asked,
        later=(*one.later, *(ScriptPut(module, (name,), value, value) for name, module, value in values)),
    )
