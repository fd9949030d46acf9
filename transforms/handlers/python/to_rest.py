"""Payload format 2.0 of an HTTP API becomes the REST event: the keys that a handler reads.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import libcst as cst

from migrator.facts import CATCH_ALL, RouteFacts
from migrator.findings import Level

from .. import codes
from ..fields import FIELDS, NULLABLE, ONLY_REST, SAME, SIGNED, longest
from . import authorizer_values, stage_values
from .bodies import DECODERS, last_name
from .chains import Move, get, item, move, stay, string
from .code import literal, walk
from .draft import Draft
from .flags import catches, error_told, key_error
from .headers import insensitive
from .provenance import LOWER, Path, Site, Step, flat, plain
from .session import Read

MOVES: Final = MappingProxyType(
    {
        **{field.http_path: Move(field.home) for field in FIELDS if field.back and field not in SIGNED},
        # A REST event has the path without the stage in `path` alone.
        ("requestContext", "http", "path"): move("//path"),
        ("rawPath",): move("path"),
    }
)

NEW: Final = ONLY_REST

SURVIVING: Final = frozenset({(), ("requestContext",), ("requestContext", "authorizer"), ("headers",)})


def moved(site: Site, facts: RouteFacts) -> Move:
    """Where the path of a site goes, key by key, to its full length."""
    path = site.path
    found = longest(MOVES, path)
    if found:
        known = MOVES[found]
        return Move((*known.keys, *((key,) for key in path[len(found) :])), known.optional)
    return authorizer_values.to_rest(path) or stay(path)


def decide(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """Report and write what is more than a move; whether the site reads what only format 2.0 holds."""
    path = site.path
    if not path:
        return site.kind == "member" and _member(draft, site, root)
    if longest(NEW, path) is not None:
        return False
    key = path[0]
    if key in NULLABLE:
        _nullable(draft, site, root)
        return False
    if key in ("headers", LOWER):
        return insensitive(draft, site, root)
    if key == "version":
        return _version(draft, site)
    if key in ("routeKey", "rawQueryString", "cookies") or path[:2] == ("requestContext", "routeKey"):
        return _special(draft, site, facts, root)
    if key == "rawPath" or path[:3] == ("requestContext", "http", "path"):
        _path(draft, site, facts)
        return True
    if path[:2] == stage_values.STAGE:
        stage_values.stage(draft, site, facts)
        return False
    if path[:2] == authorizer_values.AUTHORIZER:
        return authorizer_values.decide_to_rest(draft, site, facts)
    if longest(MOVES, path) is not None:
        return True
    if path[:2] in (("requestContext", "http"), ("requestContext", "authentication")):
        if len(path) > 2 or site.kind != "alias":
            _gone(draft, site, path)
        return True
    if key == "requestContext":
        if len(path) > 1 and path[:2] not in SAME:
            _gone(draft, site, path[:2])
        elif site.kind == "member" and (*path, site.name) not in SAME:
            _uncertain_member(draft, site)
            return True
    return False


def _gone(draft: Draft, site: Site, path: Path) -> None:
    draft.say(
        codes.NO_COUNTERPART,
        site.node,
        f"`{'.'.join(path)}` has no counterpart in the event of a REST API, or none that holds the same.",
        "Read the single fields that are needed, or take the code out.",
    )


def _uncertain_member(draft: Draft, site: Site) -> None:
    draft.say(
        codes.MEMBERSHIP,
        site.user,
        f'`"{site.name}" in ...` depends on the format: a REST API sends other keys, and null for what is empty.',
        "Test the value itself, as in `if event.get(...)`.",
    )


def _member(draft: Draft, site: Site, root: str) -> bool:
    """H5: what is empty is there, with null."""
    key, name = site.key, site.name
    if key is None or (name,) in SAME or (name,) in NEW:
        return False
    if name in NULLABLE:
        negated = draft.module.up(site.user)
        if isinstance(negated, cst.UnaryOperation) and isinstance(negated.operator, cst.Not):
            draft.put(negated, lambda node: _none(node, key))  # `not x is not None` is right, and nobody writes it
        else:
            draft.put(site.user, lambda node: _not_none(node, key))
        return True
    if name == "cookies":
        draft.helpers.add("_cookies")
        draft.put(site.user, lambda node: _any_cookies(node, root))
        return True
    if (name,) in MOVES or name in ("version", "routeKey", "rawQueryString"):
        _uncertain_member(draft, site)
        return True
    return False


def _not_none(node: cst.CSTNode, key: cst.SimpleString) -> cst.BaseExpression:
    assert isinstance(node, cst.Comparison)
    target = node.comparisons[0]
    holder = target.comparator
    given = cst.Subscript(value=holder, slice=[cst.SubscriptElement(cst.Index(key))])
    space = cst.SimpleWhitespace(" ")
    operator = cst.IsNot(space, space, space) if isinstance(target.operator, cst.In) else cst.Is(space, space)
    return node.with_changes(left=given, comparisons=[cst.ComparisonTarget(operator, cst.Name("None"))])


def _none(node: cst.CSTNode, key: cst.SimpleString) -> cst.BaseExpression:
    """``not "key" in event`` becomes ``event["key"] is None``, and ``not "key" not in event`` the reverse."""
    assert isinstance(node, cst.UnaryOperation)
    compared = node.expression
    assert isinstance(compared, cst.Comparison)
    target = compared.comparisons[0]
    space = cst.SimpleWhitespace(" ")
    other = cst.NotIn(space, space, space) if isinstance(target.operator, cst.In) else cst.In(space, space)
    turned = compared.with_changes(comparisons=[target.with_changes(operator=other)], lpar=node.lpar, rpar=node.rpar)
    return _not_none(turned, key)


def _any_cookies(node: cst.CSTNode, root: str) -> cst.BaseExpression:
    assert isinstance(node, cst.Comparison)
    call = _call("_cookies", root)
    if isinstance(node.comparisons[0].operator, cst.In):
        return cst.Call(func=cst.Name("bool"), args=[cst.Arg(call)], lpar=node.lpar, rpar=node.rpar)
    return cst.UnaryOperation(cst.Not(), call, lpar=node.lpar, rpar=node.rpar)


def _call(helper: str, root: str) -> cst.Call:
    return cst.Call(func=cst.Name(helper), args=[cst.Arg(cst.Name(root))])


def _nullable(draft: Draft, site: Site, root: str) -> None:
    """H4, H5 and H8: a key that is always there, so that a default of ``.get`` is never used."""
    key, step = site.path[0], site.step(0)
    if step is not None and catches(draft, site.node) is not None and not step.get:
        key_error(draft, site, (key,))
        return
    if step is not None and not step.get:
        error_told(draft, site.node, key)
    if step is not None and step.default is not None and not _covered(draft, site, step):
        draft.put(step.node, _or_default)
    if key == "queryStringParameters" and len(site.path) == 2 and site.kind == "method" and site.name == "split":
        _list(draft, site, root)
    elif key == "queryStringParameters" and site.kind not in ("log", "test") and not site.children:
        draft.say(
            codes.QUERY_DUPLICATES,
            site.node,
            "A query parameter that is given twice held all its values, as in `1,2`; from a REST API it holds the last one.",
            "Nothing to do if clients give each parameter once; else read `multiValueQueryStringParameters`.",
        )


def _covered(draft: Draft, site: Site, step: Step) -> bool:
    """Whether ``or {}`` behind the ``.get`` gives the same already."""
    parent = draft.module.up(step.node)
    return (
        isinstance(parent, cst.BooleanOperation)
        and isinstance(parent.operator, cst.Or)
        and parent.left is step.node
        and plain(parent.right)
    )


def _or_default(node: cst.CSTNode) -> cst.BaseExpression:
    """``(event.get("key") or default)``."""
    assert isinstance(node, cst.Call)
    default = node.args[1].value
    if isinstance(default, cst.Name) and default.value == "None":
        return node
    bare = node.with_changes(args=[node.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)], lpar=[], rpar=[])
    return cst.BooleanOperation(
        left=bare, operator=cst.Or(), right=default, lpar=[cst.LeftParen()], rpar=[cst.RightParen()]
    )


def _list(draft: Draft, site: Site, root: str) -> None:
    """H8: a query value that is split at commas holds what was given several times."""
    step, call = site.step(1), site.user
    comma = isinstance(call, cst.Call) and len(call.args) == 1 and literal(call.args[0].value)
    if step is None or not comma or (step.get and step.default is None):
        draft.say(
            codes.QUERY_LIST,
            site.node,
            f"`{site.path[1]}` is split: format 2.0 joins a parameter that is given several times with commas, a REST API sends its last value.",
            f'Read the list from `event["multiValueQueryStringParameters"]["{site.path[1]}"]`.',
        )
        return
    draft.put(step.node, lambda node: _joined(node, step, root))


def _joined(node: cst.CSTNode, step: Step, root: str) -> cst.BaseExpression:
    """``",".join(...)`` of all values: what format 2.0 sends, also where one value holds a comma itself."""
    like = step.literal
    every: cst.BaseExpression = item(cst.Name(root), "multiValueQueryStringParameters", like)
    default = node.args[1].value if isinstance(node, cst.Call) and len(node.args) == 2 else None
    if default is None:
        every = item(every, step.key, like)
    else:
        empty = isinstance(default, cst.SimpleString) and default.evaluated_value == ""
        none = cst.BooleanOperation(every, cst.Or(), cst.Dict([]), lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        every = get(none, step.key, like, cst.List([] if empty else [cst.Element(default)]))
    return cst.Call(func=cst.Attribute(value=string(",", like), attr=cst.Name("join")), args=[cst.Arg(every)])


def _version(draft: Draft, site: Site) -> bool:
    draft.say(
        codes.TWO_FORMATS,
        site.node,
        "The code asks for the version of the payload format, so it tells formats apart itself; which of its ways fits a REST API is not proven.",
        "Check that it takes an event without `version` for that of a REST API.",
    )
    return True


def _special(draft: Draft, site: Site, facts: RouteFacts, root: str) -> bool:
    """H3 and H7, and the query string as it was sent."""
    depth = 1 if site.path[0] == "requestContext" else 0
    step = site.step(depth)
    if step is None:
        return True
    match site.path[depth]:
        case "cookies":
            if key_error(draft, site, ("cookies",)):
                return True
            draft.helpers.add("_cookies")
            draft.put(step.node, lambda node: _cookies(node, root))
        case "rawQueryString":
            draft.imports.add(("urllib.parse", "urlencode"))
            draft.say(
                codes.QUERY_DUPLICATES,
                site.node,
                "`rawQueryString` is put together from the parameters: their order and the way they were encoded may differ.",
                "Nothing to do unless the text itself is signed or compared.",
            )
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
        left=item(cst.Name(root), "multiValueQueryStringParameters", step.literal),
        operator=cst.Or(),
        right=cst.Dict([]),
    )
    close = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    every = cst.Arg(cst.Name("True"), keyword=cst.Name("doseq"), equal=close)
    return cst.Call(func=cst.Name("urlencode"), args=[cst.Arg(values), every])


def _route_key(draft: Draft, site: Site, step: Step, facts: RouteFacts, root: str) -> None:
    """H3: ``GET /x`` is the method and the resource, where the route has one method."""
    if any(route.path == CATCH_ALL or route.method in ("ANY", "*") for route in facts.routes):
        draft.say(
            codes.ROUTE,
            site.node,
            "`routeKey` says `ANY ...` or `$default` on routes of this function; a REST API tells the method and the resource of the request.",
            "Compare `httpMethod` and `resource` by themselves.",
        )
        return

    def make(node: cst.CSTNode) -> cst.BaseExpression:
        event = cst.Name(root)
        method = cst.BinaryOperation(
            left=item(event, "httpMethod", step.literal), operator=cst.Add(), right=string(" ", step.literal)
        )
        both = cst.BinaryOperation(left=method, operator=cst.Add(), right=item(event, "resource", step.literal))
        if site.kind == "alias" or isinstance(draft.module.up(step.node), (cst.Comparison, cst.ComparisonTarget)):
            return both
        return both.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])

    draft.put(step.node, make)


def _path(draft: Draft, site: Site, facts: RouteFacts) -> None:
    """H2: the path, which a REST API sends as the client wrote it, without the stage."""
    if facts.stage:
        draft.say(
            codes.PATH_STAGE,
            site.node,
            f"`{site.path[-1]}` begins with `/{facts.stage}`, and a REST API's path does not: code that takes the stage off, or waits for "
            "it, must change.",
            "Take the code that strips the stage out and read the path as it is.",
            Level.BLOCKER,
        )
        return
    draft.say(
        codes.PATH_DECODED,
        site.node,
        f"`{site.path[-1]}` is decoded; the path of a REST API is as the client sent it: a space arrives as `%20`.",
        "Call `urllib.parse.unquote` on it if paths hold such characters.",
    )


def encoded_bodies(reads: list[Read], facts: RouteFacts) -> None:
    """H12: what arrives base64 encoded does so only for binary media types."""
    if facts.binary:
        return
    sites = [(read, site) for read in reads for site in flat(read.sites)]
    tells = next(((r.draft, s) for r, s in sites if s.path[:1] == ("isBase64Encoded",)), None)
    decodes = [
        (read.draft, node)
        for read in reads
        if any(s.path[:1] == ("body",) for r, s in sites if r is read)
        for node in walk(read.function.body)
        if isinstance(node, cst.Call) and last_name(read.draft.module, node) in DECODERS
    ]
    if tells is not None and decodes:
        tells[0].say(
            codes.BINARY,
            tells[1].node,
            "Bodies that are no text arrived base64 encoded. A REST API sends them so only for its binary media types, and this one has none: "
            "files arrive damaged.",
            "Add `BinaryMediaTypes` to the API if clients send files; forms arrive as text and are read right.",
            Level.WARNING,
        )
    elif decodes and tells is None:
        decodes[0][0].say(
            codes.FORM_BODY,
            decodes[0][1],
            "A body is decoded from base64 here, and `isBase64Encoded` is never asked. A REST API without binary media types sends forms and files as "
            "text: decoding them fails, or gives something else.",
            codes.FORM_BODY.remedy,
        )
