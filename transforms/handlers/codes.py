"""What is said of handlers: code that follows, code that differs, and code that is not proven."""

from __future__ import annotations

from typing import Final

from migrator.findings import Code, Example, Level

from .. import pages
from ..cors.codes import CORS_IGNORED, CORS_IN_FORCE
from . import answer_codes, authorizer_codes
from .code_levels import LOWERED, PASSED_ON, blocker

_BOTH = "The event of a REST API and the payload formats of an HTTP API have the same things under other names, and not all of them."


UNREADABLE = blocker(
    "handler-unreadable",
    "The code of a handler cannot be read.",
    "A file that is no valid code, or is not there, cannot be proven to follow the API; what a compiler makes is made again, and changes are lost.",
    "Name the file and the function in `Handler`, and make the file valid; change the source of what is compiled.",
)
NOT_FOLLOWED = blocker(
    "handler-not-followed",
    "A handler is made in a way that is not followed.",
    "Only a function at the top level of a module, an import of one, and known adapters are followed: what else runs is not in the code.",
    "Let `Handler` name a plain function, or keep the function on payload format 1.0.",
    levels=PASSED_ON,
)
DECORATOR = blocker(
    "handler-decorator",
    "A decorator stands between the API and a handler.",
    "A decorator may read or change the event and the response; what it does is not in the function.",
    "Take the decorator off, or keep the function on payload format 1.0.",
)
ESCAPES = blocker(
    "handler-event-escapes",
    "The event, or a part of it that holds other keys in another format, goes where it cannot be followed.",
    _BOTH + " Code that gets the whole event may read any of them.",
    "Read the fields that are needed in the handler and pass those on.",
    example=Example('save(event["headers"])', 'save(event["headers"].get("x-user"))'),
    levels=PASSED_ON,
)
REBOUND = blocker(
    "handler-name-rebound",
    "A name that holds the event, or a part of it, is bound again.",
    "Where it is read it may hold the one or the other; only names that are bound once are followed.",
    "Give the second value a name of its own.",
)
CHANGED = blocker(
    "handler-event-changed",
    "A handler writes into the event.",
    "What is read later may be what the handler put there, or what the API sent.",
    "Keep such values in variables of their own.",
)
DYNAMIC_KEY = blocker(
    "handler-dynamic-key",
    "A key of the event is computed.",
    _BOTH + " Which key is read cannot be determined from the code.",
    "Write the keys out.",
)
MEMBERSHIP = blocker(
    "handler-key-test",
    "A handler asks whether a key of the event is there.",
    "A REST API sends every key, with null for what is empty; payload format 2.0 leaves empty ones out and has other keys.",
    "Test the value in place of the key.",
    example=Example('if "body" in event:', 'if event.get("body") is not None:'),
)
KEY_ERROR = blocker(
    "handler-key-error",
    "A handler catches the KeyError of a key that is null in one format and absent in the other.",
    "A REST API sends null for what is empty; payload format 2.0 leaves it out, and then the error is raised.",
    "Test the value in place of catching the error.",
)
NO_COUNTERPART = blocker(
    "handler-no-counterpart",
    "A handler reads what the other format does not have.",
    _BOTH,
    "Take the code that needs it out, or keep the function on a format that has it.",
)
ROUTE = blocker(
    "handler-route",
    "A handler tells routes apart by a text that is another one in the other format.",
    "A REST API sends `resource`, an HTTP API `routeKey`, which says `ANY /x` or `$default` for routes that take every method or path.",
    "Compare the method and the path by themselves.",
    example=Example('event["resource"] == "/items"', 'event["routeKey"].split(" ", 1)[-1] == "/items"'),
)
TWO_FORMATS = blocker(
    "handler-two-formats",
    "A handler reads keys of both formats.",
    "It tells formats apart itself, and its ways for the two need not do the same.",
    "Check by hand that the handler takes the new events, then leave only that way in.",
)
FORM_BODY = blocker(
    "handler-form-body",
    "A handler reads a form or a file from the body.",
    "An HTTP API sends a body as text only for text, JSON, XML and JavaScript content types; forms arrive base64 encoded.",
    "Decode the body if `isBase64Encoded` is set, and only then.",
    example=Example('parse_qs(event["body"])', "parse_qs(_body(event))"),
)
STAGE_URL = blocker(
    "handler-stage-url",
    "A handler makes a URL or a name of the stage.",
    "The stage of the HTTP API is `$default`, and its URLs do not hold it.",
    "Take the stage from an environment variable of the function, or out of the text.",
    security=True,
)
STAGE = blocker(
    "handler-stage",
    "A handler compares the name of the stage, looks it up, or hands it on.",
    "`requestContext.stage` is `$default` with an HTTP API of that stage, and the name of the stage with a REST API. A comparison turns round, "
    "and what it closed may be open.",
    "Take the name from an environment variable of the function, or ask for both names.",
    example=Example('event["requestContext"]["stage"] == "prod"', 'os.environ["STAGE"] == "prod"'),
    security=True,
)
QUERY_LIST = blocker(
    "handler-query-list",
    "A handler splits a query parameter that may hold several values.",
    "Payload format 2.0 joins values with commas; a REST API sends the last one and lists all in `multiValueQueryStringParameters`.",
    "Read `multiValueQueryStringParameters`.",
    pages.REST_PAYLOAD,
)
SHARED = blocker(
    "handler-shared-module",
    "A module that would have to change is used by other functions.",
    "Functions that stay on the other format would get the change as well.",
    "Migrate all functions that use the module, or give this one its own.",
)
NAME_TAKEN = blocker(
    "handler-name-taken",
    "A name that has to be added means something else in the file.",
    "An import or a function of that name would hide what is there.",
    "Rename what is there.",
)
ADAPTER = blocker(
    "handler-adapter",
    "A handler is an adapter for a web framework that does not take the new events.",
    "The adapter reads the event itself; which formats it reads is known of its current release.",
    "Keep the function on payload format 1.0, or change to an adapter that takes both, such as Mangum or apig-wsgi.",
)
POWERTOOLS = blocker(
    "handler-powertools",
    "A handler uses a part of Powertools that has no counterpart in the other format.",
    "Powertools has one resolver, data class and model for each format; fields that one of them lacks fail or are empty.",
    "Read what both classes have, or keep the function on payload format 1.0.",
)

