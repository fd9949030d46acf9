"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the migrator does into golden/; read the diff before you commit it",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def pytest_configure() -> None:
    """Until the rewriter is here, a small one takes its place."""
    from importlib.util import find_spec

    if find_spec("transforms.handlers.rewrite") is None:
        import sys

        import simple_rewriter

        sys.modules["transforms.handlers.rewrite"] = simple_rewriter
