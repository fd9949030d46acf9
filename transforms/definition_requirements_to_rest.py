"""What operations of an HTTP API's definition ask of callers, on their way to a REST API."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import AWS_IAM, Move, Step
from migrator.text.operations import Insert, SetValue
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, is_list, is_map

from .definition_codes import DEFINITION_SECURITY
from .definition_events import merging, overriding, signed
from .definition_security import Wanted, wanted_by
from .openapi_document import AUTH_TYPE, Document, Operation, is_open_list

SIGNED: dict[str, Value] = {"type": "apiKey", "name": "Authorization", "in": "header", AUTH_TYPE: "awsSigv4"}
"""The scheme of IAM signatures, as SAM writes it. Source: samtranslator swagger.py, add_awsiam_security_definition."""


def convert(move: Move, document: Document) -> Iterator[Step]:
    """Check what operations ask for, and that a REST API knows all of it."""
    yield from _root(move, document)
    for operation in document.operations:
        yield from _operation(move, document, operation)
    yield from _signatures(move, document)


def _root(move: Move, document: Document) -> Iterator[Step]:
    security = document.body.get("security")
    if security is None or security.is_null or (is_list(security) and not security.items):
        return
    bare = next((op for op in document.operations if op.node.get("security") is None), None)
    if bare is not None:
        what = f"{bare.label} has no security of its own, and a REST API does not read that at the top level."
        remedy = "Write `security` on the operations that need it."
        yield move.find(DEFINITION_SECURITY, what, security, remedy=remedy)


def _operation(move: Move, document: Document, operation: Operation) -> Iterator[Step]:
    if (auth := operation.node.get("x-amazon-apigateway-auth")) is not None:
        what = f"{operation.label} has `x-amazon-apigateway-auth`, which only REST APIs are known to read."
        yield move.find(DEFINITION_SECURITY, what, auth, remedy="Remove it; say in `security` who may call.")
    security = operation.node.get("security")
    if security is None or security.is_null:
        return
    if not is_open_list(security) or not all(is_map(entry) for entry in security.elements()):
        yield move.find(DEFINITION_SECURITY, f"The security of {operation.label} is no list of maps.", security)
        return
    wanted = wanted_by(move, document, operation)
    if any(not entry.entries() for entry in security.elements()):
        # SAM adds the default authorizer of a REST API to it, and leaves it alone for an HTTP API: an open route.
        yield move.find(DEFINITION_SECURITY, f"{operation.label} has an empty requirement.", security)
    if len(wanted) > 1:
        names = " and ".join(one.name for one in wanted)
        yield move.find(DEFINITION_SECURITY, f"{operation.label} asks for {names}.", security)
    for one in wanted:
        yield from _requirement(move, operation, one, security)


def _requirement(move: Move, operation: Operation, one: Wanted, security: Node) -> Iterator[Step]:
    if one.sort in ("unknown", "key") and not _is_signature(move, one.name):
        what = f"{operation.label} asks for {one.name}, which is no authorizer of an HTTP API."
        yield move.find(DEFINITION_SECURITY, what, security)
    elif not is_open_list(one.scopes):
        what = f"The scopes of {operation.label} are no list that stands here."
        yield move.find(DEFINITION_SECURITY, what, one.scopes)
    elif one.scopes.items and one.sort == "lambda":
        what = f"{operation.label} asks for scopes of {one.name}, which has none."
        yield move.find(DEFINITION_SECURITY, what, one.scopes)


def _is_signature(move: Move, name: str) -> bool:
    """Whether a name stands for the IAM authorizer that SAM makes for an HTTP API."""
    return name == AWS_IAM and boolean(move.get("Auth", "EnableIamAuthorizer")) is True  # T9


def _signatures(move: Move, document: Document) -> Iterator[Step]:
    """The scheme of IAM signatures: SAM makes it for every HTTP API that is told so, for a REST API with a default only."""
    asked = any(AWS_IAM in operation.asks for operation in document.operations)
    asked |= merging(move, document) and any(signed(move, event) for event in move.api.events)
    made = move.auth.default is not None or any(signed(move, event) for event in overriding(move, document))
    if not asked or made or AWS_IAM in document.schemes or AWS_IAM in move.auth.authorizers:
        return
    if move.auth.authorizers:
        what = "Operations ask for IAM signatures, whose scheme SAM does not write beside other authorizers of `Auth`."
        remedy = "Make AWS_IAM the default authorizer, or define all authorizers in the definition."
        yield move.find(DEFINITION_SECURITY, what, document.body, remedy=remedy)
    else:
        yield from _added(document.body, ["components", "securitySchemes", AWS_IAM], SIGNED)


def _added(node: Node, path: list[str], value: Value) -> Iterator[Step]:
    """Add a value at the end of a path, of which a part may be there."""
    key, *rest = path
    there = node.get(key)
    if there is not None and not there.is_null:
        yield from _added(there, rest, value)
        return
    for inner in reversed(rest):
        value = {inner: value}
    yield SetValue(there, value) if there is not None else Insert(node, key, value)
