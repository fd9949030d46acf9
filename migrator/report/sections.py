"""What is listed of one template, and under which heading: one list for all formats, so that they count alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..migration import ApiOutcome, HandlerOutcome, Migration, Status
from . import told_handlers
from .placed import Placed, grouped, placed, said

Group = list[Placed]
"""Findings that say the same in several places: they are listed, and counted, once."""


@dataclass(frozen=True)
class Section:
    """Findings under one heading: an API's, a handler's, or, with neither, those of the template as a whole.

    Arguments:
        groups: the findings, the weightiest first.
        api: the API.
        handler: the handler.
        elsewhere: what is said of the handler under another one that runs the same code: that function and the code.
    """

    groups: tuple[Group, ...]
    api: ApiOutcome | None = None
    handler: HandlerOutcome | None = None
    elsewhere: tuple[tuple[str, str], ...] = field(default=())


def sections(migration: Migration) -> list[Section]:
    """Lay out the findings of a template: its APIs, what belongs to none of them, the handlers.

    What has nothing to say is left out: an API that stays as it is, a handler without findings.
    """
    groups = grouped(placed(migration))
    known = {api.id for api in migration.apis}
    apis = [Section(tuple(g for g in groups if g[0].finding.api == api.id), api) for api in migration.apis]
    rest = [g for g in groups if g[0].finding.api not in known]
    others = Section(tuple(g for g in rest if g[0].function is None))
    return [
        *(section for section in apis if section.groups or _has_news(section.api)),
        *([others] if others.groups else []),
        *(_of_handler(handler, rest) for handler in told_handlers(migration)),
    ]


def is_told(migration: Migration) -> bool:
    """Whether a report has anything to say of a template."""
    kept = any(api.status is Status.KEPT for api in migration.apis)
    return bool(migration.changed or migration.error or kept or placed(migration) or told_handlers(migration))


def _has_news(api: ApiOutcome | None) -> bool:
    return api is not None and api.status is not Status.UNCHANGED


def _of_handler(handler: HandlerOutcome, groups: Sequence[Group]) -> Section:
    own = tuple(group for group in groups if group[0].function == handler.function)
    told = {said(group[0]): group[0].function for group in groups}
    shared = (
        (function, finding.code.name)
        for finding in handler.findings
        if (function := told.get(said(Placed(finding, finding.file or handler.path or "")))) is not None
        and function != handler.function
    )
    return Section(own, handler=handler, elsewhere=tuple(dict.fromkeys(shared)))
