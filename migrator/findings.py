"""What a person must know: codes, levels, and the findings that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Level(str, Enum):
    """How much a finding weighs."""

    BLOCKER = "blocker"
    """The API is left alone unless the user accepts the stated loss by name."""
    WARNING = "warning"
    """Migrated; behaviour differs."""
    INFO = "info"
    """Worth knowing."""


@dataclass(frozen=True)
class Example:
    """A template fragment before and after, as `explain` prints it."""

    before: str
    after: str


@dataclass(frozen=True)
class Code:
    """One kind of finding: its stable name and the text that explains it.

    Arguments:
        name: kebab-case, stable: users type it after ``--accept``.
        level: the level that findings of this code have unless the facts ask for another one.
        what: one line; what the finding says about a template.
        why: why it matters, with the fact behind it.
        remedy: how to go on.
        docs: the AWS page, as a URL.
        example: a fragment before and after; None where nothing is rewritten.
        security: whether it touches access to the API.
        acceptable: whether ``--accept`` can take the loss. A code that needs a decision in the template cannot.
        announces: what may differ in the surface when it is reported and the API migrates all the same, such as
            ``route.api_key``; the names are those of `migrator.proof.facets`.
        levels: every level that findings of this code can have, the weightiest first, each with when; empty where it
            is always ``level``.
        stands: whether it is about the template as it is, so that it is told of an API that stays too.
        ways: ways around it that ``--accept CODE=WAY`` asks for.
        only: the direction whose migrations alone can have it, such as ``to-rest``; empty where both can.
    """

    name: str
    level: Level
    what: str
    why: str
    remedy: str
    docs: str
    example: Example | None = None
    security: bool = False
    acceptable: bool = True
    announces: frozenset[str] = frozenset()
    levels: tuple[tuple[Level, str], ...] = ()
    stands: bool = False
    ways: tuple[str, ...] = ()
    only: str = ""

    @property
    def possible(self) -> tuple[Level, ...]:
        """Every level that findings of it can have without ``--strict``, the weightiest first."""
        return tuple(level for level, _ in self.levels) or (self.level,)


@dataclass(frozen=True)
class Span:
    """A range of text: character offsets, and lines and columns counted from 1."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Finding:
    """One thing to know about one template.

    Arguments:
        code: what kind it is.
        message: what is there and what will differ, for the person who must act.
        help: what to do.
        level: the level here (``--strict`` raises security warnings to blockers).
        api: logical id of the API it is about; None for the whole template.
        span: where it stands; None when no text stands for it.
        path: keys from the root of the template to the node.
        accepted: whether the user took the loss with ``--accept``.
        file: the file that the span is in; None for the template itself.
        subjects: the routes (``GET /orders``) or authorizers that it is about; empty for the API as a whole. It
            announces differences of these only.
        fails: whether it is code that fails here, on requests that it answered before.
    """

    code: Code
    message: str
    help: str
    level: Level
    api: str | None = None
    span: Span | None = None
    path: tuple[str | int, ...] = ()
    accepted: bool = False
    file: str | None = None
    subjects: frozenset[str] = frozenset()
    fails: bool = False

    @property
    def blocks(self) -> bool:
        """Whether this finding alone keeps its API from being migrated."""
        return self.level is Level.BLOCKER and not self.accepted


@dataclass(frozen=True)
class Objection:
    """What the proof has against the migration of one API. The engine makes a finding of it, which can be accepted.

    Arguments:
        api: logical id before.
        code: what kind of finding it becomes.
        message: what is there and what will differ.
        help: what to do; the code's own by default.
        path: keys from the root of the template to what it is about; empty for the API itself.
    """

    api: str
    code: Code
    message: str
    help: str = ""
    path: tuple[str | int, ...] = ()


ALL: Final = "all"


@dataclass(frozen=True)
class Accept:
    """One ``--accept CODE[=WAY][:API]``: a loss that the user takes by name, or a way around it that is asked for."""

    code: str
    api: str | None = None
    way: str | None = None

    @classmethod
    def parse(cls, text: str) -> Accept:
        """Read ``CODE``, ``CODE:API`` or ``CODE=WAY``; ``all`` stands for every code that can be accepted."""
        named, _, api = text.partition(":")
        code, _, way = named.partition("=")
        return cls(code.strip(), api.strip() or None, way.strip() or None)

    def __str__(self) -> str:
        """As it is parsed."""
        way, api = f"={self.way}" if self.way else "", f":{self.api}" if self.api else ""
        return f"{self.code}{way}{api}"

    def covers(self, finding: Finding) -> bool:
        """Whether this acceptance takes the loss that a finding states."""
        if self.way is not None or not finding.code.acceptable or self.code not in (ALL, finding.code.name):
            return False
        return self.api is None or self.api == finding.api

    def asks(self, code: Code, api: str | None) -> bool:
        """Whether this asks for a way around what a code reports of an API."""
        return self.way in code.ways and self.code == code.name and self.api in (None, api)


def settle(findings: Iterable[Finding], accepted: Iterable[Accept], *, strict: bool) -> tuple[Finding, ...]:
    """Apply ``--strict`` and ``--accept`` to what the concerns reported."""
    from dataclasses import replace

    accepted = tuple(accepted)
    out = []
    for finding in findings:
        asked = any(each.asks(finding.code, finding.api) for each in accepted)
        if strict and finding.code.security and finding.level is Level.WARNING and not asked:
            finding = replace(finding, level=Level.BLOCKER)
        if finding.level is Level.BLOCKER and any(a.covers(finding) for a in accepted):
            finding = replace(finding, accepted=True)
        out.append(finding)
    return tuple(out)
