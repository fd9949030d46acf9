"""What is about to become of one file: changes, imports and functions to add, and what is to be said."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import libcst as cst

from migrator.findings import Code, Level

from ..outcome import Remarks
from .additions import Need, with_imports
from .code import Module
from .edits import Apply, Edits, changed
from .helpers import HELPERS, NEEDS, written
from .trees import bindings, dotted, walk


@dataclass(eq=False)
class Draft:
    """The changes of one file, collected before any is made.

    Arguments:
        module: the file.
        edits: what becomes of which node.
        imports: names to import, each with its module.
        helpers: functions of `helpers.HELPERS` to add.
        specific: nodes whose change is right for the new event format only.
        alike: whether another change is right only for functions that have to send the same headers.
        calls: where each function is called with something of the event, each call with the draft of its file.
        taking: statements whose context manager may take errors.
    """

    module: Module
    edits: Edits = field(default_factory=dict)
    imports: set[Need] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)
    specific: set[cst.CSTNode] = field(default_factory=set)
    alike: bool = False
    calls: dict[cst.FunctionDef, list[tuple[Draft, cst.CSTNode]]] = field(default_factory=dict)
    taking: set[cst.With] = field(default_factory=set)
    told: Remarks = field(init=False)
    new: Module | None = None

    def __post_init__(self) -> None:
        self.told = Remarks(self.module.source.path)

    @property
    def name(self) -> str:
        return self.module.name

    @property
    def old(self) -> str:
        return self.module.source.text

    @property
    def changed(self) -> bool:
        return bool(self.edits or self.imports or self.helpers)

    @property
    def one_format(self) -> bool:
        return bool(self.specific)

    @property
    def both(self) -> bool:
        return not self.specific

    @property
    def neutral(self) -> bool:
        return not self.specific and not self.alike

    def say(
        self,
        code: Code,
        node: cst.CSTNode | None,
        message: str,
        help_: str,
        level: Level | None = None,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a node; see ``Remarks.add``."""
        span = self.module.span(node) if node is not None else None
        self.told.add(code, span, message, help_, level, mended=mended, fails=fails)

    def put(
        self, node: cst.CSTNode, make: Callable[[cst.CSTNode], object], *, neutral: bool = False, alike: bool = False
    ) -> None:
        """Let a node become something, after what was said of it before.

        Arguments:
            neutral: the code is right for every event format afterwards.
            alike: it is, for functions that have to send the same headers.
        """
        self.alike = self.alike or alike
        if not neutral and not alike:
            self.specific.add(node)
        earlier = self.edits.get(node)
        self.edits[node] = (lambda old: make(earlier(old))) if earlier else make  # type: ignore[assignment,return-value,arg-type]

    def taken(self) -> set[str]:
        """Names that are to be added and that the file, or a function that is to use them, has for something else."""
        found = {name for name in self.helpers if self.module.bound.get(name) and not self.has(name)}
        for module, name in self.imports | self._of_helpers:
            local = name or module
            known = self.module.imports.get(local)
            if self.module.bound.get(local) and known != (module, name):
                found.add(local)
        return found | {name or module for module, name in self.imports if False in self._imported((module, name))}

    @property
    def _missing(self) -> list[str]:
        return [name for name in sorted(self.helpers) if not self.has(name)]

    @property
    def _of_helpers(self) -> set[Need]:
        """What the functions that are added import."""
        return {need for name in self._missing for need in NEEDS.get(name, ())}

    def _imported(self, need: Need) -> set[bool | None]:
        """For each edit in a function that binds the name of an import: whether it imports the same; None for others."""
        local, found = need[1] or need[0], set[bool | None]()
        for node in self.edits:
            around = [above for above in self.module.above(node) if isinstance(above, (cst.FunctionDef, cst.Lambda))]
            binding = [by for each in around for name, by in bindings(each) if name == local]
            if not binding:
                found.add(None)
            elif _mentions(node.visit(Apply(self.edits)), local) > _mentions(node, local):
                found.add(all(imports_first(self.module, node, by, need) for by in binding))
        return found

    def has(self, helper: str) -> bool:
        """Whether the file holds a helper as it is written here."""
        there = self.module.functions.get(helper)
        return there is not None and helper in HELPERS and _words(there) == _words(_function(helper))

    def text(self) -> str | None:
        """The new text of the file; None where it is no valid Python."""
        self.new = self.after()
        return self.new.source.text if _compiles(self.new.source.text, self.module.source.path) else None

    def after(self) -> Module:
        """The file with its new text."""
        tree = changed(self.module, self.edits)
        missing = self._missing
        needed = {need for need in self.imports if self._imported(need) != {True}} | self._of_helpers
        if missing:
            tree = _with_helpers(tree, missing, self.module, apart=bool(needed))
        if needed:
            tree = with_imports(tree, needed)
        made = replace(self.module, tree=tree, rebound=frozenset(), known=self.module.parts)
        text = with_tail(self.module, made.printed)
        return replace(made, source=replace(self.module.source, text=text), known=made.parts)


