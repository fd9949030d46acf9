"""Migrate AWS SAM templates between REST APIs and HTTP APIs, byte for byte.

The public API is `migrate`; what it returns is described in `migrator.migration`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .migration import Direction, Migration, Options
    from .text.source import Source

__version__ = "0.1.0"
__all__ = ["__version__", "migrate"]


def migrate(source: Source, direction: Direction, options: Options | None = None, *, verify: bool = True) -> Migration:
    """Migrate one template; a pure function that never raises for bad input.

    Arguments:
        source: the template, as `migrator.text.source.decode` returns it.
        direction: which kind of API to migrate to.
        options: what the user asked for; None for the defaults.
        verify: compile both templates and compare their routes, targets and access control.
    """
    # Imported here: `sam-migrate --help` imports this package and must load none of it.
    from . import engine
    from .migration import Options

    options = options or Options()
    if not verify:
        return engine.rewrite(source, direction, options)
    from .proof.verify import proven

    return proven(lambda objections: engine.rewrite(source, direction, options, objections))
