"""Which function Lambda calls: followed from the exported name through re-exports, wrappers and middlewares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from .expressions import bare, calls, member
from .meanings import FoundInProgram
from .middy import LIBRARIES, STEPS, added, is_middy, items
from .origins import MAX_HOPS, exported, origin
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import FUNCTIONS, ScriptModule, of_type, parts, walk
from .syntax import field as child

SEVERAL: Final = "what makes it is used for several functions of the handler"
_FOLDING: Final = {"reduce": 1, "reduceRight": -1}


@dataclass(eq=False)
class Handler:
    """What Lambda calls.

    Arguments:
        module: the file of the function; of the export where there is none.
        function: the function; None for an adapter, or where it is not found.
        adapter: the library that takes the event, where it is known.
        around: middlewares and what else stands around the function, each with its file.
        reason: why there is no function, as a clause.
        node: what the handler is.
        waited: whether what stands around the function waits for its value, be that a promise or not.
    """

    module: ScriptModule
    node: Node
    function: Node | None = None
    adapter: str = ""
    around: list[tuple[ScriptModule, Node]] = field(default_factory=list)
    reason: str = ""
    waited: bool = False


def locate(program: ScriptProgram, path: str, name: str) -> Handler | None:
    """Find a handler; None where its file cannot be read.

    Arguments:
        program: the files.
        path: the file that ``Handler`` names.
        name: and the name in it.
    """
    module = program.module(path)
    if module is None:
        return None
    found = exported(program, module, name, MAX_HOPS)
    if found is None:
        return Handler(module, module.root, reason=f"nothing is exported as `{name}` once, in a way that is followed")
    return _handler(program, Handler(found.module, found.node), found, MAX_HOPS)


def _handler(program: ScriptProgram, made: Handler, found: FoundInProgram, hops: int) -> Handler:
    module, node = found.module, bare(found.node)
    made.module = module
    if node.type in FUNCTIONS:
        made.function = node
        return made
    call = calls(node)
    if not call or not hops:
        made.reason = "it is no function that is written out"
        return made
    taken = member(module, call.function)
    if is_middy(program, module, node):
        made.around += added(program, node)
    if taken.name in STEPS and is_middy(program, module, taken.holder):
        return _middleware(program, made, module, taken.holder, taken.name or "", call.given, hops)
    if taken.name == "bind":
        return _method(program, made, module, taken.holder)
    library = program.library(module, call.function)
    if library in LIBRARIES:
        made.waited = True
        return _inner(program, made, module, call.given, hops)
    if library is not None:
        made.adapter = library
        made.reason = f"`{library}` stands around it"
        return made
    return _wrapper(program, made, module, node, call.given, hops)


def _method(program: ScriptProgram, made: Handler, module: ScriptModule, node: Node) -> Handler:
    """A method that is bound to an object of its class, with its decorators."""
    found = program.meaning(module, node)
    if not isinstance(found, FoundInProgram) or not found.function:
        made.reason = "the method is not found"
        return made
    made.module, made.function = found.module, found.node
    before = found.node.prev_named_sibling
    while of_type(before, "decorator"):
        made.around += [(found.module, each) for each in parts(before)]
        made.waited = True
        before = before.prev_named_sibling
    return made


def _inner(program: ScriptProgram, made: Handler, module: ScriptModule, given: list[Node], hops: int) -> Handler:
    """Go on with the function that something is made around."""
    if made.function is not None:
        return made
    inner = origin(program, module, given[0], hops - 1) if given else None
    if inner is None:
        made.reason = made.reason or "what it calls is not found"
        return made
    program.given.add(bare(given[0]).id)
    return _handler(program, made, inner, hops - 1)


def _middleware(
    program: ScriptProgram, made: Handler, module: ScriptModule, held: Node, step: str, given: list[Node], hops: int
) -> Handler:
    """``middy(handler).use(one).use([two, three])``, from its end."""
    made.waited = True
    if step == "handler":
        _inner(program, made, module, given, hops)
    else:
        made.around += [(module, item) for each in given for item in items(each)]
    inner = origin(program, module, held, hops - 1)
    if inner is None:
        made.reason = "the handler that its middlewares wrap is not found"
        return made
    call = calls(bare(inner.node))
    if made.function is not None and program.library(inner.module, call.function) in LIBRARIES:
        return made
    kept = made.module
    result = _handler(program, made, inner, hops - 1)
    if step == "handler" and result.function is not None:
        result.module = kept
    return result


def _wrapper(
    program: ScriptProgram, made: Handler, module: ScriptModule, node: Node, given: list[Node], hops: int
) -> Handler:
    """A function of the package that is given the handler and returns what Lambda calls."""
    outer = program.called(module, node)
    if outer is None:
        made.reason = "what makes it is not found in the package"
        return made
    if (steps := _composed(program, node, outer)) is not None and len(given) == 1:
        program.given.add(bare(given[0]).id)
        return _around(program, made, module, steps, _wrapped(program, made, module, given[0], hops))
    for number, parameter in enumerate(parameters(outer.node)):
        name = pattern_of(parameter)
        binding = program.scopes(outer.module).binding(name)
        argument = _wrapped(program, made, module, given[number], hops) if number < len(given) else None
        if binding is None or argument is None:
            continue
        if not _assume(program, binding, argument, given[number]):
            made.reason = SEVERAL
            return made
    returned = _returned(outer.node)
    inner = origin(program, outer.module, returned[0], hops - 1) if len(returned) == 1 else None
    if inner is None:
        made.reason = "what makes it returns no function that is written out"
        return made
    return _handler(program, made, inner, hops - 1)


def _assume(program: ScriptProgram, binding: Binding, argument: FoundInProgram, given: Node) -> bool:
    """Let a parameter stand for the function that it is given, unless it is given another one elsewhere."""
    if binding in program.assumed and program.assumed[binding].node != argument.node:
        return False
    program.assumed[binding] = argument
    program.given.add(bare(given).id)
    return True


def _composed(program: ScriptProgram, node: Node, outer: FoundInProgram) -> list[Node] | None:
    """The functions of ``compose(first, second)(handler)``, innermost first; None for another wrapper."""
    maker, returned = calls(child(node, "function")), _returned(outer.node)
    folding = calls(bare(returned[0]) if len(returned) == 1 else None)
    taken = member(outer.module, folding.function)
    if not maker or len(folding.given) != 2 or taken.name not in _FOLDING:
        return None
    scopes = program.scopes(outer.module)
    listed, start = scopes.binding(taken.holder), scopes.binding(folding.given[-1])
    step = folding.given[0]
    names = [outer.module.text(each) for each in parameters(step)] if step.type in FUNCTIONS else []
    body = child(step, "body")
    applied = len(names) == 2 and outer.module.text(body) == f"{names[1]}({names[0]})"
    rests = parts(child(listed.declaration, "parameters")) if listed is not None else []
    rest = len(rests) == 1 and rests[0].type == "rest_pattern" and start is not None and start.declaration == outer.node
    if not applied or not rest or any(each.type == "spread_element" for each in maker.given):
        return None
    return maker.given[:: _FOLDING[taken.name]]


def _around(
    program: ScriptProgram, made: Handler, module: ScriptModule, steps: list[Node], inner: FoundInProgram | None
) -> Handler:
    """Put functions of the package around a handler, one after the other."""
    made.reason = "what is composed is not found in the package"
    for each in steps:
        step = program.meaning(module, each)
        if inner is None or not isinstance(step, FoundInProgram) or not step.function or not parameters(step.node):
            return made
        binding = program.scopes(step.module).binding(pattern_of(parameters(step.node)[0]))
        if binding is None or not _assume(program, binding, inner, each):
            made.reason = SEVERAL
            return made
        returned = _returned(step.node)
        inner = origin(program, step.module, returned[0]) if len(returned) == 1 else None
    if inner is not None and inner.function:
        made.module, made.function = inner.module, inner.node
    return made


def _wrapped(
    program: ScriptProgram, made: Handler, module: ScriptModule, node: Node, hops: int
) -> FoundInProgram | None:
    """The function that something is made around, which may have been made around another one."""
    source = origin(program, module, node, hops - 1) if hops > 0 else None
    if source is not None and calls(bare(source.node)):
        inner = _handler(program, Handler(source.module, source.node), source, hops - 1)
        made.around += inner.around
        return FoundInProgram(inner.module, inner.function) if inner.function is not None else None
    argument = program.meaning(module, node)
    is_known = isinstance(argument, FoundInProgram) and (argument.function or argument.node.type == "object")
    return argument if isinstance(argument, FoundInProgram) and is_known else None


def _returned(function: Node) -> list[Node]:
    body = child(function, "body")
    if not of_type(body, "statement_block"):
        return [body] if body is not None else []
    found = [parts(each) for each in walk(body, own=True) if each.type == "return_statement"]
    return [each[0] for each in found if each]
