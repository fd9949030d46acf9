"""What became of an event that a handler got."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class FailureKind(str, Enum):
    """How a handler came to give no answer."""

    RAISED = "raised"
    EXIT = "exit"
    """It ended its process."""
    TIMEOUT = "timeout"
    UNSERIALIZABLE = "unserializable"
    SIZE = "size"
    LOAD = "load"
    """Its module cannot be loaded here."""
    STOPPED = "stopped"
    """It was stopped where it would have used the network or AWS."""
    NOT_RUN = "not run"
    """Too many events before this one ended their process."""


@dataclass(frozen=True)
class Failure:
    """Why there is no answer.

    Arguments:
        kind: how it came.
        type: name of the exception's class, if one was raised.
        message: its text, or what there is to say.
    """

    kind: FailureKind
    type: str = ""
    message: str = ""


@dataclass(frozen=True)
class EventOutcome:
    """What became of one event.

    Arguments:
        value: what the handler returned, as JSON data.
        failure: why it returned nothing; None when it did.
        attempts: what it was kept from, in order: connections, calls to AWS, processes, files.
    """

    value: Any = None
    failure: Failure | None = None
    attempts: tuple[str, ...] = ()
