"""Errors of keys that are null in one format and absent in the other: who catches them, and who tells what they say."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import libcst as cst

from migrator.findings import Level

from .. import codes, sentences
from .calls import filled
from .code import Module
from .draft import Draft
from .endings import generator
from .sites import Path, Site, Step
from .trees import assigned, dotted, walk

Clause: TypeAlias = "cst.ExceptHandler | cst.ExceptStarHandler"
Around: TypeAlias = tuple[Draft, cst.CSTNode]

PARSERS: Final = frozenset({"json.loads", "simplejson.loads", "ujson.loads", "orjson.loads", "base64.b64decode"})
"""What None is an error for."""


def surrounding(draft: Draft, node: cst.CSTNode, seen: frozenset[cst.CSTNode] = frozenset()) -> Iterator[Around]:
    """What an error in a node passes on its way out: statements around it, and around what runs its function.

    Arguments:
        draft: the file.
        node: the node.
        seen: functions that are looked at already.
    """
    inside: cst.CSTNode = node
    for above in draft.module.above(node):
        if isinstance(above, (cst.FunctionDef, cst.Lambda)) and above not in seen:
            calls = draft.calls.get(above, []) if isinstance(above, cst.FunctionDef) else []
            uses = [*calls, *((draft, use) for use in _uses(draft.module, above))]
            if isinstance(above, cst.FunctionDef) and generator(above):
                uses += [(other, use) for other, call in calls for use in _named(other.module, call)]
            for other, use in uses:
                yield from surrounding(other, use, seen | {above})
        if isinstance(above, cst.FunctionDef):
            return
        if isinstance(above, (cst.Try, cst.TryStar, cst.With)) and above.body is inside:
            yield draft, above
        inside = above


def _uses(module: Module, function: cst.FunctionDef | cst.Lambda) -> Iterator[cst.CSTNode]:
    """Where a function inside another one, or a ``lambda``, may run: where its name is used, or that of what holds it."""
    around = module.function_of(function)
    if around is None and isinstance(function, cst.FunctionDef):
        return
    scope: cst.CSTNode = around or module.tree
    name = function.name.value if isinstance(function, cst.FunctionDef) else ""
    for above in module.above(function) if not name else ():
        match above:
            case cst.Assign(targets=[cst.AssignTarget(target=target)]):
                name = dotted(target)
            case cst.Arg() if isinstance(call := module.up(above), cst.Call) and dotted(call.func) in module.functions:
                scope = module.functions[dotted(call.func)]
                name = filled(call, above, scope, 0) or ""
            case cst.BaseExpression() | cst.BaseDictElement() | cst.BaseElement():
                continue
        break
    yield from _reads(module, scope, name)


def _named(module: Module, call: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Where a name is used that is given what a call makes, as the values of a generator come only there."""
    match module.up(call):
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            yield from _reads(module, module.function_of(call) or module.tree, name)


def _reads(module: Module, scope: cst.CSTNode, name: str) -> Iterator[cst.CSTNode]:
    for node in walk(scope):
        bound = isinstance(module.up(node), (cst.FunctionDef, cst.AssignTarget, cst.Param))
        if isinstance(node, cst.Name) and node.value == name and not bound:
            yield node


def catches(draft: Draft, node: cst.CSTNode, wrong: type[Exception] | None = TypeError) -> cst.CSTNode | None:
    """The statement that takes a missing key, and what null gives in its place in another way or not at all.

    Arguments:
        draft: the file.
        node: the read.
        wrong: the error that null gives; None where it gives none.
    """
    for owner, around in surrounding(draft, node):
        if isinstance(around, cst.With):
            if _suppressed(owner, around, wrong) or around in owner.taking:
                return around
        elif isinstance(around, (cst.Try, cst.TryStar)):
            missing = _first(owner, around.handlers, KeyError)
            if missing is not (_first(owner, around.handlers, wrong) if wrong is not None else None):
                return around
            if missing is not None:
                return None
    return None


def _first(draft: Draft, clauses: Iterable[Clause], error: type[Exception]) -> Clause | None:
    """The clause that takes an error; one that may take it is taken for one where a key is missing only."""
    for clause in clauses:
        if clause.type is None:
            return clause
        found = set(_taken(draft.module, clause.type, error))
        if True in found or (None in found and error is KeyError):
            return clause
    return None


