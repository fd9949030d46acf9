"""OPTIONS mocks that answer CORS preflight, written into a definition that SAM does not touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrator.text.operations import Insert, Moved, Wanted
from migrator.text.tree import Node, boolean
from migrator.text.values import Value

from .cors import ALL_METHODS, quoted
from .openapi_document import INTEGRATION, Document

HEADERS = {
    "AllowOrigin": "Access-Control-Allow-Origin",
    "AllowHeaders": "Access-Control-Allow-Headers",
    "AllowMethods": "Access-Control-Allow-Methods",
    "MaxAge": "Access-Control-Max-Age",
    "AllowCredentials": "Access-Control-Allow-Credentials",
}
METHODS = "AllowMethods"
STATUS = "200"


def answering(document: Document, cors: Mapping[str, Wanted]) -> Iterator[Insert]:
    """Give every path an OPTIONS method that answers as SAM lets a REST API with ``Cors`` answer.

    Arguments:
        document: the definition, without OPTIONS methods of its own.
        cors: the ``Cors`` of a REST API that says the same.
    """
    found = {key: _value(value) for key, value in cors.items()}
    for path, item in {op.path: op.item for op in document.operations}.items():
        methods = {op.method for op in document.operations if op.path == path}
        named = ALL_METHODS if "ANY" in methods else sorted({*methods, "OPTIONS"})
        sent = {HEADERS[key]: value for key, value in {METHODS: quoted(",".join(named)), **found}.items() if value}
        yield Insert(item, "options", _mock(sent))


def _value(value: Wanted) -> Value:
    if isinstance(value, Moved):
        return _value(value.value)
    if isinstance(value, Node) and boolean(value) is not None:
        return quoted("true") if boolean(value) else None
    return None if isinstance(value, Mapping) else value


def _mock(sent: Mapping[str, Value]) -> Value:
    # What SAM itself makes of `Cors`. Source: samtranslator swagger.py, _options_method_response_for_cors
    parameters = {f"method.response.header.{name}": value for name, value in sent.items()}
    return {
        "summary": "CORS support",
        INTEGRATION: {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": STATUS, "responseParameters": parameters}},
        },
        "responses": {
            STATUS: {
                "description": "Default response for CORS method",
                "headers": {name: {"schema": {"type": "string"}} for name in sent},
            }
        },
    }
