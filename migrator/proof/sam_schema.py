"""Check the APIs and events of a template with the models that SAM publishes its schema from.

The translator ignores keys that it does not know below a property; these models name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ..sam.kinds import API_TYPES, FUNCTION, HTTP, REST
from .intrinsics import is_intrinsic
from .problems import Problem
from .shapes import mapping, properties_of

LATER = "known later"
CORS_LATER = frozenset({"AllowHeaders", "AllowMethods", "ExposeHeaders", "MaxAge"})


def schema_problems(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """List where a template's APIs, their events and their Globals are not as SAM's schema has them.

    Arguments:
        document: a SAM template, as `migrator.proof.document.loaded` returns it.
    """
    return tuple(_problems(document))


def _problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    for section, of_kind in (("Api", REST), ("HttpApi", HTTP)):
        shared = {"Type": of_kind, "Properties": mapping(document.get("Globals")).get(section)}
        yield from _wrong(f"Globals.{section}", section, _properties(shared))
    for name, resource in mapping(document.get("Resources")).items():
        kind = str(mapping(resource).get("Type"))
        if kind in API_TYPES:
            yield from _wrong(name, kind, _properties(resource))
        elif kind == FUNCTION:
            for event, found in mapping(properties_of(resource).get("Events")).items():
                yield from _wrong(f"{name}.{event}", f"{mapping(found).get('Type')} event", found)


def _properties(resource: Mapping[str, Any]) -> Any:
    """The properties of an API in the form that the models know, where they know fewer than SAM takes."""
    properties = resource.get("Properties")
    if not isinstance(properties, dict):
        return properties
    known = dict(properties)
    if isinstance(known.get("EndpointConfiguration"), str):
        known["EndpointConfiguration"] = {"Type": known["EndpointConfiguration"]}
    if is_intrinsic(known.get("Description")):
        known["Description"] = LATER  # SAM writes it into the definition as it is. Source: open_api.py, add_description
    domain = known.get("Domain")
    if resource.get("Type") == HTTP and isinstance(domain, dict) and isinstance(domain.get("BasePath"), str):
        known["Domain"] = {**domain, "BasePath": [domain["BasePath"]]}
    if isinstance(cors := known.get("CorsConfiguration"), dict):
        # SAM hands them on as they are, and CloudFormation puts a list there. Source: open_api.py, add_cors
        known["CorsConfiguration"] = {n: v for n, v in cors.items() if n not in CORS_LATER or not is_intrinsic(v)}
    if isinstance(auth := known.get("Auth"), dict):
        # SAM resolves parameters in the Auth of a REST API; the translator refuses intrinsics anywhere else (trap T16).
        known["Auth"] = {name: value for name, value in auth.items() if not is_intrinsic(value)}
        if isinstance(authorizers := auth.get("Authorizers"), dict):
            known["Auth"]["Authorizers"] = {name: _normal_authorizer(each) for name, each in authorizers.items()}
    return known


def _normal_authorizer(authorizer: Any) -> Any:
    """An authorizer with one pool for a list of them, and with texts where intrinsics stand for texts."""
    if not isinstance(authorizer, dict):
        return authorizer
    known = {name: _texts(value) for name, value in authorizer.items()}
    pools, identity = known.get("UserPoolArn"), known.get("Identity")
    if isinstance(pools, list) and pools:
        known["UserPoolArn"] = pools[0]
    if isinstance(known.get("FunctionInvokeRole"), dict):
        known["FunctionInvokeRole"] = LATER
    if isinstance(identity, dict):
        known["Identity"] = {name: LATER if isinstance(v, dict) else _texts(v) for name, v in identity.items()}
        if isinstance(identity.get("ReauthorizeEvery"), dict):
            known["Identity"]["ReauthorizeEvery"] = 0
    return known


def _texts(value: Any) -> Any:
    """A list with texts in the place of intrinsics; any other value as it is."""
    return [LATER if is_intrinsic(item) else item for item in value] if isinstance(value, list) else value


def _wrong(where: str, kind: str, value: Any) -> Iterator[Problem]:
    if kind not in MODELS or not isinstance(value, dict):
        return
    from samtranslator.compat import pydantic

    try:
        _model(kind)(**value)
    except pydantic.ValidationError as error:
        for path, message in _told(error.errors()):
            sentence = f"{where}: the schema of SAM does not allow {'.'.join(path)}: {message}"
            yield Problem(("schema", *path, message), sentence)


def _told(errors: list[Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """One error for each authorizer, of which there are several kinds: what most of them complain about.

    Between complaints that are as frequent, the deeper one is of the kind that was meant.
    """
    groups: dict[tuple[str, ...], Counter[tuple[tuple[str, ...], str]]] = {}
    for entry in errors:
        path = tuple(map(str, entry["loc"]))
        groups.setdefault(path[:3] if "Authorizers" in path else path, Counter())[path, entry["msg"]] += 1
    for counts in groups.values():
        yield max(counts, key=lambda told: (counts[told], len(told[0])))


# What is checked -> module of samtranslator and model in it. Each module costs some 20 ms, so only those are loaded
# that a template needs.
MODELS = {
    REST: ("aws_serverless_api", "Properties"),
    HTTP: ("aws_serverless_httpapi", "Properties"),
    "Api": ("aws_serverless_api", "Globals"),
    "HttpApi": ("aws_serverless_httpapi", "Globals"),
    "Api event": ("aws_serverless_function", "ApiEvent"),
    "HttpApi event": ("aws_serverless_function", "HttpApiEvent"),
}


@cache
def _model(kind: str) -> Any:
    from importlib import import_module

    module, name = MODELS[kind]
    return getattr(import_module(f"samtranslator.internal.schema_source.{module}"), name)
