"""Authorizer functions: the token, the ARN and the answer, from one API to the other.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

from __future__ import annotations

from typing import Final

import libcst as cst

from migrator.facts import AuthorizerFacts, Rewritten

from .. import authorizer_codes, authorizer_sentences, field_uses, sentences
from ..field_uses import as_route
from ..fields import OF_AUTHORIZERS
from . import (
    authorizer_answers,
    decorators,
    from_http_v1,
    powertools_authorizers,
    stage_values,
    to_http_v1,
    to_http_v2,
    to_rest,
    unseen,
)
from .bases import place
from .chains import Move, base_of, get, inner, item, named, stay
from .deciding import is_new, say_new
from .draft import Draft
from .elsewhere import called_elsewhere
from .flags import use_of
from .headers import say_found
from .locate import parameter
from .reach import follow
from .session import Read, Session
from .sites import Site, Step, flat

ARNS: Final = {"methodArn": "routeArn", "routeArn": "methodArn"}


def rewrite(session: Session, draft: Draft, function: cst.FunctionDef, facts: AuthorizerFacts) -> Rewritten:
    """Rewrite an authorizer function."""
    event = parameter(draft.module, function)
    if event is None or function.asynchronous:
        sentences.EVENT_NOT_FOLLOWED.on(draft, function.name, function.name.value)
        unseen.decide(session)
        return session.finish()
    skip = powertools_authorizers.authorizer(session, draft, function, event, facts)
    wrappers = decorators.check(session.program, draft, function)
    reads = follow(session, draft, function, event, skip=skip, wrappers=wrappers)
    for read in reads:
        for site in flat(read.sites):
            _site(read, site, facts)
        if facts.after == "1.0" and facts.before != "token":
            to_http_v1.headers(read, authorizer_codes.AUTHORIZER_HEADERS)
        elif facts.before == "1.0":
            from_http_v1.headers(read, authorizer_codes.AUTHORIZER_HEADERS)
        if not any(finding.blocks for finding in read.draft.told.findings):
            base = base_of(read.sites, lambda site: _moved(site, facts), len(read.base))
            place(read.draft, read.sites, lambda site: _moved(site, facts), _surviving(facts), read.parameter, base)
    say_new((read, site) for read in reads for site in flat(read.sites) if _is_new(site, facts))
    called_elsewhere(reads)
    stage_values.arns(session, reads, facts)
    authorizer_answers.decide(session, draft, function, event, facts)
    unseen.decide(session, reads)
    return session.finish(write=facts.after != "1.0" or facts.repair)


def _is_new(site: Site, facts: AuthorizerFacts) -> bool:
    """Whether a use asks for what the authorizer was not sent: with a token there is no request."""
    if facts.before == "token":
        named = site.path or ((site.name,) if site.kind == "member" else ())
        return bool(named) and named[0] not in OF_AUTHORIZERS
    if "2.0" not in (facts.before, facts.after):
        return False
    return is_new(site, to_http_v2.NEW if facts.after == "2.0" else to_rest.NEW)


def _surviving(facts: AuthorizerFacts) -> frozenset[tuple[str, ...]]:
    return to_http_v2.SURVIVING if facts.after == "2.0" else to_rest.SURVIVING


def _moved(site: Site, facts: AuthorizerFacts) -> Move:
    key = site.path[0] if site.path else ""
    if key in ARNS and (facts.before == "2.0") == (key == "routeArn") and "2.0" in (facts.before, facts.after):
        return Move(((ARNS[key],), *((key,) for key in site.path[1:])))
    if key in OF_AUTHORIZERS or "2.0" not in (facts.before, facts.after):
        return stay(site.path)
    return to_http_v2.moved(site, as_route(facts)) if facts.after == "2.0" else to_rest.moved(site, as_route(facts))


def _site(read: Read, site: Site, facts: AuthorizerFacts) -> None:
    """Decide about one read of an authorizer's event."""
    draft, key = read.draft, site.path[0] if site.path else ""
    if not site.path and site.kind == "member" and site.name in OF_AUTHORIZERS:
        draft.say(
            authorizer_codes.AUTHORIZER_TYPE,
            site.user,
            f"The code asks whether the event has `{site.name}`, which depends on the kind of the authorizer.",
            "Take the test out.",
        )
    elif key == "type":
        _type(draft, site, facts)
    elif key == "version":
        to_rest.decide(draft, site, as_route(facts), site.event or read.parameter)
    elif key == "authorizationToken":
        _token(draft, site, facts)
    elif key == "identitySource":
        _source(draft, site, facts, site.event or read.parameter)
    elif facts.before == "token" and key != "methodArn":
        return
    elif key in ARNS:
        if "2.0" in (facts.before, facts.after) and (facts.before == "2.0") == (key == "methodArn"):
            sentences.NEW_READ.on(draft, site.node, key)
            return
    elif "2.0" not in (facts.before, facts.after):
        stage_values.stage(draft, site, as_route(facts))
    elif facts.after == "2.0":
        to_http_v2.decide(draft, site, as_route(facts), site.event or read.parameter)
    else:
        say_found(draft, site, "2.0", authorizer_codes.AUTHORIZER_HEADERS)
        to_rest.decide(draft, site, as_route(facts), site.event or read.parameter)


