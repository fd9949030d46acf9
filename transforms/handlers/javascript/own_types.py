"""What TypeScript knows of the new events: types that code declares itself, and claims, which may be more than texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from .. import codes, sentences
from ..field_uses import AUTHORIZER
from ..rules import Table
from .chains import Chain, Holder
from .draft import ScriptDraft
from .expressions import key, sign_of
from .follow import Follower
from .imports import imported
from .judge import Judge
from .package import resolved
from .program import ScriptProgram
from .syntax import ScriptModule, field, of_type, parts, up, walk
from .uses import Path

_ROUTES: Final = {True: ("routeKey",), False: ("resource",)}
"""What the route is read from, in an event of an HTTP API and of a REST API."""

_CLAIMS: Final = (*AUTHORIZER, "claims")
_ALONE: Final = frozenset(
    {"return_statement", "variable_declarator", "arguments", "pair", "arrow_function", "assignment_expression"}
)
"""What an assertion behind an expression may stand in without parentheses."""

_ANY: Final = frozenset({"as_expression", "template_substitution", "unary_expression", "satisfies_expression"})
"""What takes a claim whatever its type is, or gives it one."""

_DECLARED: Final = frozenset({"interface_declaration", "type_alias_declaration"})


def told(judge: Judge, follower: Follower, rules: Table) -> None:
    """Report types of the event that lack what is read of it from now on: the compiler refuses that."""
    for holder in follower.holders.values():
        said = field(up(holder.node), "type") if holder.path == () and holder.module.typed else None
        type_ = next(iter(parts(said)), None)
        reads = [path for chain in holder.chains if (path := _new(judge, chain, rules))]
        lacks = [each for path in reads if (each := _lacking(follower.program, holder.module, type_, path))]
        if type_ is not None and lacks:
            _say(judge, holder, type_, lacks[0])
    for chain in follower.chains:
        old = rules(chain.path) if id(chain) in judge.coping and _is_of_library(chain) else None
        held = chain.holder.path
        if old is not None and old.new not in (None, chain.path) and (old.new or ())[: len(held)] == held:
            sentences.TYPE_LACKS.on(judge, chain, ".".join(chain.path))


def _is_of_library(chain: Chain) -> bool:
    """Whether a value of the event has a type of the library."""
    named = chain.module.typed and b"aws-lambda" in chain.module.data
    said = chain.module.text(field(up(chain.holder.node), "type"))
    return named and "any" not in said and all(each.type != "as_expression" for each in walk(chain.node))


def assert_texts(draft: ScriptDraft, chain: Chain) -> None:
    """Say that claims are texts, as they are: the types of payload 2.0 allow other values, those of REST events any."""
    module, node, parent = chain.module, chain.node, chain.node.parent
    known = module.typed and b"aws-lambda" in module.data and chain.steps[-1].how != "pattern"
    if not known or chain.path[:3] != _CLAIMS or chain.holder.path[:3] == _CLAIMS or parent is None:
        return
    compares = sign_of(parent) in ("===", "!==", "==", "!=")
    if parent.type in _ANY or compares or any(each.type == "as_expression" for each in walk(node)):
        return
    type_ = "string" if len(chain.path) > len(_CLAIMS) else "Record<string, string>"
    before, after = ("", "") if parent.type in _ALONE else ("(", ")")
    draft.wrap(node, before, f" as {type_}{after}")


def _say(judge: Judge, holder: Holder, type_: Node, lacks: Path) -> None:
    kind = "APIGatewayProxyEventV2" if judge.http else "APIGatewayProxyEvent"
    judge.draft_of(holder.module).say(
        codes.TYPED,
        type_,
        f"This type of the event lacks `{'.'.join(lacks)}`, which is read from now on: the TypeScript compiler refuses that.",
        f"Add it to the type, or use `{kind}` of `@types/aws-lambda`.",
    )


def _new(judge: Judge, chain: Chain, rules: Table) -> Path:
    """Where a read stands in the new event; nothing where it stays in its place or is worked out."""
    rule = rules(chain.path)
    if rule is None or not chain.steps or id(chain) in judge.coping:
        return ()
    if rule.kind == "route":
        return _ROUTES[judge.http]
    return rule.new if rule.new is not None and rule.kind in ("moved", "path", "claims", "claim") else ()


def _lacking(program: ScriptProgram, module: ScriptModule, type_: Node | None, path: Path) -> Path:
    """The first part of a path that a type has not; nothing where it has all, or is not written out."""
    for depth, name in enumerate(path):
        found = _written(program, module, type_)
        if found is None:
            return ()
        module, inner = found
        entries = parts(inner)
        if any(each.type != "property_signature" for each in entries):
            return ()
        entry = next((each for each in entries if key(module, field(each, "name")) == name), None)
        if entry is None:
            return path[: depth + 1]
        type_ = next(iter(parts(field(entry, "type"))), None)
    return ()


def _written(program: ScriptProgram, module: ScriptModule, type_: Node | None) -> tuple[ScriptModule, Node] | None:
    """The keys of a type that is written out, here or under a name."""
    if of_type(type_, "object_type", "interface_body"):
        return module, type_
    name = module.text(type_) if of_type(type_, "type_identifier") else ""
    found = next(_declarations(program, module, name), None) if name else None
    if found is None or any(each.type == "extends_type_clause" for each in found[1].children):
        return None
    body = field(found[1], "body") or field(found[1], "value")
    return _written(program, found[0], body) if of_type(body, "object_type", "interface_body") else None


def _declarations(program: ScriptProgram, module: ScriptModule, name: str) -> Iterator[tuple[ScriptModule, Node]]:
    """Where a type is declared: in the file, or in the one that it is imported from."""
    for statement in parts(module.root):
        declared = field(statement, "declaration") or statement
        if declared.type in _DECLARED and module.text(field(declared, "name")) == name:
            yield module, declared
    binding = program.scopes(module).top.get(name)
    source = imported(module, binding) if binding is not None else None
    path = resolved(program.package, module.path, source.specifier) if source is not None else None
    other = program.module(path) if path is not None else None
    if source is not None and other is not None and source.name is not None:
        yield from _declarations(program, other, source.name)
