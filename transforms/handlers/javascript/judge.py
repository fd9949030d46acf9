"""Judges every use of a value that differs: what is on no list of exact uses is a finding at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from migrator.facts import Facts, RouteFacts
from migrator.findings import Code, Level

from .. import field_uses, sentences
from ..field_uses import FieldUse
from ..outcome import close, to_http
from ..rules import Rule, Table
from . import bodies, errors, formats, header_names
from .chains import Chain, Holder
from .draft import ScriptDraft
from .kinds import KINDS
from .program import ScriptProgram
from .syntax import ScriptModule

_ALIKE: Final = frozenset({("queryStringParameters",), ("stageVariables",)})
"""What is the same in all formats but payload 2.0."""


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
        use = chain.use
        if self.close and (rule.kind == "query" or chain.path in _ALIKE):
            return
        if use.kind == "store":
            if not header_names.lowered(self, chain):
                field_uses.unfollowed(self.use_of(chain))
            return
        if id(chain) in self.coping and rule.kind not in ("path", "claim", "claims"):
            return
        if id(chain) not in self.coping and (
            rule.kind in ("moved", "path", "made", "cookie", "route", "gone")
            or (rule.kind == "context" and rule.new != chain.path)
        ):
            self.old.append(chain)
        if (decide := KINDS.get(rule.kind)) is not None:
            decide(self, chain, rule)
