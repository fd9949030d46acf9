"""Read the values of command line options; a typo is answered with what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..spelling import PAYLOADS

if TYPE_CHECKING:
    from ..findings import Accept, Code

DIRECTIONS = ("to-http", "to-rest")
"""The values of `migrator.options.Direction`, which `--help` has no need to load."""
FORMATS = ("text", "json", "jsonl", "markdown", "html", "sarif", "github", "rdjsonl", "codequality")
COMPARISON_FORMATS = ("text", "json", "markdown", "html", "github")
"""What ``verify`` can print: it compares two templates and changes none."""
SHORT_FORMATS = ("text", "json")
SHELLS = ("bash", "zsh", "fish", "powershell")
DIFFS = ("unified", "side-by-side", "semantic")
COLOURS = ("auto", "always", "never")
STAGE_WORDS = ("default", "keep")
PARAMETER = "param:"

_DEFAULT_STAGE = "$default"
_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}")
_ALIKE = 0.6
_ALMOST_THE_SAME = 0.85
"""Any stage name is possible, so only what is hardly anything else counts as a typo of a stage word."""


class ArgumentError(Exception):
    """A command line that cannot be understood; the message is one line for the user."""


NO_FILE = "no file can be written there"


def choice(option: str, value: str, choices: Sequence[str]) -> str:
    """Read a value that is one of a few words.

    Raises:
        ArgumentError: another word.
    """
    if value in choices:
        return value
    raise ArgumentError(f"{option}: there is no {value!r}{suggestion(value, choices)}")


def codes() -> Mapping[str, Code]:
    """All codes by name."""
    from .. import known_codes

    return known_codes()


def accepted(values: Sequence[str]) -> tuple[Accept, ...]:
    """Read the values of ``--accept``: codes with or without an API, several of them with commas between.

    Raises:
        ArgumentError: an unknown code, or one whose loss nobody can take.
    """
    from ..findings import ALL, Accept

    parts = [part.strip() for value in values for part in value.split(",")]
    for part in parts:
        if part.endswith((":", "=")) or "=:" in part:
            raise ArgumentError(f"--accept {part!r}: nothing stands behind the {part[-1] if part[-1] in ':=' else '='}")
    accepts = tuple(map(Accept.parse, parts))
    for accept in accepts:
        if accept.code == ALL:
            if accept.way is not None:
                raise ArgumentError(f"--accept all={accept.way}: name the code whose way this is")
            continue
        code = known(accept.code, codes(), "--accept")
        if accept.way is not None and accept.way not in code.ways:
            ways = ", ".join(f"{code.name}={way}" for way in code.ways)
            hint = f"there is no such way; there is {ways}" if ways else "this code has no ways"
            raise ArgumentError(f"--accept {accept.code}={accept.way}: {hint}")
        if accept.way is None and not code.acceptable:
            if code.ways:
                raise ArgumentError(f"--accept {code.name}: say how, with --accept {code.name}={code.ways[0]}")
            raise ArgumentError(
                f"--accept {accept.code}: nobody can accept this one, it needs a decision in the template "
                f"(sam-migrate explain {accept.code})"
            )
    return accepts


def known(name: str, among: Mapping[str, Code], option: str) -> Code:
    """Look a code up by its name.

    Raises:
        ArgumentError: there is none.
    """
    if name in among:
        return among[name]
    hint = suggestion(name, [*among], ()) or "; sam-migrate rules lists them all"
    raise ArgumentError(f"{option}: there is no code {name!r}{hint}")


def audiences(values: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the values of ``--audience``: an authorizer and its app client ids, or ``param:NAME``.

    Raises:
        ArgumentError: not of that form.
    """
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        name, equals, rest = value.partition("=")
        ids = tuple(part.strip() for part in rest.split(",") if part.strip())
        if not equals or not name.strip() or not ids:
            raise ArgumentError(f"--audience {value!r}: expected AUTHORIZER=ID[,ID...] or AUTHORIZER=param:NAME")
        found[name.strip()] = found.get(name.strip(), ()) + ids
    for name, ids in found.items():
        _check_parameters(name, ids)
    return tuple(found.items())


