"""Where the template says the code of a function is: in the template itself, in a folder, or where nothing reads it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from migrator.sam.functions import RAW_FUNCTION
from migrator.sam.template import Resource, Template
from migrator.text.node import Node
from migrator.text.values import is_map, literal

from .image import built, context

_ARCHIVE = re.compile(r"\.(?:zip|jar)$", re.IGNORECASE)


@dataclass(frozen=True)
class CodePlace:
    """Where the code of a function is, and what of it is called.

    Arguments:
        runtime: the runtime; None where it is not literal.
        handler: the handler; None where it is not literal.
        folder: the folder of the code, as the template writes it.
        away: why the code is in no folder beside the template, or not known to be, as a clause with the function as its
            subject; empty where it is there. Sources of it may be in the folder all the same.
        whole: whether a new file in the folder is deployed along.
    """

    runtime: str | None
    handler: str | None
    folder: str = "."
    away: str = ""
    whole: bool = True


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


def code_place(template: Template, function: Resource, endings: Collection[str] = ()) -> CodePlace:
    """Where a function's code is.

    Arguments:
        function: its properties are the effective ones.
        endings: of files in which a handler can be, such as ``.py``.
    """
    get = function.properties.get
    if is_image(function):
        image = built(template.repository, function)
        if isinstance(image, str):
            return CodePlace(None, None, context(function) or "", image)
        return CodePlace(image.runtime, image.handler, image.folder, whole=image.whole)
    place = CodePlace(literal(get("Runtime")), literal(get("Handler")))
    code = get("Code") if function.type == RAW_FUNCTION else get("CodeUri")
    if code is None or code.is_null:
        return place
    text = literal(code)
    if text is None:
        where = "in a bucket" if is_map(code) else "where an intrinsic function says"
        return replace(place, folder="", away=f"has its code {where}")
    if "://" in text:
        return replace(place, folder="", away=f"has its code at {text}")
    if _ARCHIVE.search(text):
        return replace(place, folder="", away=f"has its code in the archive {text}")
    path = PurePosixPath(text.rstrip("/") or ".")
    # `sam package` puts a file that is no archive into one, by itself.
    return replace(place, folder=str(path.parent if path.suffix in endings else path))
