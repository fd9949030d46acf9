"""Every authorizer of an API, whichever way it is spelled."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Move

from ..openapi_document import document
from . import openapi, sam
from .fact import Authorizer


def authorizers(move: Move) -> Iterator[Authorizer]:
    """Read the authorizers of ``Auth``, and those of a definition that ``Auth`` does not define itself."""
    yield from sam.authorizers(move)
    if (body := document(move)) is not None:
        yield from openapi.authorizers(move, body)
