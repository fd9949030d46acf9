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


@lru_cache
def package(name: str, version: str) -> Path:
    """The folder of an installed package; it is installed once for all runs.

    Arguments:
        name: such as ``@microsoft/jest-sarif``.
        version: exact, so that a new release changes no test.
    """
    home = CACHE / f"{name.replace('/', '-')}-{version}"
    if not home.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "lock").open("w") as lock:
            _wait_for(lock)  # the other workers of a run want the same
            if not home.is_dir():
                _install(f"{name}@{version}", home)
    return home / "node_modules" / name


def _wait_for(lock: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    fcntl.flock(lock, fcntl.LOCK_EX)


def _install(what: str, home: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    folder = Path(tempfile.mkdtemp(dir=CACHE))
    command = [npm, "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", what]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        if run.returncode:
            pytest.skip(f"npm cannot install {what}: {run.stderr.strip().splitlines()[-1:]}")
        folder.rename(home)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm cannot install {what} in {TIMEOUT} seconds")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
