"""Answers on their way to the other API: what it takes from a function, and what it adds or ignores."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes
from ..codes import CORS_IN_FORCE
from . import objects
from .answers import ScriptAnswer, texts, value_of
from .draft import ScriptDraft
from .ends import returns_without
from .imports import entries
from .patterns import keyed
from .program import FoundInProgram, ScriptProgram
from .scopes import default_of, parameters, pattern_of
from .syntax import ScriptModule, bare, function_of, key, member, parts, string
from .syntax import field as child

JSON: Final = "application/json"
ENVELOPE: Final = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})
EFFECTIVE: Final = frozenset(
    f"access-control-{name}" for name in ("allow-origin", "allow-credentials", "expose-headers")
)
"""CORS headers that count on a response; the others count in answers to preflight requests only."""

_PURE: Final = frozenset(
    {
        "string",
        "number",
        "true",
        "false",
        "null",
        "undefined",
        "identifier",
        "member_expression",
        "shorthand_property_identifier",
    }
)
WRITE: Final = (
    "Return an object with `statusCode`, `headers` and `body`, written out or made by one function of this package."
)


@dataclass(frozen=True, eq=False)
class Headers:
    """The headers of an answer.

    Arguments:
        names: names as they are written, with their values.
        node: the object that is written out; None where there is none.
        module: its file.
        open: whether there may be others.
    """

    names: dict[str, tuple[ScriptModule, Node]]
    node: Node | None
    module: ScriptModule | None
    open: bool

    def has(self, name: str) -> bool:
        return any(each.lower() == name for each in self.names)


@dataclass(eq=False)
class Replies:
    """Judges and rewrites the answers of a function.

    Arguments:
        program: the files.
        facts: what the template says.
        draft_of: the draft of a file.
        known: names of headers that something around the handler sets, in lower case.
    """

    program: ScriptProgram
    facts: RouteFacts
    draft_of: Callable[[ScriptModule], ScriptDraft]
    known: frozenset[str] = frozenset()
    _sites: dict[int, list[Node]] = field(default_factory=dict)

    def decide(self, answers: Iterable[ScriptAnswer]) -> None:
        """Judge every answer once."""
        done: set[int] = set()
        answers = list(answers)
        for answer in answers:
            if answer.site is not None:
                self._sites.setdefault(answer.node.id, []).append(answer.site)
        if self.facts.after == "rest" and self.facts.before == "2.0":
            answers = self._made_elsewhere(answers)
        for answer in answers:
            if answer.node.id in done:
                continue
            done.add(answer.node.id)
            if self.facts.after == "rest":
                self._to_rest(answer)
            else:
                self._to_http(answer)

    def _made_elsewhere(self, answers: list[ScriptAnswer]) -> list[ScriptAnswer]:
        """Wrap calls that give no responses: what is called may be called for its value elsewhere. The other answers."""
        kept = [answer for answer in answers if answer.site is None]
        sites = {answer.site.id: answer.site for answer in answers if answer.site is not None}
        for site in sites.values():
            own = [answer for answer in answers if answer.site == site]
            if all(answer.kind in ("object", "unknown") and "statusCode" in answer.keys for answer in own):
                kept += own
                continue
            sorts = {
                "text" if each.kind == "text" else "value" for each in own if each.kind in ("text", "value", "object")
            }
            whole = all(each.kind in ("text", "value", "object") and "statusCode" not in each.keys for each in own)
            module = self._module_of(site)
            if not whole or len(sorts) != 1 or module is None or any(each.open or each.later for each in own):
                kept += own
                continue
            self._wrap_call(module, site, own[0], text=sorts == {"text"})
        return kept

    def _module_of(self, site: Node) -> ScriptModule | None:
        return next((each for each in self.program.modules if each.root.id == _root(site).id), None)

    def _wrap_call(self, module: ScriptModule, site: Node, answer: ScriptAnswer, *, text: bool) -> None:
        draft, outer = self.draft_of(module), site
        target = self.program.called(module, site)
        is_async = target is not None and any(each.type == "async" for each in target.node.children)
        waits = site.parent is not None and site.parent.type == "await_expression"
        around = function_of(site)
        if waits and site.parent is not None:
            outer = site.parent
        elif is_async and not (around is not None and any(each.type == "async" for each in around.children)):
            self.unproven(answer, "it is a promise of a value, and the function that returns it does not wait")
            return
        quote = module.quote
        head = f"statusCode: 200, headers: {{ {quote}Content-Type{quote}: {quote}{JSON}{quote} }}, body: "
        braces = ("({", "})") if _is_body(outer) else ("{", "}")
        wait = "await " if is_async and not waits else ""
        before, after = ("", "") if text else ("JSON.stringify(", ")")
        draft.wrap(outer, f"{braces[0]} {head}{before}{wait}", f"{after} {braces[1]}")

    def unproven(self, answer: ScriptAnswer, why: str, level: Level | None = None) -> None:
        close = "2.0" not in (self.facts.before, self.facts.after)
        self.draft_of(answer.module).say(
            codes.RESPONSE,
            answer.node,
            f"What is answered here cannot be told from the code: {why}.",
            WRITE,
            Level.WARNING if close and level is None else level,
        )

    # -- to an HTTP API -------------------------------------------------------------------------------------------

    def _to_http(self, answer: ScriptAnswer) -> None:
        far = self.facts.after == "2.0"
        if answer.kind == "unknown":
            if far:
                self.unproven(answer, "it is made in a way that is not followed")
            return
        if answer.kind != "object" or not (ENVELOPE & answer.keys.keys() or answer.open):
            if far:
                why = "a REST API answers 502 to it, format 2.0 takes any value as a body"
                self.unproven(answer, why, Level.WARNING)
            return
        draft = self.draft_of(answer.module)
        extra = sorted(answer.keys.keys() - ENVELOPE - {"base64Encoded", "cookies"})
        if extra and "statusCode" in answer.keys:
            draft.say(codes.RESPONSE, answer.node, codes.refused_key(extra[0]), codes.REFUSED_KEY_HELP, Level.WARNING)
        if not self._status(draft, answer, far=far):
            return
        found = self.headers(answer)
        added: list[str] = []
        if far and not self._lists(draft, answer, found, added):
            return
        twice = _twice(found)
        if twice is not None:
            self.unproven(answer, f"`{twice}` is sent twice by different spellings, of which an HTTP API sends one")
            return
        if far:
            self._content_type(draft, answer, found, added)
        if added:
            self._add(draft, answer, found, ", ".join(added))
        self._cors_ignored(draft, answer, found)
        encoded = answer.keys.get("isBase64Encoded")
        if encoded is not None and not self.facts.binary and bare(encoded[1]).type != "false":
            draft.say(
                codes.BINARY,
                answer.own.get("isBase64Encoded", answer.node),
                "A REST API without binary media types sent this body to clients as base64 text; an HTTP API decodes it.",
                "Check that clients expect the decoded body.",
                Level.WARNING,
            )

    def _status(self, draft: ScriptDraft, answer: ScriptAnswer, *, far: bool) -> bool:
        """Write the status as a number, and the one that a REST API assumes; whether it is known."""
        given = None if self._comes_late(answer) else answer.keys.get("statusCode")
        if given is None and answer.open:
            if far:
                self.unproven(answer, "whether it has a `statusCode` is not known")
            return not far
        if given is None:
            if not far:
                draft.say(
                    codes.STATUS,
                    answer.node,
                    "The response has no `statusCode`. A REST API answers 200 then, an HTTP API 500.",
                    "Add `statusCode: 200`.",
                    mended=True,
                    fails=True,
                )
            objects.put_first(draft, answer.node, "statusCode: 200")
            return True
        text = string(given[0], given[1])
        if text is not None and text.isdigit() and given[0] is answer.module:
            draft.put(given[1].start_byte, given[1].end_byte, text)
        elif self._may_be_missing(answer, given[1]):
            if not far:
                draft.say(
                    codes.STATUS,
                    given[1],
                    "A call leaves the status out. A REST API answers 200 then, an HTTP API 500.",
                    "Give the status a default of 200.",
                    mended=True,
                    fails=True,
                )
            name = answer.module.text(given[1])
            alone = given[1] == answer.own["statusCode"]
            draft.put(given[1].start_byte, given[1].end_byte, f"{f'{name}: ' if alone else ''}{name} ?? 200")
        return True

    def _comes_late(self, answer: ScriptAnswer) -> bool:
        """Whether the status is set after the object was made, and some way returns before that."""
        if "statusCode" in answer.own or "statusCode" not in answer.later:
            return False
        function = function_of(answer.node)
        body = child(function, "body") if function is not None else None
        puts = [value.parent for value in answer.later["statusCode"] if value.parent is not None]
        named = [child(left, "object") for each in puts if (left := child(each, "left")) is not None]
        bindings = [self.program.scopes(answer.module).binding(each) for each in named if each is not None]
        given = {
            node.id
            for binding in bindings
            for node in (binding.reads if binding is not None else ())
            if node.parent is not None and child(node.parent, "object") != node
        }
        return body is not None and returns_without(body, ({each.id for each in puts}, given))

    def _may_be_missing(self, answer: ScriptAnswer, value: Node) -> bool:
        """Whether the status is a parameter that some call of the function does not give."""
        function = function_of(answer.node)
        if value.type not in ("identifier", "shorthand_property_identifier") or function is None:
            return False
        binding = self.program.scopes(answer.module).binding(value)
        places = [n for n, each in enumerate(parameters(function)) if binding and pattern_of(each) in binding.nodes]
        if not places or binding is None or binding.writes or default_of(parameters(function)[places[0]]) is not None:
            return False
        for site in self._sites.get(answer.node.id, ()):
            module = self._module_of(site)
            target = self.program.called(module, site) if module is not None else None
            given = parts(child(site, "arguments"))
            if target is None or target.node != function or any(each.type == "spread_element" for each in given):
                continue
            if len(given) <= places[0]:
                return True
        return False

    def _lists(self, draft: ScriptDraft, answer: ScriptAnswer, found: Headers, added: list[str]) -> bool:
        """Write ``multiValueHeaders`` as ``cookies`` and joined ``headers``; whether that was proven."""
        if "multiValueHeaders" not in answer.keys:
            return True
        entry = answer.own.get("multiValueHeaders")
        if (entry is None or bare(value_of(entry)).type != "object") and self._only_cookies(draft, answer, entry):
            return True
        lists = value_of(entry) if entry is not None else None
        entries = parts(bare(lists)) if lists is not None and bare(lists).type == "object" else None
        if entry is None or entries is None or "cookies" in answer.keys or "multiValueHeaders" in answer.later:
            self.unproven(
                answer, "`multiValueHeaders`, which format 2.0 ignores, is not written out as an object of lists"
            )
            return False
        named = {key(answer.module, name): each for each in entries if (name := child(each, "key")) is not None}
        simple = len(named) == len(entries) and None not in named
        if not simple or any(found.has(str(name).lower()) for name in named):
            self.unproven(
                answer,
                "a header stands both in `headers` and in `multiValueHeaders`, or has a name that is not written here",
            )
            return False
        cookies = [each for name, each in named.items() if str(name).lower() == "set-cookie"]
        others = [(str(name), each) for name, each in named.items() if str(name).lower() != "set-cookie"]
        joined = ", ".join(
            f"{self._text(answer.module, name)}: {self._joined(answer.module, each)}" for name, each in others
        )
        if others and (found.node is None) != ("headers" not in answer.keys):
            self.unproven(
                answer, "`headers`, which the values of `multiValueHeaders` have to go into, is not written out"
            )
            return False
        if others and found.node is not None:
            added.append(joined)
        elif others:
            objects.put_before(draft, entry, f"headers: {{ {joined} }}")
        if cookies:
            value = answer.module.text(value_of(cookies[0]))
            draft.put(entry.start_byte, entry.end_byte, f"cookies: {value}")
        else:
            objects.remove(draft, entry)
        return True

    def _only_cookies(self, draft: ScriptDraft, answer: ScriptAnswer, entry: Node | None) -> bool:
        """Write lists that hold cookies alone, and stand elsewhere or are set later; whether they do."""
        later = answer.later.get("multiValueHeaders", [])
        values = later if entry is None else [value_of(entry)]
        if "cookies" in answer.keys or (entry is not None and later) or not values:
            return False
        lists = []
        for value in values:
            found = self.program.meaning(answer.module, value)
            held = (
                entries(found.module, found.node)
                if isinstance(found, FoundInProgram) and found.node.type == "object"
                else None
            )
            if held is None or [name.lower() for name in held] != ["set-cookie"]:
                return False
            name, cookies = next(iter(held.items()))
            quote = answer.module.quote
            direct = bare(value).type == "object"
            taken = answer.module.text(cookies if direct else value)
            lists.append(taken if direct else f"{taken}[{quote}{name}{quote}]")
        for value, written in zip(values, lists, strict=True):
            if entry is None:
                self._rename(draft, value, "cookies")
                draft.put(value.start_byte, value.end_byte, written)
            else:
                draft.put(entry.start_byte, entry.end_byte, f"cookies: {written}")
        return True

    def _add(self, draft: ScriptDraft, answer: ScriptAnswer, found: Headers, text: str) -> None:
        """Add a header to this answer, and to no other that has the same object."""
        entry = answer.own.get("headers")
        value = bare(value_of(entry)) if entry is not None else None
        if entry is None or value is None:
            draft.say(
                codes.RESPONSE,
                answer.node,
                f"Headers that come from another object would need `{text}` as well.",
                WRITE,
            )
        elif value == found.node:
            objects.put_last(draft, value, text)
        elif entry.type == "pair":
            draft.wrap(value, "{ ...", f", {text} }}")
        else:
            draft.wrap(entry, "headers: { ...", f", {text} }}")

    @staticmethod
    def _text(module: ScriptModule, name: str) -> str:
        return f"{module.quote}{name}{module.quote}"

    def _joined(self, module: ScriptModule, entry: Node) -> str:
        """A list of values as the one text that stands for it."""
        value = bare(value_of(entry))
        if value.type == "array" and len(parts(value)) == 1 and parts(value)[0].type != "spread_element":
            return module.text(parts(value)[0])
        return f"{module.text(value)}.join({module.quote}, {module.quote})"

    def _content_type(self, draft: ScriptDraft, answer: ScriptAnswer, found: Headers, added: list[str]) -> None:
        """Write out the content type that a REST API adds: what format 2.0 adds is not documented."""
        listed = answer.own.get("multiValueHeaders")
        if "body" not in answer.keys or found.has("content-type") or "content-type" in self.known:
            return
        if listed is not None and "content-type" in answer.module.text(listed).lower():
            return
        text = f"{self._text(answer.module, 'Content-Type')}: {self._text(answer.module, JSON)}"
        if "headers" not in answer.keys and not answer.open:
            entry = answer.own.get("body")
            if listed is not None and any(
                "set-cookie" not in answer.module.text(e).lower() for e in parts(value_of(listed))
            ):
                entry = None
            if entry is not None:
                objects.put_before(draft, entry, f"headers: {{ {text} }}")
                return
        if found.node is not None and not found.open:
            added.append(text)
            return
        draft.say(
            codes.CONTENT_TYPE,
            answer.node,
            "Whether this response has a content type cannot be told. A REST API adds `application/json` where there is none; an HTTP API need not.",
            codes.CONTENT_TYPE.remedy,
        )

    def _cors_ignored(self, draft: ScriptDraft, answer: ScriptAnswer, found: Headers) -> None:
        sent = self._foreign_cors(found)
        if self.facts.cors and sent is not None:
            draft.say(
                codes.CORS_IGNORED,
                answer.node,
                f"The response sends `{sent}`. The API sets the CORS headers itself now and ignores those of the function.",
                "Compare it with `CorsConfiguration` and copy what is missing; you can remove the headers then.",
            )

    def _foreign_cors(self, found: Headers) -> str | None:
        """A CORS header that says something else than the API does."""
        for name, (module, value) in found.names.items():
            same = self.facts.origin is not None and self.program.constant(module, value) == self.facts.origin
            if name.lower() in EFFECTIVE and not (name.lower() == "access-control-allow-origin" and same):
                return name
        return None

    # -- to a REST API --------------------------------------------------------------------------------------------

    def _to_rest(self, answer: ScriptAnswer) -> None:
        draft = self.draft_of(answer.module)
        far = self.facts.before == "2.0"
        if answer.kind == "unknown" or (answer.open and answer.kind == "object"):
            if far:
                self.unproven(
                    answer,
                    "it is made in a way that is not followed; a REST API answers 502 unless it is an object with no other keys than its own",
                )
            return
        if answer.kind != "object" or "statusCode" not in answer.keys:
            if far:
                self._inferred(draft, answer)
            return
        self._in_force(draft, answer)
        if far:
            self._type_of_rest(draft, answer)
        if "multiValueHeaders" in answer.keys and "cookies" in answer.keys:
            self.unproven(
                answer,
                "it has both `cookies` and `multiValueHeaders`; format 2.0 ignores the latter, a REST API does not",
            )
            return
        extra = sorted(answer.keys.keys() - ENVELOPE - ({"cookies"} if far else set()))
        written = all(name in answer.own and bare(value_of(answer.own[name])).type in _PURE for name in extra)
        if not written or any(name in answer.later for name in extra):
            self.unproven(answer, "a key to which a REST API answers 502 is worked out, or set later")
            return
        for name in extra:
            objects.remove(draft, answer.own[name])
        if far and not self._cookies(draft, answer):
            return
        self._values(draft, answer)
        encoded = answer.keys.get("isBase64Encoded")
        if encoded is not None and not self.facts.binary and bare(encoded[1]).type != "false":
            draft.say(
                codes.BINARY,
                answer.own.get("isBase64Encoded", answer.node),
                "The body is base64 encoded. A REST API decodes it only for binary media types, and this one has none.",
                "Add `BinaryMediaTypes` to the API, for what clients send in `Accept`.",
            )

    def _type_of_rest(self, draft: ScriptDraft, answer: ScriptAnswer) -> None:
        """Report a body without a content type, which the two APIs call by different ones."""
        found = self.headers(answer)
        if "body" in answer.keys and not found.open and not found.has("content-type"):
            draft.say(codes.CONTENT_TYPE, answer.node, codes.NO_TYPE_TO_REST, codes.CONTENT_TYPE.remedy, Level.INFO)

    def _inferred(self, draft: ScriptDraft, answer: ScriptAnswer) -> None:
        """Write out what format 2.0 makes of a value that is no response."""
        if answer.kind == "nothing":
            self.unproven(answer, "the function may end without a value, to which a REST API answers 502")
            return
        if "statusCode" in answer.later or (answer.kind == "object" and answer.later):
            self.unproven(answer, "keys of it are set later")
            return
        module, node = answer.module, answer.node
        quote = module.quote
        head = f"statusCode: 200, headers: {{ {quote}Content-Type{quote}: {quote}{JSON}{quote} }}, body: "
        braces = ("({", "})") if _is_body(node) else ("{", "}")
        dumped = answer.kind != "text"
        before, after = ("JSON.stringify(", ")") if dumped else ("", "")
        draft.wrap(node, f"{braces[0]} {head}{before}", f"{after} {braces[1]}")

    def _cookies(self, draft: ScriptDraft, answer: ScriptAnswer) -> bool:
        entry = answer.own.get("cookies")
        if "cookies" not in answer.keys:
            return True
        if entry is None and answer.later.get("cookies"):
            for value in answer.later["cookies"]:
                quote = draft.module.quote
                self._rename(draft, value, "multiValueHeaders")
                draft.wrap(value, f"{{ {quote}Set-Cookie{quote}: ", " }")
            return True
        if entry is None:
            self.unproven(answer, "`cookies`, which a REST API does not take, come from another object")
            return False
        quote = answer.module.quote
        name = f"{quote}Set-Cookie{quote}"
        written = answer.module.text(value_of(entry))
        draft.put(entry.start_byte, entry.end_byte, f"multiValueHeaders: {{ {name}: {written} }}")
        return True

    @staticmethod
    def _rename(draft: ScriptDraft, value: Node, key_: str) -> None:
        """Write an assignment to a key of an answer as one to another key."""
        target = value.parent.child_by_field_name("left") if value.parent is not None else None
        name = child(target, "property") or child(target, "index") if target is not None else None
        if name is not None:
            quote = draft.module.quote
            written = key_ if name.type == "property_identifier" else f"{quote}{key_}{quote}"
            draft.put(name.start_byte, name.end_byte, written)

    def _values(self, draft: ScriptDraft, answer: ScriptAnswer) -> None:
        """Write bodies and headers that are no texts as texts: a REST API answers 502 to others."""
        entry = answer.own.get("body")
        bodies = [*([value_of(entry)] if entry is not None else []), *answer.later.get("body", [])]
        if (
            entry is None
            and "body" in answer.keys
            and answer.keys["body"][0] is answer.module
            and not answer.later.get("body")
        ):
            bodies.append(answer.keys["body"][1])
        for body in bodies:
            self._body(draft, answer.module, body)
        found = self.headers(answer)
        for module, value in found.names.values():
            if bare(value).type == "number":
                self.draft_of(module).wrap(value, module.quote, module.quote)
            elif _number(module, bare(value)):
                self.draft_of(module).wrap(value, "String(", ")")

    def _body(self, draft: ScriptDraft, module: ScriptModule, body: Node) -> None:
        if self.facts.before != "2.0" or texts(self.program, module, body):
            return
        value = bare(body)
        short = "body: " if body.type == "shorthand_property_identifier" else ""
        if value.type in ("object", "array", "number", "true", "false"):
            draft.wrap(body, f"{short}JSON.stringify(", ")")
        else:
            draft.wrap(body, f"{short}{draft.use('_text')}(", ")")

    def _in_force(self, draft: ScriptDraft, answer: ScriptAnswer) -> None:
        """CORS headers that an HTTP API ignored and that browsers see from now on."""
        sent = self._foreign_cors(self.headers(answer))
        if self.facts.cors and sent is not None:
            draft.say(
                CORS_IN_FORCE,
                answer.node,
                f"The response sends `{sent}`. The HTTP API ignores it and sends what `CorsConfiguration` says; behind a REST API it is what browsers go by.",
                "Let it say what `CorsConfiguration` says, or take it out.",
            )

    # -- headers --------------------------------------------------------------------------------------------------

    def headers(self, answer: ScriptAnswer) -> Headers:
        """The headers of an answer, as far as the code tells."""
        names: dict[str, tuple[ScriptModule, Node]] = {}
        given = answer.keys.get("headers")
        if given is None:
            return Headers(names, None, None, answer.open)
        module, node = given
        if module is answer.module and node.type == "shorthand_property_identifier":
            found = self.program.meaning(module, node)
        else:
            found = (
                self.program.meaning(module, node)
                if bare(node).type != "object"
                else FoundInProgram(module, bare(node))
            )
        if not isinstance(found, FoundInProgram) or found.node.type != "object":
            return Headers(names, None, None, True)
        is_open = self._collect(found, names)
        return Headers(names, found.node, found.module, is_open or "headers" in answer.later)

    def _collect(self, found: FoundInProgram, names: dict[str, tuple[ScriptModule, Node]], hops: int = 4) -> bool:
        """Read names of an object that is written out; whether it may hold others."""
        is_open = False
        for each in parts(found.node):
            if each.type == "spread_element":
                inner = self.program.meaning(found.module, parts(each)[0])
                if isinstance(inner, FoundInProgram) and inner.node.type == "object" and hops:
                    is_open = self._collect(inner, names, hops - 1) or is_open
                else:
                    is_open = True
                continue
            named = child(each, "key") or each
            name = key(found.module, named)
            if name is None and named.type == "computed_property_name":
                name = self.program.constant(found.module, parts(named)[0])
            if name is None:
                is_open = True
            else:
                names[name] = (found.module, value_of(each))
        return is_open


def _twice(found: Headers) -> str | None:
    seen: dict[str, str] = {}
    for name in found.names:
        if seen.setdefault(name.lower(), name) != name:
            return name
    return None


def _number(module: ScriptModule, node: Node) -> bool:
    """Whether a value is a number for certain: the length of something, or what is reckoned without texts."""
    taken = member(module, node)
    if taken is not None:
        return taken[1] == "length"
    operator = node.child_by_field_name("operator")
    return node.type == "binary_expression" and operator is not None and operator.type in ("-", "*", "/", "%")


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _is_body(node: Node) -> bool:
    """Whether an object would be taken for a block where it stands: as the body of an arrow function."""
    parent = node.parent
    return parent is not None and parent.type == "arrow_function" and child(parent, "body") == node


__all__ = ["ENVELOPE", "Headers", "Replies", "keyed"]
