"""What of two templates is compared, and which differences findings announce."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from ..findings import Finding, Level
from ..migration import Migration
from ..sam.template import definition_files
from .compile import compiled
from .difference import Difference
from .differences import differences
from .readings import of_migration
from .reduction import Path
from .steps import of_the_new_ones, under_policies_of
from .surface import ExposedApi, surfaces
from .values import resolved


def definition_texts(migration: Migration) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of the definition files that a template names, before and after, by the name it gives them."""
    files = definition_files(migration.source)
    after = {change.source.path: change.after for change in migration.files}
    home = File(migration.source.path).parent
    new = {os.path.relpath(each.source.path, home): each.after for each in migration.files if each.new}
    before = {name: each.text for name, each in files.items()}
    return before, {**new, **{name: after.get(each.path, each.text) for name, each in files.items()}}


@dataclass(frozen=True)
class ComparedSides:
    """What is compared: the old APIs, and the new ones as if they had taken their place.

    Arguments:
        whole: every API before.
        growing: new APIs of an earlier step that get more routes; they are compared with the old ones as a whole.
        old: the APIs before, without the growing ones and without the routes that stay.
        new: the APIs after, without those that stay beside new ones.
        all_new: every API after.
        resolved: ``old`` and ``new`` with the values that parameters have by default.
    """

    whole: Mapping[str, ExposedApi]
    growing: tuple[str, ...]
    old: Mapping[str, ExposedApi]
    new: Mapping[str, ExposedApi]
    all_new: Mapping[str, ExposedApi]
    resolved: tuple[Mapping[str, ExposedApi], Mapping[str, ExposedApi]]

    @property
    def standing(self) -> Mapping[str, ExposedApi]:
        """The APIs before of which nothing may change."""
        return {name: api for name, api in self.whole.items() if name not in self.growing}


def sides_of(
    migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any], left_out: Sequence[Path]
) -> ComparedSides:
    """Find what is compared.

    Arguments:
        before: its template, compiled.
        after: the migrated template, compiled.
        left_out: paths of what was compiled on neither side.
    """
    whole, all_new = surfaces(before), surfaces(after)
    if not migration.kept:
        return ComparedSides(
            whole, (), whole, all_new, all_new, (surfaces(resolved(before)), surfaces(resolved(after)))
        )
    moved = {api.id: api.new_id for api in migration.apis}
    growing = tuple(name for name in moved.values() if name in whole and name not in moved)
    texts = definition_texts(migration)
    if migration.held:
        before = compiled(migration.source.text, texts[0], (*left_out, *migration.held))
    alone = compiled(migration.after, texts[1], (*left_out, *migration.kept))
    old, known = (
        {name: api for name, api in surfaces(side).items() if name not in growing}
        for side in (before, resolved(before))
    )
    new = under_policies_of(surfaces(alone), all_new)
    known_new = under_policies_of(surfaces(resolved(alone)), surfaces(resolved(after)))
    return ComparedSides(whole, growing, old, new, all_new, (known, known_new))


def said_by(migration: Migration, sides: ComparedSides) -> dict[Difference, list[str]]:
    """List what differs between old and new APIs, each with the codes of the findings that announce it.

    Arguments:
        sides: what is compared.
    """
    strict = differences(sides.old, sides.new, migration.apis, migration.direction)
    found = of_migration(strict, *sides.resolved, migration.apis, migration.direction)
    found = of_the_new_ones(found) if migration.kept else found
    return {d: _announcing(d, migration.findings) for d in found}


def _announcing(difference: Difference, findings: Sequence[Finding]) -> list[str]:
    """The codes of the findings that announce a difference."""
    return sorted({finding.code.name for finding in findings if _announces(finding, difference)})


def _announces(finding: Finding, difference: Difference) -> bool:
    if finding.api != difference.api or finding.blocks or difference.facet not in finding.code.announces:
        return False
    # What differs of an API as a whole is announced wherever the text that says it stands.
    if finding.subjects and difference.subjects and finding.subjects.isdisjoint(difference.subjects):
        return False
    if not difference.weaker:
        return True
    # Access that becomes weaker takes a loss accepted by name, or a finding that is about access.
    return finding.code.security or (finding.level is Level.BLOCKER and finding.accepted)
