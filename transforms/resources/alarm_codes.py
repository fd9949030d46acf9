"""Findings about alarms and dashboards."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

ALARM = Code(
    "alarm",
    Level.WARNING,
    "A CloudWatch alarm or dashboard watches metrics of REST APIs.",
    "An HTTP API reports `4xx` and `5xx` for `4XXError` and `5XXError`, and is told apart by `ApiId`, not by `ApiName`. "
    "An alarm on the old names never sees a value: it goes silent, not red.",
    "Check each alarm after the deployment; correct by hand what is left as it is.",
    pages.METRICS,
    Example(
        "MetricName: 5XXError\nDimensions: [{Name: ApiName, Value: !Ref AWS::StackName}]",
        "MetricName: 5xx\nDimensions: [{Name: ApiId, Value: !Ref HttpApi}]",
    ),
    security=True,
)
REST_ALARM = Code(
    "rest-alarm",
    Level.WARNING,
    "A CloudWatch alarm or dashboard watches metrics of HTTP APIs.",
    "A REST API reports `4XXError` and `5XXError` for `4xx` and `5xx`, and is told apart by `ApiName`, not by `ApiId`. "
    "An alarm on the old names never sees a value: it goes silent, not red.",
    "Check each alarm after the deployment; correct by hand what is left as it is.",
    pages.METRICS,
    Example(
        "MetricName: 5xx\nDimensions: [{Name: ApiId, Value: !Ref HttpApi}]",
        "MetricName: 5XXError\nDimensions: [{Name: ApiName, Value: !Ref AWS::StackName}]",
    ),
    security=True,
)
