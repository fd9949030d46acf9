"""REST events become payload format 2.0 of an HTTP API: the keys that a handler reads.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts

from .. import field_uses, sentences
from ..field_uses import FieldUse
from ..fields import FIELDS, NO_PLACE, NOT_IN_2_0, NULLABLE, ONLY_2_0, SAME
from . import authorizer_values, stage_values
from . import to_http_v2_reads as reads
from .chains import Move, ahead, get, stay
from .draft import Draft
from .flags import uncertain_member, use_of
from .session import Deciders, decider_of
from .sites import LOWER, Path, Site, Step, longest
from .trees import dotted

MOVES: Final = MappingProxyType({field.rest_path: ahead(field) for field in FIELDS})

NEW: Final = ONLY_2_0

SURVIVING: Final = frozenset({(), ("requestContext",), ("requestContext", "authorizer"), ("headers",)})
"""What holds other keys in format 2.0 but is there."""

_TO_2_0: Final = RouteFacts("rest", "2.0", ())

REMEDY = MappingProxyType(
    {
        ("multiValueHeaders",): "Read the header from `headers`, if its values hold no commas.",
        (
            "requestContext",
            "authorizer",
            "principalId",
        ): "Let the authorizer put it into `context` as well, and read it from there.",
    }
)


def moved(site: Site, facts: RouteFacts) -> Move:
    """Where the path of a site goes, key by key, to its full length."""
    path = site.path
    found = longest(MOVES, path)
    if found:
        known = MOVES[found]
        return known.below(path[len(found) :])
    return authorizer_values.to_v2(path, facts) or stay(path)


def depth(path: Path) -> int:
    """How many keys of a path the move of it is about; the rest stays."""
    found = longest(MOVES, path)
    return len(found) if found else len(path)


def decide(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """Report and write what is more than a move; whether the site reads what only a REST event holds."""
    path = site.path
    if site.kind == "put":
        return False
    if path == ("version",) or (not path and site.kind == "member" and site.name == "version"):
        if site.kind not in ("log", "statement"):
            sentences.VERSION_ASKED.on(draft, site.node)
        return False
    if not path:
        return site.kind == "member" and _member(draft, site, site.name, facts)
    if longest(NEW, path) is not None:
        return False
    if (gone := longest(NOT_IN_2_0, path)) is not None:
        _gone(draft, site, gone)
        return True
    decider = decider_of(_DECIDERS, path)
    return decider(draft, site, facts, root) if decider is not None else longest(MOVES, path) is not None


def _context(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """A REST request context: what neither moves nor stays under its name has no place in format 2.0."""
    path = site.path
    if longest(MOVES, path) is not None:
        return True
    reads.request_id(draft, site)
    if len(path) > 1 and path[:2] not in SAME:
        _gone(draft, site, path[:2])
    elif site.kind == "member" and (*path, site.name) not in SAME:
        uncertain_member(draft, site)
    return False


def _context_path(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    said = sentences.STAGE_IN_PATH if stage_values.hangs(draft, site) else sentences.CONTEXT_PATH
    said.on(draft, site.node)
    return True


def _identity(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    path = site.path
    if longest(MOVES, path) is None and (len(path) > 2 or site.kind != "alias"):
        _gone(draft, site, path[:3])
    return True


def _gone(draft: Draft, site: Site, path: Path) -> None:
    reason = " ".join(each for each in (NOT_IN_2_0.get(path, NO_PLACE), REMEDY.get(path, "")) if each)
    field_uses.gone(FieldUse(draft, site.node, path, site.kind), _TO_2_0, reason)


def _member(draft: Draft, site: Site, key: str, facts: RouteFacts) -> bool:
    if (key,) in NEW or (key,) in SAME:
        return False
    if key in NULLABLE and _always_true(draft, site):
        return False
    if (
        key in NULLABLE
        or (key,) in MOVES
        or (key,) in NOT_IN_2_0
        or key in ("path", "resource", "multiValueQueryStringParameters")
    ):
        uncertain_member(draft, site)
        return True
    return False


def _always_true(draft: Draft, site: Site) -> bool:
    """Take ``"body" in event and`` out of a condition, or ``"body" not in event or``: behind a REST API it was always there."""
    both = draft.module.up(site.user)
    if not isinstance(both, cst.BooleanOperation) or both.left is not site.user:
        return False
    compared = site.user.comparisons[0] if isinstance(site.user, cst.Comparison) else None
    holds = compared is not None and isinstance(compared.operator, cst.In)
    if compared is None or not isinstance(both.operator, cst.And if holds else cst.Or):
        return False

    def rest(node: cst.CSTNode) -> cst.BaseExpression:
        assert isinstance(node, cst.BooleanOperation)
        return node.right.with_changes(lpar=[*node.lpar, *node.right.lpar], rpar=[*node.right.rpar, *node.rpar])

    draft.put(both, rest)
    return True


def _nullable(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """R4: null becomes absent, which ``.get`` reads as the same None."""
    key, step = site.path[0], site.step(0)
    reads.decoded_twice(draft, site)
    if key == "queryStringParameters" and site.kind != "log":
        field_uses.query_given_twice(use_of(draft, site), facts)
    there = key == "pathParameters" and bool(facts.routes) and all("{" in route.path for route in facts.routes)
    if step is not None and step.get and step.default is not None and dotted(step.default) != "None":
        draft.put(step.node, _without_default)
    elif step is not None and not step.get and not there:
        draft.put(step.node, lambda node: _to_get(node, step))
    return False


def _without_default(node: cst.CSTNode) -> cst.BaseExpression:
    """``event.get("key")``: a REST API always sent the key, so that its default was never taken."""
    assert isinstance(node, cst.Call)
    return node.with_changes(args=[node.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)])


def _to_get(node: cst.CSTNode, step: Step) -> cst.BaseExpression:
    assert isinstance(node, cst.Subscript)
    return get(node.value, step.key, step.literal).with_changes(lpar=node.lpar, rpar=node.rpar)


_DECIDERS: Final[Deciders] = {
    **{(key,): _nullable for key in NULLABLE},
    ("headers",): lambda draft, site, _, root: reads.headers(draft, site, root),
    (LOWER,): lambda draft, site, _, root: reads.headers(draft, site, root),
    ("path",): reads.path_of,
    ("resource",): reads.resource,
    ("multiValueQueryStringParameters",): lambda draft, site, _, __: reads.multi_value(draft, site),
    ("requestContext",): _context,
    ("requestContext", "resourcePath"): reads.resource,
    ("requestContext", "path"): _context_path,
    ("requestContext", "identity"): _identity,
    stage_values.STAGE: stage_values.decide,
    authorizer_values.AUTHORIZER: lambda draft, site, facts, _: authorizer_values.decide_to_v2(draft, site, facts),
}
