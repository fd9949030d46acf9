"""Where what code reads of an event stands afterwards: every access on a way to it is written anew, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tree_sitter import Node

from .. import sentences
from ..rules import Table
from . import patterns
from .accessors import accessors
from .chains import Chain, Holder, ScriptStep
from .draft import ScriptDraft
from .expressions import bare, sign_of
from .follow import Follower
from .syntax import ScriptModule, function_of, inside, of_type
from .syntax import field as child
from .uses import Path

CERTIFICATE: Final = "clientCert"
"""Absent in both formats where clients show none; who signed a request is null in a REST event then."""


class UnplacedError(Exception):
    """A read whose new place cannot be written; the message says why, as a clause."""


@dataclass(eq=False)
class Placer:
    """Writes the new places of all reads of one event.

    Arguments:
        follower: the reads.
        table: where each stands.
        draft_of: the draft of a file.
        computed: what is worked out from other fields, by its old path, with ``@`` for the event.
        http: whether the new events are those of an HTTP API.
    """

    follower: Follower
    table: Table
    draft_of: Callable[[ScriptModule], ScriptDraft]
    computed: Callable[[Chain], str | None]
    http: bool = True
    _places: dict[int, Path | None] = field(default_factory=dict)

    # -- where holders stand --------------------------------------------------------------------------------------

    def place(self, holder: Holder) -> Path | None:
        """Where the value of a holder stands; None where the new format has no one place for what is read of it."""
        if id(holder) not in self._places:
            rule = self.table(holder.path)
            self._places[id(holder)] = rule.new if rule is not None else holder.path
            if rule is not None and rule.kind == "holds" and rule.new is None:
                self._places[id(holder)] = None
                self._places[id(holder)] = _common([self._of(chain) for chain in holder.chains])
        return self._places[id(holder)]

    def _of(self, chain: Chain) -> Path | None:
        """Where the value of a chain stands, or what holds it where it is a leaf."""
        if chain.use.holder is not None:
            place = self.place(chain.use.holder)
            # An entry of a pattern is called by a key, so the pattern takes apart what holds it.
            return place[:-1] if place and chain.steps and chain.steps[0].how == "pattern" else place
        target, rule = self.target(chain), self.table(chain.path)
        if target and self.http and rule is not None and rule.optional:
            return target[:1]  # what holds it may be missing, so that nothing is called by it
        return target[:-1] if target else target

    def target(self, chain: Chain) -> Path | None:
        """Where the value of a chain stands."""
        if chain.use.holder is not None:
            return self.place(chain.use.holder)
        rule = self.table(chain.path)
        return rule.new if rule is not None else chain.path

    # -- writing --------------------------------------------------------------------------------------------------

    def write(self, chain: Chain) -> None:
        """Write one read.

        Raises:
            UnplacedError: it cannot be written.
        """
        if not chain.steps:
            return
        draft = self.draft_of(chain.module)
        text = self.computed(chain)
        if text is not None:
            self.work_out(draft, chain, text)
            return
        base, target = self.place(chain.holder), self.target(chain)
        if target is None:
            raise UnplacedError("what is read of it stands in several places")
        own = tuple(step.key for step in chain.steps)
        if base is not None and target[: len(base)] == base:
            new = target[len(base) :]
            if new == own:
                return
            rule = self.table(chain.path)
            optional = rule is not None and rule.optional
            if chain.steps[0].how == "pattern":
                if new and not optional:
                    patterns.rename(draft, chain.steps[0].node, new)
                    return
            elif self._local(draft, chain, own, new, optional=optional):
                return
        self._anew(draft, chain, target)

    def _local(self, draft: ScriptDraft, chain: Chain, own: Path, new: Path, *, optional: bool) -> bool:
        """Write the keys that differ, where they stand together; whether they do."""
        first = 0
        while first < min(len(own), len(new)) and own[first] == new[first]:
            first += 1
        last = 0
        while last < min(len(own), len(new)) - first and own[-1 - last] == new[-1 - last]:
            last += 1
        old_steps, keys = chain.steps[first : len(own) - last], new[first : len(new) - last]
        for one, other in pairwise(old_steps):
            if other.node.child_by_field_name("object") != one.node:
                return False
        at = chain.steps[first] if first < len(chain.steps) else None
        held = at.node.child_by_field_name("object") if at is not None else None
        start = held.end_byte if held is not None else chain.node.end_byte
        end = old_steps[-1].node.end_byte if old_steps else start
        given = [step.optional for step in old_steps] or [at is not None and at.optional]
        rest_optional = (optional and self.http) or any(given[1:])
        text = accessors(draft.module, keys, old_steps, first_optional=given[0], rest_optional=rest_optional)
        draft.put(start, end, text)
        if optional:
            self._may_be_missing(draft, chain, follows=bool(last))
        return True

    def _may_be_missing(self, draft: ScriptDraft, chain: Chain, *, follows: bool) -> None:
        """The value, or what holds it, may not be there: then it is what it was."""
        step = chain.steps[-1]
        held = step.node.child_by_field_name("object")
        if follows and self.http and held is not None and not step.optional:
            draft.insert(held.end_byte, "?" if step.how == "dot" else "?.")
        if (other := self._otherwise(chain)) and not any(is_left(chain, each) for each in chain.others):
            alone = of_type(chain.node.parent, "variable_declarator", "arguments", "pair")
            draft.wrap(chain.node, "" if alone else "(", other if alone else f"{other})")

    def _otherwise(self, chain: Chain) -> str:
        """What stands for a value that is missing: a REST event has null there, where payload 2.0 has nothing."""
        if chain.path[-1] == CERTIFICATE:
            return ""
        default = chain.module.text(chain.default) if chain.default is not None else "undefined"
        return f" ?? {'null' if self.http else default}"

    def _anew(self, draft: ScriptDraft, chain: Chain, target: Path) -> None:
        """Write a read from the event on."""
        rule = self.table(chain.path)
        optional = rule is not None and rule.optional
        end = self._otherwise(chain) if optional else ""
        text = "@" + accessors(draft.module, target, (), rest_optional=optional and self.http) + end
        self.work_out(draft, chain, f"({text})" if end else text)

    def work_out(self, draft: ScriptDraft, chain: Chain, text: str) -> None:
        """Put an expression over the event in the place of a read."""
        if chain.steps[0].how == "pattern":
            patterns.hoist(draft, chain, text, self)
            return
        first, last = chain.steps[0], chain.steps[-1]
        held = first.node.child_by_field_name("object")
        direct = held is not None and chain.holder.path == () and _nested(chain.steps)
        if direct and held is not None and text.count("@") == 1 and bare(held) == bare(chain.start):
            before, after = text.split("@")
            if before:
                draft.insert(held.start_byte, before)
            draft.put(held.end_byte, last.node.end_byte, after)
            return
        event = self.event_for(chain)
        if event is None:
            raise UnplacedError(sentences.NO_EVENT)
        draft.put(chain.start.start_byte, last.node.end_byte, text.replace("@", event))

    def event_for(self, chain: Chain) -> str | None:
        """The name of the event at a read; where a function around unpacks it in its parameters, that changes."""
        if (event := self.event_at(chain.module, chain.node)) is not None:
            return event
        holder = self.unpacked(chain)
        if holder is None:
            return None
        return patterns.lifted(self.draft_of(chain.module), holder.node, function_of(holder.node))

    def unpacked(self, chain: Chain) -> Holder | None:
        """The event that a function around a read unpacks in its parameters."""
        for holder in self.follower.holders.values():
            within, parent = function_of(holder.node), holder.node.parent
            if holder.path or holder.kind not in ("root", "parameter") or holder.node.type != "object_pattern":
                continue
            plain = of_type(parent, "formal_parameters", "required_parameter")
            if plain and holder.module is chain.module and within is not None and inside(chain.node, within):
                return holder
        return None

    def event_at(self, module: ScriptModule, node: Node) -> str | None:
        """The name that the whole event has at a place."""
        for holder in sorted(self.follower.holders.values(), key=lambda each: bool(each.own)):
            if holder.path or holder.binding is None or holder.module is not module:
                continue
            within = function_of(holder.node)
            visible = self.follower.program.scopes(module).visible(holder.binding.name, node)
            if visible is holder.binding and (within is None or inside(node, within)):
                return holder.binding.name
        return None


def _common(paths: list[Path | None]) -> Path | None:
    known = [path for path in paths if path is not None]
    if not known:
        return None
    first, length = known[0], 0
    while all(len(path) > length and path[length] == first[length] for path in known):
        length += 1
    return first[:length]


def is_left(chain: Chain, other: Node) -> bool:
    """Whether another value takes the place of one that is missing."""
    left = child(other, "left")
    return sign_of(other) in ("||", "??") and left is not None and inside(chain.node, left)


def _nested(steps: tuple[ScriptStep, ...]) -> bool:
    return all(b.node.child_by_field_name("object") == a.node for a, b in pairwise(steps))
