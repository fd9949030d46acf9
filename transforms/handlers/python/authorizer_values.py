"""What an authorizer says of the caller: where its claims and values stand, and what they look like there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import authorizer_codes, authorizer_sentences, field_uses
from ..field_uses import FieldUse
from ..fields import DATES, LISTS, SIGNED
from ..rules import kinds
from .chains import Move, back, string
from .context_values import context, rendered
from .draft import Draft
from .errors import catches
from .sites import Path, Site, text
from .stage_values import EXACT
from .trees import literal

AUTHORIZER: Final = ("requestContext", "authorizer")
CLAIMS: Final = {"rest": (*AUTHORIZER, "claims"), "2.0": (*AUTHORIZER, "jwt", "claims")}
CONTEXT: Final = (*AUTHORIZER, "lambda")

IAM: Final[dict[Path, Move]] = {field.http_path: back(field) for field in SIGNED}
"""Where an IAM identity stands in a REST event."""


def to_v2(path: Path, facts: RouteFacts) -> Move | None:
    """R8: claims stand below ``jwt``, an authorizer function's values below ``lambda``."""
    if path[:2] != AUTHORIZER or len(path) < 3 or len(kinds(facts)) != 1:
        return None
    (kind,) = kinds(facts)
    between = {"claims": "jwt", "lambda": "lambda"}.get(kind)
    if between is None or path[2] in ("jwt", "lambda", "iam"):
        return None
    return Move((*((key,) for key in AUTHORIZER), (between, path[2]), *((key,) for key in path[3:])))


def decide_to_v2(draft: Draft, site: Site, facts: RouteFacts) -> bool:
    """Report what a move of claims and values does not keep; whether a REST event is read."""
    path = site.path
    if len(path) < 3:
        if site.name == "claims" and kinds(facts) == {"claims"} and _asks_for(draft, site, "jwt"):
            return True
        if site.kind == "member" and kinds(facts):
            _mixed(draft, site, f"whether it holds `{site.name}` depends on the format")
            return True
        return False
    found = kinds(facts)
    if not found:
        return False
    if len(found) > 1:
        _mixed(draft, site, "the function has routes with several kinds of authorizers")
    elif found == {"iam"}:
        _mixed(draft, site, authorizer_sentences.NOT_OF_IAM)
    elif found == {"claims"} and path[2] != "claims":
        _mixed(draft, site, authorizer_sentences.NOT_OF_TOKENS.format(path[2]))
    elif found == {"claims"}:
        claims(draft, site, len(CLAIMS["rest"]))
    else:
        context(draft, site, 2, typed="afterwards they keep the type that the authorizer gives them")
    return True


def _asks_for(draft: Draft, site: Site, key: str) -> bool:
    """Let a test for a key ask for another one, which is there on the same requests; whether it is such a test."""
    if site.kind != "member" or site.key is None or not isinstance(site.user, cst.Comparison):
        return False
    like = site.key
    draft.put(site.user.left, lambda _: string(key, like))
    return True


def _searched(site: Site) -> bool:
    """Whether a group is searched for by a name that is found in ``g1,g2`` where it is found in ``[g1 g2]``."""
    return site.kind == "member" and not set(site.name) & set("[], ")


def _split_both_ways(draft: Draft, site: Site) -> bool:
    r"""Whether a list is read as ``re.split(r"[,\s]+", value.strip("[]"))``, which takes both spellings."""
    call = site.user
    if site.kind != "method" or site.name != "strip" or not isinstance(call, cst.Call) or len(call.args) != 1:
        return False
    brackets = literal(call.args[0].value)
    split = draft.module.up(draft.module.up(call))
    if brackets is None or set(text(brackets)) != {"[", "]"} or not isinstance(split, cst.Call):
        return False
    pattern = literal(split.args[0].value) if draft.module.global_name(split.func) == "re.split" else None
    return pattern is not None and text(pattern) in (r"[,\s]+", r"[, ]+", r"[\s,]+", r"[ ,]+")


def _mixed(draft: Draft, site: Site, reason: str) -> None:
    shown = FieldUse(draft, site.node, AUTHORIZER, site.kind)
    field_uses.mixed(shown, reason)


def claims(draft: Draft, site: Site, depth: int) -> None:
    """Report a claim that looks different: access may hang on it, so only what reads it either way passes."""
    if len(site.path) <= depth:
        if site.kind not in (*EXACT, "alias", "member"):
            authorizer_sentences.ALL_CLAIMS.on(draft, site.node, level=Level.WARNING if rendered(draft, site) else None)
        return
    name = site.path[depth]
    if name not in LISTS | DATES or site.kind in EXACT or (site.kind == "alias" and len(site.path) == depth + 1):
        return
    if name in LISTS and (_searched(site) or _split_both_ways(draft, site)):
        return
    authorizer_sentences.CLAIM_LOOKS.on(
        draft, site.node, name, field_uses.looks(name), remedy=authorizer_sentences.SPLIT_LISTS
    )


