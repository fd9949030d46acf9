"""Make text from templates harmless where it is shown: on a terminal, in Markdown, in a workflow's log.

Names, messages and file names come from templates that others wrote. An escape sequence in them could repaint the
screen, a bidirectional control could show a diff that reads differently from what it does, and in a comment on a pull
request they could call people, close issues, or pass for the bot's own marks.
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

_APART = "\u200b"
"""A space of no width: what it stands in is no longer recognised."""

_MARKDOWN = re.compile(r"[\\`*_\[\]~|!$]")
_START = re.compile(r"^[-+#=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_PIPE = re.compile(r"(\\?)\|")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What a forge makes a link of, and tells somebody about: people, issues, addresses.
_CALLS = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|(?<=\w):(?=//)|\bwww(?=\.)", re.IGNORECASE)
_COMMENT = re.compile(r"<(?=!--)|--(?=>)")
# GitLab looks for these words and what they are about in a whole description, code or not, and closes the issue once it
# is merged: docs.gitlab.com/user/project/issues/managing_issues/#default-closing-pattern.
_CLOSING = re.compile(
    r"\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)\b:?[ \t]+"
    r"(?=(?:issues?[ \t]+)?(?:[\w./-]*#\d|https?://|[A-Z][A-Z0-9_]*-\d))",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"^\s*:(?=:)|##(?=\[)", re.MULTILINE)
_SARIF = re.compile(r"[\\\[\]]")
_CODE = re.compile(r"`([^`]+)`")
_TICKS = re.compile("`+")
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(?:/[\w./#%?=&~+:,;@-]*)?", re.ASCII)


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


def link(url: str) -> str:
    """The address where it is a plain https one, else nothing."""
    return url if _LINK.fullmatch(url) else ""


def prose(text: str) -> str:
    """Markdown for one line of text: what stands between backticks is code, everything else is just text."""
    parts = [code(part) if number % 2 else _plain(part) for number, part in enumerate(_CODE.split(text))]
    return "".join([_START.sub(r"\\\g<0>", parts[0]), *parts[1:]])


def _plain(text: str) -> str:
    return html(_MARKDOWN.sub(r"\\\g<0>", text))


def html(text: str) -> str:
    """One line of text between the tags that Markdown lets through."""
    shown = "".join(_HTML.get(character, character) for character in clean_line(text))
    return _CLOSING.sub(rf"\g<0>{_APART}", _CALLS.sub(rf"\g<0>{_APART}", shown))


def code(text: str) -> str:
    """Markdown for one line in the font of code."""
    shown = _inert(clean_line(text)) or " "
    ticks = _longer_than_any(shown, 1)
    # A space keeps backticks at the ends apart from the delimiters; Markdown takes it away again.
    space = " " if "`" in shown else ""
    return f"{ticks}{space}{shown}{space}{ticks}"


def cell(text: str) -> str:
    """Like `code`, for the cell of a table, which a pipe would end even there."""
    return _PIPE.sub(lambda match: f"{match[1]}{_APART if match[1] else ''}\\|", code(text))


def fenced(text: str, language: str = "") -> list[str]:
    """Lines of a Markdown code block that nothing in the text can end.

    Arguments:
        text: one or more lines.
        language: what it is coloured as.
    """
    # In a workflow's log the runner would take a line of the text for a command to itself.
    shown = _COMMAND.sub(rf"\g<0>{_APART}", _inert(clean(text)).rstrip("\n"))
    fence = _longer_than_any(shown, 3)
    return [f"{fence}{language}", *shown.split("\n"), fence]


def _longer_than_any(text: str, least: int) -> str:
    return "`" * max(least, 1 + max(map(len, _TICKS.findall(text)), default=0))


def _inert(text: str) -> str:
    """Break apart what counts even in code, because it is looked for in the text as it stands.

    The bot finds its own texts by HTML comments, and a forge finds issues to close.
    """
    return _CLOSING.sub(rf"\g<0>{_APART}", _COMMENT.sub(rf"\g<0>{_APART}", text))


def sarif_text(text: str) -> str:
    """The plain text of a SARIF message, in which ``[text](url)`` would be a link.

    Source: SARIF 2.1.0, 3.11.6: literal brackets, and backslashes, stand after a backslash.
    """
    return _SARIF.sub(r"\\\g<0>", clean(text))


def command_data(text: str) -> str:
    """The message of a workflow command: the runner ends it at a line break."""
    return clean_except_breaks(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A property of a workflow command, which colons and commas would end as well."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def clean_except_breaks(text: str) -> str:
    """Like `clean`, with carriage returns left to the escapes of the format."""
    return "\r".join(map(clean, text.split("\r")))
