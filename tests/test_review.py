"""The review in a real terminal: what it writes is what the command line writes for the same choices."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from migrator.cli import main
from migrator.command.config import load
from migrator.command.git import OverwriteGuard
from migrator.command.write import WriteError, Writer
from migrator.findings import Accept
from migrator.migration import FileChange
from migrator.review.choices import Choice, Choices, ReviewWay, grouped
from migrator.text.source import Source

if sys.platform == "win32":
    pytest.skip("a terminal of POSIX is driven", allow_module_level=True)

import fcntl
import pty
import termios

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  Keyed:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Auth: {ApiKeyRequired: true}}
  Partners:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: "def handler(event, context): return {'statusCode': 200}"
      Events:
        Shop: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /, Method: get}}
        Keyed: {Type: Api, Properties: {RestApiId: !Ref Keyed, Path: /, Method: get}}
        Partners: {Type: Api, Properties: {RestApiId: !Ref Partners, Path: /, Method: get}}
"""
PROGRAM = "import sys; from migrator.cli import main; sys.exit(main())"


def as_a_shell_does() -> None:
    """Make the terminal the one of the process, and let Ctrl-C reach it: what runs in the background ignores it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A terminal of some size with the command in it."""

    def __init__(self, folder: Path, *words: str, columns: int, colour: bool) -> None:
        self._master, slave = pty.openpty()
        env = {**os.environ, "COLUMNS": str(columns), "LINES": "24", "TERM": "xterm"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            stdin=slave, stdout=slave, stderr=slave, cwd=folder, close_fds=True,
            start_new_session=True, preexec_fn=as_a_shell_does,
            env=env if colour else {**env, "NO_COLOR": "1"},
        )  # fmt: skip
        os.close(slave)
        self.text = ""

    def answer(self, question: str, words: str) -> str:
        """Wait for a question, answer it, and return what was shown before it."""
        before = self.until(question)
        os.write(self._master, f"{words}\n".encode())
        return before

    def until(self, part: str) -> str:
        end = time.monotonic() + 20
        while part not in self.text:
            assert time.monotonic() < end, self.text
            if not select.select([self._master], [], [], 0.2)[0]:
                continue
            try:
                self.text += os.read(self._master, 65536).decode()
            except OSError:  # the program has ended
                assert part in self.text, self.text
        before, _, self.text = self.text.partition(part)
        return before

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)


@contextmanager
def terminal(folder: Path, *words: str, columns: int = 80, colour: bool = False) -> Iterator[Terminal]:
    made = Terminal(folder, *words, columns=columns, colour=colour)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_accept_keep_undo_and_beside(project: Path) -> None:
    with terminal(project, "review", colour=True) as screen:
        first = screen.answer("What now? ", "m")
        assert "API 1 of 3: Shop, 1 route" in first
        assert "stage-path" in first
        assert "\x1b[" in first
        blocked = screen.answer("What now? ", "m")
        assert "API 2 of 3: Keyed" in blocked
        assert not re.search(r"(?m)^  m  ", blocked), "it is blocked"
        assert "Keyed cannot go this way: api-keys" in screen.answer("What now? ", "d")
        ahead = screen.answer("What now? ", "k")
        assert "What would change if you accepted api-keys:Keyed:" in ahead
        assert "+    Type: AWS::Serverless::HttpApi" in re.sub(r"\x1b\[[\d;]*m", "", ahead)
        screen.answer("Why does it stay", "partners\r")
        screen.answer("What now? ", "u")
        screen.answer("What now? ", "a")
        screen.answer("Why is the loss of api-keys acceptable", "nobody checks the key")
        accepted = screen.answer("What now? ", "d")
        assert "accepted" in accepted
        diff = re.sub(r"\x1b\[[\d;]*m", "", screen.answer("What now? ", "m"))
        assert "+    Type: AWS::Serverless::HttpApi" in diff
        assert "API 3 of 3: Partners" in screen.answer("What now? ", "b")
        decided = screen.answer("Write this? [y/n] ", "y")
        assert "Keyed: migrate, accepting api-keys" in decided
        assert "Partners: add the new API beside it" in decided
        screen.until("1 file written:\r\n  template.yaml")
        assert screen.process.wait(60) == 0, screen.text
    reviewed = (project / "template.yaml").read_text()
    settings = (project / ".sam-migrate.toml").read_text()
    assert '"api-keys:Keyed", # nobody checks the key' in settings
    assert load(Path()).wishes["accept"] == (Accept("api-keys", "Keyed"),)
    (project / "template.yaml").write_text(TEMPLATE)
    (project / ".sam-migrate.toml").unlink()
    at_once = ["--api", "Shop", "--api", "Keyed", "--accept", "api-keys:Keyed"]
    for words in (at_once, ["--side-by-side", "--api", "Partners"]):
        assert main(["to-http", "--write", "--allow-dirty", "--quiet", *words, "template.yaml"]) == 0
    assert (project / "template.yaml").read_text() == reviewed


