"""REST events become payload format 2.0: what is read in another way, not only from another place."""

from __future__ import annotations

import libcst as cst

from migrator.facts import CATCH_ALL, RouteFacts
from migrator.findings import Level

from .. import codes, field_uses, header_sentences, sentences
from .body_parsers import last_name
from .chains import get, inner, item, last, named, string
from .draft import Draft
from .flags import use_of
from .headers import asked, lower_keys, say_found_in_any_case, say_found_in_lower, say_of_the_edge, say_twice
from .sites import LOWER, Site, Step


def headers(draft: Draft, site: Site, root: str) -> bool:
    """R6: names in lower case; the cookies are elsewhere."""
    lowered = site.path[0] == LOWER
    name = asked(site)
    if not name:
        valued = site.name == "items" or isinstance(site.user, cst.Subscript)
        if site.kind == "folded" and valued and not site.children:
            header_sentences.HEADERS_TWICE.on(draft, site.node)
        return False
    if say_of_the_edge(draft, site):
        return True
    if name.lower() == "cookie":
        return _cookie(draft, site, root)
    say_twice(draft, site)
    if lowered:
        return False
    if site.kind not in ("log", "statement"):
        say_found_in_lower(draft, site, "2.0")
        say_found_in_any_case(draft, site)
    return lower_keys(draft, site)


def _cookie(draft: Draft, site: Site, root: str) -> bool:
    step = site.step(1)
    asked = site.kind == "member" and len(site.path) == 1
    if step is None and not asked:
        return True
    if not root:
        draft.say(
            codes.NO_COUNTERPART,
            site.node,
            "The header `Cookie` is read where only the headers are at hand; in format 2.0 the cookies are beside them.",
            "Pass the event, or the cookies, on.",
        )
        return True
    if asked and (key := site.key) is not None:
        draft.put(site.user, lambda node: _cookies_there(node, key, root))
    elif step is not None:
        draft.put(step.node, lambda node: _joined(node, step, root))
    return True


def _cookies_there(node: cst.CSTNode, key: cst.SimpleString, root: str) -> cst.BaseExpression:
    assert isinstance(node, cst.Comparison)
    target = node.comparisons[0].with_changes(comparator=named(root))
    return node.with_changes(left=string("cookies", key), comparisons=[target])


def _joined(node: cst.CSTNode, step: Step, root: str) -> cst.BaseExpression:
    """The header as a client sent it. Without cookies it is absent, not empty."""
    like = step.literal
    event = named(root)
    joined = cst.Call(
        func=cst.Attribute(value=cst.SimpleString(f"{like.quote}; {like.quote}"), attr=cst.Name("join")),
        args=[cst.Arg(item(event, "cookies", like))],
    )
    if not isinstance(node, cst.Call):
        return joined
    default = node.args[1].value if len(node.args) == 2 else cst.Name("None")
    return cst.IfExp(
        test=get(event, "cookies", like),
        body=joined,
        orelse=default,
        lpar=[cst.LeftParen()],
        rpar=[cst.RightParen()],
    )


_FORM = frozenset({"UUID", "match", "fullmatch", "search", "findall", "len"})
"""Functions and methods for which the form of a text matters."""


def request_id(draft: Draft, site: Site) -> None:
    """Report code that takes the id of a request for a UUID, which that of an HTTP API is not."""
    if site.path != ("requestContext", "requestId"):
        return
    call = draft.module.up(site.user)
    asked = last_name(draft.module, call) in _FORM if isinstance(call, cst.Call) else False
    if asked or site.kind in ("method", "dynamic", "iterate"):
        sentences.REQUEST_ID.on(draft, site.node)


def decoded_twice(draft: Draft, site: Site) -> None:
    """Report a path parameter that the code decodes, where an HTTP API may have done so."""
    call = draft.module.up(site.user)
    name = draft.module.global_name(call.func) if isinstance(call, cst.Call) else None
    if site.path[:1] == ("pathParameters",) and name in ("urllib.parse.unquote", "urllib.parse.unquote_plus"):
        sentences.DECODED_TWICE.on(draft, site.node)


