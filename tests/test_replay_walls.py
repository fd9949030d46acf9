"""What a handler's code cannot reach, with the kernel's namespaces and without; and that nothing of a run stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from migrator.facts import Entry
from migrator.replay.code import DeployedCode
from migrator.replay.outcomes import EventOutcome
from migrator.replay.runner import RunLimits, run, walled
from tests.test_replay_runner import body, kinds, ran

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")

WITHIN = RunLimits(start=10, event=2)
AMONG_OTHERS = RunLimits(start=10, event=2, walls=False)
BOTH = pytest.mark.parametrize("limits", [WITHIN, AMONG_OTHERS], ids=["within walls", "among others"])


walls = cache(walled)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def stays(condition: Callable[[], object], seconds: float = 5) -> bool:
    """Whether something is still so after a while."""
    until = time.monotonic() + seconds
    while condition() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(condition())


def running(mark: str) -> list[str]:
    """Processes that have a text among their arguments."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [str(each)] if mark in each.read_text(errors="replace") else []
        except OSError:
            continue
    return found


# Files


@BOTH
def test_a_database_is_made_in_the_scratch_folder_of_one_side_alone(limits: RunLimits, temporary: Path) -> None:
    lines = (
        "import sqlite3, tempfile",
        "path = os.path.join(tempfile.gettempdir(), 'seen.db')",
        "there = os.path.exists(path)",
        "with sqlite3.connect(path) as base: base.execute('create table seen (id)')",
        "return [there, os.path.exists(path)]",
    )
    for _ in range(2):
        assert ran(body(*lines), limits=limits)[0].value == [False, True]
    assert not Path(tempfile.gettempdir(), "seen.db").exists()
    assert list(temporary.iterdir()) == []


@LINUX
def test_tmp_is_a_folder_of_its_own() -> None:
    """Lambda code names ``/tmp`` outright. Without walls it is the system's, and nothing is written there."""
    path = f"/tmp/{os.getpid()}-of-a-handler"
    lines = (f"there = os.path.exists({path!r})", f"open({path!r}, 'w').close()", "return there")
    for _ in range(2):
        (outcome,) = ran(body(*lines), limits=WITHIN)
        if walls():
            assert outcome == EventOutcome(False)
        else:
            assert outcome.attempts == (f"a change of {path}",)
    (outcome,) = ran(body(*lines), limits=AMONG_OTHERS)
    assert outcome.attempts == (f"a change of {path}",)
    assert not Path(path).exists()


@pytest.mark.parametrize(
    "line",
    [
        "import sqlite3; sqlite3.connect(path).execute('create table t (id)')",
        "import sqlite3; sqlite3.connect(f'file:{path}?mode=rwc', uri=True).execute('create table t (id)')",
        "import sqlite3; sqlite3.connect(':memory:').execute('attach ? as other', (path,))",
        "import sqlite3; sqlite3.connect(':memory:').execute(f\"vacuum into '{path}'\")",
        "import dbm.gnu; dbm.gnu.open(path, 'c')",
        "import dbm.ndbm; dbm.ndbm.open(path, 'c')",
        "os.mkfifo(path)",
        "os.mknod(path)",
        "import socket; socket.socket(socket.AF_UNIX).bind(path)",
        "import ctypes; ctypes.CDLL(None).creat(path.encode(), 0o600)",
        "import ctypes; ctypes.pythonapi.creat(path.encode(), 0o600)",
    ],
)
@BOTH
def test_what_opens_files_unseen_makes_none_elsewhere(line: str, limits: RunLimits, elsewhere: Path) -> None:
    made = elsewhere / "made"
    lines = (f"path = {str(made)!r}", "try:", f"    {line}", "except Exception: pass", "return 'done'")
    (outcome,) = ran(body(*lines), limits=limits)
    assert outcome.value == "done"
    assert list(elsewhere.iterdir()) == []
    if "dbm" not in line and "ctypes" not in line:  # not all have dbm; within walls C code finds nothing by itself
        assert outcome.attempts == (f"a change of {made}",) or "sqlite3.connect(':memory:')" in line


@LINUX
@BOTH
def test_c_code_reaches_no_file_of_the_user(limits: RunLimits, elsewhere: Path) -> None:
    (elsewhere / "token").write_text("REAL")
    lines = (
        "import ctypes",
        "c = ctypes.CDLL(None)",
        "text = ctypes.create_string_buffer(9)",
        f"c.read(c.open({str(elsewhere / 'token')!r}.encode(), 0), text, 8)",
        f"return [text.value.decode(), c.unlink({str(elsewhere / 'token')!r}.encode())]",
    )
    (outcome,) = ran(body(*lines), limits=limits)
    if limits.walls and walls():
        assert outcome.value == ["", -1]
    else:
        assert outcome.attempts == ("code in C (ctypes.dlopen None)",)
    assert (elsewhere / "token").read_text() == "REAL"


