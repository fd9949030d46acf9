"""What a function reads of its event: every use of the parameter, of its aliases, and of what they hold.

A use is either one of the shapes named here or ``other``; who decides never has to guess what a name holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final, TypeAlias

import libcst as cst

from .calls import stored
from .code import Module
from .folding import Folds, named_in_lower, uses_in_lower
from .program import Program
from .resolve import CASE_FREE, constant, foreign
from .sites import LOWER, NAMED, TAKEN, Kind, Path, Site, Step, copy_of, fallback_of, step_of, text
from .tables import used_in_lambdas
from .trees import counted, dotted, walk
from .value_uses import logged, tested

_Use: TypeAlias = tuple[Kind, cst.CSTNode, str, cst.SimpleString | None]
"""What becomes of a value, the node that takes it, and the name and the literal that it is taken by."""

_TAKING: Final = frozenset({"get", "__getitem__"})
"""Methods that take a key out of a mapping."""


class Reader:
    """Finds the sites of one function.

    Arguments:
        program: the files around it.
        module: the file.
        function: the function, nested ones included.
        parameter: the name of its event, or of a part of it.
        tracked: the paths whose aliases are followed.
        base: what the parameter holds, as keys from the event.
    """

    def __init__(
        self,
        program: Program,
        module: Module,
        function: cst.FunctionDef,
        parameter: str,
        tracked: frozenset[Path],
        base: Path = (),
    ) -> None:
        self.program = program
        self.module = module
        self.function = function
        self.parameter = parameter
        self.tracked = tracked
        self.base = base
        self.counts = counted(function, filled=False)
        self.names: dict[str, list[cst.Name]] = {}
        for node in walk(function):
            if isinstance(node, cst.Name) and self._reads(node):
                self.names.setdefault(node.value, []).append(node)
        self.folds = Folds(program, module, self.counts, self.names)

    def sites(self) -> list[Site]:
        """Every use of the event."""
        return self.twice or list(self._of(self.parameter, self.base, self.function))

    @cached_property
    def twice(self) -> list[Site]:
        """The uses of a parameter that is given the headers, and then holds them in lower case."""
        return self._twice(self.parameter, self.base, None)

    def site(self, node: cst.BaseExpression) -> Site:
        """The use of an expression that is the event."""
        return self._site(node, self.base)

    def _reads(self, node: cst.Name) -> bool:
        match self.module.up(node):
            case cst.Attribute(attr=attr) if attr is node:
                return False
            case cst.Arg(keyword=keyword) if keyword is node:
                return False
            case cst.AssignTarget() | cst.Param(name=cst.Name()) as parent:
                return isinstance(parent, cst.Param) and parent.name is not node
            case cst.AnnAssign(target=target) | cst.NamedExpr(target=target) if target is node:
                return False
            case cst.FunctionDef() | cst.ImportAlias() | cst.ImportFrom() | cst.AsName() | cst.NameItem():
                return False
        return True

    def _of(self, name: str, base: Path, owner: cst.CSTNode) -> Iterator[Site]:
        for node in self.names.get(name, ()):
            if owner is self.function or any(above is owner for above in self.module.above(node)):
                yield self._site(node, base)

    def _site(self, start: cst.BaseExpression, base: Path) -> Site:
        node, steps, aliases = self._chain(start, base)
        kind, user, name, key = self._use(node)
        path = base + tuple(step.key for step in steps)
        if kind == "alias" and name == dotted(start) and not steps:
            kind = "test"
        elif kind == "alias":
            aliases.append((name, user))
        elif steps and stored(self.module, steps[-1].node):
            kind = "put" if self._put(path, steps[-1]) else "store"
        elif kind == "folded" and path not in NAMED:
            kind = _by_names(user, name)
        site = Site(start, base, tuple(steps), node, kind, user, name, key)
        if path in self.tracked or self._partly_tracked(path):
            for alias, at in aliases:
                twice = self._twice(alias, path, at)
                if not twice and (self.counts.get(alias) != 1 or self._in_class(at)):
                    return replace(site, kind="rebound", name=alias, children=[])
                site.children.extend(twice or self._of(alias, path, self._owner(at)))
        inside = used_in_lambdas(self.program, self.module, user, self.function) if kind == "argument" else None
        if inside is not None and not (path and any(self.function not in self.module.above(each) for each in inside)):
            children = [self._site(each, path) for each in inside if self._reads(each)]
            return replace(site, kind="followed", children=children)
        if path != ("headers",) or kind != "folded" or name != "items":
            return site
        alias, at = named_in_lower(self.module, user) or ("", user)
        if self.counts.get(alias) != 1:
            return site
        children = list(self._of(alias, (LOWER,), self._owner(at)))
        return replace(site, kind="alias", user=at, name=alias, key=None, children=children)

    def _twice(self, name: str, path: Path, at: cst.CSTNode | None) -> list[Site]:
        """The uses of a name of the headers that holds them in lower case from a statement on; empty for any other."""
        if path != ("headers",) or self.counts.get(name) != 2:
            return []
        uses = uses_in_lower(self.module, self.function, self.names.get(name, ()), at)
        return [self._site(node, (LOWER,) if lower else path) for node, lower in uses]

    def _chain(
        self, start: cst.BaseExpression, base: Path
    ) -> tuple[cst.BaseExpression, list[Step], list[tuple[str, cst.CSTNode]]]:
        """The whole of a chain of keys, the keys, and the names that ``:=`` gives to it, each with where it does."""
        node = start
        steps: list[Step] = []
        aliases: list[tuple[str, cst.CSTNode]] = []
        while True:
            if step := step_of(self.program, self.module, node, self.counts):
                steps.append(step)
                node = step.node
                continue
            around = fallback_of(self.module, node) or self._copied(base, steps, node)
            parent = self.module.up(node)
            if around is not None:
                node = around
            elif isinstance(parent, cst.NamedExpr) and parent.value is node and isinstance(parent.target, cst.Name):
                aliases.append((parent.target.value, parent))
                node = parent
            else:
                return node, steps, aliases

    def _copied(self, base: Path, steps: list[Step], node: cst.BaseExpression) -> cst.BaseExpression | None:
        """A copy of what holds other keys in another format; copies of what holds texts are values like any other."""
        path = base + tuple(step.key for step in steps)
        if path[:1] not in ((), ("headers",), ("requestContext",)):
            return None
        return copy_of(self.program, self.module, node, self.counts)

    def _partly_tracked(self, path: Path) -> bool:
        return any((*path[:-1], "*") == known for known in self.tracked) if path else False

    def _in_class(self, node: cst.CSTNode) -> bool:
        """Whether a name is an attribute of a class, which is read by other means than the name."""
        around = (
            above for above in self.module.above(node) if isinstance(above, (cst.FunctionDef, cst.ClassDef, cst.Lambda))
        )
        return isinstance(next(around, None), cst.ClassDef)

    def _owner(self, node: cst.CSTNode) -> cst.CSTNode:
        """The function in which a name is bound."""
        return next(above for above in self.module.above(node) if isinstance(above, (cst.FunctionDef, cst.Lambda)))

    def _put(self, path: Path, step: Step) -> bool:
        """Whether a key is given a value that every format then holds under it, as ``event["user"] = ...`` does."""
        return len(path) == 1 and path[0] not in TAKEN and isinstance(self.module.up(step.node), cst.AssignTarget)

    def _use(self, node: cst.BaseExpression) -> _Use:
        module, parent = self.module, self.module.up(node)
        if stored(module, node):
            return ("store", parent, "", None)
        if tested(module, node, self.counts):
            return ("test", parent, "", None)
        if logged(self.program, module, node, self.counts):
            return ("log", parent, "", None)
        match parent:
            case cst.Subscript(value=value) if value is node:
                at_hand: Kind = "folded" if self.folds.by_name_at_hand(parent) else "dynamic"
                return ("store" if stored(module, parent) else at_hand, parent, "", None)
            case cst.Attribute(value=value) if value is node:
                return self._use_of_attribute(parent)
            case cst.ComparisonTarget():
                return self._use_of_comparison(parent)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                return ("alias", parent, name, None)
            case cst.AnnAssign(target=cst.Name(value=name), value=value) if value is node:
                return ("alias", parent, name, None)
            case cst.Arg(star=""):
                call = module.up(parent)
                made = foreign(self.program, module, call.func, self.counts) if isinstance(call, cst.Call) else ""
                return ("folded" if made in CASE_FREE else "argument", parent, "", None)
            case cst.For() | cst.CompFor():
                return ("folded" if self.folds.loop(node) else "iterate", parent, "", None)
            case cst.Expr():
                return ("statement", parent, "", None)
        return ("other", parent, "", None)

    def _use_of_attribute(self, node: cst.Attribute) -> _Use:
        name, call = node.attr.value, self.module.up(node)
        if not isinstance(call, cst.Call) or call.func is not node:
            return ("dynamic" if name in _TAKING else "other", node, name, None)
        if name in ("items", "keys") and self.folds.loop(call):
            return ("folded", call, name, None)
        return ("dynamic" if name in _TAKING else "method", call, name, None)

    def _use_of_comparison(self, node: cst.ComparisonTarget) -> _Use:
        if not isinstance(node.operator, (cst.In, cst.NotIn)):
            return ("other", node, "", None)
        compared = self.module.up(node)
        if not isinstance(compared, cst.Comparison) or len(compared.comparisons) != 1:
            return ("dynamic", node, "", None)
        key = constant(self.program, self.module, compared.left, self.counts)
        return ("member", compared, text(key), key) if key else ("dynamic", compared, "", None)


def _by_names(user: cst.CSTNode, method: str) -> Kind:
    """What uses the names of something that is not known to be held by names in any case."""
    if method:
        return "method"
    match user:
        case cst.Subscript():
            return "dynamic"
        case cst.Arg():
            return "argument"
    return "iterate"