def _mentions(node: object, name: str) -> int:
    """How often what an edit makes names something."""
    made = [node] if isinstance(node, cst.CSTNode) else node if isinstance(node, cst.FlattenSentinel) else []
    return sum(isinstance(each, cst.Name) and each.value == name for one in made for each in walk(one))


def imports_first(module: Module, node: cst.CSTNode, by: cst.CSTNode, need: Need) -> bool:
    """Whether a function imports something itself, always and before a node.

    Arguments:
        module: the file.
        node: the node.
        by: what binds the name in the function.
        need: what is to be imported.
    """
    line = module.up(module.up(by))
    match module.up(by):
        case cst.Import():
            same = isinstance(by, cst.ImportAlias) and (dotted(by.name), None) == need
        case cst.ImportFrom(module=source, relative=[]):
            same = isinstance(by, cst.ImportAlias) and (dotted(source), dotted(by.name)) == need
        case _:
            return False
    body = module.up(line)
    at = next((each for each in (node, *module.above(node)) if module.up(each) is body), None)
    if not isinstance(body, cst.IndentedBlock) or not isinstance(module.up(body), cst.FunctionDef):
        return False
    lines: list[cst.CSTNode] = [*body.body]
    return same and at in lines and lines.index(line) < lines.index(at)


def _compiles(text: str, path: str) -> bool:
    """Whether a text is valid Python; nothing of it is run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def with_tail(module: Module, new: str) -> str:
    """A new text with the end that LibCST drops: empty lines in front of a last line of spaces or an indented comment.

    Arguments:
        module: the file.
        new: what LibCST makes of the changed tree.
    """
    text = module.source.text
    if text.endswith("\n") and not text[text.rstrip("\n").rfind("\n") + 1 :].lstrip(" \t").startswith("#"):
        return new  # to print a tree takes as long as to parse it
    printed = module.printed
    if text == printed:
        return new
    same = next(
        (i for i, (a, b) in enumerate(zip(text, printed, strict=False)) if a != b), min(len(text), len(printed))
    )
    lost = printed[same:]
    return new[: len(new) - len(lost)] + text[same:] if new.endswith(lost) else new


@cache
def _function(helper: str) -> cst.FunctionDef:
    made = cst.parse_module(HELPERS[helper]).body[0]
    assert isinstance(made, cst.FunctionDef)
    return made


@lru_cache(maxsize=64)
def _words(function: cst.FunctionDef) -> list[str]:
    """A function without the way that it is indented, and what stands above it."""
    return cst.Module([function.with_changes(leading_lines=[])]).code.replace("'", '"').split()


def _with_helpers(tree: cst.Module, names: list[str], like: Module, *, apart: bool) -> cst.Module:
    """Put functions in front of the first function or class of the file."""
    body = list(tree.body)
    at = next((i for i, node in enumerate(body) if isinstance(node, (cst.FunctionDef, cst.ClassDef))), len(body))
    lines_between = [cst.EmptyLine(indent=False), cst.EmptyLine(indent=False)]
    made: list[cst.BaseStatement] = []
    for name in names:
        parsed = cst.parse_module(written(name, like), like.tree.config_for_parsing).body[0]
        assert isinstance(parsed, cst.FunctionDef)
        made.append(parsed.with_changes(leading_lines=lines_between if at or made or apart else []))
    if at < len(body):
        follower = body[at]
        lines = list(getattr(follower, "leading_lines", ()))
        if not lines or lines[0].comment:
            body[at] = follower.with_changes(leading_lines=[*lines_between, *lines])
    return tree.with_changes(body=[*body[:at], *made, *body[at:]])
