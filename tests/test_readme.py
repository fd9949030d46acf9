"""The README and the pages that it leads to say what the code does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import transforms
from migrator.command.commands import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
PAGES = {
    p: p.read_text()
    for p in (
        *(ROOT / f"{n}.md" for n in ("README", "CONTRIBUTING", "SECURITY")),
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
ALL = "\n".join(PAGES.values())
AWS = {"--namespace", "--metric-name", "--dimensions", "--statistics", "--period", "--start-time", "--end-time"}
"""Options of the AWS command line that the pages show."""
DASK = {"--nthreads", "--nworkers"}


def test_the_first_two_commands_are_one_line_each() -> None:
    run, test = re.findall(r"```sh\n(.+)\n```", README)[:2]
    template = run.split()[-1]
    assert "sam-migrate to-http" in run
    assert (ROOT / template).is_file()
    assert "-m pytest" in test


_OPTION = r"(?<![\w-])--[a-z](?:[a-z0-9.-]*[a-z0-9])"
_OF_OTHERS = re.compile(r"^.*\b(?:aws|dask|docker|git|pip|python|pytest|sam) .*$", re.MULTILINE)
"""Lines with commands of other programs."""


def options(command: Any) -> Iterator[str]:
    """Every option of a command and of those below it, in full."""
    yield from (name for each in command.params for name in each.opts if name.startswith("--"))
    for below in getattr(command, "commands", {}).values():
        yield from options(below)


def test_every_option_is_there() -> None:
    from typer.main import get_command

    known = {*options(get_command(app))} - {"--help", "--version"}
    others = {"--help", "--upgrade", "--version", *AWS, *DASK}
    assert set(re.findall(_OPTION, _OF_OTHERS.sub("", ALL))) - others <= known
    assert known <= set(re.findall(_OPTION, ALL))


def test_it_names_no_index_and_no_release_that_is_not_there() -> None:
    assert "sam-api-migrator" not in ALL
    assert not re.search(r"@v?\d+\.\d|rev: v?\d|0000000|OWNER/sam", ALL)


def test_the_tests_run_with_what_is_pinned() -> None:
    test = re.findall(r"```sh\n(.+)\n```", README)[1]
    assert " -c constraints-dev.txt " in test
    assert "'.[bot,gitlab,fleet,mcp,lsp,dev]'" in test


def test_codes_that_it_names_exist() -> None:
    assert set(re.findall(r"(?:explain|--accept) ([a-z-]+)", ALL)) <= transforms.CODES.keys() | {"all"}


def test_modules_that_it_names_exist() -> None:
    for name in re.findall(r"`(\w+\.py)`", ALL):
        assert any(list((ROOT / folder).rglob(name)) for folder in ("migrator", "transforms", "tests", "docs")), name


def test_links_lead_somewhere() -> None:
    for path, text in PAGES.items():
        for target, _, heading in (link.partition("#") for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)):
            page = path.parent / target if target else path
            assert page.is_file(), (path.name, target)
            if not heading or page.suffix != ".md":
                continue
            titles = re.findall(r"(?m)^#+ (.+)$", page.read_text())
            assert heading in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in titles}, heading


HOSTS = {
    "aws.amazon.com",
    "docs.aws.amazon.com",
    "docs.dask.org",
    "docs.github.com",
    "docs.gitlab.com",
    "github.com",
    "keepachangelog.com",
    "kubernetes.dask.org",
    "modelcontextprotocol.io",
    "plugins.jetbrains.com",
    "semver.org",
    "sourcegraph.com",
    "zensical.org",
}
"""Where links out of the documentation lead. Whoever adds one opens it first."""


def test_links_elsewhere_lead_to_hosts_that_are_there() -> None:
    pages = {**PAGES, ROOT / "CHANGELOG.md": (ROOT / "CHANGELOG.md").read_text()}
    for path, text in pages.items():
        for scheme, host in re.findall(r"\]\((\w+)://([^/)]+)", text):
            assert (scheme, host in HOSTS) == ("https", True), (path.name, host)


def test_what_it_shows_of_the_steps_is_played_in_the_tutorial() -> None:
    """`test_docs.py` plays the tutorial and compares what is printed."""
    (shown,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    tutorial = PAGES[ROOT / "docs" / "tutorial.md"]
    parts = re.split(r"(?m)^(?=\$ )", shown)[1:]
    assert [part.split()[2:4] for part in parts] == [["to-http", f"--{name}"] for name in STEPS]
    assert [part for part in parts if part not in tutorial] == []


STEPS = ("quiet", "side-by-side", "switch", "finish")


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.splitlines()) <= 125
