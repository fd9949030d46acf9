"""Carry out ``verify``: read both templates, compare them, say how it ended. Prints nothing."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..findings import ALL, Accept, Code
from ..proof.comparison import Comparison, ComparisonError, ComparisonResult, compare
from ..report import text
from ..report.comparison import TEXT, Compared, render
from ..sam.template import read_template
from ..text.source import Source, SourceError
from . import terminal
from .arguments import ArgumentError, codes, suggestion
from .ending import DONE, FAILED, PENDING, Ending
from .files import STDIN, Target, read, text_of
from .revision import Revision


def compare_files(
    before: str,
    after: str,
    *,
    accept: Sequence[Accept],
    definitions: Sequence[tuple[str, str]],
    report_format: str,
    color: str,
) -> Ending:
    """Compare two templates.

    Exit status: 0 nothing differs and the deployment can succeed, 1 something differs, was not compared or would be
    refused, 2 a template cannot be compared.

    Arguments:
        before: the template that is deployed: a file, ``-`` or ``REV:path``.
        after: the template that is to follow.
        accept: codes whose announced differences count no more.
        definitions: files that definitions are uploaded from, by the APIs of either template.
        report_format: ``text`` or one of `migrator.report.comparison.MODULES`.
        color: ``auto``, ``always`` or ``never``.

    Raises:
        ArgumentError: both come from stdin, or an option names an API that neither has.
    """
    if before == after == STDIN:
        raise ArgumentError("- (stdin) can be one of the two templates, not both")
    paths = (before, after)
    look = terminal.look(color, sys.stdout)
    try:
        (old, old_definitions), (new, new_definitions) = (
            _read(side, path, definitions) for side, path in enumerate(paths)
        )
        _refuse_undefined(definitions, (old, new))
        found = compare(old, new, (old_definitions, new_definitions))
    except ComparisonError as error:
        problem = text.locate(str(error), paths[error.side])
        return Ending(FAILED, render(report_format, Compared(*paths, None, problem), look), (problem,))
    _refuse_unknown(accept, found)
    found = found.accepting(_taken(accept))
    product = render(report_format, Compared(*paths, found), look)
    done = found.status is ComparisonResult.EQUIVALENT and not found.plan.refused
    return Ending(DONE if done else PENDING, product, guarded=report_format == TEXT)


def _refuse_unknown(accept: Sequence[Accept], found: Comparison) -> None:
    known = {name for pair in found.pairs for name in (pair.before, pair.after)}
    known |= {difference.api for difference in found.differences if difference.api}
    for each in accept:
        if each.api is not None and each.api not in known:
            hint = suggestion(each.api, sorted(known))
            raise ArgumentError(f"--accept {each.code}:{each.api}: neither template has an API of this name{hint}")


def _refuse_undefined(definitions: Sequence[tuple[str, str]], sources: Sequence[Source]) -> None:
    found = [read_template(source) for source in sources] if definitions else []
    known = {api for template in found if template is not None for api in template.apis}
    for name, file in definitions:
        if name not in known:
            hint = suggestion(name, sorted(known))
            raise ArgumentError(f"--definition {name}={file}: neither template has an API of this name{hint}")


def _taken(accept: Sequence[Accept]) -> list[tuple[Code, str | None]]:
    known = codes()
    return [
        (code, each.api)
        for each in accept
        for code in known.values()
        if code.acceptable and each.code in (ALL, code.name)
    ]


def _read(side: int, path: str, given: Sequence[tuple[str, str]]) -> tuple[Source, Mapping[str, str] | None]:
    """A template, and the definitions that it names where they do not stand beside it."""
    try:
        if path == STDIN:
            source, definitions = text_of(STDIN, sys.stdin.buffer.read() if sys.stdin else b""), None
        elif (revision := Revision.named(path)) is not None:
            source = replace(revision.read(), definitions=tuple(given))
            return source, revision.definitions(source)
        else:
            source, definitions = read(Target(path, named=True)), None
    except SourceError as error:
        raise ComparisonError(side, str(error)) from None
    if source is None:
        raise ComparisonError(side, "this is no SAM template")
    return replace(source, definitions=tuple(given)), definitions
