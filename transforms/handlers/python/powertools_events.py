"""Fields of Powertools' data classes: those of both classes, those with a counterpart, and those without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

import libcst as cst

from migrator.facts import RouteFacts

from .. import authorizer_codes, authorizer_sentences, codes, sentences
from ..fields import DATES, LISTS
from ..rules import kinds
from .draft import Draft
from .outlines import LOG_METHODS
from .sites import text
from .trees import counted, literal, taken, walk

if TYPE_CHECKING:
    from .session import Session

SAME: Final = frozenset(
    {
        "body",
        "decoded_body",
        "json_body",
        "is_base64_encoded",
        "http_method",
        "path",
        "headers",
        "get_header_value",
        "path_parameters",
        "query_string_parameters",
        "get_query_string_value",
        "stage_variables",
        "resolved_query_string_parameters",
        "request_context",
    }
)
"""What both classes have, with the same meaning. Headers are looked up whatever their case."""

CONTEXT_SAME: Final = frozenset({"account_id", "api_id", "domain_name", "domain_prefix", "request_id", "stage"})

CONTEXT_TO_V2: Final = MappingProxyType(
    {
        "http_method": "http.method",
        "identity.source_ip": "http.source_ip",
        "identity.user_agent": "http.user_agent",
        "protocol": "http.protocol",
        "request_time": "time",
        "request_time_epoch": "time_epoch",
        "authorizer.claims": "authorizer.jwt_claim",
        "authorizer.get_context": "authorizer.get_context",
    }
)
CONTEXT_TO_REST: Final = MappingProxyType({new: old for old, new in CONTEXT_TO_V2.items()})


@dataclass(frozen=True, eq=False)
class Use:
    """Where objects of a data class are used.

    Arguments:
        draft: the file.
        function: the function around it, if there is one.
        facts: what the template says.
    """

    draft: Draft
    function: cst.FunctionDef | None
    facts: RouteFacts


def use(where: Use, node: cst.CSTNode) -> None:
    """Decide about one use of an object of a data class."""
    for held in used(where, node):
        parent = where.draft.module.up(held)
        if isinstance(parent, cst.Attribute) and parent.value is held:
            _attribute(where, parent, parent.attr.value)
        else:
            _lost(where.draft, held)


def used(where: Use, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Where an object is used in the end, under whatever names that are bound once."""
    parent = where.draft.module.up(node)
    if isinstance(parent, cst.Expr) or (isinstance(parent, cst.Arg) and _log(where.draft, parent)):
        return
    name = assigned_name(parent)
    if where.function is None or not name or counted(where.function).get(name) != 1:
        yield node
        return
    for other in walk(where.function):
        if isinstance(other, cst.Name) and other.value == name and assigned_name(where.draft.module.up(other)) != name:
            yield from used(where, other)


def assigned_name(node: cst.CSTNode) -> str:
    """The one name that an assignment, or its target, binds."""
    match node:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            return name
        case cst.AssignTarget(target=cst.Name(value=name)):
            return name
    return ""


def _log(draft: Draft, node: cst.Arg) -> bool:
    call = draft.module.up(node)
    func = call.func if isinstance(call, cst.Call) else None
    return (isinstance(func, cst.Name) and func.value == "print") or (
        isinstance(func, cst.Attribute) and func.attr.value in LOG_METHODS
    )


def _lost(draft: Draft, node: cst.CSTNode) -> None:
    draft.say(
        codes.POWERTOOLS,
        node,
        "The event's data class is passed on, read by its raw keys, or bound to a name that is bound again, where its fields cannot be followed.",
        sentences.BY_NAME,
    )


def _attribute(where: Use, node: cst.Attribute, name: str) -> None:
    draft, v2 = where.draft, where.facts.after == "2.0"
    if name == "request_context":
        _context(where, node)
    elif name == "get_multi_value_query_string_values" and v2:
        _values(draft, node)
    elif name == "raw_path" and not v2 and where.facts.stage is None:
        draft.put(node, lambda old: old.with_changes(attr=cst.Name("path")))
    elif name in (
        ("raw_path", "route_key", "raw_query_string", "cookies") if v2 else ("resource", "multi_value_headers")
    ):
        return  # only the class for the new format has it
    elif name not in SAME:
        draft.say(
            codes.POWERTOOLS,
            node,
            f"`.{name}` of the event has no counterpart in the data class for the other format.",
            "Read fields that both classes have.",
        )
    elif name == "headers" and _cookie(draft, node):
        draft.say(
            codes.POWERTOOLS,
            node,
            "The header `Cookie` is read; in format 2.0 the cookies stand by themselves.",
            "Read `cookies` of the data class for format 2.0.",
        )
    elif name == "path":
        draft.say(
            codes.PATH_DECODED,
            node,
            "The path is as the client sent it in a REST event, and decoded in format 2.0.",
            "Nothing to do if paths hold no encoded characters.",
        )
    elif name == "body":
        _say_encoded(draft, node)
    elif name in ("query_string_parameters", "get_query_string_value"):
        (sentences.QUERY_JOINED if v2 else sentences.QUERY_LAST).on(draft, node)


