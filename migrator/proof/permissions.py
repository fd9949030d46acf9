"""Which functions API Gateway may call: the Lambda permissions of a compiled template."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Final

from .intrinsics import function_of, text
from .openapi import DEFAULT_ROUTE

GATEWAY: Final = "apigateway.amazonaws.com"
EVERYTHING = frozenset({"", "/*"})
"""How a source ends that names all of an API, its authorizers included."""

_VARIABLE = re.compile(r"(?<!\$)\{[^}]*\}")


@dataclass(frozen=True)
class Permission:
    """One permission for API Gateway.

    Arguments:
        function: the function that may be called.
        source: the ARN that calls must come from, rendered; empty for any.
    """

    function: str
    source: str

    def covers_authorizer(self, api: str) -> bool:
        """Whether it lets an API call the function as an authorizer (``<api>/authorizers/…``).

        Arguments:
            api: logical id of the API.
        """
        place = self._place(api)
        return place is not None and (place in EVERYTHING or place.startswith("/authorizers/"))

    def covers_route(self, api: str, stages: Sequence[str], method: str, path: str) -> bool:
        """Whether it lets an API call the function behind a route (``<api>/<stage>/GET/…``).

        Arguments:
            api: logical id of the API.
            stages: names of its stages.
            method: upper case, ``ANY`` for all.
            path: the route's path.
        """
        parts = self.parts(api, stages)
        return parts is not None and _covers(parts, method, path)

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
    """

    api: str
    stages: Sequence[str]
    permissions: Sequence[Permission]

    def allows(self, function: str, method: str, path: str) -> bool:
        """Whether the API may call a function for a route.

        Arguments:
            function: the target of the route.
            method: upper case, ``ANY`` for all.
            path: the route's path.
        """
        found = self._by_function.get(function, {})
        # Most permissions are for one route: looked up, a thousand routes of one function cost a thousand steps.
        return _wanted(method, path) in found or any(_covers(parts, method, path) for parts in found)

    @cached_property
    def _by_function(self) -> Mapping[str, dict[tuple[str, ...], None]]:
        found: dict[str, dict[tuple[str, ...], None]] = {}
        for permission in self.permissions:
            parts = permission.parts(self.api, self.stages)
            if parts is not None:
                found.setdefault(permission.function, {})[parts] = None
        return found


def _wanted(method: str, path: str) -> tuple[str, str]:
    return "*" if method == "ANY" else method, _VARIABLE.sub("*", path).strip("/")


def _covers(parts: Sequence[str], method: str, path: str) -> bool:
    if path == DEFAULT_ROUTE and tuple(parts) == (DEFAULT_ROUTE.strip("/"),):
        return True
    return all(fnmatchcase(have, part) for have, part in zip(_wanted(method, path), parts, strict=False))


def _names(pattern: str, stage: str) -> bool:
    # A stage that is not known before deployment may be the one.
    return not pattern or "${" in pattern or "${" in stage or fnmatchcase(stage, pattern)


def permissions(resources: Mapping[str, Any]) -> tuple[Permission, ...]:
    """List the permissions that API Gateway has.

    Arguments:
        resources: the ``Resources`` section of a compiled template.
    """
    found = []
    for resource in resources.values():
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        if not isinstance(properties, dict) or resource.get("Type") != "AWS::Lambda::Permission":
            continue
        function = function_of(properties.get("FunctionName"))
        if function and text(properties.get("Principal")) == GATEWAY:
            found.append(Permission(function, text(properties.get("SourceArn"))))
    return tuple(found)
