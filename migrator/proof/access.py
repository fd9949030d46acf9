"""Who may call a route: what the security of a compiled API says, in one form for both kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from ..sam.extensions import AUTH_TYPE, AUTHORIZER, OPERATION_AUTH
from .intrinsics import function_of, text
from .shapes import mapping
from .token_issuers import of_arn, of_issuer

Kind = Literal["rest", "http"]
AuthKind = Literal["none", "iam", "jwt", "lambda", "unknown"]

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


def requirement(operation: Mapping[str, Any], schemes: Mapping[str, Any], kind: Kind, root: Any = None) -> Demand:
    """Read what an operation asks of a caller.

    Arguments:
        operation: the operation object.
        schemes: security schemes by name.
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
    extension = operation.get(OPERATION_AUTH)
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
    settings = settings_of(scheme)
    if name == NO_AUTH:
        return Authorizer("none", name)
    if isinstance(scheme, dict) and scheme.get(AUTH_TYPE) == "awsSigv4":
        return Authorizer("iam", AWS_IAM)
    found = TYPES.get((kind, text(settings.get("type")).lower()), "unknown")
    subjects = _subjects(settings, found)
    # Trap T2: a token authorizer under the wrong kind of API compiles to a function that does not exist.
    return Authorizer(found, name, subjects) if subjects else Authorizer("unknown", name)


def settings_of(scheme: Any) -> Mapping[str, Any]:
    return mapping(mapping(scheme).get(AUTHORIZER))


def _subjects(settings: Mapping[str, Any], kind: AuthKind) -> tuple[str, ...]:
    if kind == "lambda":
        function = function_of(settings.get("authorizerUri"))
        return (function,) if function else ()
    if kind != "jwt":
        return ()
    if text(settings.get("type")).lower() == "jwt":
        return of_issuer(jwt_settings(settings).get("issuer"))
    return tuple(sorted({pool for arn in providers_of(settings) for pool in of_arn(arn)}))


def providers_of(settings: Mapping[str, Any]) -> list[Any]:
    found = settings.get("providerARNs")
    return found if isinstance(found, list) else [found]


def jwt_settings(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping(settings.get("jwtConfiguration"))


def version(value: Any) -> str:
    """One spelling for a format version: ``2.0`` is a number where the template left the quotes off."""
    rendered = text(value)
    return f"{rendered}.0" if rendered.isdigit() else rendered
