"""Record in the settings what a run was told: losses that are taken, and APIs that stay.

The settings are edited with tomlkit: their comments, order and quotes stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..findings import ALL, Accept
from ..migration import Migration, Status
from ..options import Direction, Keep, Options
from ..report.sanitize import clean_line
from .arguments import ArgumentError
from .config import SHARED_FILE, TABLE, Config, root_of
from .replacing import ReplaceError, Replacement, replace
from .setting_keys import OWN_FILE

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

NO_REASONS: Mapping[tuple[str, str], str] = {}
ACCEPT, KEEP, TEMPLATES = "accept", "keep", "templates"


@dataclass(frozen=True)
class Decision:
    """Something that was decided.

    Arguments:
        key: what about: ``accept`` or ``keep``.
        value: what the settings hold of it.
        api: the API that it is about; None for the whole template.
        path: the template.
        reason: why, where somebody said it.
    """

    key: str
    value: str
    api: str | None
    path: str
    reason: str = ""


class Record:
    """What is decided in one run.

    Arguments:
        settings: those of the repository.
    """

    def __init__(self, settings: Config) -> None:
        self._settings = settings
        self._decisions: dict[Decision, None] = {}
        self._templates: defaultdict[str | None, set[str]] = defaultdict(set)
        """The templates that hold an API of a name."""

    def add(self, migration: Migration, options: Options, reasons: Mapping[tuple[str, str], str] = NO_REASONS) -> None:
        """Take note of one template.

        Arguments:
            options: those of the run.
            reasons: why losses are taken, by code and API.
        """
        path = migration.source.path
        for name in (None, *(api.id for api in migration.apis)):
            self._templates[name].add(path)
        excluded = {each.api for each in options.keep}
        found = (*migration.findings, *(f for handler in migration.handlers for f in handler.findings))
        for finding in found:
            if finding.accepted:
                reason = reasons.get((finding.code.name, finding.api or ""), "")
                self._note(Decision(ACCEPT, str(Accept(finding.code.name, finding.api)), finding.api, path, reason))
            for way in sorted({each.way or "" for each in options.accept if each.asks(finding.code, finding.api)}):
                value = str(Accept(finding.code.name, finding.api, way))
                self._note(Decision(ACCEPT, value, finding.api, path))
        for api in migration.apis:
            if api.status is Status.KEPT and api.id in excluded:
                self._note(Decision(KEEP, api.id, api.id, path))

    def keep(self, path: str, apis: Iterable[tuple[str, str]]) -> None:
        """Take note of APIs that stay.

        Arguments:
            path: their template.
            apis: their logical ids, each with the reason; empty without one.
        """
        for api, reason in apis:
            self._templates[api].add(path)
            self._note(Decision(KEEP, api, api, path, reason))

    @property
    def has_any(self) -> bool:
        """Whether there is anything to record."""
        return bool(self._decisions)

    def save(self, direction: Direction) -> str:
        """Write the settings, and return what was done as one line.

        Arguments:
            direction: that of the run.

        Raises:
            ArgumentError: they cannot be written, or would not count.
        """
        if not self._decisions:
            return "--save: nothing to record"
        settings = self._settings
        if settings.direction not in (None, direction.value):
            raise ArgumentError(f"--save: {settings.file} holds for {settings.direction} only; record it by hand")
        root = Path(settings.root) if settings.file else root_of(Path())
        file = Path(settings.file) if settings.file else root / OWN_FILE
        told = [self._enter(decision, root) for decision in self._decisions]
        _edit(file, told)
        named = "; ".join(
            dict.fromkeys(f"{each.key} {each.value}{f' in {path}' if path else ''}" for path, each in told)
        )
        return clean_line(f"recorded in {file}: {named}")

    def _note(self, decision: Decision) -> None:
        if not any(_covers(each, decision) for each in self._known(decision)):
            self._decisions[decision] = None

    def _known(self, decision: Decision) -> Iterator[Accept | Keep]:
        """What the settings hold already."""
        for wishes in (self._settings.wishes, self._settings.said_of(decision.path)):
            yield from wishes.get(decision.key, ())

    def _enter(self, decision: Decision, root: Path) -> tuple[str | None, Decision]:
        """A decision, and the template that it is entered for, where another one of the run has the same name."""
        if len(self._templates[decision.api]) < 2:
            return None, decision
        try:
            return Path(decision.path).resolve().relative_to(root.resolve()).as_posix(), decision
        except ValueError:
            raise ArgumentError(f"--save: {decision.path} is not inside {root.resolve()}") from None


def _covers(known: Accept | Keep, decision: Decision) -> bool:
    if isinstance(known, Keep):
        return known.api == decision.value
    wanted = Accept.parse(decision.value)
    same_code = known.code == wanted.code or (known.code == ALL and wanted.way is None)
    return same_code and known.way == wanted.way and known.api in (None, wanted.api)


def _edit(file: Path, entries: Iterable[tuple[str | None, Decision]]) -> None:
    import tomlkit

    try:
        before = file.read_bytes() if file.exists() else None
        document: TOMLDocument = tomlkit.parse((before or b"").decode())
        table: Any = document["tool"][TABLE] if file.name == SHARED_FILE else document
        for path, decision in entries:
            _add(_table(_table(table, TEMPLATES), path) if path else table, decision)
        replace([Replacement(file.resolve(), before, tomlkit.dumps(document).encode(), str(file))])
    except (OSError, ValueError) as error:
        raise ArgumentError(f"--save: cannot write {file}: {getattr(error, 'strerror', None) or error}") from None
    except ReplaceError as error:
        raise ArgumentError(f"--save: cannot write {file}: {error}") from None


def _table(parent: Any, key: str) -> Any:
    import tomlkit

    if key not in parent:
        parent[key] = tomlkit.table(is_super_table=key == TEMPLATES)
    return parent[key]


def _add(table: Any, decision: Decision) -> None:
    """Add to a list, or to a table of reasons; a list has the reason as a comment."""
    import tomlkit

    key, value, reason = decision.key, decision.value, " ".join(decision.reason.split())
    if key not in table:
        table[key] = tomlkit.inline_table() if reason and key == KEEP else tomlkit.array()
    if isinstance(table[key], dict):
        if value not in table[key]:
            table[key][value] = reason
    elif value not in table[key]:
        if reason:
            table[key].add_line(value, comment=reason)
            table[key].add_line(indent="")
        else:
            table[key].append(value)
