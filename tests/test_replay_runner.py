"""Handlers run in processes of their own, whatever they do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from migrator.facts import Entry
from migrator.replay.code import DeployedCode
from migrator.replay.outcomes import EventOutcome, FailureKind
from migrator.replay.runner import RunLimits, run

QUICK = RunLimits(start=10, event=1.5)


def ran(source: str, events: Sequence[Any] = ({},), limits: RunLimits = QUICK, **code: Any) -> tuple[EventOutcome, ...]:
    """Outcomes of a module's ``handler``."""
    return run(DeployedCode(Entry("app", "handler"), files=(("app.py", source),), **code), events, limits)


def body(*lines: str) -> str:
    """A module with a handler of these lines."""
    return "import os, sys, time\ndef handler(event, context):\n" + "".join(f"    {line}\n" for line in lines)


def kinds(outcomes: Sequence[EventOutcome]) -> list[str]:
    return [outcome.failure.kind.value if outcome.failure else "answer" for outcome in outcomes]


def test_each_event_has_an_outcome_in_one_warm_process() -> None:
    source = "calls = []\ndef handler(event, context):\n    calls.append(event['n'])\n    return calls\n"
    assert [outcome.value for outcome in ran(source, [{"n": 1}, {"n": 2}])] == [[1], [1, 2]]


def test_what_is_printed_is_not_the_answer() -> None:
    lines = ("print('{\"value\": 1}' * 100000)", "os.write(1, b'noise\\n')", "sys.stderr.write('x')", "return event")
    assert ran(body(*lines), [{"a": "\u00e9\U0001f600"}])[0].value == {"a": "\u00e9\U0001f600"}


def test_an_exception_is_told() -> None:
    (outcome,) = ran(body("return event['missing']"))
    assert outcome.failure is not None
    assert (outcome.failure.kind, outcome.failure.type) == (FailureKind.RAISED, "KeyError")
    assert "missing" in outcome.failure.message


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("sys.exit(0)", "exit"),
        ("os._exit(0)", "exit"),
        ("os.abort()", "exit"),
        ("while True: pass", "timeout"),
        ("import threading; threading.Event().wait()", "timeout"),
        ("return {1, 2}", "unserializable"),
        ("return b'bytes'", "unserializable"),
        ("a = []; a.append(a); return a", "unserializable"),
        ("return 'x' * 6_000_001", "size"),
        ("return [1] * 10**12", "raised"),
        ("raise KeyboardInterrupt", "raised"),
        ("return handler(event, context)", "raised"),
    ],
)
def test_what_ends_an_event_leaves_the_next_one(line: str, kind: str) -> None:
    outcomes = ran(body("if event['n']: return 1", line), [{"n": 0}, {"n": 1}])
    assert kinds(outcomes) == [kind, "answer"]
    assert outcomes[1].value == 1


def test_a_run_gives_up_after_some_processes() -> None:
    outcomes = ran(body("os._exit(1)"), [{}] * 6, RunLimits(restarts=2))
    assert kinds(outcomes) == ["exit"] * 3 + ["not run"] * 3


def test_decimals_are_numbers_as_in_lambda() -> None:
    assert ran(body("from decimal import Decimal", "return [Decimal('1.5')]"))[0].value == [1.5]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import a_package_that_is_not_there", "a_package_that_is_not_there"),
        ("def (", "line 1"),
        ("import sys; sys.exit(3)", "3"),
        ("import os; os._exit(3)", "the process ended"),
        ("while True: pass", "no answer within"),
        ("other = 1", "handler"),
    ],
)
def test_a_module_that_does_not_load(source: str, message: str) -> None:
    outcomes = ran(source, [{}, {}], RunLimits(start=1.5))
    assert kinds(outcomes) == ["load", "load"]
    assert outcomes[0].failure is not None
    assert message in outcomes[0].failure.message


@pytest.mark.parametrize(
    ("line", "attempt"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "192.0.2.1"),
        ("import urllib.request; urllib.request.urlopen('http://example.com')", "example.com"),
        ("import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))", "192.0.2.1"),
        ("import socket; socket.gethostbyname('example.com')", "example.com"),
    ],
)
def test_the_network_is_out_of_reach_even_for_code_that_expects_errors(line: str, attempt: str) -> None:
    (outcome,) = ran(body("try:", f"    {line}", "except Exception:", "    return 'caught'"))
    assert kinds([outcome]) == ["stopped"]
    assert attempt in outcome.attempts[0]


