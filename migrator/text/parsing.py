"""Reading a text into a tree. `scanners` has the readers; the first one that does not refuse a text is believed."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from .scanners import BYTE_ORDER_MARK, MOST_SLOWLY, Scanner, able
from .source import Source
from .tree import Builder, Tree, TreeError

MOST_KEPT: Final = 65_536
"""Characters of the longest text whose tree is kept."""


def parse(source: Source) -> Tree:
    """Read a text into a tree.

    Raises:
        TreeError: no scanner reads it, or it is over a limit.
    """
    text = source.text
    if text.startswith(BYTE_ORDER_MARK):
        raise TreeError("line 1: a second byte order mark")  # scanners drop it and count every offset from there
    refusal = f"a byte order mark inside a text of more than {MOST_SLOWLY} characters is not read"
    for scanner in able(text):
        try:
            return read_with(scanner, text)
        except TreeError:
            raise
        except ImportError:  # a PyYAML that was built without libyaml
            continue
        except Exception as error:  # the scanners raise many kinds
            refusal = refused(error)
    raise TreeError(refusal)


def parse_template(source: Source) -> Tree:
    """Read a template, which is done for each step and direction that is tried of it: its tree is kept for a while.

    Whoever edits several files at once reads the others with `parse`, so that two of one text have trees of their own.

    Raises:
        TreeError: no scanner reads it, or it is over a limit.
    """
    return parse(source) if len(source.text) > MOST_KEPT else _kept(source.text)


@lru_cache(maxsize=8)
def _kept(text: str) -> Tree:
    return parse(Source("", text))


def read_with(scanner: Scanner, text: str) -> Tree:
    """Read a text with one scanner.

    Arguments:
        scanner: what to read it with.
        text: the text, without a byte order mark.

    Raises:
        TreeError: it is over a limit.
        Exception: whatever the scanner raises for a text that it refuses.
    """
    return Builder(text).build(scanner(text))


def refused(error: Exception) -> str:
    """Say where and why a text cannot be read, in one line.

    Arguments:
        error: what a scanner raised.
    """
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
    return f"{where}not readable as YAML: {' '.join(str(problem).split())}"
