"""What is said of handlers: code that follows, code that differs, and code that is not proven."""

from __future__ import annotations

from typing import Final

from migrator.findings import Code, Example, Level

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
PROXY: Final = _GUIDE + "http-api-develop-integrations-lambda.html"
REST_PROXY: Final = _GUIDE + "set-up-lambda-proxy-integrations.html"
AUTHORIZERS: Final = _GUIDE + "http-api-lambda-authorizer.html"
CORS: Final = _GUIDE + "http-api-cors.html"
JWT: Final = _GUIDE + "http-api-jwt-authorizer.html"

_BOTH = "The event of a REST API and the payload formats of an HTTP API hold the same things under other names, and not all of them."


_UNPROVEN: Final = (
    (Level.BLOCKER, "to-rest, for a function that gets payload 2.0: it is not proven to take the events of a REST API"),
    (
        Level.WARNING,
        "the function keeps payload 1.0, or moves between that and the nearly equal events of a REST API; or all that is "
        "left is to check what the message names",
    ),
)
_PASSED_ON: Final = (*_UNPROVEN, (Level.INFO, "the function keeps payload 1.0, and nothing that differs was seen"))


def _blocker(
    name: str,
    what: str,
    why: str,
    remedy: str,
    docs: str = PROXY,
    example: Example | None = None,
    *,
    levels: tuple[tuple[Level, str], ...] = _UNPROVEN,
    security: bool = False,
) -> Code:
    """A code of what is not proven: the function stays as it is, and accepting would not change it."""
    return Code(name, Level.BLOCKER, what, why, remedy, docs, example, security, acceptable=False, levels=levels)


