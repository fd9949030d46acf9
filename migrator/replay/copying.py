"""Copy the code of a function as packaging does: what links lead to is copied, within bounds."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from .place import credentials

SKIPPED_FOLDERS = (".git", ".aws-sam", ".venv", "node_modules", "__pycache__")
LIBRARIES = "node_modules"
MAX_CODE = 250 << 20
"""Largest code that is copied, in bytes; Lambda takes no more either."""
MAX_ENTRIES = 50_000
"""Most files and folders that are copied."""

PART = 1 << 20


def copied(folder: Path, target: Path, *, whole: bool = False) -> str | None:
    """Copy a folder; why that cannot be done, if so.

    A link that leads out of the repository, to credentials, back to a folder around it or to a device is left out.

    Arguments:
        folder: the code.
        target: a folder that does not exist yet.
        whole: whether libraries in it are copied too, which Node.js finds there only.
    """
    try:
        shutil.copytree(folder, target, ignore=(copy := _Copy(folder, whole=whole)).skipped, copy_function=copy)
    except (OSError, shutil.Error, _TooMuchError) as error:
        return f"the code cannot be copied: {error}"
    return None


class _TooMuchError(Exception):
    """Ends the copying; an ``OSError`` would only be noted."""


class _Copy:
    """Copies files until they are too many, or too many bytes."""

    def __init__(self, folder: Path, *, whole: bool) -> None:
        self.left_out = {name for name in SKIPPED_FOLDERS if name != LIBRARIES or not whole}
        self.bytes, self.entries = MAX_CODE, MAX_ENTRIES
        self.secrets, self.folder = credentials(), folder
        self.top = around(folder)

    def __call__(self, source: str, target: str) -> None:
        with open(source, "rb") as old, open(target, "wb") as new:  # noqa: PTH123 - called for every file
            while part := old.read(PART):
                self.bytes -= len(part)
                if self.bytes < 0:
                    raise _TooMuchError(f"it has more than {MAX_CODE} bytes")
                new.write(part)
        if os.access(source, os.X_OK):  # compilers are programs
            os.chmod(target, stat.S_IRWXU)  # noqa: PTH101 - called for every file

    def skipped(self, folder: str, names: list[str]) -> set[str]:
        """Names in a folder that are not copied: what no function needs, and what leads astray."""
        above = self._above(folder)
        left_out = {name for name in names if name in self.left_out or self._astray(Path(folder, name), above)}
        self.entries -= len(names) - len(left_out)
        if self.entries < 0:
            raise _TooMuchError(f"it has more than {MAX_ENTRIES} files")
        return left_out

    def _above(self, folder: str) -> list[str]:
        """The folder and those that it was reached through, links resolved."""
        steps = Path(folder).relative_to(self.folder)
        return [os.path.realpath(self.folder / step) for step in (steps, *steps.parents)]

    def _astray(self, path: Path, above: list[str]) -> bool:
        try:
            mode = path.stat().st_mode
        except OSError:  # it leads nowhere
            return True
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return True
        if not path.is_symlink():
            return False
        real = os.path.realpath(path)
        out = not _within(real, self.top) or any(_within(real, secret) for secret in self.secrets)
        return out or any(_within(folder, real) for folder in above)


def around(folder: Path) -> str:
    """The repository that a folder is in, or the folder around it where there is none."""
    real = folder.resolve()
    return str(next((each for each in real.parents if (each / ".git").exists()), real.parent))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


COMPILERS = {"esbuild": ("esbuild", "@esbuild"), "typescript": ("typescript",)}
"""By name, the packages that each is made of."""

_NEEDED = ("package.json", "lib/typescript.js")
"""What ``typescript`` is loaded from; the rest is twenty times that."""


def compilers_copied(folder: Path, target: Path) -> str | None:
    """Copy a compiler beside the code, where the code brings none; why that cannot be done, if so.

    Arguments:
        folder: the code.
        target: its copy.
    """
    top, real = Path(around(folder)), folder.resolve()
    places = [each / LIBRARIES for each in (real, *real.parents) if each.is_relative_to(top)]
    for name, packages in COMPILERS.items():
        home = next((each for each in places if (each / name / "package.json").is_file()), None)
        if home is None:
            continue
        if home.parent == real:
            return None
        for package in packages:
            if (home / package).is_dir() and (refusal := _copied(home / package, target / LIBRARIES / package)):
                return refusal
        return None
    return None


def _copied(package: Path, target: Path) -> str | None:
    if package.name != "typescript":
        return copied(package, target)
    for name in _NEEDED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / name, target / name)
    return None
