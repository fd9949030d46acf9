"""What a template says about the code of one function, and what became of that code. Holds no parser."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeAlias

from .findings import Finding
from .text.source import Source

Format: TypeAlias = Literal["rest", "1.0", "2.0"]
"""The event format of a route: what a REST API sends, or a payload format version of an HTTP API."""

AuthorizerFormat: TypeAlias = Literal["token", "request", "1.0", "2.0"]
"""What an authorizer function is sent: the two kinds of a REST API, or a payload format version of an HTTP API."""

Identity: TypeAlias = Literal["none", "claims", "lambda", "iam", "issuer"]
"""Whose data a route's event carries: nobody's, token claims, an authorizer function's context, an IAM identity, or the
claims of an issuer whose tokens a function checks from now on, which stand in its context then."""

CATCH_ALL = "$default"


@dataclass(frozen=True)
class Route:
    """One route that leads to the function.

    Arguments:
        method: in upper case, ``ANY`` for every method.
        path: as the template writes it; ``$default`` for the catch-all of an HTTP API.
        identity: whose data the event carries; the same before and after.
        scoped: whether it asks for scopes of a token.
    """

    method: str
    path: str
    identity: Identity = "none"
    scoped: bool = False


@dataclass(frozen=True)
class CorsHeaders:
    """The CORS headers that an HTTP API adds to responses, and that code behind a REST API sends itself.

    Arguments:
        origin: the one origin that may read responses; ``*`` for all. Every client gets it, and browsers look at it
            only where a page of another origin asks.
        credentials: whether requests with credentials may.
        exposed: response headers that scripts may read.
    """

    origin: str
    credentials: bool = False
    exposed: tuple[str, ...] = ()

    @property
    def written(self) -> dict[str, str]:
        """The headers of each response."""
        credentials = {"Access-Control-Allow-Credentials": "true"} if self.credentials else {}
        exposed = {"Access-Control-Expose-Headers": ",".join(self.exposed)} if self.exposed else {}
        return {"Access-Control-Allow-Origin": self.origin, **credentials, **exposed}


@dataclass(frozen=True)
class RouteFacts:
    """What the template says of a function behind routes.

    Arguments:
        before: format of the events today.
        after: format of the events after the migration.
        routes: every route of the function.
        stage: name of the HTTP API's stage, which then stands in paths; None for ``$default``.
        given: whether that name is known at deployment only: ``stage`` is then what gives it, as ``${Env}``.
        cors: whether the API gives CORS headers itself after the migration, and ignores the function's own.
        origin: the one origin that it then allows; None where there are several, or it is not known.
        binary: whether the REST API has binary media types.
        repair: rewrite what is exact although the format stays close (REST to 1.0).
        rest_stage: name of the REST API's stage; None where it is not known.
        sends: CORS headers that the code has to send itself from now on; None where there are none, or several sets.
        shared: whether an API that stays calls the function as well, so that its code has to take either event.
    """

    before: Format
    after: Format
    routes: tuple[Route, ...]
    stage: str | None = None
    given: bool = False
    cors: bool = False
    origin: str | None = None
    binary: bool = False
    repair: bool = False
    rest_stage: str | None = None
    sends: CorsHeaders | None = None
    shared: bool = False

    @property
    def same_stage(self) -> bool:
        """Whether the stage keeps its name."""
        return self.rest_stage is not None and self.rest_stage == self.stage

    @property
    def stages(self) -> tuple[str, str]:
        """The stage's name before and after, as a sentence names it."""
        rest = f"`{self.rest_stage}`" if self.rest_stage is not None else "the name of the REST API's stage"
        http = f"`{self.stage or '$default'}`"
        return (http, rest) if self.after == "rest" else (rest, http)


@dataclass(frozen=True)
class AuthorizerFacts:
    """What the template says of an authorizer function.

    Arguments:
        before: what it is sent today.
        after: what it is sent after the migration.
        simple_before: whether it answers ``isAuthorized`` today, in place of a policy.
        simple_after: whether it answers so afterwards.
        headers: headers that are identity sources, as the template writes them.
        sources: how many identity sources there are in all.
        cached: whether answers are cached.
        repair: rewrite what is exact although the format stays close.
        stage: name of the HTTP API's stage; None for ``$default``.
        rest_stage: name of the REST API's stage; None where it is not known.
        routes: routes of the API. Only told to who runs the code.
        shared: whether an API that stays calls the function as well, so that its code has to take either event.
    """

    before: AuthorizerFormat
    after: AuthorizerFormat
    simple_before: bool = False
    simple_after: bool = False
    headers: tuple[str, ...] = ("Authorization",)
    sources: int = 1
    cached: bool = True
    repair: bool = False
    stage: str | None = None
    rest_stage: str | None = None
    routes: tuple[Route, ...] = ()
    shared: bool = False

    @property
    def same_stage(self) -> bool:
        """Whether the stage keeps its name."""
        return self.rest_stage is not None and self.rest_stage == self.stage

    @property
    def stage_names(self) -> tuple[str, ...]:
        """The names of the stage on either API, where known: a policy that holds one fits one API only."""
        return (self.stage or "$default", *((self.rest_stage,) if self.rest_stage is not None else ()))


Facts: TypeAlias = RouteFacts | AuthorizerFacts


def sent(facts: Facts) -> CorsHeaders | None:
    """The CORS headers that code has to send itself from now on."""
    return facts.sends if isinstance(facts, RouteFacts) else None


def without_cors(facts: Facts) -> Facts:
    """The facts of code that sends what it sent."""
    return replace(facts, sends=None) if isinstance(facts, RouteFacts) else facts


class Package(Protocol):
    """The files that are deployed with a function."""

    @property
    def kept(self) -> MutableMapping[tuple[str, str, str], Any]:
        """What was worked out of files in this run, by what it is, the module and the text: each is parsed once."""

    def module(self, name: str) -> Source | None:
        """The source of a module by the name that its language has for it; None when it is not in the package.

        Its path is the one under which the file is reported.
        """

    def users(self, name: str) -> int:
        """How many functions of the template can import the module; those that move along count as one."""

    def original(self, name: str) -> Source | None:
        """The source of a module as it stands, whatever an earlier handler of this run made of it."""


@dataclass(frozen=True)
class Entry:
    """Where the handler of a function is.

    Arguments:
        module: dotted name of the module.
        function: name of the handler in it, which may be a function or an assignment.
        runtime: the function's `Runtime`, where it is literal text.
    """

    module: str
    function: str
    runtime: str = field(default="", compare=False)


@dataclass(frozen=True)
class Rewritten:
    """What became of a handler.

    Arguments:
        texts: new text by dotted module name, of the modules that change; empty where it is flagged.
        findings: what a person must know; each has ``file`` and ``span`` in the file it is about. A finding of level
            blocker says that the code is not proven to follow: nothing is rewritten then.
        neutral: modules whose new text is right for every event format, so that it matters to nobody else.
        both: modules whose new text is right for the events that the code got as well as for those that it gets.
        unsent: why a response may lack the CORS headers that the code has to send, as a clause; empty where none does.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    neutral: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    unsent: str = ""

    @property
    def proven(self) -> bool:
        """Whether the code works with the new events."""
        return not any(finding.blocks for finding in self.findings)
