"""REST events become payload format 1.0 of an HTTP API: nearly the same event. What differs is said, and repaired on request."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

import libcst as cst

from migrator.findings import Level

from . import authorizer_values, codes
from .chains import inner, last, longest
from .draft import Draft
from .facts import RouteFacts
from .fields import CAPITALS, DATES, LISTS
from .headers import insensitive
from .provenance import LOWER, Site, literal
from .to_http_v2 import part_of_text
from .to_http_v2_reads import without_stage

GONE: Final = frozenset(
    {
        ("requestContext", "resourceId"),
        ("requestContext", "operationName"),
        ("requestContext", "identity", "apiKey"),
        ("requestContext", "identity", "apiKeyId"),
        ("requestContext", "authorizer", "integrationLatency"),
    }
)


def decide(draft: Draft, sites: list[Site], facts: RouteFacts, root: str) -> None:
    """Report what differs on format 1.0, and write what is safe."""
    capitals = False
    for site in sites:
        capitals = header(draft, site, mended=True) or capitals
        if site.path[:1] == ("path",) and facts.stage:
            _path(draft, site, facts, root)
        if site.path[:2] == ("requestContext", "stage") and facts.stage is None and part_of_text(draft, site):
            draft.say(
                codes.STAGE_URL,
                site.node,
                "The stage becomes part of a text, as in a URL or a name. It is called `$default` now, and URLs do not hold it.",
                "Take the stage from an environment variable of the function, or out of the text.",
                Level.WARNING,
            )
        if (gone := longest(list(GONE), site.path)) is not None:
            draft.say(
                codes.NO_COUNTERPART,
                site.node,
                f"An HTTP API sends no `{'.'.join(gone)}`, or another one.",
                "Take the code that needs it out.",
                Level.WARNING,
            )
        if site.path[:3] == authorizer_values.CLAIMS["rest"] and len(site.path) > 3:
            _claim(draft, site)
        options(draft, site, facts)
        if not site.path and site.kind in ("argument", "other", "rebound", "store"):
            draft.say(
                codes.ESCAPES,
                site.node,
                "The event is passed on; what reads its headers and body there was not looked at.",
                "Check that headers are looked up whatever the case of their names, and that encoded bodies are decoded.",
                Level.INFO,
            )
    if capitals:
        for site in sites:
            if site.path[:1] in (("headers",), (LOWER,)):
                insensitive(draft, site, root)


def header(draft: Draft, site: Site, *, mended: bool = False) -> bool:
    """Report a header that is not found by its name on payload format 1.0; whether its name is what is wrong.

    Arguments:
        mended: such a name is written otherwise.
    """
    if site.path[:1] != ("headers",):
        return False
    name = site.name if site.kind == "member" and len(site.path) == 1 else site.path[1] if len(site.path) > 1 else ""
    if name != name.lower():
        draft.say(
            codes.HEADER_CASE,
            site.node,
            f"The header `{name}` is read by a name with capitals. An HTTP API sends most names in lower case, so it is not found.",
            f"Look it up as `{name.lower()}` in a dict whose keys are made lower case, or migrate with `--fix-1.0`.",
            mended=mended,
            fails=_is_missed(draft, site, name),
        )
        return True
    if len(site.path) == 1 and site.kind in ("argument", "dynamic", "other", "rebound"):
        draft.say(
            codes.HEADER_CASE,
            site.node,
            "The headers are passed on or read by a name that is not written here. An HTTP API sends most names in lower case.",
            "Look headers up whatever the case of their names.",
        )
    return False


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
    draft.say(
        codes.PATH_STAGE,
        site.node,
        f"`path` begins with `/{facts.stage}` from now on; a REST API never put the stage in front.",
        "Use the stage `$default`, or take the stage off, or migrate with `--fix-1.0`.",
        mended=step is not None and not step.get,
    )
    if step is None or step.get:
        return

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        assert isinstance(node, (cst.Subscript, cst.Call))
        return without_stage(
            last(node, inner(node), "path", step.literal, optional=False), cst.Name(root), step.literal
        )

    draft.put(step.node, make)


def _claim(draft: Draft, site: Site) -> None:
    if site.path[3] in LISTS | DATES and site.kind not in ("log", "test"):
        draft.say(
            codes.CLAIMS,
            site.node,
            f"The claim `{site.path[3]}` looks different: an HTTP API sends lists as `[g1 g2]` and times as seconds, a REST API `g1,g2` and a "
            "date in words.",
            'Read lists with `re.split(r"[,\\s]+", value.strip("[]"))`, which takes both.',
            Level.WARNING,
        )


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
            codes.CORS_OPTIONS,
            compared,
            "OPTIONS is answered here. The API sets the CORS headers of its responses itself now and ignores those sent from here.",
            "Check that `CorsConfiguration` allows what this branch allows.",
        )
