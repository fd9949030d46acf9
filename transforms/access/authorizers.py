"""Every authorizer of an API, whichever way it is spelled."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import View

from ..reading.definition import document
from . import openapi, sam
from .fact import Authorizer


def authorizers(view: View) -> Iterator[Authorizer]:
    """Read the authorizers of ``Auth``, and those of a definition that ``Auth`` does not define itself."""
    yield from sam.authorizers(view)
    if (body := document(view)) is not None:
        yield from openapi.authorizers(view, body)