def _taken(module: Module, node: cst.BaseExpression, error: type[Exception], hops: int = 3) -> Iterator[bool | None]:
    """For each type of a clause whether it takes an error; None where that is not known."""
    if isinstance(node, cst.Tuple):
        for element in node.elements:
            yield from _taken(module, element.value, error, hops)
        return
    name = dotted(node)
    kept = list(assigned(module.tree, name)) if hops and module.bound.get(name) == 1 else []
    known = getattr(builtins, name, None) if name and not module.bound.get(name) else None
    if kept:
        for value in kept:
            yield from _taken(module, value, error, hops - 1)
    elif isinstance(known, type):
        yield issubclass(error, known)
    else:  # a class of its own, or of a library, is no error of Python itself
        yield False if name.rpartition(".")[2][:1].isupper() and not name.isupper() else None


def _suppressed(draft: Draft, node: cst.With, wrong: type[Exception] | None) -> bool:
    """Whether ``with suppress(KeyError):`` takes a missing key, and not another error."""
    for item in node.items:
        call = item.item
        if isinstance(call, cst.Call) and draft.module.global_name(call.func) == "contextlib.suppress":
            types = [arg.value for arg in call.args]
            missing, other = (
                error is not None
                and any(taken is not False for each in types for taken in _taken(draft.module, each, error))
                for error in (KeyError, wrong)
            )
            if missing != other:
                return True
    return False


def error_told(draft: Draft, node: cst.CSTNode, key: str) -> None:
    """Report a key whose error is caught and shown: the text of the error names the key, or is another error."""
    for owner, around in surrounding(draft, node):
        if not isinstance(around, cst.Try):
            continue
        clause = _first(owner, around.handlers, KeyError)
        if clause is None:
            continue
        if _is_shown(owner, clause):
            sentences.ERROR_TEXT_USED.on(draft, node, key)
        return


def _is_shown(draft: Draft, clause: Clause) -> bool:
    """Whether what a caught error says goes anywhere but into a log."""
    name = dotted(clause.name.name) if clause.name is not None else None
    for statement in clause.body.body:
        if isinstance(statement, cst.SimpleStatementLine) and all(isinstance(s, cst.Expr) for s in statement.body):
            continue
        for part in walk(statement):
            if isinstance(part, cst.Name) and part.value == name:
                return True
            if isinstance(part, cst.Call) and draft.module.global_name(part.func) in _TELLING:
                return True
    return False


_TELLING: Final = frozenset({"sys.exc_info", "traceback.format_exc", "traceback.format_exception"})


def key_error(draft: Draft, site: Site, path: Path, wrong: type[Exception] | None = TypeError) -> bool:
    """Report a read whose missing key an ``except KeyError`` waits for, where null gives another error or none."""
    if catches(draft, site.node, wrong) is None:
        return False
    draft.say(
        codes.KEY_ERROR,
        site.node,
        f"`except KeyError` waits for `{'.'.join(path)}` to be missing; in the other format it is null or absent in other cases.",
        "Test the value in place of catching the error, as in `if event.get(...) is None`.",
    )
    return True


def null_error(draft: Draft, site: Site) -> type[Exception] | None:
    """The error that a read of a key of the event gives where that is null; None where the code goes on with it."""
    taken, after = site.step(0), site.step(1)
    uses = [each for each in site.children if each.kind != "log"] if site.kind == "alias" and after is None else []
    if uses:
        tries = {id(above) for above in draft.module.above(site.node) if isinstance(above, (cst.Try, cst.TryStar))}
        inside = tries <= {id(above) for above in draft.module.above(uses[0].node)}
        return _error_at(draft, uses[0], uses[0].step(1), uses[0].start) if inside else None
    return _error_at(draft, site, after, taken.node) if taken is not None else None


def _error_at(draft: Draft, site: Site, after: Step | None, held: cst.CSTNode) -> type[Exception] | None:
    """The error that a use of null gives."""
    user = after.node if after is not None else site.user
    if draft.module.up(held) is not user and not isinstance(draft.module.up(held), cst.Attribute):
        return None  # something else may take its place, as in ``held or {}``
    if isinstance(user, cst.Arg):
        call = draft.module.up(user)
        parsed = isinstance(call, cst.Call) and draft.module.global_name(call.func) in PARSERS
        return TypeError if parsed else None
    if isinstance(user, (cst.Subscript, cst.For, cst.CompFor)):
        return TypeError
    return AttributeError if isinstance(user, (cst.Call, cst.Attribute)) else None


def missing_caught(draft: Draft, site: Site) -> None:
    """Report a key whose absence was caught as any error is, where its null is none: the code goes on with it."""
    if catches(draft, site.node, None) is not None:
        draft.say(
            codes.KEY_ERROR,
            site.node,
            f"Where `{site.path[0]}` is missing, format 2.0 leaves it out, and the error is caught; a REST API sends null, and the code continues with that.",
            "Test the value in place of catching the error, as in `if event.get(...) is None`.",
            Level.WARNING,
        )
