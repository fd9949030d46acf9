"""Reads of payload format 2.0 whose counterpart in a REST event is more than another key."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from migrator.facts import CATCH_ALL, RouteFacts

from .. import codes, sentences
from ..fields import NULLABLE
from .chains import get, item, named, or_default, string
from .draft import Draft
from .errors import error_told, key_error, missing_caught, null_error
from .session import Read
from .sites import Site, Step, flat
from .trees import dotted, literal, plain


def not_none(node: cst.CSTNode, key: cst.SimpleString) -> cst.BaseExpression:
    assert isinstance(node, cst.Comparison)
    target = node.comparisons[0]
    holder = target.comparator
    given = cst.Subscript(value=holder, slice=[cst.SubscriptElement(cst.Index(key))])
    space = cst.SimpleWhitespace(" ")
    operator = cst.IsNot(space, space, space) if isinstance(target.operator, cst.In) else cst.Is(space, space)
    return node.with_changes(left=given, comparisons=[cst.ComparisonTarget(operator, cst.Name("None"))])


def none(node: cst.CSTNode, key: cst.SimpleString) -> cst.BaseExpression:
    """``not "key" in event`` becomes ``event["key"] is None``, and ``not "key" not in event`` the reverse."""
    assert isinstance(node, cst.UnaryOperation)
    compared = node.expression
    assert isinstance(compared, cst.Comparison)
    target = compared.comparisons[0]
    space = cst.SimpleWhitespace(" ")
    other = cst.NotIn(space, space, space) if isinstance(target.operator, cst.In) else cst.In(space, space)
    turned = compared.with_changes(comparisons=[target.with_changes(operator=other)], lpar=node.lpar, rpar=node.rpar)
    return not_none(turned, key)


def any_cookies(node: cst.CSTNode, root: str) -> cst.BaseExpression:
    assert isinstance(node, cst.Comparison)
    call = _call("_cookies", root)
    if isinstance(node.comparisons[0].operator, cst.In):
        return cst.Call(func=cst.Name("bool"), args=[cst.Arg(call)], lpar=node.lpar, rpar=node.rpar)
    return cst.UnaryOperation(cst.Not(), call, lpar=node.lpar, rpar=node.rpar)


def _call(helper: str, root: str) -> cst.Call:
    return cst.Call(func=cst.Name(helper), args=[cst.Arg(named(root))])


def nullable(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """H4, H5 and H8: a key that is always there, so that a default of ``.get`` is never used."""
    step = site.step(0)
    if step is not None and not step.get:
        wrong = null_error(draft, site)
        if key_error(draft, site, site.path[:1], wrong or TypeError):
            return False
        error_told(draft, site.node, site.path[0])
        if wrong is None:
            missing_caught(draft, site)
    if step is not None and step.default is not None and not _covered(draft, site, step):
        draft.put(step.node, or_default)
    if site.path[0] == "queryStringParameters":
        _parameter(draft, site, root)
    return False


def _parameter(draft: Draft, site: Site, root: str) -> None:
    if len(site.path) == 2 and site.kind == "method" and site.name == "split":
        _list(draft, site, root)
    elif site.kind not in ("log", "test") and not site.children:
        sentences.QUERY_LAST.on(draft, site.node)


def put_before(reads: Iterable[Read]) -> None:
    """Report a default of a key that the code itself puts into the event: what it put may be empty, and is no null."""
    sites = [(read.draft, site) for read in reads for site in flat(read.sites) if site.path]
    puts = [(draft, site) for draft, site in sites if site.kind == "put"]
    keys, lines = (
        {site.path[0] for _, site in puts} & NULLABLE,
        {id(draft.module.up(site.user)) for draft, site in puts},
    )
    for draft, site in sites:
        step = site.step(0)
        default = dotted(step.default) if step is not None and step.default is not None else "None"
        itself = any(id(above) in lines for above in draft.module.above(site.node))
        if site.path[0] in keys and default != "None" and not itself:
            draft.say(
                codes.CHANGED,
                site.node,
                f"`{site.path[0]}` is read with a default, and is put into the event elsewhere: whether null or an empty value is found there is not known.",
                sentences.OWN_VARIABLE,
            )


def _covered(draft: Draft, site: Site, step: Step) -> bool:
    """Whether ``or {}`` behind the ``.get`` gives the same already."""
    parent = draft.module.up(step.node)
    return (
        isinstance(parent, cst.BooleanOperation)
        and isinstance(parent.operator, cst.Or)
        and parent.left is step.node
        and plain(parent.right)
        and step.default is not None
        and (_is_false(step.default) or step.default.deep_equals(parent.right))
    )


def _is_false(default: cst.BaseExpression) -> bool:
    """Whether a constant counts as false, so that what stands behind an ``or`` is taken."""
    match default:
        case cst.SimpleString():
            return not default.evaluated_value
        case cst.Integer():
            return not default.evaluated_value
        case cst.Name(value=value):
            return value in ("None", "False")
    return plain(default)


def _list(draft: Draft, site: Site, root: str) -> None:
    """H8: a query value that is split at commas holds what was given several times."""
    step, call = site.step(1), site.user
    comma = isinstance(call, cst.Call) and len(call.args) == 1 and literal(call.args[0].value)
    if step is None or not comma or (step.get and step.default is None):
        sentences.PARAMETER_SPLIT.on(
            draft,
            site.node,
            site.path[1],
            remedy=f'Read the list from `event["multiValueQueryStringParameters"]["{site.path[1]}"]`.',
        )
        return
    draft.put(step.node, lambda node: _joined(node, step, root))


def _joined(node: cst.CSTNode, step: Step, root: str) -> cst.BaseExpression:
    """``",".join(...)`` of all values: what format 2.0 sends, also where one value holds a comma itself."""
    like = step.literal
    every: cst.BaseExpression = item(named(root), "multiValueQueryStringParameters", like)
    default = node.args[1].value if isinstance(node, cst.Call) and len(node.args) == 2 else None
    if default is None:
        every = item(every, step.key, like)
    else:
        empty = isinstance(default, cst.SimpleString) and default.evaluated_value == ""
        none = cst.BooleanOperation(every, cst.Or(), cst.Dict([]), lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        every = get(none, step.key, like, cst.List([] if empty else [cst.Element(default)]))
    return cst.Call(func=cst.Attribute(value=string(",", like), attr=cst.Name("join")), args=[cst.Arg(every)])


def special(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """H3 and H7, and the query string as it was sent."""
    depth = 1 if site.path[0] == "requestContext" else 0
    step = site.step(depth)
    if step is None:
        return True
    match site.path[depth]:
        case "cookies":
            if key_error(draft, site, ("cookies",), None):
                return True
            draft.helpers.add("_cookies")
            draft.put(step.node, lambda node: _cookies(node, root))
        case "rawQueryString":
            draft.imports.add(("urllib.parse", "urlencode"))
            sentences.QUERY_PUT_TOGETHER.on(draft, site.node)
            draft.put(step.node, lambda node: _query(step, root))
        case _:
            _route_key(draft, site, step, facts, root)
    return True


def _cookies(node: cst.CSTNode, root: str) -> cst.BaseExpression:
    call = _call("_cookies", root)
    if isinstance(node, cst.Call) and (len(node.args) == 1 or not _empty_list(node.args[1].value)):
        default = node.args[1].value if len(node.args) == 2 else cst.Name("None")
        return cst.BooleanOperation(call, cst.Or(), default, lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return call


def _empty_list(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.List) and not node.elements


def _query(step: Step, root: str) -> cst.BaseExpression:
    values = cst.BooleanOperation(
        left=item(named(root), "multiValueQueryStringParameters", step.literal),
        operator=cst.Or(),
        right=cst.Dict([]),
    )
    close = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    every = cst.Arg(cst.Name("True"), keyword=cst.Name("doseq"), equal=close)
    return cst.Call(func=cst.Name("urlencode"), args=[cst.Arg(values), every])


def _route_key(draft: Draft, site: Site, step: Step, facts: RouteFacts, root: str) -> None:
    """H3: ``GET /x`` is the method and the resource, where the route has one method."""
    if any(route.path == CATCH_ALL or route.method in ("ANY", "*") for route in facts.routes):
        sentences.ROUTES_TOLD_APART.on(draft, site.node, ".".join(site.path), sentences.ANY_ROUTE)
        return

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        event = named(root)
        method = cst.BinaryOperation(
            left=item(event, "httpMethod", step.literal), operator=cst.Add(), right=string(" ", step.literal)
        )
        both = cst.BinaryOperation(left=method, operator=cst.Add(), right=item(event, "resource", step.literal))
        if site.kind == "alias" or isinstance(draft.module.up(step.node), (cst.Comparison, cst.ComparisonTarget)):
            return both
        return both.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])

    draft.put(step.node, make)
