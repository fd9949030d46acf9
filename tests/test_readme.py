"""The README and the pages that it leads to say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

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


def test_the_first_two_commands_are_one_line_each() -> None:
    run, test = re.findall(r"```sh\n(.+)\n```", README)[:2]
    template = run.split()[-1]
    assert "sam-migrate to-http" in run
    assert (ROOT / template).is_file()
    assert "-m pytest" in test


def test_every_option_is_there() -> None:
    from typer.main import get_command

    commands = get_command(app).commands  # type: ignore[attr-defined]
    single = (command for name, command in commands.items() if name != "bot")
    known = {name for command in single for parameter in command.params for name in parameter.opts}
    bot = {name for each in commands["bot"].commands.values() for parameter in each.params for name in parameter.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z](?:[a-z0-9.-]*[a-z0-9])", ALL))
    git = {"--all", "--create", "--git", "--include", "--message", "--set-upstream", "--stat", "--unified"}
    pip = {"--editable", "--quiet", "--require-hashes", "--requirement", "--upgrade"}
    docker = {"--rm", "--tag", "--user", "--volume"}
    others = {"--help", "--no-execute-changeset", "--update-golden", *git, *pip, *docker}
    assert named - others <= known | bot
    assert {name for name in bot if name.startswith("--")} - {"--help"} <= named
    assert {name for name in known if name.startswith("--")} - {"--help"} <= named


def test_it_names_no_index_and_no_release_that_is_not_there() -> None:
    assert "sam-api-migrator" not in ALL
    assert not re.search(r"@v?\d+\.\d|rev: v?\d|0000000|OWNER/sam", ALL)


def test_the_tests_run_with_what_is_pinned() -> None:
    test = re.findall(r"```sh\n(.+)\n```", README)[1]
    assert " -c constraints-dev.txt " in test
    assert "'.[bot,dev]'" in test


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


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.splitlines()) <= 125
