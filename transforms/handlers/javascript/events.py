"""Reads of an event, written for the new format: which of them need more than another place, and what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

from .. import authorizer_codes, codes
from ..rules import Table
from . import absent, bodies, cookies, own_types, patterns
from .absent import stands_alone
from .accessors import accessors
from .chains import Chain, ScriptStep
from .draft import ScriptDraft
from .expressions import calls
from .follow import Follower
from .judge import Judge
from .places import Placer, UnplacedError
from .syntax import field, of_type
from .worked_out import computed, worked_out

_LEFT: Final = frozenset({"gone", "version", "new", "part", "identity", "type"})
"""Kinds that are said and not written."""

_QUIET: Final = frozenset({"truth", "log", "statement", "null", "typeof"})


_OTHERS: Final[dict[tuple[str, ...], str]] = {
    ("requestContext", "identity"): "http",
    ("requestContext", "http"): "identity",
}
"""What holds most of the same fields, and is always there: only asked for, or logged, one takes the place of the other."""


@dataclass(eq=False)
class EventWriter:
    """Writes the reads of one event.

    Arguments:
        judge: what was said of them.
        follower: the reads.
        table: where each field stands.
        encoded: whether bodies are read through a function that decodes them.
    """

    judge: Judge
    follower: Follower
    table: Table
    encoded: bool = False

    def write(self) -> bool:
        """Write every read that is another one in the new format; whether all were."""
        all_written = True
        placer = Placer(self.follower, self.table, self.judge.draft_of, partial(computed, self), self.judge.http)
        self.encoded = bodies.wrapped(self.follower.chains)
        self._capitals = any(
            finding.code in (codes.HEADER_CASE, authorizer_codes.AUTHORIZER_HEADERS)
            for finding in (f for d in self._drafts() for f in d.told.findings)
        )
        far, sources = cookies.given(placer, self.table, self.follower.chains)
        to_2_0 = self.judge.facts.after == "2.0"
        for chain in self.follower.chains:
            if chain in far and to_2_0:
                self._lower(chain)
            elif not chain.steps or self.table(chain.path) is None:
                absent.key_test(self.judge, chain)
            elif not self._tried(chain, partial(self._one, placer)):
                all_written = False
        given = [self._tried(chain, partial(cookies.write, self.judge, placer)) for chain in sources if to_2_0]
        return all_written and all(given)

    def _one(self, placer: Placer, chain: Chain) -> None:
        rule = self.table(chain.path)
        if rule is None or rule.kind in _LEFT or id(chain) in self.judge.coping or _is_stripped(chain):
            return
        last, other = chain.steps[-1], _OTHERS.get(chain.path) if rule.new is None else None
        if other is not None and chain.use.kind in _QUIET and last.how in ("dot", "index"):
            self._renamed(chain, other)
        elif last.how == "get":
            self._looked_up(placer, chain)
        elif not (
            self._source(placer, chain) or self._headers(placer, chain) or absent.missing(self.judge, placer, chain)
        ):
            placer.write(chain)
            if self.judge.facts.after == "2.0" and rule.new != chain.path:
                own_types.assert_texts(self.judge.draft_of(chain.module), chain)

    def _tried(self, chain: Chain, write: Callable[[Chain], None]) -> bool:
        """Write a read, or say why it cannot be written."""
        try:
            write(chain)
        except UnplacedError as error:
            self.judge.draft_of(chain.module).say(
                codes.ESCAPES,
                chain.node,
                f"`{'.'.join(chain.path)}` stands elsewhere in the new events, and cannot be read from there here: {error}.",
                "Read the field from the event itself.",
            )
            return False
        return True

    def _drafts(self) -> list[ScriptDraft]:
        modules = {holder.module.path: holder.module for holder in self.follower.holders.values()}
        return [self.judge.draft_of(module) for module in modules.values()]

    def _source(self, placer: Placer, chain: Chain) -> bool:
        """The only identity source of a list; whether that is what is read."""
        rule, use = self.table(chain.path), chain.use
        text = computed(self, chain) if rule is not None and rule.kind == "source" else None
        if text is None or use.kind != "element" or use.name not in ("0", "[0]"):
            return False
        if use.name == "[0]":  # the only one is unpacked
            placer.work_out(self.judge.draft_of(chain.module), chain, f"[{text}]")
            return True
        step = ScriptStep("0", use.node, "index")
        draft = self.judge.draft_of(chain.module)
        placer.work_out(draft, replace(chain, steps=(*chain.steps, step), node=use.node), text)
        return True

    # -- headers --------------------------------------------------------------------------------------------------

    def _headers(self, placer: Placer, chain: Chain) -> bool:
        """Names of headers; whether the read is one that needs nothing more."""
        if "headers" not in chain.path[:1]:
            return False
        if "headers" in self.judge.changed:
            return True  # what the code put into them would be missing in an object with other keys
        rule = self.table(chain.path)
        if rule is None or rule.kind not in ("header", "headers"):
            return False
        if not self._any_case():
            if self._alternative(chain):
                return True
            return self._constant(chain, rule.new is not None)
        first = chain.steps[0]
        if first.key == "headers" and chain.holder.path == ():
            if len(chain.steps) == 1 and chain.use.kind in _QUIET:
                return True
            draft = self.judge.draft_of(chain.module)
            made = f"{draft.use(self._lowered)}(@)"
            placer.work_out(draft, replace(chain, steps=(first,), node=first.node, path=("headers",)), made)
            if len(chain.steps) == 1:
                return True
        if rule.kind == "headers":
            return True
        if not self._constant(chain, renames=True):
            self._lower(chain)
        return True

    @cached_property
    def _lowered(self) -> str:
        """The function that gives headers by names in lower case; payload 2.0 holds cookies elsewhere."""
        reads = (chain for chain in self.follower.chains if chain.path[:1] == ("headers",))
        hands = {"name", "pattern", "parameter", "result", *_QUIET}
        shown = (each.path[1].lower() == "cookie" if each.path[1:] else each.use.kind not in hands for each in reads)
        return "_headersWithoutCookie" if self.judge.facts.before == "2.0" and any(shown) else "_headers"

    def _any_case(self) -> bool:
        """Whether headers are looked up in an object with the names in lower case."""
        before, after = self.judge.facts.before, self.judge.facts.after
        return before == "2.0" or after in ("rest", "request") or (after == "1.0" and self._capitals)

    def _lower(self, chain: Chain) -> None:
        step, draft = chain.steps[-1], self.judge.draft_of(chain.module)
        if step.key == step.key.lower():
            return
        if step.how == "pattern":
            patterns.rename(draft, step.node, (step.key.lower(),))
        else:
            self._renamed(chain, step.key.lower())

    def _renamed(self, chain: Chain, new: str) -> None:
        """Take another key of what the last one is taken of."""
        step, module = chain.steps[-1], chain.module
        node = field(step.node, "property") or field(step.node, "index")
        if node is not None:
            text = module.text(node).replace(step.key, new)
            self.judge.draft_of(module).put(node.start_byte, node.end_byte, text)

    def _constant(self, chain: Chain, renames: bool) -> bool:
        """A header whose name is a constant is looked up by that in lower case."""
        step = chain.steps[-1]
        index = field(step.node, "index") if step.how == "name" else None
        if index is None or not renames or step.key == step.key.lower():
            return step.how == "name"
        self.judge.draft_of(chain.module).insert(index.end_byte, ".toLowerCase()")
        return True

    def _alternative(self, chain: Chain) -> bool:
        """Whether the same expression asks for the header in lower case already."""
        from .headers import either

        return chain.path[-1] != chain.path[-1].lower() and either(self.judge, chain)

    def _looked_up(self, placer: Placer, chain: Chain) -> None:
        """What a library is asked for by several keys."""
        draft, rule, http = self.judge.draft_of(chain.module), self.table(chain.path), self.judge.http
        call = calls(chain.node)
        assert rule is not None
        assert call
        default = chain.module.text(chain.default) if chain.default is not None else "undefined"
        base = len(chain.path) - len(chain.steps[-1].key.split("."))
        text = worked_out(self, chain)
        if rule.kind == "header" and self._any_case():
            text = f"{draft.use(self._lowered)}(@){accessors(draft.module, (chain.path[1].lower(),), ())} ?? {default}"
        elif text is None and rule.kind in ("nullable", "body") and not self.judge.close:
            text = f"@.{chain.path[0]} ?? {'null' if http else default}"
        elif text is not None and (rule.kind == "cookie" or not http):
            text = f"{text} ?? {default}"
        if text is not None:
            text = text.removesuffix(" ?? undefined")
            placer.work_out(draft, chain, text if "??" not in text or stands_alone(chain.node) else f"({text})")
        elif rule.new != chain.path:
            if rule.new is None or rule.optional or rule.new[:base] != chain.path[:base]:
                raise UnplacedError("a library looks it up")
            keys, quote = rule.new[base:], chain.module.quote
            draft.put(call.given[1].start_byte, call.given[1].end_byte, f"{quote}{'.'.join(keys)}{quote}")


def _is_stripped(chain: Chain) -> bool:
    """Whether an earlier run took the stage off a path already."""
    parent = chain.node.parent
    call = parent.parent if of_type(parent, "member_expression") else None
    return call is not None and "requestContext.stage}`.length" in chain.module.text(call)
