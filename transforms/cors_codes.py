"""What is said of CORS."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from . import pages

CORS = Code(
    "cors",
    Level.INFO,
    "API Gateway answers CORS for the whole API from now on.",
    "A REST API answers preflight requests per path and leaves the headers of real responses to the function. An HTTP API adds the headers "
    "to every response and ignores CORS headers that the function sends.",
    "Nothing to do where functions send the same headers.",
    pages.CORS,
    Example(
        "Cors: \"'https://example.com'\"",
        "CorsConfiguration:\n  AllowOrigins: [https://example.com]\n  AllowMethods: [GET, OPTIONS]",
    ),
)
CORS_ROUTE = Code(
    "cors-options-route",
    Level.WARNING,
    "A path answers preflight requests by an OPTIONS route of its own, others by `Cors`.",
    "A REST API leaves a path with an OPTIONS route alone. An HTTP API with CORS settings answers preflight requests of every path itself, "
    "with these settings.",
    "Check that the settings allow what the function's own answer allowed.",
    pages.CORS,
)
CORS_ORIGINS = Code(
    "cors-origins",
    Level.WARNING,
    "`AllowOrigin` holds several origins in one text.",
    "A REST API sends the text as it is, and no browser takes that. An HTTP API answers each of the origins.",
    "Check that all of them are meant.",
    pages.CORS,
    Example("AllowOrigin: \"'https://a,https://b'\"", "AllowOrigins: [https://a, https://b]"),
    security=True,
    announces=frozenset({"cors.origins"}),
)
CORS_PARAMETER = Code(
    "cors-parameter",
    Level.BLOCKER,
    "The CORS origin comes from a template parameter.",
    "A REST API looks the parameter up when it is deployed. For an HTTP API SAM puts the value in when it transforms the template: of "
    "an SSM parameter that is the name of the parameter, not its value. What the origin will be cannot be proved from the template.",
    "If it is a plain String parameter and its values have no inner quotes (`https://a`, not `'https://a'`), accept with "
    "`--accept cors-parameter`; otherwise write the origin out, or change the parameter first.",
    pages.CORS,
    Example("AllowOrigin: !Sub \"'${Origin}'\"", 'AllowOrigins: [!Sub "${Origin}"]'),
    security=True,
    announces=frozenset({"cors.origins"}),
)
CORS_VALUE = Code(
    "cors-value",
    Level.BLOCKER,
    "A CORS value cannot be read, or is none that the other kind of API takes.",
    "HTTP APIs want the bare value; an intrinsic that is not understood could make the whole CORS configuration vanish. They refuse a "
    "`MaxAge` outside of -1 to 86400, and origins that are neither `*` nor begin with `http://` or `https://`: `Invalid format for origin`.",
    "Write the value out, or as `!Sub \"'${Origin}'\"`.",
    pages.CORS,
    acceptable=False,
)
CORS_CREDENTIALS = Code(
    "cors-credentials",
    Level.BLOCKER,
    "`AllowCredentials` goes with every origin.",
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
    "An HTTP API adds them to every response; a REST API answers preflight only. Browsers refuse responses without "
    "`Access-Control-Allow-Origin`, and errors of API Gateway itself have none unless `GatewayResponses` says so.",
    "Add the headers to every response of the functions; then accept with `--accept cors-responses`.",
    pages.CORS,
    Example(
        "CorsConfiguration:\n  AllowOrigins: [https://example.com]",
        "Cors:\n  AllowOrigin: \"'https://example.com'\"\n# in the function:\n# headers = {'Access-Control-Allow-Origin': 'https://example.com'}",
    ),
)
CORS_METHODS = Code(
    "cors-methods",
    Level.WARNING,
    "Preflight requests are answered with methods from now on.",
    "Without `AllowMethods` an HTTP API names none, and browsers send GET, HEAD and POST only. For a REST API SAM writes the methods of "
    "each path.",
    "Nothing to do where all methods of a path may be called from the allowed origin; otherwise write `AllowMethods` first.",
    pages.CORS,
    Example("CorsConfiguration: true", "Cors: \"'*'\"\n# preflight: Access-Control-Allow-Methods: GET,OPTIONS"),
    announces=frozenset({"cors.methods"}),
)
CORS_MANY = Code(
    "cors-many-origins",
    Level.BLOCKER,
    "Several origins are allowed.",
    "A REST API answers preflight with one fixed origin.",
    "Answer OPTIONS in a function that echoes the request's origin, or use one origin.",
    pages.CORS,
    acceptable=False,
)
CORS_EXPOSE = Code(
    "cors-expose-headers",
    Level.BLOCKER,
    "Response headers are exposed to browsers.",
    "A REST API cannot say so in its answers; the function has to send `Access-Control-Expose-Headers`.",
    "Send the header from the functions; then accept with `--accept cors-expose-headers`.",
    pages.CORS,
    announces=frozenset({"cors.exposed"}),
)
