"""The folder of a run, and where credentials are that it does not get to read.

The folder is gone afterwards, and when a run was killed the next one takes what it left away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "replay-"
LOCK = ".sam-migrate-replay"
"""A file that is locked as long as its run lives. Only folders that have one are ever removed."""


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A new folder that nobody else can read; it is removed with all that is in it.

    Raises:
        OSError: none can be made.
    """
    _remove_stale(Path(tempfile.gettempdir()))
    root = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    try:
        with _locked(root):
            yield root
    finally:
        remove(root)


def remove(root: Path) -> None:
    """Remove a folder, though what ran in it took rights away from its owner.

    Arguments:
        root: the folder; what cannot be removed stays.
    """
    for folder, names, _ in os.walk(root):
        for path in (Path(folder, name) for name in names):
            if not path.is_symlink():
                with contextlib.suppress(OSError):
                    path.chmod(stat.S_IRWXU)
    shutil.rmtree(root, ignore_errors=True)


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system lets go of it however the process ends."""
    made = root / f"{LOCK}.new"
    with made.open("wb") as stream:
        _take(stream.fileno())
        made.rename(root / LOCK)  # it is there only once it is locked
        yield


def _remove_stale(folder: Path) -> None:
    """Remove what killed runs of the same user have left."""
    if not hasattr(os, "getuid"):
        return  # without locks that end with their process there is no telling
    for root in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if root.is_symlink() or root.stat().st_uid != os.getuid():
                continue
            with (root / LOCK).open("rb") as stream:
                _take(stream.fileno())
                remove(root)


def _take(descriptor: int) -> None:
    """Take a lock, or raise ``OSError`` at once."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


BELOW_HOME = (
    *(".aws", ".azure", ".cargo/credentials", ".cargo/credentials.toml", ".config/containers", ".config/gcloud"),
    *(".config/gh", ".config/git/credentials", ".config/hub", ".docker", ".gem/credentials", ".git-credentials"),
    *(".gnupg", ".kube", ".m2/settings.xml", ".netrc", ".npmrc", ".password-store", ".pgpass", ".pypirc", ".ssh"),
    *(".terraform.d", ".vault-token"),
)
NAMED_BY = (
    *("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AZURE_CONFIG_DIR"),
    *("CLOUDSDK_CONFIG", "DOCKER_CONFIG", "GH_CONFIG_DIR", "GNUPGHOME", "GOOGLE_APPLICATION_CREDENTIALS"),
    *("KUBECONFIG", "NETRC", "NPM_CONFIG_USERCONFIG", "PGPASSFILE", "PIP_CONFIG_FILE", "SSH_AUTH_SOCK"),
)
"""Environment variables that name a file or folder with credentials, or several."""


def credentials() -> tuple[str, ...]:
    """Files and folders with credentials, links resolved; not all are there."""
    home = Path("~").expanduser()
    variables = (part for name in NAMED_BY for part in os.environ.get(name, "").split(os.pathsep))
    paths = (*(str(home / name) for name in BELOW_HOME), *variables)
    found = dict.fromkeys(os.path.realpath(path) for path in paths if path)
    return tuple(path for path in found if path != os.devnull)  # how people say that there is none


def homes() -> tuple[str, ...]:
    """The user's home, links resolved; none where it is the whole system, as it can be in a container."""
    home = os.path.realpath(Path("~").expanduser())
    return () if Path(home).parent == Path(home) else (home,)
