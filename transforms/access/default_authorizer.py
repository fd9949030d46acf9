"""``DefaultAuthorizer`` and what it covers: the two kinds differ on OPTIONS routes, parameters and names that do not exist."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from migrator.concern import AWS_IAM, NO_AUTHORIZER, Concern, Drop, Put, Step, View, fact, is_true
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.values import Value, get, given, is_list, is_map, items_of, literal, present, ref_target

from ..codes import DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.catching import catching
from ..reading.definition import document
from .requirement_codes import AUTHORIZER_PARAMETER, DANGLING_AUTHORIZER, EMPTY_SCOPES, OPTIONS_ROUTE, PREFLIGHT

SCOPES_LIST = "`AuthorizationScopes` must be a list."
NAMED_ITSELF = "{} names its authorizer `{}` itself."
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
    authorizers = given(auth.get("Authorizers"))
    if authorizers is not None and not is_map(authorizers):
        yield view.find(UNSUPPORTED_SHAPE, "`Authorizers` must be a map.", authorizers)
    return auth


@fact
def covering(view: View) -> str | None:
    """The default authorizer of a REST API where it covers OPTIONS routes and preflight as well (T5, T23)."""
    preflight = view.get("Auth", "AddDefaultAuthorizerToCorsPreflight")
    return view.auth.default if preflight is None or is_true(preflight) else None


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
    if covering(view) is not None and view.get("Cors") is not None:
        yield view.find(PREFLIGHT, opened(view), view.get("Cors"))


def _default(view: View, auth: Node) -> Iterator[Step]:
    node = given(auth.get("DefaultAuthorizer"))
    if node is None:
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
        if auth is not None and literal(auth.get("Authorizer")) == NO_AUTHORIZER:
            yield Remove(auth, "Authorizer")


def _parameter(view: View, node: Node) -> Iterator[Step]:
    parameter = ref_target(node) or ""
    name = literal(get(view.template.parameters.get(parameter), "Default"))
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
    if scopes is not None and not items_of(scopes):
        yield from _scopes(view, event, auth, scopes)
    if event.method == "OPTIONS" and get(auth, "Authorizer") is None:
        yield from _options(view, event, event.properties)


def _options(view: View, event: Event, properties: Node) -> Iterator[Step]:
    """T5: the default authorizer of a REST API covers OPTIONS, that of an HTTP API never does."""
    body = document(view)
    if body is not None and body.find("OPTIONS", event.path or "") is not None:
        return  # its security stands in the definition
    default, auth = covering(view), view.auth.own(event)
    if default in (AWS_IAM, *view.auth.authorizers):
        yield view.find(OPTIONS_ROUTE, NAMED_ITSELF.format(event.label, default), event.node)
        if auth is not None and is_map(auth):
            yield Insert(auth, "Authorizer", default)
        else:
            yield Insert(properties, "Auth", {"Authorizer": default}, after="Method")


def _scopes(view: View, event: Event, auth: Node | None, scopes: Node) -> Iterator[Step]:
    if not is_list(scopes):
        yield view.find(UNSUPPORTED_SHAPE, SCOPES_LIST, scopes)
        return
    own = get(view.auth.authorizers.get(view.auth.of(event) or ""), "AuthorizationScopes")
    if own is not None and (not is_list(own) or own.items):
        yield view.find(EMPTY_SCOPES, f"{event.label} clears the scopes of its authorizer.", scopes)
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
    default = given(auth.get("DefaultAuthorizer"))
    if default is None:
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
    if given(explicit) is not None and literal(explicit) is None:
        yield view.find(UNSUPPORTED_SHAPE, LITERAL_NAME, explicit)
    if scopes is not None:
        yield from _scopes_of_http(view, auth, scopes, explicit)


def _scopes_of_http(view: View, auth: Node, scopes: Node, explicit: Node | None) -> Iterator[Step]:
    if not is_list(scopes):
        yield view.find(UNSUPPORTED_SHAPE, SCOPES_LIST, scopes)
    elif not scopes.items:  # T14: an HTTP API ignores the empty list, a REST API would clear the scopes
        what = "`AuthorizationScopes: []` is left out. It has no effect on an HTTP API, and would open a REST API."
        yield view.find(DROPPED_SETTING, what, scopes)
        yield Remove(auth, "AuthorizationScopes")
    elif view.auth.default is not None and explicit is None:  # T15
        yield Insert(auth, "Authorizer", view.auth.default, before="AuthorizationScopes")
    elif view.auth.default is not None and explicit is not None and given(explicit) is None:
        yield SetValue(explicit, view.auth.default)


def of_http(view: View, auth: Node) -> dict[str, Value]:
    """Return what is left of an event's ``Auth`` on a route that is written anew.

    Arguments:
        auth: the map that the event of the HTTP API has.
    """
    explicit, scopes = auth.get("Authorizer"), auth.get("AuthorizationScopes")
    asked = scopes if items_of(scopes) else None  # T14
    is_named = given(explicit) is not None or asked is None
    return present(
        {
            "Authorizer": explicit if is_named else view.auth.default,  # T15
            "AuthorizationScopes": asked,
        }
    )


CONCERN = Concern("default-authorizer", to_http, frozenset({"Auth"}), to_rest, frozenset({"Auth"}))