UNREADABLE = _blocker(
    "handler-unreadable",
    "The code of a handler cannot be read.",
    "A file that is no Python 3, or is not there, cannot be proven to follow the API.",
    "Name the file and the function in `Handler`, and make the file valid Python 3.",
)
NOT_FOLLOWED = _blocker(
    "handler-not-followed",
    "A handler is made in a way that is not followed.",
    "Only a function at the top level of a module, an import of one, and known adapters are followed: what else runs is not in the code.",
    "Let `Handler` name a plain function, or keep the function on payload format 1.0.",
    levels=_PASSED_ON,
)
DECORATOR = _blocker(
    "handler-decorator",
    "A decorator stands between the API and a handler.",
    "A decorator may read or change the event and the response; what it does is not in the function.",
    "Take the decorator off, or keep the function on payload format 1.0.",
)
ESCAPES = _blocker(
    "handler-event-escapes",
    "The event, or a part of it that holds other keys in another format, goes where it cannot be followed.",
    _BOTH + " Code that gets the whole event may read any of them.",
    "Read the fields that are needed in the handler and pass those on.",
    example=Example('save(event["headers"])', 'save(event["headers"].get("x-user"))'),
    levels=_PASSED_ON,
)
REBOUND = _blocker(
    "handler-name-rebound",
    "A name that holds the event, or a part of it, is bound again.",
    "Where it is read it may hold the one or the other; only names that are bound once are followed.",
    "Give the second value a name of its own.",
)
CHANGED = _blocker(
    "handler-event-changed",
    "A handler writes into the event.",
    "What is read later may be what the handler put there, or what the API sent.",
    "Keep such values in variables of their own.",
)
DYNAMIC_KEY = _blocker(
    "handler-dynamic-key",
    "A key of the event is computed.",
    _BOTH + " Which key is read cannot be told from the code.",
    "Write the keys out.",
)
MEMBERSHIP = _blocker(
    "handler-key-test",
    "A handler asks whether a key of the event is there.",
    "A REST API sends every key, with null for what is empty; payload format 2.0 leaves empty ones out and has other keys.",
    "Test the value in place of the key.",
    example=Example('if "body" in event:', 'if event.get("body") is not None:'),
)
KEY_ERROR = _blocker(
    "handler-key-error",
    "A handler catches the KeyError of a key that is null in one format and absent in the other.",
    "A REST API sends null for what is empty; payload format 2.0 leaves it out, and then the error is raised.",
    "Test the value in place of catching the error.",
)
NO_COUNTERPART = _blocker(
    "handler-no-counterpart",
    "A handler reads what the other format does not hold.",
    _BOTH,
    "Take the code that needs it out, or keep the function on a format that has it.",
)
ROUTE = _blocker(
    "handler-route",
    "A handler tells routes apart by a text that is another one in the other format.",
    "A REST API sends `resource`, an HTTP API `routeKey`, which says `ANY /x` or `$default` for routes that take every method or path.",
    "Compare the method and the path by themselves.",
    example=Example('event["resource"] == "/items"', 'event["routeKey"].split(" ", 1)[-1] == "/items"'),
)
TWO_FORMATS = _blocker(
    "handler-two-formats",
    "A handler reads keys of both formats.",
    "It tells formats apart itself, and its ways for the two need not do the same.",
    "Check by hand that the handler takes the new events, then leave only that way in.",
)
IDENTITY = _blocker(
    "handler-identity",
    "A handler reads what an authorizer says, and where that stands is not proven.",
    "Format 2.0 keeps claims below `authorizer.jwt`, values of a function below `authorizer.lambda` and an IAM identity below "
    "`authorizer.iam`; a REST API keeps all in `authorizer` and `identity`.",
    "Split the function by the kind of authorizer.",
    AUTHORIZERS,
    security=True,
)
CLAIMS = _blocker(
    "handler-claims",
    "A claim is read that looks different in the other API.",
    "A REST API sends `exp` and `iat` as dates in words and lists as `g1,g2`; an HTTP API sends seconds and `[g1 g2]`.",
    'Read lists with `re.split(r"[,\\s]+", value.strip("[]"))`, and times from a claim of your own.',
    JWT,
    security=True,
)
AUTHORIZER_CONTEXT = _blocker(
    "handler-authorizer-context",
    "A value of an authorizer's context may have another type.",
    "A REST API makes every value a text. Payload format 2.0 keeps numbers, truth values and nested ones.",
    "Let the authorizer give texts, or compare in a way that takes both.",
    AUTHORIZERS,
    security=True,
)
RESPONSE = _blocker(
    "handler-response",
    "What a handler answers cannot be told from the code.",
    "A REST API takes only a dict with its own keys. Payload format 2.0 ignores `multiValueHeaders`, takes `cookies`, and makes any other "
    "value the body.",
    "Return a dict with `statusCode`, `headers` and `body`, written out or made by one function.",
    example=Example('"multiValueHeaders": {"Set-Cookie": cookies}', '"cookies": cookies'),
)
REFUSED_KEY_HELP: Final = "Take the key out, and check that clients may get the answer."


def refused_key(name: str) -> str:
    """What is said of an answer that a REST API refused for one of its keys.

    Arguments:
        name: the key.
    """
    return f"A REST API answers 502 to a response with the key `{name}`. An HTTP API leaves the key out and sends the rest."


NO_TYPE_TO_REST: Final = (
    "The response has no content type. A REST API sends it as `application/json`, which an HTTP API with payload 2.0 does not for a response "
    "with a status."
)

