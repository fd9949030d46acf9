"""Find what is attached to an API, and what else mentions it, and read it in a form that compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..access import Kind
from ..index import FUNCTION, QUALIFIERS, Index, names_in
from ..intrinsics import rendered, text
from .reading import NO_PARTS, AttachedRow, RowTexts, code_of, gateway_responses, rows_of
from .table import HARMLESS, PARTS_OF_AN_API, TABLE

KEYS: Final = frozenset({"usage-plan", "plan-key", "api-key"})
"""Sections that limit only callers who have to show a key (API Gateway guide, usage plans)."""
IAM: Final = ("AWS::IAM::", "AWS::SSO::PermissionSet")
ROLE: Final = "AWS::IAM::Role"
FRONTS: Final = ("AWS::AppSync::", "AWS::Bedrock::", "AWS::Lex::", "AWS::S3ObjectLambda::")
"""Services with callers of their own that call a function with a role, so that no Lambda permission shows it."""
MAKING: Final = ("AWS::CloudFormation::", "Custom::")
"""What can make anything of a function that it is given."""
ENDPOINT: Final = "AWS::EC2::VPCEndpoint"
FENCES: Final = ("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress")
"""What says who reaches a VPC endpoint, and through it a private API."""
GIVING: Final = (ENDPOINT, "AWS::CloudFormation::", "AWS::SSM::Parameter", "AWS::SecretsManager::Secret", "Custom::")
"""Types of resources that a value comes from, or all calls: where they differ, what takes it can."""
FIREWALLS: Final = ("AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation")


_ABOUT_APIS = re.compile(r"execute-api|AWS::ApiGateway|:/restapis\b|:/apis\b")
_ANY_API = re.compile(r":\*/|apis/\*|AWS::ApiGateway")
_OTHER_PROTECTED = re.compile(r":(?:elasticloadbalancing|appsync|cognito-idp|apprunner|ec2|amplify):")


@dataclass(frozen=True)
class Roots:
    """What an API names by itself.

    Arguments:
        api: its logical id.
        kind: its kind.
        functions: the functions behind its routes.
        named: resources that its integrations and authorizers mention.
        keys: whether a route may need an API key.
    """

    api: str
    kind: Kind
    functions: frozenset[str]
    named: frozenset[str]
    keys: bool


def rows(roots: Roots, index: Index) -> tuple[AttachedRow, ...]:
    """List what belongs to the surface of an API beside its routes, and what mentions it and is not compared.

    Arguments:
        roots: what the API names.
    """
    found: dict[str, None] = {}
    asked = {*roots.named, *map(index.base, roots.named)}
    deciding = sorted(name for name in asked if index.type(name) in (FUNCTION, *QUALIFIERS))
    unknown: dict[str, None] = dict.fromkeys([*_loose(index), *_fronts(roots, index), *_roles(asked, index)])
    todo = [roots.api, *_parts(roots.api, index), *roots.functions]
    core = set(todo[:1] + [n for n in todo if index.type(n) in PARTS_OF_AN_API])
    found.update(dict.fromkeys(n for n in (*roots.named, *roots.functions) if index.type(n) in TABLE))
    todo.extend(found)
    while todo:
        name = todo.pop()
        for other in (*_owned(name, roots, index), *_used(name, index)):
            if other not in found:
                found[other] = None
                todo.append(other)
        if name in core or TABLE.get(index.type(name), NO_PARTS).section in ("domain", "mapping"):
            unknown.update(dict.fromkeys(_of_unknown_types(name, index)))
    unknown.update(dict.fromkeys(_giving([*core, *found], index)))
    unknown.update(dict.fromkeys([*_fences(unknown, index)]))
    texts = RowTexts(roots.api, index)
    of_resources = (row for name in sorted({*found, *unknown}) for row in rows_of(name, texts))
    of_code = (code_of(name, texts) for name in dict.fromkeys(deciding))
    return (*of_resources, *of_code, *gateway_responses(index.properties(roots.api).get("Body"), texts))


def _parts(api: str, index: Index) -> Iterator[str]:
    for name in index.mentioning(api):
        owner = PARTS_OF_AN_API.get(index.type(name))
        if owner and api in names_in(index.properties(name).get(owner)):
            yield name


def _owned(owner: str, roots: Roots, index: Index) -> Iterator[str]:
    """Resources that are attached to another."""
    for name in (*index.mentioning(owner), *index.acting_on(owner)):
        entry = TABLE.get(index.type(name))
        properties = index.properties(name)
        if entry is None or (entry.section in KEYS and not roots.keys):
            continue
        names = {n for key in entry.owners for n in names_in(properties.get(key))}
        if (owner in names or owner in index.acted_on(name)) and entry.counts(properties, roots.kind, index):
            yield name


def _used(name: str, index: Index) -> Iterator[str]:
    """Resources that what is attached needs in turn."""
    entry, properties = TABLE.get(index.type(name), NO_PARTS), index.properties(name)
    for key in entry.uses:
        value = properties.get(key)
        domain = index.domains.get(text(value), "")
        yield from (n for n in (*sorted(names_in(value)), domain) if index.type(n) in TABLE)


def _of_unknown_types(name: str, index: Index) -> Iterator[str]:
    """Resources of types that nothing is known of."""
    return (other for other in index.mentioning(name) if _is_unknown(index.type(other)))


def _is_unknown(kind: str) -> bool:
    known = kind in TABLE or kind in PARTS_OF_AN_API or kind in ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")
    return not known and not kind.startswith((*IAM, *HARMLESS))


def _loose(index: Index) -> Iterator[str]:
    """Resources that may be about any API: they name APIs by a pattern, or what they protect is not known."""
    for name in index.resources:
        kind, properties = index.type(name), index.properties(name)
        if kind in FIREWALLS:
            arn = text(properties.get("ResourceArn"))
            if not names_in(properties.get("ResourceArn")) & index.resources.keys() and not _OTHER_PROTECTED.search(
                arn
            ):
                yield name
        elif _is_unknown(kind) and _may_be_about_any(name, index):
            yield name


def _may_be_about_any(name: str, index: Index) -> bool:
    """Whether a resource speaks of APIs; one that names an API of the template is about others by a pattern only."""
    told = rendered(index.properties(name))
    named = not index.apis.isdisjoint(index.mentions(name))
    return (_ANY_API if named else _ABOUT_APIS).search(told) is not None


def _giving(names: Iterable[str], index: Index) -> Iterator[str]:
    """What resources take values from, and what that takes its own from."""
    todo, seen = [*names], set[str]()
    while todo:
        for name in sorted(index.mentions(todo.pop()) - seen):
            if index.type(name).startswith(GIVING):
                seen.add(name)
                todo.append(name)
                yield name


def _fronts(roots: Roots, index: Index) -> Iterator[str]:
    for function in sorted(roots.functions):
        for name in index.mentioning(function):
            given = {key: value for key, value in index.properties(name).items() if key != "ServiceToken"}
            making = index.type(name).startswith(MAKING) and function in names_in(given)
            if making or index.type(name).startswith(FRONTS):
                yield name


def _roles(asked: Iterable[str], index: Index) -> Iterator[str]:
    """Roles with which API Gateway calls an authorizer or a backend, and the policies that stand beside them."""
    for role in sorted(name for name in asked if index.type(name) == ROLE):
        yield from (n for n in (role, *index.mentioning(role)) if index.type(n).startswith(IAM))


def _fences(known: Iterable[str], index: Index) -> Iterator[str]:
    """Security groups of the VPC endpoints among some resources, and the rules that stand beside them."""
    for endpoint in (name for name in known if index.type(name) == ENDPOINT):
        for group in sorted(index.mentions(endpoint)):
            yield from (n for n in (group, *index.mentioning(group)) if index.type(n) in FENCES)


# -- reading -------------------------------------------------------------------------------------------------------
