"""Sentences that are said of responses and of the answers of authorizers, whatever language the code is in."""

from __future__ import annotations

from typing import Final

from migrator.findings import Level

from ..cors.codes import CORS_IGNORED, CORS_IN_FORCE
from . import answer_codes
from .sentence import Sentence

RETURN_DICT: Final = (
    "Return a dict with `statusCode`, `headers` and `body`, written out or made by one function of this package."
)
NO_RESPONSE: Final = "a REST API answers 502 to it, format 2.0 takes any value as a body"
KEY_WORKED_OUT: Final = "a key to which a REST API answers 502 is worked out, or set later"
SENT_TWICE: Final = "`{}` is sent twice by different spellings, of which an HTTP API sends one"
MAY_HOLD_LISTS: Final = "what is spread into it may hold `multiValueHeaders`, which format 2.0 ignores"
BOTH_LISTS: Final = "it has both `cookies` and `multiValueHeaders`; format 2.0 ignores the latter, a REST API does not"
NO_STATUS_KNOWN: Final = "whether it has a `statusCode` is not known"
MADE_ELSEWHERE: Final = "it is made in a way that is not followed"
EVERY_WAY: Final = "Return a response on every way through the function."
CORS_HEADER_IN_FORCE: Final = Sentence(
    CORS_IN_FORCE,
    "The response sends `{}`. The HTTP API ignored it and sent what its settings say; behind a REST API it is what browsers go by, and it is not "
    "known to say the same.",
)
FILES_DAMAGED: Final = Sentence(
    answer_codes.BINARY,
    "Bodies that are no text arrived base64 encoded. A REST API sends them so only for its binary media types, and this one has none: files arrive damaged.",
    "Add `BinaryMediaTypes` to the API if clients send files; forms arrive as text and are read right.",
    Level.WARNING,
)
RESPONSE_UNKNOWN: Final = Sentence(
    answer_codes.RESPONSE, "What is answered here cannot be determined from the code: {}."
)
VALUE_IGNORED: Final = Sentence(
    answer_codes.RESPONSE,
    "The function is not `async` and returns no promise: runtimes up to Node.js 22 ignore what it returns and answer null. A REST API makes 502 of "
    "null, payload format 2.0 a 200.",
    "Make the function `async`, and check that clients may get the answer.",
)
REFUSED_KEY: Final = Sentence(
    answer_codes.RESPONSE,
    "A REST API answers 502 to a response with the key `{}`. An HTTP API leaves the key out and sends the rest.",
    "Take the key out, and check that clients may get the answer.",
    Level.WARNING,
)
SENT_FROM_NOW: Final = Sentence(
    answer_codes.RESPONSE,
    "No client gets what `{}` of this response holds today: {} does not take the key. The new API sends it.",
    "Check that clients may get it, or take the key out.",
    Level.WARNING,
)
REFUSED_VALUE: Final = Sentence(
    answer_codes.RESPONSE,
    "`{}` of this response is no text. A REST API answers 502 to it; an HTTP API makes a text of it and sends it.",
    "Make it a text, and check that clients may get the answer.",
    Level.WARNING,
)
HEADER_NULL: Final = Sentence(
    answer_codes.RESPONSE,
    "The header `{}` may be null. A REST API answers 502 to a header that is no text; an HTTP API sends the rest.",
    "Leave the header out where it has no value, and check that clients may get the answer.",
    Level.WARNING,
)
NO_TYPE_TO_REST: Final = Sentence(
    answer_codes.CONTENT_TYPE,
    "The response has no content type. A REST API sends it as `application/json`, which an HTTP API with payload 2.0 does not for a response "
    "with a status.",
    level=Level.INFO,
)
TYPE_UNKNOWN: Final = Sentence(
    answer_codes.CONTENT_TYPE,
    "Whether this response has a content type cannot be determined. A REST API adds `application/json` where there is none; an HTTP API need not.",
)
BODY_DECODED: Final = Sentence(
    answer_codes.BINARY,
    "A REST API without binary media types sent this body to clients as base64 text; an HTTP API decodes it.",
    "Check that clients expect the decoded body.",
    Level.WARNING,
)
CORS_OF_THE_API: Final = Sentence(
    CORS_IGNORED,
    "The response sends `{}`. The API sets the CORS headers itself now and ignores those of the function.",
    "Compare it with `CorsConfiguration` and copy what is missing; you can remove the headers then.",
)
BODY_STAYS_ENCODED: Final = Sentence(
    answer_codes.BINARY,
    "The body is base64 encoded. A REST API decodes it only for binary media types, and this one has none.",
    "Add `BinaryMediaTypes` to the API, for what clients send in `Accept`.",
)
BODY_UNKNOWN: Final = Sentence(
    answer_codes.RESPONSE,
    "Whether this body is a text cannot be determined from the code. A REST API answers 502 to a body that is none.",
    "Make it a text where it is put into the response, with `json.dumps` for example.",
    Level.WARNING,
)
STATUS_LEFT_OUT: Final = Sentence(
    answer_codes.STATUS,
    "The response may have no `statusCode`: {}. A REST API answers 200 then, an HTTP API 500.",
    "Give the status a default of 200.",
)
STATUS_UNKNOWN: Final = Sentence(
    answer_codes.STATUS,
    "Whether this response has a `statusCode` cannot be determined from the code. A REST API answers 200 where there is none, an HTTP API 500.",
    "See that every response has a `statusCode`.",
)
ERROR_ANSWERED: Final = Sentence(
    answer_codes.STATUS,
    "An error is returned as the response. It has no `statusCode`: a REST API answers 200 without a body, or 502, and an HTTP API 500.",
    "Return a response with a `statusCode`.",
    Level.INFO,
)
HEADERS_UNKNOWN: Final = Sentence(
    answer_codes.RESPONSE,
    "Whether the headers of this response are all texts cannot be determined from the code. A REST API answers 502 to a header that is a number.",
    "Make the values texts where they are put into the headers.",
    Level.WARNING,
)
NO_STATUS: Final = Sentence(
    answer_codes.STATUS, "The response has no `statusCode`. A REST API answers 200 then, an HTTP API 500."
)
HEADER_NO_TEXT: Final = Sentence(
    answer_codes.RESPONSE,
    "The header `{}` of this response is no text, and a REST API answers 502 to it.",
    "Make it a text with `str`.",
)
