"""Findings about CORS."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

CORS = Code(
    "cors",
    Level.INFO,
    "API Gateway will answer CORS for the whole API.",
    "A REST API answers preflight requests per path and leaves the headers of real responses to the function. An HTTP API adds the headers "
    "to every response and ignores CORS headers that the function sends.",
    "Read `CorsConfiguration` as the one place that decides which origins may call this API.",
    pages.CORS,
    Example(
        "Cors: \"'https://example.com'\"",
        "CorsConfiguration:\n  AllowOrigins: [https://example.com]\n  AllowMethods: [GET, OPTIONS]",
    ),
)
OWNED = "API Gateway will answer preflight requests and add the CORS headers of all responses; it ignores those that functions send."
CORS_ROUTE = Code(
    "cors-options-route",
    Level.WARNING,
    "The API has OPTIONS routes of its own besides its CORS settings.",
    "On a REST API the function's answer to OPTIONS decides what browsers may do. An HTTP API with CORS settings adds its own CORS headers to "
    "every response and ignores those of the function.",
    "Check that the settings allow what these functions allow today.",
    pages.CORS,
)
CORS_BESIDE = Code(
    "cors-beside-options",
    Level.BLOCKER,
    "The API has OPTIONS routes besides its CORS settings.",
    "An HTTP API adds the configured CORS headers to what an OPTIONS route answers. For a REST API SAM adds no preflight answer to a path that "
    "has an OPTIONS method: browsers would get the bare answer of the function, without any CORS header.",
    "Remove the OPTIONS routes: `Cors` gives every path an answer. Where the function itself sends the CORS headers of preflight, remove the "
    "CORS settings instead.",
    pages.CORS,
    acceptable=False,
    only="to-rest",
)
CORS_ORIGINS = Code(
    "cors-origins",
    Level.WARNING,
    "`AllowOrigin` holds several origins in one text.",
    "A REST API sends the text as it is, and no browser accepts that. An HTTP API allows each of the origins.",
    "Check that all of them are meant.",
    pages.CORS,
    Example("AllowOrigin: \"'https://a,https://b'\"", "AllowOrigins: [https://a, https://b]"),
    security=True,
    announces=frozenset({"cors.origins"}),
)
CORS_NARROWER = Code(
    "cors-narrower",
    Level.WARNING,
    "The settings allow every origin, the functions name one.",
    "On a REST API `Cors` answers preflight, and what a function sends decides whose pages can read its response. An HTTP API has one list of "
    "origins for both: `*` would open the responses to every page.",
    "Check that no page of another origin sends requests whose responses it does not read.",
    pages.CORS,
    Example(
        "Cors: \"'*'\"  # the functions send https://example.com",
        "CorsConfiguration:\n  AllowOrigins: [https://example.com]",
    ),
    announces=frozenset({"cors.origins"}),
    only="to-http",
)
CORS_PARAMETER = Code(
    "cors-parameter",
    Level.BLOCKER,
    "A CORS origin, or a list of headers or methods, comes from a template parameter or another value that is known at deployment only.",
    "A REST API looks the parameter up when it is deployed. For an HTTP API SAM inserts the value when it transforms the template: for "
    "an SSM parameter that is the name of the parameter, not its value. Inner quotes in the value would become part of the origin.",
    "Use a parameter of type String whose values have no inner quotes (`https://a`, not `'https://a'`), write `!Sub \"'${Parameter}'\"`, "
    "deploy that, and run again. Accept with `--accept cors-parameter` if the value is right as it is.",
    pages.CORS,
    Example("AllowOrigin: !Sub \"'${Origin}'\"", 'AllowOrigins: [!Sub "${Origin}"]'),
    security=True,
    announces=frozenset({"cors.origins"}),
    levels=(
        (
            Level.BLOCKER,
            "the parameter is not of type String, has no default, or its value holds the inner quotes; or it is another value",
        ),
        (Level.WARNING, "the parameter is of type String, its default is an origin, and the template has the quotes"),
    ),
)
CORS_VALUE = Code(
    "cors-value",
    Level.BLOCKER,
    "A CORS value cannot be read, or is not one that the other kind of API accepts.",
    "A REST API takes texts between inner quotes, an HTTP API lists of bare texts; an intrinsic that is not understood could remove the whole "
    "CORS configuration. HTTP APIs refuse a `MaxAge` outside of -1 to 86400, and origins that are neither `*` nor begin with `http://` or "
    "`https://`: `Invalid format for origin`.",
    "Write the value out as a literal text.",
    pages.CORS,
    acceptable=False,
)
CORS_CREDENTIALS = Code(
    "cors-credentials",
    Level.BLOCKER,
    "`AllowCredentials` is combined with every origin.",
    "SAM refuses `AllowCredentials: true` with `*` for an HTTP API, as browsers do.",
    "Name the origins that may send credentials.",
    pages.CORS,
    acceptable=False,
    security=True,
)
CORS_RESPONSES = Code(
    "cors-responses",
    Level.BLOCKER,
    "Functions have to send the CORS headers of their responses themselves.",
    "An HTTP API adds them to every response; a REST API answers preflight only, and browsers refuse responses without "
    "`Access-Control-Allow-Origin`. The headers are written into responses that can be followed in the code, and for errors of API Gateway "
    "itself into `GatewayResponses`.",
    "Add the headers to every response that can lack them; then accept with `--accept cors-responses`.",
    pages.CORS,
    Example(
        "CorsConfiguration:\n  AllowOrigins: [https://example.com]",
        "Cors:\n  AllowOrigin: \"'https://example.com'\"\n# in the function:\n# headers = {'Access-Control-Allow-Origin': 'https://example.com'}",
    ),
    announces=frozenset({"cors.exposed", "gateway-response.new"}),
    levels=(
        (Level.BLOCKER, "a response is not proven to carry the headers"),
        (Level.INFO, "all functions send them from now on"),
    ),
    only="to-rest",
)
CORS_METHODS = Code(
    "cors-methods",
    Level.WARNING,
    "Preflight answers will name methods.",
    "Without `AllowMethods` an HTTP API names none, and browsers send GET, HEAD and POST only. For a REST API SAM writes the methods of "
    "each path.",
    "Write `AllowMethods` first unless all methods of a path may be called from the allowed origin.",
    pages.CORS,
    Example("CorsConfiguration: true", "Cors: \"'*'\"\n# preflight: Access-Control-Allow-Methods: GET,OPTIONS"),
    announces=frozenset({"cors.methods"}),
    only="to-rest",
)
CORS_MANY = Code(
    "cors-many-origins",
    Level.BLOCKER,
    "Several origins are allowed.",
    "A REST API answers preflight with one fixed origin, and a browser compares it exactly with its own.",
    "Answer OPTIONS in a function that echoes the request's origin if it is on your list, or allow one origin.",
    pages.CORS,
    acceptable=False,
    only="to-rest",
)
CORS_EXPOSE = Code(
    "cors-expose-headers",
    Level.BLOCKER,
    "Response headers are exposed to browsers.",
    "A REST API does not send that list; the function has to send `Access-Control-Expose-Headers`.",
    "Send the header from the functions; then accept with `--accept cors-expose-headers`.",
    pages.CORS,
    announces=frozenset({"cors.exposed"}),
    only="to-rest",
)
PREFLIGHT_AUTHORIZER = Code(
    "preflight-authorizer",
    Level.BLOCKER,
    "A route of every method has an authorizer, and browsers send preflight requests to its path.",
    "On the REST API a mock answers OPTIONS without the authorizer. On an HTTP API a route of method ANY catches OPTIONS too, so that the "
    "authorizer refuses preflight requests, which carry no token: browsers of other origins cannot call the route any more.",
    "Write the methods that the route takes as events of their own (GET, POST, …), which leaves preflight to API Gateway, and run again; or "
    "accept with `--accept preflight-authorizer` where no browser calls the route from another origin.",
    pages.CORS,
    Example("Method: any  # OPTIONS is answered by the mock", "Method: any  # OPTIONS needs a token as well: 401"),
    announces=frozenset({"cors.guarded"}),
    only="to-http",
)
PREFLIGHT_FUNCTION = Code(
    "preflight-function",
    Level.WARNING,
    "A function will receive preflight requests that a mock of the REST API answers today.",
    "On an HTTP API a route of method ANY catches OPTIONS too. Where the function answers 404, 405 or fails, preflight fails.",
    "Let the function answer OPTIONS with a status of 2xx, or write its methods as events of their own.",
    pages.CORS,
    Example("Method: any  # OPTIONS is answered by the mock", "Method: any  # the function sees OPTIONS"),
    only="to-http",
)
CORS_READABLE = Code(
    "cors-readable",
    Level.BLOCKER,
    "Responses become readable for more origins.",
    "A REST API with `Cors` answers preflight only: scripts of other origins can read a response when the function allows it. An HTTP API with "
    "CORS settings adds `Access-Control-Allow-Origin` to every response, also where the function sends none or a narrower one.",
    "Name only origins in the settings that may read all responses of this API; or accept with `--accept cors-readable` if they may.",
    pages.CORS,
    security=True,
    levels=(
        (Level.BLOCKER, "the code of a function sends no such header, or another origin"),
        (Level.WARNING, "what a function sends is not known"),
    ),
)
FUNCTION_HEADERS = Code(
    "cors-function-headers",
    Level.WARNING,
    "A function sends CORS headers of its own.",
    "An HTTP API with a CORS configuration adds the headers itself and ignores those of the function; a REST API sends what the function sends. "
    "What only the function names, or only the settings, changes with the kind of the API.",
    "Compare the function's headers with the CORS settings and make them the same.",
    pages.CORS,
    security=True,
)
DEFINITION_CORS = Code(
    "definition-cors",
    Level.BLOCKER,
    "The OPTIONS methods of the definition do not add up to one CORS configuration.",
    "An HTTP API has one CORS configuration for all of its paths.",
    "Make the mocks of all paths answer alike, or remove them.",
    pages.CORS,
    acceptable=False,
)
CORS_PATHS = Code(
    "cors-paths",
    Level.BLOCKER,
    "Some paths of the definition answer CORS preflight, others do not.",
    "An HTTP API answers preflight on all paths: browsers on the allowed origins could then read the others too.",
    "Accept with `--accept cors-paths` when all paths may be read by the allowed origins.",
    pages.CORS,
    security=True,
)
CORS_IGNORED = Code(
    "handler-cors-ignored",
    Level.WARNING,
    "A handler sends CORS headers that the API will set itself.",
    "An HTTP API with CORS settings ignores the CORS headers of the function: origins, credentials or exposed headers that only the function "
    "names are lost, and an origin that it refuses is answered.",
    "Compare the headers with `CorsConfiguration` and copy what is missing; you can remove the code then.",
    pages.CORS,
    security=True,
    only="to-http",
)
CORS_IN_FORCE = Code(
    "handler-cors-in-force",
    Level.WARNING,
    "A CORS header of a handler, which the HTTP API ignores today, will take effect.",
    "An HTTP API with CORS settings ignores the CORS headers of its functions. Behind a REST API they are what browsers see: `*` or an echo of the "
    "caller's origin lets every site read the answers.",
    "Send the origins that the API's settings name, and no other.",
    pages.CORS,
    security=True,
    only="to-rest",
)
