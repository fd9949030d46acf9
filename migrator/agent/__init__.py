"""A door for coding agents: the Model Context Protocol over stdin and stdout, confined to one folder."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from ..command.arguments import ArgumentError
from ..command.ending import DONE, Ending

MISSING = "mcp needs the extra of that name: pip install '.[mcp]' in a clone of sam-migrate's repository"

SPEAKING = "mcp speaks with a coding agent over stdin and stdout: let the agent start it"


def serve(folder: str, *, write: bool, run_handlers: bool) -> Ending:
    """Serve until the agent hangs up.

    Arguments:
        folder: the only one that is read and written.
        write: whether templates may be written.
        run_handlers: whether handlers may be run.

    Raises:
        ArgumentError: the folder cannot be served, or the package for the protocol is missing.
    """
    if find_spec("mcp") is None:
        raise ArgumentError(MISSING)
    if sys.stdin is None or not sys.stdin.readable() or sys.stdin.isatty():
        raise ArgumentError(SPEAKING)
    from .confinement import Confinement, RequestError
    from .server import server
    from .tools import Tools

    try:
        place = Confinement.of(folder)
    except RequestError as error:
        raise ArgumentError(str(error)) from None
    server(Tools(place, writes=write, runs=run_handlers)).run("stdio")
    return Ending(DONE)
