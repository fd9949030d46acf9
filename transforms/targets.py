"""Functions that a definition calls and the template does not define: their own policies say who may call them."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Move, Step
from migrator.text.tree import Node
from migrator.text.values import plain

from .access.functions import function_at, is_allowed
from .access.lambda_codes import FOREIGN_FUNCTION
from .openapi_document import document


def _foreign(move: Move) -> Iterator[Step]:
    """Tell of each function outside the template that nothing in it allows the API to call."""
    body = document(move)
    found: dict[str, tuple[Node, list[str]]] = {}
    for operation in body.operations if body is not None else ():
        node = operation.integration
        uri = node.get("uri") if node is not None and operation.kind == "aws_proxy" else None
        role = node.get("credentials") if node is not None else None
        if uri is None or not (role is None or role.is_null) or function_at(move.template, uri) is not None:
            continue
        if not is_allowed(move, uri):
            found.setdefault(repr(plain(uri)), (uri, []))[1].append(operation.label)
    for uri, labels in found.values():
        more = (
            f" and {len(labels) - 1} more routes"
            if len(labels) > 2
            else f" and {labels[1]}"
            if len(labels) == 2
            else ""
        )
        what = (
            f"The function that {labels[0]}{more} call{'' if more else 's'} is outside this template. Its own resource policy must allow "
            "the new API to invoke it, or every request gets 500."
        )
        yield move.find(FOREIGN_FUNCTION, what, uri)


CONCERN = Concern("targets", (FOREIGN_FUNCTION,), _foreign, to_rest=_foreign)
