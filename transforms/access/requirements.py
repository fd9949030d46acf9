"""What the operations of a definition ask of callers, and whether the other kind of API asks the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrator.concern import AWS_IAM, Step, View
from migrator.sam.extensions import AUTH_TYPE, AUTHORIZER, OPERATION_AUTH
from migrator.text.meaning import data
from migrator.text.node import Node, boolean
from migrator.text.operations import Insert, Remove, RemoveItem, SetValue
from migrator.text.values import Value, entries_of, get, given, is_list, is_map, literal

from ..codes import DROPPED_SETTING
from ..reading.definition import merging, overriding, signed
from ..reading.document import Document, Operation, is_open_list
from ..several import SaidOfRoutes, together
from .api_keys import API_KEYS, REQUIRED
from .default_authorizer import NAMED_ITSELF, covering
from .iam import IAM
from .openapi import Sort, sort_of, undecided
from .requirement_codes import DEFINITION_SECURITY, OPEN_SCHEME, OPTIONS_ROUTE, ROOT_SECURITY

SIGNED: dict[str, Value] = {"type": "apiKey", "name": "Authorization", "in": "header", AUTH_TYPE: "awsSigv4"}
"""The scheme of IAM signatures, as SAM writes it. Source: samtranslator swagger.py, add_awsiam_security_definition."""


@dataclass(frozen=True, eq=False)
class Requirement:
    """One name that an operation asks for.

    Arguments:
        name: the scheme's name.
        sort: what that is.
        entry: the map that holds it.
        index: the place of that map in the list.
        scopes: what stands under the name.
    """

    name: str
    sort: Sort
    entry: Node
    index: int
    scopes: Node


def convert(view: View, document: Document, operations: Sequence[Operation]) -> Iterator[Step]:
    """Check what operations ask for; what the other kind does not know is said, and goes where the user gives it up.

    Arguments:
        operations: those that stay.
    """
    yield from _root(view, document, operations)
    yield from together(view, _operations(view, document, operations))
    if view.api.kind == "http":
        yield from _signatures(view, document)


def _operations(view: View, document: Document, operations: Sequence[Operation]) -> Iterator[Step | SaidOfRoutes]:
    for operation in operations:
        yield from _extension(view, operation)
        security = operation.node.get("security")
        if given(security) is not None and security is not None:
            yield from _operation(view, document, operation, security)
        if view.api.kind == "rest" and not requirements(view, document, operation):
            yield from _options(view, operation, security)


def requirements(view: View, document: Document, operation: Operation) -> list[Requirement]:
    """The names that an operation asks for; nothing where its security cannot be read."""
    security = operation.node.get("security")
    if security is None or not is_open_list(security):
        return []
    return [
        Requirement(name, sort_of(view, document, name), entry, index, scopes)
        for index, entry in enumerate(security.elements())
        for name, scopes in entry.entries().items()
    ]


def _root(view: View, document: Document, operations: Sequence[Operation]) -> Iterator[Step]:
    """API Gateway reads security at the top level for HTTP APIs only (api-gateway-known-issues)."""
    security = document.body.get("security")
    if security is None:
        return
    asks = not security.is_null and (not is_list(security) or bool(security.items))
    bare = next((op for op in operations if op.node.get("security") is None), None) if asks else None
    if view.api.kind == "http" and bare is not None:
        what = f"{bare.label} has no `security`, and a REST API ignores `security` at the top level."
        remedy = "Write `security` on the operations that need it."
        yield view.find(DEFINITION_SECURITY, what, security, remedy=remedy)
    if view.api.kind == "rest":
        yield from _root_of_rest(view, document, bare, security)


def _root_of_rest(view: View, document: Document, bare: Operation | None, security: Node) -> Iterator[Step]:
    if bare is not None:
        yield view.find(ROOT_SECURITY, f"{bare.label} has no `security`, so it is open today.", security)
    else:
        what = "`security` at the top level is left out. API Gateway reads that of the operations."
        yield view.find(DROPPED_SETTING, what, security)
    yield Remove(document.body, "security")


def _extension(view: View, operation: Operation) -> Iterator[Step]:
    auth = operation.node.get(OPERATION_AUTH)
    if auth is None:
        return
    if view.api.kind == "http":
        what = f"{operation.label} has `{OPERATION_AUTH}`, which only REST APIs are documented to read."
        yield view.find(
            DEFINITION_SECURITY, what, auth, remedy="Remove it, and write in `security` who may call the operation."
        )
    elif (literal(auth.get("type")) or "").upper() == "NONE":
        yield view.find(
            DROPPED_SETTING, f"`{OPERATION_AUTH}: {{type: NONE}}` is left out. It requires no authorization.", auth
        )
        yield Remove(operation.node, OPERATION_AUTH)
    else:
        what = f"Callers of {operation.label} are authorized by `{OPERATION_AUTH}`, which HTTP APIs do not read."
        yield view.find(DEFINITION_SECURITY, what, auth)


def _operation(view: View, document: Document, operation: Operation, security: Node) -> Iterator[Step | SaidOfRoutes]:
    if not is_open_list(security) or not all(is_map(entry) for entry in security.elements()):
        what = f"The security of {operation.label} must be a literal list of maps."
        yield view.find(DEFINITION_SECURITY, what, security)
        return
    others = []
    for one in requirements(view, document, operation):
        if one.sort == "key" and view.api.kind == "rest":
            yield SaidOfRoutes(API_KEYS, REQUIRED, operation.label, security)
            # T44: next to an authorizer it is refused; the authorizer stays.
            alone = len(one.entry.entries()) == 1
            yield RemoveItem(security, one.index) if alone else Remove(one.entry, one.name)
        else:
            others.append(one)
    yield from _several(operation, others, security)
    for one in others:
        yield from _requirement(view, document, operation, one, security)


def _several(operation: Operation, others: Sequence[Requirement], security: Node) -> Iterator[SaidOfRoutes]:
    """A route has one authorizer, or none."""
    if any(not entry.entries() for entry in security.elements()):
        # SAM adds the default authorizer of a REST API to it, and leaves it alone for an HTTP API: an open route.
        yield SaidOfRoutes(DEFINITION_SECURITY, "{} [has|have] an empty requirement.", operation.label, security)
    if len(others) > 1:
        what = f"{{}} [asks|ask] for {' and '.join(one.name for one in others)}; a route has one authorizer."
        yield SaidOfRoutes(DEFINITION_SECURITY, what, operation.label, security)


def _requirement(
    view: View, document: Document, operation: Operation, one: Requirement, security: Node
) -> Iterator[Step | SaidOfRoutes]:
    if one.sort in ("unknown", "key"):
        yield from _unknown(view, document, operation, one, security)
    elif one.sort == "iam" and view.api.kind == "rest":
        yield SaidOfRoutes(IAM, "Callers of {} sign with IAM, today and afterwards.", operation.label, security)
    else:
        yield from _scopes(view, operation, one)
    default = view.auth.default if view.api.kind == "rest" else None
    if default is not None and one.sort not in ("api", "none") and one.name != AWS_IAM:
        # SAM adds the default authorizer of a REST API to such a requirement, and leaves it alone for an HTTP API.
        what = f"{{}} [has|have] both {one.name} and the default authorizer {default}."
        yield SaidOfRoutes(DEFINITION_SECURITY, what, operation.label, security)


def _scopes(view: View, operation: Operation, one: Requirement) -> Iterator[Step | SaidOfRoutes]:
    if one.sort != "lambda" or (is_list(one.scopes) and not one.scopes.items):
        if not is_open_list(one.scopes):
            yield view.find(DEFINITION_SECURITY, f"The scopes of {operation.label} must be a literal list.", one.scopes)
    elif view.api.kind == "rest" and is_list(one.scopes):
        what = f"The scopes of {operation.label} are removed. A Lambda authorizer has no scopes."
        yield view.find(DROPPED_SETTING, what, one.scopes)
        yield SetValue(one.scopes, [])
    else:
        what = f"{{}} [asks|ask] for scopes of {one.name}, and a Lambda authorizer has none."
        yield SaidOfRoutes(DEFINITION_SECURITY, what, operation.label, one.scopes)


def _unknown(
    view: View, document: Document, operation: Operation, one: Requirement, security: Node
) -> Iterator[Step | SaidOfRoutes]:
    """A name that is no authorizer of the API's kind: an authorizer by condition, one that only documents, or nothing."""
    if view.api.kind == "http" and one.name == AWS_IAM and boolean(view.get("Auth", "EnableIamAuthorizer")) is True:
        return  # T9: the IAM authorizer that SAM makes
    scheme = document.schemes.get(one.name)
    if undecided(scheme) is not None:
        return  # said at the scheme
    if view.api.kind == "rest" and is_map(scheme) and entries_of(scheme).keys().isdisjoint((AUTHORIZER, AUTH_TYPE)):
        what = f"{{}} [asks|ask] for {one.name}, which has no authorizer: API Gateway does not check it."
        yield SaidOfRoutes(OPEN_SCHEME, what, operation.label, security)
        # What an HTTP API makes of such a requirement is not documented; without it the route is open, as it is today.
        yield RemoveItem(security, one.index) if len(security.elements()) > 1 else Remove(operation.node, "security")
        return
    what = f"{{}} [asks|ask] for {one.name}, which is not an authorizer of {view.old.shown}: API Gateway does not check it."
    yield SaidOfRoutes(DEFINITION_SECURITY, what, operation.label, security)


