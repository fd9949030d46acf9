"""Cognito user pools: what stands for one in a REST API, an ARN, and in an HTTP API, an issuer's URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrator.concern import View, fact
from migrator.sam.template import Resource, Template
from migrator.text.meaning import data
from migrator.text.node import Node
from migrator.text.operations import plain
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    Value,
    arguments,
    attribute,
    intrinsic,
    literal,
    per_branch,
    ref,
    ref_target,
    sub,
    substitution,
)

from ..reading.segments import shape_of, shown

POOL = "AWS::Cognito::UserPool"
CLIENT = "AWS::Cognito::UserPoolClient"

# Two partitions only: what the host of an issuer is in the others is not documented.
_ARN = re.compile(
    r"^arn:(?P<partition>aws|aws-us-gov):cognito-idp:(?P<region>[\w-]+):(?P<account>\d*):userpool/(?P<id>[\w-]+)$"
)
_SUB_ARN = re.compile(
    r"^arn:(?:aws|\$\{AWS::Partition\}):cognito-idp:(?P<region>\$\{AWS::Region\}|[\w-]+):(?:\$\{AWS::AccountId\}|\d+):userpool/(?P<id>[^/]+)$"
)
_VARIABLE = re.compile(r"^\$\{([^!}]+)\}$")
_ISSUER = "https://cognito-idp.{region}.amazonaws.com/{id}"
_URL = re.compile(
    r"^https://cognito-idp\.(?P<region>\$\{AWS::Region\}|[a-z0-9-]+)\.(?P<suffix>amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})"
    r"/(?P<id>\$\{[^}!]+\}|[A-Za-z0-9_-]+)$"
)
_PROVIDER = re.compile(r"^https://\$\{(?P<name>[^.}]+)\.ProviderName\}$")
_SUFFIXES = {True: "amazonaws.com.cn", False: "amazonaws.com"}
"""The end of the host, by whether the region is in China."""
_OWN_REGION = "${AWS::Region}"
_ARN_OF = "arn:${{AWS::Partition}}:cognito-idp:{region}:${{AWS::AccountId}}:userpool/{id}"


def issuer_of(template: Template, pool: Node) -> Value:
    """The issuer's URL for a ``UserPoolArn``; None when it cannot be told."""
    call = intrinsic(pool)
    if call is None:
        found = _ARN.match(literal(pool) or "")
        return _ISSUER.format(**found.groupdict()) if found else None
    if call.name == "If":
        return per_branch(pool, lambda branch: issuer_of(template, branch))
    if attribute(pool) is not None:
        return _of_attribute(template, pool)
    if (found := _SUB_ARN.match(_said(pool))) is not None:
        return sub(_ISSUER.format(**found.groupdict()))
    if (name := ref_target(pool)) is not None:
        return _of_value(pool) if _holds_arn(template, name) else None
    return _of_value(pool) if call.name in ("ImportValue", "FindInMap") else None


def _holds_arn(template: Template, name: str) -> bool:
    """Whether a reference gives an ARN: that of a pool is its id, so that the authorizer is broken today.

    A list cannot be split: CloudFormation refuses the template.
    """
    parameter = template.parameters.get(name)
    return parameter is not None and "List" not in (literal(parameter.get("Type")) or "")


def _of_attribute(template: Template, pool: Node) -> Value:
    name, key = attribute(pool) or ("", "")
    if _is_pool(template, name) and key == "Arn":
        return sub(_ISSUER.format(region="${AWS::Region}", id=f"${{{name}}}"))
    if name in template.resources and key.startswith("Outputs."):
        return _of_value(pool)  # an ARN that a nested stack puts out
    return None


def _of_value(pool: Node) -> Value:
    """The issuer cut out of a value that holds the pool's ARN; CloudFormation does the cutting."""
    arn = data(pool)
    region = Tagged("Select", [3, Tagged("Split", [":", arn])])
    identifier = Tagged("Select", [1, Tagged("Split", ["/", arn])])
    return Tagged("Sub", [_ISSUER.format(region="${Region}", id="${PoolId}"), {"Region": region, "PoolId": identifier}])


