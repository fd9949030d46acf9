"""What a template says of one authorizer, the same for both kinds of API, for SAM's `Auth` and for a definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from migrator.sam.kinds import ApiKind
from migrator.sam.template import Template
from migrator.text.node import Node
from migrator.text.values import NO_VALUE, Value, get, literal, per_branch, ref_target

from ..reading.lookups import choices

Spelling = Literal["sam", "openapi"]
Place = Literal["header", "querystring", "stageVariables", "context"]

Fault: TypeAlias = tuple[Node, str]
"""A place that is not understood, and what is wrong, as a sentence."""

REST_ONLY_CONTEXT = (
    "authenticate.", "authorize.", "authorizer.integrationLatency", "authorizer.integrationStatus", "authorizer.latency",
    "authorizer.requestId", "authorizer.status", "error.validationErrorString", "identity.apiKey", "requestOverride.",
    "responseOverride.", "resourceId", "resourcePath", "waf", "webaclArn", "xrayTraceId",
)  # fmt: skip
"""Starts of $context variables that only REST APIs have (mapping templates reference against HTTP API logging variables)."""

HTTP_ONLY_CONTEXT = ("awsEndpointRequestId2", "dataProcessed", "routeKey")
"""Starts of $context variables that only HTTP APIs have."""

LOST_CONTEXT: dict[ApiKind, tuple[str, ...]] = {"rest": REST_ONLY_CONTEXT, "http": HTTP_ONLY_CONTEXT}
"""For an API of each kind, what of its $context the other kind does not have."""

DEFAULT_TTL = 300
"""Seconds. A REST API keeps decisions for so long unless told otherwise; an HTTP API keeps none (T12)."""


@dataclass(frozen=True, eq=False)
class IdentitySource:
    """One identity source.

    Arguments:
        place: which part of a request it names.
        name: the header, parameter or variable.
        node: where it stands.
    """

    place: Place
    name: str
    node: Node


@dataclass(frozen=True, eq=False)
class Origin:
    """Which authorizer a fact is about, and where it stands.

    Arguments:
        name: its name.
        node: where it stands.
        spelling: whether SAM's `Auth` or a definition says it.
        kind: the kind of API that it belongs to.
        faults: places that are not understood, each with what is wrong, as a sentence.
        ignored: settings that mean nothing on its kind of API, by name.
    """

    name: str
    node: Node
    spelling: Spelling
    kind: ApiKind
    faults: tuple[Fault, ...] = ()
    ignored: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True, eq=False)
class LambdaAuthorizer:
    """A function that decides.

    Arguments:
        origin: which one it is.
        target: what names the function: its ARN, or the address at which API Gateway calls it.
        function: its logical id; None when it cannot be told.
        role: the role that API Gateway calls it with.
        token: whether it is asked about one token (TOKEN), not about a request (REQUEST).
        sources: identity sources that are literal names.
        ttl: how many seconds decisions are kept; None where nothing is said.
        payload: the version of the events that it is sent; HTTP APIs only.
        simple: whether it answers yes or no; HTTP APIs only.
        expression: what a token must match before it is asked; REST APIs only.
        permission: the setting that says whether SAM makes the permission to call it.
    """

    origin: Origin
    target: Node | None
    function: str | None = None
    role: Node | None = None
    token: bool = False
    sources: tuple[IdentitySource, ...] = ()
    ttl: Node | None = None
    payload: Node | None = None
    simple: Node | None = None
    expression: Node | None = None
    permission: Node | None = None

    @property
    def seconds(self) -> int | None:
        """How long decisions are kept; None where nothing is said, or nothing that is known here."""
        text = literal(self.ttl) or ""
        return int(text) if text.isdecimal() else None

    @property
    def default(self) -> int:
        """How many seconds its kind of API keeps decisions where nothing is said (T12)."""
        return DEFAULT_TTL if self.origin.kind == "rest" else 0

    @property
    def told(self) -> Value:
        """What the other kind has to be told of how long decisions are kept."""
        if self.ttl is None:
            return self.default
        to_number = self.origin.kind == "rest" and self.seconds is not None and self.ttl.flavour != "int"
        return self.seconds if to_number else self._said(self.ttl)

    def _said(self, node: Node) -> Value:
        """A value with the default in the place of nothing."""
        if ref_target(node) == NO_VALUE:
            return self.default
        return (per_branch(node, self._said) if _may_be_nothing(node) else None) or node

    def spans(self, template: Template) -> tuple[bool, bool]:
        """Whether there are deployments in which decisions are not kept, and whether there are some in which they are.

        Arguments:
            template: which says what values there can be.
        """
        values = choices(template, self.ttl) if self.ttl is not None else []
        if values is None:
            return not _is_above_zero(template.parameters.get(ref_target(self.ttl) or "")), True
        known = [literal(value) or "" for value in values] or [str(self.default)]
        known += [str(self.default)] if self.ttl is not None and _may_be_nothing(self.ttl) else []
        zeros = [text.isdecimal() and int(text) == 0 for text in known]
        return any(zeros), not all(zeros)

    @property
    def version(self) -> str:
        """The version of the events that it is sent: a REST API sends 1.0, an HTTP API 2.0 unless told."""
        if self.origin.kind == "rest":
            return "1.0"
        text = literal(self.payload) or "2.0"
        return f"{text}.0" if text.isdigit() else text


@dataclass(frozen=True, eq=False)
class TokenAuthorizer:
    """An issuer whose tokens are taken: a Cognito user pool, or the issuer of a JWT authorizer.

    Arguments:
        origin: which one it is.
        pools: ARN of the user pool, or a list of them; REST APIs only.
        issuer: URL of the issuer; HTTP APIs only.
        audience: app clients whose tokens are taken; HTTP APIs only.
        header: the header that the token is read from; None where it is not one header with a literal name.
        source: what names the header.
        expression: what tokens must match; REST APIs only.
        scopes: scopes of routes that name none.
    """

    origin: Origin
    pools: Node | None = None
    issuer: Node | None = None
    audience: Node | None = None
    header: str | None = "Authorization"
    source: Node | None = None
    expression: Node | None = None
    scopes: Node | None = None


def _is_above_zero(parameter: Node | None) -> bool:
    least = literal(get(parameter, "MinValue")) or ""
    return least.isdecimal() and int(least) > 0


def _may_be_nothing(node: Node) -> bool:
    return any(ref_target(each) == NO_VALUE for each in node.walk())


Authorizer: TypeAlias = LambdaAuthorizer | TokenAuthorizer
