"""Texts of the program as Markdown for the site."""

from __future__ import annotations

import re

_CODE = re.compile(r"(`[^`]+`)")
_SIGNS = re.compile(r"[\\*_\[\]]")
_CALLS = re.compile(r"(?<![\w-])(--[a-z][a-z0-9.-]*[a-z0-9])")


def prose(text: str) -> str:
    """One line of text: what stands between backticks is code, the rest is just text.

    Arguments:
        text: as the program prints it.
    """
    return "".join(part if number % 2 else _plain(part) for number, part in enumerate(_CODE.split(text)))


def option_prose(text: str) -> str:
    """Like `prose`, for help texts, in which options stand without backticks.

    Arguments:
        text: as the program prints it.
    """
    parts = _CODE.split(text)
    return prose("".join(part if number % 2 else _CALLS.sub(r"`\1`", part) for number, part in enumerate(parts)))


def fenced(text: str, language: str) -> str:
    """A block of code.

    Arguments:
        text: its lines.
        language: what it is coloured as.
    """
    return f"```{language}\n{text.strip(chr(10))}\n```"


def _plain(text: str) -> str:
    escaped = _SIGNS.sub(r"\\\g<0>", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "&#124;")
