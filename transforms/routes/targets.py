"""Functions that a definition calls and the template does not define: their own policies say who may call them."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View
from migrator.text.values import get, given

from ..access.lambda_codes import FOREIGN_FUNCTION
from ..reading.definition import operations
from ..reading.functions import function_of, is_allowed
from ..several import SaidOfRoutes, together

_OUTSIDE = (
    "The [function|functions] that {} [calls is|call are] outside this template. [Its own resource policy|Their own resource policies] must "
    "allow the new API to invoke [it|them], or every request gets 500."
)


def _stated(view: View) -> Iterator[Step]:
    return together(view, _foreign(view))


def _foreign(view: View) -> Iterator[SaidOfRoutes]:
    """Tell of functions outside the template that nothing in it allows the API to call."""
    for operation in operations(view):
        uri = get(operation.integration, "uri") if operation.kind == "aws_proxy" else None
        if uri is None or given(get(operation.integration, "credentials")) is not None:
            continue
        if function_of(view.template, uri) is None and not is_allowed(view, uri):
            yield SaidOfRoutes(FOREIGN_FUNCTION, _OUTSIDE, operation.label, uri)


CONCERN = Concern("targets", _stated, to_rest=_stated)
