"""A door for editors: the Language Server Protocol over stdin and stdout."""

from __future__ import annotations

from ..command.ending import DONE, Ending
from ..command.terminal import open_to


def serve() -> Ending:
    """Serve until the editor hangs up.

    Raises:
        ArgumentError: the package for the protocol is missing, or no editor is there.
    """
    open_to("lsp", "pygls", "an editor")
    from .server import server

    server().start_io()
    return Ending(DONE)
