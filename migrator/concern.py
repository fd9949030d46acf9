"""What a concern is, and what it may state of an API that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from .api_access import AWS_IAM, NO_AUTHORIZER, Access, is_true
from .findings import Code, Finding
from .migration import FileChange, HandlerOutcome
from .options import Options
from .sam.kinds import Kind
from .sam.template import Template
from .text.operations import Moved, Operation, Wanted
from .view import Following, Stage, View, fact, span

__all__ = [
    "AWS_IAM",
    "NO_AUTHORIZER",
    "Access",
    "Concern",
    "Concerns",
    "Drop",
    "Following",
    "Moved",
    "Put",
    "Stage",
    "Step",
    "View",
    "Wanted",
    "fact",
    "is_true",
    "span",
]


@dataclass(frozen=True, eq=False)
class Put:
    """Give a property of the API a value, wherever it stands, on the resource or in Globals.

    Arguments:
        path: keys below the API's properties.
        value: what stands there then.
        was: the sibling key that this one takes the place of.
    """

    path: tuple[str, ...]
    value: Wanted
    was: str | None = None


@dataclass(frozen=True, eq=False)
class Drop:
    """Take a property of the API away; a map left empty goes with it."""

    path: tuple[str, ...]


Step: TypeAlias = Finding | Operation | Put | Drop


@dataclass(frozen=True)
class Concern:
    """One subject with its two directions.

    Arguments:
        name: its name in reports.
        to_http: states what becomes of a REST API that moves to HttpApi.
        properties: properties of the REST API that it looks after.
        to_rest: states what becomes of an HTTP API that moves to Api.
        http_properties: properties of the HTTP API that it looks after.
    """

    name: str
    to_http: Callable[[View], Iterable[Step]]
    properties: frozenset[str] = frozenset()
    to_rest: Callable[[View], Iterable[Step]] | None = None
    http_properties: frozenset[str] = frozenset()

    def steps(self, move: View) -> Iterable[Step]:
        """What becomes of an API, in the direction that it moves."""
        if move.kind.name == "http":
            return self.to_http(move)
        return self.to_rest(move) if self.to_rest is not None else ()

    def looks_after(self, move: View) -> frozenset[str]:
        """Properties of the API's old kind that are this concern's."""
        return self.properties if move.kind.name == "http" else self.http_properties


class HandlerRound(Protocol):
    """What becomes of the code behind the APIs, for one choice of those that move."""

    @property
    def moves(self) -> tuple[View, ...]: ...
    def files(self) -> tuple[FileChange, ...]: ...
    def outcomes(self) -> tuple[HandlerOutcome, ...]: ...


class HandlerFollowers(Protocol):
    """The code behind the APIs of one template."""

    def round(self, moves: Iterable[View], /) -> HandlerRound: ...


class SavedFindings(Protocol):
    """What becomes of the saved events of a project: what there is to say, and the files that change."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def files(self) -> tuple[FileChange, ...]: ...


@dataclass(frozen=True)
class Concerns:
    """All that the engine is given to judge a template with.

    Arguments:
        each: the subjects, in the order in which their findings read best.
        codes: everything that can be reported, by name.
        routes: how many routes an API has.
        elsewhere: events whose API is none that could move.
        followers: the code behind the APIs.
        saved: saved events of the project.
        companions: new files beside the template that APIs which go need.
    """

    each: tuple[Concern, ...]
    codes: Mapping[str, Code]
    routes: Callable[[View], int]
    elsewhere: Callable[[Template, Kind], Iterable[Finding]]
    followers: Callable[[Template, Options, Kind], HandlerFollowers]
    saved: Callable[[Template, Options, Iterable[View]], SavedFindings]
    companions: Callable[[Template, Iterable[View]], tuple[FileChange, ...]]
