"""What is said of the answers of handlers."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages
from .code_levels import blocker

RESPONSE = blocker(
    "handler-response",
    "What a handler answers cannot be determined from the code.",
    "A REST API takes only a dict with its own keys. Payload format 2.0 ignores `multiValueHeaders`, takes `cookies`, and makes any other "
    "value the body.",
    "Return a dict with `statusCode`, `headers` and `body`, written out or made by one function.",
    example=Example('"multiValueHeaders": {"Set-Cookie": cookies}', '"cookies": cookies'),
)
BINARY = blocker(
    "handler-binary",
    "A handler sends or takes base64 encoded bodies.",
    "A REST API decodes and encodes only for its binary media types; an HTTP API does so for everything that is no text.",
    "Set the binary media types of the REST API to what clients send and accept.",
)
CONTENT_TYPE = Code(
    "handler-content-type",
    Level.WARNING,
    "A response may have no content type.",
    "A REST API adds `application/json`. What an HTTP API adds on payload format 2.0 is not documented for responses with a status.",
    "Give every response a `Content-Type`.",
    pages.PAYLOAD,
    levels=(
        (Level.WARNING, "to-http, where it cannot be added"),
        (Level.INFO, "to-rest"),
    ),
    only="to-rest",
)
STATUS = Code(
    "handler-status",
    Level.WARNING,
    "A response has no `statusCode`.",
    "A REST API answers 200 then; an HTTP API with payload format 1.0 answers 500.",
    "Add the status.",
    pages.PAYLOAD,
)
CORS_OPTIONS = Code(
    "handler-cors-options",
    Level.WARNING,
    "A handler answers OPTIONS, and the API has CORS settings.",
    "An HTTP API with CORS settings adds its own CORS headers to every response and ignores those of the function; it answers preflight "
    "requests itself where no route takes OPTIONS.",
    "Check that the settings allow what the handler allows.",
    pages.CORS,
    only="to-http",
)
