"""Where the template says the code of a function is: in the template itself, in a folder, or where nothing reads it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from migrator.sam.functions import RAW_FUNCTION
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.values import is_map, literal

IMAGE: Final = "is a container image"
_ARCHIVE = re.compile(r"\.(?:zip|jar)$", re.IGNORECASE)


@dataclass(frozen=True)
class Elsewhere:
    """Code that is in no folder beside the template.

    Arguments:
        reason: where it is, as a clause with the function as its subject.
    """

    reason: str


def is_image(function: Resource) -> bool:
    """Whether a function runs a container image."""
    get = function.properties.get
    return (literal(get("PackageType")) or "Zip").lower() == "image" or get("ImageUri") is not None


def written_code(function: Resource) -> Node | None:
    """The code of a function that stands in the template.

    Arguments:
        function: its properties are the effective ones.
    """
    is_raw = function.type == RAW_FUNCTION
    code = function.properties.get("Code", "ZipFile") if is_raw else function.properties.get("InlineCode")
    return None if code is None or code.is_null else code


def code_folder(function: Resource, endings: Collection[str] = ()) -> str | Elsewhere:
    """The folder that a function's code is in, as the template writes it.

    Arguments:
        function: its properties are the effective ones.
        endings: of files in which a handler can be, such as ``.py``.
    """
    get = function.properties.get
    if is_image(function):
        return Elsewhere(IMAGE)
    code = get("Code") if function.type == RAW_FUNCTION else get("CodeUri")
    if code is None or code.is_null:
        return "."
    text = literal(code)
    if text is None:
        return Elsewhere(
            "has its code in a bucket" if is_map(code) else "has its code where an intrinsic function says"
        )
    if "://" in text:
        return Elsewhere(f"has its code at {text}")
    if _ARCHIVE.search(text):
        return Elsewhere(f"has its code in the archive {text}")
    path = PurePosixPath(text.rstrip("/") or ".")
    # `sam package` puts a file that is no archive into one, by itself.
    return str(path.parent if path.suffix in endings else path)
