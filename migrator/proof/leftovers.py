"""What an API, its body, operations, schemes and stages hold beyond what is compared or known to decide nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..sam.extensions import AUTHORIZER
from .attached.reading import LEFT, AttachedRow
from .backends import KNOWN as INTEGRATION_KEYS
from .endpoints import ENDPOINT_TYPES, PARAMETERS
from .index import Index
from .intrinsics import is_intrinsic, plain, rendered, text
from .known_keys import (
    API,
    AUTHORIZER_KEYS,
    BODY,
    BY_KEYS,
    HTTP,
    ITEM,
    LIMITS,
    MAPS,
    MESSAGES,
    NESTED,
    OF_TOKENS,
    OPERATION,
    SCHEME,
    STAGE,
)
from .openapi import PathMethod, alternatives, is_method
from .policies import read_policy
from .raw_routes import WEBSOCKET
from .shapes import mapping


def leftovers(
    api: str,
    index: Index,
    found: Collection[PathMethod],
    schemes: Mapping[str, Any],
    stages: Iterable[Mapping[str, Any]],
) -> Iterator[AttachedRow]:
    """List what is not compared, each thing with its properties.

    Arguments:
        api: logical id of the API.
        found: its operations.
        schemes: its security schemes by name.
        stages: properties of its stages.
    """
    properties = index.properties(api)
    body = properties.get("Body")
    yield from _row("", {**_left(properties, API), **_import_parameters(properties), **_protocol(properties)})
    if isinstance(body, dict):
        yield from _row("the body", {**_left(body, BODY), **_base_path(properties, body)})
        yield from _items(body)
    for op in found:
        known = OPERATION - MESSAGES if op.method == WEBSOCKET else OPERATION
        # A service is called by its subtype; beside an address it means nothing that is known.
        integration = INTEGRATION_KEYS - {"integrationSubtype"} if "uri" in op.integration else INTEGRATION_KEYS
        yield from _row(f"{op.method} {op.path}", {**_left(op.fields, known), **_left(op.integration, integration)})
    used = {name for op in found for name in _required(op)}
    for name, scheme in schemes.items():
        if name in used and isinstance(scheme, dict):
            # Names of headers have no case (RFC 9110, 5.1).
            left = {k: v.lower() if k == "name" else v for k, v in _left(scheme, SCHEME).items()}
            yield AttachedRow(LEFT, f"authorizer {name}", {**left, **_of_authorizer(scheme.get(AUTHORIZER))})
    for stage in stages:
        yield from _row(f"stage {text(stage.get('StageName'))}", {**_left(stage, STAGE), **_released(stage, index)})


def _required(op: PathMethod) -> Iterator[str]:
    listed = op.fields.get("security")
    for entry in listed if isinstance(listed, list) else ():
        yield from mapping(entry)


def _of_authorizer(settings: Any) -> dict[str, str]:
    """What is not read of an authorizer: the settings of functions are not those of tokens."""
    if not isinstance(settings, dict):
        return {}
    of_function = text(settings.get("type")).lower() in ("token", "request")
    return _left(settings, AUTHORIZER_KEYS if of_function else OF_TOKENS)


def _protocol(properties: Mapping[str, Any]) -> dict[str, str]:
    """The protocol of what is no HTTP API: its routes are read, and the rest of it is another world."""
    protocol = text(properties.get("ProtocolType")) or HTTP
    return {} if protocol == HTTP else {"ProtocolType": protocol}


def _import_parameters(properties: Mapping[str, Any]) -> dict[str, str]:
    """Parameters of the import but for the endpoint type, which is read with the endpoint."""
    value = properties.get(PARAMETERS)
    if not isinstance(value, dict):
        return {PARAMETERS: rendered(value)} if value else {}
    left = {key: inner for key, inner in value.items() if key != ENDPOINT_TYPES}
    return {PARAMETERS: rendered(left)} if left else {}


def _base_path(properties: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, str]:
    """What an import makes of the base path: nothing, unless it is told to (API Gateway guide, import base path)."""
    parameters = properties.get(PARAMETERS)
    told = properties.get("BasePath") or mapping(parameters).get("basepath")
    return {key: rendered(body[key]) for key in ("basePath", "servers") if told and key in body}


def _items(body: Mapping[str, Any]) -> Iterator[AttachedRow]:
    """What stands beside the methods of a path, such as a reference to another path."""
    for path, item in mapping(body.get("paths")).items():
        for _, entries in alternatives(item):
            beside = {k: v for k, v in entries.items() if not is_method(k, v)}
            yield from _row(str(path), _left(beside, ITEM))


def _released(stage: Mapping[str, Any], index: Index) -> dict[str, str]:
    """Whether a stage shows what the template says: a deployment made elsewhere, or none, shows what is not known."""
    deployment, follows = plain(text(stage.get("DeploymentId"))), text(stage.get("AutoDeploy")).lower()
    left = {} if not deployment or deployment in index.resources else {"DeploymentId": deployment}
    return left if follows == "true" or "ApiId" not in stage else {**left, "AutoDeploy": follows or "false"}


def _left(value: Mapping[str, Any], known: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, given in value.items():
        inner = read_policy(given) if key == "Policy" else given
        if key not in known:
            found[str(key)] = rendered(inner)
        elif key in MAPS and inner is not None and (not isinstance(inner, dict) or _is_unread(key, inner)):
            found[key] = rendered(inner)
        elif key in NESTED and isinstance(inner, dict) and not is_intrinsic(inner):
            found.update({f"{key}.{name}": rendered(v) for name, v in inner.items() if name not in NESTED[key]})
        elif key in ("MethodSettings", "RouteSettings"):
            found.update(_of_settings(key, inner))
    return found


def _is_unread(key: str, value: Any) -> bool:
    """Whether a map is not known before the deployment, and is read by its keys only."""
    return key in BY_KEYS and is_intrinsic(value)


def _of_settings(key: str, value: Any) -> dict[str, str]:
    """Unknown settings of single routes."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {
        f"{key}.{place}.{name}": rendered(setting)
        for place, settings in entries
        if isinstance(settings, dict) and not is_intrinsic(settings)
        for name, setting in settings.items()
        if name not in LIMITS
    }


def _row(name: str, left: Mapping[str, str]) -> Iterator[AttachedRow]:
    if left:
        yield AttachedRow(LEFT, name, left)
