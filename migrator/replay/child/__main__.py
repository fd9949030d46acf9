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
from .guard import AwsFinder, Guard, Stopped


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


def failure(error: BaseException, guard: Guard) -> dict[str, str]:
    kind = "stopped" if isinstance(error, Stopped) else "exit" if isinstance(error, SystemExit) else "raised"
    try:
        message = guard.text(error)
    except Exception:  # an exception whose text raises
        message = ""
    return {"kind": kind, "type": type(error).__name__, "message": message[:2000]}


def answered(handler: Any, job: Any, index: int, guard: Guard) -> dict[str, Any]:
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
    return {"value": value}


def main(path: str) -> None:
    """Run a job.

    Arguments:
        path: the job, a JSON file.
    """
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - pathlib would be loaded into every run
        job = json.load(stream)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")  # what the handler prints goes nowhere
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)

    def say(line: dict[str, Any]) -> None:
        channel.write(json.dumps(line, default=plain) + "\n")
        channel.flush()

    clock, guard = Clock(job["time"]), Guard(job["root"], job["secret"])
    confine(job["memory"], job["seconds"])
    os.chdir(job["folder"])
    sys.path[0] = job["folder"]
    sys.argv = [job["module"]]
    sys.meta_path.insert(0, AwsFinder(guard.call))
    clock.install()
    sys.addaudithook(guard.audit)
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


if __name__ == "__main__":
    main(sys.argv[1])
