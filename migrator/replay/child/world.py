"""A world that holds what the interpreter needs, the code and a scratch folder, in namespaces of the Linux kernel.

What is not on the list is not there: no file of the user, no process, no network, no socket of a daemon.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from .kernel import (
    BIND,
    NEW_MESSAGES,
    NEW_MOUNTS,
    NEW_NETWORK,
    NEW_PROCESSES,
    NEW_USER,
    NO_DEVICES,
    NO_EXECUTION,
    NO_SUID,
    PRIVATE,
    RECURSIVE,
    Kernel,
)

CODE, SCRATCH = "/var/task", "/tmp"  # noqa: S108 - a folder of its own is there
"""Where Lambda has them."""

SCRATCH_BYTES = 512 << 20
"""What Lambda gives a function unless it asks for more."""

SYSTEM = ("/bin", "/gnu/store", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/opt", "/sbin", "/usr")
SETTINGS = tuple(
    f"/etc/{name}"
    for name in (
        *("alternatives", "ca-certificates", "fonts", "group", "ld.so.cache", "ld.so.conf", "ld.so.conf.d"),
        *("localtime", "magic", "mime.types", "nsswitch.conf", "os-release", "passwd", "pki", "protocols"),
        *("services", "ssl/certs", "ssl/openssl.cnf", "timezone"),
    )
)
DEVICES = tuple(f"/dev/{name}" for name in ("full", "null", "random", "urandom", "zero"))
STREAMS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}
HELD = NO_SUID | NO_DEVICES


def needed(own: str) -> list[str]:
    """Folders and files that the interpreter reads, beside those of the system; none is around the user's home.

    Arguments:
        own: the folder of the run, which is not for the handler.
    """
    prefixes = (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)
    parts = [f"{prefix}/{name}" for prefix in prefixes for name in ("bin", "lib", "lib64", "pyvenv.cfg", "share")]
    found = [path for path in (*parts, *sys.path, *_libraries()) if os.path.isabs(path) and os.path.exists(path)]
    home = os.path.realpath(os.path.expanduser("~"))
    names = dict.fromkeys(name for path in found for name in (os.path.normpath(path), os.path.realpath(path)))
    return [name for name in names if not within(home, name) and not within(name, own)]


def within(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it; both absolute, links resolved."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _libraries() -> Iterator[str]:
    """Libraries in C that are loaded already, wherever they are."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as stream:
            yield from {line.split(maxsplit=5)[5].rstrip("\n") for line in stream if "/" in line}
    except OSError:
        return


def leave(kernel: Kernel) -> None:
    """Move the children of this process to namespaces of their own.

    Raises:
        OSError: the kernel does not allow it.
    """
    user, group = os.getuid(), os.getgid()
    kernel.unshare(NEW_USER | NEW_PROCESSES | NEW_NETWORK | NEW_MESSAGES)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as stream:
            stream.write(text)


def enter(kernel: Kernel, folder: str, code: str, shown: list[str]) -> None:
    """Build the world and make it the root. Only for a process that has left its namespaces.

    Arguments:
        kernel: what is asked.
        folder: an empty folder to build in.
        code: folder of the code.
        shown: what there is beside the system, links resolved or not.

    Raises:
        OSError: the kernel does not allow it.
    """
    kernel.unshare(NEW_MOUNTS)
    kernel.mount("none", "/", None, PRIVATE | RECURSIVE)
    kernel.mount("world", folder, "tmpfs", HELD, "size=1m,mode=755")
    for path in (CODE, SCRATCH, "/proc", "/dev", "/etc"):
        os.makedirs(folder + path)
    kernel.mount("scratch", folder + SCRATCH, "tmpfs", HELD, f"size={SCRATCH_BYTES},mode=1777")
    there: list[str] = []
    for path in (*SYSTEM, *SETTINGS, *DEVICES, *sorted(shown, key=len)):
        if not any(within(path, other) for other in there) and _show(kernel, path, folder):
            there.append(path)
    for name, end in STREAMS.items():
        os.symlink(f"/proc/self/fd{end}", f"{folder}/dev/{name}")
    kernel.mount(code, folder + CODE, None, BIND)
    _processes(kernel, folder + "/proc")
    kernel.read_only(folder)
    for path in (CODE, SCRATCH):
        kernel.writable(folder + path)
    kernel.root(folder)


def _show(kernel: Kernel, path: str, folder: str) -> bool:
    """Put a file, a folder or a link of the system in its place; whether it is there."""
    target = folder + path
    if os.path.islink(path) and path.count("/") == 1:
        os.symlink(os.readlink(path), target)  # what it leads to is shown by itself
        return True
    if not os.path.exists(path):
        return False
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    kernel.mount(path, target, None, BIND | RECURSIVE)
    return True


def _processes(kernel: Kernel, path: str) -> None:
    """Show the processes of this namespace; in a container the kernel may refuse to, and then there are none to see."""
    try:
        kernel.mount("proc", path, "proc", HELD | NO_EXECUTION)
    except OSError:
        return
