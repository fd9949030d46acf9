"""What the CloudFormation registry says of a resource type: which changes make a new resource, which names it takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

Keys: TypeAlias = tuple[str, ...]

_DATA: Final = Path(__file__).with_name("data") / "registry.json"

# Names whose form the registry leaves to the service. Sources: the API references of CreateTable, CreateQueue,
# CreateTopic, PutParameter, CreateUserPoolDomain, CreateUserPool, CreateSecret, CreateStateMachine, PutDashboard,
# CreateCacheCluster, CreateReplicationGroup, CreateProject.
_NAMES: Final[dict[str, dict[str, str]]] = {
    "AWS::CloudWatch::Dashboard": {"DashboardName": r"[A-Za-z0-9_-]+"},
    "AWS::CodeBuild::Project": {"Name": r"[A-Za-z0-9][A-Za-z0-9_-]+"},
    "AWS::Cognito::UserPool": {"UserPoolName": r"[\w\s+=,.@-]+"},
    "AWS::Cognito::UserPoolDomain": {"Domain": r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|[a-z0-9.-]+"},
    "AWS::DynamoDB::GlobalTable": {"TableName": r"[a-zA-Z0-9_.-]+"},
    "AWS::DynamoDB::Table": {"TableName": r"[a-zA-Z0-9_.-]+"},
    "AWS::ElastiCache::CacheCluster": {"ClusterName": r"[A-Za-z][A-Za-z0-9-]*"},
    "AWS::ElastiCache::ReplicationGroup": {"ReplicationGroupId": r"[A-Za-z][A-Za-z0-9-]*"},
    "AWS::SNS::Topic": {"TopicName": r"[A-Za-z0-9_-]+(?:\.fifo)?"},
    "AWS::SQS::Queue": {"QueueName": r"[A-Za-z0-9_-]+(?:\.fifo)?"},
    "AWS::SSM::Parameter": {"Name": r"[a-zA-Z0-9_./-]+"},
    "AWS::SecretsManager::Secret": {"Name": r"[A-Za-z0-9/_+=.@-]+"},
    "AWS::StepFunctions::StateMachine": {"StateMachineName": r"[A-Za-z0-9_.+!@()=\x27-]+"},
}


@dataclass(frozen=True)
class Rules:
    """What the registry says of one resource type.

    Arguments:
        replacing: properties, as keys below ``Properties``, whose change makes CloudFormation create the resource anew.
        perhaps_replacing: properties of which some changes do.
        names: patterns that physical names match as a whole, by the name of the property.
    """

    replacing: tuple[Keys, ...] = ()
    perhaps_replacing: tuple[Keys, ...] = ()
    names: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


@cache
def rules(kind: str) -> Rules | None:
    """The rules of a resource type; None for one that the registry does not know, such as a custom resource.

    Arguments:
        kind: such as ``AWS::DynamoDB::Table``.
    """
    found = _types().get(kind)
    if found is None:
        return None
    names = {**found.get("names", {}), **_NAMES.get(kind, {})}
    return Rules(
        _keys(found.get("new", ())),
        _keys(found.get("may", ())),
        {name: re.compile(pattern) for name, pattern in names.items()},
    )


def _keys(paths: Any) -> tuple[Keys, ...]:
    return tuple(tuple(path.split("/")) for path in paths)


@cache
def _types() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_DATA.read_text(encoding="utf-8"))["types"]
    return found
