"""Sentences that are said of handlers in more than one place, whatever language they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from migrator.findings import Code, Level

from ..cors.codes import CORS_IGNORED, CORS_IN_FORCE
from . import answer_codes, authorizer_codes, codes


class Speaker(Protocol):
    """What is about to become of one file."""

    def say(
        self,
        code: Code,
        node: Any,
        message: str,
        help_: str,
        level: Level | None = None,
        /,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a node."""


@dataclass(frozen=True)
class Sentence:
    """What is said of code of one kind, wherever it is found.

    Arguments:
        code: what it is reported as.
        message: what is there and what will differ; ``{}`` stands for each value.
        remedy: what to do; the code's own where it is empty.
        level: another level than the code's.
    """

    code: Code
    message: str
    remedy: str = ""
    level: Level | None = None

    def on(
        self,
        draft: Speaker,
        node: Any,
        *values: object,
        code: Code | None = None,
        remedy: str = "",
        level: Level | None = None,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Say it of a node.

        Arguments:
            draft: the file.
            node: the node.
            values: what the sentence names.
            code: another code.
            remedy: what to do here.
            level: another level.
            mended: the draft sets it right.
            fails: the code fails here on requests that it answered before.
        """
        code = code or self.code
        help_ = remedy or (self.remedy.format(*values) if self.remedy else code.remedy)
        draft.say(code, node, self.message.format(*values), help_, level or self.level, mended=mended, fails=fails)


SPLIT_LISTS: Final = 'Read lists with `re.split(r"[,\\s]+", value.strip("[]"))`, which takes both.'
READ_AS_IT_IS: Final = "Take the code that strips the stage out and read the path as it is."
RETURN_DICT: Final = (
    "Return a dict with `statusCode`, `headers` and `body`, written out or made by one function of this package."
)
DENY: Final = "Return a policy that denies if clients should get 403."
DECODE: Final = "Decode the body if `isBase64Encoded` is set."
ANY_CASE: Final = "Look headers up whatever the case of their names."
OWN_VARIABLE: Final = "Keep such values in a variable of their own."
DATE_OR_SECONDS: Final = "a date in words from a REST API and seconds from an HTTP API"
ANY_ROUTE: Final = "routes of this function take every method or path, and say so"
DEFAULT_HAS_NO_PATH: Final = "the route `$default` has no path"
REST_EVENT: Final = "an event of a REST API"
NO_EVENT: Final = "the event itself is not at hand here"
NO_RESPONSE: Final = "a REST API answers 502 to it, format 2.0 takes any value as a body"
SENT_TWICE: Final = "`{}` is sent twice by different spellings, of which an HTTP API sends one"
BOTH_LISTS: Final = "it has both `cookies` and `multiValueHeaders`; format 2.0 ignores the latter, a REST API does not"
NO_STATUS_KNOWN: Final = "whether it has a `statusCode` is not known"
MADE_ELSEWHERE: Final = "it is made in a way that is not followed"
EVENT_ONLY: Final = "Call it with the event only, or pass on the fields that it needs."
PRINCIPAL_OF_REST: Final = "AWS documents `principalId` for events of REST APIs alone"
NOT_OF_IAM: Final = "routes with IAM have no such field"
NOT_OF_TOKENS: Final = "a token authorizer sends no `{}` in format 2.0"
COMPARE_TEXTS: Final = "Compare with `str(value).lower()`, which takes both."
NO_SUCH_CHARACTERS: Final = "Nothing to do if no path holds such characters."
BY_NAME: Final = "Read the fields that are needed by their names."
EVERY_WAY: Final = "Return a response on every way through the function."
TEST_VALUE: Final = "Test the value itself, as in `if event.get(...)`."

IDENTITY_SOURCES: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN,
    "`identitySource` lists the identity sources; a REST API sends the token by itself, or none.",
)
TOKEN_OF_SEVERAL: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN,
    "The authorizer has {} identity sources: `authorizationToken` holds all of them, or is not there.",
)
TOKEN_NOT_SENT: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN, "An authorizer of type REQUEST is sent no `authorizationToken`."
)
BOUND_AGAIN: Final = Sentence(
    codes.REBOUND,
    "`{}` holds {} here, and is bound again elsewhere or belongs to a class: what it holds where it is read cannot be told.",
    "Give the two values different names.",
)
KEY_COMPUTED: Final = Sentence(
    codes.DYNAMIC_KEY,
    "A key that is computed is looked up in {}; which one it is cannot be told from the code.",
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
    "What reads {} from here on was not looked at: names of headers, encoded bodies, the stage's name and claims are not the same.",
    "Check that headers are looked up whatever the case of their names, that encoded bodies are decoded, and that nothing hangs on the stage.",
)
LOGGED: Final = Sentence(
    codes.LOGGED,
    "The log shows {} in the new format from now on.",
    "Change queries and alarms over the log that read its fields.",
)
STAGE_IN_TEXT: Final = Sentence(
    codes.STAGE_URL,
    "The stage becomes part of a text, as in a URL or a name. It was {} and is {} from now on.",
)
STAGE_READ: Final = Sentence(
    codes.STAGE,
    "What is done here hangs on the name of the stage. It was {} and is {} from now on: a comparison or a look-up gives another answer.",
)
ALL_CLAIMS: Final = Sentence(
    authorizer_codes.CLAIMS,
    "All claims are passed on, looped over, or read by a key that is not written here: times are seconds in an HTTP API and dates in words in a "
    "REST API, lists are `[g1 g2]` and `g1,g2`.",
    "Read the claims that are needed by their names, lists of them in a way that takes both.",
)
KEY_ASKED: Final = Sentence(
    codes.MEMBERSHIP,
    "Whether {} has {} depends on the format: a REST API sends every key, with null for what is empty; payload format 2.0 has other keys and leaves "
    "empty ones out.",
    "Test the value itself.",
)
CALLER_PASSED_ON: Final = Sentence(
    authorizer_codes.IDENTITY,
    "{} is passed on, or read by a key that is not written here: lists and times in claims are written in another way, and values of an authorizer "
    "function may have another type.",
    "Read the claims or values that are needed here and pass those on.",
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
CORS_HEADER_IN_FORCE: Final = Sentence(
    CORS_IN_FORCE,
    "The response sends `{}`. The HTTP API ignored it and sent what its settings say; behind a REST API it is what browsers go by, and it is not "
    "known to say the same.",
)
NO_PLACE_IN: Final = Sentence(codes.NO_COUNTERPART, "{} has no counterpart in {}. {}")
CALLER_ELSEWHERE: Final = Sentence(
    authorizer_codes.IDENTITY,
    "{} is read, and where its values stand in the other format is not proven: {}.",
    "Split the function by authorizer, or read the values where each kind of event holds them.",
)
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
REFUSAL: Final = Sentence(
    authorizer_codes.UNAUTHORIZED,
    "A REST API answers 401 to an error that says `Unauthorized`. An HTTP API answers 500; access stays denied.",
    "Return a policy that denies if clients should get 403.",
    Level.WARNING,
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
LISTED_HEADER: Final = Sentence(
    codes.HEADER_CASE,
    "{} read from `multiValueHeaders` by the name that is written here. A REST API sends names as the client wrote them, an HTTP API most in lower case.",
    ANY_CASE,
)
HEADERS_PASSED_ON: Final = Sentence(
    codes.HEADER_CASE,
    "{} are passed on, looped over, or read by a name that is not written here. An HTTP API sends most names in lower case, a REST API as the client "
    "wrote them.",
    ANY_CASE,
)
RESOURCE_ID: Final = Sentence(
    codes.NO_COUNTERPART,
    "`requestContext.resourceId` is the route key on payload 1.0, and an id that API Gateway makes in the event of a REST API.",
    "Read `resource` and `httpMethod`, which both have.",
    Level.WARNING,
)
NO_SOURCES_SENT: Final = Sentence(
    authorizer_codes.AUTHORIZER_TOKEN,
    "A REST API sends its authorizers no `identitySource`.",
    "Read the token from the header, whatever the case of its name.",
)
TYPE_READ: Final = Sentence(
    authorizer_codes.AUTHORIZER_TYPE, "`type` is {}.", "Take the test out: an authorizer is sent one type only."
)
FILES_DAMAGED: Final = Sentence(
    answer_codes.BINARY,
    "Bodies that are no text arrived base64 encoded. A REST API sends them so only for its binary media types, and this one has none: files arrive damaged.",
    "Add `BinaryMediaTypes` to the API if clients send files; forms arrive as text and are read right.",
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
HEADER_MISSED: Final = Sentence(
    codes.HEADER_CASE,
    "The header `{}` is read by a name with capitals. An HTTP API sends most names in lower case, so it is not found.",
)
HEADER_FOUND: Final = Sentence(
    codes.HEADER_FOUND,
    "The header `{}` is read by a spelling of its name under which the HTTP API never sends it. Behind a REST API it is found where the client "
    "writes it so, and what it opens is open then.",
    codes.HEADER_FOUND.remedy,
    Level.WARNING,
)
HEADER_FOUND_IN_LOWER: Final = Sentence(
    codes.HEADER_FOUND,
    "The header `{}` is looked up in lower case: behind the REST API that missed it where the client wrote capitals, and an HTTP API sends it so.",
)
HEADER_IN_ANY_CASE: Final = Sentence(
    codes.HEADER_FOUND,
    "The header `{}` is looked up in this spelling: behind the REST API that missed it where the client wrote another one. From now on it is found in any.",
)
HEADERS_TWICE: Final = Sentence(
    codes.HEADER_TWICE,
    "Where a client sends a header twice, a loop over the headers of a REST event finds the last value, and in format 2.0 both, as in `a,b`.",
)
HEADER_TWICE: Final = Sentence(
    codes.HEADER_TWICE,
    "Where a client sends `{}` twice, a REST event holds the last value and format 2.0 both, as in `a,b`.",
    "Take the part behind the last comma if clients may send it twice.",
)
HEADER_TWICE_TO_REST: Final = Sentence(
    codes.HEADER_TWICE,
    "Where a client sends `{}` twice, format 2.0 held both, as in `a,b`; a REST event holds the last value.",
    "Read `multiValueHeaders`, which lists both, if clients may send it twice.",
)
VERSION_ASKED: Final = Sentence(
    codes.TWO_FORMATS,
    "The code asks for the version of the payload format, so it tells formats apart itself; which of its ways the new events take is not proven.",
)
CLAIM_LOOKS: Final = Sentence(
    authorizer_codes.CLAIMS, "The claim `{}` is {}; what is done with it here may give another answer."
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
    "What is done here hangs on how `requestContext.path` begins: with the stage behind a REST API, and with the stage of an HTTP API only where "
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
OF_THE_EDGE: Final = Sentence(
    codes.NO_COUNTERPART,
    "The header `{}` comes from the edge of a REST API; an HTTP API never sends it.",
    "Take the code that needs it out, or put CloudFront in front of the API and let it send the header on.",
)
RESPONSE_UNKNOWN: Final = Sentence(answer_codes.RESPONSE, "What is answered here cannot be told from the code: {}.")
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
    "Whether this response has a content type cannot be told. A REST API adds `application/json` where there is none; an HTTP API need not.",
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
    "Whether this body is a text cannot be told from the code. A REST API answers 502 to a body that is none.",
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
    "Whether this response has a `statusCode` cannot be told from the code. A REST API answers 200 where there is none, an HTTP API 500.",
    "See that every response has a `statusCode`.",
)
ERROR_ANSWERED: Final = Sentence(
    answer_codes.STATUS,
    "An error is returned as the response. It has no `statusCode`: a REST API answers 200 without a body, or 502, and an HTTP API 500.",
    "Return a response with a `statusCode`.",
    Level.INFO,
)
NOT_BOOLEAN: Final = Sentence(
    authorizer_codes.AUTHORIZER_ANSWER,
    "`isAuthorized` is not a Boolean here. The policy that is made of it allows where the value is `true`, and denies everything else.",
    "Give it a Boolean, as by a comparison.",
    Level.WARNING,
)
HEADERS_UNKNOWN: Final = Sentence(
    answer_codes.RESPONSE,
    "Whether the headers of this response are all texts cannot be told from the code. A REST API answers 502 to a header that is a number.",
    "Make the values texts where they are put into the headers.",
    Level.WARNING,
)
CONTEXT_NESTED: Final = Sentence(
    authorizer_codes.AUTHORIZER_ANSWER,
    "`{}` of the context is a list or an object. A REST API takes texts, numbers and truth values alone, and answers 500 to all else.",
    "Make it a text, with `JSON.stringify` for example, and read it so behind the routes.",
)
CONTEXT_NOT_KNOWN: Final = Sentence(
    authorizer_codes.AUTHORIZER_ANSWER,
    "Whether the context holds a list or an object cannot be told from the code. A REST API takes texts, numbers and truth values alone, and answers 500 to all else.",
    "See that every value of the context is a text, a number or a truth value.",
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
