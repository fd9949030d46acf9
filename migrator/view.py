"""One API on its way to the other kind: everything that concerns may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TypeVar

from .api_access import Access
from .facts import CorsHeaders
from .findings import Code, Finding, Level, Span
from .options import Options
from .sam.kinds import KINDS, Kind
from .sam.template import Api, Template
from .stage_name import Default, StageName, known
from .subjects import NOTHING, subjects
from .text.node import Node
from .text.operations import Operation
from .text.source import Source

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Stage:
    """The stage of an API before and after.

    Arguments:
        before: its name before.
        after: its name afterwards.
        implied: whether SAM gives the name before, so that none is written.
    """

    before: StageName
    after: StageName
    implied: bool = False

    @property
    def name(self) -> str | None:
        """The name before, ``$default`` for that stage; None where it is known at deployment only."""
        return known(self.before)

    @property
    def is_default(self) -> bool:
        """Whether the API moves to the stage that has no segment in its URLs."""
        return isinstance(self.after, Default)

    @property
    def stands(self) -> bool:
        """Whether the name afterwards is written already."""
        return not self.implied and self.after == self.before

    @property
    def shown(self) -> str:
        """The name afterwards, for a sentence."""
        return known(self.after) or "what an intrinsic gives"


@dataclass(frozen=True, eq=False)
class Following:
    """Whether the code of one function follows its API to another event format.

    Arguments:
        changes: whether the format that it is to follow to is one that code must know of: payload 2.0, or from there.
        follows: whether it is proven to work with the new events.
        reason: why it is not, as a clause with the function as its subject.
        unread: whether its code could not be read; ``reason`` says why.
        level: how much that weighs.
        wraps: whether ``--shim`` may call it all the same: its code was read, and is in files.
        operations: what becomes of code that stands in the template itself.
        findings: what the code was told that concerns access: it counts for the API, as ``--strict`` takes it.
        sends: CORS headers that every response of the function carries from now on; None where that is not proven.
        unsent: why it is not, as a clause with the function as its subject.
    """

    changes: bool
    follows: bool
    reason: str = ""
    unread: bool = False
    level: Level = Level.WARNING
    wraps: bool = False
    operations: tuple[Operation, ...] = ()
    findings: tuple[Finding, ...] = ()
    sends: CorsHeaders | None = None
    unsent: str = ""


@dataclass(frozen=True, eq=False)
class View:
    """One API on its way to the other kind: everything that may be asked of it, each answer found once.

    Arguments:
        template: the whole template.
        api: the API that moves.
        options: what the user asked for.
        new_id: its logical id after.
        stage: its stage before and after.
        kind: the kind that it becomes.
        explicit: whether an implicit API has to be written as a resource.
        staying: ids of the APIs of the old kind that do not move.
        following: what becomes of the code of functions, by logical id.
    """

    template: Template
    api: Api
    options: Options
    new_id: str
    stage: Stage
    kind: Kind
    explicit: bool = False
    staying: frozenset[str] = frozenset()
    following: Mapping[str, Following] = field(default_factory=dict)

    @cached_property
    def _facts(self) -> dict[Callable[[View], object], object]:
        return {}

    def fact(self, compute: Callable[[View], T]) -> T:
        """What a function finds out about this API; it is asked once.

        Arguments:
            compute: the function, which is the name of the fact. What it returns is shared and must not be changed.
        """
        if compute not in self._facts:
            self._facts[compute] = compute(self)
        return self._facts[compute]  # type: ignore[return-value]

    @property
    def old(self) -> Kind:
        """The kind that it comes from."""
        return KINDS[self.api.kind]

    def get(self, *path: str) -> Node | None:
        """An effective property of the API (Globals merged in)."""
        return self.api.properties.get(*path)

    @cached_property
    def auth(self) -> Access:
        """The API's access control."""
        return Access(self.api, self.get("Auth"), self.template.parameters)

    @cached_property
    def _subjects(self) -> Mapping[int, frozenset[str]]:
        return subjects(self.api, self.template.definition_of(self.api))

    def subjects_of(self, node: Node) -> frozenset[str]:
        """The routes and authorizers that a place of the template is about; none for the API as a whole."""
        return self._subjects.get(id(node), NOTHING)

    def follows(self, function: str | None) -> bool:
        """Whether the code of a function is proven to work with another event format than today's."""
        found = self.following.get(function or "")
        return found is not None and found.changes and found.follows

    def why(self, function: str | None) -> str:
        """Why the code of a function does not follow, as a sentence to add; empty when that is not known."""
        found = self.following.get(function or "")
        return "" if found is None or not found.changes or found.follows else f" It {found.reason}."

    def find(
        self,
        code: Code,
        message: str,
        node: Node | None = None,
        *,
        remedy: str = "",
        level: Level | None = None,
        about: Iterable[str] = (),
    ) -> Finding:
        """A finding about this API.

        Arguments:
            code: what kind it is.
            message: what is there and what will differ.
            node: where; the API itself by default.
            remedy: what to do; the code's own by default.
            level: another level than the code's.
            about: the routes that it is about, where the place does not tell.
        """
        narrow = frozenset(about) or (self.subjects_of(node) if node is not None and code.announces else NOTHING)
        node = standing(node) or standing(self.api.node) or self.api.node
        source = self.template.source_of(node)
        return Finding(
            code,
            message,
            remedy or code.remedy,
            level or code.level,
            self.api.id,
            span(source, node),
            node.path(),
            file=source.path if source is not self.template.source else None,
            subjects=narrow,
        )


def fact(compute: Callable[[View], T]) -> Callable[[View], T]:
    """Give a function of a view a memory: without it, what is asked for each event makes large templates quadratic."""

    @wraps(compute)
    def remembered(view: View) -> T:
        return view.fact(compute)

    return remembered


def standing(node: Node | None) -> Node | None:
    """The node itself when it stands in the text; of a merged mapping the first part that does."""
    while node is not None and node.start < 0:
        children = [pair.value for pair in node.pairs] or node.items
        node = next((found for child in children if (found := standing(child)) is not None), None)
    return node


def span(source: Source, node: Node) -> Span:
    """Where a node stands: for an entry of a mapping its key and value, up to the end of the first line."""
    start = node.start
    if node.parent is not None and node.parent.kind == "mapping":
        pair = node.parent.pair(str(node.key))
        if pair is None or pair.value is not node:  # an earlier one of two entries with one key
            pair = next((p for p in node.parent.pairs if p.value is node), None)
        start = pair.key.start if pair is not None else start
    line, column = source.position(start)
    end_line, end_column = source.position(max(node.end, start))
    return Span(start, max(node.end, start), line, column, end_line, end_column)
