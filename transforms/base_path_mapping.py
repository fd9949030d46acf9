"""Custom domains beside the API: BasePathMapping -> ApiGatewayV2::ApiMapping, on a domain that HTTP APIs can use."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Move, Step
from migrator.findings import ALL, Code, Example, Level
from migrator.operations import Append, Fragment, Insert, Remove, RenameKey, SetValue
from migrator.template import Resource
from migrator.tree import Node
from migrator.values import data, is_list, is_map, literal, ref, ref_target

from . import pages
from .addresses import is_own_name, names_stage
from .api import UNSUPPORTED_SHAPE
from .domain import DOMAIN_TLS, EDGE_DOMAIN
from .endpoint import PRIVATE_ENDPOINT
from .removals import attached
from .settings import SECURITY_POLICY
from .texts import shape_of

BASE_PATH_MAPPING = Code(
    "base-path-mapping",
    Level.BLOCKER,
    "A base path mapping connects a custom domain to the API.",
    "It becomes an AWS::ApiGatewayV2::ApiMapping under a new logical id. CloudFormation creates the new mapping before "
    "it deletes the old one, and API Gateway refuses a second mapping for one path of a domain: `ApiMapping key already "
    "exists for this domain name`.",
    "Move it in two deployments: first deploy the template as it is without the mapping (the domain answers 403 from "
    "then on), then this one. The domain must be regional with TLS 1.2. Accept with `--accept base-path-mapping`; a "
    "stack that is not deployed yet needs no first step.",
    pages.MAPPINGS,
    Example(
        "Type: AWS::ApiGateway::BasePathMapping\nProperties: {BasePath: v1, RestApiId: !Ref Api, Stage: Prod}",
        "Type: AWS::ApiGatewayV2::ApiMapping\n"
        "Properties: {ApiMappingKey: v1, ApiId: !Ref HttpApi, Stage: !Ref HttpApi.Stage}",
    ),
)
MAPPING_STAGE = Code(
    "mapping-stage",
    Level.BLOCKER,
    "A mapping of a custom domain leads to a stage that is not known to be the API's own.",
    "The mapping cannot be deployed when the HTTP API has no stage of that name.",
    "Write `Stage: !Ref <Api>.Stage`, or the stage as the API's `StageName` is written.",
    pages.MAPPINGS,
    acceptable=False,
)
SHARED_DOMAIN = Code(
    "shared-domain",
    Level.BLOCKER,
    "A custom domain would serve this HTTP API and, by a mapping of the old kind, a REST API.",
    "API Gateway refuses AWS::ApiGateway::BasePathMapping on a domain with HTTP APIs: `Mixing of REST APIs and HTTP "
    "APIs on the same domain name can only be accomplished through API Gateway's V2 DomainName interface`.",
    "Migrate both, or first replace the other mapping by an AWS::ApiGatewayV2::ApiMapping, which holds REST APIs too.",
    pages.MAPPINGS,
    acceptable=False,
)

MAPPING = "AWS::ApiGateway::BasePathMapping"
MAPPING_V2 = "AWS::ApiGatewayV2::ApiMapping"
DOMAIN = "AWS::ApiGateway::DomainName"
DOMAIN_V2 = "AWS::ApiGatewayV2::DomainName"
_PRIVATE_DOMAIN = "AWS::ApiGateway::DomainNameV2"
TLS = "TLS_1_2"
_NO_PATH = frozenset({"", "(none)"})


def to_http(move: Move) -> Iterator[Step]:
    """Translate the mappings of the API and make their domains fit."""
    for name in attached(move):
        resource = move.template.resources[name]
        if resource.type not in (MAPPING, MAPPING_V2):
            continue
        if resource.local is None:
            yield move.find(UNSUPPORTED_SHAPE, f"The properties of {name} are no map.", resource.node)
            continue
        if resource.type == MAPPING:
            yield from _mapping(move, resource, resource.local)
        else:
            yield from _stage(move, resource, resource.local)
        yield from _domain(move, resource)
        if resource.type == MAPPING_V2 or _goes_on(move):
            yield from _shared(move, resource)


# -- the mapping ----------------------------------------------------------------------------------------------


def _mapping(move: Move, resource: Resource, properties: Node) -> Iterator[Step]:
    api, new = properties.pair("RestApiId"), new_ids(move)[resource.id]
    section, kind = move.template.section("Resources"), resource.node.pair("Type")
    if api is None or ref_target(api.value) != move.api.id or section is None or kind is None:
        yield move.find(
            UNSUPPORTED_SHAPE, f"{resource.id} has no `RestApiId` that is a plain `!Ref` of the API.", resource.node
        )
        return
    yield _finding(move, resource, api.value)
    yield SetValue(kind.value, MAPPING_V2)
    if not move.options.keep_logical_ids:  # CloudFormation refuses a new Type under an old logical id
        yield RenameKey(section, resource.id, new)
        for reference in move.template.references_to(resource.id):
            yield Fragment(reference.scalar, reference.start, reference.end, new)
    yield RenameKey(properties, "RestApiId", "ApiId")
    path = properties.get("BasePath")
    if properties.get("Stage") is None:
        yield from _with_stage_in_path(move, resource, properties, path)
        return
    if path is not None and (path.is_null or literal(path) in _NO_PATH):
        yield Remove(properties, "BasePath")
    elif path is not None:
        yield RenameKey(properties, "BasePath", "ApiMappingKey")
    yield from _stage(move, resource, properties)


def _finding(move: Move, resource: Resource, at: Node) -> Step:
    what = f"{resource.id} becomes an ApiMapping; a deployed stack needs two deployments for it."
    if _domain_of(move, resource) is None:
        what += " Its domain is not in this template: it must be regional with TLS 1.2."
    return move.find(BASE_PATH_MAPPING, what, at, level=Level.WARNING if move.options.keep_logical_ids else None)


def _goes_on(move: Move) -> bool:
    """Whether the mapping itself is no obstacle; as long as it is one, all else about it is too early."""
    names = {accept.code for accept in move.options.accept if accept.api in (None, move.api.id)}
    return move.options.keep_logical_ids or bool(names & {ALL, BASE_PATH_MAPPING.name})


def _with_stage_in_path(move: Move, resource: Resource, properties: Node, path: Node | None) -> Iterator[Step]:
    """A mapping without a stage takes it from the URL; one that has the stage in its path serves the same URLs."""
    base = "" if path is None or path.is_null else literal(path)
    if base is None or move.stage.name is None:
        yield move.find(MAPPING_STAGE, f"{resource.id} has no `Stage`, and its URLs are not known.", resource.node)
        return
    key = move.stage.name if base in _NO_PATH else f"{base}/{move.stage.name}"
    if path is None:
        yield Insert(properties, "ApiMappingKey", key, after="RestApiId")
    else:
        yield RenameKey(properties, "BasePath", "ApiMappingKey")
        yield SetValue(path, key)
    yield Insert(properties, "Stage", ref(f"{move.new_id}.Stage"), after="RestApiId")


def _stage(move: Move, resource: Resource, properties: Node) -> Iterator[Step]:
    """The stage by reference, so that the mapping is not made before it."""
    stage = properties.get("Stage")
    if stage is None or not names_stage(move, shape_of(stage)):
        what = f"{resource.id} leads to a stage that is not known to be the API's own."
        yield move.find(MAPPING_STAGE, what, stage or resource.node)
    elif not is_own_name(move, shape_of(stage)):
        yield SetValue(stage, ref(f"{move.new_id}.Stage"))


def new_ids(move: Move) -> dict[str, str]:
    """A logical id for each base path mapping of the template, as if all became ApiMappings."""
    template = move.template
    taken = {*template.resources, *template.parameters, f"{move.new_id}ApiMapping"}
    found: dict[str, str] = {}
    for name, resource in template.resources.items():
        if resource.type != MAPPING:
            continue
        stem = name.removesuffix("Mapping").removesuffix("BasePath")
        wanted = f"{stem.removesuffix('RestApi').removesuffix('Api')}{'Http' if stem.endswith('Api') else ''}ApiMapping"
        new, number = wanted, 2
        while new in taken:
            new, number = f"{wanted}{number}", number + 1
        taken.add(new)
        found[name] = new
    return found


# -- the domain -----------------------------------------------------------------------------------------------


def _name_of(resource: Resource) -> Node | None:
    return resource.local.get("DomainName") if resource.local is not None else None


def _domain_of(move: Move, mapping: Resource) -> Resource | None:
    """The domain of a mapping, when it is in the template: by reference, or by the same name."""
    name = _name_of(mapping)
    if name is None:
        return None
    if (target := move.template.resources.get(ref_target(name) or "")) is not None:
        return target
    domains = [r for r in move.template.resources.values() if r.type in (DOMAIN, DOMAIN_V2)]
    return next((d for d in domains if (own := _name_of(d)) is not None and data(own) == data(name)), None)


def _domain(move: Move, mapping: Resource) -> Iterator[Step]:
    domain = _domain_of(move, mapping)
    if domain is None or domain.local is None:
        return
    if domain.type == _PRIVATE_DOMAIN:
        yield from _private(move, domain, domain.node)
        return
    if domain.type not in (DOMAIN, DOMAIN_V2):
        return
    if domain.type == DOMAIN_V2:
        yield from _domain_v2(move, domain)
        return
    endpoint = domain.local.get("EndpointConfiguration")
    types = endpoint.get("Types") if endpoint is not None else None
    kinds = [literal(item) for item in types.elements()] if types is not None and is_list(types) else []
    if kinds == ["PRIVATE"]:
        yield from _private(move, domain, endpoint)
    elif kinds != ["REGIONAL"]:
        what = "is edge-optimized" if endpoint is None or kinds == ["EDGE"] else "is not known to be regional"
        yield move.find(EDGE_DOMAIN, f"The domain {domain.id} {what}.", endpoint or domain.node)
    elif domain.local.get("RegionalCertificateArn") is None:
        yield move.find(EDGE_DOMAIN, f"The domain {domain.id} has no `RegionalCertificateArn`.", domain.node)
    else:
        yield from _tls(move, domain, domain.local, mapping)


def _private(move: Move, domain: Resource, at: Node | None) -> Iterator[Step]:
    """To accept that the API becomes public does not make its domain fit."""
    yield move.find(PRIVATE_ENDPOINT, f"The domain {domain.id} is private.", at)
    yield move.find(EDGE_DOMAIN, f"The domain {domain.id} is private, and HTTP APIs need a regional one.", at)


def _tls(move: Move, domain: Resource, properties: Node, mapping: Resource) -> Iterator[Step]:
    policy = properties.get("SecurityPolicy")
    if literal(policy) == TLS:
        return
    yield from _tls_finding(move, domain, policy)
    if policy is not None:
        yield SetValue(policy, TLS)
    elif _is_first(move, domain):
        yield Insert(properties, "SecurityPolicy", TLS, after="RegionalCertificateArn")
    depends = mapping.node.pair("DependsOn")
    if any(r.resource == mapping.id for r in move.template.references_to(domain.id)):
        return
    if depends is None:  # the domain has to take the new policy first
        yield Insert(mapping.node, "DependsOn", domain.id, after="Type")
    elif is_list(depends.value):
        yield Append(depends.value, domain.id)


def _tls_finding(move: Move, domain: Resource, policy: Node | None) -> Iterator[Step]:
    if policy is None:
        what = f"The domain {domain.id} sets no TLS policy; `SecurityPolicy: TLS_1_2` is added."
        yield move.find(DOMAIN_TLS, what, domain.node)
    elif literal(policy) == "TLS_1_0":
        yield move.find(DOMAIN_TLS, f"`TLS_1_0` of the domain {domain.id} becomes `TLS_1_2`.", policy)
    else:
        yield move.find(
            SECURITY_POLICY, f"The TLS policy of the domain {domain.id} is none that HTTP APIs take.", policy
        )


def _is_first(move: Move, domain: Resource) -> bool:
    """Whether this API is the first of those that move and use a domain: what they all need is added once."""
    users = (
        r for r in move.template.resources.values() if r.type in (MAPPING, MAPPING_V2) and _domain_of(move, r) is domain
    )
    names = [api for user in users if (api := _api_of(user)) in move.template.apis and api not in move.staying]
    return not names or names[0] == move.api.id


def _api_of(mapping: Resource) -> str | None:
    key = "RestApiId" if mapping.type == MAPPING else "ApiId"
    return ref_target(mapping.local.get(key)) if mapping.local is not None else None


def _domain_v2(move: Move, domain: Resource) -> Iterator[Step]:
    listed = domain.local.get("DomainNameConfigurations") if domain.local is not None else None
    for settings in listed.elements() if listed is not None and is_list(listed) else ():
        if not is_map(settings):
            continue
        kind, policy = settings.get("EndpointType"), settings.get("SecurityPolicy")
        if kind is not None and literal(kind) != "REGIONAL":
            yield move.find(EDGE_DOMAIN, f"The domain {domain.id} is not known to be regional.", kind)
        if policy is not None and literal(policy) != TLS:
            yield from _tls_finding(move, domain, policy)
            yield SetValue(policy, TLS)


def _shared(move: Move, mapping: Resource) -> Iterator[Step]:
    """A mapping of the old kind, on the same domain, of an API that stays."""
    name, domain = _name_of(mapping), _domain_of(move, mapping)
    for other in move.template.resources.values():
        own = _name_of(other)
        if other.type != MAPPING or other is mapping or own is None or name is None:
            continue
        same = _domain_of(move, other) is domain if domain is not None else data(own) == data(name)
        api = _api_of(other)
        if same and (api not in move.template.apis or api in move.staying):
            what = f"{other.id} maps the same domain to {api or 'an API'}, which stays a REST API."
            yield move.find(SHARED_DOMAIN, what, other.node)


CONCERN = Concern("base-path-mapping", (BASE_PATH_MAPPING, MAPPING_STAGE, SHARED_DOMAIN), to_http)
