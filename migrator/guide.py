"""What a person does by hand, step by step, as values that reports are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GuideStep:
    """One thing to do.

    Arguments:
        text: what, and why.
        commands: lines for a POSIX shell; every value in them is quoted.
        check: how to see that it went well.
        back: lines that take it back.
        docs: the AWS page that documents it.
        rehearse: whether AWS documents it nowhere, so that it has to be tried in a test account first.
    """

    text: str
    commands: tuple[str, ...] = ()
    check: str = ""
    back: tuple[str, ...] = ()
    docs: str = ""
    rehearse: bool = False


@dataclass(frozen=True)
class GuideSection:
    """Things to do together.

    Arguments:
        title: what they are for.
        steps: in their order.
    """

    title: str
    steps: tuple[GuideStep, ...]
