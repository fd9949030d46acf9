"""Calls of the Linux kernel for which Python has no name. Each raises ``OSError`` where it is refused."""

from __future__ import annotations

import ctypes
import os

NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
NEW_MOUNTS, NEW_MESSAGES = 0x00020000, 0x08000000

BIND, RECURSIVE, PRIVATE = 0x1000, 0x4000, 0x40000
NO_SUID, NO_DEVICES, NO_EXECUTION = 0x2, 0x4, 0x8

_DETACH = 2
_PARENT_DEATH, _DROP_BOUND, _SUBREAPER, _NO_NEW_PRIVILEGES = 1, 24, 36, 38
_KILL = 9
_CAPABILITIES = 0x20080522
"""Version of the interface that takes 64 of them."""
_READ_ONLY, _AT_RECURSIVE, _HERE = 1, 0x8000, -100
_MOUNT_SETATTR = 442
"""The same number on all architectures but one; the C library has had the function since 2022 only."""


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


class Kernel:
    """The C library, asked for one thing at a time."""

    def __init__(self) -> None:
        self.c = ctypes.CDLL(None, use_errno=True)

    def unshare(self, flags: int) -> None:
        _checked(self.c.unshare(flags))

    def mount(self, source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
        texts = (os.fsencode(source), os.fsencode(target), kind.encode() if kind else None)
        _checked(self.c.mount(*texts, ctypes.c_ulong(flags), options.encode()))

    def read_only(self, path: str) -> None:
        """Let nothing be changed in what is mounted at a path and below."""
        self._attributes(path, _AT_RECURSIVE, add=_READ_ONLY)

    def writable(self, path: str) -> None:
        """Let files be changed in what is mounted at a path, not below."""
        self._attributes(path, 0, remove=_READ_ONLY)

    def _attributes(self, path: str, flags: int, add: int = 0, remove: int = 0) -> None:
        wanted = (ctypes.c_uint64 * 4)(add, remove, 0, 0)
        size = ctypes.c_size_t(ctypes.sizeof(wanted))
        _checked(self.c.syscall(_MOUNT_SETATTR, _HERE, os.fsencode(path), flags, wanted, size))

    def root(self, path: str) -> None:
        """Make a mounted folder the root of all that this process sees."""
        os.chdir(path)
        _checked(self.c.pivot_root(b".", b"."))
        _checked(self.c.umount2(b".", _DETACH))
        os.chdir("/")

    def end_with_parent(self) -> None:
        self._process(_PARENT_DEATH, _KILL)

    def adopt_orphans(self) -> None:
        self._process(_SUBREAPER, 1)

    def give_up_privileges(self) -> None:
        """Give up what root, or the creator of a namespace, may do; no program that is started gets it back."""
        self._process(_NO_NEW_PRIVILEGES, 1)
        for capability in range(64):
            try:
                self._process(_DROP_BOUND, capability)
            except OSError:  # the kernel knows no more of them
                break
        header = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
        _checked(self.c.capset(header, (ctypes.c_uint32 * 6)()))

    def _process(self, option: int, value: int) -> None:
        _checked(self.c.prctl(option, ctypes.c_ulong(value), *(ctypes.c_ulong(0),) * 3))
