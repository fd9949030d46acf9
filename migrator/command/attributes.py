"""What a file has beside its bytes: owner, mode, control list, extended attributes. A new file takes them over."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

_NEW_FILE_MODE = 0o644
_HAS_NONE = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_OF_CONTENT = frozenset({"security.ima", "security.evm"})
"""Attributes that the kernel computes from a file's content; those of the old file would be wrong for the new one."""

_LABELS = "security."
"""What the system's policy gives to a new file; one more of these is no loss."""


class AttributeLossError(Exception):
    """A new file cannot have what the old one has; the message is a clause for the user."""


def take_over(descriptor: int, like: int | None) -> None:
    """Give a new file what another one has: a list of control (`setfacl`) is an extended attribute, too.

    Arguments:
        descriptor: the new file.
        like: the other one; None where there is none and the usual mode is due.

    Raises:
        AttributeLossError: not all of it can be given.
        OSError: as the system says.
    """
    if not hasattr(os, "fchmod"):
        return
    if like is None:
        os.fchmod(descriptor, _NEW_FILE_MODE)
        return
    info = os.fstat(like)
    # The owner first: changing it clears set-id bits. Only root may give files away.
    _take_owner(descriptor, info)
    _take_attributes(descriptor, like)
    # The mode last. Where there is a control list its group bits are the list's mask, the old file's likewise.
    os.fchmod(descriptor, stat.S_IMODE(info.st_mode))


def _take_owner(descriptor: int, info: os.stat_result) -> None:
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (info.st_uid, info.st_gid):
        with suppress(OSError):
            os.fchown(descriptor, info.st_uid, info.st_gid)
        own = os.fstat(descriptor)
    for what, wanted, given in (("user", info.st_uid, own.st_uid), ("group", info.st_gid, own.st_gid)):
        if wanted != given:
            raise AttributeLossError(f"it belongs to {what} {wanted}, and would belong to {what} {given} afterwards")


def _take_attributes(descriptor: int, like: int) -> None:
    if not hasattr(os, "listxattr"):
        return
    wanted, there = _attributes(like), _attributes(descriptor)
    for name in there.keys() - wanted.keys():
        if not name.startswith(_LABELS):
            _change(name, descriptor, None)  # inherited from the folder, such as its default control list
    for name, value in wanted.items():
        if there.get(name) != value:
            _change(name, descriptor, value)


def _attributes(descriptor: int) -> dict[str, bytes]:
    try:
        names = [name for name in os.listxattr(descriptor) if name not in _OF_CONTENT]
        return {name: os.getxattr(descriptor, name) for name in names}
    except OSError as error:
        if error.errno in _HAS_NONE:
            return {}
        raise


def _change(name: str, descriptor: int, value: bytes | None) -> None:
    try:
        if value is None:
            os.removexattr(descriptor, name)
        else:
            os.setxattr(descriptor, name, value)
    except OSError as error:
        reason = error.strerror or error
        raise AttributeLossError(f"its extended attribute {name} cannot be kept ({reason})") from None