@LINUX
def test_the_walls_cannot_be_taken_down() -> None:
    """Root in a namespace of its own could mount what is mounted read-only anew, were it not for what it gave up."""
    if not walls():
        assert kinds(ran(body("import ctypes; ctypes.CDLL(None).mount"), limits=WITHIN)) == ["raised"]
        return
    lines = (
        "import ctypes",
        "c = ctypes.CDLL(None)",
        "again = c.mount(None, b'/usr', None, ctypes.c_ulong(0x1020), None)",
        "inside = c.unshare(0x10020000)",
        "later = c.mount(None, b'/usr', None, ctypes.c_ulong(0x1020), None)",
        "return [again, later, c.open(b'/usr/made', 0o101, 0o600), c.chroot(b'/')]",
    )
    again, later, made, _ = ran(body(*lines), limits=WITHIN)[0].value
    assert (again, later, made) == (-1, -1, -1)
    assert not Path("/usr/made").exists()


# What is the user's


def test_the_users_environment_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has it only if it was started with it: a child of ours is the user here."""
    source = (
        "import glob\ndef handler(event, context):\n    found = []\n"
        "    for path in glob.glob('/proc/*/environ') + [f'/proc/{n}/environ' for n in range(1, 99999)]:\n"
        "        try: found += [path] if b'REAL_TOKEN' in open(path, 'rb').read() else []\n"
        "        except OSError: pass\n"
        "    return found\n"
    )
    program = (
        "import sys\nfrom migrator.replay.code import DeployedCode\nfrom migrator.replay.runner import RunLimits, run\n"
        "from migrator.facts import Entry\n"
        "for walls in (True, False):\n"
        f"    code = DeployedCode(Entry('app', 'handler'), files=(('app.py', {source!r}),))\n"
        "    outcome, = run(code, [{}], RunLimits(event=60, walls=walls))\n"
        "    assert outcome.failure is None, outcome\n"
        "    print(outcome.value)\n"
    )
    environment = {**os.environ, "TOKEN": "REAL_TOKEN", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n[]\n", "")


@pytest.mark.parametrize(
    "name", [".aws/credentials", ".ssh/id_rsa", ".netrc", ".config/gh/hosts.yml", ".docker/config.json", ".kube/config"]
)
@BOTH
def test_credentials_in_the_users_home_are_not_read(
    name: str, limits: RunLimits, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(elsewhere))
    file = elsewhere / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("REAL")
    (outcome,) = ran(body(f"return open({str(file)!r}).read()"), limits=limits)
    assert kinds([outcome]) == ["raised"]
    assert outcome.attempts == (f"a look into {file}",)
    for line in (f"os.listdir({str(file.parent)!r})", f"list(os.scandir({str(elsewhere)!r}))"):
        assert ran(body(line), limits=limits)[0].attempts[0].startswith("a look into ")


@BOTH
def test_the_projects_own_settings_are_read(
    limits: RunLimits, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code lies in the user's home, as it nearly always does, and has a file ``.env``."""
    monkeypatch.setenv("HOME", str(elsewhere))
    code = elsewhere / "shop" / "src"
    code.mkdir(parents=True)
    (code / ".env").write_text("A=1")
    (code / "app.py").write_text(body("return open('.env').read()"))
    assert run(DeployedCode(Entry("app", "handler"), code), [{}], limits)[0].value == "A=1"


@LINUX
def test_within_walls_only_the_interpreter_is_there(elsewhere: Path) -> None:
    if not walls():
        pytest.skip("the kernel gives no namespaces; the guard alone is tested above")
    (elsewhere / "letter").write_text("dear")
    lines = (
        f"elsewhere = os.path.exists({str(elsewhere)!r})",
        "import ssl, sqlite3, zoneinfo, encodings.idna",
        "zoneinfo.ZoneInfo('Europe/Berlin')",
        "return [elsewhere, os.path.exists('/run'), os.path.exists('/home'), sorted(os.listdir('/tmp'))]",
    )
    assert ran(body(*lines), limits=WITHIN)[0].value == [False, False, False, []]


