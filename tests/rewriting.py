"""The engine with the concerns that it has in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migrator import engine
from migrator.findings import Objection
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.text.source import Source
from transforms import CONCERNS


def rewrite(source: Source, direction: Direction, options: Options, objections: Sequence[Objection] = ()) -> Migration:
    """Migrate one template without compiling it; what goes wrong raises."""
    source = replace(source, definitions=options.definitions) if options.definitions else source
    return engine.rewrite(source, direction, options, CONCERNS, objections)
