"""``DefaultAuthorizer`` and what it covers: the two kinds differ on OPTIONS routes, parameters and names that do not exist."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from migrator.concern import AWS_IAM, NO_AUTHORIZER, Concern, Drop, Put, Step, View, fact, is_true
from migrator.findings import Code, Example, Level
from migrator.sam.template import Event
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.tree import Node
from migrator.text.values import Value, get, is_list, is_map, literal, ref_target

from .. import pages
from ..codes import DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.catching import catching
from ..reading.definition import document

DANGLING_AUTHORIZER = Code(
    "dangling-authorizer",
    Level.BLOCKER,
    "`DefaultAuthorizer` names an authorizer that is not defined.",
    "Under a REST API, SAM compiles that to an API without any authorizer: it is open today. Under an HTTP API SAM refuses it.",
    "Define the authorizer, or accept with `--accept dangling-authorizer` that the API stays as open as it is.",
    pages.ACCESS,
    security=True,
)
AUTHORIZER_PARAMETER = Code(
    "authorizer-parameter",
    Level.BLOCKER,
    "`DefaultAuthorizer` is given by a template parameter.",
    "SAM resolves parameters in the Auth of a REST API, not in that of an HTTP API.",
    "Write the name itself, or accept the parameter's default with `--accept authorizer-parameter`.",
    pages.ACCESS,
    Example("DefaultAuthorizer: !Ref Which", "DefaultAuthorizer: Cognito"),
    security=True,
)
EMPTY_SCOPES = Code(
    "empty-scopes",
    Level.BLOCKER,
    "A route clears the scopes of its authorizer with `AuthorizationScopes: []`.",
    "An HTTP API ignores the empty list: the route would ask for the authorizer's scopes, and tokens without them get 403.",
    "Move the scopes from the authorizer to the routes that need them, or accept the stricter route with `--accept empty-scopes`.",
    pages.ACCESS,
    security=True,
    announces=frozenset({"route.scopes"}),
)
OPTIONS_ROUTE = Code(
    "options-route",
    Level.INFO,
    "An OPTIONS route of your own is protected by the default authorizer.",
    "An HTTP API never applies the default authorizer to OPTIONS, so the route names it itself.",
    "Look for the authorizer at the event from now on.",
    pages.ACCESS,
    Example("Method: options", "Method: options\nAuth: {Authorizer: Cognito}"),
    security=True,
)
PREFLIGHT = Code(
    "preflight",
    Level.INFO,
    "CORS preflight requests went through the default authorizer.",
    "An HTTP API answers preflight requests itself, without an authorizer. Browsers send no credentials with them.",
    "Read the CORS settings of the API: they alone decide what preflight requests are told.",
    pages.CORS,
)

LITERAL_NAME = "`Authorizer` of this event must be a literal name."

AUTH_KEYS = frozenset(
    {
        "Authorizers", "DefaultAuthorizer", "InvokeRole", "AddDefaultAuthorizerToCorsPreflight", "AddApiKeyRequiredToCorsPreflight",
        "ApiKeyRequired", "ResourcePolicy", "UsagePlan",
    }
)  # fmt: skip
"""Keys that SAM takes in the Auth of a REST API. Source: samtranslator, AuthProperties of api_generator.py."""


HTTP_AUTH_KEYS = frozenset({"Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer"})
"""Keys that SAM takes in the Auth of an HTTP API. Source: samtranslator, AuthProperties of http_api_generator.py."""

REST_EVENT_KEYS = frozenset({"ApiKeyRequired", "ResourcePolicy", "InvokeRole", "OverrideApiAuth"})
"""Keys of an event's Auth that mean something on a REST API only."""


def to_http(view: View) -> Iterator[Step]:
    """Settle the default authorizer and what it covers."""
    auth = yield from _auth(view, AUTH_KEYS)
    if auth is not None:
        yield from _preflight(view, auth)
        yield from _default(view, auth)
    for event in view.api.events if view.auth.readable else ():
        yield from _route(view, event)


