"""A request, the answers to it, and what differs in them, as values that reports are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ApiCall:
    """A request that both APIs get.

    Arguments:
        method: upper case.
        path: escaped, from the API's root; neither stage nor query.
        query: escaped, without the question mark.
        headers: those that this request has of its own.
        body: None without one.
        preflight: whether it is the request by which a browser asks whether a page may send another one.
    """

    method: str
    path: str
    query: str = ""
    headers: Pairs = ()
    body: bytes | None = None
    preflight: bool = False

    @property
    def label(self) -> str:
        """Method, path and query."""
        what = f"{self.method} {self.path}{f'?{self.query}' if self.query else ''}"
        return f"{what} (preflight)" if self.preflight else what


@dataclass(frozen=True)
class CallAnswer:
    """What came back.

    Arguments:
        status: None where nothing did.
        headers: names in lower case, in the order of the answer.
        body: as far as it was read.
        cut: whether the body goes on.
        seconds: from sending until it was read.
        failure: why nothing came back, as a clause.
    """

    status: int | None
    headers: Pairs = ()
    body: bytes = b""
    cut: bool = False
    seconds: float = 0.0
    failure: str = ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header."""
        return tuple(value for key, value in self.headers if key == name)


@dataclass(frozen=True)
class CallDifference:
    """One thing that differs between two answers.

    Arguments:
        where: ``status``, ``header content-type``, ``body``, or ``body items.0.name``.
        old: what the old API says, shortened.
        new: what the new one says.
    """

    where: str
    old: str
    new: str


@dataclass(frozen=True)
class CallResult:
    """A request and what came of it.

    Arguments:
        call: the request.
        old: the old API's answer.
        new: the new API's answer.
        differences: empty where the answers are the same.
        notes: what was not compared, or differs from call to call; a clause each.
    """

    call: ApiCall
    old: CallAnswer
    new: CallAnswer
    differences: tuple[CallDifference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unanswered(self) -> bool:
        """Whether one of the two, or both, did not answer: then nothing was compared."""
        return bool(self.old.failure or self.new.failure)


@dataclass(frozen=True)
class NotCalled:
    """A route, or a recorded request, that was left out.

    Arguments:
        what: its label.
        why: a clause.
    """

    what: str
    why: str


def escaped(path: str) -> str:
    """A path as it may stand on the wire; what is escaped already stays."""
    return quote(path, safe="/%:@!$&'()*+,;=~-._")
