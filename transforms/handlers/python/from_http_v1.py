"""Payload format 1.0 of an HTTP API becomes the REST event: names of headers, the stage in paths, and the version."""

from __future__ import annotations

from migrator.facts import RouteFacts
from migrator.findings import Code, Level

from .. import codes, header_sentences, sentences
from ..rules import kinds
from . import authorizer_values, context_values, stage_values, to_rest
from .draft import Draft
from .headers import insensitive, names, say_found
from .session import Read
from .sites import Site, flat

HIDDEN = ("argument", "dynamic", "method", "iterate", "other", "rebound", "store")
"""Uses of the headers behind which the names that are looked up cannot be told."""


def decide(read: Read, facts: RouteFacts) -> None:
    """Rewrite reads of headers, and report what else is not the same."""
    headers(read)
    for site in flat(read.sites):
        key = site.path[0] if site.path else ""
        if key == "version":
            to_rest.decide(read.draft, site, facts, site.event or read.parameter)
        if site.path[:2] == ("requestContext", "resourceId") and site.kind not in ("log", "statement"):
            sentences.RESOURCE_ID.on(read.draft, site.node)
        stage_values.stage(read.draft, site, facts)
        stage_values.path(read.draft, site, facts)
        if site.path[:3] == authorizer_values.CLAIMS["rest"]:
            authorizer_values.claims(read.draft, site, 3)
            authorizer_values.of_other_token(read.draft, site, facts, 3)
        elif site.path[:2] == authorizer_values.AUTHORIZER and kinds(facts) == {"lambda"}:
            typed = "an HTTP API may have kept the type that the authorizer gave it"
            context_values.context(read.draft, site, 2, typed=typed, level=Level.INFO)
        if key == "path" and facts.stage:
            read.draft.say(
                codes.PATH_STAGE,
                site.node,
                f"`path` begins with `/{facts.stage}` on format 1.0 and not in a REST event: code that takes it off must change.",
                sentences.READ_AS_IT_IS,
                Level.BLOCKER,
            )


def headers(read: Read, code: Code = codes.HEADER_CASE) -> None:
    """Read headers from a dict with names in lower case, and report where they cannot be followed.

    Arguments:
        read: the function.
        code: what to report it as.
    """
    for site in read.sites:
        _headers(read, site, code)


def _headers(read: Read, site: Site, code: Code) -> None:
    held = site.path == ("headers",) and site.kind == "alias"
    hidden = [one for one in flat(site.children) if _hidden(one)] if held else []
    exact = site.path[:1] == ("headers",) and not hidden and not _hidden(site)
    if exact and insensitive(read.draft, site, read.parameter):
        _say_read(read.draft, site, code)
    for one in [site] if _hidden(site) else hidden:
        header_sentences.HEADERS_PASSED_ON.on(read.draft, one.node, "The headers", code=code)
    for child in site.children if not hidden else ():
        _headers(read, child, code)


def _say_read(draft: Draft, site: Site, code: Code) -> None:
    say_found(draft, site, "1.0", code)
    for name in names(site):
        draft.say(
            code,
            site.node,
            f"The header `{name}` is read by one spelling of its name. A REST API sends names as the client wrote them.",
            header_sentences.ANY_CASE,
            Level.WARNING,
            mended=True,
        )


def _hidden(site: Site) -> bool:
    """Whether headers are read or written in a way that depends on how their names are written."""
    if site.path[:1] == ("multiValueHeaders",):
        seen = site.kind in ("log", "test", "statement", "followed", "folded")
        return not seen and not (site.kind == "alias" and len(site.path) == 1)
    if site.path[:1] == ("headers",) and site.kind == "store":
        return True
    return site.path == ("headers",) and site.kind in HIDDEN
