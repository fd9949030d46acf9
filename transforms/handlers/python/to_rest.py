"""Payload format 2.0 of an HTTP API becomes the REST event: the keys that a handler reads.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts

from .. import answer_sentences, codes, field_uses, sentences
from ..field_uses import FieldUse
from ..fields import FIELDS, NO_PLACE, NULLABLE, ONLY_REST, SAME, SIGNED
from . import authorizer_values, stage_values
from .body_parsers import DECODERS, last_name, of_field
from .chains import Move, back, move, stay
from .draft import Draft
from .errors import PARSERS
from .flags import uncertain_member, use_of
from .headers import insensitive
from .session import Deciders, Read, decider_of
from .sites import LOWER, Path, Site, flat, longest
from .to_rest_reads import any_cookies, none, not_none, nullable, special
from .trees import walk

MOVES: Final = MappingProxyType(
    {
        **{field.http_path: back(field) for field in FIELDS if field.back and field not in SIGNED},
        # A REST event has the path without the stage in `path` alone.
        ("requestContext", "http", "path"): move("//path"),
        ("rawPath",): move("path"),
    }
)

NEW: Final = ONLY_REST

SURVIVING: Final = frozenset({(), ("requestContext",), ("requestContext", "authorizer"), ("headers",)})


def moved(site: Site, facts: RouteFacts) -> Move:
    """Where the path of a read goes in a REST event, key by key."""
    path = site.path
    found = longest(MOVES, path)
    if found:
        known = MOVES[found]
        return known.below(path[len(found) :])
    return authorizer_values.to_rest(path, facts) or stay(path)


def decide(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """Report and write what is more than a move; whether the site reads what only format 2.0 holds."""
    path = site.path
    if site.kind == "put":
        return False
    if not path:
        return site.kind == "member" and _member(draft, site, root)
    if longest(NEW, path) is not None:
        return False
    decider = decider_of(_DECIDERS, path)
    return decider(draft, site, facts, root) if decider is not None else longest(MOVES, path) is not None


def _context(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """A request context of format 2.0: a REST event holds what moves there, and what both have under one name."""
    path = site.path
    if longest(MOVES, path) is not None:
        return True
    if len(path) > 1 and path[:2] not in SAME:
        _gone(draft, site, path[:2], facts)
    elif site.kind == "member" and (*path, site.name) not in SAME:
        uncertain_member(draft, site)
        return True
    return False


def _http(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """What payload 2.0 says of the request, and of the certificate of its client."""
    path = site.path
    if path[2:3] == ("path",):
        return _path(draft, site, facts, root)
    if longest(MOVES, path) is None and (len(path) > 2 or site.kind != "alias"):
        _gone(draft, site, path, facts)
    return True


def _gone(draft: Draft, site: Site, path: Path, facts: RouteFacts) -> None:
    field_uses.gone(FieldUse(draft, site.node, path, site.kind), facts, NO_PLACE)


def _member(draft: Draft, site: Site, root: str) -> bool:
    """H5: what is empty is there, with null."""
    key, name = site.key, site.name
    if key is None or (name,) in SAME or (name,) in NEW:
        return False
    if name in NULLABLE:
        negated = draft.module.up(site.user)
        if isinstance(negated, cst.UnaryOperation) and isinstance(negated.operator, cst.Not):
            draft.put(negated, lambda node: none(node, key))  # `not x is not None` is right, and nobody writes it
        else:
            draft.put(site.user, lambda node: not_none(node, key))
        return True
    if name == "cookies":
        draft.helpers.add("_cookies")
        draft.put(site.user, lambda node: any_cookies(node, root))
        return True
    if (name,) in MOVES or name in ("version", "routeKey", "rawQueryString"):
        uncertain_member(draft, site)
        return True
    return False


def _version(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    draft.say(
        codes.TWO_FORMATS,
        site.node,
        "The code asks for the version of the payload format, so it tells formats apart itself; which of its ways fits a REST API is not proven.",
        "Check that it takes an event without `version` for that of a REST API.",
    )
    return True


def _path(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """H2: the path, which a REST API sends as the client wrote it, without the stage."""
    if facts.stage:
        sentences.STAGE_LEAVES_PATH.on(draft, site.node, site.path[-1], facts.stage)
    else:
        field_uses.decoded(use_of(draft, site), facts)
    return True


def encoded_bodies(reads: list[Read], facts: RouteFacts) -> None:
    """H12: what arrives base64 encoded does so only for binary media types."""
    if facts.binary:
        return
    sites = [(read, site) for read in reads for site in flat(read.sites) if site.kind not in ("log", "statement")]
    tells = next(((r.draft, s) for r, s in sites if s.path[:1] == ("isBase64Encoded",)), None)
    if tells is not None:
        answer_sentences.FILES_DAMAGED.on(tells[0], tells[1].node)
        return
    decodes = [
        (read.draft, node)
        for read in reads
        if any(s.path[:1] == ("body",) for r, s in sites if r is read)
        for node in _decoding(read)
    ]
    taken = next(((r.draft, s) for r, s in sites if s.path[:1] == ("body",) and not _parsed(r.draft, s)), None)
    if decodes:
        sentences.BLINDLY_DECODED_TO_REST.on(*decodes[0])
    elif taken is not None:
        sentences.BODY_AS_IT_STANDS.on(taken[0], taken[1].node)


def _decoding(read: Read) -> Iterator[cst.Call]:
    """Where a function decodes something that is no field of what a body holds."""
    module = read.draft.module
    for node in walk(read.function.body):
        if isinstance(node, cst.Call) and last_name(module, node) in DECODERS and not of_field(read.draft, node):
            yield node


def _parsed(draft: Draft, site: Site) -> bool:
    """Whether a body is only asked for, or read as JSON, which base64 never was."""
    if site.kind in ("test", "alias", "followed", "put"):
        return True
    call = draft.module.up(site.user)
    return isinstance(call, cst.Call) and draft.module.global_name(call.func) in PARSERS


_DECIDERS: Final[Deciders] = {
    **{(key,): nullable for key in NULLABLE},
    ("headers",): lambda draft, site, _, root: insensitive(draft, site, root),
    (LOWER,): lambda draft, site, _, root: insensitive(draft, site, root),
    ("version",): _version,
    ("routeKey",): special,
    ("rawQueryString",): special,
    ("cookies",): special,
    ("rawPath",): _path,
    ("requestContext",): _context,
    ("requestContext", "routeKey"): special,
    ("requestContext", "http"): _http,
    ("requestContext", "authentication"): _http,
    stage_values.STAGE: stage_values.decide,
    authorizer_values.AUTHORIZER: lambda draft, site, facts, _: authorizer_values.decide_to_rest(draft, site, facts),
}
