"""Cognito user pools: what stands for one in a REST API, an ARN, and in an HTTP API, an issuer's URL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.sam.template import Template
from migrator.text.operations import plain
from migrator.text.tree import Node
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    Value,
    attribute,
    data,
    intrinsic,
    is_list,
    is_map,
    literal,
    ref,
    ref_target,
    sub,
)

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
    if call.name == "If" and len(branches := call.argument.elements()) == 3:
        issuers = [issuer_of(template, branch) for branch in branches[1:]]
        return Tagged("If", [branches[0], *issuers]) if None not in issuers else None
    if attribute(pool) is not None:
        return _of_attribute(template, pool)
    if call.name == "Sub":
        return _of_sub(call.text)
    name = ref_target(pool)
    resource = template.resources.get(name or "")
    if resource is not None:
        return None  # Ref of a pool is its id, not its ARN: the authorizer is broken today
    if name is not None and name in template.parameters:
        # A list cannot be split: CloudFormation refuses the template.
        is_list_of = "List" in (literal(template.parameters[name].get("Type")) or "")
        return None if is_list_of else _of_value(pool)
    if call.name in ("ImportValue", "FindInMap"):
        return _of_value(pool)
    return None


def _of_attribute(template: Template, pool: Node) -> Value:
    found = attribute(pool)
    if found is None or (found[1] not in ("Arn", "Outputs.Arn") and not found[1].startswith("Outputs.")):
        return None
    resource = template.resources.get(found[0])
    if resource is not None and resource.type == POOL and found[1] == "Arn":
        return sub(_ISSUER.format(region="${AWS::Region}", id=f"${{{found[0]}}}"))
    if resource is not None and found[1].startswith("Outputs."):
        return _of_value(pool)  # an ARN that a nested stack puts out
    return None


def _of_sub(text: str | None) -> Value:
    found = _SUB_ARN.match(text or "")
    if found is not None:
        return sub(_ISSUER.format(**found.groupdict()))
    return None


def _of_value(pool: Node) -> Value:
    """The issuer cut out of a value that holds the pool's ARN; CloudFormation does the cutting."""
    arn = data(pool)
    region = Tagged("Select", [3, Tagged("Split", [":", arn])])
    identifier = Tagged("Select", [1, Tagged("Split", ["/", arn])])
    return Tagged("Sub", [_ISSUER.format(region="${Region}", id="${PoolId}"), {"Region": region, "PoolId": identifier}])


def clients_of(template: Template, pool: Node) -> Iterator[tuple[str, Value]]:
    """App clients of the template that belong to a pool, with the value that stands for each."""
    wanted = _identity_of(pool)
    for resource in template.resources.values():
        owner = resource.local.get("UserPoolId") if resource.type == CLIENT and resource.local is not None else None
        if owner is None or wanted is None or _identity_of(owner) != wanted:
            continue
        condition = literal(resource.node.get("Condition"))
        value: Value = ref(resource.id)
        yield resource.id, Tagged("If", [condition, value, ref(NO_VALUE)]) if condition else value


def _identity_of(pool: Node) -> str | None:
    """What tells a pool from others: a logical id, a parameter or a literal id."""
    found = attribute(pool)
    if found is not None:
        return found[0] if found[1] in ("Arn", "UserPoolId") else None
    if (name := ref_target(pool)) is not None:
        return name
    call = intrinsic(pool)
    text = call.text if call is not None and call.name == "Sub" else literal(pool)
    tail = (text or "").rpartition("/")[2]
    variable = _VARIABLE.match(tail)
    return variable[1] if variable else tail or None


# -- back: from the issuer to the ARN -----------------------------------------------------------------------


def pool_arn_of(template: Template, issuer: Node) -> tuple[Value, bool]:
    """The ARN of the user pool behind an issuer, and whether the stack's own account had to be assumed for it.

    The ARN is None when the issuer is no Cognito pool, or one that cannot be told.
    """
    call = intrinsic(issuer)
    if call is not None and call.name == "If" and len(branches := call.argument.elements()) == 3:
        arns = [pool_arn_of(template, branch) for branch in branches[1:]]
        known = all(arn is not None for arn, _ in arns)
        return (Tagged("If", [branches[0], *(arn for arn, _ in arns)]) if known else None), any(a for _, a in arns)
    found = attribute(issuer)
    if found is not None and found[1] == "ProviderURL" and _is_pool(template, found[0]):
        return Tagged("GetAtt", f"{found[0]}.Arn"), False
    if (whole := _cut_from(issuer)) is not None:
        return whole, False
    return _of_url(template, _text(issuer))


def _of_url(template: Template, text: str | None) -> tuple[Value, bool]:
    """An address with anything more or less, such as a slash at the end, is another issuer: it is compared as a whole."""
    provider, found = _PROVIDER.match(text or ""), _URL.match(text or "")
    if provider is not None and _is_pool(template, provider["name"]):
        return Tagged("GetAtt", f"{provider['name']}.Arn"), False
    if found is None or not _is_host(found["region"], found["suffix"]):
        return None, False
    variable = _VARIABLE.match(found["id"])
    if variable is None or variable[1] not in template.resources:
        return sub(_ARN_OF.format(region=found["region"], id=found["id"])), True
    if _is_pool(template, variable[1]) and found["region"] == _OWN_REGION:
        return Tagged("GetAtt", f"{variable[1]}.Arn"), False
    return None, False


def _is_host(region: str, suffix: str) -> bool:
    """Whether the end of a host is that of a region; what is known at deployment only can be right."""
    return suffix.startswith("$") or region == _OWN_REGION or suffix == _SUFFIXES[region.startswith("cn-")]


def _is_pool(template: Template, name: str) -> bool:
    resource = template.resources.get(name)
    return resource is not None and resource.type == POOL


def _cut_from(issuer: Node) -> Value:
    """The value that holds the ARN, where the issuer was cut out of one as `issuer_of` does."""
    call = intrinsic(issuer)
    if call is None or call.name != "Sub" or call.argument.kind != "sequence":
        return None
    parts = call.argument.elements()
    if len(parts) != 2 or not is_map(parts[1]):
        return None
    cut = intrinsic(parts[1].get("PoolId"))
    pieces = cut.argument.elements() if cut is not None and cut.name == "Select" else []
    split = intrinsic(pieces[1]) if len(pieces) == 2 else None
    whole = split.argument.elements()[-1] if split is not None and split.name == "Split" else None
    return whole if whole is not None and plain(_of_value(whole)) == data(issuer) else None


def _text(node: Node) -> str | None:
    """A literal, Sub or Join as one text with ``${variables}``."""
    call = intrinsic(node)
    if call is None:
        return literal(node)
    if call.name == "Sub":
        return call.text
    if call.name == "Ref":
        return f"${{{call.text}}}"
    parts = call.argument.elements() if call.name == "Join" and call.argument.kind == "sequence" else []
    if len(parts) != 2 or literal(parts[0]) != "" or not is_list(parts[1]):
        return None
    texts = [_text(item) for item in parts[1].elements()]
    return None if None in texts else "".join(text for text in texts if text is not None)
