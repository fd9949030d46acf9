"""Findings about the settings of a stage and its routes, and about access logs."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

METHOD_LOGGING = Code(
    "method-logging",
    Level.WARNING,
    "Execution logs or data traces are on.",
    "HTTP APIs write no execution logs.",
    "Use access logs (`AccessLogSettings`).",
    pages.LOGGING,
    only="to-http",
)
METHOD_ROUTE = Code(
    "method-route",
    Level.WARNING,
    "Settings are for a method that has no route of its own.",
    "An HTTP API takes settings for routes that exist; a setting for one method cannot narrow an ANY route.",
    "Split the ANY route, or set the limit for the whole route.",
    pages.THROTTLING,
    Example("{HttpMethod: GET, ResourcePath: /~1x}", "RouteSettings: {GET /x: …}"),
    announces=frozenset({"route.throttle", "route.metrics"}),
    only="to-http",
)
METHOD_ADDRESS = Code(
    "method-address",
    Level.WARNING,
    "Settings of methods name their route in a way that is not documented for REST APIs.",
    "It is not known whether they apply today. The documentation allows `*` on `/*` for all routes, or one method on one path with `~1` "
    "for each slash, each only once. On an HTTP API they apply to the routes that they name.",
    "Compare with the settings of the deployed stage, and remove what you do not want.",
    pages.THROTTLING,
    Example("{HttpMethod: GET, ResourcePath: /*}", "RouteSettings: {GET /x: …, GET /y: …}"),
    only="to-http",
)
INHERITED_LIMIT = Code(
    "inherited-limit",
    Level.WARNING,
    "Settings of a route leave out a limit that the defaults have.",
    "On an HTTP API they replace the defaults, so the route has no such limit; a REST API fills in what they leave out.",
    "Check that the default limit is high enough for the route, or set the limit that the route needs.",
    pages.THROTTLING,
    Example(
        "DefaultRouteSettings: {ThrottlingRateLimit: 50}\nRouteSettings: {GET /x: {ThrottlingBurstLimit: 9}}",
        "MethodSettings:\n- {HttpMethod: '*', ResourcePath: /*, ThrottlingRateLimit: 50}\n"
        "- {HttpMethod: GET, ResourcePath: /~1x, ThrottlingBurstLimit: 9}  # and 50 a second",
    ),
    announces=frozenset({"route.throttle"}),
    only="to-rest",
)
METRICS_ONLY = Code(
    "metrics-only",
    Level.WARNING,
    "Detailed metrics are set without throttling limits.",
    "It is not documented whether CloudFormation then keeps the account's limits; other tools report a limit of 0.",
    "Set `ThrottlingBurstLimit` and `ThrottlingRateLimit` too, or check the stage after the deployment.",
    pages.THROTTLING,
    only="to-http",
)
ROUTE_WITHOUT_METHOD = Code(
    "route-without-method",
    Level.BLOCKER,
    "An ANY or `$default` route has settings of its own.",
    "Settings of a REST API are for one method and path, or for all; whether `ANY` is taken there is not documented.",
    "Set the limits for all routes, or split the route; then run again.",
    pages.THROTTLING,
    acceptable=False,
    only="to-rest",
)
STAGE_VARIABLES = Code(
    "stage-variables",
    Level.INFO,
    "Stage variables move to `StageVariables`.",
    "The same map under another name.",
    "Look for the variables under their new name.",
    pages.STAGES,
    Example("Variables: {Table: orders}", "StageVariables: {Table: orders}"),
)
VARIABLE_NAME = Code(
    "variable-name",
    Level.WARNING,
    "The name of a stage variable has an underscore.",
    "The documentation of REST APIs allows letters and digits only.",
    "Rename the variable if the deployment is refused.",
    pages.STAGES,
)


LOG_FORMAT = Code(
    "log-format",
    Level.WARNING,
    "The access log format uses variables that the other kind of API does not have.",
    "`$context.resourcePath` becomes `$context.routeKey` (method and path), and the other way round; variables without a counterpart "
    "become `-`.",
    "Adapt queries and dashboards that read these fields.",
    pages.LOGGING,
    Example("$context.resourcePath $context.identity.apiKey", "$context.routeKey -"),
)


LOG_MEANING = Code(
    "log-meaning",
    Level.INFO,
    "The access log format uses variables that mean something else on the other kind of API.",
    "On an HTTP API `extendedRequestId` equals `requestId`, which is not a UUID. `path` begins with the stage, except for "
    "the stage `$default`.",
    "Adapt queries and dashboards that read these fields.",
    pages.LOGGING,
)


LOG_DESTINATION = Code(
    "log-destination",
    Level.WARNING,
    "Access logs go to Firehose.",
    "HTTP APIs write access logs only to CloudWatch Logs. The setting is removed, so the API writes no access logs.",
    "Set `AccessLogSettings` with a log group, and a subscription filter to Firehose if you need it.",
    pages.LOGGING,
    announces=frozenset({"api.access_log"}),
)


LOG_ROLE = Code(
    "log-role",
    Level.WARNING,
    "Access logs need a role that is set for the account.",
    "A REST API writes to CloudWatch Logs with the role in `AWS::ApiGateway::Account`, which is set once per account and region. An HTTP "
    "API needs no role.",
    "Make sure that the account has the role, or add `AWS::ApiGateway::Account` to one stack.",
    pages.LOGGING,
)
