"""What is said of code: a sentence with a place for each value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from migrator.findings import Code, Level


class Speaker(Protocol):
    """What is about to become of one file."""

    def say(
        self,
        code: Code,
        node: Any,
        message: str,
        help_: str,
        level: Level | None = None,
        /,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a node."""


@dataclass(frozen=True)
class Sentence:
    """What is said of code of one kind, wherever it is found.

    Arguments:
        code: what it is reported as.
        message: what is there and what will differ; ``{}`` stands for each value.
        remedy: what to do; the code's own where it is empty.
        level: another level than the code's.
    """

    code: Code
    message: str
    remedy: str = ""
    level: Level | None = None

    def on(
        self,
        draft: Speaker,
        node: Any,
        *values: object,
        code: Code | None = None,
        remedy: str = "",
        level: Level | None = None,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Say it of a node.

        Arguments:
            draft: the file.
            node: the node.
            values: what the sentence names.
            code: another code.
            remedy: what to do here.
            level: another level.
            mended: the draft sets it right.
            fails: the code fails here on requests that it answered before.
        """
        code = code or self.code
        help_ = remedy or (self.remedy.format(*values) if self.remedy else code.remedy)
        draft.say(code, node, self.message.format(*values), help_, level or self.level, mended=mended, fails=fails)
