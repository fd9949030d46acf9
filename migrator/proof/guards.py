"""What an authorizer asks of callers, and whom it lets in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from .access import TOKEN, TYPES, Kind, jwt_settings, providers_of, settings_of, version
from .index import Index
from .intrinsics import address_of, bare, function_of, located, plain, text
from .token_issuers import accounts
from .values import NO_VALUE

_Holding: TypeAlias = frozenset[tuple[str, bool]]
"""Conditions by their text, each with whether it holds."""

REST_CACHE_SECONDS: Final = "300"
"""How long a REST API keeps an authorizer's answer unless told otherwise; an HTTP API does not keep it (trap T12)."""
_CLIENT = r"(?:[\w.-]|\$\{[^}]*\})+"
_CLIENTS = re.compile(rf"\^?\(?({_CLIENT}(?:\|{_CLIENT})*)\)?\$?")


@dataclass(frozen=True)
class Guard:
    """The settings of an authorizer.

    Arguments:
        name: its name in the template.
        ttl: seconds that an answer is kept; empty where SAM sets none (tokens).
        identity: where the identity is read from, such as ``header.authorization``; header names in lower case.
        invocable: whether API Gateway may call its function, by a permission or by a role.
        role: the role that its function is called with; empty for none.
        event_format: ``1.0`` or ``2.0`` for functions.
        simple_responses: whether its function answers yes or no instead of a policy.
        clients: app clients whose tokens are taken; None for every client.
        expression: what a token must match before it is read or a function is asked; empty for anything.
        required: whether a request without the identity is refused before a function is asked.
        permitted: what a permission to call its function is limited to; empty for nothing.
        address: how its function is addressed; empty for as usual.
        accounts: accounts that the ARNs of its user pools name.
    """

    name: str
    ttl: str = ""
    identity: tuple[str, ...] = ()
    invocable: bool = True
    role: str = ""
    event_format: str = ""
    simple_responses: bool = False
    clients: tuple[str, ...] | None = None
    expression: str = ""
    required: bool = True
    permitted: tuple[str, ...] = ()
    address: str = ""
    accounts: tuple[str, ...] = ()


def guard(name: str, scheme: Any, kind: Kind, callable_functions: Mapping[str, tuple[str, ...]], index: Index) -> Guard:
    """Read the settings of an authorizer.

    Arguments:
        scheme: its security scheme.
        callable_functions: functions that this API's authorizers may call by a permission, with its limits.
    """
    settings = settings_of(scheme)
    identity = _identity(scheme, settings, kind)
    if TYPES.get((kind, text(settings.get("type")).lower())) != "lambda":
        clients, expression = _clients(settings, kind)
        accounts_ = tuple(sorted({each for arn in providers_of(settings) for each in accounts(arn)}))
        return Guard(name, identity=identity, clients=clients, expression=expression, accounts=accounts_)
    function, role = function_of(settings.get("authorizerUri")), plain(located(settings.get("authorizerCredentials")))
    function = index.by_id(function or "")
    default = REST_CACHE_SECONDS if kind == "rest" else "0"
    ttl = text(_or_default(settings.get("authorizerResultTtlInSeconds"), default))
    # A REST API that keeps no answers asks the function whatever is missing, unless it takes one token
    # (docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html).
    checked = kind == "http" or ttl != "0" or text(settings.get("type")).lower() == "token"
    return Guard(
        name,
        ttl=ttl,
        identity=identity,
        invocable=bool(role) or function in callable_functions,
        role=role,
        event_format=_event_format(settings, kind),
        simple_responses=kind == "http" and settings.get("enableSimpleResponses") is True,
        # An HTTP API does not use it (API reference of HTTP APIs, Authorizer).
        expression=text(settings.get("identityValidationExpression")) if kind == "rest" else "",
        required=checked and bool(identity),
        permitted=() if role else callable_functions.get(function, ()),
        address=address_of(settings.get("authorizerUri")),
    )


