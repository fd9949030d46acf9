"""Where an expression is written that a name stands for: through names, imports, exports and re-exports."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from .expressions import bare, member
from .imports import Forward, entries, imported
from .meanings import FoundInProgram
from .package import resolved
from .program import ScriptProgram
from .syntax import FUNCTIONS, ScriptModule
from .syntax import field as child

MAX_HOPS: Final = 10


def origin(program: ScriptProgram, module: ScriptModule, node: Node, hops: int = MAX_HOPS) -> FoundInProgram | None:
    """The expression that a name is given, through names, imports and exports; None where that is not known."""
    node = bare(node)
    if hops <= 0:
        return None
    if node.type in ("identifier", "shorthand_property_identifier"):
        binding = program.scopes(module).binding(node)
        if binding is None:
            return None
        source = imported(module, binding)
        if source is not None:
            return exported(program, _file(program, module, source.specifier), source.name or "", hops - 1)
        declaration = binding.declaration
        if declaration.type in FUNCTIONS and binding.kind != "parameter" and binding.constant:
            return FoundInProgram(module, declaration)
        value = child(declaration, "value") if declaration.type == "variable_declarator" else None
        if not binding.constant or value is None or child(declaration, "name") not in binding.nodes:
            found = program.bound(module, binding)
            return found if isinstance(found, FoundInProgram) and binding.constant else None
        return origin(program, module, value, hops - 1)
    taken = member(module, node)
    if taken:
        meaning = program.meaning(module, node)
        return meaning if isinstance(meaning, FoundInProgram) else None
    return FoundInProgram(module, node)


def exported(
    program: ScriptProgram, module: ScriptModule | None, name: str, hops: int = MAX_HOPS
) -> FoundInProgram | None:
    """The expression that a file exports under a name; None where that is not known, or there is no file."""
    if hops <= 0 or module is None:
        return None
    found = program.exports(module)
    values = found.named.get(name, [])
    if len(values) > 1 or len(found.whole) > 1:
        return None
    if values:
        value = values[0]
        if isinstance(value, Forward):
            return exported(program, _file(program, module, value.specifier), value.name or "", hops - 1)
        return origin(program, module, value, hops - 1)
    if found.whole:
        return _of_whole(program, module, found.whole[0], name, hops)
    others = (exported(program, _file(program, module, each), name, hops - 1) for each in found.others)
    return next((each for each in others if each is not None), None)


def _of_whole(program: ScriptProgram, module: ScriptModule, node: Node, name: str, hops: int) -> FoundInProgram | None:
    """What stands under a name in all that a file exports."""
    whole = origin(program, module, node, hops - 1)
    held = entries(whole.module, whole.node) if whole is not None and whole.node.type == "object" else None
    if whole is not None and held is not None and name in held:
        return origin(program, whole.module, held[name], hops - 1)
    meaning = program.exported(module.path, name)
    return whole if name == "default" else meaning if isinstance(meaning, FoundInProgram) else None


def _file(program: ScriptProgram, module: ScriptModule, specifier: str) -> ScriptModule | None:
    """The file of the package that another one imports."""
    path = resolved(program.package, module.path, specifier)
    return program.module(path) if path is not None else None
