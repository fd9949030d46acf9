"""Every command that README and documentation show is run, or it stands here why not."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from docs.site import console  # noqa: E402
from migrator.command.commands import app  # noqa: E402

PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
_COMMENT = re.compile(r"(^|\s+)# .*")
_BLOCK = re.compile(r"^ *```(?:sh|bash)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(sam-migrate [^`]+)`")

ELSEWHERE = {
    "python3 -m venv": ".ci/run runs both, the first one on every Python",
    ".venv-dev/bin/pip install --quiet --require-hashes": ".ci/run installs what builds the site",
    ".venv-dev/bin/python -m docs.site": ".ci/run makes the site; test_docs.py compares what is made",
    ".venv-dev/bin/mkdocs build": ".ci/run builds the site",
    ".venv-dev/bin/python -m pytest": "it is these tests",
    "pip install '.[mcp]'": "test_agent.py runs with what it installs",
    "cp -r docs/sample": "test_docs.py plays the tutorial from there",
    "git switch": "it needs a forge",
    "git push": "it needs a forge",
    "docker run": "it needs an engine",
    "export TOKEN": "the token of the reader",
    "#!/usr/bin/env": "the first line of a script",
}
"""Commands that run elsewhere, by how they begin, and where."""
TALKING = ("compare", "bot comment", "bot pr", "mcp")
"""Commands of ours that speak with other hosts or programs: their words are read, and no more."""
FIRST = {"sam-migrate to-http --undo --write template.yaml": "sam-migrate to-http --side-by-side --write template.yaml"}
"""What must have been run before."""


def blocks() -> Iterator[tuple[str, list[str]]]:
    for path in PAGES:
        for number, block in enumerate(_BLOCK.findall(path.read_text(encoding="utf-8"))):
            bare = [_COMMENT.sub("", line).strip() for line in block.replace("\\\n", " ").splitlines()]
            yield f"{path.name} {number}", [line for line in bare if line]


def ours(command: str) -> Any:
    """The command of ours that a line names, and its words; None where it is a group or another program."""
    words = shlex.split(command.partition(" || ")[0])[1:]
    found: Any = get_command(app)
    while words and hasattr(found, "commands"):
        assert words[0] in found.commands, command
        found = found.commands[words.pop(0)]
    return None if hasattr(found, "commands") else (found, words)


def talks(command: str) -> bool:
    return command.removeprefix("sam-migrate ").startswith(TALKING)


BLOCKS = dict(blocks())
RUN = [name for name, lines in BLOCKS.items() if any(c.startswith("sam-migrate ") and not talks(c) for c in lines)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample, and a copy of it in a folder that some commands name, as a repository with a commit."""
    folder = tmp_path / "shop"
    shutil.copytree(console.SAMPLE, folder)
    shutil.copytree(console.SAMPLE, folder / "services")
    (folder / ".sam-migrate.toml").write_text('direction = "to-http"\n')
    console.run("git init --quiet && git add --all && git commit --quiet --message first", folder)
    return folder


@pytest.mark.parametrize("name", RUN)
def test_commands_of_ours_run(name: str, project: Path) -> None:
    for command in (c for c in BLOCKS[name] if c.startswith("sam-migrate ") and not talks(c)):
        for each in (FIRST.get(command), command.partition(" || ")[0]):
            if each:
                said = console.run(each, project)
                assert said.status in (0, 1), (each, said.text)
                console.run("git add --all && git commit --quiet --message next", project)


def test_commands_that_talk_are_understood() -> None:
    for command in (c for lines in BLOCKS.values() for c in lines if c.startswith("sam-migrate ") and talks(c)):
        found, words = ours(command)
        found.make_context(command, words)


def test_every_other_command_is_known() -> None:
    others = [c for lines in BLOCKS.values() for c in lines if not c.startswith("sam-migrate ")]
    assert [c for c in others if not c.startswith(tuple(ELSEWHERE))] == []


def test_commands_in_sentences_exist() -> None:
    for path in PAGES:
        for command in _INLINE.findall(path.read_text(encoding="utf-8")):
            named = ours(command)
            options = {name for each in named[0].params for name in each.opts} if named else set()
            assert {word for word in shlex.split(command) if word.startswith("--")} <= options | {"--help"}, command
