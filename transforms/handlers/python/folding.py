"""Names of headers whose case does not matter: loops that use them in lower case only, comprehensions that put them so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from .code import Module
from .program import Program
from .resolve import built_in
from .sites import FOLDS, fallback_of
from .trees import dotted, walk
from .value_uses import logged


def lowering(made: cst.CSTNode) -> bool:
    """Whether a comprehension puts the keys of a mapping in lower case and changes nothing else."""
    match made:
        case cst.DictComp(key=key, value=value, for_in=for_in):
            pass
        case cst.GeneratorExp(
            elt=cst.Tuple(elements=[cst.Element(value=key), cst.Element(value=value)]), for_in=for_in
        ):
            pass
        case _:
            return False
    if for_in.ifs or for_in.inner_for_in or for_in.asynchronous or not isinstance(for_in.target, cst.Tuple):
        return False
    names = [dotted(element.value) for element in for_in.target.elements]
    if len(names) != 2 or not all(names) or dotted(value) != names[1]:
        return False
    if not isinstance(key, cst.Call) or key.args or not isinstance(key.func, cst.Attribute):
        return False
    held = key.func.value
    if isinstance(held, cst.Call) and dotted(held.func) == "str" and len(held.args) == 1:
        held = held.args[0].value
    return key.func.attr.value in FOLDS and dotted(held) == names[0]


def named_in_lower(module: Module, call: cst.CSTNode) -> tuple[str, cst.CSTNode] | None:
    """The name that ``{k.lower(): v for k, v in headers.items()}`` is given."""
    for_in = module.up(call)
    made = module.up(for_in)
    if not isinstance(for_in, cst.CompFor) or not lowering(made):
        return None
    if isinstance(made, cst.GeneratorExp):
        arg = module.up(made)
        made = module.up(arg)
        if not isinstance(made, cst.Call) or dotted(made.func) != "dict" or len(made.args) != 1:
            return None
    match parent := module.up(fallback_of(module, made) or made):
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            return name, parent
        case cst.AnnAssign(target=cst.Name(value=name)):
            return name, parent
    return None


def uses_in_lower(
    module: Module, function: cst.FunctionDef, uses: Sequence[cst.Name], at: cst.CSTNode | None
) -> list[tuple[cst.Name, bool]]:
    """The uses of a name of headers, each with whether those are in lower case by then; empty where that is not certain.

    Arguments:
        module: the file.
        function: the function, which binds the name twice.
        uses: where it reads the name.
        at: what binds it first; None for a parameter.
    """
    first = module.up(at) if at is not None else None
    block = module.up(first) if first is not None else function.body
    lines = list(block.body) if isinstance(block, cst.IndentedBlock) else []
    start = lines.index(first) + 1 if isinstance(first, cst.SimpleStatementLine) and first in lines else 0
    folds = (
        index for index, line in enumerate(lines[start:], start) if uses and _folds_again(module, line, uses[0].value)
    )
    end = next(folds, None)
    if end is None or (first is not None and not start):
        return []
    places = {id(node): index for index, line in enumerate(lines[start:], start) for node in walk(line)}
    certain = all(
        id(node) in places
        and not any(
            isinstance(above, (cst.Lambda, cst.FunctionDef)) and above is not function for above in module.above(node)
        )
        for node in uses
    )
    return [(node, places[id(node)] > end) for node in uses] if certain else []


def _folds_again(module: Module, line: cst.CSTNode, name: str) -> bool:
    """Whether a statement puts headers in lower case under the name that they had."""
    loops = [node for node in walk(line) if isinstance(node, cst.CompFor) and _items_of(node) == name]
    made = [named_in_lower(module, loop.iter) for loop in loops]
    return any(found is not None and found[0] == name and module.up(found[1]) is line for found in made)


def _items_of(loop: cst.CompFor) -> str:
    match loop.iter:
        case cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="items")), args=[]):
            return name
        case cst.Call(func=cst.Attribute(value=cst.BooleanOperation(left=cst.Name(value=name)), attr=attr), args=[]):
            return name if attr.value == "items" else ""
    return ""


@dataclass(frozen=True, eq=False)
class Folds:
    """Tells how a function uses the names that a mapping holds.

    Arguments:
        program: the files around it.
        module: its file.
        counts: how often it binds each name.
        names: where it reads each name.
    """

    program: Program
    module: Module
    counts: Mapping[str, int]
    names: Mapping[str, Sequence[cst.Name]]

    def loop(self, node: cst.CSTNode) -> bool:
        """Whether a loop over the names of a mapping uses each of them only in lower case, as ``name.lower()``."""
        loop = self.module.up(node)
        if not isinstance(loop, (cst.For, cst.CompFor)) or loop.iter is not node:
            return False
        target: cst.BaseExpression = loop.target
        if isinstance(target, cst.Tuple):
            target = target.elements[0].value if len(target.elements) == 2 else target
        if not isinstance(target, cst.Name) or (isinstance(loop, cst.For) and self.counts.get(target.value) != 1):
            return False
        scope = loop if isinstance(loop, cst.For) else self._comprehension(loop)
        uses = [n for n in walk(scope) if isinstance(n, cst.Name) and n.value == target.value and n is not target]
        if isinstance(loop, cst.For):  # behind the loop the name still holds the last one
            uses = [n for n in self.names.get(target.value, ()) if n is not target]
        return all(self._case_free(use) or self.module.up(use) is target for use in uses)

    def _comprehension(self, loop: cst.CompFor) -> cst.CSTNode:
        node: cst.CSTNode = loop
        while isinstance(node, cst.CompFor):
            node = self.module.up(node)
        return node

    def _case_free(self, use: cst.Name) -> bool:
        node: cst.CSTNode = use
        parent = self.module.up(node)
        call = self.module.up(parent)
        if isinstance(call, cst.Call) and built_in(self.module, call.func, self.counts) == "str":  # str(name).lower()
            node, parent = call, self.module.up(call)
        if isinstance(parent, cst.Attribute) and parent.value is node and parent.attr.value in FOLDS:
            return True
        index = self.module.up(parent)
        if isinstance(parent, cst.Index) and isinstance(read := self.module.up(index), cst.Subscript):
            return self.by_name_at_hand(read)
        return logged(self.program, self.module, use, self.counts)

    def by_name_at_hand(self, read: cst.Subscript) -> bool:
        """Whether ``mapping[name]`` reads what a loop over the mapping itself has at hand."""
        index = read.slice[0].slice if len(read.slice) == 1 else None
        if not isinstance(index, cst.Index) or not isinstance(index.value, cst.Name):
            return False
        code = self.module.tree.code_for_node
        for above in self.module.above(read):
            loops: list[cst.For | cst.CompFor] = [above] if isinstance(above, cst.For) else []
            if isinstance(above, (cst.ListComp, cst.SetComp, cst.GeneratorExp, cst.DictComp)):
                loops = [above.for_in]
            for loop in loops:
                if isinstance(loop.target, cst.Name) and loop.target.value == index.value.value:
                    held = code(read.value)
                    return code(loop.iter) in (held, f"{held}.keys()")
        return False
