"""The command line from outside: what is printed where, what is written, how it ends."""
# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import io
import json
import multiprocessing
import os
import re
import shlex
import shutil
import subprocess
import sys
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import migrator
import transforms
from migrator.cli import main
from migrator.command import arguments, run
from migrator.command.commands import app
from migrator.command.ending import Running
from migrator.command.help import BOT_COMMANDS, COMMANDS, EXAMPLES, GROUPS
from migrator.command.plain import DEFAULT
from migrator.findings import Accept, Code, Finding, Level
from migrator.migration import ApiOutcome, FileChange, Migration, Status
from migrator.options import Direction, Options
from migrator.routes import Proof, Verification
from migrator.text.source import MAX_BYTES, Source

SAM = "Transform: AWS::Serverless-2016-10-31\n"
REST = SAM + "Resources:\n  A: {Type: AWS::Serverless::Api}\n"
HTTP = REST.replace("Serverless::Api", "Serverless::HttpApi")
KEYS = Code("api-keys", Level.BLOCKER, "Keys are required.", "Why.", "Remedy.", "https://a", security=True)
BODY = replace(KEYS, name="definition-body", acceptable=False)

BAD = {
    "invalid UTF-8": REST.encode() + b"\xff\n",
    "UTF-16": REST.encode("utf-16"),
    "empty": b"",
    "binary": b"\x7fELF\0\0" + REST.encode(),
    "nested": SAM.encode() + b"a: " + b"[" * 50_000,
    "nested and closed": SAM.encode() + b"a: " + b"[" * 50_000 + b"]" * 50_000,
    "nested JSON": b'{"Transform": "AWS::Serverless-2016-10-31", "a": ' + b"[" * 50_000,
    "20 MB": REST.encode() + b"#" * (20 << 20),
    "unclosed": REST.encode() + b"b: [1, 2\n",
    "tab": REST.encode() + b"b:\n\t- 1\n",
    "unknown alias": REST.encode() + b"b: *nowhere\n",
}

SCRIPT = "import sys; from migrator.cli import main; sys.exit(main())"
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


