"""Where the default endpoint of an API can be reached, and how safely: its type, its VPC endpoints, its TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..sam.extensions import ACCESS_MODE, BINARY, COMPRESSION, ENDPOINT, KEY_SOURCE, SECURITY_POLICY
from .access import Kind
from .intrinsics import is_intrinsic, rendered, text
from .shapes import mapping

PARAMETERS: Final = "Parameters"
ENDPOINT_TYPES: Final = "endpointConfigurationTypes"
"""Parameter of an import that says what `EndpointConfiguration` does; SAM writes both."""

HTTP_TLS: Final = "TLS_1_2"
"""What every HTTP API takes at least (API Gateway guide, http-api-ciphers)."""
PRIVATE_TLS: Final = "TLS_1_2"
PUBLIC_TLS: Final = "TLS_1_0"
"""What REST APIs take at least that do not say more (API Gateway guide, apigateway-security-policies-list)."""

# The newer policies name the newest version first, and the least one where it is another.
_POLICY = re.compile(r"TLS_(\d)_(\d)|SecurityPolicy_TLS1\d_(1)_(\d)|SecurityPolicy_TLS(1\d)_")


@dataclass(frozen=True)
class Endpoint:
    """The default endpoint of an API.

    Arguments:
        types: such as ``REGIONAL``.
        private: whether it is reached from a VPC only.
        disabled: ``true`` where it is off, or what decides that; empty where it is on.
        vpc_endpoints: VPC endpoints that give a private API an address.
        address_type: ``ipv4`` or ``dualstack``.
        security_policy: the least TLS that clients have to speak.
        access_mode: how strictly the endpoint is checked.
        key_source: where API keys are read from; HTTP APIs have none.
        binary: content types whose bodies a REST API hands on as they are; functions get them in base64.
        compression: from which size on a REST API compresses answers.
    """

    types: tuple[str, ...] = ("REGIONAL",)
    private: bool = False
    disabled: str = ""
    vpc_endpoints: tuple[str, ...] = ()
    address_type: str = "ipv4"
    security_policy: str = HTTP_TLS
    access_mode: str = ""
    key_source: str = ""
    binary: tuple[str, ...] = ()
    compression: str = ""


def endpoint(kind: Kind, properties: Mapping[str, Any], body: Any) -> Endpoint:
    """Read the default endpoint of an API.

    Arguments:
        body: its OpenAPI body, where it can be read.
    """
    body = mapping(body)
    disabled = _disabled(properties, body)
    if kind == "http":
        return Endpoint(disabled=disabled, address_type=text(properties.get("IpAddressType")) or "ipv4")
    configuration = properties.get("EndpointConfiguration") or {
        "Types": mapping(properties.get(PARAMETERS)).get(ENDPOINT_TYPES)
    }
    known = {} if is_intrinsic(configuration) else mapping(configuration)
    types = _listed(known.get("Types")) or _listed(configuration if is_intrinsic(configuration) else None) or ["EDGE"]
    private = "PRIVATE" in rendered(configuration)
    policy = text(_said(properties, "SecurityPolicy", body, SECURITY_POLICY))
    return Endpoint(
        types=tuple(types),
        private=private,
        disabled=disabled,
        vpc_endpoints=tuple(sorted({*_listed(known.get("VpcEndpointIds")), *_from_body(body)})),
        address_type=text(known.get("IpAddressType")) or ("dualstack" if private else "ipv4"),
        security_policy=policy or (PRIVATE_TLS if private else PUBLIC_TLS),
        access_mode=text(_said(properties, "EndpointAccessMode", body, ACCESS_MODE)),
        key_source=text(_said(properties, "ApiKeySourceType", body, KEY_SOURCE)) or "HEADER",
        binary=tuple(sorted(_listed(_said(properties, "BinaryMediaTypes", body, BINARY)))),
        compression=text(_said(properties, "MinimumCompressionSize", body, COMPRESSION)),
    )


def least_tls(policy: str) -> int:
    """The least TLS version of a security policy, 12 for 1.2; 0 where it is not known.

    Arguments:
        policy: such as ``TLS_1_2`` or ``SecurityPolicy_TLS13_1_3_2025_09``.
    """
    found = _POLICY.match(policy)
    return int("".join(digits for digits in found.groups() if digits)) if found else 0


def _disabled(properties: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """Where the property and the body say different things, or only a condition knows, both stand there."""
    listed = [properties.get("DisableExecuteApiEndpoint")]
    listed += [extension.get("disableExecuteApiEndpoint") for extension in _extensions(body)]
    found = sorted({said for each in listed if (said := text(each)).lower() not in ("", "false")})
    return "true" if any(said.lower() == "true" for said in found) else " or ".join(found)


def _said(properties: Mapping[str, Any], key: str, body: Mapping[str, Any], extension: str) -> Any:
    """A setting of an API that has two places; where these say different things, both."""
    own, imported = properties.get(key), body.get(extension)
    if own is None or imported is None or rendered(own) == rendered(imported):
        return imported if own is None else own
    return f"{rendered(own)} or {rendered(imported)}"


def _from_body(body: Mapping[str, Any]) -> list[str]:
    return [each for extension in _extensions(body) for each in _listed(extension.get("vpcEndpointIds"))]


def _extensions(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The extension at the top, and those that OpenAPI 3 bodies keep for each server."""
    servers = body.get("servers")
    for holder in (body, *(servers if isinstance(servers, list) else ())):
        yield mapping(mapping(holder).get(ENDPOINT))


def _listed(value: Any) -> list[str]:
    """The items of a list, also of one that SAM has written out as text."""
    if value is None:
        return []
    return [text(each) for each in value] if isinstance(value, list) else text(value).split(",")