def clients_of(view: View, pool: Node) -> Iterator[tuple[str, Value]]:
    """App clients of the template that belong to a pool, with the value that stands for each."""
    for resource in _clients(view).get(_identity_of(pool) or "", ()):
        condition = literal(resource.node.get("Condition"))
        value: Value = ref(resource.id)
        yield resource.id, Tagged("If", [condition, value, ref(NO_VALUE)]) if condition else value


@fact
def _clients(view: View) -> Mapping[str, list[Resource]]:
    """App clients of the template by what tells their pool from others."""
    found: dict[str, list[Resource]] = {}
    for resource in view.template.resources.values():
        owner = resource.get("UserPoolId") if resource.type == CLIENT else None
        if owner is not None and (pool := _identity_of(owner)):
            found.setdefault(pool, []).append(resource)
    return found


def _identity_of(pool: Node) -> str | None:
    """What tells a pool from others: a logical id, a parameter or a literal id."""
    found = attribute(pool)
    if found is not None:
        return found[0] if found[1] in ("Arn", "UserPoolId") else None
    if (name := ref_target(pool)) is not None:
        return name
    tail = _said(pool).rpartition("/")[2]
    variable = _VARIABLE.match(tail)
    return variable[1] if variable else tail or None


# -- back: from the issuer to the ARN -----------------------------------------------------------------------


def pool_arn_of(template: Template, issuer: Node) -> tuple[Value, bool]:
    """The ARN of the user pool behind an issuer, and whether the stack's own account had to be assumed for it.

    The ARN is None when the issuer is no Cognito pool, or one that cannot be told.
    """
    if branches := arguments(issuer, "If", 3)[1:]:
        assumed = any(pool_arn_of(template, branch)[1] for branch in branches)
        return per_branch(issuer, lambda branch: pool_arn_of(template, branch)[0]), assumed
    name, key = attribute(issuer) or ("", "")
    if key == "ProviderURL" and _is_pool(template, name):
        return Tagged("GetAtt", f"{name}.Arn"), False
    if (whole := _cut_from(issuer)) is not None:
        return whole, False
    return _of_url(template, _said(issuer))


def _of_url(template: Template, text: str) -> tuple[Value, bool]:
    """An address with anything more or less, such as a slash at the end, is another issuer: it is compared as a whole."""
    provider = _PROVIDER.match(text)
    if provider is not None and _is_pool(template, provider["name"]):
        return Tagged("GetAtt", f"{provider['name']}.Arn"), False
    return _of_host(template, _URL.match(text))


def _of_host(template: Template, found: re.Match[str] | None) -> tuple[Value, bool]:
    if found is None or not _is_host(found["region"], found["suffix"]):
        return None, False
    variable = _VARIABLE.match(found["id"])
    if variable is None or variable[1] not in template.resources:
        return sub(_ARN_OF.format(region=found["region"], id=found["id"])), True
    if not _is_pool(template, variable[1]):
        return None, False
    if found["region"] == _OWN_REGION:
        return Tagged("GetAtt", f"{variable[1]}.Arn"), False
    return sub(_ARN_OF.format(region=found["region"], id=found["id"])), False  # a pool of the stack is of its account


def _is_host(region: str, suffix: str) -> bool:
    """Whether the end of a host is that of a region; what is known at deployment only can be right."""
    return suffix.startswith("$") or region == _OWN_REGION or suffix == _SUFFIXES[region.startswith("cn-")]


def _is_pool(template: Template, name: str) -> bool:
    return template.type_of(name) == POOL


def _cut_from(issuer: Node) -> Value:
    """The value that holds the ARN, where the issuer was cut out of one as `issuer_of` does."""
    _, own = substitution(issuer) or ("", {})
    cut = arguments(own.get("PoolId"), "Select", 2)
    split = arguments(cut[1], "Split", 2) if cut else []
    return split[1] if split and plain(_of_value(split[1])) == data(issuer) else None


def _said(node: Node) -> str:
    """A literal, Sub or Join as one text with ``${variables}``; empty where a part of it is something else."""
    said = shape_of(node)
    return "" if any(kind == "unknown" for kind, _ in said) else shown(said)
