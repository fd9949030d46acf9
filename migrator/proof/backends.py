"""What an integration sends to its backend, how it gets there, and what it makes of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .access import Kind
from .intrinsics import address_of, plain, rendered, text
from .shapes import mapping

PROXIES: Final = frozenset({"aws_proxy", "http_proxy"})
"""Integrations that HTTP APIs have; an import takes others with a warning and their routes do not work."""

FUNCTION_METHOD: Final = "POST"
"""The only method by which API Gateway calls a function (API Gateway guide, Lambda proxy integrations)."""

STREAM: Final = "STREAM"
KNOWN: Final = frozenset({
    "type", "uri", "httpMethod", "payloadFormatVersion", "credentials", "timeoutInMillis", "requestParameters",
    "requestTemplates", "passthroughBehavior", "contentHandling", "cacheKeyParameters", "cacheNamespace",
    "connectionType", "connectionId", "responses", "responseParameters", "tlsConfig", "responseTransferMode",
    "integrationSubtype", "integrationTarget", "templateSelectionExpression",
})  # fmt: skip
"""Keys that are compared, here or as target, type, role, time, event format and cache key of the route."""


@dataclass(frozen=True)
class Backend:
    """The way of a request to its backend and back.

    Arguments:
        address: how its function is addressed; empty for as usual.
        method: by which the backend is called; empty for the one of a function.
        request: what is sent besides the request itself, an entry for each parameter or template.
        content: conversion between text and binary.
        response: what becomes of the answer; nothing for a proxy that hands it on.
        transfer: how the answer is handed on; empty for as a whole.
        tls: how the backend's certificate is checked; empty for as usual.
        connection: the VPC link; empty for the internet.
    """

    address: str = ""
    method: str = ""
    request: tuple[str, ...] = ()
    content: str = ""
    response: tuple[str, ...] = ()
    transfer: str = ""
    tls: str = ""
    connection: str = ""


def backend(kind: Kind, integration: Mapping[str, Any], answers: Any) -> Backend:
    """Read an integration.

    Arguments:
        kind: the kind of API. HTTP APIs call functions by POST, convert and stream nothing, whatever is written.
        integration: the integration object of an operation.
        answers: the responses that the operation declares.
    """
    type_ = text(integration.get("type")).lower()
    plain_ = kind == "http" and type_ in PROXIES
    method = text(integration.get("httpMethod")).upper()
    transfer = text(integration.get("responseTransferMode")).upper()
    return Backend(
        address=address_of(integration.get("uri"), transfer == STREAM),
        method="" if type_ == "aws_proxy" and (plain_ or method == FUNCTION_METHOD) else method,
        request=tuple(_request(integration, type_)),
        content="" if plain_ else text(integration.get("contentHandling")),
        response=tuple(_response(integration, answers, type_)),
        transfer="" if plain_ or transfer == "BUFFERED" else transfer,
        tls=_tls(integration.get("tlsConfig")),
        connection=_connection(integration),
    )


def _request(integration: Mapping[str, Any], kind: str) -> list[str]:
    found = _entries(integration.get("requestParameters"))
    if kind in PROXIES:
        return found  # API Gateway ignores templates on a proxy integration
    found += [f"template {entry}" for entry in _entries(integration.get("requestTemplates"))]
    for key in ("passthroughBehavior", "templateSelectionExpression"):
        found += [f"{key} {text(integration[key])}"] if key in integration else []
    return found


def _response(integration: Mapping[str, Any], answers: Any, kind: str) -> list[str]:
    found = _entries(integration.get("responseParameters"))
    if kind in PROXIES:
        return found
    declared = mapping(answers)
    told = {status: _without_description(answer) for status, answer in declared.items()} if declared else answers
    return [*found, *_entries(integration.get("responses")), *(f"declared {entry}" for entry in _entries(told))]


def _without_description(answer: Any) -> Any:
    return {k: v for k, v in answer.items() if k != "description"} if isinstance(answer, dict) else answer


def _entries(value: Any) -> list[str]:
    if not value:
        return []
    if not isinstance(value, dict):
        return [rendered(value)]
    return [f"{key} = {rendered(value[key])}" for key in sorted(value, key=str)]


def _tls(value: Any) -> str:
    """Nothing where the certificate is checked as ever: ``insecureSkipVerification: false`` says that too."""
    if not isinstance(value, dict):
        return rendered(value) if value else ""
    return ", ".join(f"{k} {text(v)}" for k, v in sorted(value.items()) if text(v).lower() not in ("", "false"))


def _connection(integration: Mapping[str, Any]) -> str:
    kind = text(integration.get("connectionType")).upper()
    named = [plain(text(integration.get(key))) for key in ("connectionId", "integrationTarget")]
    # A link means nothing where the internet is asked for; where nothing is asked for, that is not certain.
    return "" if kind == "INTERNET" else " ".join(filter(None, (kind, *named)))
