"""ARNs for every API (``*``) that name this API's stage: they may be meant for others too, so that they stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from migrator.concern import AWS_IAM, Concern, Step, View, fact
from migrator.findings import Level
from migrator.options import SIDE_BY_SIDE, SWITCH
from migrator.sam.patterns import fits
from migrator.sam.template import Resource, Template
from migrator.stage_name import Given
from migrator.text.node import Node
from migrator.text.values import arguments, each_of, get, intrinsic, is_list, literal, literals

from ..access.iam import in_auth
from ..access.openapi import sort_of
from ..reading.definition import document, operations
from ..reading.every_api_arns import UNKNOWN, Arn, arns, written_ids
from ..reading.lookups import DYNAMIC, choices, looked_up
from ..reading.named_stage import new_stage, stage_shape
from ..reading.pieces import pieces
from ..reading.statements import part_of, statement
from .codes import DENY_BESIDE, EVERY_API_ARN

REFER = (
    "If it is this API, refer to it (`!Sub`) in the place of the id; then the new API gets the statement. If it is another one, "
    "`--accept every-api-arn`."
)
LOOK = "Look at the value. If it names the stage, add the ARN with the new stage there; then `--accept every-api-arn`."
_DENIES = re.compile(r'"Effect"\s*:\s*"Deny"')
"""In a policy that is written as JSON."""
_KEEPS_OUT = frozenset({("Deny", "Resource"), ("Allow", "NotResource")})


@dataclass(frozen=True)
class OwnNames:
    """What the API's own stage may be called in an ARN.

    Arguments:
        sure: what means it in every deployment.
        possible: what means it in some; None where that can be any name.
    """

    sure: frozenset[str]
    possible: frozenset[str] | None

    def meant(self, stage: str) -> bool:
        """Whether a stage as an ARN says it is the API's own."""
        return any(stage == name or fits(stage, name) for name in self.sure)

    def may_be_meant(self, stage: str) -> bool:
        """Whether it is the API's own in some deployments."""
        pattern = "".join("*" if piece.startswith("${") else piece for piece in re.split(r"(\$\{[^}]*\})", stage))
        return self.possible is None or any(fits(pattern, name) for name in self.possible)


def find(view: View) -> Iterator[Step]:
    """Tell of ARNs that no reference to this API stands in, and that will not mean it, or its stage, any more."""
    new = new_stage(view)
    if "execute-api" not in view.template.source.text:
        return
    if _signs(view):
        yield from _by_id(view)
        yield from _of_one_of_two(view)
    if new is None:
        return
    names = _own_names(view)
    for name, resource in view.template.resources.items():
        if name == view.api.id:
            continue
        for arn in _about_stage(view, resource, names, new):
            if names.meant(arn.stage):
                yield _finding(view, name, arn, new)
            elif _signs(view) and _keeps_out(arn.node):
                what = (
                    f"{name} keeps callers out of stage `{arn.stage}` of every API. Where the stage of this API has that name, it "
                    f"will not apply to it any more: the stage will be called `{new}`."
                )
                yield view.find(EVERY_API_ARN, what, arn.node, level=Level.BLOCKER)
        if _signs(view):
            yield from _unknown(view, name, resource.node, new)


def _by_id(view: View) -> Iterator[Step]:
    """Tell of statements that keep callers out of an API whose id is written out."""
    for name, resource in view.template.resources.items():
        found = written_ids(view.template, resource.node) if name not in view.template.apis else []
        for node, id_ in {id(node): (node, id_) for node, id_ in found if _keeps_out(node)}.values():
            api = "an API whose id is known at deployment only" if id_ == UNKNOWN else f"API `{id_}`"
            what = f"{name} keeps callers out of {api}. If that is this API, it will not apply any more: the new API has another id."
            yield view.find(EVERY_API_ARN, what, node, level=Level.BLOCKER, remedy=REFER)


def _of_one_of_two(view: View) -> Iterator[Step]:
    """Tell of statements that keep callers out by this API's own id, in a step after which two APIs answer."""
    first = view.options.step == SIDE_BY_SIDE
    told = view.template.references_to(view.api.id) if first or view.options.step == SWITCH else ()
    found = [_entry(reference.whole) for reference in told]
    for node in {id(statement(node) or node): node for node in reversed(found)}.values():
        name, source = node.path()[1], view.template.source_of(node)
        if "execute-api" not in source.text[node.start : node.end]:
            continue
        if _keeps_out(node):
            now, others = (
                ("this API", "the one beside it") if first else ("the new API", "the old one, which still answers")
            )
            what = f"{name} keeps callers out of {now} by its id, and not out of {others}."
            yield view.find(DENY_BESIDE, what, node)
        elif first and literal(get(statement(node), "Effect")) == "Deny":
            what = f"{name} keeps callers out of every API but this one by its id. They cannot call the one beside it before `--switch`."
            yield view.find(DENY_BESIDE, what, node, level=Level.WARNING)


