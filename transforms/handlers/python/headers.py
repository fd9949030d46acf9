"""Names of headers: clients write them as they like, an HTTP API sends them in lower case (format 2.0)."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.findings import Code, Level

from .. import codes, header_sentences
from ..fields import SENT_ONCE, never_sent, sent_in_lower
from ..rules import of_edge
from .chains import inner, last, named, string
from .draft import Draft
from .errors import error_told
from .sites import LOWER, NAMED, Site, Step, text
from .trees import literal


def asked(site: Site) -> str:
    """The name of the header that a site reads or asks for, whatever mapping holds it; empty where it is not written."""
    if site.path[:1] not in NAMED:
        return ""
    return site.path[1] if len(site.path) > 1 else site.name if site.kind == "member" else ""


def say_of_the_edge(draft: Draft, site: Site, level: Level | None = None) -> bool:
    """Report a header that only the edge of a REST API sends; whether a site reads one."""
    if not of_edge(asked(site)):
        return False
    header_sentences.OF_THE_EDGE.on(draft, site.node, asked(site), level=level)
    return True


def names(site: Site) -> tuple[str, ...]:
    """The name of the header that a site reads, where it is written."""
    name = asked(site)
    return (name,) if name and site.path[0] == "headers" else ()


def spelled_both_ways(draft: Draft, site: Site) -> bool:
    """Whether a header is asked for by a name with capitals and by the same in lower case, one in place of the other."""
    step = site.step(1)
    if step is None or not step.get:
        return False
    own = step.key
    top: cst.CSTNode = step.node
    for above in draft.module.above(step.node):
        keeps = isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or)
        if not keeps and not isinstance(above, cst.Arg) and not _is_get(above):
            break
        top = above
    others = {text(found) for node in _alternatives(top) if (found := literal(node.args[0].value)) is not None}
    return any(other != own and other.lower() == own.lower() for other in others) and own.lower() in others


def _alternatives(node: cst.CSTNode) -> Iterator[cst.Call]:
    """The look-ups that take each other's place: ``a.get("X") or a.get("x")``, ``a.get("X", a.get("x"))``."""
    match node:
        case cst.BooleanOperation(left=left, operator=cst.Or(), right=right):
            yield from _alternatives(left)
            yield from _alternatives(right)
        case cst.Call() if _is_get(node):
            yield node
            for arg in node.args[1:]:
                yield from _alternatives(arg.value)


def _is_get(node: cst.CSTNode) -> bool:
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Attribute)
        and node.func.attr.value == "get"
        and bool(node.args)
    )


def found_as(code: Code) -> Code | None:
    """What a header that is found from now on is reported as; None for what its sentence says.

    Arguments:
        code: what a look-up of a header is reported as: where an authorizer does it, access depends on it.
    """
    return None if code is codes.HEADER_CASE else code


def say_found(draft: Draft, site: Site, kind: str, code: Code = codes.HEADER_CASE) -> None:
    """Report a header that no request had under that name, and that some have behind a REST API.

    Arguments:
        draft: the file.
        site: the read.
        kind: the payload format of the events until now.
        code: what a look-up of a header is reported as.
    """
    if site.kind in ("log", "statement") or spelled_both_ways(draft, site):
        return
    for name in names(site):
        if never_sent(name, kind):
            header_sentences.HEADER_FOUND.on(draft, site.node, name, code=found_as(code))


def say_found_in_any_case(draft: Draft, site: Site, code: Code = codes.HEADER_CASE) -> None:
    """Report a name with capitals that few clients write, and that a look-up in lower case takes the place of."""
    for name in names(site):
        usual = name in (name.lower(), name.title()) or of_edge(name)
        if not usual and not spelled_both_ways(draft, site):
            header_sentences.HEADER_IN_ANY_CASE.on(draft, site.node, name, code=found_as(code))


def say_found_in_lower(draft: Draft, site: Site, kind: str, code: Code = codes.HEADER_CASE) -> None:
    """Report a look-up in lower case that failed for clients that write the header with capitals.

    Arguments:
        draft: the file.
        site: the read.
        kind: the payload format of the events from now on.
        code: what a look-up of a header is reported as.
    """
    for name in names(site):
        if sent_in_lower(name, kind) and not spelled_both_ways(draft, site):
            header_sentences.HEADER_FOUND_IN_LOWER.on(draft, site.node, name, code=found_as(code))


def say_twice(draft: Draft, site: Site, *, to_rest: bool = False) -> None:
    """Report a header of which a client may send several, where its value is taken.

    Arguments:
        draft: the file.
        site: the read.
        to_rest: whether the events are those of a REST API from now on.
    """
    name = asked(site)
    named = any(isinstance(each, cst.NamedExpr) for each in (site.node, draft.module.up(site.node)))
    if not name or name.lower() in SENT_ONCE or (site.kind in ("test", "log", "member", "statement") and not named):
        return
    (header_sentences.HEADER_TWICE_TO_REST if to_rest else header_sentences.HEADER_TWICE).on(draft, site.node, name)


def lower_keys(draft: Draft, site: Site, *, neutral: bool = False) -> bool:
    """Write the name of a header in lower case; whether it was not."""
    if site.kind == "member" and len(site.path) == 1 and site.key is not None:
        key, compared = site.key, site.user
        if site.name == site.name.lower() or not isinstance(compared, cst.Comparison):
            return False
        draft.put(compared.left, lambda _: string(site.name.lower(), key), neutral=neutral)
        return True
    step = site.step(1)
    if step is None or step.key == step.key.lower():
        return False
    if not step.get:
        error_told(draft, step.node, step.key)
    draft.put(step.node, lambda node: _lower_step(node, step), neutral=neutral)
    parent = draft.module.up(step.node)
    while isinstance(parent, cst.BooleanOperation) and isinstance(parent.operator, cst.Or):
        draft.edits.setdefault(parent, _once)
        parent = draft.module.up(parent)
    return True


def _lower_step(node: cst.CSTNode, step: Step) -> cst.BaseExpression:
    assert isinstance(node, (cst.Subscript, cst.Call))
    return last(node, inner(node), step.key.lower(), step.literal, optional=False)


def _once(node: cst.CSTNode) -> cst.CSTNode:
    """``h.get("x") or h.get("x")``: two spellings of a header became one."""
    assert isinstance(node, cst.BooleanOperation)
    one, other = (cst.Module([]).code_for_node(side).replace("'", '"') for side in (node.left, node.right))
    return node.left if one == other else node


def insensitive(draft: Draft, site: Site, root: str) -> bool:
    """Read headers from a dict with names in lower case (H6); whether the site reads them."""
    if site.path[0] == LOWER:
        return False
    if site.kind in ("test", "log") and len(site.path) == 1:
        return False
    if site.children and site.children[0].base == (LOWER,):
        return False
    lower_keys(draft, site, neutral=site.base in ((), ("headers",)) and bool(root))
    step, event = site.step(0), site.event
    if step is not None and event:
        draft.helpers.add("_headers")
        draft.put(step.node, lambda node: _call(node, event), neutral=True)
    return True


def _call(node: cst.CSTNode, event: str) -> cst.BaseExpression:
    assert isinstance(node, cst.BaseExpression)
    made = cst.Call(func=cst.Name("_headers"), args=[cst.Arg(named(event))])
    return made.with_changes(lpar=node.lpar, rpar=node.rpar)