# The template's environment


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "PYTHONPLATLIBDIR"])
@BOTH
def test_the_templates_environment_does_not_steer_the_interpreter(
    name: str, limits: RunLimits, elsewhere: Path
) -> None:
    mark = elsewhere / "ran"
    for module in ("sitecustomize", "usercustomize"):
        (elsewhere / f"{module}.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    (outcome,) = ran(body(f"return os.environ[{name!r}]"), limits=limits, environment=((name, str(elsewhere)),))
    assert outcome.value == str(elsewhere)
    assert not mark.exists()


@LINUX
@BOTH
def test_no_library_of_the_template_is_loaded_first(limits: RunLimits, elsewhere: Path) -> None:
    """The loader complains of a library that is not there on a stream that nobody reads; a list of the loaded tells."""
    library = next(path for path in sorted(Path("/").glob("lib*/**/libutil.so.*")) if path.is_file())
    variables = tuple((name, str(library)) for name in ("LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH", "PATH"))
    lines = ("return [os.environ['LD_PRELOAD'], os.environ['PATH'], 'libutil' in open('/proc/self/maps').read()]",)
    outcome = ran(body(*lines), limits=limits, environment=variables)[0]
    assert outcome.value == [str(library), str(library), False]


@BOTH
def test_a_variable_that_no_process_can_have_is_left_out(limits: RunLimits) -> None:
    variables = (("A=B", "1"), ("NUL", "a\0b"), ("TABLE", "items"))
    assert ran(body("return os.environ['TABLE']"), limits=limits, environment=variables)[0].value == "items"


# Processes


def test_nothing_outlives_a_run() -> None:
    started = time.monotonic()
    lines = ("import threading", "threading.Thread(target=lambda: time.monotonic()).start()", "return 1")
    assert ran(body(*lines))[0].value == 1
    assert time.monotonic() - started < 10
    if sys.platform == "linux":
        assert not stays(lambda: running("replay_child"))


@LINUX
@pytest.mark.parametrize("leaving", ["", "c.setsid(); "])
def test_processes_started_past_the_guard_are_ended_too(leaving: str) -> None:
    mark = f"31{os.getpid()}.5"
    lines = (
        "import ctypes",
        "c = ctypes.CDLL(None)",
        "child = c.fork()",
        "if child == 0:",
        f"    {leaving}c.fork(); c.execl(b'/bin/sleep', b'sleep', b'{mark}', None)",
        "time.monotonic(); return child > 0",
    )
    (outcome,) = ran(body(*lines), limits=WITHIN)
    assert outcome.value is True if walls() else outcome.attempts
    assert not stays(lambda: running(mark))


@LINUX
def test_without_walls_processes_are_swept_up_wherever_they_went() -> None:
    """The guard is taken out of the way, as code does that wants out."""
    mark = f"32{os.getpid()}.5"
    lines = (
        "sys.meta_path.pop(0)",
        "import _posixsubprocess as p",
        "end = os.pipe()",
        f"words = [b'sh', b'-c', b'setsid sleep {mark} & setsid setsid sleep {mark} & exec sleep {mark}']",
        "group, fork = ((0,), (True,)) if sys.version_info >= (3, 11) else ((), ())",
        "more = (True, True, *group, None, None, None, -1, None, *fork)",
        "return p.fork_exec(words, [b'/bin/sh'], True, (end[1],), None, None, -1, -1, -1, -1, -1, -1, *end, *more)",
    )
    (outcome,) = ran(body(*lines), limits=AMONG_OTHERS)
    assert isinstance(outcome.value, int), outcome
    assert not stays(lambda: running(mark))


@BOTH
def test_an_interpreter_within_the_interpreter_is_refused(limits: RunLimits) -> None:
    source = body("import _xxsubinterpreters as more", "more.create()", "return 1")
    (outcome,) = ran(source, limits=limits)
    if outcome.failure is not None and outcome.failure.type == "ModuleNotFoundError":
        pytest.skip("it has another name here")
    assert kinds([outcome]) == ["raised"]
    assert outcome.attempts[0].startswith("another process (cpython.PyInterpreterState_New")


@LINUX
@BOTH
def test_shared_memory_does_not_stay(limits: RunLimits) -> None:
    name = f"of-a-handler-{os.getpid()}"
    lines = ("from multiprocessing import shared_memory as s", f"s.SharedMemory({name!r}, create=True, size=9).close()")
    (outcome,) = ran(body(*lines), limits=limits)
    assert outcome.attempts == (f"shared memory (/{name})",)
    assert not Path("/dev/shm", name).exists()


@LINUX
def test_drivers_that_open_sockets_unseen_find_no_network_where_the_kernel_allows_it() -> None:
    lines = ("return [line.split(':')[0].strip() for line in open('/proc/net/dev')][2:]",)
    if walls():
        assert ran(body(*lines), limits=WITHIN)[0].value == ["lo"]


# The run's folder


def replaying(folder: Path, line: str, before: str = "") -> subprocess.Popen[bytes]:
    """A process that runs a handler with this line, and has its temporary files in a folder."""
    program = (
        "from migrator.replay.code import DeployedCode\nfrom migrator.replay.runner import RunLimits, run\n"
        "from migrator.facts import Entry\n"
        f"{before}\n"
        f"run(DeployedCode(Entry('app', 'handler'), files=(('app.py', {body(line)!r}),)), "
        f"[{{}}], RunLimits(event=60))\n"
    )
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", program], env=environment)


@LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_run_leaves_no_process_and_no_folder(how: int, tmp_path: Path) -> None:
    parent = replaying(tmp_path, "time.monotonic.__self__; [0 for _ in iter(int, 1)]")
    mark = str(tmp_path)
    assert not stays(lambda: len(running(mark)) < 2, 20)  # the keeper and the handler
    parent.send_signal(how)
    parent.wait(20)
    assert not stays(lambda: running(mark), 10)
    assert not stays(lambda: list(tmp_path.iterdir()))


@pytest.mark.skipif(os.name == "nt", reason="without locks of POSIX nothing tells a killed run from a live one")
def test_what_a_run_left_that_was_killed_while_it_copied_is_taken_by_the_next(temporary: Path) -> None:
    stop = "import os, migrator.replay.runner as r\nr.laid_out = lambda code, target: os.kill(os.getpid(), 9)"
    replaying(temporary, "return 1", stop).wait(20)
    assert [path.name[:7] for path in temporary.iterdir()] == ["replay-"]
    for name in ("replay-of-another-program", "replay-empty"):
        (temporary / name).mkdir()
    (temporary / "replay-of-another-program" / "lock").write_text("")
    assert ran(body("return 1"))[0].value == 1
    assert sorted(path.name for path in temporary.iterdir()) == ["replay-empty", "replay-of-another-program"]


def test_runs_at_the_same_time_leave_each_other_alone(temporary: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: ran(body("return os.listdir()"))[0].value, range(8)))
    assert found == [["app.py"]] * 8
    assert list(temporary.iterdir()) == []


