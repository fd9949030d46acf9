"""Judges every use of a value that differs: what is on no list of exact uses is a finding at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from migrator.facts import CATCH_ALL, Facts, RouteFacts
from migrator.findings import Code, Level

from .. import field_uses, sentences
from ..field_uses import FieldUse, as_route
from ..fields import NULLABLE
from ..outcome import close, to_http
from ..rules import Rule, Table
from . import bodies, callers, errors, formats, headers
from .chains import Chain, Holder
from .draft import ScriptDraft
from .exact import EXACT
from .program import ScriptProgram
from .syntax import ScriptModule, above, calls, member
from .uses import plainly

_ASKING: Final = frozenset(
    {"startsWith", "endsWith", "includes", "indexOf", "match", "search", "split", "slice", "substring", "replace"}
)
"""Methods of a text whose outcome hangs on how it begins."""

_ALIKE: Final = frozenset({("queryStringParameters",), ("stageVariables",)})
"""What is the same in all formats but payload 2.0."""

_WHOLE: Final = frozenset({"argument", "dynamic", "iterate", "keys", "object", "rebound", "rest", "return", "spread"})
"""Uses of parameters that take all of them."""

_DECODING: Final = frozenset({"decodeURIComponent", "decodeURI", "unescape", "querystring.unescape"})

_SENDERS: Final = re.compile(
    r"(?:@aws-sdk/|aws-sdk|axios|node-fetch|got|@sentry/|aws-xray-sdk|fetch|http|https)(?:\b.*)?"
)
"""Libraries that send on what they are given, as npm names them."""


def _sends(chain: Chain) -> bool:
    """Whether a value is only sent on, or made a text that nothing parses again."""
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

    def use_of(self, chain: Chain) -> FieldUse:
        """A use as both languages report it."""
        return FieldUse(self, chain, chain.path, chain.use.kind, chain.use.name)

    # -- kinds ----------------------------------------------------------------------------------------------------

    def _one(self, chain: Chain, rule: Rule) -> None:
        name, use = ".".join(chain.path), chain.use
        if self.close and (rule.kind == "query" or chain.path in _ALIKE):
            return
        if use.kind == "store":
            field_uses.unfollowed(self.use_of(chain))
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
                self._holder(chain)
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
            case "decoded" if use.kind == "argument" and use.name in _DECODING:
                sentences.DECODED_TWICE.on(self, chain)
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
                field_uses.gone(self.use_of(chain), self.facts, rule.why)
            case "identity":
                field_uses.mixed(self.use_of(chain), rule.why)

    def _hangs(self, chain: Chain) -> bool:
        """Whether a decision hangs on what a text is, or how it begins."""
        parent = chain.node.parent
        if parent is None:
            return False
        taken = member(chain.module, parent)
        if taken is not None and taken[1] in _ASKING and taken[0] == chain.node:
            return True
        if parent.type == "parenthesized_expression":
            return parent.parent is not None and parent.parent.type == "switch_statement"
        return plainly(self.program, chain.module, chain.node, parent)[0] == "compare"

    def _holder(self, chain: Chain) -> None:
        """The event, or a part of it that holds other keys."""
        use = chain.use
        if use.kind == "log":
            if not self.close:
                sentences.LOGGED.on(self, chain, self.use_of(chain).shown)
            return
        if use.kind in EXACT["holds"]:
            return
        if self.close and (self.http or chain.path == field_uses.AUTHORIZER):
            self._passed_close(chain)
            return
        self.unfollowed(chain)

    def _passed_close(self, chain: Chain) -> None:
        if chain.use.kind == "in" and not chain.path and chain.use.name == "version":
            sentences.VERSION_ASKED.on(self, chain)
        if chain.use.kind not in ("in", "method"):
            field_uses.nearly(self.use_of(chain), outside=chain.use.kind == "argument" and _sends(chain))

    def unfollowed(self, chain: Chain) -> None:
        """A use of a holder that cannot be followed."""
        kind = chain.use.kind
        if kind in ("in",) or (kind == "method" and chain.use.name in ("hasOwnProperty", "has")):
            if kind == "in" and self.table((*chain.path, chain.use.name)) is None:
                return
            if kind == "in" and not chain.path and not self.http and chain.use.name in NULLABLE | {"cookies"}:
                return
            asked = f"`{chain.use.name}`" if kind == "in" else "a key"
            sentences.KEY_ASKED.on(self, chain, self.use_of(chain).shown, asked)
        else:
            field_uses.unfollowed(self.use_of(chain))

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
            field_uses.query_given_twice(self.use_of(chain), self.facts)

    def _path(self, chain: Chain) -> None:
        stage = self.facts.stage
        name = chain.path[-1]
        if self.facts.after == "2.0" or (self.facts.before == "2.0" and not stage):
            field_uses.decoded(self.use_of(chain), self.facts)
        elif self.facts.before == "2.0" or (self.facts.before == "1.0" and stage):
            sentences.STAGE_LEAVES_PATH.on(self, chain, name, stage)
        elif chain.path == ("path",):
            sentences.STAGE_ENTERS_PATH.on(self, chain, stage, mended=isinstance(self.facts, RouteFacts))
        elif self._hangs(chain):
            sentences.STAGE_IN_PATH.on(self, chain)
        else:
            before, after = as_route(self.facts).stages
            sentences.CONTEXT_PATH_STAGE.on(self, chain, *((before, after) if self.http else (after, before)))

    def _route(self, chain: Chain, name: str) -> None:
        facts = self.facts
        routes = facts.routes
        if self.http and any(route.path == CATCH_ALL for route in routes):
            why = sentences.DEFAULT_HAS_NO_PATH
        elif not self.http and any(route.path == CATCH_ALL or route.method in ("ANY", "*") for route in routes):
            why = sentences.ANY_ROUTE
        else:
            return
        sentences.ROUTES_TOLD_APART.on(self, chain, name, why)
