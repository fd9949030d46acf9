"""Who may call a route: what the security of a compiled API says, in one form for both kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from .intrinsics import address_of, bare, function_of, located, plain, text
from .shapes import mapping
from .token_issuers import accounts, of_arn, of_issuer

Kind = Literal["rest", "http"]
AuthKind = Literal["none", "iam", "jwt", "lambda", "unknown"]

AUTHORIZER: Final = "x-amazon-apigateway-authorizer"
AUTH_TYPE: Final = "x-amazon-apigateway-authtype"
AWS_IAM: Final = "AWS_IAM"
NO_AUTH: Final = "NONE"
TOKEN: Final = "token"  # noqa: S105
"""The authorizer of a REST API whose function gets a token and nothing else."""

# The authorizer types that each kind of API imports; anything else protects nothing there and is `unknown`.
# docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
TYPES: dict[tuple[Kind, str], AuthKind] = {
    ("rest", "cognito_user_pools"): "jwt",
    ("rest", "token"): "lambda",
    ("rest", "request"): "lambda",
    ("http", "jwt"): "jwt",
    ("http", "request"): "lambda",
}

REST_CACHE_SECONDS: Final = "300"
"""How long a REST API keeps an authorizer's answer unless told otherwise; an HTTP API does not keep it (trap T12)."""

_CLIENT = r"(?:[\w.-]|\$\{[^}]*\})+"
_CLIENTS = re.compile(rf"\^?\(?({_CLIENT}(?:\|{_CLIENT})*)\)?\$?")


@dataclass(frozen=True)
class Authorizer:
    """What lets a caller through.

    Arguments:
        kind: ``jwt`` for Cognito and token issuers alike; ``unknown`` for a name or shape that protects nothing.
        name: its name in the template; empty for ``none``.
        subjects: the user pools, the issuer or the function that decide.
    """

    kind: AuthKind
    name: str = ""
    subjects: tuple[str, ...] = ()


OPEN = Authorizer("none")


@dataclass(frozen=True)
class Demand:
    """What one operation asks of a caller."""

    authorizer: Authorizer = OPEN
    scopes: tuple[str, ...] = ()
    api_key: bool = False


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


def requirement(operation: Mapping[str, Any], schemes: Mapping[str, Any], kind: Kind, root: Any = None) -> Demand:
    """Read what an operation asks of a caller.

    Arguments:
        operation: the operation object.
        schemes: security schemes by name.
        kind: the kind of API.
        root: ``security`` of the whole body, which holds for operations of an HTTP API without their own; a REST API
            ignores it.

    Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """
    security = operation.get("security", root if kind == "http" else None) or []
    if not isinstance(security, list) or not all(isinstance(entry, dict) for entry in security):
        return Demand(Authorizer("unknown", text(security)))
    wanted = [(name, scopes) for entry in security for name, scopes in entry.items()]
    keys = [name for name, _ in wanted if _is_key(name, schemes, kind)]
    others = [(_authorizer(name, schemes, kind), scopes) for name, scopes in wanted if name not in keys]
    others += [(authorizer, []) for authorizer in _of_extension(operation, kind)]
    if not all(security) and others:
        others.append((Authorizer("none", "nothing"), []))
    # SAM writes the same requirement twice for an event with OverrideApiAuth.
    others = [other for index, other in enumerate(others) if other not in others[:index]]
    if len(others) > 1:
        # No gateway takes two authorizers on one route (http-api-open-api), so which one would hold is a guess.
        name = " and ".join(sorted(authorizer.name for authorizer, _ in others))
        return Demand(Authorizer("unknown", name), api_key=bool(keys))
    authorizer, scopes = others[0] if others else (OPEN, [])
    if authorizer.kind == "none":
        return Demand(api_key=bool(keys))
    return Demand(authorizer, _scopes(scopes) if authorizer.kind == "jwt" else (), bool(keys))


def _of_extension(operation: Mapping[str, Any], kind: Kind) -> Iterator[Authorizer]:
    """What an extension that only REST APIs read says beside ``security``."""
    extension = operation.get("x-amazon-apigateway-auth")
    if kind == "rest" and extension is not None:
        type_ = text(extension.get("type") if isinstance(extension, dict) else extension).upper()
        found: AuthKind = "iam" if type_ == AWS_IAM else "none" if type_ == NO_AUTH else "unknown"
        yield Authorizer(found, type_)


