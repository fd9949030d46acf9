"""What code asks the request context of Powertools for, and what an authorizer says there."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

import libcst as cst

from .. import authorizer_codes, authorizer_sentences, codes, sentences
from ..fields import DATES, LISTS
from ..rules import kinds
from .draft import Draft
from .powertools_uses import Use, lost, say_encoded, used
from .sites import text
from .trees import counted, taken, walk

if TYPE_CHECKING:
    from .session import Session


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


READ_SHARED: Final = "Read fields that both classes have."
"""What to do about a field that one of the data classes lacks."""


def context(where: Use, node: cst.Attribute) -> None:
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
        READ_SHARED,
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
    for use_ in _uses(where, node):
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


def _uses(where: Use, node: cst.CSTNode) -> list[cst.CSTNode]:
    """Where a value is used: where it stands, or wherever the name does that it is given."""
    module, held = where.draft.module, node
    if isinstance(call := module.up(node), cst.Call) and call.func is node:
        held = call  # `get_context()`
    match module.up(held):
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name) as target)]):
            if where.function is not None and counted(where.function).get(name) == 1:
                names = (each for each in walk(where.function) if isinstance(each, cst.Name) and each.value == name)
                return [each for each in names if each is not target]
    return [held]


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
            say_encoded(where.draft, parent)
        elif not name and hops and (inside := list(_inside(session, where, parent))):
            for each, there in inside:
                yield from near(session, each, there, hops - 1)
        elif not name:
            lost(where.draft, held)


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
            lost(where.draft, held)


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
