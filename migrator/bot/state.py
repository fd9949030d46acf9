"""The two lines that make a text the bot's own: a marker at the top, and at the end what it was made from."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Protocol

from .. import __version__
from ..report import Report

_STATE = re.compile(r"<!-- sam-migrate:state:([A-Za-z0-9+/=]*) -->")


class Renderer(Protocol):
    """A report as Markdown of a limited length."""

    def __call__(self, report: Report, *, limit: int = ...) -> str:
        """Print a report in at most ``limit`` characters."""


@dataclass(frozen=True)
class State:
    """What a text was made from.

    Arguments:
        direction: which way.
        report: SHA-256 of what stands in the templates before and after, and of what is said of them.
        tool: version of sam-migrate.
        lines: short hashes of the lines that the bot wrote, where people write between them.
    """

    direction: str
    report: str
    tool: str = __version__
    lines: str = ""

    @classmethod
    def of(cls, report: Report) -> State:
        """The state of a run: the templates that change or that something is said of."""
        told = [
            (migration.source.path, migration.changes, migration.findings)
            for migration in report.migrations
            if migration.changed or migration.findings or migration.error
        ]
        digest = hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
        return cls(report.direction.value, digest)

    @property
    def line(self) -> str:
        """The last line of a text, which browsers do not show."""
        data = json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()
        return f"<!-- sam-migrate:state:{base64.b64encode(data).decode()} -->"

    @classmethod
    def read(cls, text: str) -> State | None:
        """Read the state that the last line of a text is; None where it is another one."""
        found = _STATE.fullmatch(text.rstrip().rpartition("\n")[2].strip())
        if found is None:
            return None
        try:
            data = json.loads(base64.b64decode(found[1], validate=True))
            state = cls(**data)
        except (ValueError, TypeError, RecursionError, binascii.Error):
            return None
        return state if all(isinstance(value, str) for value in asdict(state).values()) else None


def marker(direction: str) -> str:
    """The first line of a text: which one it is among those of its author."""
    return f"<!-- sam-migrate:{direction} -->"


def body(report: Report, render: Renderer, limit: int) -> str:
    """Compose the text of a comment.

    Arguments:
        limit: characters that it has at most.
    """
    state = State.of(report)
    # The blank lines are needed: a line of HTML swallows the Markdown that follows it at once.
    head, foot = f"{marker(state.direction)}\n\n", f"\n\n{state.line}\n"
    return head + render(report, limit=limit - len(head) - len(foot)).strip("\n") + foot


def same(one: str, other: str) -> bool:
    """Whether two texts are the same to a reader: forges change line ends and drop blanks at the end."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
