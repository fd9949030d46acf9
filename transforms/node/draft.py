"""What is about to become of one file: places that change, functions to add, and what is to be said."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from migrator.findings import Code, Finding, Level

from .helpers import HELPERS, NEEDS, text_of
from .scopes import Scopes
from .syntax import Module


@dataclass(frozen=True)
class Splice:
    """Bytes of the old text, and what takes their place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Lift:
    """A pattern that moves out of the parameters of a function.

    Arguments:
        start: where the pattern begins.
        end: where it ends.
        name: what stands in its place.
        at: where it is unpacked from then on.
        before: text in front of it there.
        after: text behind it.
    """

    start: int
    end: int
    name: str
    at: int
    before: str
    after: str


@dataclass(eq=False)
class Draft:
    """The changes of one file, collected before any is made.

    Arguments:
        module: the file.
        scopes: its names.
        splices: what changes.
        lifts: patterns that move.
        helpers: functions of ``helpers.HELPERS`` to add.
        findings: what a person must know.
        mended: those of them that the new text leaves nothing to do about.
    """

    module: Module
    scopes: Scopes
    splices: dict[tuple[int, int], Splice] = field(default_factory=dict)
    lifts: list[Lift] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    mended: list[Finding] = field(default_factory=list)
    clash: bool = False

    def say(
        self,
        code: Code,
        node: Node,
        message: str,
        help_: str,
        level: Level | None = None,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a node.

        Arguments:
            mended: the draft sets it right; it is only said where the draft is not written.
            fails: the code raises an error here, or its answer is refused, on requests that it answered before.
        """
        span = self.module.span(node)
        file = self.module.source.path
        finding = Finding(code, message, help_, level or code.level, span=span, file=file, fails=fails)
        # What is only worth knowing is said once a file; what stands in the way is said at every line.
        exact = finding.level is Level.BLOCKER or code.security
        if all(
            (f.code, f.message, f.span if exact else None) != (code, message, span if exact else None)
            for f in self.findings
        ):
            self.findings.append(finding)
            if mended:
                self.mended.append(finding)

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
        """Put texts around a node."""
        self.insert(node.start_byte, before)
        self.insert(node.end_byte, after)

    def use(self, helper: str) -> str:
        """The name of a helper, which is added to the file where it is not there."""
        self.helpers.add(helper)
        self.helpers.update(NEEDS.get(helper, ()))
        return helper

    @property
    def changed(self) -> bool:
        return bool(self.splices or self.lifts)

    def taken(self) -> list[str]:
        """Names that are to be added and that the file already uses for something else."""
        return sorted(name for name in self.helpers if name in self.module.names and not self.has(name))

    def has(self, helper: str) -> bool:
        """Whether the file holds a helper as it is written here."""
        binding = self.scopes.top.get(helper)
        if binding is None or helper not in HELPERS:
            return False
        return self.module.text(binding.declaration).split() == text_of(helper, self.module).split()

    def text(self) -> str | None:
        """The new text of the file; None where two changes are in each other's way."""
        splices = sorted(self.splices.values(), key=lambda each: (each.start, each.end))
        for lift in self.lifts:
            inner = [each for each in splices if lift.start <= each.start and each.end <= lift.end]
            outer = [each for each in splices if each not in inner]
            moved = _spliced(self.module.data, inner, lift.start, lift.end)
            if moved is None:
                return None
            there = Splice(lift.at, lift.at, f"{lift.before}{moved}{lift.after}")
            splices = sorted(
                [*outer, Splice(lift.start, lift.end, lift.name), there],
                key=lambda each: (each.start, each.end),
            )
        text = _spliced(self.module.data, splices, 0, len(self.module.data))
        missing = [name for name in sorted(self.helpers) if not self.has(name)]
        if text is None or not missing or self.clash:
            return None if self.clash else text
        newline = self.module.newline
        end = "" if not text or text.endswith("\n") else newline
        added = "".join(f"{newline}{text_of(name, self.module)}{newline}" for name in missing)
        return f"{text}{end}{added}"


def _spliced(data: bytes, splices: list[Splice], start: int, end: int) -> str | None:
    out: list[str] = []
    at = start
    for each in splices:
        if each.start < at:
            return None
        out += [data[at : each.start].decode("utf-8", "surrogatepass"), each.text]
        at = each.end
    return "".join([*out, data[at:end].decode("utf-8", "surrogatepass")])