def _about_stage(view: View, resource: Resource, names: OwnNames, new: str) -> Iterable[Arn]:
    """ARNs for every API that may mean this API's stage, and do not mean the new one."""
    found = arns(view.template, resource.node, names.sure | (names.possible or frozenset()))
    told: dict[tuple[int, str], Arn] = {}
    for arn in found:
        if fits(arn.stage, new) or _is_covered(arn, new, found):
            continue
        # A text is read as what it is, as a part of what it is put together to, and with each value that it can have.
        place = (id(_entry(arn.node)), arn.rest)
        if names.meant(arn.stage) or (place not in told and names.may_be_meant(arn.stage)):
            told[place] = arn
    return told.values()


@fact
def _own_names(view: View) -> OwnNames:
    shape, before = stage_shape(view), view.stage.before
    text = "".join(f"${{{text}}}" if kind == "name" else text for kind, text in shape)
    sure = {*([text] if text else []), *([view.stage.name] if view.stage.name is not None else [])}
    if not isinstance(before, Given):
        return OwnNames(frozenset(sure), frozenset(sure))
    known = choices(view.template, before.node)
    names = literals(known) if known is not None else None
    return OwnNames(frozenset(sure), frozenset(names) if names is not None else None)


def _unknown(view: View, name: str, root: Node, new: str) -> Iterator[Step]:
    """Tell of what keeps callers out of ARNs that are known at deployment only."""
    statements = (each for each in root.walk() if each.kind == "mapping" and each.pair("Effect") is not None)
    for stated in filter(_is_about_calls, statements):
        for node in _kept_out_of(stated):
            if _comes_from_elsewhere(view.template, node):
                what = (
                    f"{name} keeps callers out of an ARN that is known at deployment only. If it names the stage of this "
                    f"API, it no longer does so: the stage is called `{new}` from now on."
                )
                yield view.find(EVERY_API_ARN, what, node, level=Level.BLOCKER, remedy=LOOK)


def _kept_out_of(stated: Node) -> list[Node]:
    """What a statement keeps callers out of."""
    parts = (key for effect, key in _KEEPS_OUT if effect == literal(stated.get("Effect")))
    return [node for part in parts for node in each_of(stated.get(part))]


def _is_about_calls(stated: Node) -> bool:
    return any((literal(each) or "").lower().startswith("execute-api:") for each in each_of(stated.get("Action")))


def _comes_from_elsewhere(template: Template, node: Node) -> bool:
    """Whether a value, or how it begins, is imported, looked up at deployment, or given with each deployment."""
    if branches := arguments(node, "If", 3)[1:]:
        return any(_comes_from_elsewhere(template, each) for each in branches)
    if looked_up(template, node) is not None:
        return False
    first = next(iter(pieces(node)), None)
    if first is None or DYNAMIC in first.text:
        return first is not None
    if first.kind != "name":
        return first.kind == "unknown"
    parameter = template.parameters.get(first.text)
    if parameter is None:
        return False
    kind, default = literal(parameter.get("Type")) or "", literal(parameter.get("Default"))
    return kind.startswith("AWS::SSM::") or not default


def _finding(view: View, name: str, arn: Arn, new: str) -> Step:
    if _keeps_out(arn.node) and _signs(view):
        what = f"{name} keeps callers out of stage `{arn.stage}` of every API. It will not apply to this API, whose stage will be called `{new}`."
        return view.find(EVERY_API_ARN, what, arn.node, level=Level.BLOCKER)
    what = f"{name} names stage `{arn.stage}` of every API. The stage of this API will be called `{new}`."
    return view.find(EVERY_API_ARN, what, arn.node)


def _entry(node: Node) -> Node:
    """The entry of a statement that a node is a part of: what may be one of several resources there."""
    stated = statement(node)
    while node.parent is not None and stated not in (None, node.parent):
        above = node.parent
        if above.parent is stated and is_list(above) and intrinsic(above) is None:
            break
        node = above
    return node


def _keeps_out(node: Node) -> bool:
    stated = statement(node)
    if stated is None:
        return _DENIES.search(node.text) is not None
    return (literal(stated.get("Effect")), part_of(stated, node)) in _KEEPS_OUT


@fact
def _signs(view: View) -> bool:
    """Whether callers of some route sign with IAM: its policies are asked for such routes only."""
    body = document(view)
    asked = {name for operation in operations(view) for name in operation.asks}
    signed = body is not None and any(name == AWS_IAM or sort_of(view, body, name) == "iam" for name in asked)
    return signed or in_auth(view)


def _is_covered(arn: Arn, new: str, found: Sequence[Arn]) -> bool:
    """Whether the same statement has the same ARN for the new stage."""
    stated = statement(arn.node)
    return stated is not None and any(
        fits(other.stage, new) and other.rest == arn.rest and statement(other.node) is stated for other in found
    )


CONCERN = Concern("every-api", find, to_rest=find)