def test_split_and_what_the_others_do(project: Path) -> None:
    """One route of Shop needs a key: the others move beside it."""
    auth = "Auth: {ApiKeyRequired: true}"
    keyed = f"        More: {{Type: Api, Properties: {{RestApiId: !Ref Shop, Path: /more, Method: get, {auth}}}}}\n"
    (project / "template.yaml").write_text(TEMPLATE + keyed)
    with terminal(project, "review") as screen:
        assert "p  " in screen.answer("What now? ", "p")
        screen.answer("What now? ", "u")
        screen.answer("What now? ", "p")
        screen.answer("What now? ", "k")
        screen.answer("Why does it stay", "partners")
        screen.answer("What now? ", "m")
        decided = screen.answer("Write this? [y/n] ", "y")
        assert "Shop: add the new API beside it, without the routes that block" in decided
        screen.until(" written.")
        assert screen.process.wait(60) == 0, screen.text
    reviewed = (project / "template.yaml").read_text()
    assert "stays: [GET /more]" in reviewed
    assert [(keep.api, keep.reason) for keep in load(Path()).wishes["keep"]] == [("Keyed", "partners")]
    (project / "template.yaml").write_text(TEMPLATE + keyed)
    for words in (["--side-by-side", "--split", "--api", "Shop"], ["--api", "Partners"]):
        assert main(["to-http", "--write", "--allow-dirty", "--quiet", *words, "template.yaml"]) == 0
    assert (project / "template.yaml").read_text() == reviewed


def test_what_stays_is_recorded_with_its_reason_and_nothing_else_is_asked(project: Path) -> None:
    with terminal(project, "review", columns=40) as screen:
        assert "\x1b[" not in screen.answer("What now? ", "s")
        screen.answer("What now? ", "k")
        screen.answer("Why does it stay", 'they "need" it')
        screen.answer("What now? ", "t")
        screen.answer("Stage (default, keep or a name)", "a b")
        screen.answer("Stage (default, keep or a name)", "live")
        screen.answer("What now? ", "x")
        assert "one of the letters" in screen.answer("What now? ", "s")
        screen.answer("Write this? [y/n] ", "y")
        assert screen.process.wait(60) == 0
    assert (project / "template.yaml").read_text() == TEMPLATE
    assert [(keep.api, keep.reason) for keep in load(Path()).wishes["keep"]] == [("Keyed", 'they "need" it')]
    with terminal(project, "review") as screen:
        assert "API 1 of 2: Shop" in screen.answer("What now? ", "q")
        screen.until("Stopped: nothing written.")


@pytest.mark.parametrize("ending", ["q", "\x04", "\x03"], ids=["the letter", "end of input", "Ctrl-C"])
def test_who_stops_has_changed_nothing(ending: str, project: Path) -> None:
    with terminal(project, "review") as screen:
        screen.answer("What now? ", "m")
        screen.until("What now? ")
        time.sleep(0.5)  # nobody answers before the program listens
        os.write(screen._master, (ending if ending < " " else f"{ending}\n").encode())
        screen.until("topped")
    assert (project / "template.yaml").read_text() == TEMPLATE
    assert not (project / ".sam-migrate.toml").exists()


def test_without_a_terminal_it_says_what_to_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review"]) == 2
    assert "run it in a terminal, or give the answers as options" in capsys.readouterr().err


def test_choices_that_ask_for_the_same_are_one_run() -> None:
    at_once, beside = ReviewWay.AT_ONCE, ReviewWay.BESIDE
    made = [Choice("A", at_once), Choice("B", beside), Choice("C", at_once, stage="live"), Choice("D", at_once)]
    made += [Choice("E", ReviewWay.KEEP), Choice("F")]
    assert [[each.api for each in group] for group in grouped(made)] == [["A", "D"], ["B"], ["C"]]
    choices = Choices([Choice("A"), Choice("B"), Choice("A", at_once)])
    assert [(each.api, each.way) for each in choices.latest()] == [("A", at_once), ("B", ReviewWay.LATER)]


def test_only_what_this_review_wrote_may_be_overwritten_again(project: Path) -> None:
    """A group that follows finds the template changed by the one before; changes of somebody else stay a reason."""
    names = ("template.yaml", "other.yaml")
    (project / "other.yaml").write_text("a: 1\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "add", "."], cwd=project, check=True)
    subprocess.run([*git, "commit", "-qm", "first"], cwd=project, check=True)
    writer = Writer(OverwriteGuard())
    for before, after in ((TEMPLATE, "b: 1\n"), ("b: 1\n", "c: 1\n")):
        writer.replace_all([FileChange(Source(names[0], before), after)])
    (project / "other.yaml").write_text("mine: 1\n")
    with pytest.raises(WriteError, match="uncommitted changes"):
        writer.replace_all([FileChange(Source(names[1], "mine: 1\n"), "d: 1\n")])
    (project / "template.yaml").write_text("mine: 1\n")
    with pytest.raises(WriteError, match="uncommitted changes"):
        writer.replace_all([FileChange(Source(names[0], "mine: 1\n"), "d: 1\n")])
