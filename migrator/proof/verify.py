"""Prove a migration: compile both templates, compare their surfaces, and fail where they differ unannounced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..findings import Objection
from ..migration import Migration, Status
from ..routes import Proof, Verification
from .checks import refusals
from .compile import CompileError, compiled
from .dangling import new_dangling
from .deployment import planned
from .difference import Difference
from .document import loaded
from .further_steps import prove_step
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
from .obstacles import obstacles
from .problems import Problem, unknown_before
from .reduction import MOST, Path, name_of, reducible, without
from .route_rows import route_rows, staying_rows
from .sam_schema import schema_problems
from .side_by_side import changed, in_place
from .sides import definition_texts, said_by, sides_of
from .surface import surfaces
from .taken_ids import taken_ids

# What `Fn::GetAtt` returns for each kind; the translator leaves the names of the other kind as they stand (trap T40).


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

    Arguments:
        migration: what the engine made of a template.
    """
    if not migration.changed or migration.status is Status.ERROR:
        return replace(migration, verification=Verification(Proof.SKIPPED, "nothing to verify"))
    texts = definition_texts(migration)
    try:
        before, left_out = _before(migration, texts[0])
    except CompileError as error:
        reason = f"the template does not compile as it stands: {error}"
        message = f"The template does not compile here as it stands, so nothing was compared: {error}."
        return _objected(
            migration, Verification(Proof.SKIPPED, reason), of_all(migration, UNPROVEN, message.replace("..", "."))
        )
    try:
        after = compiled(migration.after, texts[1], left_out)
    except CompileError as error:
        reason = f"the migrated template does not compile: {error}"
        message = f"SAM would refuse the migrated template: {error}."
        objections = taken_ids(migration, str(error)) or of_all(migration, DOES_NOT_COMPILE, message)
        return _objected(migration, Verification(Proof.UNCOMPILABLE, reason), objections)
    try:
        return _objected(*compared(migration, before, after, left_out))
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


def _objected(migration: Migration, verification: Verification, objections: tuple[Objection, ...]) -> Migration:
    """The migration with its verification; an error where an objection still stands."""
    verification = replace(verification, objections=objections)
    if verification.status is Proof.DIFFERENT and not objections:
        return _failed(migration, verification, "; ".join(verification.differences) or verification.reason)
    if not unanswered(migration, objections):
        return replace(migration, verification=verification)
    first, *others = verification.differences or (verification.reason,)
    more = f" and {len(others)} more" if others else ""
    return _failed(migration, verification, f"{first}{more}")


def compared(
    migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any], left_out: Sequence[Path] = ()
) -> tuple[Migration, Verification, tuple[Objection, ...]]:
    """Compare the compiled templates; the migration with what that showed and what there is to object.

    Arguments:
        migration: what the engine made of a template.
        before: its template, compiled.
        after: the migrated template, compiled.
        left_out: paths of what was compiled on neither side.
    """
    if any(api.goes_on for api in migration.apis):
        return _of_step(migration, before, after, left_out)
    own = in_place(migration) if migration.kept else migration
    plan = planned(before, after, {api.id: api.new_id for api in own.apis})
    sides = sides_of(migration, before, after, left_out)
    touched = tuple(changed(sides.standing, sides.all_new, plan, sides.growing)) if migration.kept else ()
    moved = {api.id: api.new_id for api in migration.apis}
    routes = (
        *route_rows(sides.old, sides.new, moved),
        *(staying_rows(sides.whole, sides.old) if migration.held else ()),
    )
    found = said_by(migration, sides)
    announced = [f"{d.sentence} ({', '.join(codes)})" for d, codes in found.items() if codes]
    unexpected = [*touched, *((d.api, d.sentence) for d, codes in found.items() if not codes)]
    refused = tuple(_refused(migration, before, after))
    objections = (
        *not_equivalent(migration, unexpected),
        *would_be_refused(migration, refused),
        *obstacles(own, before, after),
    )
    if unexpected or refused:
        sentences = tuple(sentence for _, sentence in (*unexpected, *refused))
        return migration, Verification(Proof.DIFFERENT, "", sentences, tuple(announced), None, routes), objections
    verification = Verification(Proof.EQUIVALENT, "", (), tuple(announced), plan, routes)
    return migration, verification, (*objections, *_left_out(migration, left_out))


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


def _of_step(
    migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any], left_out: Sequence[Path]
) -> tuple[Migration, Verification, tuple[Objection, ...]]:
    """What comparing shows of a step that goes on from two APIs."""
    proof = prove_step(migration, before, after)
    refused = tuple(_refused(migration, before, after))
    objections = (
        *not_equivalent(migration, proof.wrong),
        *would_be_refused(migration, refused),
        *obstacles(proof.own, before, after),
    )
    routes = tuple(route_rows(surfaces(before), surfaces(after), {}))
    if proof.wrong or refused:
        sentences = tuple(sentence for _, sentence in (*proof.wrong, *refused))
        return migration, Verification(Proof.DIFFERENT, "", sentences, (), None, routes), objections
    verification = Verification(Proof.EQUIVALENT, "", (), (), proof.plan, routes)
    return migration, verification, (*objections, *_left_out(migration, left_out))


def _left_out(migration: Migration, left_out: Sequence[Path]) -> tuple[Objection, ...]:
    return tuple(
        Objection(
            api,
            COMPARED_WITHOUT,
            f"{name_of(path)} does not compile here; both templates were compared without it.",
            "",
            path,
        )
        for path in left_out
        for api in migrated(migration)
    )


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
