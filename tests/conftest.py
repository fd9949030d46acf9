"""Options of the test run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_CACHE = "SAM_MIGRATE_CACHE_DIR"


def pytest_configure() -> None:
    os.environ[_CACHE] = tempfile.mkdtemp(prefix="sam-migrate-cache-")
    os.environ.pop("FORCE_COLOR", None)  # what is printed is compared with plain text


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ.pop(_CACHE, ""), ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the migrator does into golden/; read the diff before you commit it",
    )
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write hashes of what random templates become into tests/snapshots/",
    )


@pytest.fixture(autouse=True)
def _stays_here() -> Iterator[None]:
    """Come back to where the run began, wherever a test goes: a path without a folder means a file of that one."""
    here = Path.cwd()
    yield
    os.chdir(here)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder of the user's that is not below ``/tmp``, which handlers have for themselves."""
    beside = Path("/var/tmp")
    with tempfile.TemporaryDirectory(dir=beside if beside.is_dir() else None) as folder:
        yield Path(folder).resolve()


@pytest.fixture
def update_snapshots(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-snapshots"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
