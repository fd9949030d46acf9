"""What a repository asks for in its settings, for all templates or for one; each value is what its option takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import arguments

if TYPE_CHECKING:
    from ..options import Keep, Options


@dataclass(frozen=True)
class Wishes:
    """The settings that a template migrates with.

    Arguments:
        accept: losses taken.
        audience: app clients of authorizers, as after ``--audience``.
        definition: APIs and the files that their definitions are uploaded from.
        keep: APIs that stay.
        stage: stage of the migrated APIs; None for the direction's own default.
        payload: format of events; None for the default.
        strict: whether security warnings block.
        keep_logical_ids: whether only types change.
        handlers: whether code behind routes is read.
        fixtures: whether saved events are rewritten.
        shim: whether handlers that cannot be proven are called through a module that translates events.
    """

    accept: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    definition: tuple[tuple[str, str], ...] = ()
    keep: tuple[Keep, ...] = ()
    stage: str | None = None
    payload: str | None = None
    strict: bool = False
    keep_logical_ids: bool = False
    handlers: bool = True
    fixtures: bool = False
    shim: bool = False

    def without(self, names: frozenset[str]) -> Wishes:
        """These wishes, but for some.

        Arguments:
            names: fields that something else decides.
        """
        nothing = Wishes()
        return replace(self, **{name: getattr(nothing, name) for name in names})

    def added_to(self, options: Options) -> Options:
        """Options with these wishes over them. What is for one deployment is left out where a step is asked for.

        Arguments:
            options: what holds without them.
        """
        wanted = self.without(_AT_ONCE) if options.step else self
        # Nothing but the first step changes code, and what the module wraps answers both APIs.
        wanted = wanted.without(frozenset({"shim"})) if options.step and not options.side_by_side else wanted
        audiences = arguments.audiences(wanted.audience)
        named = {name for name, _ in audiences}
        return replace(
            options,
            accept=(*options.accept, *arguments.accepted(wanted.accept)),
            audiences=(*(each for each in options.audiences if each[0] not in named), *audiences),
            keep=(*options.keep, *wanted.keep),
            definitions=tuple(dict((*options.definitions, *wanted.definition)).items()),
            stage=options.stage if wanted.stage is None else wanted.stage,
            payload=wanted.payload or options.payload,
            strict=options.strict or wanted.strict,
            keep_logical_ids=options.keep_logical_ids or wanted.keep_logical_ids,
            handlers=options.handlers and wanted.handlers,
            fixtures=options.fixtures or wanted.fixtures,
            shim=options.shim or wanted.shim,
        )


_AT_ONCE = frozenset({"payload", "keep_logical_ids", "fixtures"})
"""What changes what the old API uses, so that it is not for a step."""

NO_WISHES = Wishes()
