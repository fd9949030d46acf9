"""Domains, what maps them to an API, and what else decides who reaches an API by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .attachment import Attachment, ComparedPart


def _domain(endpoint: str) -> Attachment:
    """A domain, with the endpoint type that holds where nothing is said."""
    of_configuration = "DomainNameConfigurations.*."
    parts = {
        "certificate": ComparedPart(
            "certificate", ("CertificateArn", "RegionalCertificateArn", f"{of_configuration}CertificateArn")
        ),
        # A domain of either kind takes TLS 1.2 unless it says otherwise (API reference, CreateDomainName).
        "tls": ComparedPart("security policy", ("SecurityPolicy", f"{of_configuration}SecurityPolicy"), "TLS_1_2"),
        "endpoint": ComparedPart(
            "endpoint type", ("EndpointConfiguration.Types", f"{of_configuration}EndpointType"), endpoint
        ),
        "address_type": ComparedPart(
            "address type", ("EndpointConfiguration.IpAddressType", f"{of_configuration}IpAddressType"), "ipv4"
        ),
        "mtls": ComparedPart("truststore for mutual TLS", ("MutualTlsAuthentication.TruststoreUri",)),
        "mtls_version": ComparedPart("version of the truststore", ("MutualTlsAuthentication.TruststoreVersion",)),
        "ownership": ComparedPart(
            "certificate that verifies the ownership",
            ("OwnershipVerificationCertificateArn", f"{of_configuration}OwnershipVerificationCertificateArn"),
        ),
        "access_mode": ComparedPart("endpoint access mode", ("EndpointAccessMode",), "BASIC"),
        "routing": ComparedPart("routing mode", ("RoutingMode",), "API_MAPPING_ONLY"),
        "policy": ComparedPart("resource policy", ("Policy",)),
    }
    return Attachment("domain", "domain", parts=parts, harmless=frozenset({"Tags"}), named="DomainName")


_MAPPING = {"stage": ComparedPart("stage", ("Stage",), eases=False)}

DOMAINS: Final[Mapping[str, Attachment]] = {
    "AWS::ApiGateway::BasePathMapping": Attachment(
        "mapping", "mapping", ("RestApiId",), ("DomainName",), _MAPPING, frozenset({"BasePath"}), "DomainName",
        silent=True,
    ),
    "AWS::ApiGateway::BasePathMappingV2": Attachment(
        "mapping", "mapping", ("RestApiId",), ("DomainNameArn",), _MAPPING, frozenset({"BasePath"}), "DomainNameArn",
        silent=True,
    ),
    "AWS::ApiGatewayV2::ApiMapping": Attachment(
        "mapping", "mapping", ("ApiId",), ("DomainName",), _MAPPING, frozenset({"ApiMappingKey"}), "DomainName",
        silent=True,
    ),
    "AWS::ApiGateway::DomainName": _domain("EDGE"),
    "AWS::ApiGateway::DomainNameV2": _domain("PRIVATE"),
    "AWS::ApiGatewayV2::DomainName": _domain("REGIONAL"),
    "AWS::ApiGateway::DomainNameAccessAssociation": Attachment(
        "domain-access", "access association", ("DomainNameArn",), (),
        {
            "source": ComparedPart("source", ("AccessAssociationSource",)),
            "source_type": ComparedPart("type of its source", ("AccessAssociationSourceType",)),
        },
        frozenset({"Tags"}), opens=True,
    ),
    "AWS::ApiGatewayV2::RoutingRule": Attachment(
        "routing-rule", "routing rule", ("DomainNameArn",), (),
        {
            "actions": ComparedPart("actions", ("Actions",)),
            "conditions": ComparedPart("conditions", ("Conditions",)),
            "priority": ComparedPart("priority", ("Priority",)),
        },
        opens=True,
    ),
}  # fmt: skip
"""By type. Source: API references of API Gateway, versions 1 and 2."""
