"""REST events become payload format 1.0 of an HTTP API: nearly the same event. What differs is said, and repaired where it can be."""

from __future__ import annotations

from itertools import takewhile

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Code, Level

from .. import answer_codes, authorizer_sentences, codes, field_uses, header_sentences, sentences
from ..field_uses import FieldUse
from ..fields import CAPITALS, NOT_OF_HTTP
from ..rules import kinds
from . import authorizer_values, context_values, stage_values
from .chains import inner, last, named
from .draft import Draft
from .headers import insensitive, names, say_found_in_any_case, say_found_in_lower, say_of_the_edge, spelled_both_ways
from .session import Read
from .sites import LOWER, Site, flat, longest
from .to_http_v2_reads import decoded_twice, request_id, without_stage
from .trees import literal


def decide(read: Read, facts: RouteFacts) -> None:
    """Report what differs on format 1.0, and write what is exact."""
    draft = read.draft
    headers(read)
    for site in flat(read.sites):
        say_of_the_edge(draft, site, Level.WARNING)
        request_id(draft, site)
        decoded_twice(draft, site)
        if site.path[:1] == ("path",) and facts.stage:
            _path(draft, site, facts, site.event or read.parameter)
        if site.path == ("version",) or (not site.path and site.kind == "member" and site.name == "version"):
            version(draft, site)
        stage_values.stage(draft, site, facts)
        stage_values.path(draft, site, facts)
        if (gone := longest(NOT_OF_HTTP, site.path)) is not None:
            use = FieldUse(draft, site.node, gone, site.kind)
            field_uses.gone(use, facts, NOT_OF_HTTP[gone], level=Level.WARNING)
        if site.path[:3] == authorizer_values.CLAIMS["rest"]:
            authorizer_values.claims(draft, site, 3)
        elif site.path[:3] == (*authorizer_values.AUTHORIZER, "principalId"):
            if site.kind not in ("log", "statement"):
                field_uses.mixed(
                    FieldUse(draft, site.node, site.path, site.kind), authorizer_sentences.PRINCIPAL_OF_REST
                )
        elif site.path[:2] == authorizer_values.AUTHORIZER and kinds(facts) == {"lambda"}:
            typed = "an HTTP API may keep the type that the authorizer gives it"
            context_values.context(draft, site, 2, typed=typed, level=Level.INFO)
        options(draft, site, facts)


def version(draft: Draft, site: Site) -> None:
    """Report code that tells formats apart: a REST API sends no ``version``, and payload 1.0 another one than 2.0."""
    parent = draft.module.up(site.node)
    compared = draft.module.up(parent) if isinstance(parent, cst.ComparisonTarget) else parent
    if site.kind in ("log", "statement"):
        return
    if isinstance(compared, cst.Comparison) and site.kind != "member":
        sides = [compared.left, *(target.comparator for target in compared.comparisons)]
        if any((found := literal(side)) is not None and found.evaluated_value == "2.0" for side in sides):
            return
    sentences.VERSION_ASKED.on(draft, site.node)


def headers(read: Read, code: Code = codes.HEADER_CASE) -> None:
    """Read headers by names in lower case where all that reads them is known, and report the others.

    Arguments:
        read: the function.
        code: what to report it as.
    """
    for site in read.sites:
        _headers(read, site, code)


def _headers(read: Read, site: Site, code: Code) -> None:
    if site.path[:1] == ("multiValueHeaders",):
        _lists(read, site, code)
    if site.path == ("headers",) and site.kind == "alias":
        _named_headers(read, site, code)
        return
    for child in site.children:
        _headers(read, child, code)
    if site.path[:1] not in (("headers",), (LOWER,)):
        return
    _say_unknown(read.draft, site, code)
    say_found_in_lower(read.draft, site, "1.0", code)
    if site.kind == "store":
        return
    if _capitals(read.draft, site):
        exact = bool(read.parameter) and site.step(0) is not None
        _say_missed(read.draft, site, code, mended=exact)
        if exact:
            say_found_in_any_case(read.draft, site, code)
            insensitive(read.draft, site, read.parameter)