BINARY = _blocker(
    "handler-binary",
    "A handler sends or takes base64 encoded bodies.",
    "A REST API decodes and encodes only for its binary media types; an HTTP API does so for everything that is no text.",
    "Set the binary media types of the REST API to what clients send and accept.",
)
FORM_BODY = _blocker(
    "handler-form-body",
    "A handler reads a form or a file from the body.",
    "An HTTP API sends a body as text only for text, JSON, XML and JavaScript content types; forms arrive base64 encoded.",
    "Decode the body if `isBase64Encoded` is set, and only then.",
    example=Example('parse_qs(event["body"])', "parse_qs(_body(event))"),
)
STAGE_URL = _blocker(
    "handler-stage-url",
    "A handler makes a URL or a name of the stage.",
    "The stage of the HTTP API is `$default`, and its URLs do not hold it.",
    "Take the stage from an environment variable of the function, or out of the text.",
    security=True,
)
STAGE = _blocker(
    "handler-stage",
    "A handler compares the name of the stage, looks it up, or hands it on.",
    "`requestContext.stage` is `$default` with an HTTP API of that stage, and the name of the stage with a REST API. A comparison turns round, "
    "and what it closed may be open.",
    "Take the name from an environment variable of the function, or ask for both names.",
    example=Example('event["requestContext"]["stage"] == "prod"', 'os.environ["STAGE"] == "prod"'),
    security=True,
)
STAGE_IN_PATH: Final = (
    "What is done here hangs on how `requestContext.path` begins: with the stage behind a REST API, and with the stage of an HTTP API only where "
    "that is named."
)
ARN_STAGE = _blocker(
    "handler-arn-stage",
    "An authorizer looks at the stage in an ARN, or writes it into a policy.",
    "`methodArn` and `routeArn` hold the name of the stage, which changes with the API. A statement that names the old one matches nothing.",
    "Build the ARN from the parts of the one in the event, with its own stage or `*` in that place.",
    AUTHORIZERS,
    example=Example('f"{api}/prod/GET/*"', 'f"{api}/*/GET/*"'),
    security=True,
)
AUTHORIZER_HEADERS = Code(
    "handler-authorizer-headers",
    Level.WARNING,
    "An authorizer looks for a header in a way that depends on how its name is written.",
    "A REST API sends header names as the client wrote them, an HTTP API in lower case. Who was refused by a header may be let in.",
    "Look headers up by their names in lower case, in a dict whose keys are made lower case.",
    AUTHORIZERS,
    security=True,
)
QUERY_LIST = _blocker(
    "handler-query-list",
    "A handler splits a query parameter that may hold several values.",
    "Payload format 2.0 joins values with commas; a REST API sends the last one and lists all in `multiValueQueryStringParameters`.",
    "Read `multiValueQueryStringParameters`.",
    REST_PROXY,
)
SHARED = _blocker(
    "handler-shared-module",
    "A module that would have to change is used by other functions.",
    "Functions that stay on the other format would get the change as well.",
    "Migrate all functions that use the module, or give this one its own.",
)
NAME_TAKEN = _blocker(
    "handler-name-taken",
    "A name that has to be added means something else in the file.",
    "An import or a function of that name would hide what is there.",
    "Rename what is there.",
)
ADAPTER = _blocker(
    "handler-adapter",
    "A handler is an adapter for a web framework that does not take the new events.",
    "The adapter reads the event itself; which formats it reads is known of its current release.",
    "Keep the function on payload format 1.0, or change to an adapter that takes both, such as Mangum or apig-wsgi.",
)
POWERTOOLS = _blocker(
    "handler-powertools",
    "A handler uses a part of Powertools that has no counterpart in the other format.",
    "Powertools has one resolver, data class and model for each format; fields that one of them lacks fail or are empty.",
    "Read what both classes have, or keep the function on payload format 1.0.",
)
UNAUTHORIZED = _blocker(
    "handler-unauthorized",
    "An authorizer raises an exception to answer 401.",
    'A REST API answers 401 to `Exception("Unauthorized")`. An HTTP API takes every exception for a failure and answers 500.',
    "Return a policy that denies, or `isAuthorized: False`: the client then gets 403.",
    AUTHORIZERS,
)
AUTHORIZER_TYPE = _blocker(
    "handler-authorizer-type",
    "An authorizer asks which type of event it got.",
    "An HTTP API sends `REQUEST` always; a REST API sends `TOKEN` to authorizers of that type.",
    "Take the test out.",
    AUTHORIZERS,
)
AUTHORIZER_TOKEN = _blocker(
    "handler-authorizer-token",
    "Where an authorizer finds its token in the new event is not proven.",
    "A REST authorizer of type TOKEN gets `authorizationToken`; payload format 2.0 lists the identity sources, in `identitySource`.",
    "Read the token from the header by its name in lower case.",
    AUTHORIZERS,
)
AUTHORIZER_ANSWER = _blocker(
    "handler-authorizer-answer",
    "An authorizer's answer cannot be proven to mean the same.",
    "An answer is a policy or `isAuthorized`. A policy names methods and paths, `isAuthorized` only this request; a cached answer is taken "
    "for every route.",
    "Return the answer as a dict that is written out.",
    AUTHORIZERS,
)

