"""What is said of a facet that differs, and whether access is weaker for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .checks import NO_AUDIENCE
from .endpoints import least_tls

EFFECTS = ("Deny", "Allow")


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


def authorizer(before: dict[str, Any], after: dict[str, Any]) -> str:
    if after["kind"] == "none":
        return f"authorizer {describe(before)} is gone; the route would be open"
    if before["kind"] == "none":
        return f"the route was open and would need {describe(after)}"
    return f"authorizer {describe(before)} would become {describe(after)}"


def scopes(before: list[str], after: list[str]) -> str:
    if not after:
        return f"scopes {_list(before)} are gone; any token would do"
    if not before:
        return f"scopes {_list(after)} would be needed; none were before"
    return f"the scopes {_list(before)} would become {_list(after)}"


def scopes_weaker(before: list[str], after: list[str]) -> bool:
    # One of the scopes is enough, so every further scope lets more callers in.
    return bool(before) and not (after and set(after) <= set(before))


def tokens(before: list[str], after: list[str]) -> str:
    return f"it took {' and '.join(before)} and would take {' and '.join(after)}"


def tokens_weaker(before: list[str], after: list[str]) -> bool:
    return not set(after) <= set(before)


def api_key(before: bool, _after: bool) -> str:
    return "the API key would no longer be needed" if before else "an API key would be needed; none was before"


def became(what: str) -> Callable[[Any, Any], str]:
    """State that something changes, appears or is gone."""

    def sentence(before: Any, after: Any) -> str:
        if not _has(after):
            return f"{what} {_list(before)} would be gone"
        if not _has(before):
            return f"{what} would be {_list(after)} and was not set"
        return f"{what} {_list(before)} would become {_list(after)}"

    return sentence


def credentials(before: str, after: str) -> str:
    if not after:
        whose = "the caller's own permissions" if before.endswith(":user/*") else f"role {before}"
        return f"the function was called with {whose} and would be called by API Gateway itself"
    return became("integration role")(before, after)


def identity(before: list[str], after: list[str]) -> str:
    if not after:
        return f"reads no identity source any more; it read {_list(before)}"
    return f"would read its identity from {_list(after)} instead of {_list(before) or 'nowhere'}"


def ttl(before: str, after: str) -> str:
    return f"answers were kept for {before or 'the default number of'} seconds and would be kept for {after or '?'}"


def clients(before: list[str] | None, after: list[str] | None) -> str:
    if after is None:
        return f"took tokens of the clients {_list(before)} only and would take those of every client"
    if not after:
        return NO_AUDIENCE
    return f"took tokens of {_list(before) or 'every client'} and would take those of {_list(after)}"


def clients_weaker(before: list[str] | None, after: list[str] | None) -> bool:
    return bool(before) and (after is None or not set(after) <= set(before or ()))


def preflight(before: list[str], after: list[str]) -> str:
    closed = [path for path in after if path not in before]
    if not closed:
        return "preflight would be open"
    return f"preflight requests to {_list(closed)} would need authorization"


def disabled(before: str, after: str) -> str:
    if not after:
        return "the execute-api address was off and would be on"
    if not before:
        return "the execute-api address would be off"
    return f"whether the execute-api address is off ({before}) would become {after}"


def trusted(before: str, after: str) -> str:
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


def says(removed: str, added: str) -> Callable[[Any, Any], str]:
    """State a yes that became a no, or the reverse."""
    return lambda before, _after: removed if before else added


def lost(before: Any, after: Any) -> bool:
    return _has(before) and not _has(after)


def changed(before: Any, _after: Any) -> bool:
    return _has(before)


def was_guarded(before: dict[str, Any], _after: dict[str, Any]) -> bool:
    return bool(before["kind"] not in ("none", "unknown"))


def always(_before: Any, _after: Any) -> bool:
    return True


def never(_before: Any, _after: Any) -> bool:
    return False


def less_tls(before: str | list[str], after: str | list[str]) -> bool:
    """Whether an older version is taken, or that cannot be told."""
    was, now = (least_tls("".join(side)) for side in (before, after))
    return not was or not now or now < was


def gained(before: Any, after: Any) -> bool:
    return _has(after) and before != after


def iam_weaker(before: list[str], after: list[str]) -> bool:
    """Fewer statements that deny, or more that allow."""
    denied, allowed = ([{e for e in side if e.startswith(effect)} for side in (before, after)] for effect in EFFECTS)
    return not denied[0] <= denied[1] or not allowed[1] <= allowed[0]


def validation(before: list[str], after: list[str]) -> str:
    if not after:
        return f"requests would no longer be validated; they were ({_short(before)})"
    if not before:
        return f"requests would be validated ({_short(after)})"
    return f"validation of requests ({_short(before)}) would become ({_short(after)})"


def _short(values: Sequence[str]) -> str:
    return ", ".join(value.partition(":")[0] for value in values) if len(values) > 1 else "".join(values)
