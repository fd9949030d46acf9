"""Which functions API Gateway may call: the Lambda permissions of a compiled template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .intrinsics import function_of, text

GATEWAY: Final = "apigateway.amazonaws.com"


@dataclass(frozen=True)
class Permission:
    """One permission for API Gateway.

    Arguments:
        function: the function that may be called.
        source: the ARN that calls must come from, rendered; empty for any.
    """

    function: str
    source: str

    def covers(self, api: str, *, authorizer: bool) -> bool:
        """Whether it lets an API call the function.

        Arguments:
            api: logical id of the API.
            authorizer: as an authorizer (``<api>/authorizers/…``), else behind a route (``<api>/<stage>/GET/…``).
        """
        if not self.source:
            return True
        found = re.search(rf"\$\{{{re.escape(api)}(?:\.RestApiId|\.ApiId)?\}}(.*)", self.source)
        if not found:
            return False
        return found[1] in ("", "/*") or found[1].startswith("/authorizers/") is authorizer


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
