"""Find what is attached to an API, and what else mentions it, and read it in a form that compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..access import Kind
from ..index import FUNCTION, Index, names_in
from ..intrinsics import is_intrinsic, rendered, text
from .table import HARMLESS, PARTS_OF_AN_API, TABLE, Attachment

OTHER: Final = "other"
"""The section of resources that are not compared."""
LEFT: Final = "left"
"""The section of parts of an API that are not compared."""
CODE: Final = "code"
"""The section of functions that decide for authorizers: what they decide is not compared."""
DECIDES: Final = ("Code", "Environment", "FileSystemConfigs", "Handler", "ImageConfig", "Layers")
"""Properties of a function that can change what it answers."""
THERE: Final = ""
"""The property that stands for a resource as a whole."""
CONDITION: Final = "condition"
KEYS: Final = frozenset({"usage-plan", "plan-key", "api-key"})
"""Sections that limit only callers who have to show a key (API Gateway guide, usage plans)."""
IAM: Final = ("AWS::IAM::", "AWS::SSO::PermissionSet")
GATEWAY_RESPONSES: Final = "x-amazon-apigateway-gateway-responses"
RESPONSE: Final = "AWS::ApiGateway::GatewayResponse"
FRONTS: Final = ("AWS::AppSync::", "AWS::Bedrock::", "AWS::Lex::", "AWS::S3ObjectLambda::")
"""Services with callers of their own that call a function with a role, so that no Lambda permission shows it."""
ENDPOINT: Final = "AWS::EC2::VPCEndpoint"
FENCES: Final = ("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress")
"""What says who reaches a VPC endpoint, and through it a private API."""
FIREWALLS: Final = ("AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation")

SPELLINGS: Final[Mapping[str, Callable[[str, Index], str]]] = {
    "function": lambda value, index: index.function_named(value),
    # The kinds have two names for one thing, and stages are known by the default of a parameter.
    "routing": lambda value, _: value.replace("BASE_PATH_MAPPING", "API_MAPPING"),
    "stage": lambda value, index: text({"Fn::Sub": value}, index.parameters),
}
"""Facets whose values have several spellings."""

_DEPLOYMENT = re.compile(r"Deployment[0-9a-f]{10}\b")
_ITSELF = re.compile(r"\$\{(\w+)\.(?:Arn|DomainNameArn)\}")
"""Attributes that stand for the resource itself."""
_ABOUT_APIS = re.compile(r"execute-api|AWS::ApiGateway|:/restapis\b|:/apis\b")
_ANY_API = re.compile(r":\*/|apis/\*|AWS::ApiGateway")
_OTHER_PROTECTED = re.compile(r":(?:elasticloadbalancing|appsync|cognito-idp|apprunner|ec2|amplify):")


@dataclass(frozen=True)
class AttachedRow:
    """One thing that is attached to an API.

    Arguments:
        section: a section of `TABLE`, or `OTHER`.
        name: what people know it by.
        facets: what is compared, as lists of texts.
    """

    section: str
    name: str
    facets: Mapping[str, Any]


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
        index: the resources of its template.
    """
    found: dict[str, None] = {}
    deciding = sorted(name for name in map(index.base, roots.named) if index.type(name) == FUNCTION)
    unknown: dict[str, None] = dict.fromkeys(_loose(index))
    unknown.update(dict.fromkeys([*_fences(unknown, index), *_fronts(roots, index)]))
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
        if name in core or TABLE.get(index.type(name), _NONE).section in ("domain", "mapping"):
            unknown.update(dict.fromkeys(_of_unknown_types(name, index)))
    texts = _Texts(roots.api, index)
    of_resources = (row for name in sorted({*found, *unknown}) for row in _rows(name, texts))
    of_code = (_code(name, texts) for name in dict.fromkeys(deciding))
    return (*of_resources, *of_code, *_gateway_responses(index.properties(roots.api).get("Body"), texts))


_NONE = Attachment("", "")


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
    entry, properties = TABLE.get(index.type(name), _NONE), index.properties(name)
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


def _fronts(roots: Roots, index: Index) -> Iterator[str]:
    for function in sorted(roots.functions):
        yield from (name for name in index.mentioning(function) if index.type(name).startswith(FRONTS))


def _fences(known: Iterable[str], index: Index) -> Iterator[str]:
    """Security groups of the VPC endpoints among some resources, and the rules that stand beside them."""
    for endpoint in (name for name in known if index.type(name) == ENDPOINT):
        for group in sorted(index.mentions(endpoint)):
            yield from (n for n in (group, *index.mentioning(group)) if index.type(n) in FENCES)


