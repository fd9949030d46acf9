"""Tools that npm brings, in a folder that git ignores; a test is skipped where npm cannot be reached."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import IO

import pytest

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "npm"
TIMEOUT = 180


def package(name: str, version: str) -> Path:
    """The folder of an installed package; it is installed once for all runs.

    Arguments:
        name: such as ``@microsoft/jest-sarif``.
        version: exact, so that a new release changes no test.
    """
    problem = _problem(name, version)
    if problem:
        pytest.skip(problem)
    return _home(name, version) / "node_modules" / name


def _home(name: str, version: str) -> Path:
    return CACHE / f"{name.replace('/', '-')}-{version}"


@lru_cache
def _problem(name: str, version: str) -> str:
    """Install a package unless it is there; why it cannot be had, found out once."""
    home = _home(name, version)
    if home.is_dir():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "needs npm"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        _wait_for(lock)  # the other workers of a run want the same
        return "" if home.is_dir() else _install(npm, f"{name}@{version}", home)


def _wait_for(lock: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    fcntl.flock(lock, fcntl.LOCK_EX)


def _install(npm: str, what: str, home: Path) -> str:
    folder = Path(tempfile.mkdtemp(dir=CACHE))
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    try:
        subprocess.run(
            [npm, "install", "--prefix", folder, *options, what], capture_output=True, timeout=TIMEOUT, check=True
        )
        folder.rename(home)
    except subprocess.SubprocessError as error:
        return f"npm cannot install {what}: {error}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ""
