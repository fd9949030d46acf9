"""Replace functions that the interpreter does not audit, as soon as their module is loaded, wherever from."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from .guard import Barrier

FILES = {
    "_dbm": ("open",),
    "_gdbm": ("open",),
    "os": ("mkfifo", "mknod"),
    "readline": ("append_history_file", "read_history_file", "write_history_file"),
}
"""Functions that open or make the file that their first argument names, and say nothing of it."""

MEMORY = {"_posixshmem": ("shm_open", "shm_unlink")}
"""Those that make what other processes see by its name."""

PROCESSES = {"_posixsubprocess": ("fork_exec",)}

DATABASES = {"_sqlite3": ("connect",)}
"""What a statement attaches is not audited, only what is connected to at first."""


class Watch(importlib.abc.MetaPathFinder):
    """Finds modules as all other finders do, and replaces functions of those that are loaded."""

    def __init__(self, guard: Barrier) -> None:
        self.guard = guard
        tables = (
            (FILES, self.file),
            (MEMORY, self.memory),
            (PROCESSES, self.process),
            (DATABASES, self.database),
        )
        self.instead = {
            (module, name): instead for table, instead in tables for module, names in table.items() for name in names
        }
        self.modules = {"botocore.client", *(module for module, _ in self.instead)}
        self.loaded(os)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in self.modules:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in others)), None)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self.loaded)
        return spec

    def loaded(self, module: ModuleType) -> None:
        """Replace what is dangerous in a module that was loaded."""
        if module.__name__ == "botocore.client":
            call = self.guard.call
            module.BaseClient._make_api_call = lambda client, operation, sent: call(client, operation, sent)
        for (name, function), instead in self.instead.items():
            if name == module.__name__ and hasattr(module, function):
                setattr(module, function, instead(getattr(module, function)))

    def file(self, real: Any) -> Any:
        def guarded(path: Any = None, *arguments: Any, **named: Any) -> Any:
            self.guard.file(path)
            return real(path, *arguments, **named)

        return guarded

    def database(self, real: Any) -> Any:
        def guarded(*arguments: Any, **named: Any) -> Any:
            made = real(*arguments, **named)
            made.set_authorizer(self.guard.statement)
            return made

        return guarded

    def memory(self, _: Any) -> Any:
        return lambda name, *_, **__: self.guard.refuse(f"shared memory ({name})")

    def process(self, _: Any) -> Any:
        return lambda *arguments, **_: self.guard.refuse(f"another process ({self.guard.text(arguments[:1])})")


class _Loader(importlib.abc.Loader):
    def __init__(self, inner: Any, after: Callable[[ModuleType], None]) -> None:
        self.inner, self.after = inner, after

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self.inner.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        self.inner.exec_module(module)
        self.after(module)