def path_of(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """R2: the path, which an HTTP API decodes."""
    step = site.step(0)
    if step is None:
        return True
    field_uses.decoded(use_of(draft, site), facts)
    if facts.stage and (step.get or not root):
        draft.say(
            codes.PATH_STAGE,
            site.node,
            f"`rawPath` begins with `/{facts.stage}`, and taking that off a value that may be missing is not proven.",
            'Write `event["path"]`, or use the stage `$default`.',
            Level.BLOCKER,
        )
        return True

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        assert isinstance(node, (cst.Subscript, cst.Call))
        plain = last(node, inner(node), "rawPath", step.literal, optional=False)
        return without_stage(plain, named(root), step.literal) if facts.stage else plain

    draft.put(step.node, make)
    return True


def without_stage(path: cst.BaseExpression, event: cst.BaseExpression, like: cst.SimpleString) -> cst.BaseExpression:
    """``path.removeprefix("/" + event["requestContext"]["stage"])``: a named stage stands in front of every path."""
    stage = item(item(event, "requestContext", like), "stage", like)
    prefix = cst.BinaryOperation(left=string("/", like), operator=cst.Add(), right=stage)
    return cst.Call(func=cst.Attribute(value=path, attr=cst.Name("removeprefix")), args=[cst.Arg(prefix)])


def resource(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """R3: the route's path, which stands behind the method in the route key."""
    at = 0 if site.path[0] == "resource" else 1
    step = site.step(at)
    if step is None:
        return True
    unknown = sorted(other for other in _compared(draft, site) if other not in {route.path for route in facts.routes})
    if any(route.path == CATCH_ALL for route in facts.routes) or step.get or unknown:
        reason = (
            f"it is compared with `{unknown[0]}`, which is no path of this function in the template"
            if unknown
            else "a value that may be missing is not proven to have a method in front"
            if step.get
            else sentences.DEFAULT_HAS_NO_PATH
        )
        sentences.ROUTES_TOLD_APART.on(draft, site.node, ".".join(site.path), reason)
        return True

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        assert isinstance(node, cst.Subscript)
        key = last(node, inner(node), "routeKey", step.literal, optional=False)
        split = cst.Call(
            func=cst.Attribute(value=key, attr=cst.Name("split")),
            args=[cst.Arg(string(" ", step.literal)), cst.Arg(cst.Integer("1"))],
        )
        return cst.parse_expression(f"{cst.Module([]).code_for_node(split)}[-1]")

    draft.put(step.node, make)
    return True


def _compared(draft: Draft, site: Site) -> set[str]:
    """Literals that look like paths and that a value is compared with."""
    parent = draft.module.up(site.node)
    if isinstance(parent, cst.ComparisonTarget):
        parent = draft.module.up(parent)
    if not isinstance(parent, cst.Comparison):
        return set()
    around = [parent.left, *(target.comparator for target in parent.comparisons)]
    inside = [
        element.value
        for node in around
        if isinstance(node, (cst.Tuple, cst.List, cst.Set))
        for element in node.elements
    ]
    found = (node.evaluated_value for node in [*around, *inside] if isinstance(node, cst.SimpleString))
    return {value for value in found if isinstance(value, str) and value.startswith("/")}


def multi_value(draft: Draft, site: Site) -> bool:
    """R5: every value of a query parameter, from the query string itself."""
    step = site.step(0)
    if step is None:
        return True
    draft.imports.add(("urllib.parse", "parse_qs"))

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        query = item(inner(node), "rawQueryString", step.literal)
        parsed = cst.Call(
            func=cst.Name("parse_qs"),
            args=[
                cst.Arg(query),
                cst.Arg(
                    cst.Name("True"),
                    keyword=cst.Name("keep_blank_values"),
                    equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
                ),
            ],
        )
        return cst.BooleanOperation(
            left=parsed,
            operator=cst.Or(),
            right=cst.Name("None"),
            lpar=[cst.LeftParen()],
            rpar=[cst.RightParen()],
        )

    draft.put(step.node, make)
    return True
