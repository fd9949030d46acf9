"""What can be said of a step."""

from __future__ import annotations

from typing import Final

from ..findings import Code, Example, Level

MODEL: Final = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html"
)

BESIDE_FILES = Code(
    "beside-files",
    Level.BLOCKER,
    "A file that both APIs would use would have to change.",
    "The old API must stay as it is, and it uses that file: code that answers both APIs, or a definition whose new name is taken.",
    "Give the new API a file of its own, or migrate this API at once, without `--side-by-side`.",
    MODEL,
    acceptable=False,
)
BESIDE = Code(
    "beside",
    Level.INFO,
    "A second API of the other kind stands beside the old one.",
    "Nothing that clients use today changes with this deployment. Both APIs lead to the same functions.",
    "Deploy, try the new URL, and compare the answers of both before clients move.",
    MODEL,
    Example(
        "Shop: {Type: AWS::Serverless::Api}",
        "Shop: {Type: AWS::Serverless::Api}\nShopHttpApi: {Type: AWS::Serverless::HttpApi}",
    ),
)

BESIDE_ROUTES = Code(
    "beside-routes",
    Level.WARNING,
    "The new API lacks a route that the old one has.",
    "The route was added, or changed, after the new API was put beside the old one.",
    "Add an event for the new API too, with the settings of the other new events, before clients move.",
    MODEL,
    Example(
        "Post: {Type: Api, Properties: {Path: /orders, Method: post}}", "PostHttp: {Type: HttpApi, …}  # to be added"
    ),
)

CODES: Final = (BESIDE_ROUTES, BESIDE, BESIDE_FILES)

LATER: Final = frozenset({
    "endpoint-url", "api-retained", "same-logical-id", "unused-parameter", "moved-comments",
    "custom-domain", "domain-retained", "edge-domain", "base-path", "domain-tls", "base-path-levels", "base-path-mapping",
    "mapping-stage", "shared-domain", "rest-only-reference", "stage-url", "stage-value", "test-invoke", "execution-logs",
    "host-without-stage", "origin-path", "connector", "alarm", "rest-alarm", "nested-stack", "event-target", "export",
    "invalidate-cache", "still-needed", "tool-metadata", "definition-file",
})  # fmt: skip
"""Findings about what leads to the old API, or about its removal: in a step that keeps both they say nothing."""