def to_rest(path: Path, facts: RouteFacts) -> Move | None:
    """H9: claims and values stand one level higher, an IAM identity below ``identity``."""
    if kinds(facts) == {"issuer"} and path[:4] == CLAIMS["2.0"]:
        return Move((("requestContext",), ("authorizer",), (), (), *((key,) for key in path[4:])))
    for known, moved in IAM.items():
        if path[: len(known)] == known:
            return moved.below(path[len(known) :])
    if path[:3] in ((*AUTHORIZER, "jwt"), CONTEXT):
        return Move((("requestContext",), ("authorizer",), (), *((key,) for key in path[3:])))
    if path[:3] == (*AUTHORIZER, "iam"):
        return Move((("requestContext",), ("identity",), (), *((key,) for key in path[3:])))
    return None


ACCESS_ONLY: Final = frozenset({"username", "client_id", "scope", "version"})
ID_ONLY: Final = frozenset({"cognito:username", "email", "email_verified", "aud", "identities", "at_hash"})
"""Claims that Cognito puts into one of its tokens only. Source: Amazon Cognito, using tokens with user pools."""


def of_other_token(draft: Draft, site: Site, facts: RouteFacts, depth: int) -> None:
    """Report a claim of a token that a REST API refuses: it takes ID tokens where no scope is asked for, else access tokens."""
    name = site.path[depth] if len(site.path) > depth else site.name if site.kind == "member" else ""
    asked = {route.scoped for route in facts.routes if route.identity == "claims"}
    if (name in ACCESS_ONLY and False in asked) or (name in ID_ONLY and True in asked):
        known, taken = ("access", "ID") if name in ACCESS_ONLY else ("ID", "access")
        draft.say(
            authorizer_codes.CLAIMS,
            site.node,
            f"The claim `{name}` is in {known} tokens only, and the authorizer of the REST API takes {taken} tokens on routes of this function.",
            "Read a claim that both tokens have, such as `sub`"
            + (", or let the route ask for a scope." if taken == "ID" else ", or let the route ask for no scope."),
        )


def decide_to_rest(draft: Draft, site: Site, facts: RouteFacts) -> bool:
    """Report what a move back does not keep; whether an event of format 2.0 is read."""
    path = site.path
    if len(path) < 3:
        if site.name == "jwt" and kinds(facts) == {"claims"} and _asks_for(draft, site, "claims"):
            return True
        if site.kind == "member" and site.name in _TO_REST:
            _mixed(draft, site, f"a REST API sends no `{site.name}`")
        return False
    if path[2] in _TO_REST:
        _TO_REST[path[2]](draft, site, facts)
        return True
    if kinds(facts) == {"lambda"} and not site.children:
        _mixed(draft, site, "format 2.0 keeps what an authorizer function gives below `lambda`")
    return False


def _token(draft: Draft, site: Site, facts: RouteFacts) -> None:
    path = site.path
    if len(path) == 3 and site.kind == "alias":
        return
    if "issuer" in kinds(facts):
        if kinds(facts) != {"issuer"} or path[3:4] != ("claims",) or (len(path) == 4 and site.kind != "alias"):
            _mixed(draft, site, "the authorizer that is written gives each claim as a value of its own")
    elif path[3:4] != ("claims",):
        _mixed(draft, site, f"a REST API sends no `{'.'.join(path[2:])}`")
    else:
        claims(draft, site, len(CLAIMS["2.0"]))
        of_other_token(draft, site, facts, len(CLAIMS["2.0"]))


def _values(draft: Draft, site: Site, facts: RouteFacts) -> None:
    if len(site.path) > 3 and site.kind == "test":
        draft.say(
            authorizer_codes.AUTHORIZER_CONTEXT,
            site.node,
            f"The authorizer's `{site.path[3]}` is tested for truth. A REST API makes every value a text, and the text `false` is true.",
            'Compare with `str(value).lower() == "true"`, which takes both.',
        )
    elif len(site.path) > 3:
        context(draft, site, 3, typed="format 2.0 keeps the type that the authorizer gives them")


def _signer(draft: Draft, site: Site, facts: RouteFacts) -> None:
    path = site.path
    if len(path) > 3 and not any(path[: len(known)] == known for known in IAM):
        _mixed(draft, site, f"a REST API sends no `{'.'.join(path[2:])}`")
    elif len(path) == 3 and site.kind not in ("alias", "test"):
        _mixed(draft, site, "a REST API spreads an IAM identity over `identity`")
    elif path in IAM and IAM[path].default == "or" and not site.steps[-1].get and catches(draft, site.node, None):
        _mixed(draft, site, "where it is missing the error is caught, and a REST API sends null")


_TO_REST: Final[Mapping[str, Callable[[Draft, Site, RouteFacts], None]]] = {
    "jwt": _token,
    "lambda": _values,
    "iam": _signer,
}
"""What decides about each kind of caller that payload 2.0 names."""
