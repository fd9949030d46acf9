"""What a function reads of its event: every use of the parameter, of its aliases, and of what they hold.

A use is either one of the shapes named here or ``other``; who decides never has to guess what a name holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .code import Module
from .folding import lowering
from .program import Program
from .resolve import CASE_FREE, built_in, constant, foreign, renders, shows
from .sites import FOLDS, LOWER, NAMED, TAKEN, Kind, Path, Site, Step, copy_of, step_of, text
from .trees import counted, dotted, plain, walk


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

    def sites(self) -> list[Site]:
        """Every use of the event."""
        return list(self._of(self.parameter, self.base, self.function))

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
        node = start
        steps: list[Step] = []
        aliases: list[tuple[str, cst.CSTNode]] = []
        while True:
            parent = self.module.up(node)
            if step := step_of(self.program, self.module, node, self.counts):
                steps.append(step)
                node = step.node
            elif self._fallback(parent, node):
                node = parent  # type: ignore[assignment]
            elif (copied := self._copied(base, steps, node)) is not None:
                node = copied
            elif isinstance(parent, cst.NamedExpr) and parent.value is node and isinstance(parent.target, cst.Name):
                aliases.append((parent.target.value, parent))
                node = parent
            else:
                break
        kind, user, name, key = self._use(node)
        path = base + tuple(step.key for step in steps)
        if kind == "alias" and name == dotted(start) and not steps:
            kind = "test"
        elif kind == "alias":
            aliases.append((name, user))
        if steps and kind != "alias" and self._stored(steps[-1].node):
            kind = "put" if self._put(path, steps[-1]) else "store"
        if kind == "folded" and path not in NAMED:
            by_key = isinstance(user, cst.Subscript)
            kind = "method" if name else "dynamic" if by_key else "argument" if isinstance(user, cst.Arg) else "iterate"
        site = Site(start, base, tuple(steps), node, kind, user, name, key)
        if path in self.tracked or self._partly_tracked(path):
            for alias, at in aliases:
                if self.counts.get(alias) != 1 or self._in_class(at):
                    return Site(start, base, tuple(steps), node, "rebound", user, alias, key)
                site.children.extend(self._of(alias, path, self._owner(at)))
        lowered = self._lowered(site)
        if lowered:
            alias, at = lowered
            if self.counts.get(alias) == 1:
                children = list(self._of(alias, (LOWER,), self._owner(at)))
                return Site(start, base, tuple(steps), node, "alias", at, alias, None, children)
        return site

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

    @staticmethod
    def _fallback(parent: cst.CSTNode, node: cst.CSTNode) -> bool:
        match parent:
            case cst.BooleanOperation(left=left, operator=cst.Or(), right=right):
                return left is node and plain(right)
            case cst.IfExp(body=body, orelse=orelse):
                return (body is node and plain(orelse)) or (orelse is node and plain(body))
        return False

    def _stored(self, node: cst.CSTNode) -> bool:
        parent = self.module.up(node)
        match parent:
            case cst.AssignTarget() | cst.Del():
                return True
            case cst.AugAssign(target=target) | cst.AnnAssign(target=target):
                return target is node
            case cst.For(target=target) | cst.CompFor(target=target):
                return target is node
        if isinstance(parent, cst.Element):
            return self._stored(self.module.up(parent))
        return isinstance(parent, cst.AsName)

    def _put(self, path: Path, step: Step) -> bool:
        """Whether a key is given a value that every format then holds under it, as ``event["user"] = ...`` does."""
        return len(path) == 1 and path[0] not in TAKEN and isinstance(self.module.up(step.node), cst.AssignTarget)

    def _use(self, node: cst.BaseExpression) -> tuple[Kind, cst.CSTNode, str, cst.SimpleString | None]:
        parent = self.module.up(node)
        nothing: tuple[str, None] = ("", None)
        if self._stored(node):
            return ("store", parent, *nothing)
        if self._tested(node):
            return ("test", parent, *nothing)
        if self._logged(node):
            return ("log", parent, *nothing)
        match parent:
            case cst.Subscript(value=value) if value is node:
                if self._stored(parent):
                    return ("store", parent, *nothing)
                return ("folded" if self._by_folded_name(parent) else "dynamic", parent, *nothing)
            case cst.Attribute(value=value, attr=attr) if value is node:
                call = self.module.up(parent)
                called = isinstance(call, cst.Call) and call.func is parent
                if called and attr.value in ("items", "keys") and self._folded(call):
                    return ("folded", call, attr.value, None)
                kind: Kind = "dynamic" if attr.value in ("get", "__getitem__") else "method" if called else "other"
                return (kind, call if called else parent, attr.value, None)
            case cst.ComparisonTarget(operator=cst.In() | cst.NotIn()):
                compared = self.module.up(parent)
                if isinstance(compared, cst.Comparison) and len(compared.comparisons) == 1:
                    key = constant(self.program, self.module, compared.left, self.counts)
                    return ("member" if key else "dynamic", compared, text(key) if key else "", key)
                return ("dynamic", parent, *nothing)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                return ("alias", parent, name, None)
            case cst.AnnAssign(target=cst.Name(value=name), value=value) if value is node:
                return ("alias", parent, name, None)
            case cst.Arg(star=""):
                call = self.module.up(parent)
                made = foreign(self.program, self.module, call.func, self.counts) if isinstance(call, cst.Call) else ""
                return ("folded" if made in CASE_FREE else "argument", parent, *nothing)
            case cst.For() | cst.CompFor():
                return ("folded" if self._folded(node) else "iterate", parent, *nothing)
            case cst.Expr():
                return ("statement", parent, *nothing)
        return ("other", parent, *nothing)

    def _tested(self, node: cst.CSTNode) -> bool:
        """Whether only the truth of a value is asked, or whether it is None."""
        parent = self.module.up(node)
        match parent:
            case cst.If(test=test) | cst.While(test=test) | cst.IfExp(test=test) | cst.CompIf(test=test):
                return test is node
            case cst.Assert(test=test):
                return test is node
            case cst.UnaryOperation(operator=cst.Not()):
                return True
            case cst.BooleanOperation(left=left, operator=cst.And()) if left is node:
                return True  # what comes out is the value only where it is falsy
            case cst.BooleanOperation():
                return self._tested(parent)
            case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=other)]):
                none = isinstance(other, cst.Name) and other.value == "None"
                return left is node and none and isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual))
            case cst.Arg(star=""):
                call = self.module.up(parent)
                if not isinstance(call, cst.Call) or call.args[0] is not parent:
                    return False
                return built_in(self.module, call.func, self.counts) in ("bool", "isinstance")
        return False

    def _logged(self, node: cst.CSTNode) -> bool:
        """Whether a value only becomes part of a line of a log."""
        for above in self.module.above(node):
            match above:
                case cst.Call():
                    if shows(self.program, self.module, above, self.counts):
                        return True
                    if renders(self.program, self.module, above, self.counts):
                        continue
                    return False
                case cst.Arg(star="") | cst.FormattedStringExpression() | cst.FormattedString():
                    continue
                case cst.ConcatenatedString() | cst.BinaryOperation(operator=cst.Add() | cst.Modulo()):
                    continue
                case cst.Dict() | cst.DictElement() | cst.Tuple() | cst.List() | cst.Element():
                    continue
            return False
        return False

    def _folded(self, node: cst.CSTNode) -> bool:
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
            return self._by_folded_name(read)
        return self._logged(use)

    def _by_folded_name(self, read: cst.Subscript) -> bool:
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

    def _lowered(self, site: Site) -> tuple[str, cst.CSTNode] | None:
        """The name that ``{k.lower(): v for k, v in headers.items()}`` is given."""
        if site.path != ("headers",) or site.kind != "folded" or site.name != "items":
            return None
        for_in = self.module.up(site.user)
        made = self.module.up(for_in)
        if not isinstance(for_in, cst.CompFor) or not lowering(made):
            return None
        if isinstance(made, cst.GeneratorExp):
            arg = self.module.up(made)
            made = self.module.up(arg)
            if not isinstance(made, cst.Call) or dotted(made.func) != "dict" or len(made.args) != 1:
                return None
        parent = self.module.up(made)
        if self._fallback(parent, made):
            parent = self.module.up(parent)
        match parent:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                return name, parent
            case cst.AnnAssign(target=cst.Name(value=name)):
                return name, parent
        return None
