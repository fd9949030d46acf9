"""ARNs for every API (``*``) that name this API's stage: they may be meant for others too, so that they stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrator.concern import AWS_IAM, Concern, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.sam.template import Template
from migrator.text.tree import Node
from migrator.text.values import arguments, intrinsic, is_list, literal, ref_target

from .. import pages
from ..access.openapi import sort_of
from ..reading.definition import document, operations
from ..reading.lookups import DYNAMIC, looked_up
from ..reading.named_stage import new_stage, stage_shape
from ..reading.patterns import fits
from ..reading.pieces import pieces
from ..reading.segments import shape_of, shown
from ..reading.statements import part_of, statement

EVERY_API_ARN = Code(
    "every-api-arn",
    Level.WARNING,
    "A policy names the stage of this API for every API of the account.",
    "It stays as it is, since other APIs may need it. Once the stage is renamed, a statement that allows access no longer lets callers in, and "
    "a statement that denies access no longer keeps them out.",
    "Add the same ARN with the new stage, or replace the stage with `*`.",
    pages.IAM,
    Example("…:execute-api:…:*/Prod/GET/orders", "(unchanged)"),
    security=True,
    announces=frozenset({"route.iam", "api.iam"}),
    levels=(
        (Level.BLOCKER, "the statement denies access, and some routes use IAM"),
        (Level.WARNING, "it lets callers in, is not a policy statement, or no route uses IAM"),
    ),
)

_EVERY_API = re.compile(r"(?<![^\s\"',/])([^\s\"',/]*):\*/([^\s\"',/]+)([^\s\"',]*)")
"""A part of a text up to ``:*/``, the stage and what follows; it begins where no other part does, so that no text is read twice."""
LOOK = "Look at the value. If it names the stage, add the ARN with the new stage there; then `--accept every-api-arn`."
_DENIES = re.compile(r'"Effect"\s*:\s*"Deny"')
"""In a policy that is written as JSON."""
_KEEPS_OUT = frozenset({("Deny", "Resource"), ("Allow", "NotResource")})


@dataclass(frozen=True, eq=False)
class Arn:
    """One ARN for every API.

    Arguments:
        node: where it is used.
        stage: as it is written: a name, a pattern, or a variable of a Sub.
        rest: method and path, each behind a slash.
    """

    node: Node
    stage: str
    rest: str


def find(view: View) -> Iterator[Step]:
    """Tell of ARNs for every API that mean this API's stage and will not mean it any more."""
    new = new_stage(view)
    if new is None or "execute-api:" not in view.template.source.text:
        return
    for name, resource in view.template.resources.items():
        if name == view.api.id:
            continue
        found = _arns(view.template, resource.node)
        # An item of a Join that is an ARN by itself is read twice: as what it is, and as a part of the whole.
        for arn in {(id(statement(each.node) or each.node), each.stage, each.rest): each for each in found}.values():
            if _is_meant(view, arn) and not fits(arn.stage, new) and not _is_covered(arn, new, found):
                yield _finding(view, name, arn, new)
        if _signs(view):
            yield from _unknown(view, name, resource.node, new)


def _is_meant(view: View, arn: Arn) -> bool:
    """Whether an ARN covers this API's stage."""
    names = {f"${{{text}}}" for kind, text in stage_shape(view) if kind == "name"}
    return arn.stage in names or (view.stage.name is not None and fits(arn.stage, view.stage.name))


def _unknown(view: View, name: str, root: Node, new: str) -> Iterator[Step]:
    """Tell of what keeps callers out of ARNs that are known at deployment only."""
    for stated in root.walk():
        if stated.kind != "mapping" or stated.pair("Effect") is None or not _is_about_calls(stated):
            continue
        parts = (key for effect, key in _KEEPS_OUT if effect == literal(stated.get("Effect")))
        for node in (node for part in parts for node in _each(stated.get(part))):
            if _comes_from_elsewhere(view.template, node):
                what = (
                    f"{name} keeps callers out of an ARN that is known at deployment only. If it names the stage of this "
                    f"API, it no longer does so: the stage is called `{new}` from now on."
                )
                yield view.find(EVERY_API_ARN, what, node, level=Level.BLOCKER, remedy=LOOK)


def _is_about_calls(stated: Node) -> bool:
    return any((literal(each) or "").lower().startswith("execute-api:") for each in _each(stated.get("Action")))


def _each(value: Node | None) -> list[Node]:
    """The items of a list, or the one value that stands in its place."""
    if value is None:
        return []
    return value.elements() if is_list(value) else [value]


def _comes_from_elsewhere(template: Template, node: Node) -> bool:
    """Whether a value, or how it begins, is imported, looked up at deployment, or given with each deployment."""
    if branches := arguments(node, "If", 3)[1:]:
        return any(_comes_from_elsewhere(template, each) for each in branches)
    first = next(iter(pieces(node)), None)
    if first is None or looked_up(template, node) is not None:
        return False
    if first.kind != "name" or DYNAMIC in first.text:
        return first.kind == "unknown" or DYNAMIC in first.text
    parameter = template.parameters.get(first.text)
    if parameter is None:
        return False
    kind, default = literal(parameter.get("Type")) or "", literal(parameter.get("Default"))
    return kind.startswith("AWS::SSM::") or not default


def _finding(view: View, name: str, arn: Arn, new: str) -> Step:
    stated = statement(arn.node)
    if stated is None:
        keeps_out = _DENIES.search(arn.node.text) is not None
    else:
        keeps_out = (literal(stated.get("Effect")), part_of(stated, arn.node)) in _KEEPS_OUT
    if keeps_out and _signs(view):
        what = f"{name} keeps callers out of stage `{arn.stage}` of every API. It will not apply to this API, whose stage will be called `{new}`."
        return view.find(EVERY_API_ARN, what, arn.node, level=Level.BLOCKER)
    what = f"{name} names stage `{arn.stage}` of every API. The stage of this API will be called `{new}`."
    return view.find(EVERY_API_ARN, what, arn.node)


@fact
def _signs(view: View) -> bool:
    """Whether callers of some route sign with IAM: its policies are asked for such routes only."""
    if view.auth.default == AWS_IAM or any(view.auth.of(event) == AWS_IAM for event in view.api.events):
        return True
    body = document(view)
    asked = {name for operation in operations(view) for name in operation.asks}
    return body is not None and any(name == AWS_IAM or sort_of(view, body, name) == "iam" for name in asked)


def _is_covered(arn: Arn, new: str, found: Sequence[Arn]) -> bool:
    """Whether the same statement has the same ARN for the new stage."""
    stated = statement(arn.node)
    return stated is not None and any(
        fits(other.stage, new) and other.rest == arn.rest and statement(other.node) is stated for other in found
    )


def _arns(template: Template, root: Node) -> list[Arn]:
    return [
        Arn(node, found[2], found[3])
        for node in root.walk()
        for text in _said(template, node)
        for found in _EVERY_API.finditer(text)
        if "execute-api:" in found[1]
    ]


def _said(template: Template, node: Node) -> list[str]:
    """A text as it stands or as it is put together, the default of a parameter, or what a mapping can hold."""
    call = intrinsic(node)
    if (name := ref_target(node)) is not None:
        parameter = template.parameters.get(name)
        return [literal(parameter.get("Default")) or ""] if parameter is not None else []
    if call is None or call.text is not None:
        return [node.text] if node.kind == "scalar" else []
    return [shown(shape_of(node))] if call.name in ("Join", "Sub") else looked_up(template, node) or []


CONCERN = Concern("every-api", find, to_rest=find)
