"""Which files a pull request touches: a check speaks of these, and not of what was there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..command import config
from ..command.arguments import ArgumentError
from ..command.setting_keys import OWN_FILE
from .ci import CiRun, run_of
from .git.process import GitCommandError, configuration, environment, run

UNKNOWN = "what the {} touches is not known, so every template is reported: {}, or give --changed-since"
_DIFF = ("diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color")
_SETTINGS = (("core.fsmonitor", "false"), ("diff.external", ""), ("core.quotePath", "false"))


@dataclass(frozen=True)
class TouchedFiles:
    """What a change touches.

    Arguments:
        paths: its files, links resolved; None where all files count.
        problem: why that is so although only some should count; empty otherwise.
    """

    paths: frozenset[Path] | None = None
    problem: str = ""


def touched(root: Path, variables: Mapping[str, str], since: str | None) -> TouchedFiles:
    """Find out what is to be told.

    Arguments:
        root: the root of the checkout.
        variables: the environment of the process.
        since: value of ``--changed-since``.

    Raises:
        ArgumentError: git knows no such revision.
    """
    if since is not None:
        try:
            return _told(root, _changed(root, (f"{_commit(root, since)}...HEAD",)))
        except GitCommandError as error:
            raise ArgumentError(f"--changed-since {since}: {error}") from None
    ci = run_of(variables)
    ranges = [*_ranges(ci)]
    for ends in ranges:
        try:
            return _told(root, _changed(root, ends))
        except GitCommandError:
            continue  # the history of the checkout does not reach so far
    return TouchedFiles(problem=UNKNOWN.format(ci.kind.pull_request, ci.kind.deeper) if ranges else "")


def _told(root: Path, paths: frozenset[Path]) -> TouchedFiles:
    """What is touched; with the settings that is every template, since a loss may be taken there."""
    settings = config.load(root).file
    decide = any(path.name == OWN_FILE for path in paths) or (settings and Path(settings).resolve() in paths)
    return TouchedFiles() if decide else TouchedFiles(paths)


def _ranges(ci: CiRun) -> Iterator[tuple[str, ...]]:
    """The ends of what the pull request of a run changes; none where it runs for no pull request."""
    if commit := ci.base_commit():
        if ci.is_merge():
            yield "HEAD^1", "HEAD"
        yield (f"{commit}...HEAD",)


def _commit(root: Path, revision: str) -> str:
    return _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()


def _changed(root: Path, ends: Sequence[str]) -> frozenset[Path]:
    names = _git(root, *_DIFF, *ends, "--").split("\0")
    return frozenset((root / name).resolve() for name in names if name)


def _git(root: Path, *arguments: str) -> str:
    return run(arguments, root, environment((), configuration(_SETTINGS)))
