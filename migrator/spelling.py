"""How the fields of options are spelled on a command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .options import Options

Words = Callable[[Any], Iterator[str]]


def flag(option: str, when: object = True) -> Words:
    """An option without a value.

    Arguments:
        option: its name.
        when: the value of the field that asks for it.
    """

    def words(value: Any) -> Iterator[str]:
        if value == when:
            yield option

    return words


def _valued(option: str) -> Words:
    """An option with one value, left out where that is the default."""

    def words(value: Any) -> Iterator[str]:
        if value is not None:
            yield from (option, value)

    return words


def _repeated(option: str, spelled: Callable[[Any], str] = str) -> Words:
    """An option that is given once for each value."""

    def words(values: Any) -> Iterator[str]:
        for value in values:
            yield from (option, spelled(value))

    return words


OPTIONS: Mapping[str, Words] = {
    "apis": _repeated("--api"),
    "accept": _repeated("--accept"),
    "strict": flag("--strict"),
    "audiences": _repeated("--audience", lambda entry: f"{entry[0]}={','.join(entry[1])}"),
    "stage": _valued("--stage"),
    "payload": _valued("--payload"),
    "keep_logical_ids": flag("--keep-logical-ids"),
    "handlers": flag("--no-handlers", when=False),
    "fix_close": flag("--fix-1.0"),
    "fixtures": flag("--fixtures"),
    "shim": flag("--shim"),
    "side_by_side": flag("--side-by-side"),
    "switch": flag("--switch"),
    "finish": flag("--finish"),
    "undo": flag("--undo"),
    "split": flag("--split"),
    "keep": _repeated("--exclude", lambda keep: keep.api),
    "definitions": _repeated("--definition", "=".join),
}
"""How each field of `migrator.options.Options` is spelled on a command line."""


def spelled(options: Options) -> Iterator[str]:
    """The words that ask for options; those that are as they come are left out.

    Arguments:
        options: what was asked for.
    """
    for name, words in OPTIONS.items():
        value = getattr(options, name)
        if value != getattr(_DEFAULTS, name):
            yield from words(value)


def which(options: Options) -> Iterator[str]:
    """The words that say which APIs are meant, and where they are: what the next step, or the way back, needs as well.

    Arguments:
        options: what was asked for.
    """
    return spelled(Options(apis=options.apis, keep=options.keep, definitions=options.definitions))


def path_argument(path: str) -> str:
    """A path as an argument that no program takes for an option.

    Arguments:
        path: as it was given; ``-`` is stdin.
    """
    return f"./{path}" if path.startswith("-") and path != "-" else path


_DEFAULTS = Options()