def _say_encoded(draft: Draft, node: cst.CSTNode) -> None:
    draft.say(
        codes.JSON_BODY,
        node,
        "An HTTP API sends a body without a content type, or of one that is no text, base64 encoded; `.body` does not decode it.",
        "Read `.decoded_body` or `.json_body`.",
    )


def _cookie(draft: Draft, node: cst.Attribute) -> bool:
    around: cst.CSTNode = node
    for _ in range(4):
        around = draft.module.up(around)
        if isinstance(around, cst.BaseStatement):
            return False
        for part in walk(around) if isinstance(around, (cst.Subscript, cst.Call)) else ():
            found = literal(part)
            if found is not None and text(found).lower() == "cookie":
                return True
    return False


def _values(draft: Draft, node: cst.Attribute) -> None:
    """``get_multi_value_query_string_values("q")`` is empty for format 2.0, without a word."""
    call = draft.module.up(node)
    if not isinstance(call, cst.Call) or call.func is not node or len(call.args) != 1 or call.args[0].keyword:
        draft.say(
            codes.POWERTOOLS,
            node,
            "`get_multi_value_query_string_values` is empty for events of format 2.0, and its use here is not followed.",
            'Read `resolved_query_string_parameters.get("name", [])`.',
        )
        return
    draft.say(
        codes.QUERY_DUPLICATES,
        call,
        "Values of a query parameter are split at commas now, also where one value holds a comma.",
        "Nothing to do if no value holds a comma.",
    )
    draft.put(call, _resolved)


def _resolved(node: cst.CSTNode) -> cst.Call:
    assert isinstance(node, cst.Call)
    assert isinstance(node.func, cst.Attribute)
    holder = cst.Attribute(node.func.value, cst.Name("resolved_query_string_parameters"))
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return node.with_changes(
        func=cst.Attribute(holder, cst.Name("get")),
        args=[node.args[0].with_changes(comma=comma), cst.Arg(cst.List([]))],
    )


def _context(where: Use, node: cst.Attribute) -> None:
    draft = where.draft
    table = CONTEXT_TO_V2 if where.facts.after == "2.0" else CONTEXT_TO_REST
    names: list[str] = []
    current: cst.Attribute = node
    while isinstance(parent := draft.module.up(current), cst.Attribute) and parent.value is current and len(names) < 2:
        names.append(parent.attr.value)
        current = parent
        path = ".".join(names)
        if path == "stage":
            _stage(where, current)
            return
        if path in CONTEXT_SAME or (path in table.values() and not path.startswith("authorizer.")):
            return
        if path in table:
            _moved(where, node, current, path, table[path])
            return
    draft.say(
        codes.POWERTOOLS,
        current,
        f"`.request_context{''.join(f'.{name}' for name in names)}` is read in a way that has no certain counterpart in the other format.",
        "Read fields that both classes have.",
    )


def _stage(where: Use, node: cst.Attribute) -> None:
    """The name of the stage, which changes with the API."""
    if where.facts.same_stage or isinstance(where.draft.module.up(node), cst.Expr):
        return
    sentences.STAGE_READ.on(where.draft, node, *where.facts.stages)


def _values_of_authorizer(where: Use, node: cst.CSTNode, *, claims: bool) -> None:
    """Report what an authorizer says, but for claims that are read by names that mean the same in both APIs."""
    draft = where.draft
    typed = "an HTTP API may keep" if where.facts.after == "1.0" else "format 2.0 keeps"
    held: cst.CSTNode = node
    if isinstance(call := draft.module.up(node), cst.Call) and call.func is node:
        held = call  # `get_context()`
    uses = [held]
    assign = draft.module.up(held)
    if isinstance(assign, cst.Assign) and len(assign.targets) == 1 and isinstance(assign.targets[0].target, cst.Name):
        name = assign.targets[0].target.value
        if where.function is not None and counted(where.function).get(name) == 1:
            uses = [
                other
                for other in walk(where.function)
                if isinstance(other, cst.Name) and other.value == name and other is not assign.targets[0].target
            ]
    for use_ in uses:
        key = _key(draft, use_)
        if claims and key is not None and key not in LISTS | DATES:
            continue
        draft.say(
            authorizer_codes.CLAIMS if claims else authorizer_codes.AUTHORIZER_CONTEXT,
            use_,
            "Lists and times of claims look different: `g1,g2` and a date in words from a REST API, `[g1 g2]` and seconds from an HTTP API."
            if claims
            else f"A REST API makes every value of an authorizer's context a text; {typed} the types that the authorizer gives them.",
            authorizer_sentences.SPLIT_LISTS if claims else authorizer_sentences.COMPARE_TEXTS,
        )


