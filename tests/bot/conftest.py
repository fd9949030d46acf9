"""A forge, a checkout of its repository, and the command line of the bot."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import contract
import pytest
import server
from checkout import TEMPLATE, Bot, Checkout
from contract import Contract
from forge import TOKEN, Api, Forge
from github_api import GitHubApi

from migrator.cli import main


@pytest.fixture(scope="session")
def github_contract() -> Contract:
    """GitHub's description of its API; where it has to be there, that it is not is a failure."""
    try:
        return contract.of_github()
    except contract.UnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def gitlab_contract() -> Contract:
    return contract.of_gitlab()


@pytest.fixture
def api_kind() -> type[Api]:
    """The kind of forge; see `apis.BOTH`."""
    return GitHubApi


@pytest.fixture
def judge(api_kind: type[Api], request: pytest.FixtureRequest) -> Iterator[Contract]:
    """The description of the forge's API, which nothing may violate."""
    found: Contract = request.getfixturevalue("github_contract" if api_kind is GitHubApi else "gitlab_contract")
    found.violations.clear()
    yield found
    assert found.violations == []


@pytest.fixture
def forge(tmp_path: Path, judge: Contract, api_kind: type[Api]) -> Iterator[Forge]:
    with server.running(tmp_path / "forge", judge, api_kind) as running:
        yield running


@pytest.fixture
def checkout(tmp_path: Path, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A clone with one template on main; it is the current folder, as a step of a workflow has it."""
    folder = tmp_path / "checkout"
    subprocess.run(["git", "clone", "-q", str(forge.bare), str(folder)], capture_output=True, check=True)
    made = Checkout(folder)
    made.git("checkout", "-q", "-B", "main")
    made.commit("template.yaml", TEMPLATE)
    made.git("push", "-q", "origin", "main")
    made.git("remote", "set-url", "origin", f"{forge.url}/{forge.path}.git")
    monkeypatch.chdir(folder)
    return made


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of a workflow that runs these tests."""
    for name in [*os.environ]:
        if name.startswith(("CI_", "GITHUB_", "GITLAB_", "GIT_", "SAM_MIGRATE_")):
            monkeypatch.delenv(name)


@pytest.fixture
def bot(forge: Forge, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Bot:
    """The command line of the bot with a token, where no wait takes longer than a test."""
    monkeypatch.setenv(forge.kind.token_variable, TOKEN)
    for name, value in forge.speaks.variables().items():
        monkeypatch.setenv(name, value)

    def run(command: str, *arguments: str) -> tuple[int, str, str]:
        pause = () if command == "check" else ("--pause", "0")
        capfd.readouterr()
        status = main(["bot", command, *arguments, *pause])
        out, err = capfd.readouterr()
        assert TOKEN not in out + err
        return status, out, err

    return run
