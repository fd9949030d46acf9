"""What may exist only once, and what people would miss: facts about resource types that the registry does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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

_DATA: Final = """
    Backup::BackupVault Backup::LogicallyAirGappedBackupVault Cassandra::Keyspace Cassandra::Table
    CodeCommit::Repository Cognito::IdentityPool Cognito::UserPool Cognito::UserPoolGroup Cognito::UserPoolUser
    DSQL::Cluster DocDB::DBCluster DocDB::DBInstance DocDBElastic::Cluster DynamoDB::GlobalTable DynamoDB::Table
    EC2::Instance EC2::Volume ECR::Repository EFS::FileSystem ElastiCache::CacheCluster
    ElastiCache::ReplicationGroup ElastiCache::ServerlessCache Elasticsearch::Domain EventSchemas::Registry
    Events::Archive FSx::FileSystem FSx::Volume Glue::Database Glue::Table KMS::Key Kendra::Index Kinesis::Stream
    KinesisFirehose::DeliveryStream KinesisVideo::Stream Lightsail::Database Logs::LogGroup Logs::LogStream
    MSK::Cluster MSK::ServerlessCluster MemoryDB::Cluster Neptune::DBCluster Neptune::DBInstance NeptuneGraph::Graph
    OpenSearchServerless::Collection OpenSearchService::Domain QLDB::Ledger RDS::DBCluster RDS::DBInstance
    RDS::GlobalCluster Redshift::Cluster RedshiftServerless::Namespace Route53::HostedZone S3::Bucket
    S3Express::DirectoryBucket S3Tables::Table S3Tables::TableBucket SDB::Domain SQS::Queue SecretsManager::Secret
    Timestream::Database Timestream::InfluxDBInstance Timestream::Table
"""

HOLDS_DATA: Final = frozenset(f"AWS::{name}" for name in _DATA.split())
"""Types that hold what people would miss."""

_NOTHING: Final = """
    AppConfig::HostedConfigurationVersion AutoScaling::LaunchConfiguration ECS::TaskDefinition ImageBuilder::Component
    Lambda::LayerVersion SageMaker::Model StepFunctions::StateMachineVersion
    CloudWatch::Alarm CloudWatch::AnomalyDetector CloudWatch::CompositeAlarm CloudWatch::Dashboard
    CloudWatch::InsightRule Events::Connection Events::EventBusPolicy Events::Rule IAM::ManagedPolicy IAM::Policy
    IAM::Role IAM::RolePolicy KMS::Alias Lambda::Alias Lambda::EventInvokeConfig Lambda::EventSourceMapping
    Lambda::Function Lambda::LayerVersionPermission Lambda::Permission Lambda::Url Lambda::Version
    Logs::MetricFilter Logs::QueryDefinition Logs::ResourcePolicy Logs::SubscriptionFilter Pipes::Pipe
    Route53::HealthCheck Route53::RecordSet Route53::RecordSetGroup S3::BucketPolicy SNS::Subscription
    SNS::TopicInlinePolicy SNS::TopicPolicy SQS::QueueInlinePolicy SQS::QueuePolicy SSM::Parameter
    Scheduler::Schedule SecretsManager::ResourcePolicy SecretsManager::RotationSchedule
    SecretsManager::SecretTargetAttachment WAFv2::WebACLAssociation XRay::Group XRay::SamplingRule
"""
_HOLDS_NOTHING: Final = frozenset(f"AWS::{name}" for name in _NOTHING.split())
_OF_APIS: Final = ("AWS::ApiGateway::", "AWS::ApiGatewayV2::")

RETAINING: Final = frozenset({"Retain", "RetainExceptOnCreate", "Snapshot"})
"""Deletion policies under which what a resource holds outlives it."""


def holds_nothing(kind: str) -> bool:
    """Whether a resource of a type is made of its template alone, so that a new one is as good as the old one.

    Arguments:
        kind: any type; what is not known to hold nothing may hold something.
    """
    return kind in _HOLDS_NOTHING or kind.startswith(_OF_APIS)


def outlives(resource: Mapping[str, Any], policy: str) -> bool:
    """Whether what a resource holds outlives it. An intrinsic, which a macro may read here, does not say so.

    Arguments:
        resource: as compiled.
        policy: ``DeletionPolicy`` where it leaves the stack, ``UpdateReplacePolicy`` where a new one takes its place.
    """
    value = resource.get(policy)
    return isinstance(value, str) and value in RETAINING


_STAYS_FILLED: Final = frozenset({"AWS::ECR::Repository", "AWS::S3::Bucket"})
"""Types that CloudFormation cannot delete while something is in them: the old one drops out of the stack."""
KEPT: Final = "CloudFormation creates a new, empty one and leaves the old one in the account, outside of the stack"
"""What replacing a resource does that outlives it."""


def lost(kind: str) -> str:
    """What replacing a resource does to what it holds, as the rest of a sentence.

    Arguments:
        kind: a type that may hold something.
    """
    if kind in _STAYS_FILLED:
        return "CloudFormation creates a new, empty one, and the old one is deleted or, if it is not empty, left behind"
    held = "its data" if kind in HOLDS_DATA else "whatever it holds"
    return f"CloudFormation creates a new one and deletes the old one with {held}"