@BOTH
def test_folders_without_rights_are_removed_too(limits: RunLimits, temporary: Path) -> None:
    lines = ("os.makedirs('a/b/c')", "open('a/b/c/file', 'w').close()", "os.chmod('a/b', 0)", "os.chmod('a', 0)")
    assert kinds(ran(body(*lines, "return 1"), limits=limits)) == ["answer"]
    assert list(temporary.iterdir()) == []


# What is copied


def copied(code: Path) -> Any:
    outcome = run(DeployedCode(Entry("app", "handler"), code), [{}], WITHIN)[0]
    return outcome.value if outcome.failure is None else outcome.failure.message


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A folder of code whose handler answers with the files that it has."""
    folder = tmp_path / "project" / "src"
    folder.mkdir(parents=True)
    listing = "import os\nhandler = lambda e, c: sorted(os.path.join(a, f) for a, _, fs in os.walk('.') for f in fs)\n"
    (folder / "app.py").write_text(listing)
    return folder


@pytest.mark.parametrize("target", ["/", "..", ".", "../..", "/dev", "/proc", "/dev/zero", "/etc"])
def test_links_to_a_folder_around_or_out_of_the_project_are_left_out(target: str, code: Path) -> None:
    (code / "root").symlink_to(target)
    started = time.monotonic()
    assert copied(code) == ["./app.py"]
    assert time.monotonic() - started < 10


def test_links_of_two_folders_to_each_other_are_followed_once(code: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (code / name).mkdir()
        (code / name / f"{name}.txt").write_text("")
        (code / name / "other").symlink_to(f"../{other}")
    there = ["./a/a.txt", "./a/other/b.txt", "./app.py", "./b/b.txt", "./b/other/a.txt"]
    assert copied(code) == there


def test_a_link_to_credentials_is_left_out(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home itself is a repository here, as it is for some."""
    home = code.parent.parent
    monkeypatch.setenv("HOME", str(home))
    (home / ".git").mkdir()
    (home / ".ssh").mkdir()
    (home / ".ssh" / "id_rsa").write_text("REAL")
    (home / "words.txt").write_text("shared")
    (code / "key").symlink_to(home / ".ssh" / "id_rsa")
    (code / "words.txt").symlink_to(home / "words.txt")
    assert copied(code) == ["./app.py", "./words.txt"]


def test_too_many_files_are_not_copied(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.replay.copying.MAX_ENTRIES", 10)
    (code / "many").mkdir()
    for number in range(9):
        (code / "many" / f"{number}.txt").write_text("")
    assert copied(code) == "the code cannot be copied: it has more than 10 files"


def test_a_pipe_in_the_code_is_left_out(code: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are none here")
    os.mkfifo(code / "pipe")
    assert copied(code) == ["./app.py"]
