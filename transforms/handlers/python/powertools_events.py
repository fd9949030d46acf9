"""Fields of Powertools' data classes: those of both classes, those with a counterpart, and those without."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts

from .. import authorizer_codes, codes, sentences
from ..fields import DATES, LISTS
from .authorizer_values import kinds
from .draft import Draft
from .outlines import LOG_METHODS
from .sites import text
from .trees import counted, literal, walk

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
    draft = where.draft
    parent = draft.module.up(node)
    match parent:
        case cst.Attribute(value=value, attr=attr) if value is node:
            _attribute(where, parent, attr.value)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]) if where.function is not None:
            if counted(where.function).get(name) != 1:
                _lost(draft, node, "is bound to a name that is bound again")
                return
            for other in walk(where.function):
                if (
                    isinstance(other, cst.Name)
                    and other.value == name
                    and not isinstance(draft.module.up(other), cst.AssignTarget)
                ):
                    use(where, other)
        case cst.Arg() if _log(draft, parent):
            return
        case cst.Expr():
            return
        case _:
            _lost(draft, node, "is passed on or read by its raw keys")


def _log(draft: Draft, node: cst.Arg) -> bool:
    call = draft.module.up(node)
    func = call.func if isinstance(call, cst.Call) else None
    return (isinstance(func, cst.Name) and func.value == "print") or (
        isinstance(func, cst.Attribute) and func.attr.value in LOG_METHODS
    )


def _lost(draft: Draft, node: cst.CSTNode, how: str) -> None:
    draft.say(
        codes.POWERTOOLS,
        node,
        f"The event's data class {how}, where its fields cannot be followed.",
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
        draft.say(
            codes.JSON_BODY,
            node,
            "An HTTP API sends a body without a content type, or of one that is no text, base64 encoded; `.body` does not decode it.",
            "Read `.decoded_body` or `.json_body`.",
        )
    elif name in ("query_string_parameters", "get_query_string_value"):
        draft.say(
            codes.QUERY_DUPLICATES,
            node,
            "A query parameter that is given twice holds its last value in a REST event, and all of them in format 2.0, as in `1,2`.",
            codes.QUERY_DUPLICATES.remedy,
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
    before, after = where.facts.stages
    where.draft.say(
        codes.STAGE,
        node,
        f"What is done here hangs on the name of the stage. It was {before} and is {after} from now on.",
        codes.STAGE.remedy,
    )


def _values_of_authorizer(where: Use, node: cst.Attribute, *, claims: bool) -> None:
    """Report what an authorizer says, but for claims that are read by names that mean the same in both APIs."""
    draft = where.draft
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
            else "A REST API makes every value of an authorizer's context a text; format 2.0 keeps the types that the authorizer gives them.",
            sentences.SPLIT_LISTS if claims else sentences.COMPARE_TEXTS,
        )


def _key(draft: Draft, node: cst.CSTNode) -> str | None:
    """The literal key that is read from a value."""
    above = draft.module.up(node)
    found = None
    if isinstance(above, cst.Subscript) and above.value is node and len(above.slice) == 1:
        index = above.slice[0].slice
        found = literal(index.value) if isinstance(index, cst.Index) else None
    elif isinstance(above, cst.Attribute) and above.value is node and above.attr.value == "get":
        call = draft.module.up(above)
        found = literal(call.args[0].value) if isinstance(call, cst.Call) and call.args else None
    return text(found) if found is not None else None


def access(where: Use, node: cst.CSTNode) -> None:
    """Report what differs in both formats that stay close: the stage, claims, and the context of an authorizer."""
    for above in where.draft.module.above(node):
        if not isinstance(above, cst.Attribute):
            return
        holder = above.value.attr.value if isinstance(above.value, cst.Attribute) else ""
        if holder == "request_context" and above.attr.value == "stage":
            _stage(where, above)
        if holder == "authorizer" and above.attr.value == "claims":
            _values_of_authorizer(where, above, claims=True)


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
