"""IAM permissions: callers sign their requests, and a policy lets them in."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import AWS_IAM, Concern, Drop, Put, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import Remove
from migrator.text.values import get, literal

from .. import pages
from ..codes import DROPPED_SETTING
from ..reading.definition import operations
from ..several import SaidOfRoutes, together

IAM = Code(
    "iam",
    Level.BLOCKER,
    "Routes are open to callers that sign their requests with IAM.",
    "An HTTP API can check the same signatures (`EnableIamAuthorizer`), but never calls the function with the caller's credentials: "
    "where a REST API asked for `execute-api:Invoke` and `lambda:InvokeFunction`, the first alone is enough afterwards.",
    "Read what becomes less strict, then accept with `--accept iam`. With `InvokeRole: NONE` in force nothing does.",
    pages.IAM,
    Example(
        "Auth: {DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}",
        "Auth: {DefaultAuthorizer: AWS_IAM, EnableIamAuthorizer: true}",
    ),
    security=True,
    announces=frozenset({"route.credentials"}),
)

_CALLER = (
    "The function is called with the caller's credentials today, so callers need `lambda:InvokeFunction` too; "
    "afterwards `execute-api:Invoke` alone is enough."
)
_EXACT = "`InvokeRole: NONE` is in force, so the check stays the same."
_ROLE = "The function is called with the role {role} today; afterwards with its Lambda permission."


def to_http(view: View) -> Iterator[Step]:
    """Flag IAM routes; accepted, the API checks IAM signatures itself."""
    signed = [event for event in view.api.events if view.auth.of(event) == AWS_IAM]
    used = bool(signed) or view.auth.default == AWS_IAM
    role = view.get("Auth", "InvokeRole")
    if used:
        yield from together(view, _flag(view, signed, role))
        # T9: SAM compares with `is True`, so nothing but a literal will do.
        yield Put(("Auth", "EnableIamAuthorizer"), True)
    if role is not None:
        if not used:
            what = "`InvokeRole` is left out. It has an effect on IAM routes only, and there are none."
            yield view.find(DROPPED_SETTING, what, role)
        yield Drop(("Auth", "InvokeRole"))
    yield from _own_roles(view, signed)


def _own_roles(view: View, signed: list[Event]) -> Iterator[Step]:
    for event in view.api.events:
        auth = view.auth.own(event)
        if auth is not None and (own := auth.get("InvokeRole")) is not None:
            if event not in signed:
                yield view.find(DROPPED_SETTING, "`InvokeRole` is left out. This route does not use IAM.", own)
            yield Remove(auth, "InvokeRole")


def _flag(view: View, signed: list[Event], role: Node | None) -> Iterator[Step | SaidOfRoutes]:
    if not signed:
        yield view.find(
            IAM, f"AWS_IAM is the default authorizer. {_loosens(role)}", view.get("Auth", "DefaultAuthorizer")
        )
    for event in signed:
        auth = view.auth.own(event)
        own = get(auth, "InvokeRole")
        what = f"{{}} [is|are] open to callers that sign with IAM. {_loosens(own or role)}"
        yield SaidOfRoutes(IAM, what, event.label, auth or event.node)


def _loosens(role: Node | None) -> str:
    """What a route loses, by the credentials that its function is called with today (T8)."""
    name = literal(role)
    if name == "NONE":
        return _EXACT
    if role is None or name == "CALLER_CREDENTIALS":
        return _CALLER
    return _ROLE.format(role=name or "given by an intrinsic")


@fact
def in_auth(view: View) -> bool:
    """Whether `Auth` says of some route, or of all, that callers sign with IAM."""
    return view.auth.default == AWS_IAM or any(view.auth.of(event) == AWS_IAM for event in view.api.events)


def to_rest(view: View) -> Iterator[Step]:
    """Take the switch away, and keep API Gateway from calling functions with the caller's credentials (T8)."""
    used = in_auth(view) or any(AWS_IAM in operation.asks for operation in operations(view))
    enabled = view.get("Auth", "EnableIamAuthorizer")
    if enabled is not None and not used:
        yield view.find(DROPPED_SETTING, "`EnableIamAuthorizer` is left out. No route uses IAM.", enabled)
    if used:
        yield Put(("Auth", "InvokeRole"), "NONE", "EnableIamAuthorizer" if enabled is not None else None)
    elif enabled is not None:
        yield Drop(("Auth", "EnableIamAuthorizer"))


CONCERN = Concern("iam", to_http, to_rest=to_rest)
