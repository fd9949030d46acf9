"""Which Lambda permissions and app clients let in callers that the routes of an API know nothing of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ..access import Kind
from ..index import Index, names_in
from ..intrinsics import text
from ..permissions import GATEWAY

FRONT_DOORS: Final = frozenset({
    GATEWAY, "alexa-appkit.amazon.com", "cloudfront.amazonaws.com", "elasticloadbalancing.amazonaws.com",
    "lex.amazonaws.com", "lexv2.amazonaws.com", "vpc-lattice.amazonaws.com",
})  # fmt: skip
"""Services that hand on what their own callers send."""

_SERVICE = re.compile(r"[\w.-]+\.amazon(?:aws)?\.com(?:\.cn)?")
_VARIABLE = re.compile(r"\$\{[^}]*\}")


def lets_others_in(properties: Mapping[str, Any], _kind: Kind, index: Index) -> bool:
    """Whether a Lambda permission lets in more than one known resource of one account, or a service with callers.

    The permissions of the template's own APIs are compared with their routes.

    Arguments:
        properties: those of the permission.

    Source: Lambda API reference, AddPermission (SourceAccount: a bucket's ARN holds no account).
    """
    principal, source = text(properties.get("Principal")), text(properties.get("SourceArn"))
    if not _SERVICE.fullmatch(principal):
        return True
    if principal in FRONT_DOORS:
        # SAM takes an API that an event names without `!Ref` at its word, and writes that into the ARN.
        named = {*names_in(properties.get("SourceArn")), source.rpartition(":")[2].partition("/")[0]}
        return named.isdisjoint(index.apis)
    account = text(properties.get("SourceAccount"))
    return not (_is_one(account) or _names_an_account(source))


def _names_an_account(arn: str) -> bool:
    if _VARIABLE.fullmatch(arn):
        return True  # a resource or a parameter
    parts = _VARIABLE.sub("x", arn).split(":", 5)
    return len(parts) == 6 and _is_one(parts[4])


def _is_one(account: str) -> bool:
    return bool(account) and not set(account) & set("*?")


def takes_every_client(_properties: Mapping[str, Any], kind: Kind, _index: Index) -> bool:
    """Whether the clients of a pool that no authorizer names matter: a REST API takes the tokens of all."""
    return kind == "rest"
