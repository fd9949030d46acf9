"""What is asked of a migration: which way, and with which options."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .findings import Accept


class Direction(str, Enum):
    """Which kind of API the template is migrated to."""

    TO_HTTP = "to-http"
    TO_REST = "to-rest"


SIDE_BY_SIDE, SWITCH, FINISH, UNDO = "side-by-side", "switch", "finish", "undo"
"""The steps of the way to production, and the way back."""


@dataclass(frozen=True)
class Keep:
    """An API that is to stay as it is.

    Arguments:
        api: its logical id.
        reason: why; empty where nobody said it.
    """

    api: str
    reason: str = ""


@dataclass(frozen=True)
class Options:
    """What the user asked for.

    Arguments:
        accept: losses taken by name.
        strict: security warnings become blockers.
        apis: logical ids to migrate; empty for all.
        audiences: authorizer name -> app client ids, or ``param:NAME`` for a new template parameter.
        stage: ``default``, ``keep`` or a stage name; None for the direction's own default.
        payload: event format of the migrated routes, ``1.0`` or ``2.0``.
        keep_logical_ids: change only the type (for stacks that are not deployed yet).
        handlers: read the code behind the routes, and let it follow.
        fix_close: repair in handlers what is exact on payload 1.0. That is the default; the name is kept for it.
        fixtures: rewrite saved events of the project, too.
        shim: let handlers that cannot be proven be called through a module that translates events.
        side_by_side: add the new API beside the old one, which stays as it is.
        switch: lead all that refers to the old API to the new one, which stands beside it.
        finish: remove the old API.
        undo: take the last of these steps back.
        split: with the first step, leave routes to the old API that nothing but a finding of their own holds back.
        keep: APIs that stay, beside those of which the template says so itself.
        definitions: API -> the file that is uploaded to where the template reads its definition, from the current
            folder.
    """

    accept: tuple[Accept, ...] = ()
    strict: bool = False
    apis: tuple[str, ...] = ()
    audiences: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stage: str | None = None
    payload: str = "1.0"
    keep_logical_ids: bool = False
    handlers: bool = True
    fix_close: bool = False
    fixtures: bool = False
    shim: bool = False
    side_by_side: bool = False
    switch: bool = False
    finish: bool = False
    undo: bool = False
    split: bool = False
    keep: tuple[Keep, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()

    @property
    def step(self) -> str:
        """The step of the way to production that is asked for; empty where it is to migrate at once."""
        wanted = {SIDE_BY_SIDE: self.side_by_side, SWITCH: self.switch, FINISH: self.finish, UNDO: self.undo}
        return next((step for step, given in wanted.items() if given), "")