def test_calls_to_aws_are_told_and_not_made() -> None:
    source = (
        "import boto3\ntable = boto3.resource('dynamodb').Table('items')\n"
        "def handler(event, context):\n    return table.get_item(Key={'id': event['id']})\n"
    )
    (outcome,) = ran(source, [{"id": "7"}], RunLimits())
    assert outcome.attempts == ('the AWS call dynamodb GetItem {"Key": {"id": "7"}, "TableName": "items"}',)
    assert kinds([outcome]) == ["stopped"]


def test_credentials_are_stubs(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = elsewhere / "credentials"
    secret.write_text("[default]\naws_access_key_id = REAL\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(secret))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "REAL")
    monkeypatch.setenv("A_TOKEN", "REAL")
    lines = (
        "import boto3",
        "key = boto3.Session().get_credentials().access_key",
        "return [key, dict(os.environ), os.path.expanduser('~')]",
    )
    (outcome,) = ran(body(*lines), limits=RunLimits())
    assert outcome.value[0] == "testing"
    assert "REAL" not in str(outcome.value)
    assert outcome.value[2] != os.path.expanduser("~")  # noqa: PTH111
    (outcome,) = ran(body(f"return open({str(secret)!r}).read()"))
    assert kinds([outcome]) == ["raised"]
    assert outcome.attempts == (f"a look into {secret}",)


@pytest.mark.parametrize(
    "line",
    [
        "os.fork()",
        "os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import subprocess; subprocess.run('true', shell=True)",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 9)",
        "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="these are calls of POSIX")
def test_no_other_process_is_started_or_ended(line: str) -> None:
    (outcome,) = ran(body("while True:", f"    {line}"))
    assert kinds([outcome]) == ["raised"]
    assert outcome.attempts[0].startswith("another process")


def test_files_elsewhere_are_left_alone(elsewhere: Path) -> None:
    file = elsewhere / "file"
    file.write_text("as it was")
    path = repr(str(file))
    for line in (f"open({path}, 'w')", f"os.remove({path})", f"os.rename({path}, 'x')", f"os.chmod({path}, 0)"):
        (outcome,) = ran(body(line))
        assert kinds([outcome]) == ["raised"]
        assert outcome.attempts == (f"a change of {file}",)
    link = body("os.symlink(" + path + ", 'link')", "open('link', 'a')")
    assert kinds(ran(link)) == ["raised"]
    assert file.read_text() == "as it was"


def test_files_of_its_own_can_be_written_and_are_gone_afterwards() -> None:
    lines = (
        "import tempfile",
        "open('made', 'w').write('x')",
        "path = tempfile.mkstemp()[1]",
        "return [path, os.getcwd()]",
    )
    temporary, folder = ran(body(*lines))[0].value
    assert not Path(temporary).exists()
    assert not Path(folder).exists()


def test_time_and_chance_fall_alike() -> None:
    source = """
import datetime, random, secrets, time, uuid
from datetime import datetime as dt, timezone
def handler(event, context):
    time.sleep(3600)
    now = dt.now(timezone.utc)
    assert isinstance(now, dt) and isinstance(now, datetime.date) and now - dt(2020, 1, 1, tzinfo=timezone.utc)
    return [now.isoformat(), dt.utcnow().isoformat(), str(datetime.date.today()), time.time(), time.strftime("%H:%M"),
            str(uuid.uuid4()), str(uuid.uuid1()), secrets.token_hex(4), random.random(), hash("text"),
            list({"a", "b", "c"}), context.aws_request_id, context.get_remaining_time_in_millis()]
"""
    first, second = ran(source)[0].value, ran(source, [{}, {}])[0].value
    assert first == second
    assert first[:5] == ["2020-03-12T20:03:58+00:00", "2020-03-12T20:03:58", "2020-03-12", 1584043438.0, "20:03"]


def test_the_folder_of_the_code_is_copied_and_laid_over(tmp_path: Path) -> None:
    code = tmp_path / "src"
    (code / "pkg").mkdir(parents=True)
    (code / "node_modules").mkdir()
    (code / "pkg" / "__init__.py").write_text("")
    (code / "pkg" / "app.py").write_text("from pkg.helper import word\nhandler = lambda event, context: word()\n")
    (code / "pkg" / "helper.py").write_text("def word(): return 'old'\n")
    old = DeployedCode(Entry("pkg.app", "handler"), code)
    new = DeployedCode(old.entry, code, (("pkg/helper.py", b"import os\ndef word(): return os.listdir()\n"),))
    assert run(old, [{}])[0].value == "old"
    assert run(new, [{}])[0].value == ["pkg"]
    assert (code / "pkg" / "helper.py").read_text() == "def word(): return 'old'\n"
    assert [path.name for path in code.rglob("*.pyc")] == []


def test_modules_of_the_code_hide_none_of_the_run_and_are_hidden_by_none() -> None:
    names = ("requests", "events", "code", "runner", "child", "guard", "clock", "migrator", "transforms")
    files = tuple((f"{name}.py", f"name = {name!r}\n") for name in names)
    source = f"import {', '.join(names)}\nhandler = lambda e, c: [m.name for m in ({', '.join(names)})]\n"
    assert run(DeployedCode(Entry("app", "handler"), files=(("app.py", source), *files)), [{}])[0].value == list(names)


def test_the_texts_of_the_code_begin_with_the_handlers_module(tmp_path: Path) -> None:
    for name in ("a.py", "app.py", "b.py", "notes.txt"):
        (tmp_path / name).write_text(f"# {name}")
    code = DeployedCode(Entry("app", "handler"), tmp_path, (("b.py", b"# new b"), ("c/d.py", "# d")))
    assert code.texts == ("# app.py", "# a.py", "# new b", "# d")


def test_links_in_the_code_are_followed_but_not_back(tmp_path: Path) -> None:
    shared, code = tmp_path / "shared", tmp_path / "src"
    shared.mkdir()
    code.mkdir()
    (shared / "word.py").write_text("word = 'shared'\n")
    (code / "shared").symlink_to("../shared")
    (code / "round").symlink_to(".")
    (code / "gone").symlink_to("nowhere")
    (code / "app.py").write_text(
        "import os\nfrom shared.word import word\nhandler = lambda e, c: [word, *os.listdir()]\n"
    )
    found = run(DeployedCode(Entry("app", "handler"), code), [{}])[0].value
    assert (found[0], sorted(found[1:])) == ("shared", ["app.py", "shared"])


def test_code_that_is_too_large_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.replay.copying.MAX_CODE", 10)
    (tmp_path / "app.py").write_text("handler = 1  # eleven and more\n")
    (outcome,) = run(DeployedCode(Entry("app", "handler"), tmp_path), [{}])
    assert outcome.failure is not None
    assert outcome.failure.message == "the code cannot be copied: it has more than 10 bytes"


@pytest.mark.parametrize("said", ["[]", "{}", '{"failure": {"kind": "?"}}', '{"failure": 1, "attempts": []}', "?"])
def test_what_code_writes_into_the_pipe_is_no_answer(said: str) -> None:
    writing = ("for number in range(3, 30):", "    try: os.write(number, event['said'])", "    except OSError: pass")
    lines = ("event['said'] = (event['said'] + chr(10)).encode()", *writing, "return 'answer'")
    assert kinds(ran(body(*lines), [{"said": said}])) == ["exit"]


@pytest.mark.parametrize("path", ["../app.py", "/app.py", "a/../../app.py"])
def test_a_file_outside_the_code_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        run(DeployedCode(Entry("app", "handler"), files=((path, ""),)), [{}])


def test_a_folder_that_is_not_there() -> None:
    (outcome,) = run(DeployedCode(Entry("app", "handler"), Path("/nowhere/at/all")), [{}])
    assert kinds([outcome]) == ["load"]


def test_environment_variables_of_the_function_are_there_but_no_credentials_of_its_own() -> None:
    variables = (("TABLE", "items"), ("AWS_SECRET_ACCESS_KEY", "mine"))
    value = ran(body("return [os.environ['TABLE'], os.environ['AWS_SECRET_ACCESS_KEY']]"), environment=variables)[
        0
    ].value
    assert value == ["items", "testing"]