HEADER_CASE = Code(
    "handler-header-case",
    Level.WARNING,
    "A header is read by a name with capitals.",
    "A REST API sends header names as the client wrote them. An HTTP API sends most in lower case on payload format 1.0, and no case can be "
    "relied on.",
    LOWERED,
    pages.PAYLOAD,
    Example('event["headers"]["X-User"]', '_headers(event)["x-user"]'),
)
HEADER_FOUND = Code(
    "handler-header-found",
    Level.INFO,
    "A header that was not found is found now.",
    "A REST API sends header names as the client wrote them, so that a look-up in lower case failed for most clients. An HTTP API sends them in "
    "lower case, so that a look-up with capitals failed for all of them.",
    "Check what the code does once it finds the header.",
    pages.PAYLOAD,
    levels=(
        (Level.WARNING, "to-rest, where it was found for no client"),
        (Level.INFO, "to-http, where it was found for clients that write it in lower case only"),
    ),
)
HEADER_TWICE = Code(
    "handler-header-twice",
    Level.INFO,
    "A header that a client sends more than once looks different.",
    "A REST event holds the last value in `headers`; payload format 2.0 holds all of them, joined with commas.",
    "Take the last part of the value if clients may send the header twice.",
    pages.PAYLOAD,
)
JSON_BODY = Code(
    "handler-json-body",
    Level.WARNING,
    "A body is read as it stands.",
    "An HTTP API sends a body without a content type, or of one that is no text, base64 encoded.",
    "Nothing to do if clients send a content type of JSON or text.",
    pages.PAYLOAD,
)
QUERY_DUPLICATES = Code(
    "handler-query-duplicates",
    Level.WARNING,
    "A query parameter that is given twice looks different.",
    "A REST API holds the last value in `queryStringParameters`, payload format 2.0 all of them, joined with commas.",
    "Nothing to do if clients give each parameter once.",
    pages.PAYLOAD,
)
PATH_DECODED = Code(
    "handler-path-decoded",
    Level.WARNING,
    "The path is decoded in one format and not in the other.",
    "A REST API sends the path as the client wrote it; an HTTP API decodes it.",
    "Nothing to do if paths hold no such characters. Take a second `unquote` out.",
    pages.PAYLOAD,
)
PATH_STAGE = Code(
    "handler-path-stage",
    Level.WARNING,
    "A path holds the stage in one format and not in the other.",
    "An HTTP API puts a named stage in front of `path` and `rawPath`; a REST API puts it in front of `requestContext.path` only.",
    "Use the stage `$default`, or take the stage off.",
    pages.PAYLOAD,
    levels=(
        (Level.BLOCKER, "to-rest, for a function that gets payload 2.0 on a named stage and may take the stage off"),
        (Level.WARNING, "otherwise"),
    ),
)
TYPED = Code(
    "handler-event-type",
    Level.WARNING,
    "Code names a type of the old events.",
    "Type checkers would keep checking against fields that the events no longer have. The event libraries of Java, .NET, Go and Rust have one "
    "type for the events of a REST API and payload 1.0, and one for payload 2.0.",
    "Change the type, and what the code reads of it, before the function gets the new events.",
    pages.PAYLOAD,
    Example("APIGatewayProxyRequestEvent", "APIGatewayV2HTTPEvent"),
    levels=(
        (Level.WARNING, "in code that is not read, and in a type of TypeScript that lacks what is read from now on"),
        (Level.INFO, "in an annotation of Python, which does nothing when the code runs"),
    ),
)
LOGGED = Code(
    "handler-event-logged",
    Level.INFO,
    "The whole event is logged.",
    "The log will show the event in the new format.",
    "Change queries and alarms over the log that read fields of the event.",
    pages.PAYLOAD,
)

CODES: Final = (
    UNREADABLE, NOT_FOLLOWED, DECORATOR, ESCAPES, REBOUND, CHANGED, DYNAMIC_KEY, MEMBERSHIP, KEY_ERROR,
    NO_COUNTERPART, ROUTE, TWO_FORMATS, authorizer_codes.IDENTITY, authorizer_codes.CLAIMS,
    authorizer_codes.AUTHORIZER_CONTEXT, answer_codes.RESPONSE, answer_codes.BINARY, FORM_BODY, STAGE_URL, STAGE,
    authorizer_codes.ARN_STAGE, authorizer_codes.AUTHORIZER_HEADERS, QUERY_LIST, SHARED, NAME_TAKEN, ADAPTER,
    POWERTOOLS, authorizer_codes.UNAUTHORIZED, authorizer_codes.AUTHORIZER_TYPE, authorizer_codes.AUTHORIZER_TOKEN,
    authorizer_codes.AUTHORIZER_ANSWER, HEADER_CASE, HEADER_FOUND, HEADER_TWICE, JSON_BODY, QUERY_DUPLICATES,
    PATH_DECODED, PATH_STAGE, answer_codes.CONTENT_TYPE, answer_codes.STATUS, CORS_IGNORED,
    CORS_IN_FORCE, answer_codes.CORS_OPTIONS, TYPED, LOGGED,
)  # fmt: skip