def _key(draft: Draft, node: cst.CSTNode) -> str | None:
    """The literal key that is read from a value."""
    above = draft.module.up(node)
    found = taken(above) or taken(draft.module.up(above))
    return text(found[1]) if found is not None and found[0] is node else None


def near(session: Session, where: Use, node: cst.CSTNode, hops: int = 3) -> Iterator[tuple[Draft, cst.BaseExpression]]:
    """Report what differs in both formats that stay close; give the expressions by which the event itself is read."""
    for held in used(where, node):
        parent, name = _read(where, held)
        if name == "raw_event":
            yield where.draft, parent
        elif isinstance(held, cst.BaseExpression) and (name == "get" or isinstance(parent, cst.Subscript)):
            yield where.draft, held
        elif name == "request_context":
            _access(where, parent, name)
        elif name == "body":
            _say_encoded(where.draft, parent)
        elif not name and hops and (inside := list(_inside(session, where, parent))):
            for each, there in inside:
                yield from near(session, each, there, hops - 1)
        elif not name:
            _lost(where.draft, held)


def _read(where: Use, held: cst.CSTNode) -> tuple[cst.Attribute, str]:
    """What stands around an object, and the attribute that this reads; empty where it reads none."""
    parent = where.draft.module.up(held)
    is_read = isinstance(parent, cst.Attribute) and parent.value is held
    return cast("cst.Attribute", parent), parent.attr.value if is_read and isinstance(parent, cst.Attribute) else ""


def _inside(session: Session, where: Use, arg: cst.CSTNode) -> Iterator[tuple[Use, cst.CSTNode]]:
    """Where functions of the package name the object that they are passed."""
    module = where.draft.module
    call = module.up(arg)
    if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call):
        return
    for callee, _ in session.program.callees(module, call, arg, where.function):
        draft = session.draft(callee.module)
        function = draft.module.functions[callee.function]
        for node in walk(function.body):
            if isinstance(node, cst.Name) and node.value == callee.parameter:
                yield Use(draft, function, where.facts), node


def _access(where: Use, node: cst.CSTNode, holder: str) -> None:
    """Report the stage, claims, and the context of an authorizer."""
    for held in used(where, node):
        parent, name = _read(where, held)
        if (holder, name) == ("request_context", "stage"):
            _stage(where, parent)
        elif (holder, name) == ("request_context", "authorizer"):
            _access(where, parent, name)
        elif (holder, name) == ("authorizer", "claims"):
            _values_of_authorizer(where, parent, claims=True)
        elif holder == "authorizer" and name not in ("principal_id", "scopes") and kinds(where.facts) == {"lambda"}:
            _values_of_authorizer(where, parent if name == "get_context" else held, claims=False)
        elif not name:
            _lost(where.draft, held)


def _moved(where: Use, base: cst.Attribute, node: cst.Attribute, path: str, new: str) -> None:
    if path.startswith("authorizer.") and kinds(where.facts) != (
        {"lambda"} if path.endswith("get_context") else {"claims"}
    ):
        where.draft.say(
            authorizer_codes.IDENTITY,
            node,
            f"`.{path}` is read, and the routes of the function do not all have that kind of authorizer.",
            authorizer_codes.IDENTITY.remedy,
        )
        return
    if path.startswith("authorizer."):
        _values_of_authorizer(where, node, claims="claim" in path)
    if path == new:
        return
    depth = len(path.split("."))

    def make(old: cst.CSTNode) -> cst.BaseExpression:
        value = old
        for _ in range(depth):
            assert isinstance(value, cst.Attribute)
            value = value.value
        assert isinstance(value, cst.BaseExpression)
        for name in new.split("."):
            value = cst.Attribute(value, cst.Name(name))
        return value

    where.draft.put(node, make)
