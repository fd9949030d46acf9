"""What would become of APIs that are blocked, if what blocks them were accepted: shown, and never written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .findings import Accept, Finding
from .migration import Migration, Status
from .options import Options

MOST_ROUNDS = 4
"""How often a preview is tried: the proof may name further losses once those before it are taken."""


def preview(migration: Migration, options: Options, attempt: Callable[[Options], Migration]) -> Migration | None:
    """Migrate the blocked APIs of a template as if their blockers were accepted; None where that cannot be.

    Arguments:
        attempt: migrates the template with other options.
    """
    if migration.status is Status.ERROR:
        return None
    found = _acceptable(migration)
    if not found:
        return None
    wanted = replace(options, apis=tuple(dict.fromkeys(f.api for f in found if f.api)))
    for _ in range(MOST_ROUNDS):
        wanted = replace(wanted, accept=(*wanted.accept, *(Accept(f.code.name, f.api) for f in found)))
        tried = attempt(wanted)
        found = tried.blockers
        if not found:
            return tried if tried.changed and tried.status is not Status.ERROR else None
        if not all(f.code.acceptable and f.api for f in found):
            return None
    return None


def _acceptable(migration: Migration) -> tuple[Finding, ...]:
    """The blockers of the APIs of which every blocker can be accepted."""
    stuck = {f.api for f in migration.blockers if not f.code.acceptable}
    return tuple(f for f in migration.blockers if f.api and f.api not in stuck) if None not in stuck else ()


def asked(migration: Migration) -> list[str]:
    """What to accept for the preview of a migration to become the migration, as it is typed; nothing without a preview.

    Arguments:
        migration: as it was asked for.
    """
    if migration.preview is None:
        return []
    taken = {(f.code.name, f.api) for f in migration.findings if f.accepted}
    wanted = dict.fromkeys((f.code.name, f.api) for f in migration.preview.findings if f.accepted)
    return [str(Accept(code, api)) for code, api in wanted if (code, api) not in taken]


def news(migration: Migration) -> Migration | None:
    """The preview of a migration without the blockers that are told with the migration itself.

    What only the preview met, such as a template that does not compile, blocks as well, and is told here.
    """
    told = {(f.code.name, f.api) for f in migration.findings}
    shown = migration.preview
    rest = (f for f in (shown.findings if shown else ()) if not (f.accepted and (f.code.name, f.api) in told))
    return shown and replace(shown, findings=tuple(replace(f, accepted=False) for f in rest))