def definitions(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read the values of ``--definition``: an API and the file that its definition is uploaded from.

    Raises:
        ArgumentError: not of that form, there is no such file, or an API has two.
    """
    found: dict[str, str] = {}
    for value in values:
        name, _, file = (part.strip() for part in value.partition("="))
        if not name or not file:
            raise ArgumentError(f"--definition {value!r}: expected ID=FILE")
        if not Path(file).is_file():
            raise ArgumentError(f"--definition {name}={file}: there is no such file")
        if found.setdefault(name, file) != file:
            raise ArgumentError(f"--definition {name}: {found[name]} and {file} exclude each other")
    return tuple(found.items())


def site(option: str, value: str | None) -> str | None:
    """Read the address of a site.

    Raises:
        ArgumentError: it is none that a report could lead to.
    """
    from ..report.sanitize import link

    if value is not None and not link(value):
        raise ArgumentError(f"{option}: expected an address that begins with https://, not {value!r}")
    return value


def stage(value: str | None) -> str | None:
    """Read the value of ``--stage``.

    Raises:
        ArgumentError: no stage can have that name.
    """
    if value is None or value in STAGE_WORDS:
        return value
    if value == _DEFAULT_STAGE:
        return STAGE_WORDS[0]
    typo = suggestion(value.lower(), STAGE_WORDS, (), cutoff=_ALMOST_THE_SAME)
    if typo:
        raise ArgumentError(f"--stage: {value!r} is probably no stage name{typo}")
    if not _STAGE.fullmatch(value):
        raise ArgumentError(
            f"--stage: {value!r} is no stage name (letters, digits, - and _, at most 128); "
            f"or use {_either(STAGE_WORDS)}"
        )
    return value


def payload(value: str) -> str:
    """Read the value of ``--payload``.

    Raises:
        ArgumentError: there is no such version.
    """
    return choice("--payload", value, PAYLOADS)


def comparison_format(value: str) -> str:
    """Read the value of ``--format`` for a comparison of two templates.

    Raises:
        ArgumentError: another word, or a format that only migrations are reported in.
    """
    if value in FORMATS and value not in COMPARISON_FORMATS:
        raise ArgumentError(f"--format {value} is for to-http and to-rest; verify prints {_either(COMPARISON_FORMATS)}")
    return choice("--format", value, COMPARISON_FORMATS)


def jobs(value: str | None, option: str = "--jobs") -> int | None:
    """Read the value of ``--jobs`` or an option like it; None when the number is left to us.

    Raises:
        ArgumentError: not a number from 1.
    """
    return None if value is None else count(option, value)


def count(option: str, value: str) -> int:
    """Read a number from 1.

    Raises:
        ArgumentError: something else.
    """
    if not (value.isascii() and value.isdigit() and int(value[:9])):
        raise ArgumentError(f"{option}: expected a number from 1, not {value!r}")
    return int(value[:9])


def suggestion(
    word: str, words: Sequence[str], otherwise: Sequence[str] | None = None, *, cutoff: float = _ALIKE
) -> str:
    """Name the word that was probably meant, else all of ``otherwise``, which are the words themselves by default."""
    import difflib

    close = [each for each in words if each.lower() == word.lower()]
    close = close or difflib.get_close_matches(word, words, n=1, cutoff=cutoff)
    if close:
        return f"; did you mean {close[0]}?"
    named = words if otherwise is None else otherwise
    return f"; there is {_either(named)}" if named else ""


def _check_parameters(name: str, ids: tuple[str, ...]) -> None:
    parameters = [i for i in ids if i.startswith(PARAMETER)]
    if not parameters:
        return
    if len(ids) > 1:
        raise ArgumentError(f"--audience {name}: {parameters[0]} cannot be combined with other ids")
    if not _LOGICAL_ID.fullmatch(parameters[0][len(PARAMETER) :]):
        raise ArgumentError(f"--audience {name}: {parameters[0]!r}: a parameter's name has letters and digits only")


def _either(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
