"""Headers that are secret: read from the environment or a file, sent, and never printed."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from .call import Pairs

CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key", "x-amz-security-token"})
"""Headers whose values are secret wherever they come from."""
HIDDEN = "***"
MAX_BYTES = 64 * 1024

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LEAST = 6
"""Characters of what is hidden; shorter values are words like any other, and no secrets."""


class HeaderError(Exception):
    """A header that cannot be read; the message is one line for the user and holds no value."""


@dataclass(frozen=True)
class SentHeaders:
    """Headers that every request has.

    Arguments:
        headers: names and values.
        secrets: values that are never printed.
    """

    headers: Pairs = ()
    secrets: frozenset[str] = frozenset()

    def hide(self, text: str) -> str:
        """The text without the secrets, in whatever spelling they came back."""
        for secret in self._spellings:
            text = text.replace(secret, HIDDEN)
        return text

    def hide_bytes(self, data: bytes) -> bytes:
        """The same for bytes."""
        for secret in self._spellings:
            data = data.replace(secret.encode(), HIDDEN.encode())
        return data

    @cached_property
    def _spellings(self) -> tuple[str, ...]:
        """Each secret, and each word of one, as URLs, JSON and HTML write them; the longest first."""
        words = {word for secret in self.secrets for word in (secret, *secret.split()) if len(word) >= _LEAST}
        ways = (str, lambda word: quote(word, safe=""), lambda word: json.dumps(word)[1:-1], html.escape)
        return tuple(sorted({way(word) for word in words for way in ways}, key=len, reverse=True))

    def with_secrets(self, values: Iterable[str]) -> SentHeaders:
        """The same headers, and further values that are never printed."""
        return SentHeaders(self.headers, self.secrets | frozenset(values))


def read_headers(given: Iterable[str], environment: Mapping[str, str] = os.environ) -> SentHeaders:
    """Read the values of ``--header``: ``NAME=env:VARIABLE``, ``NAME=file:PATH`` or ``NAME=TEXT``.

    Arguments:
        given: the values.
        environment: where variables are looked up.

    Raises:
        HeaderError: it is of another form, or its value is not there; or a credential stands on the command line,
            where every process of the machine and the shell's history see it.
    """
    headers: list[tuple[str, str]] = []
    secrets: set[str] = set()
    for each in given:
        name, equals, where = each.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise HeaderError("--header: expected NAME=env:VARIABLE, NAME=file:PATH or NAME=TEXT")
        value = _value(name, where, environment)
        if where.startswith(("env:", "file:")):
            secrets.add(value)
        headers.append((name, value))
    return SentHeaders(tuple(headers), frozenset(secrets))


def _value(name: str, where: str, environment: Mapping[str, str]) -> str:
    kind, _, source = where.partition(":")
    if kind == "env":
        if source not in environment:
            raise HeaderError(f"--header {name}: there is no variable {source} in the environment")
        value = environment[source]
    elif kind == "file":
        value = _of_file(name, source)
    elif name.lower() in CREDENTIALS:
        raise HeaderError(f"--header {name}: give it as env:VARIABLE or file:PATH; a command line is no place for it")
    else:
        value = where
    value = value.strip()
    if not value.isprintable() or not value.isascii() or not value:
        raise HeaderError(f"--header {name}: its value is empty, or holds what no header can")
    return value


def _of_file(name: str, path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES).decode("ascii", "replace")
    except (OSError, ValueError) as error:
        raise HeaderError(f"--header {name}: cannot read {path}: {getattr(error, 'strerror', None) or error}") from None
