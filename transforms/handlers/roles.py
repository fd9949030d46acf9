"""What calls a function: routes and authorizers of APIs, and everything else that a template says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from migrator.concern import View, fact, is_true
from migrator.facts import AuthorizerFacts, AuthorizerFormat, Format, Route, RouteFacts
from migrator.sam.kinds import ApiKind
from migrator.sam.template import Event, Template
from migrator.stage_name import Default, Given, StageName, known, shown
from migrator.text.node import Node
from migrator.text.values import is_list, is_map, literal

from ..access.authorizers import authorizers
from ..access.fact import LambdaAuthorizer
from ..cors.responses import added
from ..cors.sam import allowed, configured
from ..cors.values import is_off
from ..reading.definition import document, held, uploaded
from ..reading.functions import functions_in
from ..routes.payload import calls
from .callers import STAYS, callers
from .find import functions
from .identities import route_of, route_of_operation


@dataclass(frozen=True)
class Role:
    """What a function is for the APIs that move, and what else it is.

    Arguments:
        routes: facts of its routes, one for each API, with the format before as the format after.
        authorizers: facts of the authorizers that it is.
        others: what else calls it, as clauses; code that follows would fail there.
        defined: whether a route of it stands in a definition, which says the format itself.
        unnamed: whether the name of a stage is known at deployment only.
    """

    routes: tuple[RouteFacts, ...] = ()
    authorizers: tuple[AuthorizerFacts, ...] = ()
    others: tuple[str, ...] = ()
    defined: bool = False
    unnamed: bool = False

    @property
    def moves(self) -> bool:
        """Whether an API that moves calls it."""
        return bool(self.routes or self.authorizers)

    @property
    def requested(self) -> bool:
        """Whether nothing but APIs calls it, those included that stay."""
        return all(clause.endswith(STAYS) for clause in self.others)


@dataclass
class _Draft:
    routes: list[RouteFacts] = field(default_factory=list)
    authorizers: list[AuthorizerFacts] = field(default_factory=list)
    defined: bool = False
    unnamed: bool = False
    chosen: bool = False


CHOSEN = "is one of the functions that an authorizer may ask"
"""Which one is decided at deployment: the authorizer has one format for all."""


def asked(view: View, authorizer: LambdaAuthorizer) -> list[str]:
    """The functions of the template that an authorizer asks, or may ask where a condition chooses."""
    return functions_in(view.template, authorizer.target) if authorizer.target is not None else []


def roles(template: Template, moves: tuple[View, ...]) -> dict[str, Role]:
    """The role of every function, by logical id.

    Arguments:
        moves: the APIs that move.
    """
    drafts = {name: _Draft() for name in functions(template)}
    for view in moves:
        _of_events(view, drafts)
        _of_definition(view, drafts)
        _of_authorizers(view, drafts)
    moving = frozenset(view.api.id for view in moves)
    others = callers(template, moving, {name for name, draft in drafts.items() if draft.defined})
    return {
        name: Role(
            tuple(d.routes),
            tuple(d.authorizers),
            (*others[name], *([CHOSEN] if d.chosen else [])),
            d.defined,
            d.unnamed,
        )
        for name, d in drafts.items()
    }


# -- routes -------------------------------------------------------------------------------------------------------


def _of_events(view: View, drafts: Mapping[str, _Draft]) -> None:
    found: dict[tuple[str, Format], list[Route]] = {}
    body = document(view) if view.api.kind == "http" else None
    for event in view.api.events:
        if view.api.kind == "http" and (uploaded(view) or held(body, event) is not None):
            continue  # the definition says where the route leads
        if event.owner.id in drafts:
            found.setdefault((event.owner.id, format_of(event)), []).append(route_of(view, event))
    defined = any(view.get(key) is not None for key in ("DefinitionBody", "DefinitionUri"))
    for (name, before), routes in found.items():
        _add(view, drafts[name], before, routes, defined=defined)


def _of_definition(view: View, drafts: Mapping[str, _Draft]) -> None:
    found: dict[tuple[str, Format], list[Route]] = {}
    for call in calls(view):
        before: Format = "rest" if view.api.kind == "rest" else "1.0" if call.first else "2.0"
        found.setdefault((call.function, before), []).append(route_of_operation(view, call.operation))
    for (name, before), routes in found.items():
        known = {(r.method, r.path) for facts in drafts[name].routes for r in facts.routes}
        if new := [route for route in dict.fromkeys(routes) if (route.method, route.path) not in known]:
            _add(view, drafts[name], before, new, defined=True)


def _add(view: View, draft: _Draft, before: Format, routes: list[Route], *, defined: bool) -> None:
    rest = view.kind.name == "http"
    stage, known = _stage(view)
    binary = rest and view.get("BinaryMediaTypes") is not None
    cors, origin = _set(view) if rest else _ignored(view)
    draft.routes.append(
        RouteFacts(
            before,
            before,
            tuple(routes),
            stage,
            not known,
            cors,
            origin,
            binary,
            rest_stage=_rest_stage(view),
            sends=None if rest else added(view),
        )
    )
    draft.defined = draft.defined or defined
    draft.unnamed = draft.unnamed or not known


@fact
def _set(view: View) -> tuple[bool, str | None]:
    """Whether the HTTP API that a REST API becomes sets CORS headers itself, and the one origin that it allows."""
    return (True, allowed(view)) if configured(view) else (False, None)


@fact
def _ignored(view: View) -> tuple[bool, str | None]:
    """Whether an HTTP API sets CORS headers itself, and the one origin that it allows."""
    node = view.get("CorsConfiguration")
    if node is None or is_off(node):
        return False, None
    if not is_map(node):
        return True, "*"
    origins = node.get("AllowOrigins")
    listed = origins.elements() if origins is not None and is_list(origins) else []
    return True, literal(listed[0]) if len(listed) == 1 else None


def format_of(event: Event) -> Format:
    """The format of the events of a route."""
    if event.kind == "rest":
        return "rest"
    version = event.properties.get("PayloadFormatVersion") if event.properties is not None else None
    return "1.0" if version is not None and version.text in ("1.0", "1") else "2.0"  # 0.7: 2.0 is SAM's default


@fact
def stage_names(view: View) -> tuple[StageName, StageName]:
    """Names of the stages of the REST API and of the HTTP API: one is before the migration, the other after it."""
    before, after = view.stage.before, view.stage.after
    return (before, after) if view.kind.name == "http" else (after, before)


@fact
def _stage(view: View) -> tuple[str | None, bool]:
    """Name of the stage of the HTTP API, None for ``$default``; and whether it is known."""
    _, name = stage_names(view)
    if isinstance(name, Default):
        return None, True
    return shown(name), not isinstance(name, Given)


@fact
def _rest_stage(view: View) -> str | None:
    """Name of the stage of the REST API; None where it is known at deployment only."""
    rest, http = stage_names(view)
    # One name on both sides is the same name, whatever it is at deployment.
    return _stage(view)[0] if rest == http else known(rest)


# -- authorizers --------------------------------------------------------------------------------------------------


def authorizer_format(node: Node, kind: ApiKind) -> AuthorizerFormat:
    """What an authorizer function is sent.

    Arguments:
        node: the authorizer, as it stands below ``Authorizers``.
    """
    if kind == "rest":
        return "request" if literal(node.get("FunctionPayloadType")) == "REQUEST" else "token"
    return "1.0" if literal(node.get("AuthorizerPayloadFormatVersion")) in ("1.0", "1") else "2.0"


def _of_authorizers(view: View, drafts: Mapping[str, _Draft]) -> None:
    for one in authorizers(view):
        if not isinstance(one, LambdaAuthorizer):
            continue
        for name in asked(view, one):
            found = replace(_facts(view, one), stage=_stage(view)[0], rest_stage=_rest_stage(view))
            drafts[name].authorizers.append(found)
            drafts[name].chosen |= one.function is None


def _facts(view: View, fact: LambdaAuthorizer) -> AuthorizerFacts:
    cached = not fact.spans(view.template)[0]
    headers = tuple(source.name for source in fact.sources if source.place == "header")
    if fact.origin.kind == "rest":
        before: AuthorizerFormat = "token" if fact.token else "request"
        return AuthorizerFacts(before, before, headers=headers, sources=len(fact.sources), cached=cached)
    return AuthorizerFacts(
        "1.0" if fact.version == "1.0" else "2.0",
        "request",
        simple_before=is_true(fact.simple),
        headers=headers,
        sources=len(fact.sources),
        cached=cached,
    )
