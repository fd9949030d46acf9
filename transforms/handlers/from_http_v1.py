"""Payload format 1.0 of an HTTP API becomes the REST event: names of headers, the stage in paths, and the version."""

from __future__ import annotations

from migrator.findings import Level

from . import codes, to_rest
from .draft import Draft
from .facts import RouteFacts
from .headers import insensitive
from .provenance import Site


def decide(reads: list[tuple[Draft, list[Site], str]], facts: RouteFacts) -> None:
    """Rewrite reads of headers, and report what else is not the same."""
    for draft, sites, root in reads:
        for site in sites:
            key = site.path[0] if site.path else ""
            if key == "version":
                to_rest.decide(draft, site, facts, root)
            if key == "headers":
                insensitive(draft, site, root)
            if site.path == ("headers",) and site.kind in (
                "argument",
                "dynamic",
                "method",
                "iterate",
                "other",
                "rebound",
                "store",
            ):
                draft.say(
                    codes.HEADER_CASE,
                    site.node,
                    "The headers are passed on or read by names that are not written here. Format 1.0 sends most names in lower case, a REST API "
                    "as the client wrote them.",
                    "Look headers up whatever the case of their names.",
                    Level.BLOCKER,
                )
            if key == "path" and facts.stage:
                draft.say(
                    codes.PATH_STAGE,
                    site.node,
                    f"`path` begins with `/{facts.stage}` on format 1.0 and not in a REST event: code that takes it off must change.",
                    "Take the code that strips the stage out and read the path as it is.",
                    Level.BLOCKER,
                )