def _or_default(value: Any, default: str) -> Any:
    """A value with the default in the place of nothing, in each branch of conditions."""
    branches = value.get("Fn::If") if isinstance(value, dict) and len(value) == 1 else None
    if isinstance(branches, list) and len(branches) == 3:
        return {"Fn::If": [branches[0], *(_or_default(branch, default) for branch in branches[1:])]}
    return default if value in (None, "", NO_VALUE) else value


def _event_format(settings: Mapping[str, Any], kind: Kind) -> str:
    """What an authorizer's function gets: REST APIs ignore the setting, and send the token alone or format 1.0."""
    if kind == "rest":
        return TOKEN if text(settings.get("type")).lower() == TOKEN else "1.0"
    return version(settings.get("authorizerPayloadFormatVersion"))  # what holds without it is not documented


def _identity(scheme: Any, settings: Mapping[str, Any], kind: Kind) -> tuple[str, ...]:
    """Where the identity is read from, as ``header.x``, ``querystring.x``, ``stageVariables.x`` or ``context.x``."""
    sources = settings.get("identitySource") or []
    found = sources if isinstance(sources, list) else text(sources).split(",")
    header = text(scheme.get("name")) if isinstance(scheme, dict) else ""
    # A REST API reads a token from the header that its scheme names; that of a request authorizer means nothing.
    by_header = kind == "rest" and text(settings.get("type")).lower() != "request"
    if by_header and not found and header:
        found = [f"request.header.{header}"]
    return tuple(sorted({_source(text(source)) for source in found if text(source).strip()}))


def _source(value: str) -> str:
    name = value.strip().lstrip("$").removeprefix("method.").removeprefix("request.")
    return name.lower() if name.lower().startswith("header.") else name


def _clients(settings: Mapping[str, Any], kind: Kind) -> tuple[tuple[str, ...] | None, str]:
    """The app clients whose tokens are taken: an audience, or a REST expression that merely lists clients."""
    if kind == "http":
        audience = jwt_settings(settings).get("audience")
        return _listed((case, bare(text(entry))) for case, entry in _by_case(audience or [])), ""
    expression = settings.get("identityValidationExpression")
    found = [(case, _CLIENTS.fullmatch(text(pattern))) for case, pattern in _by_case(expression)]
    each = [(case, bare(name)) for case, match in found if match is not None for name in match[1].split("|")]
    is_list = bool(found) and all(match is not None for _, match in found)
    return _listed(each) if is_list else None, text(expression)


def _by_case(value: Any, case: _Holding = frozenset()) -> Iterator[tuple[_Holding, Any]]:
    """The values that one is made of, each with what has to hold for it: branches of conditions, entries of a list."""
    if isinstance(value, list):
        for entry in value:
            yield from _by_case(entry, case)
        return
    branches = value.get("Fn::If") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(branches, list) or len(branches) != 3:
        if value not in (None, "", NO_VALUE):
            yield case, value
        return
    for branch, holds in zip(branches[1:], (True, False), strict=True):
        if (text(branches[0]), not holds) not in case:
            yield from _by_case(branch, case | {(text(branches[0]), holds)})


def _listed(found: Iterable[tuple[_Holding, str]]) -> tuple[str, ...]:
    """App clients by name; one that is not taken in every case with the case."""
    cases: dict[str, set[_Holding]] = {}
    for case, client in found:
        cases.setdefault(client, set()).add(case)
    shown = ((client, _shown(case)) for client, each in cases.items() for case in _fewest(each))
    return tuple(sorted(f"{client} where {case}" if case else client for client, case in shown))


def _fewest(cases: set[_Holding]) -> set[_Holding]:
    """The same cases in as few as possible: what holds whether a condition does or not does not depend on it."""
    for case in cases:
        for name, holds in case:
            either = case - {(name, holds)}
            if either | {(name, not holds)} in cases:
                return _fewest({each for each in cases if not either <= each} | {either})
    return {case for case in cases if not any(other < case for other in cases)}


def _shown(case: _Holding) -> str:
    return " and ".join(sorted(name if holds else f"not {name}" for name, holds in case))
