"""The description of a pull request: a section that the bot keeps up to date, and what people write around or into it.

The section stands between two lines that browsers do not show. Whoever edits the description sees both, and may write
above, below or between them; so the last of the two also says which lines are the bot's. All others are people's words:
they stay, those from inside the section below it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..report import Report
from .state import Renderer, State, marker

_SIZE = 3
"""Bytes of a line's hash. One chance in 16 million that a line of a person's passes for one of ours."""
_LEAST = 4_000
"""Characters that a section needs to say anything."""
_TRIES, _STEP = 8, 98
"""How often a section is made anew to fit, and per cent of what should then fit."""


@dataclass(frozen=True)
class Description:
    """A description that has the bot's section.

    Arguments:
        above: what people wrote above it.
        state: what it was made from.
        between: what people wrote into it.
        below: what people wrote below it.
    """

    above: tuple[str, ...]
    state: State
    between: tuple[str, ...]
    below: tuple[str, ...]

    @classmethod
    def read(cls, text: str, direction: str) -> Description | None:
        """Take a description apart; None where it has not both lines, or not as the bot wrote them.

        Arguments:
            text: the description.
            direction: which way the templates of the pull request go.
        """
        lines = text.replace("\r\n", "\n").split("\n")
        start = next((at for at, line in enumerate(lines) if line.strip() == marker(direction)), len(lines))
        ends = ((at, State.read(lines[at])) for at in range(start + 1, len(lines)))
        for at, state in ends:
            if state is not None:
                known = _known(state)
                if state.direction != direction or known is None:
                    return None
                return cls(
                    _trimmed(lines[:start]), state, _theirs(lines[start + 1 : at], known), _trimmed(lines[at + 1 :])
                )
        return None

    def is_about(self, report: Report) -> bool:
        """Whether the section tells of this run."""
        return replace(self.state, lines="") == State.of(report)

    def updated(self, report: Report, render: Renderer, limit: int) -> str | None:
        """The description with a section about another run; None where people's words leave no room for it.

        Arguments:
            limit: characters that it has at most.
        """
        theirs = [part for part in (self.between, self.below) if part]
        before = "".join(f"{line}\n" for line in (*self.above, "") if self.above)
        after = "".join(f"\n{_joined(part)}" for part in theirs)
        room = limit - len(before) - len(after)
        return before + section(report, render, room) + after if room >= _LEAST else None


def section(report: Report, render: Renderer, room: int) -> str:
    """Compose the bot's section.

    Arguments:
        room: characters that it has at most.
    """
    state = State.of(report)
    limit, whole = room, ""
    for _ in range(_TRIES):
        text = render(report, limit=limit).strip("\n")
        signed = replace(state, lines=_digests(text.split("\n")))
        # The blank lines are needed: a line of HTML swallows the Markdown that follows it at once.
        whole = f"{marker(state.direction)}\n\n{text}\n\n{signed.line}\n"
        if len(whole) <= room:
            break
        # The fewer lines there are, the shorter is the last one.
        limit = limit * room * _STEP // (len(whole) * 100)
    return whole


def _digest(line: str) -> bytes:
    return hashlib.sha256(line.rstrip().encode("utf-8", "surrogatepass")).digest()[:_SIZE]


def _digests(lines: Iterable[str]) -> str:
    return base64.b64encode(b"".join(_digest(line) for line in lines if line.strip())).decode()


def _known(state: State) -> Counter[bytes] | None:
    """How often each line was written; None where the state does not say, or was damaged."""
    try:
        data = base64.b64decode(state.lines, validate=True)
    except (ValueError, binascii.Error):
        return None
    if not data or len(data) % _SIZE:
        return None
    return Counter(data[at : at + _SIZE] for at in range(0, len(data), _SIZE))


def _theirs(lines: Sequence[str], known: Counter[bytes]) -> tuple[str, ...]:
    """The lines of a section that the bot did not write."""
    kept: list[str] = []
    for line in lines:
        digest = _digest(line)
        if not line.strip():
            kept += [""] if kept and kept[-1] else []
        elif known[digest]:
            known[digest] -= 1
        else:
            kept.append(line)
    return _trimmed(kept)


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without the blank ones around them."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
