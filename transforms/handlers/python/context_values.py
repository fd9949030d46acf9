"""What an authorizer function says of the caller: a value whose type may be another one in the other format."""

from __future__ import annotations

import libcst as cst

from migrator.findings import Level

from .. import authorizer_codes, authorizer_sentences
from .draft import Draft
from .sites import Site
from .stage_values import part_of_text
from .trees import assigned, dotted, walk


def _taker(draft: Draft, site: Site) -> cst.Call | None:
    """The call that a value goes into, by itself or in a display; None where it is kept, returned, or used otherwise."""
    for above in draft.module.above(site.node):
        match above:
            case cst.Arg(star="") | cst.DictElement() | cst.Dict() | cst.Element() | cst.List() | cst.Tuple():
                continue
            case cst.Call():
                return above
        return None
    return None


def rendered(draft: Draft, site: Site) -> bool:
    """Whether values only become a part of a text, as by ``json.dumps``: what is kept or returned is read elsewhere."""
    call = _taker(draft, site)
    if call is None:
        return False
    if isinstance(call.func, cst.Name) and call.func.value in ("str", "repr"):
        return not draft.module.bound.get(call.func.value)
    return draft.module.global_name(call.func) == "json.dumps"


def _handed_on(draft: Draft, site: Site) -> bool:
    """Whether a value only goes to a library, and is neither made a text nor measured there."""
    call = _taker(draft, site)
    if call is None or rendered(draft, site) or part_of_text(draft, site):
        return False
    return dotted(call.func) not in ("len", "int", "float", "bool", "sorted", "list", "set", "format")


def context(draft: Draft, site: Site, depth: int, *, typed: str, level: Level = Level.WARNING) -> None:
    """Report a value of an authorizer function whose type may be another one."""
    if site.kind in ("log", "statement", "followed") or (site.kind == "alias" and len(site.path) <= depth + 1):
        return
    if len(site.path) <= depth:
        if site.kind in ("test", "member"):
            return
        draft.say(
            authorizer_codes.AUTHORIZER_CONTEXT,
            site.node,
            f"The authorizer's values are passed on or read by a key that is not written here. A REST API makes every value a text; {typed}.",
            "Read the values that are needed by their names.",
            Level.WARNING if rendered(draft, site) else None,
        )
        return
    if len(site.path) > depth + 1 or _compared_as_text(draft, site):
        draft.say(
            authorizer_codes.AUTHORIZER_CONTEXT,
            site.node,
            f"The authorizer's `{site.path[depth]}` is taken for a text or for something nested. A REST API makes every value a text; {typed}.",
            authorizer_sentences.COMPARE_TEXTS,
        )
        return
    if level is Level.INFO and not _handed_on(draft, site):
        draft.say(
            authorizer_codes.AUTHORIZER_CONTEXT,
            site.node,
            f"The authorizer's `{site.path[depth]}` is put into a text, measured or kept here. A REST API makes every value a text; {typed}.",
            "Let the authorizer give texts only, or make the value a text here.",
        )
        return
    draft.say(
        authorizer_codes.AUTHORIZER_CONTEXT,
        site.node,
        f'Values of the authorizer\'s context were or become texts: a REST API makes `True` to `"true"` and `1` to `"1"`; {typed}.',
        "Nothing to do where the authorizer gives texts.",
        level,
    )


def _compared_as_text(draft: Draft, site: Site) -> bool:
    parent = draft.module.up(site.node)
    if isinstance(parent, cst.ComparisonTarget):
        parent = draft.module.up(parent)
    if site.kind == "method" and site.name in ("lower", "upper", "strip", "split", "startswith", "endswith"):
        return True
    if site.kind in ("test", "member", "iterate", "dynamic"):
        return True
    if isinstance(parent, cst.Match):
        return any(_texts(draft, node) for case in parent.cases for node in walk(case.pattern))
    if _is_key(draft, parent):
        return True
    if not isinstance(parent, cst.Comparison):
        return False
    others = [parent.left, *(target.comparator for target in parent.comparisons)]
    return any(_texts(draft, other) for other in others)


def _is_key(draft: Draft, parent: cst.CSTNode) -> bool:
    """Whether a value is looked up somewhere, or parsed: what is found hangs on its type."""
    if isinstance(parent, cst.Index):
        return True
    call = draft.module.up(parent) if isinstance(parent, cst.Arg) else None
    if not isinstance(call, cst.Call) or call.args[0] is not parent:
        return False
    looked_up = isinstance(call.func, cst.Attribute) and call.func.attr.value == "get"
    return looked_up or draft.module.global_name(call.func) == "json.loads"


def _texts(draft: Draft, node: cst.CSTNode) -> bool:
    match node:
        case cst.SimpleString():
            value = str(node.evaluated_value)
            return (
                value.lower() in ("true", "false", "null", "none", "yes", "no", "on", "off")
                or value.replace(".", "").isdigit()
            )
        case cst.Tuple(elements=elements) | cst.List(elements=elements) | cst.Set(elements=elements):
            return any(_texts(draft, element.value) for element in elements)
        case cst.Dict(elements=elements):
            return any(_texts(draft, element.key) for element in elements if isinstance(element, cst.DictElement))
        case cst.Name(value=value):
            kept = assigned(draft.module.tree, value) if draft.module.bound.get(value) == 1 else ()
            return value in ("True", "False") or any(
                not isinstance(one, cst.Name) and _texts(draft, one) for one in kept
            )
    return isinstance(node, (cst.Integer, cst.Float))
