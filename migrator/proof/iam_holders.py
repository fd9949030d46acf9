"""Who holds an IAM policy: roles, users and groups, who gets to be one of them, and whom they trust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from .index import Index, names_in
from .intrinsics import plain, text
from .shapes import several

BROAD: Final = re.compile(r":policy/(?:AdministratorAccess|PowerUserAccess|AmazonAPIGatewayInvokeFullAccess)$")
"""Policies of AWS that allow to call every API."""

ATTACHED: Final = ("Roles", "Users", "Groups", "RoleName", "UserName", "GroupName")
"""Properties that say whom a policy is for."""
HOLDERS: Final = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group", "AWS::SSO::PermissionSet")
POLICIES: Final = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy",
                   "AWS::IAM::GroupPolicy")  # fmt: skip
OWN_NAMES: Final = ("RoleName", "UserName", "GroupName")
TRUST: Final = ("AssumeRolePolicyDocument", "PermissionsBoundary", "Groups", "LoginProfile")
"""Properties of a holder that say who gets to be it, and what bounds it."""
FOLLOWING: Final = {
    "AWS::Cognito::IdentityPoolRoleAttachment": ("Roles", "RoleMappings"),
    "AWS::Cognito::UserPoolGroup": ("RoleArn",),
    "AWS::EKS::PodIdentityAssociation": ("RoleArn",),
    "AWS::IAM::AccessKey": ("UserName",),
    "AWS::IAM::InstanceProfile": ("Roles",),
    "AWS::IAM::User": ("Groups",),
    "AWS::IAM::UserToGroupAddition": ("GroupName",),
    "AWS::RolesAnywhere::Profile": ("RoleArns",),
    "AWS::SSO::Assignment": ("PermissionSetArn",),
}
"""Types that make somebody a holder -> the properties that name it."""
PROVIDERS: Final[Mapping[str, frozenset[str]]] = {
    "AWS::Cognito::IdentityPool": frozenset({
        "CognitoEvents", "CognitoStreams", "IdentityPoolName", "IdentityPoolTags", "PushSync",
    }),
    "AWS::IAM::OIDCProvider": frozenset({"Tags"}),
    "AWS::IAM::SAMLProvider": frozenset({"Name", "Tags"}),
}  # fmt: skip
"""Types that say whom a role takes that trusts them -> properties that decide nothing."""
NAMING: Final = ("AssumeRolePolicyDocument", "IdentityPoolId")
"""Properties that name whom a holder trusts."""
TYPES: Final = tuple(dict.fromkeys((*HOLDERS, *POLICIES, *FOLLOWING, *PROVIDERS)))
"""Types of resources that let callers in, or keep them out, by IAM."""


def holders_of(properties: Mapping[str, Any]) -> frozenset[str]:
    """Whom a policy is for: names, and logical ids where they are in the template.

    Arguments:
        properties: those of the policy.
    """
    return frozenset(plain(text(each)) for key in ATTACHED for each in several(properties.get(key)))


def own_names(properties: Mapping[str, Any]) -> frozenset[str]:
    """What a holder is called in the account.

    Arguments:
        properties: those of the holder.
    """
    return frozenset({text(properties.get(key)) for key in OWN_NAMES} - {""})


def makes_a_holder(name: str, holders: frozenset[str] | set[str], index: Index) -> bool:
    """Whether a resource makes somebody one of some holders.

    Arguments:
        name: its logical id.
        holders: logical ids, and names in the account.
    """
    properties = index.properties(name)
    return any(
        {*names_in(properties.get(key)), *map(text, several(properties.get(key)))} & holders
        for key in FOLLOWING.get(index.type(name), ())
    )


def trusted_by(holders: Iterable[str], index: Index) -> frozenset[str]:
    """Resources that say who gets to be one of the holders: those whom their trust names, and so on.

    Arguments:
        holders: logical ids.
    """
    found, todo = set[str](), [*holders]
    while todo:
        properties = index.properties(todo.pop())
        named = frozenset[str]().union(*(names_in(properties.get(key)) for key in NAMING))
        new = {n for n in named if index.type(n) in (*HOLDERS, *PROVIDERS)} - found
        found |= new
        todo.extend(new)
    return frozenset(found)


def trust_of(name: str, index: Index) -> tuple[str, ...]:
    """Properties of a resource that say who gets to be a holder.

    Arguments:
        name: its logical id.
    """
    kind, properties = index.type(name), index.properties(name)
    if kind in HOLDERS:
        return tuple(key for key in TRUST if key in properties)
    harmless = PROVIDERS.get(kind, None if kind not in FOLLOWING else frozenset[str]())
    return () if harmless is None else tuple(key for key in sorted(properties) if key not in harmless)
