"""Whether an API can move: today, with an option, after a change, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..findings import Finding
from ..migration import Status

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"

TODAY, OPTION, CHANGE, STAYS = "today", "option", "change", "stays"

OWN: Final = {
    "api-keys": f"{_GUIDE}/api-gateway-api-usage-plans.html",
    "client-certificate": f"{_GUIDE}/getting-started-client-side-ssl-authentication.html",
    "private-endpoint": f"{_GUIDE}/apigateway-private-apis.html",
    "request-validation": f"{_GUIDE}/api-gateway-method-request-validation.html",
    "resource-policy": f"{_GUIDE}/apigateway-resource-policies.html",
    "usage-plan": f"{_GUIDE}/api-gateway-api-usage-plans.html",
    "waf": f"{_GUIDE}/apigateway-control-access-aws-waf.html",
}
"""Blockers that are a feature which only REST APIs have, with the page that describes it. An API that needs one of them
stays what it is. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html"""


@dataclass(frozen=True)
class Readiness:
    """What an inventory says of an API.

    Arguments:
        word: today, option, change or stays.
        options: codes to accept so that it can move.
    """

    word: str
    options: tuple[str, ...] = ()


def readiness(status: str, beside: str, tries: Sequence[Sequence[Finding]]) -> Readiness:
    """Judge one API.

    Arguments:
        status: what migrating at once gives.
        beside: what the next step gives.
        tries: the blockers of each of these that was tried.
    """
    if Status.KEPT.value in (status, beside):
        return Readiness(STAYS)
    if Status.MIGRATED.value in (status, beside):
        return Readiness(TODAY)
    for blockers in tries:
        if blockers and all(each.code.acceptable and not each.code.security for each in blockers):
            return Readiness(OPTION, tuple(sorted({each.code.name for each in blockers})))
    if any(each.code.name in OWN for blockers in tries for each in blockers):
        return Readiness(STAYS)
    return Readiness(CHANGE)
