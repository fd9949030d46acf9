"""A forge, a checkout of its repository, and the command line of the bot."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import contract
import pytest
import server
from checkout import TEMPLATE, Bot, Checkout
from contract import Contract
from forge import NAME, OWNER, TOKEN, Forge

from migrator.cli import main


@pytest.fixture(scope="session")
def github_contract() -> Contract:
    try:
        return contract.load()
    except contract.UnavailableError as error:
        pytest.skip(str(error))


@pytest.fixture
def forge(tmp_path: Path, github_contract: Contract) -> Iterator[Forge]:
    github_contract.violations.clear()
    with server.running(tmp_path / "forge", github_contract) as running:
        yield running
        assert github_contract.violations == []


@pytest.fixture
def checkout(tmp_path: Path, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A clone with one template on main; it is the current folder, as a step of a workflow has it."""
    folder = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", str(forge.bare), str(folder)], capture_output=True, check=True)
    made = Checkout(folder)
    made.git("checkout", "-q", "-B", "main")
    made.commit("template.yaml", TEMPLATE)
    made.git("push", "-q", "origin", "main")
    made.git("remote", "set-url", "origin", f"{forge.url}/{OWNER}/{NAME}.git")
    monkeypatch.chdir(folder)
    return made


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of a workflow that runs these tests."""
    for name in [*os.environ]:
        if name.startswith(("GITHUB_", "GIT_", "SAM_MIGRATE_")):
            monkeypatch.delenv(name)


@pytest.fixture
def bot(forge: Forge, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], renderers: None) -> Bot:
    """The command line of the bot with a token, where no wait takes longer than a test."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("GITHUB_API_URL", forge.api)

    def run(command: str, *arguments: str) -> tuple[int, str, str]:
        pause = () if command == "check" else ("--pause", "0")
        capfd.readouterr()
        status = main(["bot", command, *arguments, *pause])
        out, err = capfd.readouterr()
        assert TOKEN not in out + err
        return status, out, err

    return run


@pytest.fixture
def renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reports that the bot passes on; a plain one where the package has none."""
    for name, render in (("markdown", _markdown), ("github", _commands)):
        try:
            importlib.import_module(f"migrator.report.{name}")
        except ImportError:
            module = ModuleType(f"migrator.report.{name}")
            module.render = render  # type: ignore[attr-defined]
            monkeypatch.setitem(sys.modules, module.__name__, module)
            monkeypatch.setattr(importlib.import_module("migrator.report"), name, module, raising=False)


def _markdown(report: object, *, limit: int = 60_000) -> str:
    from migrator.report import json_report

    return f"```json\n{json_report.render(report)[: limit - 12]}\n```"  # type: ignore[arg-type]


def _commands(report: object) -> str:
    return f"::notice::{json.dumps(len(report.migrations))}\n"  # type: ignore[attr-defined]
