"""A door for coding agents: the Model Context Protocol over stdin and stdout, confined to one folder."""

from __future__ import annotations

from ..command.arguments import ArgumentError
from ..command.ending import DONE, Ending
from ..command.terminal import open_to


def serve(folder: str, *, write: bool, run_handlers: bool) -> Ending:
    """Serve until the agent hangs up.

    Arguments:
        folder: the only one that is read and written.
        write: whether templates may be written.
        run_handlers: whether handlers may be run.

    Raises:
        ArgumentError: the folder cannot be served, the package for the protocol is missing, or no agent is there.
    """
    open_to("mcp", "mcp", "a coding agent")
    from .confinement import Confinement, RequestError
    from .server import server
    from .tools import Tools

    try:
        place = Confinement.of(folder)
    except RequestError as error:
        raise ArgumentError(str(error)) from None
    server(Tools(place, writes=write, runs=run_handlers)).run("stdio")
    return Ending(DONE)