def _scopes(value: Any) -> tuple[str, ...]:
    return tuple(sorted(map(text, value))) if isinstance(value, list) else (text(value),) if value else ()


def _is_key(name: str, schemes: Mapping[str, Any], kind: Kind) -> bool:
    """Whether a requirement is an API key; HTTP APIs have none, so there the name protects nothing."""
    scheme = schemes.get(name)
    if kind == "http" or not isinstance(scheme, dict):
        return False
    return scheme.get("type") == "apiKey" and AUTHORIZER not in scheme and AUTH_TYPE not in scheme


def _authorizer(name: str, schemes: Mapping[str, Any], kind: Kind) -> Authorizer:
    scheme = schemes.get(name)
    settings = _settings(scheme)
    if name == NO_AUTH:
        return Authorizer("none", name)
    if isinstance(scheme, dict) and scheme.get(AUTH_TYPE) == "awsSigv4":
        return Authorizer("iam", AWS_IAM)
    found = TYPES.get((kind, text(settings.get("type")).lower()), "unknown")
    subjects = _subjects(settings, found)
    # Trap T2: a token authorizer under the wrong kind of API compiles to a function that does not exist.
    return Authorizer(found, name, subjects) if subjects else Authorizer("unknown", name)


def _settings(scheme: Any) -> Mapping[str, Any]:
    value = scheme.get(AUTHORIZER) if isinstance(scheme, dict) else None
    return mapping(value)


def _subjects(settings: Mapping[str, Any], kind: AuthKind) -> tuple[str, ...]:
    if kind == "lambda":
        function = function_of(settings.get("authorizerUri"))
        return (function,) if function else ()
    if kind != "jwt":
        return ()
    if text(settings.get("type")).lower() == "jwt":
        return of_issuer(_jwt(settings).get("issuer"))
    return tuple(sorted({pool for arn in _providers(settings) for pool in of_arn(arn)}))


def _providers(settings: Mapping[str, Any]) -> list[Any]:
    found = settings.get("providerARNs")
    return found if isinstance(found, list) else [found]


def _jwt(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    value = settings.get("jwtConfiguration")
    return mapping(value)


def guard(name: str, scheme: Any, kind: Kind, callable_functions: Mapping[str, tuple[str, ...]]) -> Guard:
    """Read the settings of an authorizer.

    Arguments:
        name: its name.
        scheme: its security scheme.
        kind: the kind of API.
        callable_functions: functions that this API's authorizers may call by a permission, with its limits.
    """
    settings = _settings(scheme)
    identity = _identity(scheme, settings, kind)
    if TYPES.get((kind, text(settings.get("type")).lower())) != "lambda":
        clients, expression = _clients(settings, kind)
        accounts_ = tuple(sorted({each for arn in _providers(settings) for each in accounts(arn)}))
        return Guard(name, identity=identity, clients=clients, expression=expression, accounts=accounts_)
    function, role = function_of(settings.get("authorizerUri")), plain(located(settings.get("authorizerCredentials")))
    default = REST_CACHE_SECONDS if kind == "rest" else "0"
    ttl = text(settings.get("authorizerResultTtlInSeconds", default))
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
        permitted=() if role else callable_functions.get(function or "", ()),
        address=address_of(settings.get("authorizerUri")),
    )


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
        audience = _jwt(settings).get("audience")
        listed = audience if isinstance(audience, list) else [audience] if audience else []
        return tuple(sorted(bare(text(entry)) for entry in listed)), ""
    expression = text(settings.get("identityValidationExpression"))
    found = _CLIENTS.fullmatch(expression)
    return tuple(sorted(bare(client) for client in found[1].split("|"))) if found else None, expression


def version(value: Any) -> str:
    """One spelling for a format version: ``2.0`` is a number where the template left the quotes off."""
    rendered = text(value)
    return f"{rendered}.0" if rendered.isdigit() else rendered