# -- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Texts:
    """How the values of one API's rows are rendered: its stages by their names, entries of other APIs left out."""

    api: str
    index: Index

    def of(self, value: Any) -> str:
        """One text for all spellings of a value."""
        found = self.index.with_stage_names(_DEPLOYMENT.sub("Deployment", rendered(value)))
        return _ITSELF.sub(r"${\1}", found)

    def listed(self, value: Any) -> list[str]:
        """The items of a list, those of other APIs left out; else the value."""
        if not isinstance(value, list):
            return [self.of(value)]
        return [self.of(item) for item in value if not self._is_of_another(item)]

    def _is_of_another(self, item: Any) -> bool:
        apis = {name for name in names_in(item) if name in self.index.apis}
        return bool(apis) and self.api not in apis


def _rows(name: str, texts: _Texts) -> Iterator[AttachedRow]:
    index = texts.index
    kind, properties = index.type(name), index.properties(name)
    label = f"{name} ({kind})"
    entry = TABLE.get(kind, _NONE)
    if not entry.parts:
        left = {key: texts.of(value) for key, value in properties.items() if key not in entry.harmless}
        yield AttachedRow(OTHER, label, {THERE: "there", CONDITION: index.condition(name), **left})
        return
    facets, left = _facets(entry, properties, texts)
    yield AttachedRow(
        entry.section, _name(entry, name, properties, index), {**facets, CONDITION: index.condition(name)}
    )
    yield AttachedRow(OTHER, label, left)


def _code(name: str, texts: _Texts) -> AttachedRow:
    """What of an authorizer's function can change its answers."""
    properties = texts.index.properties(name)
    return AttachedRow(CODE, name, {key: texts.of(properties[key]) for key in DECIDES if key in properties})


def _gateway_responses(body: Any, texts: _Texts) -> Iterator[AttachedRow]:
    """Those that the body of an API holds, read as the resources that say the same."""
    listed = body.get(GATEWAY_RESPONSES) if isinstance(body, dict) else None
    for kind, response in listed.items() if isinstance(listed, dict) else ():
        known = response if isinstance(response, dict) else {"response": response}
        properties = {f"{key[:1].upper()}{key[1:]}": value for key, value in known.items()}
        facets, left = _facets(TABLE[RESPONSE], properties, texts)
        yield AttachedRow(TABLE[RESPONSE].section, kind, {**facets, CONDITION: ""})
        if left:
            yield AttachedRow(LEFT, f"gateway response {kind}", left)


def _facets(
    entry: Attachment, properties: Mapping[str, Any], texts: _Texts
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What is compared of a resource, and what is left of its properties, each by name."""
    rest: Any = {key: v for key, v in properties.items() if key not in entry.harmless and key != entry.named}
    facets: dict[str, list[str]] = {}
    for facet, part in entry.parts.items():
        values: list[str] = []
        for path in part.paths:
            taken, rest = _take(rest, path.split("."))
            values += [each for value in taken for each in texts.listed(value)]
        if facet in SPELLINGS:
            values = [SPELLINGS[facet](value, texts.index) for value in values]
        facets[facet] = values or ([part.default] if part.default else [])
    owners = set(entry.owners)
    return facets, {key: texts.of(value) for key, value in (rest or {}).items() if key not in owners}


def _take(value: Any, path: Sequence[str]) -> tuple[list[Any], Any]:
    """The values at a path, and what is left without them; None for nothing."""
    if not path:
        return [value], None
    key, *rest = path
    if key == "*" and isinstance(value, list):
        pairs = [_take(item, rest) for item in value]
        return [each for taken, _ in pairs for each in taken], [left for _, left in pairs if left] or None
    if not isinstance(value, dict) or key not in value or is_intrinsic(value):
        return [], value
    taken, left = _take(value[key], rest)
    return taken, {k: (left if k == key else v) for k, v in value.items() if k != key or left} or None


def _name(entry: Attachment, name: str, properties: Mapping[str, Any], index: Index) -> str:
    if entry.section == "mapping":
        path = text(properties.get("BasePath", properties.get("ApiMappingKey")))
        return f"{index.domain_name(properties.get(entry.named))}/{'' if path == '(none)' else path}"
    return text(properties.get(entry.named)) or name if entry.named else name
