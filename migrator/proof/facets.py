"""What can differ between two surfaces, and the sentence that says so.

Each function takes what stood before and what stands after and states the difference for a reviewer.
A value that is None on one side is not there on that side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .access import Authorizer
from .attached.table import TABLE, Attachment
from .checks import NO_AUDIENCE
from .endpoints import least_tls


@dataclass(frozen=True)
class Facet:
    """One thing that is compared.

    Arguments:
        sentence: states the difference.
        weaker: whether a difference lets in callers who were kept out.
    """

    sentence: Callable[[Any, Any], str]
    weaker: Callable[[Any, Any], bool] = lambda _before, _after: False


def describe(authorizer: dict[str, Any]) -> str:
    """Name an authorizer the way a reviewer knows it, such as ``Cognito (token of UserPool)``.

    Arguments:
        authorizer: its normal form, ``{"kind": …, "name": …, "subjects": […]}``.
    """
    name, kind, subjects = authorizer["name"], authorizer["kind"], ", ".join(authorizer["subjects"])
    if kind == "none":
        return "no authorizer"
    if kind == "iam":
        return "AWS_IAM"
    if kind == "unknown":
        return (
            f"{name or 'an authorizer'} (which protects nothing: it is undefined or of a kind this API does not have)"
        )
    return f"{name} ({'tokens of' if kind == 'jwt' else 'Lambda'} {subjects})"


def normal_authorizer(authorizer: Authorizer) -> dict[str, Any]:
    """The form of an authorizer that is compared and described.

    Arguments:
        authorizer: as the surface has it.
    """
    return {"kind": authorizer.kind, "name": authorizer.name, "subjects": list(authorizer.subjects)}


def _authorizer(before: dict[str, Any], after: dict[str, Any]) -> str:
    if after["kind"] == "none":
        return f"authorizer {describe(before)} is gone; the route would be open"
    if before["kind"] == "none":
        return f"the route was open and would need {describe(after)}"
    return f"authorizer {describe(before)} would become {describe(after)}"


def _scopes(before: list[str], after: list[str]) -> str:
    if not after:
        return f"scopes {_list(before)} are gone; any token would do"
    if not before:
        return f"scopes {_list(after)} would be needed; none were before"
    return f"the scopes {_list(before)} would become {_list(after)}"


def _scopes_weaker(before: list[str], after: list[str]) -> bool:
    # One of the scopes is enough, so every further scope lets more callers in.
    return bool(before) and not (after and set(after) <= set(before))


def _tokens(before: list[str], after: list[str]) -> str:
    return f"it took {' and '.join(before)} and would take {' and '.join(after)}"


def _tokens_weaker(before: list[str], after: list[str]) -> bool:
    return not set(after) <= set(before)


def _api_key(before: bool, _after: bool) -> str:
    return "the API key would no longer be needed" if before else "an API key would be needed; none was before"


def _became(what: str) -> Callable[[Any, Any], str]:
    """State that something changes, appears or is gone."""

    def sentence(before: Any, after: Any) -> str:
        if not _has(after):
            return f"{what} {_list(before)} would be gone"
        if not _has(before):
            return f"{what} would be {_list(after)} and was not set"
        return f"{what} {_list(before)} would become {_list(after)}"

    return sentence


def _credentials(before: str, after: str) -> str:
    if not after:
        whose = "the caller's own permissions" if before.endswith(":user/*") else f"role {before}"
        return f"the function was called with {whose} and would be called by API Gateway itself"
    return _became("integration role")(before, after)


def _identity(before: list[str], after: list[str]) -> str:
    if not after:
        return f"reads no identity source any more; it read {_list(before)}"
    return f"would read its identity from {_list(after)} instead of {_list(before) or 'nowhere'}"


def _ttl(before: str, after: str) -> str:
    return f"answers were kept for {before or 'the default number of'} seconds and would be kept for {after or '?'}"


def _clients(before: list[str] | None, after: list[str] | None) -> str:
    if after is None:
        return f"took tokens of the clients {_list(before)} only and would take those of every client"
    if not after:
        return NO_AUDIENCE
    return f"took tokens of {_list(before) or 'every client'} and would take those of {_list(after)}"


def _clients_weaker(before: list[str] | None, after: list[str] | None) -> bool:
    return bool(before) and (after is None or not set(after) <= set(before or ()))


def _preflight(before: list[str], after: list[str]) -> str:
    closed = [path for path in after if path not in before]
    if not closed:
        return "preflight would be open"
    return f"preflight requests to {_list(closed)} would need authorization"


def _disabled(before: str, after: str) -> str:
    if not after:
        return "the execute-api address was off and would be on"
    if not before:
        return "the execute-api address would be off"
    return f"whether the execute-api address is off ({before}) would become {after}"


def _trusted(before: str, after: str) -> str:
    if not after:
        return "credentials are no longer allowed"
    if not before:
        return f"credentials would be allowed{'' if after == 'true' else f' (if {after})'}"
    return f"whether credentials are allowed ({before}) would become {after}"


def _has(value: Any) -> bool:
    return value not in (None, "", [], (), False)


def _list(value: Any) -> str:
    return (
        ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value or "")
    )


def _says(removed: str, added: str) -> Callable[[Any, Any], str]:
    """State a yes that became a no, or the reverse."""
    return lambda before, _after: removed if before else added


def _lost(before: Any, after: Any) -> bool:
    return _has(before) and not _has(after)


def _changed(before: Any, _after: Any) -> bool:
    return _has(before)


def _was_guarded(before: dict[str, Any], _after: dict[str, Any]) -> bool:
    return bool(before["kind"] not in ("none", "unknown"))


def _always(_before: Any, _after: Any) -> bool:
    return True


def _never(_before: Any, _after: Any) -> bool:
    return False


def _less_tls(before: str | list[str], after: str | list[str]) -> bool:
    """Whether an older version is taken, or that cannot be told."""
    was, now = (least_tls("".join(side)) for side in (before, after))
    return not was or not now or now < was


def _gained(before: Any, after: Any) -> bool:
    return _has(after) and before != after


def _iam_weaker(before: list[str], after: list[str]) -> bool:
    """Fewer statements that deny, or more that allow."""
    denied, allowed = ([{e for e in side if e.startswith(effect)} for side in (before, after)] for effect in EFFECTS)
    return not denied[0] <= denied[1] or not allowed[1] <= allowed[0]


def _validation(before: list[str], after: list[str]) -> str:
    if not after:
        return f"requests would no longer be validated; they were ({_short(before)})"
    if not before:
        return f"requests would be validated ({_short(after)})"
    return f"validation of requests ({_short(before)}) would become ({_short(after)})"


def _short(values: Sequence[str]) -> str:
    return ", ".join(value.partition(":")[0] for value in values) if len(values) > 1 else "".join(values)


EFFECTS = ("Deny", "Allow")

ROUTE: dict[str, Facet] = {
    "authorizer": Facet(_authorizer, _was_guarded),
    "scopes": Facet(_scopes, _scopes_weaker),
    "tokens": Facet(_tokens, _tokens_weaker),
    "api_key": Facet(_api_key, _lost),
    "credentials": Facet(_credentials, _changed),
    "resource_policy": Facet(
        _says("the resource policy no longer holds", "a resource policy would hold"),
        _changed,
    ),
    "target": Facet(_became("target")),
    "integration": Facet(_became("integration")),
    "invocable": Facet(
        _says("API Gateway may no longer call the function: its Lambda permission is gone", "the function is callable"),
    ),
    "permitted": Facet(_became("limits of the permission to call its function")),
    "address": Facet(_became("way in which its function is addressed"), _changed),
    "event_format": Facet(_became("event format")),
    "timeout": Facet(_became("timeout")),
    "throttle": Facet(_became("throttle")),
    "metrics": Facet(_became("detailed metrics")),
    "validation": Facet(_validation, _changed),
    "backend_method": Facet(_became("method of its integration"), _changed),
    "request": Facet(_became("request parameters of its integration"), _always),
    "content": Facet(_became("content handling")),
    "response": Facet(_became("response mapping of its integration"), _always),
    "transfer": Facet(_became("response transfer mode")),
    "tls": Facet(_became("TLS settings of its integration"), _always),
    "connection": Facet(_became("connection of its integration"), _always),
    "caching": Facet(_became("cached answers"), _gained),
    "iam": Facet(_became("IAM statements that name it"), _iam_weaker),
}

GUARD: dict[str, Facet] = {
    "identity": Facet(_identity, _changed),
    "required": Facet(
        _says(
            "its function would be asked about requests without the identity too; they were refused before",
            "requests without the identity would be refused before its function is asked",
        ),
        _lost,
    ),
    "clients": Facet(_clients, _clients_weaker),
    "expression": Facet(_became("validation expression"), _changed),
    "simple_responses": Facet(_became("simple responses")),
    "event_format": Facet(_became("event format")),
    "role": Facet(_became("invoke role")),
    "invocable": Facet(
        _says("API Gateway may no longer call its function: the Lambda permission is gone", "its function is callable"),
    ),
    "permitted": Facet(_became("limits of the permission to call its function")),
    "address": Facet(_became("way in which its function is addressed"), _changed),
    "accounts": Facet(_became("account of its user pool"), _always),
    "ttl": Facet(_ttl),
}

CORS: dict[str, Facet] = {
    "origins": Facet(_became("allowed origins")),
    "methods": Facet(_became("allowed methods")),
    "headers": Facet(_became("allowed headers")),
    "exposed": Facet(_became("exposed headers")),
    "credentials": Facet(_trusted),
    "max_age": Facet(_became("maximum age")),
    "guarded": Facet(_preflight),
    "demands": Facet(_became("authorization of preflight requests")),
    "uniform": Facet(_says("paths would answer differently", "paths answered differently before")),
}

API: dict[str, Facet] = {
    "kind": Facet(_became("kind of API")),
    "opaque": Facet(
        lambda _before, _after: (
            "routes stand in a file elsewhere, so nothing can be compared (--definition ID=FILE names it)"
        ),
        lambda _before, _after: True,
    ),
    "private": Facet(
        _says("the API was reachable from a VPC only and would be public", "the API would be private"),
        _lost,
    ),
    "endpoint_disabled": Facet(_disabled, _changed),
    "endpoint": Facet(_became("endpoint type"), _changed),
    "vpc_endpoints": Facet(_became("VPC endpoints"), _always),
    "address_type": Facet(_became("address type of the endpoint"), _always),
    "security_policy": Facet(_became("security policy"), _less_tls),
    "access_mode": Facet(_became("endpoint access mode"), _changed),
    "key_source": Facet(_became("source of API keys"), _changed),
    "mode": Facet(_became("import mode")),
    "binary": Facet(_became("binary media types")),
    "compression": Facet(_became("least size of what is compressed")),
    "condition": Facet(_became("condition")),
    "stages": Facet(_became("stage")),
    "variables": Facet(_became("stage variables")),
    "throttle": Facet(_became("default throttle")),
    "metrics": Facet(_became("default detailed metrics")),
    "access_log": Facet(_became("access log destination")),
    "certificates": Facet(_became("client certificate"), _changed),
    "caches": Facet(_became("cache")),
    "canaries": Facet(_became("canary release")),
    "domains": Facet(_became("custom domain")),
    "iam": Facet(_became("IAM statements that name its routes"), _iam_weaker),
}

POLICY: dict[str, Facet] = {
    "statements": Facet(_became("statements"), _iam_weaker),
    "holders": Facet(_became("holders"), _always),
    "trust": Facet(_became("trust"), _always),
    "condition": Facet(_became("condition"), _always),
}


def _of(attachment: Attachment) -> dict[str, Facet]:
    parts = {
        name: Facet(_became(part.words), _always if part.eases else _never) for name, part in attachment.parts.items()
    }
    if "tls" in parts:
        parts["tls"] = Facet(_became(attachment.parts["tls"].words), _less_tls)
    return {**parts, "condition": Facet(_became("condition"), _always)}


def _attached() -> dict[str, dict[str, Facet]]:
    found: dict[str, dict[str, Facet]] = {"policy": POLICY}
    for attachment in TABLE.values():
        if attachment.parts:
            found.setdefault(attachment.section, {}).update(_of(attachment))
    return found


ATTACHED = _attached()
"""What is compared of attached resources, by section and facet."""
