"""Judges every use of a value that differs: what is on no list of exact uses is a finding at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from migrator.facts import CATCH_ALL, Facts, RouteFacts
from migrator.findings import Code, Level

from .. import authorizer_codes, codes, sentences
from ..fields import NULLABLE
from ..outcome import close, to_http
from . import bodies, callers, errors, formats, headers
from .chains import Chain, Holder
from .draft import ScriptDraft
from .exact import EXACT
from .program import ScriptProgram
from .syntax import ScriptModule, above, calls, member
from .table import Rule, Table
from .uses import plainly

_ASKING: Final = frozenset(
    {"startsWith", "endsWith", "includes", "indexOf", "match", "search", "split", "slice", "substring", "replace"}
)
"""Methods of a text whose outcome hangs on how it begins."""

_WHOLE: Final = frozenset({"argument", "dynamic", "iterate", "keys", "object", "rebound", "rest", "return", "spread"})
"""Uses of parameters that take all of them."""

READ: Final = codes.ESCAPES.remedy


_SENDERS: Final = re.compile(
    r"(?:@aws-sdk/|aws-sdk|axios|node-fetch|got|@sentry/|aws-xray-sdk|fetch|http|https)(?:\b.*)?"
)
"""Libraries that send what they are given elsewhere, and look up no names in it."""


def _sends(chain: Chain) -> bool:
    """Whether something only becomes a text, or is sent elsewhere by a library that knows no event."""
    if chain.use.name != "JSON.stringify":
        return bool(_SENDERS.fullmatch(chain.use.name))
    around = [calls(each) for each in above(chain.node) if each.type == "call_expression"]
    return not any(call is not None and chain.module.text(call[0]) == "JSON.parse" for call in around[:2])


@dataclass(eq=False)
class Judge:
    """Judges the reads of one event.

    Arguments:
        program: the files.
        facts: what the template says.
        table: the rules.
        draft_of: the draft of a file.
        entry: the file that the function starts with.
        holders: what holds values, for what happens to them later.
    """

    program: ScriptProgram
    facts: Facts
    table: Table
    draft_of: Callable[[ScriptModule], ScriptDraft]
    entry: str = ""
    holders: list[Holder] = field(default_factory=list)
    old: list[Chain] = field(default_factory=list)
    new: list[Chain] = field(default_factory=list)
    coping: frozenset[int] = frozenset()
    changed: frozenset[str] = frozenset()

    @property
    def close(self) -> bool:
        """Whether the formats are nearly the same."""
        return close(self.facts)

    @property
    def http(self) -> bool:
        """Whether it goes to an HTTP API."""
        return to_http(self.facts)

    def always_there(self, key: str) -> bool:
        """Whether every event of the function has a value under a key that may be empty elsewhere."""
        routes = self.facts.routes
        return key == "pathParameters" and bool(routes) and all("{" in route.path for route in routes)

    def decide(self, chains: Iterable[Chain]) -> None:
        """Judge all reads."""
        chains = list(chains)
        self.coping = formats.coping(chains, self.table, to_2_0=self.facts.after == "2.0")
        self.changed = frozenset(chain.path[0] for chain in chains if chain.use.kind == "store" and chain.path)
        for chain in chains:
            rule = self.table(chain.path)
            if rule is not None:
                self._one(chain, rule)
        if isinstance(self.facts, RouteFacts):
            bodies.decide(self, chains, self.facts)
        if not self.close:
            errors.decide(self, chains)
        self._both()

    def _both(self) -> None:
        """Report reads of the new format, which today's events do not hold."""
        new = {chain.path: chain for chain in reversed(self.new)}
        if self.old and new:
            chain = self.new[0]
            sentences.BOTH_READ.on(self, chain, ".".join(chain.path))
            return
        for path, chain in new.items():
            sentences.NEW_READ.on(self, chain, ".".join(path))

    def say(
        self,
        code: Code,
        chain: Chain,
        what: str,
        help_: str,
        level: Level | None = None,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a read."""
        node = chain.use.node if chain.use.kind in ("store", "rest", "rebound") else chain.node
        self.draft_of(chain.module).say(code, node, what, help_, level, mended=mended, fails=fails)

    # -- kinds ----------------------------------------------------------------------------------------------------

    def _one(self, chain: Chain, rule: Rule) -> None:
        name, use = ".".join(chain.path), chain.use
        if use.kind == "store":
            self._stored(chain, name)
            return
        if id(chain) in self.coping and rule.kind != "path":
            return
        if id(chain) not in self.coping and (
            rule.kind in ("moved", "path", "made", "cookie", "route", "gone")
            or (rule.kind == "context" and rule.new != chain.path)
        ):
            self.old.append(chain)
        match rule.kind:
            case "new" | "part" if use.holder is None and use.kind not in ("log", "statement"):
                self.new.append(chain)
            case "holds":
                self._holder(chain, name or "event")
            case "headers" | "header" | "lists" | "cookie":
                headers.decide(self, chain, rule)
            case "stage":
                callers.stage(self, chain)
            case "claims" | "claim":
                callers.claim(self, chain, rule)
            case "context":
                callers.context(self, chain)
            case "query":
                self._query(chain)
            case "id" if use.kind not in EXACT["id"] and not (use.kind == "argument" and _sends(chain)):
                sentences.REQUEST_ID.on(self, chain)
            case "nullable" if chain.path == ("queryStringParameters",) and use.kind in _WHOLE:
                self._query(chain)
            case "path":
                self._path(chain)
            case "route":
                self._route(chain, name)
            case "moved" if chain.path == ("requestContext", "path") and self._hangs(chain):
                sentences.STAGE_IN_PATH.on(self, chain)
            case "moved" if chain.path == ("requestContext", "path"):
                sentences.CONTEXT_PATH.on(self, chain)
            case "made" if chain.path == ("rawQueryString",):
                sentences.QUERY_PUT_TOGETHER.on(self, chain)
            case "version" if not formats.asked_in_vain(self.program, chain, self.facts):
                sentences.VERSION_ASKED.on(self, chain)
            case "gone":
                where = sentences.REST_EVENT if not self.http else f"payload format {self.facts.after}"
                self.say(
                    codes.NO_COUNTERPART,
                    chain,
                    f"`{name}` has no counterpart in {where}. {rule.why}",
                    codes.NO_COUNTERPART.remedy,
                )
            case "identity":
                self.say(
                    authorizer_codes.IDENTITY,
                    chain,
                    f"`{name}` is read, and where its value stands in the other format is not proven: {rule.why}.",
                    sentences.SPLIT_BY_AUTHORIZER,
                )

    def _hangs(self, chain: Chain) -> bool:
        """Whether something is decided by what a text is, or how it begins."""
        parent = chain.node.parent
        if parent is None:
            return False
        taken = member(chain.module, parent)
        if taken is not None and taken[1] in _ASKING and taken[0] == chain.node:
            return True
        if parent.type == "parenthesized_expression":
            return parent.parent is not None and parent.parent.type == "switch_statement"
        return plainly(self.program, chain.module, chain.node, parent)[0] == "compare"

    def _stored(self, chain: Chain, name: str) -> None:
        self.say(
            codes.CHANGED,
            chain,
            f"Something is written into `{name or 'the event'}`, or taken out; later reads see it, in whatever format the event is.",
            sentences.OWN_VARIABLE,
        )

    def _holder(self, chain: Chain, name: str) -> None:
        """The event, or a part of it that holds other keys."""
        use = chain.use
        if use.kind == "log":
            if not chain.path and not self.close:
                self.say(
                    codes.LOGGED,
                    chain,
                    "The log shows the event in the new format from now on.",
                    sentences.CHANGE_QUERIES,
                )
            return
        if use.kind in EXACT["holds"]:
            return
        if self.close and chain.path == ("requestContext", "authorizer"):
            self.say(
                authorizer_codes.IDENTITY,
                chain,
                f"`{name}` is passed on, or read by a key that is not written here: lists and times in claims are written in another way, and values of an authorizer function may have another type.",
                "Read the claims or values that are needed here and pass those on.",
            )
            return
        if self.close and self.http:
            self._passed_close(chain, name)
            return
        self.unfollowed(chain, name)

    def _passed_close(self, chain: Chain, name: str) -> None:
        if chain.use.kind == "in" and not chain.path and chain.use.name == "version":
            sentences.VERSION_ASKED.on(self, chain)
        if chain.use.kind not in ("in", "method"):
            self.say(
                codes.ESCAPES,
                chain,
                f"`{name}` is passed on; what reads its headers, its stage and its body there was not looked at.",
                "Check that headers are looked up whatever the case of their names, that encoded bodies are decoded, and that nothing hangs on the stage.",
                Level.INFO if chain.use.kind == "argument" and _sends(chain) else Level.WARNING,
            )

    def unfollowed(self, chain: Chain, name: str) -> None:
        """A use of a holder that cannot be followed."""
        kind = chain.use.kind
        if kind == "rebound":
            self.say(
                codes.REBOUND,
                chain,
                f"`{chain.use.name}` holds `{name}` here and is bound again elsewhere: what it holds where it is read cannot be told.",
                sentences.TWO_NAMES,
            )
        elif kind == "dynamic":
            self.say(
                codes.DYNAMIC_KEY,
                chain,
                f"A key that is computed is looked up in `{name}`; which one it is cannot be told from the code.",
                "Write the keys out.",
            )
        elif kind in ("in",) or (kind == "method" and chain.use.name in ("hasOwnProperty", "has")):
            if kind == "in" and self.table((*chain.path, chain.use.name)) is None:
                return
            if kind == "in" and not chain.path and not self.http and chain.use.name in NULLABLE | {"cookies"}:
                return
            self.say(
                codes.MEMBERSHIP,
                chain,
                f"Whether `{name}` has a key depends on the format: a REST API sends every key, with null for what is empty; payload format 2.0 has other keys and leaves empty ones out.",
                "Test the value itself.",
            )
        else:
            how = {
                "spread": "It is spread into another value",
                "rest": "Its other keys are taken together",
                "keys": "Its keys are listed",
                "iterate": "A loop goes over it",
                "return": "It is returned",
                "object": "It is put into another value",
            }.get(kind, "It is passed on")
            self.say(codes.ESCAPES, chain, f"What reads `{name}` from here on cannot be followed. {how}.", READ)

    def _query(self, chain: Chain) -> None:
        if not self.http and chain.use.kind == "method" and chain.use.name == "split":
            sentences.PARAMETER_SPLIT.on(
                self,
                chain,
                chain.path[-1],
                remedy=f"Read the list from `multiValueQueryStringParameters.{chain.path[-1]}`.",
            )
        elif not self.http and chain.use.kind in ("log", "truth", "name", "parameter", "statement"):
            return
        else:
            then = (
                "held its last value; in format 2.0 it holds all, as in `1,2`"
                if self.http
                else "held all its values, as in `1,2`; from a REST API it holds the last one"
            )
            self.say(
                codes.QUERY_DUPLICATES,
                chain,
                f"A query parameter that is given twice {then}.",
                codes.QUERY_DUPLICATES.remedy,
                None if self.http else Level.INFO,
            )

    def _path(self, chain: Chain) -> None:
        stage = self.facts.stage
        name = chain.path[-1]
        if self.facts.after == "2.0" or (self.facts.before == "2.0" and not stage):
            decoded = (
                "`path` held the path as the client sent it; `rawPath` is decoded"
                if self.http
                else f"`{name}` is decoded; the path of a REST API is as the client sent it"
            )
            self.say(
                codes.PATH_DECODED,
                chain,
                f"{decoded}: think of `%20` and a space, `%2F` and a slash.",
                "Nothing to do if no path holds such characters. Otherwise check calls of `decodeURIComponent`.",
                None if self.http else Level.INFO,
            )
        elif self.facts.before == "2.0" or (self.facts.before == "1.0" and stage):
            sentences.STAGE_LEAVES_PATH.on(self, chain, name, stage)
        elif chain.path == ("path",):
            sentences.STAGE_ENTERS_PATH.on(self, chain, stage, mended=isinstance(self.facts, RouteFacts))
        elif self._hangs(chain):
            sentences.STAGE_IN_PATH.on(self, chain)
        else:
            self.say(
                codes.PATH_STAGE,
                chain,
                "`requestContext.path` begins with a stage that is named and not with `$default`: it may be another text from now on.",
                "Read `path`, or check what the path is compared with.",
            )

    def _route(self, chain: Chain, name: str) -> None:
        facts = self.facts
        routes = facts.routes
        if self.http and any(route.path == CATCH_ALL for route in routes):
            why = sentences.DEFAULT_HAS_NO_PATH
        elif not self.http and any(route.path == CATCH_ALL or route.method in ("ANY", "*") for route in routes):
            why = "routes of this function take every method or path, and say so"
        else:
            return
        self.say(
            codes.ROUTE,
            chain,
            f"`{name}` tells routes apart, and what stands for it in the new events is another text: {why}.",
            codes.ROUTE.remedy,
        )
