"""Compilers of TypeScript that a project has above the folder of a function's code."""

from __future__ import annotations

import shutil
from pathlib import Path

from .copying import LIBRARIES, around, copied

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
