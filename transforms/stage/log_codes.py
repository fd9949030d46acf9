"""Findings about access logs."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

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
