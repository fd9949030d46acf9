"""Compare two templates of one stack: which APIs belong together, what differs, and what a deployment does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

from ..findings import Code, Level
from ..plan import Plan
from ..sam.template import definition_files
from ..text.source import Source
from .checks import new_dangling, refusals
from .compile import CompileError, compiled
from .deployment import planned
from .difference import Difference
from .document import loaded, one_line
from .domains import new_clashes
from .pairing import ApiPair, paired
from .parameter_uses import Documents, compiled_by_name, interchangeable, taken_for_granted
from .problems import new_problems
from .readings import Depth, compared_in_all, readings, shared_parameters, spelled
from .reduction import MOST, Path, made_elsewhere, made_later, name_of, reducible, without
from .refused_names import refused_names
from .sam_schema import schema_problems
from .traps import CIRCLE

Definitions: TypeAlias = tuple[Mapping[str, str] | None, Mapping[str, str] | None]


class ComparisonResult(str, Enum):
    """What comparing two templates comes to."""

    EQUIVALENT = "equivalent"
    DIFFERENT = "different"
    INCOMPLETE = "incomplete"
    """Nothing that was compared differs, and something was not compared."""


@dataclass(frozen=True)
class Comparison:
    """What comparing two templates showed.

    Arguments:
        pairs: APIs that belong together.
        differences: those that weaken access first.
        plan: what deploying the template after over the one before does.
        uncompared: what was not compared, a sentence each.
        notes: what the comparison rests on, a sentence each, such as the defaults of parameters.
        accepted: differences that were taken by name; they are told and count no more.
    """

    pairs: tuple[ApiPair, ...]
    differences: tuple[Difference, ...]
    plan: Plan
    uncompared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    accepted: tuple[Difference, ...] = ()

    @property
    def status(self) -> ComparisonResult:
        """What it all comes to: a difference weighs more than what was not compared."""
        if self.differences:
            return ComparisonResult.DIFFERENT
        return ComparisonResult.INCOMPLETE if self.uncompared else ComparisonResult.EQUIVALENT

    def accepting(self, taken: Iterable[tuple[Code, str | None]]) -> Comparison:
        """The comparison with the differences accepted that codes announce.

        Arguments:
            taken: codes, each with the logical id of the API before whose loss is taken; None for every API.
        """
        taken = tuple(taken)
        accepted = tuple(d for d in self.differences if any(_takes(code, api, d) for code, api in taken))
        rest = tuple(d for d in self.differences if d not in accepted)
        return replace(self, differences=rest, accepted=(*self.accepted, *accepted))


def _takes(code: Code, api: str | None, difference: Difference) -> bool:
    """Whether taking the loss of a code takes a difference; weaker access only where the code speaks of access."""
    if api not in (None, difference.api) or difference.facet not in code.announces:
        return False
    return not difference.weaker or code.security or code.level is Level.BLOCKER


class ComparisonError(Exception):
    """A template that cannot be compared.

    Arguments:
        side: 0 for the template before, 1 for the one after.
        reason: one line.
    """

    def __init__(self, side: int, reason: str) -> None:
        super().__init__(reason)
        self.side = side


def compare(before: Source, after: Source, definitions: Definitions = (None, None)) -> Comparison:
    """Compare two templates, each with the files that hold definitions of its APIs.

    Arguments:
        before: the template that is deployed.
        after: the template that is to follow.
        definitions: the texts of these files for each side, by the path that the template gives them; None to read
            them beside it.

    Raises:
        ComparisonError: one of them does not compile.
    """
    sources = (before, after)
    files = [_files(source, given) for source, given in zip(sources, definitions, strict=True)]
    (old, new), left_out = _compiled(sources, files)
    documents = loaded(before.text), loaded(after.text)
    alike = interchangeable(old, new, documents)
    by_name = compiled_by_name(sources, files, left_out, alike) if alike else None
    pairs, listed = _surfaces(old, new, by_name)
    if alike and by_name is None:
        names = " and ".join(sorted(alike))
        said = f"{names} have one default, and SAM needs their values; which of them is used where was not compared"
        listed.append(Difference("", said, compared=False))
    moved = {pair.before: pair.after for pair in pairs}
    listed.extend(_problems(old, new, documents))
    plan = planned(old, new, moved)
    listed.extend(Difference("", trap.sentence.rstrip(".")) for trap in plan.traps if trap.name == CIRCLE)
    return Comparison(
        pairs,
        tuple(sorted((d for d in listed if d.compared), key=lambda d: not d.weaker)),
        plan,
        tuple(dict.fromkeys((*(d.sentence for d in listed if not d.compared), *_uncompared(left_out, documents)))),
        tuple(taken_for_granted(old, new, documents)),
    )


def _surfaces(
    old: Mapping[str, Any], new: Mapping[str, Any], by_name: Documents | None
) -> tuple[tuple[ApiPair, ...], list[Difference]]:
    """Which APIs belong together, and what differs between them. A shape that this stumbles on is not compared."""
    try:
        found = (*readings(old, new), *([spelled(*by_name)] if by_name is not None else []))
        # Every API is there where conditions are open, unless its condition never holds.
        open_ = next((sides for sides in reversed(found) if sides.depth in (Depth.FREE, Depth.OPEN)), found[0])
        pairs = tuple(paired(open_.before, open_.after))
        moved = {pair.before: pair.after for pair in pairs}
        return pairs, list(compared_in_all(found, moved, shared_parameters(old, new)))
    except Exception as error:
        reason = f"{type(error).__name__}: {one_line(str(error))}"
        return (), [Difference("", f"routes and access: their shape is not understood ({reason})", compared=False)]


def _compiled(sources: tuple[Source, Source], files: Sequence[Mapping[str, str]]) -> tuple[Documents, tuple[Path, ...]]:
    """Both templates compiled, and the paths of what had to be left out of both for that.

    Raises:
        ComparisonError: one of them does not compile, whatever is left out.
    """
    left_out: tuple[Path, ...] = ()
    while True:
        done: list[dict[str, Any]] = []
        try:
            for source, texts in zip(sources, files, strict=True):
                done.append(compiled(source.text, texts, left_out))
        except CompileError as error:
            more = _failing(error, len(done), sources, left_out) if len(left_out) < MOST else ()
            if not more:
                raise ComparisonError(len(done), str(error)) from None
            left_out = tuple(dict.fromkeys((*left_out, *more)))
        else:
            return (done[0], done[1]), left_out


def _failing(error: CompileError, side: int, sources: Sequence[Source], left_out: Sequence[Path]) -> tuple[Path, ...]:
    """The parts of both templates that make one of them fail."""
    try:
        sides = [without(loaded(source.text), left_out) for source in sources]
    except CompileError:  # one of them is no template at all
        return ()
    later = tuple(path for each in sides for path in made_later(each))
    return later or reducible(error, sides[side], sides[1 - side])


def _files(source: Source, given: Mapping[str, str] | None) -> Mapping[str, str]:
    return {name: each.text for name, each in definition_files(source).items()} if given is None else given


def _uncompared(left_out: Sequence[Path], documents: Documents) -> Iterator[str]:
    """Name what makes resources, and what does not compile here. Where it differs, `made_elsewhere` says so."""
    differing = tuple(made_elsewhere(*documents))
    yield from differing
    for name in map(name_of, left_out):
        if not any(said.startswith(f"{name},") for said in differing):
            yield f"{name} does not compile here; both templates were compared without it"


def _problems(old: Mapping[str, Any], new: Mapping[str, Any], documents: Documents) -> Iterator[Difference]:
    """What the template after founders on and the one before did not."""
    for sentence in (*new_dangling(old, new), *new_problems(refusals(old), refusals(new))):
        yield Difference("", sentence)
    for refused in refused_names(old, new):
        yield Difference("", refused.sentence)
    for clash in new_clashes(old, new):
        yield Difference("", clash.sentence.rstrip("."))
    for sentence in new_problems(*map(schema_problems, documents)):
        yield Difference("", sentence)