def _options(view: View, operation: Operation, security: Node | None) -> Iterator[Step]:
    """An operation that the default authorizer covers today (T5) asks for it itself."""
    default = covering(view)
    if operation.method != "OPTIONS" or default is None:
        return
    scopes = get(view.auth.authorizers.get(default), "AuthorizationScopes")
    yield view.find(OPTIONS_ROUTE, NAMED_ITSELF.format(operation.label, default), operation.node)
    if security is not None:
        yield Remove(operation.node, "security")
    yield Insert(operation.node, "security", [{default: data(scopes) if scopes is not None else []}])


def _signatures(view: View, document: Document) -> Iterator[Step]:
    """The scheme of IAM signatures: SAM makes it for every HTTP API that is told so, for a REST API with a default only."""
    if not _lacks_scheme(view, document):
        return
    if view.auth.authorizers:
        what = "Operations ask for IAM signatures, but SAM does not write the scheme for them next to other authorizers of `Auth`."
        remedy = "Make AWS_IAM the default authorizer, or define all authorizers in the definition."
        yield view.find(DEFINITION_SECURITY, what, document.body, remedy=remedy)
    else:
        yield from _added(document.body, ["components", "securitySchemes", AWS_IAM], SIGNED)


def _lacks_scheme(view: View, document: Document) -> bool:
    if AWS_IAM in document.schemes or AWS_IAM in view.auth.authorizers or view.auth.default is not None:
        return False
    asked = any(AWS_IAM in operation.asks for operation in document.operations)
    asked |= merging(view, document) and any(signed(view, event) for event in view.api.events)
    return asked and not any(signed(view, event) for event in overriding(view, document))


def _added(node: Node, path: list[str], value: Value) -> Iterator[Step]:
    """Add a value at the end of a path, of which a part may be there."""
    key, *rest = path
    there = node.get(key)
    if there is not None and given(there) is not None:
        yield from _added(there, rest, value)
        return
    for inner in reversed(rest):
        value = {inner: value}
    yield SetValue(there, value) if there is not None else Insert(node, key, value)
