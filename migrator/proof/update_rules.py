"""What CloudFormation cannot change in place, and what may exist only once: the types that APIs come with.

Source: the resource types' schemas in the CloudFormation registry (``createOnlyProperties``). A test compares the
table with the schemas that cfn-lint brings along.
"""

from __future__ import annotations

# Type -> properties whose change makes CloudFormation create the resource anew.
CREATE_ONLY: dict[str, tuple[str, ...]] = {
    "AWS::ApiGateway::ApiKey": ("GenerateDistinctId", "Name", "Value"),
    "AWS::ApiGateway::Authorizer": ("RestApiId",),
    "AWS::ApiGateway::BasePathMapping": ("BasePath", "DomainName"),
    "AWS::ApiGateway::BasePathMappingV2": ("BasePath", "DomainNameArn"),
    "AWS::ApiGateway::Deployment": ("DeploymentCanarySettings", "RestApiId"),
    "AWS::ApiGateway::DomainName": ("DomainName",),
    "AWS::ApiGateway::DomainNameV2": ("DomainName", "EndpointConfiguration", "SecurityPolicy"),
    "AWS::ApiGateway::GatewayResponse": ("ResponseType", "RestApiId"),
    "AWS::ApiGateway::Method": ("HttpMethod", "ResourceId", "RestApiId"),
    "AWS::ApiGateway::Model": ("ContentType", "Name", "RestApiId"),
    "AWS::ApiGateway::RequestValidator": ("Name", "RestApiId"),
    "AWS::ApiGateway::Resource": ("ParentId", "PathPart", "RestApiId"),
    "AWS::ApiGateway::Stage": ("RestApiId", "StageName"),
    "AWS::ApiGateway::UsagePlanKey": ("KeyId", "KeyType", "UsagePlanId"),
    "AWS::ApiGatewayV2::Api": ("ProtocolType",),
    "AWS::ApiGatewayV2::ApiMapping": ("DomainName",),
    "AWS::ApiGatewayV2::Authorizer": ("ApiId",),
    "AWS::ApiGatewayV2::DomainName": ("DomainName",),
    "AWS::ApiGatewayV2::Integration": ("ApiId",),
    "AWS::ApiGatewayV2::Route": ("ApiId",),
    "AWS::ApiGatewayV2::Stage": ("ApiId", "StageName"),
    "AWS::CloudWatch::Alarm": ("AlarmName",),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::Events::Rule": ("Name",),
    "AWS::IAM::Role": ("Path", "RoleName"),
    "AWS::Lambda::Alias": ("FunctionName", "Name"),
    "AWS::Lambda::Function": ("FunctionName", "PackageType", "TenancyConfig"),
    "AWS::Lambda::Permission": (
        "Action",
        "EventSourceToken",
        "FunctionName",
        "FunctionUrlAuthType",
        "InvokedViaFunctionUrl",
        "Principal",
        "PrincipalOrgID",
        "SourceAccount",
        "SourceArn",
    ),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::Logs::SubscriptionFilter": ("FilterName", "LogGroupName"),
    "AWS::Route53::RecordSetGroup": ("HostedZoneId", "HostedZoneName"),
    "AWS::SSM::Parameter": ("Name",),
    "AWS::WAFv2::WebACLAssociation": ("ResourceArn", "WebACLArn"),
}

# Type -> what must be unique in the account, and the properties that make it up. CloudFormation creates before it
# deletes, so a name that moves from one resource to another is taken when the new one is made.
UNIQUE: dict[str, tuple[str, tuple[str, ...]]] = {
    "AWS::ApiGateway::DomainName": ("domain", ("DomainName",)),
    "AWS::ApiGatewayV2::DomainName": ("domain", ("DomainName",)),
    "AWS::ApiGateway::BasePathMapping": ("mapping", ("DomainName", "BasePath")),
    "AWS::ApiGatewayV2::ApiMapping": ("mapping", ("DomainName", "ApiMappingKey")),
    "AWS::CloudWatch::Alarm": ("alarm", ("AlarmName",)),
    "AWS::CloudWatch::Dashboard": ("dashboard", ("DashboardName",)),
    "AWS::Events::Rule": ("rule", ("Name",)),
    "AWS::IAM::Role": ("role", ("RoleName",)),
    "AWS::Lambda::Function": ("function", ("FunctionName",)),
    "AWS::Logs::LogGroup": ("log group", ("LogGroupName",)),
    "AWS::Route53::RecordSet": ("DNS record", ("Name", "Type", "SetIdentifier")),
    "AWS::Route53::RecordSetGroup": ("DNS record", ("Name", "Type", "SetIdentifier")),
    "AWS::SSM::Parameter": ("parameter", ("Name",)),
}

# Types that hold what people would miss.
HOLDS_DATA = frozenset(
    {
        "AWS::Cognito::UserPool",
        "AWS::DynamoDB::GlobalTable",
        "AWS::DynamoDB::Table",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::S3::Bucket",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
    }
)

RETAINING = frozenset({"Retain", "RetainExceptOnCreate", "Snapshot"})
"""Deletion policies under which what a resource holds outlives it."""


def retains(policy: object) -> bool:
    """Whether a deletion policy keeps a resource.

    Arguments:
        policy: as the template has it; one that an intrinsic decides (``AWS::LanguageExtensions``) is not known to.
    """
    return isinstance(policy, str) and policy in RETAINING
