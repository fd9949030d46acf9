"""What is about to become of one file: places that change, functions to add, and what is to be said."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from migrator.findings import Code, Level
from migrator.text.source import Source

from ..outcome import Remarks
from .helpers import HELPERS, NEEDS, helper_name, text_of
from .scopes import Scopes
from .splices import Hoist, Lift, Splice, is_empty, order, spliced
from .syntax import ScriptModule, UnreadableScriptError, parse


@dataclass(eq=False)
class ScriptDraft:
    """The changes of one file, collected before any is made.

    Arguments:
        module: the file.
        scopes: its names.
        splices: what changes.
        wraps: where texts were put around a node, and which.
        lifts: patterns that move.
        hoists: names that leave their patterns.
        helpers: functions of ``helpers.HELPERS`` to add.
        both: whether the new text is right for the old events as well.
    """

    module: ScriptModule
    scopes: Scopes
    both: bool
    splices: dict[tuple[int, int], Splice] = field(default_factory=dict)
    wraps: list[tuple[int, int, str, str]] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    hoists: list[Hoist] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    clash: bool = False
    one_format: bool = False
    neutral: bool = False
    told: Remarks = field(init=False)

    def __post_init__(self) -> None:
        self.told = Remarks(self.module.source.path)

    @property
    def name(self) -> str:
        return self.module.path

    @property
    def old(self) -> str:
        return self.module.source.text

    def say(
        self,
        code: Code,
        node: Node | None,
        message: str,
        help_: str,
        level: Level | None = None,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a node of the tree; see ``Remarks.add``."""
        span = self.module.span(node) if node is not None else None
        self.told.add(code, span, message, help_, level, mended=mended, fails=fails)

    def put(self, start: int, end: int, text: str) -> None:
        """Put a text in place of bytes."""
        known = self.splices.get((start, end))
        if known is not None and known.text != text:
            self.clash = self.clash or start != end
            text = known.text + text if start == end else text
        self.splices[start, end] = Splice(start, end, text)

    def insert(self, at: int, text: str) -> None:
        """Put a text in front of a byte, behind what was put there before."""
        known = self.splices.get((at, at))
        if known is None or known.text != text:
            self.put(at, at, text)

    def wrap(self, node: Node, before: str, after: str) -> None:
        """Put texts around a node, inside of those that were put around it before, and once."""
        start, end = node.start_byte, node.end_byte
        if (start, end, before, after) in self.wraps:
            return
        inner = any(known[1] == end and known[0] > start for known in self.wraps)
        self.wraps.append((start, end, before, after))
        self.put(start, start, before)
        known = self.splices.get((end, end))
        if known is None or inner:
            self.put(end, end, after)
        else:
            self.splices[end, end] = Splice(end, end, after + known.text)

    def use(self, helper: str) -> str:
        """The name of a helper, which is added to the file where it is not there."""
        self.helpers.add(helper)
        self.helpers.update(NEEDS.get(helper, ()))
        return helper

    @property
    def changed(self) -> bool:
        return bool(self.splices or self.lifts or self.hoists or self.helpers)

    def taken(self) -> list[str]:
        """Names of helpers that mean something else in the file."""
        return sorted(name for name in self.helpers if name in self.module.names and not self.has(name))

    def has(self, helper: str) -> bool:
        """Whether a helper is in the file already, as it is written here."""
        binding = self.scopes.top.get(helper)
        if binding is None or helper not in HELPERS:
            return False
        return helper_name(self.module, binding.declaration) == helper

    def text(self) -> str | None:
        """The new text of the file; None where two changes are in each other's way, or make no valid code."""
        text = self._text()
        try:
            parse(self.module.path, Source(self.module.path, text or ""))
        except UnreadableScriptError:
            return None
        return text

    @property
    def newer(self) -> bool:
        """Whether the new text has syntax of ECMAScript 2020 that the old one does not have."""
        return any((self._text() or "").count(each) > self.module.source.text.count(each) for each in ("?.", "??"))

    def _text(self) -> str | None:
        splices = self._hoisted(sorted(self.splices.values(), key=order))
        if splices is None or self.clash:
            return None
        text = spliced(self.module.data, splices, 0, len(self.module.data))
        missing = [name for name in sorted(self.helpers) if not self.has(name)]
        if text is None or not missing:
            return text
        newline = self.module.newline
        end = "" if not text or text.endswith("\n") else newline
        added = "".join(f"{newline}{text_of(name, self.module)}{newline}" for name in missing)
        return f"{text}{end}{added}"

    def _hoisted(self, splices: list[Splice]) -> list[Splice] | None:
        """The changes with what moves inside the file."""
        beside: dict[int, list[str]] = {}
        for hoist in sorted(self.hoists, key=lambda each: each.target.start_byte):
            start, end = hoist.target.start_byte, hoist.target.end_byte
            inner = [each for each in splices if start <= each.start and each.end <= end]
            inner = [each for each in inner if each.text or each.start > start]
            moved = spliced(self.module.data, inner, start, end)
            if moved is None:
                return None
            splices = [each for each in splices if each not in inner]
            beside.setdefault(hoist.pattern.start_byte, []).append(f"{moved} = {hoist.value}")
        for hoist in {each.pattern.start_byte: each for each in self.hoists}.values():
            pattern, declarator = hoist.pattern, hoist.declarator
            more = ", ".join(beside[pattern.start_byte])
            empty = is_empty(pattern, splices)
            if declarator is None:
                lift = next(each for each in self.lifts if each.start == pattern.start_byte)
                splices = self._lifted(splices, lift, more, empty=empty) or []
                if not splices:
                    return None
            elif empty:
                outside = [s for s in splices if s.end <= declarator.start_byte or declarator.end_byte <= s.start]
                splices = sorted([*outside, Splice(declarator.start_byte, declarator.end_byte, more)], key=order)
            else:
                splices = sorted([*splices, Splice(declarator.end_byte, declarator.end_byte, f", {more}")], key=order)
        for lift in self.lifts:
            if lift.start not in beside:
                lifted = self._lifted(splices, lift, "", empty=False)
                if lifted is None:
                    return None
                splices = lifted
        return splices

    def _lifted(self, splices: list[Splice], lift: Lift, more: str, *, empty: bool) -> list[Splice] | None:
        inner = [each for each in splices if lift.start <= each.start and each.end <= lift.end]
        moved = spliced(self.module.data, inner, lift.start, lift.end)
        if moved is None:
            return None
        kept = [each for each in splices if each not in inner]
        given = [*([] if empty else [f"{moved} = {lift.name}"]), *([more] if more else [])]
        text = f"{lift.before}{', '.join(given)}{lift.after}"
        return sorted([*kept, Splice(lift.start, lift.end, lift.name), Splice(lift.at, lift.at, text)], key=order)
