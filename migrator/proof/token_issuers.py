"""Whose tokens an authorizer takes: a user pool has one name for both kinds of API, any other issuer its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from .intrinsics import REGION, located, plain, text

OWN_ACCOUNT: Final = "${AWS::AccountId}"
OWN_REGION: Final = "${AWS::Region}"

_PART = r"((?:\$\{[^}!]+\}|[^:$])+)"
_ARN = re.compile(rf"arn:[^:]+:cognito-idp:{_PART}:{_PART}:userpool/([^/]+)")
_ISSUER = re.compile(r"https://cognito-idp\.([^/]+?)\.amazonaws\.com(\.cn)?/([^/]+)")
_CUT = re.compile(
    r"https://cognito-idp\.Fn::Select\(3,Fn::Split\(:,(.+)\)\)\.amazonaws\.com/Fn::Select\(1,Fn::Split\(/,\1\)\)"
)
"""An issuer that CloudFormation cuts out of a pool's ARN: its region and its id."""
_ARN_OF_POOL = re.compile(r"\$\{([^.}]+)\.Arn\}")
_ISSUER_OF_POOL = re.compile(r"\$\{([^.}]+)\.ProviderURL\}|https://\$\{([^.}]+)\.ProviderName\}")
_VALUE = re.compile(r"\$\{([^.}]+)\}")
_POOL_ID = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d_[A-Za-z0-9]+")
_CHINA: Final = "cn-"


def of_arn(value: Any) -> tuple[str, ...]:
    """The user pools that one ``providerARNs`` entry of a REST API can be.

    Arguments:
        value: the entry.
    """
    return _each(value, lambda each: _pool_of_arn(located(each)))


def of_issuer(value: Any) -> tuple[str, ...]:
    """The user pools or other issuers that the ``issuer`` of an HTTP API can be.

    Arguments:
        value: the issuer. Another host, region or path is another issuer, whatever parts both have.
    """
    return _each(value, _of_address)


def accounts(value: Any) -> Iterator[str]:
    """The accounts that a user pool's ARN names. An issuer names none, so they stand beside the pool.

    Arguments:
        value: one ``providerARNs`` entry.
    """
    found = _ARN.fullmatch(located(value))
    if found and found[2] != OWN_ACCOUNT:
        yield f"{found[2]} of {_pool(found[1], found[3])}"


def _each(value: Any, named: Callable[[Any], str]) -> tuple[str, ...]:
    return tuple(sorted({f"{named(each)}{where}" for each, where in _branches(value) if text(each)}))


def _branches(value: Any, where: str = "") -> Iterator[tuple[Any, str]]:
    """What a value can be, and under which conditions."""
    branches = value.get("Fn::If") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(branches, list) or len(branches) != 3:
        yield value, where
        return
    name = text(branches[0])
    yield from _branches(branches[1], f"{where} if {name}")
    yield from _branches(branches[2], f"{where} if not {name}")


def _pool_of_arn(rendered: str) -> str:
    if found := _ARN.fullmatch(rendered):
        return _pool(found[1], found[3])
    if found := _ARN_OF_POOL.fullmatch(rendered):
        return found[1]
    found = _VALUE.fullmatch(rendered)
    return found[1] if found else rendered


def _of_address(value: Any) -> str:
    rendered = located(value)
    if found := _CUT.fullmatch(rendered):
        return _pool_of_arn(found[1])
    found = _ISSUER.fullmatch(text(value))
    # The partition that the stack is deployed to is not known here, as long as the region is its own.
    if found and (found[1] == OWN_REGION or found[1].startswith(_CHINA) == bool(found[2])):
        return _pool(REGION if found[1] == OWN_REGION else found[1], found[3])
    if found := _ISSUER_OF_POOL.fullmatch(rendered):
        return found[1] or found[2]
    found = _VALUE.fullmatch(rendered)
    return found[1] if found else rendered


def _pool(region: str, identifier: str) -> str:
    """One name for a pool. The id of a pool begins with its region; that of a reference may be of any."""
    own = identifier.startswith(f"{region}_") or (region == REGION and not _POOL_ID.fullmatch(identifier))
    return plain(identifier) if own else f"{plain(identifier)} in {region}"