def _named_headers(read: Read, site: Site, code: Code) -> None:
    """Let a name hold headers that are found in any case, where all that reads them is known."""
    draft, inside = read.draft, list(flat(site.children))
    if any(_unknown(one) for one in inside):
        for one in inside:
            _say_missed(draft, one, code, mended=False)
            _say_unknown(draft, one, code)
    elif any(_capitals(draft, one) for one in inside):
        for one in [site, *inside]:
            _say_missed(draft, one, code, mended=True)
            say_found_in_any_case(draft, one, code)
            insensitive(draft, one, read.parameter)
    for one in inside:
        say_found_in_lower(draft, one, "1.0", code)


def _capitals(draft: Draft, site: Site) -> bool:
    """Whether a header is read by a name that format 1.0 need not send."""
    return any(name != name.lower() for name in names(site)) and not spelled_both_ways(draft, site)


def _unknown(site: Site) -> bool:
    """Whether headers go where the names that are looked up cannot be told, or are written to."""
    if site.path[:1] == ("headers",) and site.kind == "store":
        return True
    return site.path == ("headers",) and site.kind in (
        "argument",
        "dynamic",
        "followed",
        "iterate",
        "method",
        "other",
        "rebound",
        "store",
    )


def _say_unknown(draft: Draft, site: Site, code: Code) -> None:
    if not _unknown(site) or site.kind in ("followed", "store"):
        return
    header_sentences.HEADERS_PASSED_ON.on(draft, site.node, "The headers", code=code)


def _say_missed(draft: Draft, site: Site, code: Code, *, mended: bool) -> None:
    for name in names(site):
        if name != name.lower() and not spelled_both_ways(draft, site):
            header_sentences.HEADER_MISSED.on(
                draft,
                site.node,
                name,
                code=code,
                remedy=f"Look it up as `{name.lower()}` in a dict whose keys are made lower case.",
                mended=mended,
                fails=_is_missed(draft, site, name),
            )


def _lists(read: Read, site: Site, code: Code) -> None:
    if site.kind in ("log", "test", "statement", "followed", "folded") and len(site.path) == 1:
        return
    name = site.path[1] if len(site.path) > 1 else site.name if site.kind == "member" else ""
    if (site.kind == "alias" and len(site.path) == 1) or (name and name == name.lower()):
        return
    what = f"The header `{name}` is" if name else "Headers are"
    fails = bool(name) and _is_missed(read.draft, site, name)
    header_sentences.LISTED_HEADER.on(read.draft, site.node, what, code=code, fails=fails)


def _is_missed(draft: Draft, site: Site, name: str) -> bool:
    """Whether a header is taken by a key that the event no longer has, with nothing around that minds."""
    step = site.step(1)
    if step is None or step.get or name in CAPITALS or name.startswith("X-Forwarded-"):
        return False
    around = takewhile(lambda above: not isinstance(above, cst.FunctionDef), draft.module.above(site.node))
    return not any(isinstance(above, (cst.Try, cst.If, cst.IfExp, cst.BooleanOperation)) for above in around)


def _path(draft: Draft, site: Site, facts: RouteFacts, root: str) -> None:
    step = site.step(0)
    above = draft.module.up(site.node)
    if isinstance(above, cst.Attribute) and above.attr.value == "removeprefix":
        return
    sentences.STAGE_ENTERS_PATH.on(
        draft, site.node, facts.stage, mended=step is not None and not step.get and bool(root)
    )
    if step is None or step.get or not root:
        return

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        assert isinstance(node, (cst.Subscript, cst.Call))
        return without_stage(last(node, inner(node), "path", step.literal, optional=False), named(root), step.literal)

    draft.put(step.node, make)


def options(draft: Draft, site: Site, facts: RouteFacts) -> None:
    """R13: a branch that no request reaches any more."""
    if not facts.cors or site.path not in (("httpMethod",), ("requestContext", "httpMethod")):
        return
    parent = draft.module.up(site.node)
    compared = draft.module.up(parent) if isinstance(parent, cst.ComparisonTarget) else parent
    if not isinstance(compared, cst.Comparison):
        return
    sides = [compared.left, *(target.comparator for target in compared.comparisons)]
    if any((found := literal(side)) is not None and found.evaluated_value == "OPTIONS" for side in sides):
        draft.say(
            answer_codes.CORS_OPTIONS,
            compared,
            "OPTIONS is answered here. The API sets the CORS headers of its responses itself now and ignores those sent from here.",
            "Check that `CorsConfiguration` allows what this branch allows.",
        )
