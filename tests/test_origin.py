"""Where the tool was installed from, as reports tell it."""

from __future__ import annotations

import json
import sys
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest

from migrator import __version__
from migrator.bot import connection
from migrator.bot.kinds import GITHUB
from migrator.bot.place import ForgeRepository
from migrator.command.arguments import ArgumentError
from migrator.report import reproduce as origin

ACTION = "file:///home/runner/work/_actions/acme/sam-migrate/"
COMMIT = {"vcs": "git", "commit_id": "0123abc"}


class Recorded:
    """An installed distribution with what its installer wrote down."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def read_text(self, name: str) -> str | None:
        return self.text if name == "direct_url.json" else None


def installed(monkeypatch: pytest.MonkeyPatch, recorded: dict[str, Any] | str | None) -> None:
    text = json.dumps(recorded) if isinstance(recorded, dict) else recorded
    monkeypatch.setattr(origin, "distribution", lambda _: Recorded(text))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")


@pytest.mark.parametrize(
    ("recorded", "address"),
    [
        pytest.param({"url": "https://h/a/b.git", "vcs_info": COMMIT}, "git+https://h/a/b.git@0123abc", id="git"),
        pytest.param({"url": "https://u:pw@h/b", "vcs_info": COMMIT}, "git+https://h/b@0123abc", id="a password"),
        pytest.param({"url": "https://t0ken@h/b", "vcs_info": COMMIT}, "git+https://h/b@0123abc", id="a token"),
        pytest.param({"url": "ssh://git@h/a/b", "vcs_info": COMMIT}, "git+ssh://git@h/a/b@0123abc", id="ssh"),
        pytest.param(
            {"url": "https://h/b", "vcs_info": COMMIT, "subdirectory": "c"},
            "git+https://h/b@0123abc#subdirectory=c",
            id="a subdirectory",
        ),
        pytest.param({"url": "https://h/b-1.whl", "archive_info": {}}, "https://h/b-1.whl", id="a file"),
        pytest.param(
            {"url": ACTION + "0123abc", "dir_info": {}},
            "git+https://github.com/acme/sam-migrate@0123abc",
            id="an action",
        ),
        pytest.param(
            {"url": ACTION + "feature/x/", "dir_info": {}},
            "git+https://github.com/acme/sam-migrate@feature/x",
            id="an action of a branch",
        ),
    ],
)
def test_an_address_that_every_reader_can_use(
    monkeypatch: pytest.MonkeyPatch, recorded: dict[str, Any], address: str
) -> None:
    installed(monkeypatch, recorded)
    assert origin.requirement() == f"sam-api-migrator @ {address}"
    assert origin.requirement("bot") == f"sam-api-migrator[bot] @ {address}"
    assert origin.installation() == f"pip install 'sam-api-migrator @ {address}'"


@pytest.mark.parametrize(
    "recorded",
    [
        pytest.param({"url": "file:///home/ann/sam-migrate", "dir_info": {"editable": True}}, id="a folder"),
        pytest.param({"url": "file:///home/ann/b-1.whl", "archive_info": {}}, id="a file of this machine"),
        pytest.param({"url": "https://h/b-1.whl?signature=x", "archive_info": {}}, id="a signed address"),
        pytest.param({"url": "http://h/b", "vcs_info": COMMIT}, id="an address that others can answer for"),
        pytest.param(None, id="an index"),
        pytest.param("{", id="what no installer writes"),
    ],
)
def test_what_is_only_known_here_is_not_told(
    monkeypatch: pytest.MonkeyPatch, recorded: dict[str, Any] | str | None
) -> None:
    installed(monkeypatch, recorded)
    assert origin.requirement() == ""
    assert origin.installation().startswith(f"# needs sam-migrate {__version__}: ")
    assert "ann" not in origin.installation()


def test_a_tool_that_nobody_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Recorded:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(origin, "distribution", missing)
    assert origin.installation().startswith("# needs sam-migrate ")


def test_the_bot_says_where_its_packages_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "github", None)
    for recorded, how in [
        (
            {"url": "https://h/b", "vcs_info": COMMIT},
            r"pip install 'sam-api-migrator\[bot\] @ git\+https://h/b@0123abc'",
        ),
        ({"url": "file:///home/ann/b", "dir_info": {}}, r"pip install '\.\[bot\]' in a clone of sam-migrate"),
    ]:
        installed(monkeypatch, recorded)
        with pytest.raises(ArgumentError, match=f"^the bot needs PyGithub: {how}$"):
            connection.connect(ForgeRepository(GITHUB, GITHUB.api, "acme/shop"), None, "1")