HEADER_CASE = Code(
    "handler-header-case",
    Level.WARNING,
    "A header is read by a name with capitals.",
    "A REST API sends header names as the client wrote them. An HTTP API sends most in lower case on payload format 1.0, and no case can be "
    "relied on.",
    "Look headers up by their names in lower case, in a dict whose keys are made lower case.",
    PROXY,
    Example('event["headers"]["X-User"]', '_headers(event)["x-user"]'),
)
HEADER_FOUND = Code(
    "handler-header-found",
    Level.INFO,
    "A header that was not found is found now.",
    "A REST API sends header names as the client wrote them, so that a look-up in lower case failed for most clients. An HTTP API sends them in "
    "lower case, so that a look-up with capitals failed for all of them.",
    "Check what the code does once it finds the header.",
    PROXY,
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
    PROXY,
)


def header_twice(name: str, *, to_rest: bool = False) -> tuple[str, str]:
    """What is said of a header of which a client may send several, and what to do.

    Arguments:
        name: the header.
        to_rest: whether the events are those of a REST API from now on.
    """
    if to_rest:
        return (
            f"Where a client sends `{name}` twice, format 2.0 held both, as in `a,b`; a REST event holds the last value.",
            "Read `multiValueHeaders`, which lists both, if clients may send it twice.",
        )
    return (
        f"Where a client sends `{name}` twice, a REST event holds the last value and format 2.0 both, as in `a,b`.",
        "Take the part behind the last comma if clients may send it twice.",
    )


