"""Which resources belong to the surface of an API, what of them is compared, and under which name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..access import Kind
from ..index import Index
from . import doors


@dataclass(frozen=True)
class ComparedPart:
    """One thing about a resource that is compared.

    Arguments:
        words: what a sentence calls it.
        paths: where it stands among the properties; ``*`` is every item of a list. Several for several spellings.
        default: what holds where nothing is said.
        eases: whether another value can let in callers who were kept out.
    """

    words: str
    paths: tuple[str, ...]
    default: str = ""
    eases: bool = True


@dataclass(frozen=True)
class Attachment:
    """One type of resource that can be attached to an API, or to what is attached to it.

    What is neither in a part nor harmless is not compared: where it differs, it is listed.

    Arguments:
        section: the name of its kind, which the facets of its parts begin with.
        noun: what a sentence calls it.
        owners: properties that name what it is attached to.
        uses: properties that name what is attached to it in turn.
        parts: what is compared, by facet.
        harmless: properties that decide nothing about who gets in.
        named: the property that people know it by; its logical id where there is none.
        guards: whether callers get in when it is gone.
        opens: whether callers get in when it is new.
        silent: whether what uses it, or the API itself, tells when it is gone or new.
        counts: whether one resource of the type matters; all by default.
    """

    section: str
    noun: str
    owners: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    parts: Mapping[str, ComparedPart] = field(default_factory=dict)
    harmless: frozenset[str] = frozenset()
    named: str = ""
    guards: bool = False
    opens: bool = False
    silent: bool = False
    counts: Callable[[Mapping[str, Any], Kind, Index], bool] = lambda _properties, _kind, _index: True


def _texts(*names: str) -> frozenset[str]:
    return frozenset({"Description", "Name", "Tags", *names})


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
_POOL = frozenset({
    "EmailAuthenticationMessage", "EmailAuthenticationSubject", "EmailConfiguration", "EmailVerificationMessage",
    "EmailVerificationSubject", "SmsAuthenticationMessage", "SmsConfiguration", "SmsVerificationMessage",
    "UserPoolName", "UserPoolTags", "VerificationMessageTemplate", "DeletionProtection",
})  # fmt: skip

TABLE: Final[Mapping[str, Attachment]] = {
    # -- domains ---------------------------------------------------------------------------------------------------
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
    # -- firewalls ---------------------------------------------------------------------------------------------------
    "AWS::WAFv2::WebACLAssociation": Attachment(
        "waf", "web ACL association", ("ResourceArn",), ("WebACLArn",),
        {"acl": ComparedPart("web ACL", ("WebACLArn",)),
         "resource": ComparedPart("protected resource", ("ResourceArn",))},
        guards=True,
    ),
    "AWS::WAFRegional::WebACLAssociation": Attachment(
        "waf", "web ACL association", ("ResourceArn",), ("WebACLId",),
        {"acl": ComparedPart("web ACL", ("WebACLId",)),
         "resource": ComparedPart("protected resource", ("ResourceArn",))},
        guards=True,
    ),
    "AWS::WAFv2::WebACL": Attachment(
        "web-acl", "web ACL", (), ("Rules",),
        {"default": ComparedPart("default action", ("DefaultAction",)), "rules": ComparedPart("rules", ("Rules",))},
        _texts("VisibilityConfig", "CustomResponseBodies", "DataProtectionConfig"),
    ),
    "AWS::WAFRegional::WebACL": Attachment(
        "web-acl", "web ACL", (), ("Rules",),
        {"default": ComparedPart("default action", ("DefaultAction",)), "rules": ComparedPart("rules", ("Rules",))},
        _texts("MetricName"),
    ),
    **dict.fromkeys(
        ("AWS::WAFv2::RuleGroup", "AWS::WAFRegional::Rule", "AWS::WAFRegional::RateBasedRule"),
        Attachment(
            "web-acl-rules", "rules of a web ACL", (), ("Rules", "Predicates", "MatchPredicates"),
            {"rules": ComparedPart("rules", ("Rules", "Predicates", "MatchPredicates"))},
            _texts("MetricName", "VisibilityConfig", "CustomResponseBodies"),
        ),
    ),
    "AWS::WAFv2::IPSet": Attachment(
        "web-acl-set", "set of a web ACL", (), (),
        {"items": ComparedPart("items", ("Addresses",)),
         "version": ComparedPart("address version", ("IPAddressVersion",))},
        _texts(),
    ),
    "AWS::WAFv2::RegexPatternSet": Attachment(
        "web-acl-set", "set of a web ACL", (), (),
        {"items": ComparedPart("items", ("RegularExpressionList",))}, _texts()
    ),
    **{
        f"AWS::WAFRegional::{name}": Attachment(
            "web-acl-set", "set of a web ACL", (), (), {"items": ComparedPart("items", (items,))}, _texts()
        )
        for name, items in {
            "ByteMatchSet": "ByteMatchTuples",
            "GeoMatchSet": "GeoMatchConstraints",
            "IPSet": "IPSetDescriptors",
            "RegexPatternSet": "RegexPatternStrings",
            "SizeConstraintSet": "SizeConstraints",
            "SqlInjectionMatchSet": "SqlInjectionMatchTuples",
            "XssMatchSet": "XssMatchTuples",
        }.items()
    },
    # -- plans and keys --------------------------------------------------------------------------------------------
    "AWS::ApiGateway::UsagePlan": Attachment(
        "usage-plan", "usage plan", ("ApiStages",), (),
        {
            "throttle": ComparedPart("throttle", ("Throttle",)),
            "quota": ComparedPart("quota", ("Quota",)),
            "stages": ComparedPart("stages", ("ApiStages",)),
        },
        frozenset({"Description", "Tags", "UsagePlanName"}), guards=True,
    ),
    "AWS::ApiGateway::UsagePlanKey": Attachment(
        "plan-key", "key of a usage plan", ("UsagePlanId",), ("KeyId",),
        {"key": ComparedPart("key", ("KeyId",)), "type": ComparedPart("type of the key", ("KeyType",))},
        opens=True,
    ),
    "AWS::ApiGateway::ApiKey": Attachment(
        "api-key", "API key", ("StageKeys",), (),
        {
            "enabled": ComparedPart("whether it may be used", ("Enabled",)),
            "value": ComparedPart("value", ("Value",)),
            "stages": ComparedPart("stages", ("StageKeys",)),
        },
        _texts("CustomerId", "GenerateDistinctId"), opens=True,
    ),
    # -- what API Gateway itself does ------------------------------------------------------------------------------
    "AWS::ApiGateway::GatewayResponse": Attachment(
        "gateway-response", "gateway response", ("RestApiId",), (),
        {
            "status": ComparedPart("status", ("StatusCode",)),
            "headers": ComparedPart("headers", ("ResponseParameters",)),
            "body": ComparedPart("body", ("ResponseTemplates",)),
        },
        named="ResponseType",
    ),
    "AWS::ApiGateway::VpcLink": Attachment(
        "vpc-link", "VPC link", (), (), {"targets": ComparedPart("targets", ("TargetArns",))}, _texts()
    ),
    "AWS::ApiGatewayV2::VpcLink": Attachment(
        "vpc-link", "VPC link", (), (),
        {
            "subnets": ComparedPart("subnets", ("SubnetIds",)),
            "security_groups": ComparedPart("security groups", ("SecurityGroupIds",)),
        },
        _texts(),
    ),
    **{
        f"AWS::ApiGatewayV2::{name}": Attachment("response", "response resource", ("ApiId",))
        for name in ("ApiGatewayManagedOverrides", "IntegrationResponse", "Model", "RouteResponse")
    },
    # -- other doors to the functions behind the routes ------------------------------------------------------------
    "AWS::Lambda::Permission": Attachment(
        "permission", "Lambda permission", ("FunctionName",), (),
        {
            "function": ComparedPart("function", ("FunctionName",)),
            "principal": ComparedPart("principal", ("Principal",)),
            "action": ComparedPart("action", ("Action",)),
            "source": ComparedPart("source ARN", ("SourceArn",)),
            "account": ComparedPart("source account", ("SourceAccount",)),
            "organization": ComparedPart("organization", ("PrincipalOrgID",)),
            "token": ComparedPart("event source token", ("EventSourceToken",)),
            "url": ComparedPart("authorization type of the function URL", ("FunctionUrlAuthType",)),
            "by_url": ComparedPart("restriction to the function URL", ("InvokedViaFunctionUrl",)),
        },
        opens=True, counts=doors.lets_others_in,
    ),
    "AWS::Lambda::Url": Attachment(
        "function-url", "function URL", ("TargetFunctionArn",), (),
        {
            "auth": ComparedPart("authorization type", ("AuthType",)),
            "function": ComparedPart("function", ("TargetFunctionArn",)),
            "qualifier": ComparedPart("qualifier", ("Qualifier",)),
            "cors": ComparedPart("CORS", ("Cors",)),
            "mode": ComparedPart("invoke mode", ("InvokeMode",), "BUFFERED", eases=False),
        },
        opens=True,
    ),
    "AWS::Lambda::Alias": Attachment(
        # Which version of the code answers is code, and so is how much of it is kept warm.
        "alias", "alias", (), ("FunctionName",), {"function": ComparedPart("function", ("FunctionName",))},
        _texts("FunctionVersion", "ProvisionedConcurrencyConfig", "RoutingConfig"),
    ),
    "AWS::Lambda::Version": Attachment(
        "alias", "version", (), ("FunctionName",), {"function": ComparedPart("function", ("FunctionName",))},
        _texts("CodeSha256", "FunctionScalingConfig", "ProvisionedConcurrencyConfig", "RuntimePolicy"),
    ),
    # -- who gets a token: named where it differs, and not judged ----------------------------------------------------
    "AWS::Cognito::UserPool": Attachment("user-pool", "user pool", harmless=_POOL),
    "AWS::Cognito::UserPoolClient": Attachment(
        "user-pool", "app client", ("UserPoolId",), ("UserPoolId",),
        harmless=frozenset(
            {"AnalyticsConfiguration", "CallbackURLs", "ClientName", "DefaultRedirectURI", "LogoutURLs"}
        ),
        counts=doors.takes_every_client,
    ),
    **{
        f"AWS::Cognito::UserPool{name}": Attachment("user-pool", "part of a user pool", ("UserPoolId",))
        for name in ("Group", "IdentityProvider", "ResourceServer", "RiskConfigurationAttachment", "User",
                     "UserToGroupAttachment")
    },
}  # fmt: skip
"""By type. Sources: CloudFormation resource schemas; API Gateway, Lambda, AWS WAF and Cognito API references."""

PARTS_OF_AN_API: Final[Mapping[str, str]] = {
    **{
        f"AWS::ApiGateway::{name}": "RestApiId"
        for name in ("Authorizer", "Deployment", "Method", "Model", "RequestValidator", "Resource", "Stage")
    },
    **{f"AWS::ApiGatewayV2::{name}": "ApiId" for name in ("Authorizer", "Deployment", "Integration", "Route", "Stage")},
}
"""Resources that are read as routes, authorizers and stages -> the property that names their API."""

_CONSUMER = "keeps or calls the address of the API"
_WATCHER = "watches, and keeps nobody out"
HARMLESS: Final[Mapping[str, str]] = {
    "AWS::ApiGateway::Account": "the account's role for logs",
    "AWS::ApiGateway::Documentation": "documentation",
    "AWS::Lambda::EventInvokeConfig": "what happens when a call fails",
    "AWS::Lambda::EventSourceMapping": "reads a queue or stream of the account",
    "AWS::Lambda::Function": "compared as target; code and environment decide nothing before it is called",
    "AWS::Lambda::LayerVersion": "code",
    "AWS::CloudWatch::": _WATCHER,
    "AWS::Logs::": _WATCHER,
    "AWS::XRay::": _WATCHER,
    "AWS::Synthetics::": _WATCHER,
    "AWS::ApplicationInsights::": _WATCHER,
    "AWS::Route53::": "leads to a domain; which domains the API answers to is compared",
    "AWS::Amplify::": _CONSUMER,
    "AWS::AppConfig::": _CONSUMER,
    "AWS::AppRunner::": _CONSUMER,
    "AWS::CodeBuild::": _CONSUMER,
    "AWS::CodePipeline::": _CONSUMER,
    "AWS::Cognito::UserPoolDomain": _CONSUMER,
    "AWS::Cognito::UserPoolUICustomizationAttachment": _CONSUMER,
    "AWS::DynamoDB::": _CONSUMER,
    "AWS::ECS::": _CONSUMER,
    "AWS::Events::": _CONSUMER,
    "AWS::Pipes::": _CONSUMER,
    "AWS::S3::": _CONSUMER,
    "AWS::Scheduler::": _CONSUMER,
    "AWS::SecretsManager::": _CONSUMER,
    "AWS::SNS::": _CONSUMER,
    "AWS::SQS::": _CONSUMER,
    "AWS::SSM::": _CONSUMER,
    "AWS::StepFunctions::": _CONSUMER,
}
"""Beginnings of types that may mention an API and decide nothing about who gets in -> why."""


def sections() -> Mapping[str, Attachment]:
    """One entry for each section of the table."""
    return {entry.section: entry for entry in TABLE.values()}
