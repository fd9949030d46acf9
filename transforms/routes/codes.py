"""What is said of function events."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

STATE_MACHINE_EVENT = Code(
    "state-machine-event",
    Level.BLOCKER,
    "An event of this API starts a state machine.",
    "The integration is not a proxy: a mapping template transforms the request. HTTP APIs have no such integration, and SAM has no HttpApi "
    "event for state machines.",
    "Leave this API as it is, or move the state machine's route to an API of its own first.",
    pages.SAM_STATE_MACHINE,
    acceptable=False,
)
REQUEST_VALIDATION = Code(
    "request-validation",
    Level.BLOCKER,
    "API Gateway checks requests before they reach the function.",
    "HTTP APIs ignore models and validators: requests that were refused with 400 would reach the handler.",
    "Validate in the handler, then accept the loss with `--accept request-validation`.",
    pages.VALIDATION,
    Example("RequestModel: {Model: Order, ValidateBody: true}", "(removed)"),
    security=True,
    announces=frozenset({"route.validation"}),
    only="to-http",
)
PARAMETER_CACHING = Code(
    "parameter-caching",
    Level.WARNING,
    "A request parameter is part of a cache key.",
    "HTTP APIs have no cache.",
    "Expect more calls to the function.",
    pages.CACHING,
    announces=frozenset({"route.caching"}),
    only="to-http",
)
TIMEOUT = Code(
    "timeout",
    Level.BLOCKER,
    "A route may take longer than an HTTP API waits.",
    "HTTP APIs end every request after 30 seconds; a larger value fails the deployment.",
    "Make the route faster, or accept 30 seconds with `--accept timeout`.",
    pages.LIMITS,
    Example("TimeoutInMillis: 45000", "TimeoutInMillis: 30000"),
    announces=frozenset({"route.timeout"}),
    levels=(
        (Level.BLOCKER, "to-http, above the 30 seconds of an HTTP API"),
        (Level.WARNING, "to-rest, above the 29 seconds of a REST API: the value is cut"),
    ),
)
RESPONSE_STREAMING = Code(
    "response-streaming",
    Level.BLOCKER,
    "A route streams its response.",
    "HTTP APIs buffer responses, up to 10 MB.",
    "Leave this API as it is, or buffer the response and accept with `--accept response-streaming`.",
    pages.STREAMING,
    announces=frozenset({"route.transfer", "route.address"}),
    only="to-http",
)
TRAILING_SLASH = Code(
    "trailing-slash",
    Level.WARNING,
    "A path ends in a slash.",
    "SAM creates no route for such a path on an HttpApi (SAM #1949). Both kinds of API serve `/x` and `/x/` by the same route.",
    "Check handlers that look at the last character of the path.",
    pages.ROUTES,
    Example("Path: /orders/", "Path: /orders"),
)
METHOD_SPELLING = Code(
    "method-spelling",
    Level.INFO,
    "A method is spelled in a way that SAM does not accept everywhere.",
    "`ANY` is right for both kinds. Under a REST API, SAM writes `x-amazon-apigateway-any-method` into the function's permission, where it "
    "allows nothing; `*` is no method of an HTTP API.",
    "Write `ANY` in new events, too.",
    pages.ROUTES,
    Example("Method: x-amazon-apigateway-any-method", "Method: ANY"),
)
DUPLICATE_ROUTE = Code(
    "duplicate-route",
    Level.BLOCKER,
    "Two events have the same route.",
    "On an HTTP API both are the same route, so only one of the functions would receive requests.",
    "Remove one of the events.",
    pages.ROUTES,
    acceptable=False,
)
NO_METHODS = Code(
    "no-methods",
    Level.BLOCKER,
    "The API has no route.",
    "API Gateway deploys an HTTP API without routes, and refuses a REST API without a method: `The REST API doesn't contain any methods`.",
    "Add a route first, or remove the API.",
    pages.SAM_API,
    acceptable=False,
    only="to-rest",
)
GREEDY_PERMISSION = Code(
    "greedy-permission",
    Level.WARNING,
    "A catch-all path variable is not called `proxy`.",
    "SAM writes `*` into the function's permission only for `{proxy+}`; whether API Gateway accepts another name there is not documented.",
    "Call the route once after the deployment; rename the variable to `proxy` if it answers 500.",
    pages.ROUTES,
)
PAYLOAD = Code(
    "payload-2.0",
    Level.BLOCKER,
    "A function gets events of payload 2.0.",
    "A REST API sends the 1.0 event: other names, other places, and a response must be an object with `statusCode`. SAM's default for an "
    "HttpApi event is 2.0. Python, JavaScript and TypeScript code that is proven to follow is rewritten along; with `--shim`, other Python and "
    "JavaScript code is called through a module that translates events and answers.",
    "Adapt the code to payload 1.0 and write `PayloadFormatVersion: '1.0'`; or accept with `--accept payload-2.0` if it works with both.",
    pages.PAYLOAD,
    Example("PayloadFormatVersion: '2.0'", "(removed)"),
    announces=frozenset({"route.event_format"}),
    only="to-rest",
)
DEFAULT_ROUTE = Code(
    "default-route",
    Level.BLOCKER,
    "A catch-all route becomes two.",
    "A REST API has no `$default` route: `/{proxy+}` takes every path but the root, and the root is a route of its own. Their events say "
    "so: `resource` is `/{proxy+}` or `/`, and `pathParameters` holds `proxy`, where `$default` had no parameters.",
    "Look at code that reads `resource`, `pathParameters` or `routeKey`; then accept with `--accept default-route`.",
    pages.ROUTES,
    Example("Type: HttpApi", "Type: Api\nProperties: {Path: '/{proxy+}', Method: any}"),
    only="to-rest",
)
EVENT_PERMISSION = Code(
    "event-permission",
    Level.INFO,
    "An event without a path is on an API whose definition `DefinitionUri` names.",
    "SAM adds no route of an event to such a definition. The event only lets the API call the function, on every route. An event of a REST "
    "API must have a path and a method, of which SAM makes that permission.",
    "Change the routes in the definition, where they are.",
    pages.SAM_HTTPAPI,
    Example("Type: HttpApi", "Type: Api\nProperties: {Path: '/*', Method: any}"),
)
SIBLING_VARIABLES = Code(
    "sibling-variables",
    Level.BLOCKER,
    "Paths have variables of different names in the same place.",
    "A REST API accepts one name per place: `A sibling ({a}) of this resource already has a variable path part`.",
    "Give the variables one name, in the paths and in the handlers.",
    pages.ROUTES,
    acceptable=False,
    only="to-rest",
)


EVENT_BESIDE_DEFINITION = Code(
    "event-beside-definition",
    Level.WARNING,
    "An event has settings that SAM ignores because the API has a definition of its own.",
    "For a REST API, SAM reads only the definition, unless `OverrideApiAuth` or `MergeDefinitions` says otherwise. On an HTTP API these "
    "settings would become active: `Authorizer: NONE` would open the route, another authorizer would lock out callers.",
    "Check that today's access is what you want: the route keeps the access control of the definition.",
    pages.SAM_EVENT,
    Example("Auth: {Authorizer: NONE}\n# and the API has a DefinitionBody", "(removed)"),
    security=True,
    levels=(
        (Level.WARNING, "the setting is `Auth`"),
        (Level.INFO, "it is another setting"),
    ),
)
