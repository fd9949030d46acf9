"""What is said of the code behind an API and of the project's own samples of events."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

HANDLER_FOLLOWS = Code(
    "handler-follows",
    Level.INFO,
    "A function gets events of another format, and its code is proven to work with them.",
    "All that the code reads of an event and all that it returns was followed. What differs between the formats is rewritten; where nothing "
    "is rewritten, the code reads nothing that differs.",
    "Read the changed files in the diff, and run the project's own tests.",
    pages.PAYLOAD,
    Example('event["httpMethod"]', 'event["requestContext"]["http"]["method"]'),
    announces=frozenset({"route.event_format", "authorizer.event_format", "authorizer.simple_responses"}),
)
HANDLER_UNPROVEN = Code(
    "handler-unproven",
    Level.WARNING,
    "The code of a function is not proven to follow, so its events stay as they are.",
    "A function that gets payload 2.0 and reads the event of a REST API fails on every request. So a route gets payload 2.0 only when its "
    "handler is found, is Python, JavaScript or TypeScript, is proven, and is run by nothing that sends other events.",
    "Payload 1.0 is nearly the event of a REST API: check names of headers, encoded bodies and the stage's name where nothing is said at the code. To "
    "move on to 2.0, change what is named at the code, or what keeps the code from being read, and run again.",
    pages.PAYLOAD,
    Example("Type: Api", "Type: HttpApi\nProperties:\n  PayloadFormatVersion: '1.0'"),
    levels=(
        (Level.BLOCKER, "to-rest, where the code cannot be analysed"),
        (Level.WARNING, "the function keeps payload 1.0"),
        (Level.INFO, "`--shim` calls it through a module"),
    ),
)
HANDLER_UNREAD = Code(
    "handler-unread",
    Level.WARNING,
    "The code of a function was not read.",
    "Python, JavaScript and TypeScript are read where the code is found below the template, not in images, archives or buckets. Events of an HTTP API differ from those of a REST API on payload 1.0 as well: header names "
    "come in lower case, the stage is called `$default` unless it is named, and bodies that are no text by their content type come base64 "
    "encoded.",
    "Check in the code how headers are looked up, what depends on the name of the stage, and whether forms and files are decoded.",
    pages.PAYLOAD,
)
SAVED_EVENT = Code(
    "saved-event",
    Level.INFO,
    "A file of the project holds an event in the format that its function got until now.",
    "Tests and `sam local invoke` that use it would keep calling the function with events that it no longer gets.",
    "Run again with `--fixtures` to have it rewritten; or change it by hand.",
    pages.PAYLOAD,
    Example(
        '{"httpMethod": "GET", "path": "/x", ...}', '{"version": "2.0", "routeKey": "GET /x", "rawPath": "/x", ...}'
    ),
)
TEST_EVENT = Code(
    "test-event",
    Level.INFO,
    "A unit test builds an event in the format that its function got until now.",
    "The test would keep calling the function with events that it no longer gets. Test code is not rewritten.",
    "Change the event in the test by hand.",
    pages.PAYLOAD,
)

CODES = (HANDLER_FOLLOWS, HANDLER_UNPROVEN, HANDLER_UNREAD, SAVED_EVENT, TEST_EVENT)
