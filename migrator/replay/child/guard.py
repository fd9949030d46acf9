"""Refuse what leaves the process, and note it: two handlers that try the same are alike so far."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import os
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, NoReturn

NETWORK = frozenset(
    f"socket.{name}" for name in ("connect", "getaddrinfo", "gethostbyaddr", "gethostbyname", "sendmsg", "sendto")
)
PROCESSES = frozenset(
    {
        "pty.spawn",
        "signal.pthread_kill",
        "subprocess.Popen",
        *(f"os.{name}" for name in ("exec", "fork", "forkpty", "kill", "killpg", "posix_spawn", "spawn", "startfile")),
        "os.system",
    }
)
FILES = frozenset(
    {
        "shutil.rmtree",
        *(f"os.{name}" for name in ("chmod", "chown", "link", "mkdir", "remove", "rename", "rmdir", "symlink")),
        "os.truncate",
        "os.utime",
    }
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Stopped(BaseException):
    """Ends a handler where it would leave its process; no ``except Exception`` of the handler's takes it."""


class Guard:
    """Refuses what leaves the process, and notes it: two handlers that try the same are alike so far."""

    def __init__(self, folder: str, secret: Sequence[str]) -> None:
        self.folder, self.secret = folder, tuple(secret)
        self.attempts: list[str] = []

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in NETWORK:
            where = arguments[-1] if event in ("socket.connect", "socket.sendto") else arguments[:2]
            self.stop(f"a network connection to {self.text(where)}")
        elif event in PROCESSES:
            self.refuse(f"another process ({event} {self.text(arguments[:2])})")
        elif event == "open" and isinstance(arguments[0], str | bytes):
            self.opened(os.fsdecode(arguments[0]), arguments[2] or 0)
        elif event in FILES:
            for path in arguments:
                if isinstance(path, str | bytes) and not self.inside(os.fsdecode(path), (self.folder,)):
                    self.refuse(f"a change of {os.fsdecode(path)}")

    def opened(self, path: str, flags: int) -> None:
        if self.inside(path, self.secret):
            self.refuse(f"a look into {path}")
        if flags & WRITING and path != os.devnull and not self.inside(path, (self.folder,)):
            self.refuse(f"a change of {path}")

    def inside(self, path: str, folders: Sequence[str]) -> bool:
        real = os.path.realpath(path)
        return any(real == folder or real.startswith(folder + os.sep) for folder in folders)

    def call(self, client: Any, operation: str, parameters: Any) -> NoReturn:
        """Stand in for ``botocore.client.BaseClient._make_api_call``."""
        service = client.meta.service_model.service_name
        self.stop(f"the AWS call {service} {operation} {json.dumps(parameters, sort_keys=True, default=str)}")

    def stop(self, what: str) -> NoReturn:
        self.attempts.append(what)
        raise Stopped(what)

    def refuse(self, what: str) -> NoReturn:
        self.attempts.append(what)
        raise PermissionError(f"not here: {what}")

    def text(self, value: Any) -> str:
        return str(value).replace(self.folder, "")


class AwsFinder(importlib.abc.MetaPathFinder):
    """Replaces what sends AWS calls as soon as botocore is loaded, wherever it is loaded from."""

    def __init__(self, call: Callable[[Any, str, Any], NoReturn]) -> None:
        self.call = call

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != "botocore.client":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        load, call = spec.loader.exec_module, self.call

        def exec_module(module: ModuleType) -> None:
            load(module)
            module.BaseClient._make_api_call = lambda client, operation, sent: call(client, operation, sent)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