def _type(draft: Draft, site: Site, facts: AuthorizerFacts) -> None:
    if facts.before != "token" or site.kind == "log":
        return
    use_of(draft, site).say(authorizer_sentences.TYPE_READ)


def _token(draft: Draft, site: Site, facts: AuthorizerFacts) -> None:
    """``authorizationToken``: the identity sources, joined on format 1.0 and listed on 2.0."""
    step = site.step(0)
    if facts.before == "request":  # it is sent none, and neither is payload 2.0
        if facts.after == "1.0":
            sentences.NEW_READ.on(draft, site.node, "authorizationToken")
        return
    if step is None or facts.before == "2.0" or (facts.after == "1.0" and facts.sources == 1):
        return
    if facts.sources != 1 or facts.after != "2.0":
        field_uses.several_sources(use_of(draft, site), facts.sources)
        return
    draft.put(step.node, lambda node: _first_source(node, step))


def _first_source(node: cst.CSTNode, step: Step) -> cst.BaseExpression:
    assert isinstance(node, (cst.Subscript, cst.Call))
    value: cst.BaseExpression
    if step.get:
        given = node.args[1].value if isinstance(node, cst.Call) and len(node.args) == 2 else cst.Name("None")
        none = cst.List([cst.Element(given)])
        value = cst.BooleanOperation(
            get(inner(node), "identitySource", step.literal),
            cst.Or(),
            none,
            lpar=[cst.LeftParen()],
            rpar=[cst.RightParen()],
        )
    else:
        value = item(inner(node), "identitySource", step.literal)
    return cst.Subscript(value, [cst.SubscriptElement(cst.Index(cst.Integer("0")))], lpar=node.lpar, rpar=node.rpar)


def _source(draft: Draft, site: Site, facts: AuthorizerFacts, root: str) -> None:
    """``identitySource`` on the way to a REST API: only its first and only entry has a counterpart."""
    if facts.before == "1.0" and site.kind not in ("log", "statement"):
        authorizer_sentences.NO_SOURCES_SENT.on(draft, site.node)
    if facts.before != "2.0":
        return
    step = site.step(0)
    taken = draft.module.up(site.node)
    index = taken.slice[0].slice if isinstance(taken, cst.Subscript) and len(taken.slice) == 1 else None
    first = isinstance(index, cst.Index) and isinstance(index.value, cst.Integer) and index.value.value == "0"
    header = facts.headers[0].lower() if len(facts.headers) == 1 else None
    if step is None or site.node is not step.node or not first or facts.sources != 1 or header is None:
        authorizer_sentences.IDENTITY_SOURCES.on(draft, site.node)
        return
    like = step.literal
    draft.helpers.add("_headers")
    call = cst.Call(func=cst.Name("_headers"), args=[cst.Arg(named(root))])
    draft.put(taken, lambda node: item(call, header, like))
