"""Sentences that are said of events and of what reads them, whatever language the code is in."""

from __future__ import annotations

from typing import Final

from migrator.findings import Level

from . import codes
from .sentence import Sentence

READ_AS_IT_IS: Final = "Take the code that strips the stage out and read the path as it is."
OWN_VARIABLE: Final = "Keep such values in a variable of their own."
ANY_ROUTE: Final = "routes of this function take every method or path, and say so"
DEFAULT_HAS_NO_PATH: Final = "the route `$default` has no path"
REST_EVENT: Final = "an event of a REST API"
NO_EVENT: Final = "the event itself is not at hand here"
NO_SUCH_CHARACTERS: Final = "Nothing to do if no path holds such characters."
READ_THE_REQUEST: Final = "Read what the framework's own request tells in place of the event."
BY_NAME: Final = "Read the fields that are needed by their names."
TEST_VALUE: Final = "Test the value itself, as in `if event.get(...)`."

BOUND_AGAIN: Final = Sentence(
    codes.REBOUND,
    "`{}` holds {} here, and is bound again elsewhere or belongs to a class: its value where it is read cannot be determined.",
    "Give the two values different names.",
)
KEY_COMPUTED: Final = Sentence(
    codes.DYNAMIC_KEY,
    "A key that is computed is looked up in {}; which one it is cannot be determined from the code.",
    "Write the keys out, or look them up in a form that both formats share.",
)
WRITTEN_INTO: Final = Sentence(
    codes.CHANGED,
    "Something is written into {}, or taken out; later reads see it, in whatever format the event is.",
    OWN_VARIABLE,
)
CHANGED_BY: Final = Sentence(
    codes.CHANGED, "`.{}()` changes {}; later reads see it, in whatever format the event is.", OWN_VARIABLE
)
GOES_ON: Final = Sentence(
    codes.ESCAPES, "What reads {} from here on cannot be followed, and its keys differ in the other format: {}."
)
NOT_LOOKED_AT: Final = Sentence(
    codes.ESCAPES,
    "What reads {} from here on was not checked: names of headers, encoded bodies, the stage's name and claims are not the same.",
    "Check that headers are looked up whatever the case of their names, that encoded bodies are decoded, and that nothing depends on the stage.",
)
LOGGED: Final = Sentence(
    codes.LOGGED,
    "The log will show {} in the new format.",
    "Change queries and alarms over the log that read its fields.",
)
STAGE_IN_TEXT: Final = Sentence(
    codes.STAGE_URL,
    "The stage becomes part of a text, as in a URL or a name. It was {} and is {} from now on.",
)
STAGE_READ: Final = Sentence(
    codes.STAGE,
    "What is done here depends on the name of the stage. It was {} and will be {}: a comparison or a look-up will give another answer.",
)
KEY_ASKED: Final = Sentence(
    codes.MEMBERSHIP,
    "Whether {} has {} depends on the format: a REST API sends every key, with null for what is empty; payload format 2.0 has other keys and leaves "
    "empty ones out.",
    "Test the value itself.",
)
CONTEXT_PATH_STAGE: Final = Sentence(
    codes.PATH_STAGE,
    "`requestContext.path` begins with the stage in a REST event ({}); an HTTP API puts only a named stage there ({}).",
    "Read `path`, or take the stage off.",
    Level.WARNING,
)
AROUND_HANDLER: Final = Sentence(
    codes.DECORATOR,
    "{} stands between the API and the handler; what it does to the event and the response is not known.",
)
NO_PLACE_IN: Final = Sentence(codes.NO_COUNTERPART, "{} has no counterpart in {}. {}")
QUERY_JOINED: Final = Sentence(
    codes.QUERY_DUPLICATES,
    "A query parameter that is given twice held its last value; in format 2.0 it holds all, as in `1,2`.",
)
QUERY_LAST: Final = Sentence(
    codes.QUERY_DUPLICATES,
    "A query parameter that is given twice held all its values, as in `1,2`; from a REST API it holds the last one.",
    "Nothing to do if clients give each parameter once; else read `multiValueQueryStringParameters`.",
)
PATH_DECODED_NOW: Final = Sentence(
    codes.PATH_DECODED,
    "`path` held the path as the client sent it; `rawPath` is decoded: `%20` arrives as a space, `%2F` as a slash.",
    "Nothing to do if no path holds such characters. Otherwise check what decodes the path a second time.",
)
PATH_ENCODED_NOW: Final = Sentence(
    codes.PATH_DECODED,
    "`{}` is decoded; the path of a REST API is as the client sent it: a space arrives as `%20`.",
    "Decode it if paths hold such characters.",
)
ERROR_TEXT_USED: Final = Sentence(
    codes.KEY_ERROR,
    "Where `{}` is missing, this raises an error whose text is used in this code; with the new events the text is another one.",
    "Write the text out in place of that of the error.",
    Level.WARNING,
)
PASSED_AND_NAMED: Final = Sentence(
    codes.ESCAPES,
    "`{}` would change for the events that it is passed, and it is also named elsewhere: whether it always gets an event is not known.",
    "Call it with the event only, or pass on the fields that it needs.",
)
ROUTES_TOLD_APART: Final = Sentence(
    codes.ROUTE,
    "`{}` tells routes apart, and what stands for it in the new events is another text, or is not proven to hold the same: {}.",
)
BLINDLY_DECODED: Final = Sentence(
    codes.FORM_BODY,
    "The body may be base64 by what this code or the REST API's binary media types say, but `isBase64Encoded` is never asked. "
    "An HTTP API decides by content type: text and JSON arrive as text, all else encoded.",
)
FORM_READ: Final = Sentence(
    codes.FORM_BODY,
    "The body is read other than as JSON. An HTTP API sends forms and files base64 encoded, with `isBase64Encoded` set.",
    "Decode the body if `isBase64Encoded` is set.",
)
BODY_ENCODED: Final = Sentence(
    codes.JSON_BODY,
    "An HTTP API sends a form, a body without a content type, or one that is no text, base64 encoded.",
    "Decode the body if `isBase64Encoded` is set, or see that clients send `Content-Type: application/json` or a text type.",
)
BLINDLY_DECODED_TO_REST: Final = Sentence(
    codes.FORM_BODY,
    "A body is decoded from base64 here, and `isBase64Encoded` is never asked. A REST API sends forms, and all but its binary media types, as text: "
    "decoding them fails, or gives something else.",
)
RESOURCE_ID: Final = Sentence(
    codes.NO_COUNTERPART,
    "`requestContext.resourceId` is the route key on payload 1.0, and an id that API Gateway makes in the event of a REST API.",
    "Read `resource` and `httpMethod`, which both have.",
    Level.WARNING,
)
BODY_AS_IT_STANDS: Final = Sentence(
    codes.JSON_BODY,
    "The body is taken as it stands. Forms, files and bodies without a content type arrived base64 encoded from the HTTP API; a REST API sends them as text.",
    "Nothing to do if clients send JSON or text with its content type; else take out what undoes the encoding elsewhere.",
)
ENCODING_READ: Final = Sentence(
    codes.FORM_BODY,
    "`isBase64Encoded` is read here, and what is done with the body then is not proven. An HTTP API sets it for every body that is no text by its content type, forms included.",
    "Decode the body whenever it is set.",
)
VERSION_ASKED: Final = Sentence(
    codes.TWO_FORMATS,
    "The code asks for the version of the payload format, so it tells formats apart itself; which of its ways the new events take is not proven.",
)
BOTH_READ: Final = Sentence(
    codes.TWO_FORMATS,
    "`{}` is of the new format and other code here reads the old one: the handler tells them apart itself.",
)
NEW_READ: Final = Sentence(
    codes.TWO_FORMATS,
    "`{}` is read, which today's events do not hold and the new ones do: code that finds nothing here today finds a value from now on.",
    "Check what the code does with the value.",
    Level.WARNING,
)
PARAMETER_SPLIT: Final = Sentence(
    codes.QUERY_LIST,
    "`{}` is split: format 2.0 joins a parameter that is given several times with commas, a REST API sends its last value.",
)
CONTEXT_PATH: Final = Sentence(
    codes.PATH_STAGE,
    "`requestContext.path` began with the stage; in format 2.0 it begins with it only where the stage is named.",
    "Check what the path is compared with or put together for.",
)
QUERY_PUT_TOGETHER: Final = Sentence(
    codes.QUERY_DUPLICATES,
    "`rawQueryString` is put together from the parameters: their order and the way they were encoded may differ.",
    "Nothing to do unless the text itself is signed or compared.",
)
STAGE_IN_PATH: Final = Sentence(
    codes.STAGE,
    "What is done here depends on how `requestContext.path` begins: with the stage behind a REST API, and with the stage of an HTTP API only where "
    "that is named.",
    "Read `path` in place of it.",
)
STAGE_PUT_IN: Final = Sentence(
    codes.STAGE,
    "What stands here is put into an ARN as the name of the stage. ARNs of the new API hold another stage, so a policy with this one allows or denies something else.",
    "Let policies hold `/*/` in place of the stage.",
)
STAGE_LEAVES_PATH: Final = Sentence(
    codes.PATH_STAGE,
    "`{}` begins with `/{}`, and a REST API's path does not: code that takes the stage off, or waits for it, must change.",
    READ_AS_IT_IS,
    Level.BLOCKER,
)
STAGE_ENTERS_PATH: Final = Sentence(
    codes.PATH_STAGE, "`path` begins with `/{}` from now on; a REST API never put the stage in front."
)
DECODED_TWICE: Final = Sentence(
    codes.PATH_DECODED,
    "A path parameter is decoded here. A REST API sends it as the client wrote it; an HTTP API may decode it, and to decode it again changes values "
    "that hold `%`.",
    "Nothing to do if no value holds `%`.",
)
REQUEST_ID: Final = Sentence(
    codes.NO_COUNTERPART,
    "`requestContext.requestId` is a UUID from a REST API, and a text such as `JKJaXmPLvHcESHA=` from an HTTP API; its form matters here.",
    "Take the id as it is, or make a UUID of your own.",
    Level.WARNING,
)
NAME_IN_USE: Final = Sentence(
    codes.NAME_TAKEN,
    "`{}` has to be added to the file, and the file uses that name for something else.",
    "Rename `{}` in the file.",
)
NO_VALID_CODE: Final = Sentence(
    codes.UNREADABLE,
    "The changes that this file needs do not make valid code together.",
    "Change the file by hand as the other findings say, or report it.",
)
SHARED_FILE: Final = Sentence(
    codes.SHARED,
    "The file would have to change, and other functions of the template can import it.",
    "Migrate all functions that use the file, or give this one its own.",
)
EVENT_NOT_FOLLOWED: Final = Sentence(
    codes.NOT_FOLLOWED,
    "`{}` takes its event in a way that is not followed.",
    "Give it two parameters, `event` and `context`.",
)
TYPE_LACKS: Final = Sentence(
    codes.TYPED,
    "The type of the new events lacks `{}`, which is asked for here as well: the TypeScript compiler refuses that.",
    "Leave only the read of the new format in, or assert `as any` on what it is read of.",
)
