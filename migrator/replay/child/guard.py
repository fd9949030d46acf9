"""Refuse what leaves the process, and note it: two handlers that try the same are alike so far."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from .reach import FileReach

NETWORK = frozenset(
    f"socket.{name}" for name in ("connect", "getaddrinfo", "gethostbyaddr", "gethostbyname", "sendmsg", "sendto")
)
PROCESSES = frozenset(
    {
        "cpython.PyInterpreterState_New",  # no hook follows there
        "pty.spawn",
        "signal.pthread_kill",
        "subprocess.Popen",
        *(f"os.{name}" for name in ("exec", "fork", "forkpty", "kill", "killpg", "posix_spawn", "spawn", "startfile")),
        "os.system",
    }
)
CHANGES = frozenset(
    {
        "shutil.rmtree",
        "socket.bind",  # a socket with a path is a file
        *(f"os.{name}" for name in ("chflags", "chmod", "chown", "link", "mkdir", "remove", "rename", "rmdir")),
        *(f"os.{name}" for name in ("removexattr", "setxattr", "symlink", "truncate", "utime")),
    }
)
LOOKS = frozenset(f"os.{name}" for name in ("getxattr", "listdir", "listxattr", "scandir"))
CODE_IN_C = frozenset(
    f"ctypes.{name}" for name in ("PyObj_FromPtr", "call_function", "cdata", "dlopen", "dlsym", "dlsym/handle")
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
ATTACH, ALLOW, DENY = 24, 0, 1
"""Numbers of SQLite's authorizer, whose module is not loaded for them."""


class Stopped(BaseException):
    """Ends a handler where it would leave its process; no ``except Exception`` of the handler's takes it."""


class Barrier:
    """Refuses what leaves the process, and notes it: two handlers that try the same are alike so far.

    Arguments:
        reach: files that may be read and changed.
        names: what folders are called in texts.
        alone: whether the process is in a world of its own; if not, code in C could reach everything unseen.
    """

    def __init__(self, reach: FileReach, names: Mapping[str, str], alone: bool) -> None:
        self.reach, self.names, self.alone = reach, dict(names), alone
        self.attempts: list[str] = []

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in NETWORK:
            where = arguments[-1] if event in ("socket.connect", "socket.sendto") else arguments[:2]
            self.stop(f"a network connection to {self.text(where)}")
        elif event in PROCESSES:
            self.refuse(f"another process ({event} {self.text(arguments[:2])})")
        elif event == "open":
            self.file(arguments[0], arguments[2] or 0)
        elif event in CHANGES:
            for path in arguments:
                self.file(path)
        elif event in LOOKS:
            self.file(arguments[0], os.O_RDONLY)
        elif event == "sqlite3.connect":
            self.database(arguments[0])
        elif event in CODE_IN_C and not self.alone:
            self.refuse(f"code in C ({event} {self.text(arguments[-1])})")

    def file(self, path: Any, flags: int = WRITING) -> None:
        """Refuse to open a file that is not the handler's; what is no path is open already."""
        if not isinstance(path, str | bytes | os.PathLike):
            return
        name = os.fsdecode(path)
        if not self.reach.may_read(name):
            self.refuse(f"a look into {self.text(name)}")
        if flags & WRITING and not self.reach.may_change(name):
            self.refuse(f"a change of {self.text(name)}")

    def database(self, name: Any) -> None:
        """Refuse a database elsewhere: SQLite opens its files unseen."""
        path = os.fsdecode(name)
        if path.startswith("file:"):
            parts = urlsplit(path)
            if parse_qs(parts.query).get("mode") == ["memory"]:
                return
            self.file(unquote(parts.path))  # where the name is no URI, a file called "file:..." of its own folder
        elif path not in ("", ":memory:"):
            self.file(path)

    def statement(self, action: int, name: str | None, *_: Any) -> int:
        """SQLite's question whether a statement may be run."""
        if action != ATTACH or (name is None and self.alone):
            return ALLOW
        try:
            if name is None:  # it is bound to the statement, and SQLite does not tell what
                self.refuse("a database that is attached by a parameter")
            self.database(name)
        except PermissionError:
            return DENY
        return ALLOW

    def call(self, client: Any, operation: str, parameters: Any) -> NoReturn:
        """Stand in for ``botocore.client.BaseClient._make_api_call``."""
        service = client.meta.service_model.service_name
        try:
            sent = json.dumps(parameters, sort_keys=True, default=content)
        except (TypeError, ValueError):  # keys of several types, or an object that holds itself
            sent = str(parameters)
        self.stop(self.text(f"the AWS call {service} {operation} {sent}"))

    def stop(self, what: str) -> NoReturn:
        self.attempts.append(what)
        raise Stopped(what)

    def refuse(self, what: str) -> NoReturn:
        self.attempts.append(what)
        raise PermissionError(f"not here: {what}")

    def text(self, value: Any) -> str:
        """A text without what is so in this run alone: names of folders, and addresses in memory."""
        text = str(value)
        for folder, name in self.names.items():
            text = text.replace(folder, name)
        return ADDRESS.sub("", text)


def content(value: Any) -> Any:
    """What an object holds, for JSON: two with the same content are the same, wherever in memory they are."""
    if isinstance(value, set | frozenset):
        return sorted(value, key=repr)
    held = getattr(value, "__dict__", None)
    if not isinstance(held, dict) or isinstance(value, type):
        return str(value)
    return {"": type(value).__qualname__, **{str(name): each for name, each in held.items()}}