JSON_BODY = Code(
    "handler-json-body",
    Level.WARNING,
    "A body is read as it stands.",
    "An HTTP API sends a body without a content type, or of one that is no text, base64 encoded.",
    "Nothing to do if clients send a content type of JSON or text.",
    PROXY,
)
QUERY_DUPLICATES = Code(
    "handler-query-duplicates",
    Level.WARNING,
    "A query parameter that is given twice looks different.",
    "A REST API holds the last value in `queryStringParameters`, payload format 2.0 all of them, joined with commas.",
    "Nothing to do if clients give each parameter once.",
    PROXY,
)
PATH_DECODED = Code(
    "handler-path-decoded",
    Level.WARNING,
    "The path is decoded in one format and not in the other.",
    "A REST API sends the path as the client wrote it; an HTTP API decodes it.",
    "Nothing to do if paths hold no such characters. Take a second `unquote` out.",
    PROXY,
)
PATH_STAGE = Code(
    "handler-path-stage",
    Level.WARNING,
    "A path holds the stage in one format and not in the other.",
    "An HTTP API puts a named stage in front of `path` and `rawPath`; a REST API puts it in front of `requestContext.path` only.",
    "Use the stage `$default`, or take the stage off.",
    PROXY,
    levels=(
        (Level.BLOCKER, "to-rest, for a function that gets payload 2.0 on a named stage and may take the stage off"),
        (Level.WARNING, "otherwise"),
    ),
)
CONTENT_TYPE = Code(
    "handler-content-type",
    Level.WARNING,
    "A response may have no content type.",
    "A REST API adds `application/json`. What an HTTP API adds on payload format 2.0 is not documented for responses with a status.",
    "Give every response a `Content-Type`.",
    PROXY,
    levels=(
        (Level.WARNING, "to-http, where it cannot be added"),
        (Level.INFO, "to-rest"),
    ),
)
STATUS = Code(
    "handler-status",
    Level.WARNING,
    "A response has no `statusCode`.",
    "A REST API answers 200 then; an HTTP API with payload format 1.0 answers 500.",
    "Add the status.",
    PROXY,
)
CORS_IGNORED = Code(
    "handler-cors-ignored",
    Level.WARNING,
    "A handler sends CORS headers that the API will set itself.",
    "An HTTP API with CORS settings ignores the CORS headers of the function: origins, credentials or exposed headers that only the function "
    "names are lost, and an origin that it refuses is answered.",
    "Compare the headers with `CorsConfiguration` and copy what is missing; you can remove the code then.",
    CORS,
    security=True,
)
CORS_IN_FORCE = Code(
    "handler-cors-in-force",
    Level.WARNING,
    "A CORS header of a handler that the HTTP API ignored comes into force.",
    "An HTTP API with CORS settings ignores the CORS headers of its functions. Behind a REST API they are what browsers see: `*` or an echo of the "
    "caller's origin lets every site read the answers.",
    "Send the origins that the API's settings name, and no other.",
    CORS,
    security=True,
)
CORS_OPTIONS = Code(
    "handler-cors-options",
    Level.WARNING,
    "A handler answers OPTIONS, and the API has CORS settings.",
    "An HTTP API with CORS settings adds its own CORS headers to every response and ignores those of the function; it answers preflight "
    "requests itself where no route takes OPTIONS.",
    "Check that the settings allow what the handler allows.",
    CORS,
)
TYPED = Code(
    "handler-event-type",
    Level.WARNING,
    "Code names a type of the old events.",
    "Type checkers would go on checking against fields that the events no longer have. The event libraries of Java, .NET, Go and Rust have one "
    "type for the events of a REST API and payload 1.0, and one for payload 2.0.",
    "Change the type, and what the code reads of it, before the function gets the new events.",
    PROXY,
    Example("APIGatewayProxyRequestEvent", "APIGatewayV2HTTPEvent"),
    levels=(
        (Level.WARNING, "in code that is not read"),
        (Level.INFO, "in an annotation of Python, which does nothing when the code runs"),
    ),
)
LOGGED = Code(
    "handler-event-logged",
    Level.INFO,
    "The whole event is logged.",
    "The log holds the event in the new format from now on.",
    "Change queries and alarms over the log that read fields of the event.",
    PROXY,
)

CODES: Final = (
    UNREADABLE,
    NOT_FOLLOWED,
    DECORATOR,
    ESCAPES,
    REBOUND,
    CHANGED,
    DYNAMIC_KEY,
    MEMBERSHIP,
    KEY_ERROR,
    NO_COUNTERPART,
    ROUTE,
    TWO_FORMATS,
    IDENTITY,
    CLAIMS,
    AUTHORIZER_CONTEXT,
    RESPONSE,
    BINARY,
    FORM_BODY,
    STAGE_URL,
    STAGE,
    ARN_STAGE,
    AUTHORIZER_HEADERS,
    QUERY_LIST,
    SHARED,
    NAME_TAKEN,
    ADAPTER,
    POWERTOOLS,
    UNAUTHORIZED,
    AUTHORIZER_TYPE,
    AUTHORIZER_TOKEN,
    AUTHORIZER_ANSWER,
    HEADER_CASE,
    HEADER_FOUND,
    HEADER_TWICE,
    JSON_BODY,
    QUERY_DUPLICATES,
    PATH_DECODED,
    PATH_STAGE,
    CONTENT_TYPE,
    STATUS,
    CORS_IGNORED,
    CORS_IN_FORCE,
    CORS_OPTIONS,
    TYPED,
    LOGGED,
)

FIRM: Final = frozenset({AUTHORIZER_TYPE, AUTHORIZER_TOKEN, AUTHORIZER_ANSWER, PATH_STAGE})
"""What blocks even where the formats are nearly the same."""
