"""Fields of events that both formats have, in one place or the other."""

from __future__ import annotations

from typing import Final

NULLABLE: Final = frozenset({"queryStringParameters", "pathParameters", "stageVariables", "body"})
"""Sent as null by a REST API when empty, left out by format 2.0."""

SAME: Final = frozenset(
    {
        *((key,) for key in ("headers", "isBase64Encoded", "requestContext")),
        *(
            ("requestContext", key)
            for key in ("accountId", "apiId", "domainName", "domainPrefix", "requestId", "stage")
        ),
        ("requestContext", "authorizer"),
    }
)
"""Means the same in both formats, under the same name."""
