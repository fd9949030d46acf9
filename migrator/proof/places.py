"""Where in a template something stands that a compiled template shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..migration import Migration
from ..sam.kinds import KINDS
from .document import loaded
from .objections import migrated
from .reduction import Path


@dataclass(frozen=True)
class MovingApis:
    """A template, and the APIs of it that move.

    Arguments:
        text: the template before, which is read when a place is asked for.
        moved: logical ids of the APIs that move, before and after.
    """

    text: str
    moved: Mapping[str, str]

    @classmethod
    def of(cls, migration: Migration) -> MovingApis:
        """The places of a migration's template.

        Arguments:
            migration: what the engine made of a template that can be read.
        """
        moving = migrated(migration)
        moved = {api.id: api.new_id for api in migration.apis if api.id in moving}
        return cls(migration.source.text, moved)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The template as plain values."""
        return loaded(self.text)

    def of_resource(self, resource: str) -> Path:
        """The path to a resource; empty where the template has none of that id.

        Arguments:
            resource: a logical id.
        """
        return self._standing(("Resources", resource), least=2)

    def of_property(self, resource: str, keys: Sequence[str]) -> Path:
        """The path to a property, or as far towards it as the template goes; empty where it has no such resource.

        Arguments:
            resource: a logical id.
            keys: keys below its properties.
        """
        return self._standing(("Resources", resource, "Properties", *keys), least=2)

    def of_setting(self, api: str, keys: Sequence[str]) -> Path:
        """The path to a setting of an API, on its resource or in Globals; empty where neither has it.

        Arguments:
            api: its logical id before.
            keys: keys below its properties.
        """
        roots: list[Path] = [("Resources", api, "Properties")]
        roots += [("Globals", kind.section) for kind in KINDS.values()]
        found = (self._standing((*root, *keys), least=len(root) + len(keys)) for root in roots)
        return next((path for path in found if path), ())

    def _standing(self, path: Path, least: int) -> Path:
        value: Any = self.document
        for depth, key in enumerate(path):
            if not isinstance(value, Mapping) or key not in value:
                return path[:depth] if depth >= least else ()
            value = value[key]
        return path
