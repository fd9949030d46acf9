"""What to install where something of the extra is not there."""

from __future__ import annotations

from ..report.origin import extra


def missing(error: ImportError) -> str:
    """A clause on a package that is not there, and how to get it.

    Arguments:
        error: what Python said.
    """
    return f"{error.name} is not installed: {extra('fleet')}"
