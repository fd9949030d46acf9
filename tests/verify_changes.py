"""Change every property that a schema knows of a resource, one at a time: removed, another value, or added."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

MOST_DEEP = 6

# Values of properties whose schema says no more than that they are texts, where a telling one is needed.
TELLING: Mapping[str, Any] = {
    "SecurityPolicy": "TLS_1_0",
    "EndpointAccessMode": "BASIC",
    "AuthType": "NONE",
    "Type": "REGIONAL",
    "CorsConfiguration": {"AllowOrigins": ["*"]},
    "EndpointConfiguration": "EDGE",
    "IpAddressType": "dualstack",
    "HttpMethod": "DELETE",
    "RouteKey": "DELETE /orders",
    "AuthorizationType": "NONE",
    "Principal": "*",
    "Resource": "*",
    "AdditionalProperties": {},
    "Method": "delete",
    "PayloadFormatVersion": "2.0",
    "AuthorizerPayloadFormatVersion": "1.0",
    "StageName": "other",
    "Path": "/other",
    "DefaultAuthorizer": "NONE",
    "Authorizer": "NONE",
    "AuthorizerType": "REQUEST",
    "CreateUsagePlan": "NONE",
    "OpenApiVersion": "2.0",
    "ResponseTransferMode": "RESPONSE_STREAM",
    "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}]},
    "InvokeRole": "CALLER_CREDENTIALS",
    "DefinitionUri": "s3://bucket/other.yaml",
}


@dataclass(frozen=True)
class Change:
    """One change of a resource's properties.

    Arguments:
        path: of the property, such as ``Auth.Authorizers.Users.Identity.Header``; ``*`` for items of lists.
        kind: ``removed``, ``other`` or ``added``.
        properties: the properties after it.
    """

    path: str
    kind: str
    properties: dict[str, Any]


def changes_within(value: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:
    """List the changes of a document without a schema: every value removed, and every text, number or truth another.

    Arguments:
        value: the document.
        path: keys to it.
    """
    for kind, keys, new in _within(value):
        yield Change(".".join((*path, *keys)), kind, new)


def _within(value: Any) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        rest = (
            {k: v for k, v in value.items() if k != key} if isinstance(value, dict) else value[:key] + value[key + 1 :]
        )
        yield "removed", (str(key),), rest
        if not isinstance(inner, (dict, list)) or _is_intrinsic(inner):
            yield "other", (str(key),), _with(value, key, _another({}, {}, "", inner))
            continue
        for kind, keys, new in _within(inner):
            yield kind, (str(key), *keys), _with(value, key, new)


def _with(value: Any, key: Any, new: Any) -> Any:
    return {**value, key: new} if isinstance(value, dict) else [*value[:key], new, *value[key + 1 :]]


def changes(schema: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[Change]:
    """List the changes of a resource.

    Arguments:
        schema: JSON schema of its properties, definitions included.
        properties: as they stand.
    """
    for path, kind, value in _changes(schema, schema, properties, 0):
        yield Change(".".join(path), kind, value)


def _changes(root: Any, schema: Any, value: Any, depth: int) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    if depth > MOST_DEEP:
        return
    for option in _options(root, schema):
        known = option.get("properties")
        if isinstance(value, dict) and isinstance(known, dict) and not _is_intrinsic(value):
            yield from _of_object(root, known, value, depth)
            return
        items = option.get("items")
        if isinstance(value, list) and isinstance(items, dict) and value:
            for path, kind, item in _changes(root, items, value[0], depth + 1):
                yield ("*", *path), kind, [item, *value[1:]]
            return
        named = option.get("additionalProperties") or next(iter(option.get("patternProperties", {}).values()), None)
        if isinstance(value, dict) and isinstance(named, dict) and not _is_intrinsic(value):
            for key in value:
                for path, kind, inner in _changes(root, named, value[key], depth + 1):
                    yield (key, *path), kind, {**value, key: inner}


def _of_object(root: Any, known: Any, value: dict[str, Any], depth: int) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    for key, schema in known.items():
        if key not in value:
            yield (key,), "added", {**value, key: _sample(root, schema, key)}
            continue
        yield (key,), "removed", {k: v for k, v in value.items() if k != key}
        yield (key,), "other", {**value, key: _another(root, schema, key, value[key])}
        for path, kind, inner in _changes(root, schema, value[key], depth + 1):
            yield (key, *path), kind, {**value, key: inner}


def _another(root: Any, schema: Any, key: str, value: Any) -> Any:
    """A value that is not the one that stands there."""
    told = TELLING.get(key)
    if told is not None and told != value and isinstance(told, type(value)) and not _is_intrinsic(value):
        return told
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, list):
        return [*value, _item(value)] if value else [_sample(root, schema, key)]
    if isinstance(value, dict) and not _is_intrinsic(value):
        return {**value, "Other": "other"} if value else {"Other": "other"}
    choices = [each for option in _options(root, schema) for each in option.get("enum", ()) if each != value]
    if choices:
        return choices[0]
    return str(int(value) + 1) if isinstance(value, str) and value.isdecimal() else "other"


def _item(value: list[Any]) -> Any:
    first = value[0]
    if isinstance(first, dict) and not _is_intrinsic(first):
        return {key: f"other-{inner}" if isinstance(inner, str) else inner for key, inner in first.items()}
    return f"{first}-other" if isinstance(first, str) else "other"


def _sample(root: Any, schema: Any, key: str, depth: int = 0) -> Any:
    if key in TELLING:
        return TELLING[key]
    options = [*_options(root, schema)]
    for option in options:
        if option.get("enum"):
            return option["enum"][-1]
        kind = option.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind in ("boolean", "integer", "number", "string"):
            return {"boolean": True, "integer": 7, "number": 7, "string": "other"}[kind]
        if kind == "array":
            return [_sample(root, option.get("items", {}), "", depth + 1)]
        if option.get("properties") and depth < MOST_DEEP:
            wanted = option.get("required") or list(option["properties"])[:1]
            return {name: _sample(root, option["properties"][name], name, depth + 1) for name in wanted}
    return {"Other": "other"} if any("object" in option.get("type", ()) for option in options) else "other"


def _options(root: Any, schema: Any) -> Iterator[dict[str, Any]]:
    """What a schema can be: references followed, alternatives one by one, those with properties first."""
    found = [*_flat(root, schema, 0)]
    yield from sorted(found, key=lambda each: "properties" not in each)


def _flat(root: Any, schema: Any, depth: int) -> Iterator[dict[str, Any]]:
    if not isinstance(schema, dict) or depth > MOST_DEEP:
        return
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target.get(part, {})
        yield from _flat(root, target, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        for option in schema.get(key, ()):
            yield from _flat(root, option, depth + 1)
    if {"type", "properties", "enum", "items"} & schema.keys():
        yield schema


def _is_intrinsic(value: Any) -> bool:
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


@cache
def cloudformation(kind: str) -> dict[str, Any]:
    """The schema of a type without what CloudFormation itself fills in.

    Arguments:
        kind: such as ``AWS::ApiGateway::Stage``.
    """
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    schema: dict[str, Any] = copy.deepcopy(PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema)
    for path in schema.get("readOnlyProperties", ()):
        schema["properties"].pop(path.removeprefix("/properties/"), None)
    return schema


@cache
def sam(module: str, model: str) -> dict[str, Any]:
    """The schema that SAM publishes of a part of its templates.

    Arguments:
        module: of `samtranslator.internal.schema_source`.
        model: a class in it.
    """
    from importlib import import_module

    found = getattr(import_module(f"samtranslator.internal.schema_source.{module}"), model)
    schema: dict[str, Any] = json.loads(json.dumps(found.schema()))
    return schema
