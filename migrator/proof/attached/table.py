"""Which resources belong to the surface of an API, what of them is compared, and under which name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import doors
from .attachment import Attachment, ComparedPart, texts
from .domains import DOMAINS
from .firewalls import FIREWALLS

_POOL = frozenset({
    "EmailAuthenticationMessage", "EmailAuthenticationSubject", "EmailConfiguration", "EmailVerificationMessage",
    "EmailVerificationSubject", "SmsAuthenticationMessage", "SmsConfiguration", "SmsVerificationMessage",
    "UserPoolName", "UserPoolTags", "VerificationMessageTemplate", "DeletionProtection",
})  # fmt: skip

TABLE: Final[Mapping[str, Attachment]] = {
    **DOMAINS,
    **FIREWALLS,
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
        texts("CustomerId", "GenerateDistinctId"), opens=True,
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
        "vpc-link", "VPC link", (), (), {"targets": ComparedPart("targets", ("TargetArns",))}, texts()
    ),
    "AWS::ApiGatewayV2::VpcLink": Attachment(
        "vpc-link", "VPC link", (), (),
        {
            "subnets": ComparedPart("subnets", ("SubnetIds",)),
            "security_groups": ComparedPart("security groups", ("SecurityGroupIds",)),
        },
        texts(),
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
        texts("FunctionVersion", "ProvisionedConcurrencyConfig", "RoutingConfig"),
    ),
    "AWS::Lambda::Version": Attachment(
        "alias", "version", (), ("FunctionName",), {"function": ComparedPart("function", ("FunctionName",))},
        texts("CodeSha256", "FunctionScalingConfig", "ProvisionedConcurrencyConfig", "RuntimePolicy"),
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
