"""Which build of this tool made an inventory: another one may say something else of a template."""

from __future__ import annotations

import hashlib
import sys
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import migrator

from .. import __version__
from .places import Shard
from .rows import VERSION, RunRow

PARTS: Final = ("migrator", "transforms")
ENDINGS: Final = (".py", ".js", ".json")
JUDGES: Final = (
    "aws-sam-translator",
    "libcst",
    "PyYAML",
    "ruamel.yaml",
    "ruamel.yaml.clib",
    "tree-sitter",
    "tree-sitter-javascript",
    "tree-sitter-typescript",
)
"""Packages that read or compile what is judged."""


def build() -> str:
    """A digest of the code itself, whatever its version says, and of what it reads templates and code with."""
    home = Path(migrator.__file__).resolve().parent.parent
    digest = hashlib.sha256(f"{sys.version_info[:2]} {[*map(_version, JUDGES)]}".encode())
    for part in PARTS:
        for path in sorted((home / part).rglob("*")):
            if path.suffix in ENDINGS:
                digest.update(f"\0{path.relative_to(home).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def run_row(shard: Shard) -> RunRow:
    """What is said of the run itself.

    Arguments:
        shard: which part of the fleet is looked at.
    """
    started = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return RunRow(VERSION, __version__, translator(), started, str(shard))


def translator() -> str:
    """The version of AWS's translator, which proves migrations."""
    return version("aws-sam-translator")