def stand_in(
    source: Source, direction: Direction, options: Options | None = None, *, verify: bool = True, **_: object
) -> Migration:
    """Migrate as the engine would: the words in a template say what becomes of it."""
    plain = Migration(source, direction, Status.UNCHANGED, source.text)
    keep = Finding(KEYS, "Keys.", "Help.", Level.BLOCKER, "B")
    if "broken" in source.text:
        return replace(plain, status=Status.ERROR, error="line 4, column 2: not YAML")
    if "different" in source.text:
        shown = Verification(Proof.DIFFERENT, differences=("GET / lost its authorizer",))
        return replace(plain, status=Status.MIGRATED, after=source.text + "#", verification=shown)
    if "bug" in source.text:
        raise TypeError("oops")
    if "crash" in source.text:
        os._exit(1)
    if "interrupt" in source.text:
        raise KeyboardInterrupt
    if "blocked" in source.text:
        outcome = ApiOutcome("B", "B", Status.BLOCKED, 1)
        return replace(plain, status=Status.BLOCKED, apis=(outcome,), findings=(keep,))
    after = source.text.replace("Serverless::Api", "Serverless::HttpApi")
    if after == source.text:
        return plain
    outcome = ApiOutcome("A", "AHttpApi", Status.MIGRATED, 2)
    shown = Verification(Proof.EQUIVALENT if verify else Proof.SKIPPED, "" if verify else "not asked for")
    return Migration(source, direction, Status.MIGRATED, after, None, (outcome,), (), (), shown)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """Put a stand-in in the engine's place; collects the options it is called with."""
    calls: list[Options] = []

    def record(source: Source, direction: Direction, options: Options, *, verify: bool, **_: object) -> Migration:
        calls.append(options)
        return stand_in(source, direction, options, verify=verify)

    monkeypatch.setattr(migrator, "migrate", record)
    monkeypatch.setattr(transforms, "CODES", {code.name: code for code in (KEYS, BODY)}, raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return calls


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template with one REST API in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "template.yaml"
    path.write_text(REST)
    return path


@pytest.fixture
def sam(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command; status, stdout, stderr."""

    def call(*given: str) -> tuple[int, str, str]:
        status = main(list(given))
        printed = capfd.readouterr()
        assert "Traceback" not in printed.err
        return status, printed.out, printed.err

    return call


Sam = Callable[..., tuple[int, str, str]]


def one_line(err: str) -> str:
    """The only line of stderr."""
    (line,) = err.splitlines()
    assert line.startswith("sam-migrate: ")
    return line.removeprefix("sam-migrate: ")


class TestUsage:
    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (("to-htp", "x"), "there is no command 'to-htp'; did you mean to-http?"),
            (("to-http", "--wrte", "x"), "did you mean --write?"),
            (("to-http", "-x.yaml"), "No such option: -x; a file of such a name comes after --"),
            (("to-http", "--accept"), "--accept"),
            (("to-http", "--accept", "api-kys", "x"), "no code 'api-kys'; did you mean api-keys?"),
            (("to-http", "--accept", "api-keys,api-kys:A", "x"), "no code 'api-kys'; did you mean api-keys?"),
            (("to-http", "--accept", "zzz:A", "x"), "no code 'zzz'; sam-migrate rules lists them all"),
            (("to-http", "--accept", "definition-body", "x"), "nobody can accept this one"),
            (("to-http", "--format", "jsn", "x"), "did you mean json?"),
            (("to-http", "--format", "sarf", "x"), "did you mean sarif?"),
            (("to-http", "--diff", "sidebyside", "x"), "did you mean side-by-side?"),
            (("to-http", "--diff", "semantic", "--format", "json", "x"), "--diff semantic is for the text report"),
            (("to-http", "--full", "--format", "html", "x"), "--full is for the text report"),
            (("to-http", "--full", "--quiet", "x"), "--full shows changes, and --quiet shows none"),
            (("to-http", "--diff", "semantic", "--check", "x"), "and --check shows none"),
            (("to-http", "--api", "A", "--exclude", "A", "x"), "--api A and --exclude A exclude each other"),
            (("to-http", "--finish", "--stage", "v2", "x"), "--finish leaves the new API as it is: --stage goes with"),
            (("to-http", "--patch", "no/such/folder", "x"), "--patch no/such/folder: no file can be written there"),
            (("to-http", "--patch", "p", "--output", "p", "x"), "the report goes there already"),
            (("to-http", "--patch", "p", "-"), "--patch needs files"),
            (
                ("verify", "a", "b", "--format", "sarif"),
                "verify prints text, json, markdown, html or github",
            ),
            (("verify", "a", "b", "--format", "jsn"), "did you mean json?"),
            (("to-http", "--color", "alwys", "x"), "did you mean always?"),
            (("to-http", "--payload", "2.0", "--no-handlers", "x"), "and --payload 2.0 needs it"),
            (
                ("to-http", "--fixtures", "--no-handlers", "x"),
                "--no-handlers leaves code alone, and --fixtures needs it",
            ),
            (("to-http", "--payload", "3", "x"), "--payload: there is no '3'"),
            (("to-http", ""), "PATH: it is empty; give . for the current folder"),
            (("to-http", "--accept", "api-keys:", "x"), "'api-keys:': nothing stands behind the :"),
            (("to-http", "--accept", "all=x", "x"), "--accept all=x: name the code whose way this is"),
            (("to-http", "--accept", "api-keys=x", "x"), "--accept api-keys=x: this code has no ways"),
            (("to-http", "--stage", "defualt", "x"), "did you mean default?"),
            (("to-http", "--stage", "a b", "x"), "no stage name"),
            (("to-http", "--audience", "Pool", "x"), "expected AUTHORIZER=ID"),
            (("to-http", "--definition", "Api", "x"), "expected ID=FILE"),
            (("to-http", "--definition", "Api=no.yaml", "x"), "--definition Api=no.yaml: there is no such file"),
            (("to-http", "--audience", "Pool=param:a-b", "x"), "letters and digits only"),
            (("to-http", "--audience", "Pool=a,param:B", "x"), "cannot be combined"),
            (("explain", "API-KEYS"), "did you mean api-keys?"),
            (("to-http", "--jobs", "0", "x"), "expected a number from 1"),
            (("to-http", "--jobs", "many", "x"), "expected a number from 1"),
            (("to-http", "--write", "--check", "x"), "exclude each other"),
            (("to-http", "--write", "-"), "--write needs a file"),
            (("to-http", "-", "x"), "takes no further paths"),
            (("to-http", "--output", "no/such/folder", "x"), "no file can be written there"),
            (("verify", "a", "b"), "a: no such file or folder"),
            (("verify", ".", "b"), ".: a folder, not a template"),
            (("verify", "a"), "'AFTER'"),
            (("verify", "a", "b", "--format", "yaml"), "there is no 'yaml'"),
            (("bot", "chek"), "there is no command 'chek'; did you mean check?"),
            (("bot", "check"), "which direction? Give --direction to-http"),
            (("bot", "check", "--direction", "to-htp"), "--direction: there is no 'to-htp'; did you mean to-http?"),
            (("explain", "api-key"), "did you mean api-keys?"),
            (("explain", "\x1b[2J"), "there is no code"),
            (("to-http", "no.yaml\x1b[2J", "--format", "json\x1b"), "did you mean json?"),
        ],
    )
    def test_a_mistake_is_one_line_and_a_hint(
        self, engine: list[Options], sam: Sam, given: tuple[str, ...], message: str
    ) -> None:
        status, out, err = sam(*given)
        assert (status, out) == (2, "")
        assert message in one_line(err)
        assert "\x1b" not in err

    def test_no_arguments_print_the_help_and_fail(self, sam: Sam) -> None:
        status, out, err = sam()
        assert (status, err) == (2, "")
        assert "to-http" in out

    def test_help_names_every_option_of_the_contract(self, sam: Sam) -> None:
        _, out, _ = sam("to-http", "--help")
        for option in (
            "--write", "-w", "--check", "--api", "--accept", "--strict", "--audience", "--stage", "--payload",
            "--definition", "--keep-logical-ids", "--no-handlers",
            "--fix-1.0", "--fixtures", "--shim", "--verify-handlers",
            "--no-verify", "--allow-dirty", "--format", "--output", "--patch", "--diff", "--color", "--jobs",
            "--quiet", "-q",
        ):  # fmt: skip
            assert f"{option} " in out or f"{option}," in out

    def test_help_promises_what_a_command_takes_and_breaks_no_option(self, sam: Sam) -> None:
        told = {name: sam(*name.split(), "--help")[1] for name in ("to-http", "status", "mcp", "inventory report")}
        assert not re.search(r"\w-$", told["to-http"], re.MULTILINE), "what is copied is the whole option"
        assert "stdin" not in told["status"]
        assert "What happens" not in told["mcp"]
        assert "\n  Answer questions about inventories" in told["inventory report"]

    def test_every_command_can_be_suggested(self) -> None:
        commands = get_command(app).commands  # type: ignore[attr-defined]
        assert tuple(commands) == COMMANDS
        assert tuple(commands["bot"].commands) == BOT_COMMANDS

    def test_version(self, sam: Sam) -> None:
        assert sam("--version") == (0, f"sam-migrate {migrator.__version__}\n", "")

    def test_every_option_reaches_the_engine(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.write_text(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n"
            "  A: {Type: AWS::Serverless::Api, Properties: {Auth: {Authorizers: {P: {UserPoolArn: p}}}}}\n"
            "  B: {Type: AWS::Serverless::Api, Properties: {Auth: {Authorizers: {Q: {UserPoolArn: q}}}}}\n"
        )
        sam(
            "to-http", "template.yaml", "--api", "A", "--api", "B", "--accept", "api-keys:A,all",
            "--strict", "--audience", "P=a,b", "--audience", "Q=param:Client", "--audience", "P=c",
            "--stage", "$default", "--payload", "2.0", "--keep-logical-ids", "--fix-1.0", "--fixtures",
        )  # fmt: skip
        assert engine == [
            Options(
                accept=(Accept("api-keys", "A"), Accept("all")),
                strict=True,
                apis=("A", "B"),
                audiences=(("P", ("a", "b", "c")), ("Q", ("param:Client",))),
                stage="default",
                payload="2.0",
                keep_logical_ids=True,
                fix_close=True,
                fixtures=True,
            )
        ]

    def test_code_is_left_alone_when_asked(self, engine: list[Options], template: Path, sam: Sam) -> None:
        sam("to-http", "template.yaml", "--no-handlers")
        assert engine == [Options(handlers=False)]

    @pytest.mark.parametrize("name", ["default", "keep", "Prod", "v1", "dev-2_x"])
    def test_stages_are_taken_as_they_are(self, name: str) -> None:
        assert arguments.stage(name) == name

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_a_shell_is_told_how_to_complete(self, shell: str, sam: Sam) -> None:
        status, script, _ = sam("completion", shell)
        assert status == 0
        assert f"_SAM_MIGRATE_COMPLETE=complete_{shell}" in script

    @pytest.mark.parametrize(
        ("typed", "completed"),
        [
            ("to-http --side", "--side-by-side"),
            ("to-http --format mark", "markdown"),
            ("to-http --accept api-keys,usage-p", "api-keys,usage-plan"),
        ],
    )
    def test_a_shell_can_complete(self, typed: str, completed: str) -> None:
        words = {"COMP_WORDS": f"sam-migrate {typed}", "COMP_CWORD": str(len(typed.split()))}
        run = subprocess.run(
            [sys.executable, "-c", "import sys; from migrator.cli import main; sys.exit(main())"],
            env={**os.environ, **words, "_SAM_MIGRATE_COMPLETE": "complete_bash"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.split() == [completed]

    def test_options_stand_under_what_they_are_for(self, sam: Sam) -> None:
        _, out, _ = sam("to-http", "--help")
        groups = re.findall(r"(?m)^([A-Z][^:\n]*):\n", out)
        assert groups == ["Arguments", *GROUPS, "Options", "Examples"]
        assert re.search(r"(?m)^Options:\n  --help .*\n\n", out), "an option without a group"
        assert "<list" not in out

    def test_every_example_of_the_help_is_understood(self) -> None:
        command = get_command(app)
        for name, examples in EXAMPLES.items():
            for line, _ in examples:
                words = shlex.split(re.split(r" [|>]", line)[0])[1:]
                assert words[: len(name.split())] == name.split()
                found: Any = command
                while hasattr(found, "commands"):
                    found = found.commands[words.pop(0) if words[0] in found.commands else DEFAULT]
                found.make_context(name, words)

    def test_explain_and_rules(self, engine: list[Options], sam: Sam) -> None:
        assert "--accept api-keys" in sam("explain", "api-keys")[1]
        assert sam("rules")[1].count("\n") == 3
        assert "\x1b[" in sam("rules", "--color", "always")[1]


class TestDryRun:
    def test_nothing_is_written(self, engine: list[Options], template: Path, sam: Sam) -> None:
        before = template.stat()
        status, out, err = sam("to-http", "template.yaml")
        assert (status, err) == (0, "")
        assert "+  A: {Type: AWS::Serverless::HttpApi}" in out
        assert out.endswith(
            "1 API would migrate (2 routes). Endpoint URL would change.\n"
            "Dry run: nothing written. Add --write to apply.\n"
        )
        assert template.stat() == before or template.stat().st_mtime_ns == before.st_mtime_ns
        assert template.read_text() == REST

    def test_blocked_is_1(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.write_text(REST + "# blocked\n")
        status, out, _ = sam("to-http", "template.yaml")
        assert status == 1
        assert "1 API blocked: api-keys." in out

    def test_check_is_1_when_something_would_change(self, engine: list[Options], template: Path, sam: Sam) -> None:
        assert sam("to-http", "--check", "template.yaml")[0] == 1
        template.write_text(HTTP)
        assert sam("to-http", "--check", "template.yaml")[0] == 0

    def test_check_prints_one_line_a_file(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.with_name("blocked.yaml").write_text(REST + "# blocked\n")
        template.with_name("done.yaml").write_text(HTTP)
        _, out, _ = sam("to-http", "--check", "template.yaml", "blocked.yaml", "done.yaml")
        assert out == (
            "template.yaml: 1 API would migrate (2 routes)\n"
            "blocked.yaml: 1 API blocked: api-keys\n"
            "1 API would migrate (2 routes), 1 blocked: api-keys. Endpoint URL would change.\n"
            "3 templates: 1 changed, 2 unchanged.\n"
            "Why it is blocked and how to go on: sam-migrate explain api-keys\n"
            "Check: changes are pending; a migration with --write makes them.\n"
        )

    def test_a_file_that_is_no_template_is_unchanged(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.write_text("a: [not, sam\n")
        status, out, err = sam("to-http", "template.yaml")
        assert (status, out) == (0, "Nothing to migrate.\n")
        assert err.startswith("sam-migrate: template.yaml: This is no SAM template")
        assert engine == []

    def test_a_folder_without_templates(self, engine: list[Options], tmp_path: Path, sam: Sam) -> None:
        status, out, err = sam("to-http", str(tmp_path))
        assert (status, out) == (0, "Nothing to migrate.\n")
        assert "no SAM templates under" in one_line(err)

    def test_a_folder_goes_on_after_an_error(self, engine: list[Options], template: Path, sam: Sam) -> None:
        Path("a.yaml").write_text(REST + "broken")
        Path("b.yaml").write_bytes(REST.encode() + b"\xff")
        Path("c.yaml").write_text(REST + "bug")
        status, out, err = sam("to-http", "--write", ".", "missing.yaml")
        assert status == 2
        assert err.splitlines() == [
            "sam-migrate: a.yaml:4:2: not YAML",
            "sam-migrate: b.yaml:4: not UTF-8 text (byte 0xff)",
            "sam-migrate: c.yaml: internal error, please report it: TypeError: oops",
            "sam-migrate: missing.yaml: no such file or folder",
        ]
        assert "5 templates: 1 changed, 4 failed." in out
        assert template.read_text() == HTTP

    def test_the_current_folder_is_the_default(self, engine: list[Options], template: Path, sam: Sam) -> None:
        assert "1 API would migrate" in sam("to-http")[1]
        assert sam("to-http", "--write")[0] == 0
        assert template.read_text() == HTTP

    def test_quiet_prints_what_it_adds_up_to(self, engine: list[Options], template: Path, sam: Sam) -> None:
        assert sam("to-http", "--quiet", "template.yaml") == (
            0,
            "1 API would migrate (2 routes). Endpoint URL would change.\n"
            "Dry run: nothing written. Add --write to apply.\n",
            "",
        )

    def test_colour(self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b[" not in sam("to-http", "template.yaml")[1]
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b[" in sam("to-http", "template.yaml", "--color", "always")[1]
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[" not in sam("to-http", "template.yaml")[1], "who wants none has the last word"
        monkeypatch.delenv("NO_COLOR")
        assert "\x1b[" in sam("to-http", "template.yaml")[1]
        monkeypatch.setenv("FORCE_COLOR", "0")
        assert "\x1b[" not in sam("to-http", "template.yaml")[1]

    def test_a_runner_of_github_takes_no_commands_from_a_template(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        first, *_, last = sam("to-http", "template.yaml")[1].splitlines()
        assert first.startswith("::stop-commands::")
        assert last == f"::{first.removeprefix('::stop-commands::')}::"


class TestWrite:
    def test_the_template_is_written_and_a_second_run_changes_nothing(
        self, engine: list[Options], template: Path, sam: Sam
    ) -> None:
        status, out, _ = sam("to-http", "-w", "template.yaml")
        assert (status, template.read_text()) == (0, HTTP)
        assert "\n1 file written:\n  template.yaml\n" in out
        assert sam("to-http", "-w", "template.yaml") == (0, "Nothing to migrate.\n", "")

    def test_what_was_shown_to_differ_is_never_written(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.write_text(REST + "# different\n")
        status, out, err = sam("to-http", "-w", "template.yaml")
        assert status == 2
        assert "does not expose the same API" in one_line(err)
        assert "- GET / lost its authorizer" in out
        assert template.read_text() == REST + "# different\n"

    def test_a_template_that_changes_meanwhile_is_left_alone(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def slow(source: Source, direction: Direction, options: Options, **_: object) -> Migration:
            template.write_text("saved by an editor")
            return stand_in(source, direction, options)

        monkeypatch.setattr(migrator, "migrate", slow)
        status, out, err = sam("to-http", "-w", "template.yaml")
        assert status == 2
        assert one_line(err).startswith("template.yaml: not written: the file changed")
        assert template.read_text() == "saved by an editor"
        assert "Nothing migrated." in out

    def test_a_full_disk(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("migrator.command.write.os.fsync", full)
        status, _, err = sam("to-http", "-w", "template.yaml")
        assert status == 2
        assert "No space left on device; the file is as it was" in one_line(err)
        assert template.read_text() == REST
        assert os.listdir() == ["template.yaml"]  # noqa: PTH208

    def test_a_read_only_template(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        template.chmod(0o444)
        monkeypatch.setattr("migrator.command.write.os.access", lambda *_: False)  # root may write everything
        assert "read-only" in one_line(sam("to-http", "-w", "template.yaml")[2])

    @pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
    def test_uncommitted_changes(self, engine: list[Options], template: Path, sam: Sam) -> None:
        subprocess.run(["git", "init", "-q"], check=True)
        subprocess.run(["git", "add", "."], check=True)
        status, _, err = sam("to-http", "-w", "template.yaml")
        assert status == 2
        assert "add --allow-dirty" in one_line(err)
        assert sam("to-http", "-w", "--allow-dirty", "template.yaml")[0] == 0
        assert template.read_text() == HTTP


class TestFilter:
    @pytest.fixture
    def feed(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
        return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    @pytest.mark.parametrize("data", [b"a: 1\r\n", HTTP.encode(), b"\xef\xbb\xbf" + REST.encode() + b"# blocked"])
    def test_what_does_not_change_comes_back_byte_for_byte(
        self,
        engine: list[Options],
        capfdbinary: pytest.CaptureFixture[bytes],
        feed: Callable[[bytes], None],
        data: bytes,
    ) -> None:
        feed(data)
        status = main(["to-http", "-"])
        assert status == int(b"blocked" in data)
        assert capfdbinary.readouterr().out == data

    def test_the_new_template_goes_to_stdout_and_the_rest_to_stderr(
        self, engine: list[Options], sam: Sam, feed: Callable[[bytes], None]
    ) -> None:
        feed(REST.encode())
        status, out, err = sam("to-http", "-")
        assert (status, out) == (0, HTTP)
        assert "1 API migrated" in err
        assert "@@" not in err
        assert "Dry run" not in err

    @pytest.mark.parametrize(("data", "ended"), [(REST, 1), (HTTP, 0)])
    def test_a_check_hands_nothing_on(
        self, engine: list[Options], sam: Sam, feed: Callable[[bytes], None], data: str, ended: int
    ) -> None:
        feed(data.encode())
        status, out, _ = sam("to-http", "--check", "-")
        assert status == ended
        assert ("-: 1 API would migrate" in out, "Transform" in out) == (bool(ended), False)
        assert "--write" not in out, "stdin is no file"

    def test_a_failure_hands_nothing_on(self, engine: list[Options], sam: Sam, feed: Callable[[bytes], None]) -> None:
        feed(b"\xff\xfe")
        status, out, err = sam("to-http", "-")
        assert (status, out) == (2, "")
        assert "sam-migrate: -: this is UTF-16" in err

    def test_a_report_on_stdout_leaves_no_place_for_the_template(
        self, engine: list[Options], template: Path, sam: Sam, feed: Callable[[bytes], None]
    ) -> None:
        feed(REST.encode())
        assert json.loads(sam("to-http", "-", "--format", "json")[1])["templates"][0]["path"] == "-"
        feed(REST.encode())
        assert sam("to-http", "-", "--format", "json", "--output", "r.json")[1] == HTTP
        assert json.loads(Path("r.json").read_text())["summary"]["apis"] == 1


class TestReportFile:
    def test_json(self, engine: list[Options], template: Path, sam: Sam) -> None:
        Path("bad.yaml").write_bytes(SAM.encode() + b"\xff")
        status, out, err = sam("to-http", ".", "--format", "json")
        document = json.loads(out)
        assert status == 1, "a file that was found, not named, and is no template is left over"
        assert [t["path"] for t in document["templates"]] == ["bad.yaml", "template.yaml"]
        assert [t["status"] for t in document["templates"]] == ["error", "migrated"]
        assert "bad.yaml:2" in one_line(err)

    def test_a_file_takes_the_report_and_no_colour(self, engine: list[Options], template: Path, sam: Sam) -> None:
        status, out, err = sam("to-http", "template.yaml", "--output", "r.txt", "--color", "always")
        assert (status, out) == (0, "")
        assert "1 API would migrate" in err
        assert "\x1b" not in Path("r.txt").read_text()

    def test_the_report_never_overwrites_a_template(self, engine: list[Options], template: Path, sam: Sam) -> None:
        status, _, err = sam("to-http", ".", "--output", "template.yaml")
        assert status == 2
        assert "would overwrite the template" in one_line(err)
        assert template.read_text() == REST

    @pytest.mark.parametrize(
        ("name", "start"),
        [
            ("markdown", "## REST APIs to HTTP APIs\n"),
            ("html", "<!DOCTYPE html>"),
            ("sarif", '{\n "$schema"'),
            ("rdjsonl", '{"message"'),
            ("codequality", "[\n  {"),
            ("github", "::error file="),
        ],
    )
    def test_every_format_goes_to_stdout_and_to_a_file(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch, name: str, start: str
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        Path("blocked.yaml").write_text(REST + "# blocked\n")
        status, out, err = sam("to-http", ".", "--format", name)
        assert (status, err) == (1, "")
        assert out.startswith(start)
        assert sam("to-http", ".", "--format", name, "--output", "report")[:2] == (1, "")
        assert Path("report").read_text() == out

    def test_how_to_repeat_it_names_the_options(self, engine: list[Options], template: Path, sam: Sam) -> None:
        out = sam("to-http", "template.yaml", "--format", "markdown", "--accept", "api-keys", "--stage", "keep")[1]
        assert "\nsam-migrate to-http --accept api-keys --stage keep template.yaml\n" in out

    @pytest.mark.parametrize("view", arguments.DIFFS)
    def test_every_diff_view(self, engine: list[Options], template: Path, sam: Sam, view: str) -> None:
        status, out, _ = sam("to-http", "template.yaml", "--diff", view, "--color", "always")
        assert status == 0
        assert "HttpApi" in out
        assert "\x1b[" in out


class TestPatchFile:
    @pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
    def test_git_applies_it(self, engine: list[Options], template: Path, sam: Sam) -> None:
        Path("sub").mkdir()
        Path("sub/other.yaml").write_bytes(b"\xef\xbb\xbf" + REST.replace("\n", "\r\n").encode())
        status, out, _ = sam("to-http", ".", "--patch", "all.patch", "--format", "json")
        assert status == 0
        assert json.loads(out)["summary"]["apis"] == 2
        subprocess.run(["git", "apply", "--check", "all.patch"], check=True)
        subprocess.run(["git", "apply", "all.patch"], check=True)
        assert template.read_text() == HTTP
        assert Path("sub/other.yaml").read_bytes() == b"\xef\xbb\xbf" + HTTP.replace("\n", "\r\n").encode()

    def test_nothing_to_do_is_an_empty_patch(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.write_text(HTTP)
        assert sam("to-http", ".", "--patch", "all.patch")[0] == 0
        assert Path("all.patch").read_bytes() == b""

    def test_it_never_overwrites_a_template(self, engine: list[Options], template: Path, sam: Sam) -> None:
        status, _, err = sam("to-http", ".", "--patch", "template.yaml")
        assert status == 2
        assert "--patch template.yaml: the patch would overwrite the template" in one_line(err)

    def test_a_template_that_cannot_be_in_it_is_named(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def sharing(source: Source, direction: Direction, options: Options, **_: object) -> Migration:
            shared = FileChange(Source("app.py", "old\n"), f"new for {source.path}\n")
            return replace(stand_in(source, direction, options), files=(shared,))

        monkeypatch.setattr(migrator, "migrate", sharing)
        Path("u.yaml").write_text(REST)
        status, _, err = sam("to-http", ".", "--patch", "all.patch", "--jobs", "1")
        assert status == 2
        assert one_line(err) == "u.yaml: not in the patch, since another template changes a file of it differently"
        assert "u.yaml" not in Path("all.patch").read_text()


class TestStreaming:
    """A run over many templates writes and tells each as it is done, and keeps none."""

    @staticmethod
    def start(*given: str) -> Running:
        running: Running = app(list(given), prog_name="sam-migrate", standalone_mode=False)
        return running

    @pytest.fixture
    def many(self, template: Path) -> list[Path]:
        template.unlink()
        paths = [Path(f"t{number}.yaml") for number in range(6)]
        for path in paths:
            path.write_text(REST)
        return paths

    @pytest.mark.parametrize("name", ["jsonl", "text"])
    def test_each_is_written_and_told_before_the_next_one(
        self, engine: list[Options], many: list[Path], name: str
    ) -> None:
        running = self.start("to-http", "-w", ".", "--format", name, "--jobs", "1")
        for number, path in enumerate(many, 1):
            assert str(path) in next(running).product
            assert len(engine) == number
            assert [each.read_text() == HTTP for each in many] == [n < number for n in range(len(many))]
        assert [part.problem for part in running] == [""]

    @pytest.mark.parametrize("more", [(), ("--check",), ("-w",)])
    @pytest.mark.parametrize("name", ["jsonl", "text"])
    def test_none_is_kept(
        self, many: list[Path], monkeypatch: pytest.MonkeyPatch, name: str, more: tuple[str, ...]
    ) -> None:
        there: list[weakref.ref[Migration]] = []

        def remember(source: Source, direction: Direction, options: Options, **_: object) -> Migration:
            assert sum(each() is not None for each in there) <= 2
            migration = stand_in(source, direction, options)
            there.append(weakref.ref(migration))
            return migration

        monkeypatch.setattr(migrator, "migrate", remember)
        assert list(self.start("to-http", ".", "--format", name, "--jobs", "1", *more))
        assert len(there) == len(many)

    def test_lines_of_json(self, engine: list[Options], many: list[Path], sam: Sam) -> None:
        many[1].write_text(REST + "# blocked")
        many[2].write_text("AWS::Serverless broken")
        status, out, _ = sam("to-http", ".", "--format", "jsonl")
        assert status == 2
        *lines, last = map(json.loads, out.splitlines())
        document = json.loads(sam("to-http", ".", "--format", "json")[1])
        assert lines == document["templates"]
        assert last == {"version": document["version"], "summary": document["summary"]}
        assert sam("to-http", ".", "--format", "jsonl", "--output", "report")[1] == ""
        assert Path("report").read_text() == out

    def test_a_report_that_cannot_be_written_keeps_nothing_from_being_migrated(
        self, engine: list[Options], many: list[Path], sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = Path.open

        def full(path: Path, mode: str = "r", *given: Any, **more: Any) -> Any:
            if mode == "w":
                raise OSError(28, "No space left on device")
            return real(path, mode, *given, **more)

        monkeypatch.setattr(Path, "open", full)
        status, out, err = sam("to-http", "-w", *map(str, many), "--format", "jsonl", "--output", "report")
        assert (status, out) == (2, "")
        assert "sam-migrate: report: cannot write the report: No space left on device\n" in err
        assert {path.read_text() for path in many} == {HTTP}

    def test_what_goes_wrong_is_told_in_the_order_of_the_files(
        self, engine: list[Options], many: list[Path], sam: Sam
    ) -> None:
        for path in many:
            path.write_text(REST + "broken")
        err = sam("to-http", ".")[2]
        assert [line.split(":")[1].strip() for line in err.splitlines()] == list(map(str, many))


class TestShared:
    """What several templates share is migrated as it was before the run, whatever the others have become."""

    @pytest.fixture(autouse=True)
    def code(self, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(migrator, "migrate", self.sharing)
        Path("app.py").write_text("old\n")
        Path("sub").mkdir()
        for name in ("u.yaml", "sub/v.yaml"):
            Path(name).write_text(REST)
        return Path("app.py")

    @staticmethod
    def sharing(source: Source, direction: Direction, options: Options, **_: object) -> Migration:
        shared = Source("app.py", Path("app.py").read_text())
        assert shared.text == "old\n"
        after = f"new for {source.path}\n" if options.strict else "new\n"
        return replace(stand_in(source, direction, options), files=(FileChange(shared, after),))

    def test_alike(self, template: Path, code: Path, sam: Sam) -> None:
        status, out, err = sam("to-http", "-w", ".", "--jobs", "1")
        assert (status, err) == (0, "")
        assert "3 templates: 3 changed." in out
        assert [template.read_text(), code.read_text()] == [HTTP, "new\n"]

    def test_differently(self, template: Path, code: Path, sam: Sam) -> None:
        status, _, err = sam("to-http", "-w", ".", "--jobs", "1", "--strict")
        assert status == 2
        assert [line.partition(":")[2] for line in err.splitlines()] == [
            f" {name}: not written: the file changed while it was migrated; run again (app.py)"
            for name in ("u.yaml", "sub/v.yaml")
        ]
        assert code.read_text() == "new for template.yaml\n"


class TestJobs:
    needs_fork = pytest.mark.skipif(
        multiprocessing.get_start_method() != "fork", reason="the stand-in lives in this process only"
    )

    @needs_fork
    def test_results_come_in_the_order_of_the_paths(self, engine: list[Options], template: Path, sam: Sam) -> None:
        for number in range(9):
            Path(f"t{number}.yaml").write_text(REST)
        one = sam("to-http", ".", "--format", "json", "--jobs", "1")
        assert sam("to-http", ".", "--format", "json", "--jobs", "3") == one

    @needs_fork
    def test_a_crash_is_an_error_of_its_file(self, engine: list[Options], template: Path, sam: Sam) -> None:
        for number in range(4):
            Path(f"t{number}.yaml").write_text(REST)
        Path("t1.yaml").write_text(REST + "# crash")
        status, out, err = sam("to-http", ".", "--jobs", "2")
        assert status == 2
        assert one_line(err) == "t1.yaml: internal error, please report it: the worker process ended"
        assert "4 changed, 1 failed" in out

    def test_few_templates_are_not_worth_a_process(
        self, engine: list[Options], template: Path, sam: Sam, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run, "_in_processes", None)
        assert sam("to-http", ".")[0] == 0
        assert sam("to-http", ".", "--jobs", "8")[0] == 0

    def test_ctrl_c(self, engine: list[Options], template: Path, sam: Sam) -> None:
        template.write_text(REST + "# interrupt")
        status, out, err = sam("to-http", ".")
        assert (status, out) == (130, "")
        assert one_line(err) == "stopped by Ctrl-C (0 of 1 template done)"


class TestProcess:
    """Through the interpreter, as a shell starts it."""

    @staticmethod
    def start(*given: str, **settings: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", SCRIPT, *given]
        return subprocess.Popen(command, stderr=subprocess.PIPE, **settings)  # type: ignore[call-overload,no-any-return]

    @posix
    def test_a_reader_that_goes_away_is_no_failure(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        process = self.start("to-http", "--help", stdout=writing)
        os.close(writing)
        assert process.communicate(timeout=30)[1] == b""
        assert process.returncode == 0

    @posix
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_disk_behind_stdout_is_one_line(self, template: Path) -> None:
        template.write_text("a: 1")
        with Path("/dev/full").open("w") as full:
            process = self.start("to-http", "--quiet", "template.yaml", stdout=full)
            assert process.communicate(timeout=30)[1] == b"sam-migrate: cannot print: No space left on device\n"
        assert process.returncode == 2

    @posix
    def test_closed_streams(self, template: Path) -> None:
        template.write_text("a: 1")
        script = f"{sys.executable} -c '{SCRIPT}'"
        for closed in ("<&- >&- 2>&-", ">&-", "2>&-"):
            assert subprocess.run(f"{script} to-http template.yaml {closed}", shell=True, check=False).returncode == 0

    @posix
    def test_a_folder_that_is_gone_is_one_line(self, tmp_path: Path) -> None:
        gone = tmp_path / "gone"
        script = f"mkdir {gone} && cd {gone} && rmdir {gone} && {sys.executable} -c '{SCRIPT}' to-http"
        environment = {**os.environ, "PYTHONPATH": str(Path(migrator.__file__).parent.parent)}
        for more in ("template.yaml", "."):
            ended = subprocess.run(f"{script} {more}", shell=True, check=False, capture_output=True, env=environment)
            assert ended.returncode == 2
            assert ended.stderr == b"sam-migrate: the current folder is gone; go to one that is there\n"

    @posix
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_disk_behind_stdout_keeps_nothing_from_being_written(self, template: Path) -> None:
        Path("u.yaml").write_text(REST)
        with Path("/dev/full").open("w") as full:
            process = self.start("to-http", "-w", "--no-verify", ".", stdout=full)
            assert process.communicate(timeout=60)[1] == b"sam-migrate: cannot print: No space left on device\n"
        assert process.returncode == 2
        assert "HttpApi" in template.read_text()
        assert "HttpApi" in Path("u.yaml").read_text()

    def test_a_terminal_without_unicode(self, tmp_path: Path) -> None:
        path = tmp_path / "ü\x1b.yaml"
        environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        process = self.start("to-http", str(path), env=environment, stdout=subprocess.PIPE)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 2
        assert b"Traceback" not in err
        assert b"no such file" in err


class TestBadInput:
    """With the real engine: one clear line, exit 2, the file as it was."""

    @pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
    def test_it_is_one_line_and_nothing_is_lost(self, template: Path, sam: Sam, data: bytes) -> None:
        template.write_bytes(data)
        status, out, err = sam("to-http", "--write", "--no-verify", "template.yaml")
        assert status == 2
        assert out.startswith("Nothing migrated.\nFailed: template.yaml")
        assert one_line(err).startswith("template.yaml")
        assert "internal error" not in err
        assert len(err) < 300
        assert template.read_bytes() == data

    def test_a_billion_laughs_end_at_once(self, template: Path, sam: Sam) -> None:
        levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 10)]
        template.write_text(REST + "l0: &l0 [lol]\n" + "".join(levels))
        before = template.read_bytes()
        status, _, err = sam("to-http", "--no-verify", "template.yaml")
        assert status in (0, 1, 2)
        assert "internal error" not in err
        assert template.read_bytes() == before

    def test_an_anchor_that_holds_itself_ends(self, template: Path, sam: Sam) -> None:
        template.write_text(REST + "a: &a [*a]\n")
        status, _, err = sam("to-http", "--no-verify", "template.yaml")
        assert status in (0, 1, 2)
        assert "internal error" not in err

    def test_a_search_does_not_stumble_over_large_files(self, template: Path, sam: Sam) -> None:
        Path("data.json").write_bytes(b"[" + b" " * (MAX_BYTES + 10) + b"]")
        template.write_text("a: 1")
        assert sam("to-http", ".")[0] == 0
