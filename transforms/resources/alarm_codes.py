"""Findings about alarms and dashboards."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

ALARM = Code(
    "alarm",
    Level.WARNING,
    "A CloudWatch alarm or dashboard watches metrics of REST APIs.",
    "An HTTP API reports `4xx` and `5xx` instead of `4XXError` and `5XXError`, and identifies the API by `ApiId`, not by `ApiName`. "
    "An alarm on the old names receives no data, so it never fires.",
    "Check each alarm after the deployment, and correct by hand those that are not changed.",
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
    "A REST API reports `4XXError` and `5XXError` instead of `4xx` and `5xx`, and identifies the API by `ApiName`, not by `ApiId`. "
    "An alarm on the old names receives no data, so it never fires.",
    "Check each alarm after the deployment, and correct by hand those that are not changed.",
    pages.METRICS,
    Example(
        "MetricName: 5xx\nDimensions: [{Name: ApiId, Value: !Ref HttpApi}]",
        "MetricName: 5XXError\nDimensions: [{Name: ApiName, Value: !Ref AWS::StackName}]",
    ),
    security=True,
    only="to-rest",
)
