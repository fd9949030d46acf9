"""Under which custom domains and paths an API answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .intrinsics import plain, text

# Type of a mapping -> what it calls the API, the path and the domain. The last can lead to REST APIs too.
MAPPINGS = {
    "AWS::ApiGateway::BasePathMapping": ("RestApiId", "BasePath", "DomainName"),
    "AWS::ApiGateway::BasePathMappingV2": ("RestApiId", "BasePath", "DomainNameArn"),
    "AWS::ApiGatewayV2::ApiMapping": ("ApiId", "ApiMappingKey", "DomainName"),
}
NO_PATH = "(none)"


def mapped(
    api: str, stages: Iterable[str], resources: Mapping[str, Any], parameters: Mapping[str, Any]
) -> tuple[str, ...]:
    """List the addresses of an API, such as ``api.example.com/orders``.

    Arguments:
        api: logical id of the API.
        stages: names of its stages.
        resources: the ``Resources`` section of a compiled template.
        parameters: values of the template's parameters.
    """
    found = set(_mapped(api, tuple(stages), resources, parameters))
    return tuple(sorted(found))


def _mapped(
    api: str, stages: tuple[str, ...], resources: Mapping[str, Any], parameters: Mapping[str, Any]
) -> Iterator[str]:
    for resource in resources.values():
        names = MAPPINGS.get(str(resource.get("Type"))) if isinstance(resource, dict) else None
        properties = resource.get("Properties") if names else None
        if not names or not isinstance(properties, dict) or plain(text(properties.get(names[0]))) != api:
            continue
        path = text(properties.get(names[1]), parameters)
        domain = domain_name(text(properties.get(names[2]), parameters), resources, parameters)
        base = f"{domain}/{'' if path == NO_PATH else path}"
        # Without a stage, callers name it after the base path (aws-resource-apigateway-basepathmapping, Stage).
        yield from [base] if properties.get("Stage") else [f"{base.rstrip('/')}/{stage}" for stage in stages]


def domain_name(name: str, resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """The name of a domain, which a mapping may give by a reference to its resource.

    Arguments:
        name: what stands there, as text.
        resources: the ``Resources`` section of a compiled template.
        parameters: values of the template's parameters.
    """
    resource = resources.get(plain(name.replace(".DomainNameArn}", "}")))
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    return text(properties.get("DomainName"), parameters) if isinstance(properties, dict) else name
