"""Prove a migration: compile both templates, compare their surfaces, and fail where they differ unannounced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..findings import Objection
from ..migration import Migration, Status
from ..routes import Proof, Verification
from .checks import new_dangling, refusals
from .compile import CompileError, compiled
from .deployment import planned
from .difference import Difference
from .document import loaded
from .objections import (
    COMPARED_WITHOUT,
    DOES_NOT_COMPILE,
    UNPROVEN,
    migrated,
    not_equivalent,
    of_all,
    unanswered,
    would_be_refused,
)
from .obstacles import obstacles, taken_ids
from .problems import Problem, unknown_before
from .reduction import MOST, Path, name_of, reducible, without
from .route_rows import route_rows, staying_rows
from .sam_schema import schema_problems
from .sides import definition_texts, said_by, sides_of
from .steps import StepProof, changed, in_place, prove_step


def proven(run: Callable[[Sequence[Objection]], Migration]) -> Migration:
    """Migrate and prove until the proof has nothing new against the outcome: each objection is a finding of its API.

    An API with an objection that the user did not accept stays; its neighbours are proven without it.

    Arguments:
        run: migrates with objections against an earlier outcome; the first time there are none.
    """
    held: tuple[Objection, ...] = ()
    failed = None
    while True:
        found = verified(run(held))
        new = tuple(o for o in found.verification.objections if o not in held)
        if not new:
            # Where nothing moves any more, what the proof showed of the outcome that is not written is worth knowing.
            return found if found.changed or failed is None else replace(found, verification=failed)
        held, failed = (*held, *new), found.verification


def verified(migration: Migration) -> Migration:
    """Fill in ``verification``; never raises.

    A migration to which the proof objects, and no finding of it states and accepts that, becomes an error, and its
    text after is the text before again: nothing of it may be written.
    """
    if not migration.changed or migration.status is Status.ERROR:
        return replace(migration, verification=Verification(Proof.SKIPPED, "nothing to verify"))
    texts = definition_texts(migration)
    try:
        before, left_out = _before(migration, texts[0])
    except CompileError as error:
        reason = f"the template does not compile as it stands: {error}"
        message = f"The template does not compile here as it stands, so nothing was compared: {error}."
        objections = of_all(migration, UNPROVEN, message.replace("..", "."))
        return _objected(migration, Verification(Proof.SKIPPED, reason, objections=objections))
    try:
        after = compiled(migration.after, texts[1], left_out)
    except CompileError as error:
        reason = f"the migrated template does not compile: {error}"
        message = f"SAM would refuse the migrated template: {error}."
        objections = taken_ids(migration, str(error)) or of_all(migration, DOES_NOT_COMPILE, message)
        return _objected(migration, Verification(Proof.UNCOMPILABLE, reason, objections=objections))
    try:
        return _objected(migration, compared(migration, before, after, left_out))
    except Exception as error:  # a shape that the comparison stumbles on proves nothing: fail closed
        reason = f"the compiled templates cannot be compared: {type(error).__name__}: {' '.join(str(error).split())}"
        return _failed(migration, Verification(Proof.DIFFERENT, reason), reason)


def _before(migration: Migration, definitions: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """The template as it stands, compiled, and the paths of what had to be left out of both sides for that.

    Raises:
        CompileError: it does not compile, whatever is left out.
    """
    left_out: tuple[Path, ...] = ()
    while True:
        try:
            return compiled(migration.source.text, definitions, left_out), left_out
        except CompileError as error:
            sides = [without(loaded(text), left_out) for text in (migration.source.text, migration.after)]
            more = reducible(error, *sides) if len(left_out) < MOST else ()
            if not more:
                raise
            left_out = (*left_out, *more)


def _objected(migration: Migration, verification: Verification) -> Migration:
    """The migration with its verification; an error where an objection still stands."""
    if verification.status is Proof.DIFFERENT and not verification.objections:
        return _failed(migration, verification, "; ".join(verification.differences) or verification.reason)
    if not unanswered(migration, verification.objections):
        return replace(migration, verification=verification)
    first, *others = verification.differences or (verification.reason,)
    more = f" and {len(others)} more" if others else ""
    return _failed(migration, verification, f"{first}{more}")


def compared(
    migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any], left_out: Sequence[Path] = ()
) -> Verification:
    """Compare the compiled templates; what that showed, and what there is to object.

    Arguments:
        before: its template, compiled.
        after: the migrated template, compiled.
        left_out: paths of what was compiled on neither side.
    """
    goes_on = any(api.goes_on for api in migration.apis)
    shown = prove_step(migration, before, after) if goes_on else _shown(migration, before, after, left_out)
    refused = tuple(_refused(migration, before, after))
    objections = (
        *not_equivalent(migration, shown.wrong),
        *would_be_refused(migration, refused),
        *obstacles(shown.own, before, after),
    )
    if shown.wrong or refused:
        sentences = tuple(sentence for _, sentence in (*shown.wrong, *refused))
        return Verification(Proof.DIFFERENT, "", sentences, shown.announced, None, shown.routes, objections)
    objections = (*objections, *_left_out(migration, left_out))
    return Verification(Proof.EQUIVALENT, "", (), shown.announced, shown.plan, shown.routes, objections)


def _shown(
    migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any], left_out: Sequence[Path]
) -> StepProof:
    """What comparing shows of a migration at once, or of a step that adds the new APIs beside the old ones."""
    own = in_place(migration) if migration.kept else migration
    plan = planned(before, after, {api.id: api.new_id for api in own.apis})
    sides = sides_of(migration, before, after, left_out)
    touched = changed(sides.standing, sides.all_new, plan, sides.growing) if migration.kept else ()
    found = said_by(migration, sides)
    moved = {api.id: api.new_id for api in migration.apis}
    staying = staying_rows(sides.whole, sides.old) if migration.held else ()
    return StepProof(
        (*touched, *((d.api, d.sentence) for d, codes in found.items() if not codes)),
        plan,
        own,
        (*route_rows(sides.old, sides.new, moved), *staying),
        tuple(f"{d.sentence} ({', '.join(codes)})" for d, codes in found.items() if codes),
    )


def unannounced(migration: Migration) -> tuple[Difference, ...]:
    """List what differs between old and new APIs and no finding announces.

    Arguments:
        migration: what the engine made of a template, or people did.

    Raises:
        CompileError: a side does not compile.
    """
    texts = definition_texts(migration)
    before, left_out = _before(migration, texts[0])
    sides = sides_of(migration, before, compiled(migration.after, texts[1], left_out), left_out)
    return tuple(difference for difference, codes in said_by(migration, sides).items() if not codes)


def _left_out(migration: Migration, left_out: Sequence[Path]) -> Iterator[Objection]:
    for path in left_out:
        message = f"{name_of(path)} does not compile here; both templates were compared without it."
        yield from (Objection(api, COMPARED_WITHOUT, message, path=path) for api in migrated(migration))


def _refused(migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the template after founders on and the one before did not: the API, as far as known, and a sentence."""
    yield from (("", sentence) for sentence in new_dangling(before, after))
    found = [*unknown_before(refusals(before), refusals(after)), *_new_schema_problems(migration)]
    was = {api.new_id: api.id for api in migration.apis}
    yield from dict.fromkeys((was.get(problem.api, problem.api), problem.sentence) for problem in found)


def _new_schema_problems(migration: Migration) -> tuple[Problem, ...]:
    found = schema_problems(loaded(migration.after))
    # Most templates have none, and need not be read again.
    return unknown_before(schema_problems(loaded(migration.source.text)), found) if found else ()


def _failed(migration: Migration, verification: Verification, reason: str) -> Migration:
    return replace(migration.withdrawn(f"verification: {reason}"), verification=verification)
