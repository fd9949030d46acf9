"""Load the handler of a job and answer its events, one line for each."""

from __future__ import annotations

import decimal
import importlib
import json
import math
import os
import sys
from types import SimpleNamespace
from typing import Any

from .clock import Clock
from .confine import confine
from .guard import Barrier, Stopped
from .reach import FileReach
from .script import serve_script
from .watch import Watch

TASK, SCRATCH = "/var/task", "/tmp"  # noqa: S108 - a name for the folder that is there in its place
"""What the folders are called in answers wherever they are, so that two runs say the same."""


def context(index: int, function: str) -> Any:
    """What Lambda hands to a handler beside the event."""
    return SimpleNamespace(
        aws_request_id=f"00000000-0000-4000-8000-{index:012d}",
        client_context=None,
        function_name=function,
        function_version="$LATEST",
        get_remaining_time_in_millis=lambda: 3000,
        identity=None,
        invoked_function_arn=f"arn:aws:lambda:us-east-1:123456789012:function:{function}",
        log=lambda _: None,
        log_group_name=f"/aws/lambda/{function}",
        log_stream_name="2020/03/12/[$LATEST]0123456789abcdef0123456789abcdef",
        memory_limit_in_mb="128",
    )


def plain(value: Any) -> Any:
    """Stand in for the one kind of value that Lambda's encoder knows and ``json`` does not."""
    if isinstance(value, decimal.Decimal):
        return math.nan if value.is_nan() else float(value)
    raise TypeError(f"{type(value).__name__} cannot be turned into JSON")


def failure(error: BaseException, guard: Barrier) -> dict[str, str]:
    kind = "stopped" if isinstance(error, Stopped) else "exit" if isinstance(error, SystemExit) else "raised"
    try:
        message = guard.text(error)
    except Exception:  # an exception whose text raises
        message = ""
    return {"kind": kind, "type": type(error).__name__, "message": message[:2000]}


def answered(handler: Any, job: Any, index: int, guard: Barrier) -> dict[str, Any]:
    """One event's line: the value, else how the handler failed."""
    try:
        value = handler(job["events"][index], context(index, job["name"]))
    except BaseException as error:
        return {"failure": failure(error, guard)}
    try:
        text = json.dumps(value, default=plain)
    except BaseException as error:
        return {"failure": {**failure(error, guard), "kind": "unserializable"}}
    if len(text) > job["answer"]:
        message = f"{len(text)} bytes are over the limit of {job['answer']}"
        return {"failure": {"kind": "size", "type": "", "message": message}}
    return {"value": json.loads(guard.text(text))}


def serve(job: Any, folder: str, scratch: str, shown: list[str], alone: bool = False) -> None:
    """Answer the events of a job, and end the process.

    Arguments:
        folder: where the code is.
        scratch: where it may leave files.
        shown: what the interpreter reads, in the user's home too.
        alone: whether it is in a world of its own, so that code in C does no harm.
    """
    if job["node"]:
        serve_script(job, folder, scratch, alone=alone)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")  # what the handler prints goes nowhere
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)

    def say(line: dict[str, Any]) -> None:
        channel.write(json.dumps(line, default=plain) + "\n")
        channel.flush()

    names = {folder: TASK, scratch: SCRATCH}
    clock, guard = Clock(job["time"]), Barrier(FileReach((folder, scratch), job["secret"], shown), names, alone)
    confine(job["memory"], job["seconds"])
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.argv = [job["module"]]
    sys.meta_path.insert(0, Watch(guard))
    clock.install()
    sys.addaudithook(guard.audit)
    settle(job["environment"], folder, scratch)
    try:
        handler = getattr(importlib.import_module(job["module"]), job["function"])
    except BaseException as error:
        say({"failure": failure(error, guard), "attempts": guard.attempts})
        os._exit(0)
    say({"attempts": guard.attempts})
    for index in range(job["first"], len(job["events"])):
        clock.reset()
        guard.attempts.clear()
        line = answered(handler, job, index, guard)
        say({**line, "attempts": guard.attempts})
    os._exit(0)  # threads and exit handlers of the code have nothing more to do


def settle(variables: dict[str, str], folder: str, scratch: str) -> None:
    """Give the handler its environment, once the interpreter takes nothing more from it."""
    places = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), scratch)
    nothing = os.path.join(scratch, "none")
    files = {"LAMBDA_TASK_ROOT": folder, "AWS_CONFIG_FILE": nothing, "AWS_SHARED_CREDENTIALS_FILE": nothing}
    for name, value in {**variables, **files, **places}.items():
        try:
            os.environ[name] = value
        except (OSError, ValueError):  # no name or value that a process can have
            continue
