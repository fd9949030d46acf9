"""Values that a deployment is refused for: numbers over a quota, characters of paths, CORS of HTTP APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ..sam.extensions import CORS_SETTINGS
from ..sam.quotas import AGES, INTEGRATIONS, LOGICAL_ID, SCOPES, is_origin, refused_part
from .access import requirement
from .intrinsics import text
from .openapi import PathMethod, shared_by
from .problems import Problem
from .shapes import mapping

UNKNOWN: Final = re.compile(r"\$\{|^value-of-|Fn::|\{\{resolve:")
"""What a value holds that is not known before deployment."""
EVERY: Final = "*"


def long_ids(resources: Mapping[str, Any]) -> Iterator[Problem]:
    """Logical ids over what CloudFormation takes.

    Arguments:
        resources: the ``Resources`` section of a compiled template.
    """
    for name in resources:
        if len(name) > LOGICAL_ID:
            yield Problem(("id", name), f"the logical id {name[:40]}… has {len(name)} characters, of {LOGICAL_ID}")


def quotas(api: str, found: Sequence[PathMethod], schemes: Mapping[str, Any]) -> Iterator[Problem]:
    """Integrations and scopes of an HTTP API.

    Arguments:
        api: its logical id.
        found: its operations.
        schemes: its security schemes.
    """
    integrations = {shared_by(operation.fields) or (operation.method, operation.path) for operation in found}
    if len(integrations) > INTEGRATIONS:
        what = f"{api} has {len(integrations)} integrations; an HTTP API takes {INTEGRATIONS}"
        yield Problem(("integrations",), what)
    for operation in found:
        asked = len(requirement(operation.fields, schemes, "http").scopes)
        if asked > SCOPES:
            route = f"{operation.method} {operation.path}"
            yield Problem(("scopes", route), f"{route} of {api} asks for {asked} scopes; a route takes {SCOPES}")


def paths(api: str, found: Sequence[PathMethod]) -> Iterator[Problem]:
    """Characters of the paths of a REST API.

    Arguments:
        api: its logical id.
        found: its operations.
    """
    for path in dict.fromkeys(operation.path for operation in found):
        if (part := refused_part(path)) is not None:
            yield Problem(("path", path), f"{api}: REST APIs do not take the part {part} of the path {path}")


def cors(api: str, body: Any, values: Mapping[str, Any]) -> Iterator[Problem]:
    """CORS of an HTTP API.

    Arguments:
        api: its logical id.
        body: the ``Body`` property.
        values: values of the template's parameters.
    """
    settings = mapping(body).get(CORS_SETTINGS)
    if not isinstance(settings, dict):
        return
    listed = settings.get("allowOrigins")
    origins = [text(item, values) for item in (listed if isinstance(listed, list) else [])]
    for origin in origins:
        if origin and not UNKNOWN.search(origin) and not is_origin(origin):
            takes = "HTTP APIs take * and http:// or https:// with a host"
            yield Problem(("cors origin", origin), f"CORS of {api}: {origin} is no origin; {takes}")
    if EVERY in origins and text(settings.get("allowCredentials"), values) == "true":
        yield Problem(("cors credentials",), f"CORS of {api}: credentials cannot be allowed for every origin (*)")
    age = text(settings.get("maxAge"), values)
    if re.fullmatch(r"-?\d+", age) and int(age) not in AGES:
        yield Problem(("cors age",), f"CORS of {api}: a MaxAge of {age} seconds is refused; {AGES[-1]} is the most")
