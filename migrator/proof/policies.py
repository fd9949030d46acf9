"""What the resource policy of a REST API says of one route; HTTP APIs have none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import Any, Final

from .intrinsics import is_intrinsic, text
from .shapes import several
from .written_values import from_text

NOBODY: Final = "nobody may call it"
"""What a policy says of a route that no statement names (apigateway-authorization-flow, resource policy only)."""

LANGUAGE: Final = "2012-10-17"
"""The version that SAM writes; in the older one policy variables are plain texts (IAM, policy element Version)."""

FIRST: Final = "2008-10-17"
"""The version of a policy that names none."""

UNKNOWN: Final = "Fn::Unknown"
"""The key of a statement of which only the whole is compared."""

PREFIX: Final = "execute-api:/"
_ACCOUNT = re.compile(r"^(\d{12}|\$\{AWS::AccountId\})$")
_ARN = re.compile(r"arn:[^/]*:execute-api:(?:[^/]*:)?([^/:]*)/")


def policies_of(*policies: Any) -> tuple[Mapping[str, Any], ...] | None:
    """The statements of the policies that can be those of one API, each once; None without a policy.

    Arguments:
        policies: its ``Policy``, and the ``x-amazon-apigateway-policy`` of its body.
    """
    found = [statements for each in policies if (statements := policy_statements(each)) is not None]
    listed = [each for statements in found for each in statements]
    return tuple(each for i, each in enumerate(listed) if each not in listed[:i]) if found else None


def policy_statements(policy: Any) -> tuple[Mapping[str, Any], ...] | None:
    """The statements of a policy; None when there is no policy.

    Arguments:
        policy: ``Policy`` of a REST API, or ``x-amazon-apigateway-policy`` of its body.
    """
    policy = read_policy(policy)
    if not policy:
        return None
    if not isinstance(policy, dict) or is_intrinsic(policy):
        return ({UNKNOWN: policy},)
    found = policy.get("Statement", policy)
    listed = found if isinstance(found, list) else [found]
    version = policy.get("Version", FIRST)
    said = {} if version == LANGUAGE else {"Version": version}
    known = (each if isinstance(each, dict) and not is_intrinsic(each) else {UNKNOWN: each} for each in listed)
    return tuple({**said, **each} for each in known)


def read_policy(policy: Any) -> Any:
    """A policy; one that is written as a JSON text as the map that CloudFormation reads in it.

    Arguments:
        policy: as a template has it; what it puts together stays so in the strings of the map.
    """
    made = is_intrinsic(policy)
    said = text(policy) if made else policy
    if isinstance(said, str):
        with suppress(ValueError):
            read = json.loads(said)
            return _put_together(read) if made else read
    return policy


def _put_together(value: Any) -> Any:
    """A value whose strings are texts of ``Fn::Sub``."""
    if isinstance(value, dict):
        return {key: _put_together(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_put_together(inner) for inner in value]
    return from_text(value) if isinstance(value, str) else value


def policy_of(statements: tuple[Mapping[str, Any], ...] | None, method: str, path: str) -> tuple[str, ...]:
    """What the statements say of one route, as texts that compare; nothing without a policy.

    Arguments:
        statements: as `policy_statements` returns them.
        method: upper case, ``ANY`` for all.
        path: the route's path.
    """
    if statements is None:
        return ()
    found = {
        f"{_told(each)}{within}"
        for each in statements
        for resource in _resources(each)
        if (within := _within(resource, method, path)) is not None
    }
    return tuple(sorted(found)) or (NOBODY,)


def _told(statement: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in statement.items() if key not in ("Resource", "Sid")}
    return json.dumps({key: unordered(_alike(key, value)) for key, value in rest.items()}, sort_keys=True, default=str)


def _alike(key: str, value: Any) -> Any:
    """One spelling for actions, which are read without their case, and for principals that are everybody or an account.

    Source: IAM user guide, policy elements Action and Principal.
    """
    if key in ("Action", "NotAction"):
        return [each.lower() if isinstance(each, str) else each for each in several(value)]
    if key not in ("Principal", "NotPrincipal") or not isinstance(value, dict) or is_intrinsic(value):
        return value
    accounts = [_ACCOUNT.sub(r"arn:aws:iam::\1:root", text(each)) for each in several(value.get("AWS"))]
    return "*" if accounts == ["*"] and len(value) == 1 else {**value, **({"AWS": accounts} if accounts else {})}


def unordered(value: Any) -> Any:
    """A part of a policy in which lists have one order, and a list of one item is the item: each is a set.

    Arguments:
        value: any part of a policy; the arguments of intrinsics keep their order.

    Source: IAM user guide, grammar of the JSON policy language.
    """
    if is_intrinsic(value):
        return value
    if isinstance(value, dict):
        return {key: unordered(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    items = {json.dumps(item, sort_keys=True, default=str): item for item in map(unordered, value)}
    return next(iter(items.values())) if len(items) == 1 else [items[key] for key in sorted(items)]


def _resources(statement: Mapping[str, Any]) -> Iterator[str]:
    # What cannot be read is taken to be about every route: then no route loses it unnoticed.
    value = statement.get("Resource", "*")
    yield from (text(each) for each in (value if isinstance(value, list) else [value]))


def _within(resource: str, method: str, path: str) -> str | None:
    """What a resource limits a statement to, of all that a route is; None where it does not name the route.

    ``execute-api:/STAGE/METHOD/PATH`` names what it says; what ends early names all that follows.
    """
    arn = _ARN.match(resource)
    place = _ARN.sub(PREFIX, resource)
    if not place.startswith(PREFIX):
        return "" if resource == "*" else f" for {resource}"
    stage, *parts = place.removeprefix(PREFIX).split("/", 2)
    limits = [("API", arn[1] if arn else ""), ("stage", stage)]
    wanted = ("*" if method == "ANY" else method, re.sub(r"\{[^}]*\}", "*", path).strip("/"))
    for have, (what, part) in zip(wanted, zip(("method", "path"), parts, strict=False), strict=False):
        if fnmatchcase(have, part):
            continue
        if not fnmatchcase(part, have):
            return None
        limits.append((what, part))  # a part of what the route takes
    named = [f"{what} {name}" for what, name in limits if name not in ("", "*")]
    return f" for {', '.join(named)}" if named else ""