def _auth(view: View, known: frozenset[str]) -> Generator[Step, None, Node | None]:
    """The API's ``Auth``, its unknown keys reported; None when there is none that can be read."""
    auth = view.auth.node
    if auth is None:
        return None
    if not view.auth.readable:
        yield view.find(UNSUPPORTED_SHAPE, "`Auth` must be a map.", auth)
        return None
    for key, node in auth.entries().items():
        if key not in known:
            yield view.find(UNSUPPORTED_PROPERTY, f"`Auth.{key}` is not a property of an API.", node)
            yield Drop(("Auth", key))
    authorizers = auth.get("Authorizers")
    if authorizers is not None and not authorizers.is_null and not is_map(authorizers):
        yield view.find(UNSUPPORTED_SHAPE, "`Authorizers` must be a map.", authorizers)
    return auth


@fact
def opened(view: View) -> str:
    """What is said of preflight requests that went through an authorizer: a route of every method still has its own."""
    kept = ", ".join(route.label for route in catching(view) if route.authorizer is not None)
    except_ = f", except on the paths of {kept}, whose authorizers refuse them" if kept else ""
    return f"Preflight requests will be answered without an authorizer{except_}."


def _preflight(view: View, auth: Node) -> Iterator[Step]:
    preflight = auth.get("AddDefaultAuthorizerToCorsPreflight")
    if preflight is not None:  # HTTP APIs authorize no preflight: what changes by that is said below
        yield Drop(("Auth", "AddDefaultAuthorizerToCorsPreflight"))
    if view.auth.default is not None and is_true(preflight or auth) and view.get("Cors") is not None:
        yield view.find(PREFLIGHT, opened(view), view.get("Cors"))


def _default(view: View, auth: Node) -> Iterator[Step]:
    node = auth.get("DefaultAuthorizer")
    if node is None or node.is_null:
        return
    name = literal(node)
    if name is None:
        yield from _parameter(view, node)
    elif name == NO_AUTHORIZER:
        yield view.find(DROPPED_SETTING, "`DefaultAuthorizer: NONE` is left out. It is the default.", node)
        yield Drop(("Auth", "DefaultAuthorizer"))
        yield from _without_default(view)
    elif name != AWS_IAM and name not in view.auth.authorizers:
        yield view.find(
            DANGLING_AUTHORIZER, f"`{name}` is not among the authorizers of this API; every route is open today.", node
        )
        yield Drop(("Auth", "DefaultAuthorizer"))
        yield from _without_default(view)


def _without_default(view: View) -> Iterator[Step]:
    """Events that opt out of an authorizer that goes: SAM takes ``NONE`` on an HttpApi only where there is a default."""
    for event in view.api.events:
        auth = event.get("Auth")
        if auth is not None and is_map(auth) and literal(auth.get("Authorizer")) == NO_AUTHORIZER:
            yield Remove(auth, "Authorizer")


def _parameter(view: View, node: Node) -> Iterator[Step]:
    parameter = ref_target(node)
    default = (
        view.template.parameters[parameter].get("Default")
        if parameter in view.template.parameters and parameter
        else None
    )
    name = literal(default)
    if name is None or (name != AWS_IAM and name not in view.auth.authorizers):
        yield view.find(UNSUPPORTED_SHAPE, "The value of `DefaultAuthorizer` is known only at deployment.", node)
        return
    yield view.find(
        AUTHORIZER_PARAMETER, f"The name comes from parameter `{parameter}`; its default is `{name}`.", node
    )
    yield Put(("Auth", "DefaultAuthorizer"), name)


def _route(view: View, event: Event) -> Iterator[Step]:
    if event.properties is None:
        return
    auth = view.auth.own(event)
    scopes = get(auth, "AuthorizationScopes")
    if scopes is not None and (not is_list(scopes) or not scopes.items):
        yield from _scopes(view, event, auth, scopes)
    explicit = get(auth, "Authorizer")
    body = document(view)
    if body is not None and body.find(event.method or "", event.path or "") is not None:
        return  # its security stands in the definition
    protected = view.auth.default is not None and is_true(
        view.get("Auth", "AddDefaultAuthorizerToCorsPreflight") or event.node
    )
    if (
        event.method == "OPTIONS"
        and explicit is None
        and protected
        and view.auth.default in (AWS_IAM, *view.auth.authorizers)
    ):
        yield view.find(
            OPTIONS_ROUTE, f"OPTIONS {event.path} names its authorizer `{view.auth.default}` itself.", event.node
        )
        if auth is not None and is_map(auth):
            yield Insert(auth, "Authorizer", view.auth.default)
        else:
            yield Insert(event.properties, "Auth", {"Authorizer": view.auth.default}, after="Method")


