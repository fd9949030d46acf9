"""What files say about requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .call import ApiCall, Pairs
from .hiding import CREDENTIALS

PathValues: TypeAlias = tuple[tuple[str, str, str], ...]
"""Values of path variables, by route path and name."""

_OF_THE_WAY = frozenset({
    "host", "content-length", "connection", "accept-encoding", "transfer-encoding", "via", "te", "upgrade",
    "keep-alive", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id", "x-amz-cf-id",
    "if-none-match", "if-modified-since",
})  # fmt: skip
"""Headers that the way of a request adds, or that ask for another answer than a first one."""
_OF_THE_WAY_TOO = ("cloudfront-", "sec-", ":")


class RequestsError(Exception):
    """A file of requests that cannot be read; the message is one line for the user."""


@dataclass(frozen=True)
class Examples:
    """What files say about requests.

    Arguments:
        calls: whole requests.
        values: values of path variables, by route path and name.
        secrets: values of headers that are never printed.
        left_out: how many recorded requests went to other hosts.
    """

    calls: tuple[ApiCall, ...] = ()
    values: PathValues = ()
    secrets: frozenset[str] = frozenset()
    left_out: int = 0


def kept_headers(headers: Pairs) -> Pairs:
    """Headers of a recorded request, without what its way added and what let it in then.

    Arguments:
        headers: as they were recorded.
    """
    return tuple(
        (name, value)
        for name, value in headers
        if not (low := name.lower()).startswith(_OF_THE_WAY_TOO)
        and low not in _OF_THE_WAY | CREDENTIALS
        and value.isprintable()
        and value.isascii()
    )
