"""Pages that show what a terminal shows: their commands are run, and what those print is what stands there.

A block in the language ``console`` holds commands after ``$ `` and their output. A comment before it cuts a long
output: ``<!-- output: 12 lines, then from "Verified" -->``.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from migrator.cli import main

NAME = "sam-migrate"
SAMPLE = Path(__file__).resolve().parents[1] / "sample"
"""The project that pages and pictures show."""
_BLOCK = re.compile(
    r'(?P<cut><!-- output: (?P<first>\d+) lines, then from "(?P<then>[^"]+)" -->\n\n)?```console\n(?P<body>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_SHELL = re.compile(r"[|<>&;$*]")
_ENVIRONMENT = {
    "NO_COLOR": "1",
    "GIT_AUTHOR_NAME": "You",
    "GIT_AUTHOR_EMAIL": "you@shop.example",
    "GIT_COMMITTER_NAME": "You",
    "GIT_COMMITTER_EMAIL": "you@shop.example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_PAGER": "cat",
}
_FOREIGN = ("GITHUB_", "SAM_MIGRATE_")
"""Variables of the environment that would change what is printed."""


@dataclass(frozen=True)
class Said:
    """What a command said.

    Arguments:
        text: on both streams.
        status: its exit status.
    """

    text: str
    status: int


def rewritten(page: str, folder: Path) -> str:
    """A page with the outputs that its commands have now.

    Arguments:
        page: as it stands.
        folder: where the commands are run, one after the other; they may change it.
    """
    return _BLOCK.sub(lambda match: _block(match, folder), page)


def commands(page: str) -> Iterator[str]:
    """The commands of a page.

    Arguments:
        page: as it stands.
    """
    for match in _BLOCK.finditer(page):
        yield from (line.removeprefix("$ ") for line in match["body"].splitlines() if line.startswith("$ "))


def run(command: str, folder: Path, columns: int = 80) -> Said:
    """Run one command as a shell would, ours without a new process.

    Arguments:
        command: one line.
        folder: where.
        columns: how wide the terminal is.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**kept, **_ENVIRONMENT, "COLUMNS": str(columns), "PATH": path}
    if not command.startswith(f"{NAME} ") or _SHELL.search(command):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        return Said(done.stdout + done.stderr, done.returncode)
    return _run_here(shlex.split(command)[1:], folder, environment)


def _run_here(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> Said:
    there, was = Path.cwd(), dict(os.environ)
    out, problems = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    try:
        with redirect_stdout(out), redirect_stderr(problems):
            status = main(arguments)
    finally:
        os.chdir(there)
        os.environ.clear()
        os.environ.update(was)
    return Said("".join(_read(stream) for stream in (out, problems)), status)


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def _block(match: re.Match[str], folder: Path) -> str:
    lines = []
    for line in match["body"].splitlines():
        if line.startswith("$ "):
            said = run(line.removeprefix("$ "), folder).text
            lines += [line, *_cut(said.splitlines(), match)]
    return f"{match['cut'] or ''}```console\n{chr(10).join(lines)}\n```"


def _cut(lines: list[str], match: re.Match[str]) -> list[str]:
    return shortened(lines, int(match["first"]), match["then"]) if match["cut"] else lines


def shortened(lines: list[str], first: int, then: str, dots: str = "[...]") -> list[str]:
    """Lines without their middle.

    Arguments:
        lines: all of them.
        first: how many of the first ones stay.
        then: how the line begins, colours apart, from which on they stay again; it must be there.
        dots: what stands for the others.
    """
    again = next(number for number, line in enumerate(lines) if _COLOUR.sub("", line).startswith(then))
    return [*lines[:first], dots, *lines[again:]]
