"""What to install where something of the extra is not there."""

from __future__ import annotations

from ..report.origin import requirement


def missing(error: ImportError) -> str:
    """A clause on a package that is not there, and how to get it.

    Arguments:
        error: what Python said.
    """
    wanted = requirement("fleet")
    how = f"pip install '{wanted}'" if wanted else "pip install '.[fleet]' in a clone of sam-migrate"
    return f"{error.name} is not installed: {how}"
