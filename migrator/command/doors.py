"""What the commands have in common that speak with another program over stdin and stdout."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from .arguments import ArgumentError


def open_to(command: str, package: str, partner: str) -> None:
    """See that a command can speak with its partner.

    Arguments:
        command: its name, which is that of the extra as well.
        package: what it takes beside this one.
        partner: who starts it.

    Raises:
        ArgumentError: the package is missing, or a person has started the command.
    """
    if find_spec(package) is None:
        from ..report.origin import extra

        raise ArgumentError(f"{command} needs the extra of that name: {extra(command)}")
    if sys.stdin is None or not sys.stdin.readable() or sys.stdin.isatty():
        raise ArgumentError(f"{command} speaks with {partner} over stdin and stdout: let it start the command")
