"""Make template text harmless on a terminal: control characters and direction overrides become visible.

Names, messages and file names come from templates that others wrote. An escape sequence in them could repaint the
screen, and a bidirectional control could show a diff that reads differently from what it does.
"""

from __future__ import annotations

import re

_C0_PICTURES = 0x2400
_DELETE_PICTURE = "␡"
_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f"  # C0 without tab and line feed, DEL
    "\x80-\x9f"  # C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029"  # separators that some terminals break lines at
    "\ud800-\udfff"  # undecodable bytes of file names
    "]"
)
_BREAKS = re.compile("[\t\n]")


def clean(text: str) -> str:
    """Replace what a terminal would act upon; tabs and line feeds stay."""
    return _UNSAFE.sub(_picture, text)


def clean_line(text: str) -> str:
    """Like `clean`, for what must stay on one line (names, file names): tabs and line feeds go as well."""
    return _BREAKS.sub(_picture, clean(text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_C0_PICTURES + code)
    return _DELETE_PICTURE if code == 0x7F else f"<U+{code:04X}>"
