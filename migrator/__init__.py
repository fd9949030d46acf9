"""Migrate AWS SAM templates between REST APIs and HTTP APIs, byte for byte.

The public API is `migrate`; what it returns is described in `migrator.migration`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .findings import Code, Objection
    from .migration import Migration
    from .options import Direction, Options
    from .steps.course import Course
    from .text.source import Source

__version__ = "0.1.0"
__all__ = ["__version__", "migrate"]

OUT_OF_MEMORY = "out of memory"


def migrate(
    source: Source,
    direction: Direction,
    options: Options | None = None,
    *,
    verify: bool = True,
    proving: Callable[[Migration], object] = lambda _: None,
) -> Migration:
    """Migrate one template; a pure function that never raises: what goes wrong is the error of the result.

    Arguments:
        source: the template, as `migrator.text.source.decode` returns it.
        direction: which kind of API to migrate to.
        options: what the user asked for; None for the defaults.
        verify: compile both templates and compare their routes, targets and access control.
        proving: called with the migration before that is done, which takes most of the time of a large template.
    """
    # Imported here: `sam-migrate --help` imports this package and must load none of it.
    from .migration import Migration, Status

    def failed(reason: str) -> Migration:
        return Migration(source, direction, Status.ERROR, source.text, reason)

    try:
        return _migrated(source, direction, options, proving if verify else None)
    except MemoryError:
        return failed(OUT_OF_MEMORY)
    except Exception as error:  # a shape that nobody thought of must not end a run over many templates
        return failed(f"internal error, please report it: {type(error).__name__}: {' '.join(str(error).split())}")


def known_codes() -> Mapping[str, Code]:
    """All codes of findings, by name."""
    # Imported here: the concerns behind them are no business of `--help`.
    from transforms import CODES

    return CODES


def load(direction: Direction, *, verify: bool) -> None:
    """Import what migrations take, by migrating a small template; processes that are copies of this one need not.

    Arguments:
        direction: which kind of API will be migrated to.
        verify: whether it will be compiled and compared.
    """
    from .options import Options
    from .text.source import Source

    migrate(Source("", _SMALL), direction, Options(handlers=False), verify=verify)


_SMALL = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: pass
      Events:
        Rest: {Type: Api, Properties: {Path: /, Method: get}}
        Http: {Type: HttpApi, Properties: {Path: /, Method: get, PayloadFormatVersion: '1.0'}}
"""


def _migrated(
    source: Source, direction: Direction, options: Options | None, proving: Callable[[Migration], object] | None
) -> Migration:
    from dataclasses import replace

    from transforms import CONCERNS

    from . import engine
    from .migration import Status
    from .options import SIDE_BY_SIDE, Options
    from .sam.marks import TOOL
    from .steps.course import AT_ONCE

    wanted = options or Options()
    source = replace(source, definitions=wanted.definitions) if wanted.definitions else source

    def migrated(text: Source, asked: Options, objections: Sequence[Objection], course: Course) -> Migration:
        return engine.rewrite(text, direction, asked, CONCERNS, objections, course)

    def step(objections: Sequence[Objection] = ()) -> Migration:
        if not wanted.step and TOOL not in source.text:
            return migrated(source, wanted, objections, AT_ONCE)
        # Only a step, or a template with the mark of one, takes more than to migrate at once.
        from .steps.way import taken

        return taken(source, direction, wanted, migrated, CONCERNS.codes, objections)

    from .hard_coded import with_addresses

    if proving is None:
        return with_addresses(step())
    from .proof.verify import proven

    def rewritten(objections: Sequence[Objection]) -> Migration:
        migration = step(objections)
        if migration.changed and migration.status is not Status.ERROR:
            proving(migration)
        return migration

    found = proven(rewritten)
    if wanted.step != SIDE_BY_SIDE:
        return with_addresses(found)
    from .steps.beside import told

    return told(found)
