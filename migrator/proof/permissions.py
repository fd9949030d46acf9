"""Which functions API Gateway may call: the Lambda permissions of a compiled template."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Final

from .index import Index
from .intrinsics import function_of, text
from .openapi import DEFAULT_ROUTE
from .token_issuers import OWN_ACCOUNT

GATEWAY: Final = "apigateway.amazonaws.com"
INVOKE: Final = "lambda:InvokeFunction"
EVERYTHING = frozenset({"", "/*"})
"""How a source ends that names all of an API, its authorizers included."""

NO_LIMIT: Final = ""
CALLER: Final = {
    "SourceAccount": "account",
    "PrincipalOrgID": "organization",
    "EventSourceToken": "token",
    "FunctionUrlAuthType": "function URLs with authorization type",
    "InvokedViaFunctionUrl": "function URL",
}
"""Properties of a permission that ask more of a call than its source."""
OWN: Final = {"service": ("execute-api", "*"), "region": ("${AWS::Region}", "*"), "account": (OWN_ACCOUNT, "*")}
"""Parts of the ARN of an API of the stack."""

_PART = r"((?:\$\{[^}]*\}|[^:$])*)"
_SOURCE = re.compile(rf"arn:[^:]*:{_PART}:{_PART}:{_PART}:")
_VARIABLE = re.compile(r"(?<!\$)\{[^}]*\}")


@dataclass(frozen=True)
class Permission:
    """One permission for API Gateway.

    Arguments:
        function: the function that may be called.
        source: the ARN that calls must come from, rendered; empty for any.
        limits: what else it asks of a call, such as an account that is not the stack's own; empty for nothing.
        condition: the condition under which it exists; empty for always.
    """

    function: str
    source: str
    limits: str = ""
    condition: str = ""

    def covers_authorizer(self, api: str) -> bool:
        """Whether it lets an API call the function as an authorizer (``<api>/authorizers/…``).

        Arguments:
            api: logical id of the API.
        """
        place = self._place(api)
        return place is not None and (place in EVERYTHING or place.startswith("/authorizers/"))

    def parts(self, api: str, stages: Sequence[str]) -> tuple[str, ...] | None:
        """Patterns for method and path, as many as it names; None where it is for no route of the API.

        Arguments:
            api: logical id of the API.
            stages: names of its stages.
        """
        place = self._place(api)
        if place is None or place.startswith("/authorizers/"):
            return None
        stage, *parts = place.strip("/").split("/", 2)
        if not any(_names(stage, each) for each in stages or ("",)):
            return None  # it names a stage that the API does not have
        return tuple(_VARIABLE.sub("*", part).strip("/") for part in parts)

    def _place(self, api: str) -> str | None:
        """What the source names within an API: empty for all of it, None when it is not about the API."""
        if not self.source:
            return ""
        found = re.search(rf"\$\{{{re.escape(api)}(?:\.RestApiId|\.ApiId)?\}}(.*)", self.source)
        return found[1] if found else None


@dataclass(frozen=True, eq=False)
class Granted:
    """Which functions one API may call for which routes.

    Arguments:
        api: logical id of the API.
        stages: names of its stages.
        permissions: those of the template.
        condition: the condition under which it exists; empty for always.
    """

    api: str
    stages: Sequence[str]
    permissions: Sequence[Permission]
    condition: str = ""

    def limits(self, function: str, method: str, path: str, condition: str) -> tuple[str, ...] | None:
        """What the permissions to call a function for a route are limited to; None where there is no permission.

        Arguments:
            function: the target of the route.
            method: upper case, ``ANY`` for all.
            path: the route's path.
            condition: the conditions under which the route exists.
        """
        found = self._by_function.get(function, {})
        given = frozenset({*condition.split(" and "), condition, *self.given})
        # Most permissions are for one route: looked up, a thousand routes of one function cost a thousand steps.
        own = together(found.get(_wanted(method, path), ()), given)
        if own == ():
            return own
        return together((p for parts, listed in found.items() if _covers(parts, method, path) for p in listed), given)

    def of_authorizers(self) -> Mapping[str, tuple[str, ...]]:
        """The functions that the API may call as authorizers, each with what that is limited to."""
        found: dict[str, list[Permission]] = {}
        for each in self.permissions:
            if each.covers_authorizer(self.api):
                found.setdefault(each.function, []).append(each)
        return {function: together(listed, self.given) or () for function, listed in found.items()}

    @cached_property
    def given(self) -> frozenset[str]:
        """Conditions that hold wherever the API exists, the empty one included."""
        return frozenset({self.condition, ""})

    @cached_property
    def _by_function(self) -> Mapping[str, dict[tuple[str, ...], list[Permission]]]:
        found: dict[str, dict[tuple[str, ...], list[Permission]]] = {}
        for permission in self.permissions:
            parts = permission.parts(self.api, self.stages)
            if parts is not None:
                found.setdefault(permission.function, {}).setdefault(parts, []).append(permission)
        return found


def together(permissions: Iterable[Permission], given: Collection[str]) -> tuple[str, ...] | None:
    """The limits of several permissions, of which one is enough; None where there is none.

    Arguments:
        permissions: all that are for one thing.
        given: conditions that hold where that thing exists.
    """
    found = {
        " ".join(filter(None, (each.limits, f"if {each.condition}" if each.condition not in given else "")))
        for each in permissions
    }
    if not found:
        return None
    return () if NO_LIMIT in found else tuple(sorted(found))


def _wanted(method: str, path: str) -> tuple[str, str]:
    return "*" if method == "ANY" else method, _VARIABLE.sub("*", path).strip("/")


def _covers(parts: Sequence[str], method: str, path: str) -> bool:
    if path == DEFAULT_ROUTE and tuple(parts) == (DEFAULT_ROUTE.strip("/"),):
        return True
    return all(fnmatchcase(have, part) for have, part in zip(_wanted(method, path), parts, strict=False))


def _names(pattern: str, stage: str) -> bool:
    # A stage that is not known before deployment may be the one.
    return not pattern or "${" in pattern or "${" in stage or fnmatchcase(stage, pattern)


def permissions(index: Index) -> tuple[Permission, ...]:
    """List the permissions that API Gateway has."""
    found = []
    for name, properties in index.of_type("AWS::Lambda::Permission"):
        function = index.by_id(function_of(properties.get("FunctionName")) or "")
        calls = text(properties.get("Action", INVOKE)) in (INVOKE, "lambda:*", "*")
        if function and calls and text(properties.get("Principal")) == GATEWAY:
            source = text(properties.get("SourceArn"))
            limits = ", ".join(_limits(source, properties))
            found.append(Permission(function, source, limits, index.condition(name)))
    return tuple(found)


def _limits(source: str, properties: Mapping[str, Any]) -> Iterator[str]:
    """What a permission asks of a call that is not so for every call of an API of the stack."""
    if found := _SOURCE.match(source):
        yield from (
            f"{what} {part}" for (what, own), part in zip(OWN.items(), found.groups(), strict=True) if part not in own
        )
    for key, what in CALLER.items():
        if properties.get(key) is not None and text(properties[key]) != OWN_ACCOUNT:
            yield f"{what} {text(properties[key])}"