def _scopes(view: View, event: Event, auth: Node | None, scopes: Node) -> Iterator[Step]:
    if not is_list(scopes):
        yield view.find(UNSUPPORTED_SHAPE, "`AuthorizationScopes` must be a list.", scopes)
        return
    authorizer = view.auth.authorizers.get(view.auth.of(event) or "")
    if (
        authorizer is not None
        and (own := authorizer.get("AuthorizationScopes")) is not None
        and (not is_list(own) or own.items)
    ):
        yield view.find(EMPTY_SCOPES, f"{event.method} {event.path} clears the scopes of its authorizer.", scopes)
    else:
        yield view.find(DROPPED_SETTING, "`AuthorizationScopes: []` is left out. Its authorizer has no scopes.", scopes)
    if auth is not None:
        yield Remove(auth, "AuthorizationScopes")


def to_rest(view: View) -> Iterator[Step]:
    """Keep the default authorizer where it covers the same routes."""
    auth = yield from _auth(view, HTTP_AUTH_KEYS)
    if auth is not None:
        yield from _default_of_http(view, auth)
    for event in view.api.events if view.auth.readable else ():
        own = event.get("Auth")
        if own is not None and is_map(own):
            yield from _route_of_http(view, event, own)


def _default_of_http(view: View, auth: Node) -> Iterator[Step]:
    default = auth.get("DefaultAuthorizer")
    if default is None or default.is_null:
        return
    name = literal(default)
    if name is None or (name != AWS_IAM and name not in view.auth.authorizers):
        # T1: under a REST API this compiles to an open API.
        yield view.find(UNSUPPORTED_SHAPE, "`DefaultAuthorizer` does not name an authorizer of this API.", default)
        return
    # T23: a REST API protects preflight by default, and then browsers cannot ask.
    yield Put(("Auth", "AddDefaultAuthorizerToCorsPreflight"), False)


def _route_of_http(view: View, event: Event, auth: Node) -> Iterator[Step]:
    for key, node in auth.entries().items():
        if key in REST_EVENT_KEYS:
            what = f"`Auth.{key}` of {event.owner.id} is left out. SAM ignores it on an HTTP API."
            yield view.find(DROPPED_SETTING, what, node)
            yield Remove(auth, key)
        elif key not in ("Authorizer", "AuthorizationScopes"):
            yield view.find(UNSUPPORTED_PROPERTY, f"`Auth.{key}` is not a property of an HttpApi event.", node)
    scopes, explicit = auth.get("AuthorizationScopes"), auth.get("Authorizer")
    if explicit is not None and literal(explicit) is None and not explicit.is_null:
        yield view.find(UNSUPPORTED_SHAPE, LITERAL_NAME, explicit)
    if scopes is None:
        return
    if not is_list(scopes):
        yield view.find(UNSUPPORTED_SHAPE, "`AuthorizationScopes` must be a list.", scopes)
    elif not scopes.items:  # T14: an HTTP API ignores the empty list, a REST API would clear the scopes
        what = "`AuthorizationScopes: []` is left out. It has no effect on an HTTP API, and would open a REST API."
        yield view.find(DROPPED_SETTING, what, scopes)
        yield Remove(auth, "AuthorizationScopes")
    elif view.auth.default is not None and explicit is None:  # T15
        yield Insert(auth, "Authorizer", view.auth.default, before="AuthorizationScopes")
    elif view.auth.default is not None and explicit is not None and explicit.is_null:
        yield SetValue(explicit, view.auth.default)


def of_http(view: View, auth: Node) -> dict[str, Value]:
    """Return what is left of an event's ``Auth`` on a route that is written anew.

    Arguments:
        auth: the map that the event of the HTTP API has.
    """
    explicit, scopes = auth.get("Authorizer"), auth.get("AuthorizationScopes")
    asked = scopes if scopes is not None and is_list(scopes) and scopes.items else None  # T14
    named = explicit is not None and not explicit.is_null
    authorizer = explicit if named or asked is None else view.auth.default  # T15
    wanted: dict[str, Value] = {"Authorizer": authorizer, "AuthorizationScopes": asked}
    return {key: value for key, value in wanted.items() if value is not None}


CONCERN = Concern("default-authorizer", to_http, frozenset({"Auth"}), to_rest, frozenset({"Auth"}))
