"""Carry out ``init``: write the settings of a repository with what is in it, and the other keys as comments."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Sequence
from pathlib import Path, PurePath

from . import arguments, config
from .arguments import ArgumentError
from .ending import DONE, Ending
from .files import find
from .setting_keys import OWN_FILE

MOST_PATHS = 10
"""Templates that are named one by one; of more, the whole repository is looked at."""

_TEXT = """\
# Settings of sam-migrate. An option of the command line overrides what is set here.
direction = {direction}  # the rest applies to this direction; without it, to both
paths = {paths}

# accept = ["api-keys:OrdersApi"]      # losses that are taken, each of one API
# keep = {{ PartnerApi = "why it stays" }}
# audience = {{ CustomerPool = ["an app client id"] }}
# stage = "default"                    # or "keep", or a name
# strict = true                        # warnings about access block
# templates = {{ "services/orders/template.yaml" = {{ accept = ["api-keys:OrdersApi"] }} }}  # what holds for one
"""


def begin(direction: str) -> Ending:
    """Write the settings into the root of the repository that the current folder is in.

    Arguments:
        direction: which way its APIs are to go.

    Raises:
        ArgumentError: there are settings already, or they cannot be written.
    """
    chosen = arguments.choice("--direction", direction, arguments.DIRECTIONS)
    there = config.load(Path())
    if there.file is not None:
        raise ArgumentError(f"there are settings already: {there.file}")
    root = config.root_of(Path())
    file = root / OWN_FILE
    paths = _paths(root)
    text = _TEXT.format(direction=json.dumps(chosen), paths=json.dumps(paths))
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise ArgumentError(f"{file}: cannot write it: {error.strerror or error}") from None
    return Ending(DONE, f"{file} written. Next: sam-migrate {chosen}\n")


def _paths(root: Path) -> Sequence[str]:
    """The templates below a folder, as settings name them; the folder itself where there are none, or many."""
    found = [PurePath(target.path) for target in find([str(root)]) if not target.error]
    named = [posixpath.normpath(path.relative_to(root).as_posix()) for path in found]
    return named if 0 < len(named) <= MOST_PATHS else ["."]
