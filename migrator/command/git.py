"""Ask git whether a file has changes that are not committed yet."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT = 30
_COMMAND = (
    "git",
    "--no-optional-locks",
    "--literal-pathspecs",
    # A repository's own configuration may name a program to run here.
    "-c",
    "core.fsmonitor=false",
    "status",
    "--porcelain",
    "--untracked-files=no",
    "--ignore-submodules=all",
    "--",
)


class GitError(Exception):
    """Git is there and does not answer; the message is its first line."""


def has_uncommitted_changes(path: Path) -> bool:
    """Whether git tracks a file and its content differs from the last commit, staged or not.

    A file outside any repository, or without git installed, has none.

    Arguments:
        path: the file itself, links resolved.

    Raises:
        GitError: git cannot tell.
    """
    if not _in_repository(path):
        return False
    try:
        asked = subprocess.run(  # noqa: S603 - our own command; the name stands after --
            [*_COMMAND, path.name],
            cwd=path.parent,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        return False
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(str(error)) from None
    if asked.returncode:
        said = asked.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise GitError(said or f"git status ended with {asked.returncode}")
    return bool(asked.stdout.strip())


def _in_repository(path: Path) -> bool:
    # Looking is cheaper than starting a process, and most runs over a folder outside git would start many.
    return "GIT_DIR" in os.environ or any((folder / ".git").exists() for folder in path.parents)
