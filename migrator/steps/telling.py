"""What there is to tell of APIs that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..findings import Code, Finding, Level
from ..migration import ApiOutcome, Status
from ..options import Options
from ..sam.domains import made_of
from ..sam.kinds import BASE_PATH_MAPPING
from ..sam.template import Api, Template
from ..text.node import Node, Pair
from ..text.values import literal
from ..view import span, standing
from .codes import BESIDE_ROUTES, DOMAIN_STAYS, SPLIT, SWITCHED
from .standing import Standing

ADDED_LATER = (
    "Remove what holds the route from the template, or accept its loss by name, and run `--side-by-side` again: "
    "it adds the route to the new API. `--accept split` gives the route up with the old API."
)


def said(
    template: Template,
    code: Code,
    api: str,
    message: str,
    node: Node | None = None,
    level: Level | None = None,
    remedy: str = "",
) -> Finding:
    """A finding about an API.

    Arguments:
        code: what kind it is.
        api: logical id of the API.
        message: what is there.
        node: where; the root by default.
        level: another level than the code's.
        remedy: what to do; what the code says by default.
    """
    at = standing(node) or template.root
    source = template.source_of(at)
    file = source.path if source is not template.source else None
    return Finding(
        code, message, remedy or code.remedy, level or code.level, api, span(source, at), at.path(), file=file
    )


def lacking(template: Template, each: Standing, level: Level) -> Iterator[Finding]:
    """What one of two APIs has and the other lacks.

    Arguments:
        level: how much it weighs that the new one lacks a route.
    """
    for route in each.missing:
        message = f"{route.route} of {each.old.id} has no counterpart in {each.new.id}, which stands beside it."
        yield said(template, BESIDE_ROUTES, each.old.id, message, route.node, level)
    for name, node in {route.route: route.node for route in reversed(each.held)}.items():
        message = f"{name} was left with {each.old.id} by a split: {each.new.id} does not answer it."
        found = said(template, SPLIT, each.old.id, message, node, level)
        yield replace(found, help=ADDED_LATER) if level is Level.BLOCKER else found
    for route in each.further:
        message = f"{route.route} of {each.new.id} is no route of {each.old.id}, which stands beside it."
        yield said(template, BESIDE_ROUTES, each.old.id, message, route.node, Level.INFO)


def domains_that_stay(template: Template, after: Template, each: Standing) -> Iterator[Finding]:
    """Domains that lead to the old API and cannot be led to the new one in place.

    Arguments:
        template: the template.
        after: the template after the switch.
    """
    old = each.old
    domain = old.properties.get("Domain")
    if domain is not None:
        name = literal(domain.get("DomainName")) or "given by an intrinsic"
        written = (there := after.apis.get(old.id)) is not None and there.properties.get("Domain") is None
        yield _of_domain(template, each, domain, name, written=written)
    for resource in template.resources.values():
        used = {r.name for r in template.references_in(resource.node)}
        if resource.type == BASE_PATH_MAPPING and old.id in used:
            message = f"{resource.id} keeps leading to {old.id}: a mapping of this type knows REST APIs only."
            yield said(template, DOMAIN_STAYS, old.id, message, resource.node)


def _of_domain(template: Template, each: Standing, domain: Node, name: str, *, written: bool) -> Finding:
    old, new = each.old, each.new
    if written and old.kind == "http":  # an ApiMapping leads to APIs of both kinds
        message = (
            f"The domain ({name}) leads to {new.id} in the place of {old.id}. It is written out as the resources that "
            "SAM makes of it, under their ids; its mapping changes its API in place."
        )
        return said(template, SWITCHED, old.id, message, domain)
    message = f"The domain ({name}) keeps leading to {old.id}, not to {new.id}."
    if written:
        message += f" It is written out as resources of its own, so that it stays when {old.id} goes."
    elif names := made_of(template, domain):
        several = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
        message += f" SAM makes its logical ids of the value of {several}: no template can name them for every stack."
    return said(template, DOMAIN_STAYS, old.id, message, domain)


def replaced_at(template: Template, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings about another state of the text, at their places in this one.

    Arguments:
        template: the template as the user has it.
        findings: what was found by their paths.
    """
    roots = {each.source.path: each.root for each in template.definitions.values()}
    found = []
    for finding in findings:
        root = template.root if finding.file is None else roots.get(finding.file)
        node = standing(root.at(finding.path)) if root is not None else None
        found.append(replace(finding, span=span(template.source_of(node), node)) if node is not None else finding)
    return tuple(found)


def named(path: Sequence[str | int]) -> str:
    """A place as a sentence names it, such as ``Url (Outputs)``.

    Arguments:
        path: keys from the root of the template.
    """
    return f"{'.'.join(map(str, path[1:]))} ({path[0]})" if len(path) > 1 else f"{path[0]}"


def entry_at(node: Node, at: int) -> Pair | None:
    """The entry of a map that a place of the text is in, or behind.

    Arguments:
        node: the map; anything else has none.
        at: an offset.
    """
    return next((pair for pair in reversed(node.pairs) if pair.key.start <= at), None)


def outcomes(
    apis: Sequence[tuple[Api, str]], findings: Sequence[Finding], step: str, *, changed: bool
) -> tuple[ApiOutcome, ...]:
    """What became of APIs in a step.

    Arguments:
        apis: those that were asked for, each with the id of what stands for it afterwards.
        findings: all that was found.
        changed: whether the step changed anything.
    """
    blocked = {finding.api for finding in findings if finding.blocks}
    done = Status.MIGRATED if changed else Status.UNCHANGED
    return tuple(
        ApiOutcome(api.id, api.id, Status.BLOCKED, len(api.events))
        if api.id in blocked
        else ApiOutcome(api.id, new if changed else api.id, done, len(api.events), step=step if changed else "")
        for api, new in apis
    )


def asked_for(there: Iterable[Standing], options: Options) -> tuple[Standing, ...]:
    """The pairs of APIs that the user asked for, by either id.

    Arguments:
        there: all pairs of the template.
    """
    return tuple(e for e in there if not options.apis or {e.old.id, e.new.id} & set(options.apis))
