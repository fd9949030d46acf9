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
from fleets import API, fleet, write
from typer.main import get_command

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from docs.site import console  # noqa: E402
from migrator.command.commands import app  # noqa: E402
from migrator.command.plain import DEFAULT  # noqa: E402
from migrator.findings import Code, Example, Level  # noqa: E402
from transforms import pages  # noqa: E402

PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
_COMMENT = re.compile(r"(^|\s+)# .*")
_BLOCK = re.compile(r"^ *```(?:sh|bash)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_WORKFLOW = re.compile(r"^ *```yaml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_IN_WORKFLOW = re.compile(r"(?<![\w/-])sam-migrate (?:to-|bot |verify )[^\n|&;#]+")
_INLINE = re.compile(r"`(sam-migrate [^`]+)`")

ELSEWHERE = {
    "python3 -m venv": ".ci/run runs both, the first one on every Python",
    ".venv-dev/bin/pip install --quiet --require-hashes": ".ci/run installs what builds the site",
    ".venv-dev/bin/python -m docs.site": ".ci/run makes the site; test_docs.py compares what is made",
    ".venv-dev/bin/mkdocs build": ".ci/run builds the site",
    ".venv-dev/bin/python -m pytest": "it is these tests",
    "pip install '.[mcp]'": "test_agent.py runs with what it installs",
    "pip install '.[lsp]'": "test_editor.py runs with what it installs",
    "cp -r docs/sample": "test_docs.py plays the tutorial from there",
    "git apply": "test_docs.py plays it in the tutorial",
    "git switch": "it needs a forge",
    "git push": "it needs a forge",
    "dask ssh": "it needs hosts",
    "docker run": "it needs an engine",
    "aws cloudwatch": "it needs an account",
    "sqlite3 campaign.db": "it needs a campaign",
    "export TOKEN": "the token of the reader",
    "#!/usr/bin/env": "the first line of a script",
}
"""Commands that run elsewhere, by how they begin, and where."""
READ = {
    "compare": "it calls two deployed APIs",
    "bot comment": "it needs a forge",
    "bot pr": "it needs a forge",
    "mcp": "it speaks with an agent",
    "lsp": "it speaks with an editor",
    "review": "it asks a person",
    "inventory --repositories": "it needs many repositories",
    "campaign": "it needs many repositories and a forge",
}
"""Commands of ours whose words are read, and no more, and why; tests of their own run them."""
FIRST = {"sam-migrate to-http --undo --write template.yaml": "sam-migrate to-http --side-by-side --write template.yaml"}
"""What must have been run before."""


def blocks() -> Iterator[tuple[str, list[str]]]:
    for path in PAGES:
        for number, block in enumerate(_BLOCK.findall(path.read_text(encoding="utf-8"))):
            bare = [_COMMENT.sub("", line).strip() for line in block.replace("\\\n", " ").splitlines()]
            yield f"{path.name} {number}", [line for line in bare if line]
        scripts = "\n".join(_WORKFLOW.findall(path.read_text(encoding="utf-8")))
        yield f"{path.name} yaml", [command.strip() for command in _IN_WORKFLOW.findall(scripts)]


def ours(command: str) -> Any:
    """The command of ours that a line names, and its words; None where it is a group or another program."""
    words = shlex.split(command.partition(" || ")[0])[1:]
    found: Any = get_command(app)
    while words and hasattr(found, "commands"):
        name = words.pop(0) if words[0] in found.commands else DEFAULT
        assert name in found.commands, command
        found = found.commands[name]
    return None if hasattr(found, "commands") else (found, words)


def is_read(command: str) -> bool:
    return command.removeprefix("sam-migrate ").startswith(tuple(READ))


BLOCKS = dict(blocks())
RUN = {
    tuple(command for command in lines if command.startswith("sam-migrate ") and not is_read(command)): name
    for name, lines in BLOCKS.items()
}
"""The commands that are run, one after the other, by the last block that has just these."""


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with inventories, and requests of an API in them."""
    folder = tmp_path_factory.mktemp("fleet")
    for name in ("spring.parquet", "fleet.parquet"):
        write(fleet(API), folder / name)
    (folder / "requests.csv").write_text("api,requests\nOrders,5\n")
    return folder


@pytest.fixture
def project(tmp_path: Path, inventory: Path) -> Path:
    """The sample, and a copy of it in a folder that some commands name, as a repository with a commit."""
    folder = tmp_path / "shop"
    shutil.copytree(inventory, folder)
    shutil.copytree(console.SAMPLE, folder, dirs_exist_ok=True)
    shutil.copytree(console.SAMPLE, folder / "services")
    (folder / ".sam-migrate.toml").write_text('direction = "to-http"\n')
    console.run("git init --quiet && git add --all && git commit --quiet --message first", folder)
    return folder


@pytest.mark.parametrize("commands", [each for each in RUN if each], ids=lambda commands: RUN[commands])
def test_commands_of_ours_run(commands: tuple[str, ...], project: Path) -> None:
    for command in commands:
        for each in (FIRST.get(command), command.partition(" || ")[0]):
            if each:
                said = console.run(each, project)
                assert said.status in (0, 1), (each, said.text)
                console.run("git add --all && git commit --quiet --message next", project)


def test_commands_that_are_not_run_are_understood() -> None:
    for command in (c for lines in BLOCKS.values() for c in lines if c.startswith("sam-migrate ") and is_read(c)):
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


def test_the_page_of_the_options_has_all_of_them() -> None:
    page = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
    found = ours("sam-migrate to-http")
    assert [o for each in found[0].params for o in each.opts if o.startswith("-") and f"`{o}" not in page] == []


def test_the_library_works_as_shown(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    monkeypatch.chdir(project)
    exec(page.partition("```python\n")[2].partition("```")[0], {})
    assert "blocker api-keys " in capsys.readouterr().out


def test_the_example_of_a_finding_is_one() -> None:
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {"Code": Code, "Example": Example, "Level": Level, "pages": pages}
    exec(page.partition("```python\n")[2].partition("```")[0], names)
    assert names["SPARE_STAGE"].name == "spare-stage"
