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
    "There is no place for the definition of the new API.",
    "The old API must stay as it is, and so must its definition file; the file that would hold the new one beside it is there already.",
    "Move or delete that file if nothing needs it, or migrate this API at once, without `--side-by-side`.",
    MODEL,
    acceptable=False,
)
BESIDE = Code(
    "beside",
    Level.INFO,
    "A second API of the other kind stands beside the old one.",
    "Nothing of the old API changes with this deployment. Both APIs lead to the same functions, whose code is changed only where "
    "it takes the events of either.",
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
    "Run `--side-by-side` again, which adds the route to the new API; where it does not, add an event for the new API by hand, with the "
    "settings of the other new events. `--accept beside-routes` gives the route up with the old API.",
    MODEL,
    Example(
        "Post: {Type: Api, Properties: {Path: /orders, Method: post}}", "PostHttp: {Type: HttpApi, …}  # to be added"
    ),
    levels=(
        (Level.BLOCKER, "`--switch`, `--finish` or `--undo` would lose the route"),
        (Level.WARNING, "with `--side-by-side`"),
        (Level.INFO, "the new API alone has the route, and keeps it"),
    ),
)

BESIDE_DIFFERS = Code(
    "beside-differs",
    Level.BLOCKER,
    "The new API is not what the old one would become by now.",
    "One of the two was changed after the new one had come, and the other was not: clients that move would meet another API than they know.",
    "Make the same change in the new API, by hand. `--accept beside-differs` goes on where the difference is meant.",
    MODEL,
    Example(
        "Get: {Type: Api, …, Auth: {Authorizer: Pool}}  # added later\nGetHttp: {Type: HttpApi, …}",
        "GetHttp: {Type: HttpApi, …, Auth: {Authorizer: Pool}}  # to be added",
    ),
    security=True,
    levels=(
        (Level.BLOCKER, "access would be weaker"),
        (Level.WARNING, "anything else differs, or it could not be compared"),
    ),
)
SPLIT = Code(
    "split",
    Level.WARNING,
    "A route stays on the old API, and others have moved.",
    "What the route needs is something that APIs of the other kind do not have. With `--split` it keeps the API that has it; the other routes are "
    "on both APIs, and can leave the old one.",
    "Clients call this route at the URL of the old API and the others at that of the new one. Where they must find both at one host, put both "
    "behind one domain under two base paths (AWS::ApiGatewayV2::ApiMapping leads to APIs of both kinds), or behind a CloudFront distribution "
    "with one behaviour for each path.",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html",
    Example(
        "Post: {Type: Api, …, Auth: {ApiKeyRequired: true}}\nGet: {Type: Api, …}",
        "Post: (unchanged)\nGet: (unchanged)\nGetHttp: {Type: HttpApi, …}",
    ),
    levels=(
        (Level.BLOCKER, "`--switch` or `--finish` would leave the route without callers, or take it away"),
        (Level.WARNING, "with `--side-by-side --split`"),
    ),
)
STANDING = Code(
    "standing",
    Level.BLOCKER,
    "The API has one of the other kind beside it already.",
    "To migrate it at once would make a third API, and leave the second one without a purpose.",
    "Go on with `--switch`, then `--finish`; `--undo` takes the last step back.",
    MODEL,
    acceptable=False,
)
NOT_BESIDE = Code(
    "not-beside",
    Level.BLOCKER,
    "No API of the other kind stands beside this one.",
    "`--switch` and `--finish` go on from a template that has both APIs; `--undo` goes back from there.",
    "Run `--side-by-side` first and deploy what it writes, or migrate at once, without one of these options.",
    MODEL,
    acceptable=False,
)
SWITCHED = Code(
    "switched",
    Level.INFO,
    "Something that led to the old API leads to the new one.",
    "Whoever reads it calls the new API from the deployment on; the old one still answers who calls it directly.",
    "Compare the answers of both APIs before you deploy this.",
    MODEL,
    Example("Value: !Sub https://${Shop}.execute-api…/prod", "Value: !Sub https://${ShopHttpApi}.execute-api…"),
)
SWITCHED_POLICY = Code(
    "switched-policy",
    Level.WARNING,
    "A policy for callers of the old API holds for the new one.",
    "Who calls by this policy is let into the new API, and is refused by the old one from the deployment on.",
    "See that its callers take the new URL with the same deployment. Add a statement for the old API where some follow later.",
    MODEL,
    Example(
        "Resource: …:execute-api:…:${Shop}/prod/GET/orders",
        "Resource: …:execute-api:…:${ShopHttpApi}/$default/GET/orders",
    ),
    security=True,
)
SWITCH_FIRST = Code(
    "switch-first",
    Level.BLOCKER,
    "Something still refers to the old API.",
    "It would lead nowhere once the old API is gone.",
    "Run `--switch` first, deploy what it writes, and wait until no client calls the old API.",
    MODEL,
    acceptable=False,
)
DOMAIN_STAYS = Code(
    "domain-stays",
    Level.WARNING,
    "A custom domain keeps leading to the old API.",
    "CloudFormation cannot lead it to the other kind of API in place: the new resource is created first, and API Gateway refuses a second domain "
    "of one name (`The domain name you provided already exists`) and a second mapping of one path (`ApiMapping key already exists for this domain "
    "name`).",
    "Move the mapping with `aws apigatewayv2 update-api-mapping`, which takes effect in place; find its id with `aws apigatewayv2 get-api-mappings "
    "--domain-name NAME`. The domain must be regional with `SecurityPolicy: TLS_1_2`. The same command with the old API's id leads it back. "
    "Rehearse it with a test domain: the stack does not know of it.",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html",
)
FINISHED = Code(
    "finished",
    Level.WARNING,
    "The old API is removed.",
    "CloudFormation deletes it: its URL answers nobody any more, and cannot be had back under the same name.",
    "Look at the metric `Count` of the old API first: deploy when it has been zero for as long as your slowest client sleeps.",
    MODEL,
    Example("Shop: {Type: AWS::Serverless::Api}", "(removed)"),
)
MAPPING_LEFT = Code(
    "mapping-left",
    Level.WARNING,
    "A mapping of a domain leaves the stack with the old API, and stays in the account.",
    "CloudFormation does not know that the mapping leads to the new API since `update-api-mapping`. Where it still leads to the old one, the deletion "
    "of that API fails.",
    "Check with `aws apigatewayv2 get-api-mappings --domain-name NAME` before you deploy. Bring the mapping back under the stack's care with a "
    "resource import, as AWS::ApiGatewayV2::ApiMapping.",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
)
LEFT_BEHIND = Code(
    "left-behind",
    Level.INFO,
    "Something is left that only the other API used.",
    "Nothing refers to it any more.",
    "Remove it with the same commit.",
    MODEL,
)
UNDONE = Code(
    "undone",
    Level.INFO,
    "The last step is taken back.",
    "The template is what it was before the step; changes that were made since stay.",
    "Deploy it as you deployed the step.",
    MODEL,
)
NOT_UNDONE = Code(
    "not-undone",
    Level.WARNING,
    "Something was changed after the step, and is not taken back.",
    "What the step wrote there is no longer what stands there.",
    "Read it, and lead it back to the old API by hand where it should be.",
    MODEL,
)

CODES: Final = (
    BESIDE_ROUTES, BESIDE_DIFFERS, BESIDE, BESIDE_FILES, SPLIT, STANDING, NOT_BESIDE, SWITCHED, SWITCHED_POLICY, SWITCH_FIRST, DOMAIN_STAYS, FINISHED, MAPPING_LEFT, LEFT_BEHIND,
    UNDONE, NOT_UNDONE,
)  # fmt: skip

REMOVAL: Final = frozenset({
    "api-retained", "custom-domain", "domain-retained", "edge-domain", "base-path", "domain-tls", "base-path-levels", "base-path-mapping",
    "still-needed",
})  # fmt: skip
"""Findings about what becomes of the old API and what hangs on it."""

FOLLOWING: Final = frozenset({
    "stage-arn", "management-arn", "api-value", "http-resource", "every-api-arn", "deny-beside", "mapping-stage", "shared-domain", "rest-only-reference",
    "stage-url", "stage-value", "execution-logs", "host-without-stage", "origin-path", "connector", "alarm", "rest-alarm", "nested-stack",
    "event-target", "export", "invalidate-cache", "edge-domain", "domain-tls",
})  # fmt: skip
"""Findings about what refers to the old API."""

OF_MAPPINGS: Final = frozenset({"edge-domain", "mapping-stage", "shared-domain"})
"""Findings about a domain that say nothing while none of its mappings moves."""

LATER: Final = REMOVAL | {
    "endpoint-url", "same-logical-id", "unused-parameter", "moved-comments", "mapping-stage", "shared-domain", "rest-only-reference", "stage-url",
    "stage-value", "test-invoke", "execution-logs", "host-without-stage", "origin-path", "connector", "alarm", "rest-alarm", "nested-stack",
    "event-target", "export", "invalidate-cache", "tool-metadata", "definition-file", "definition-shared", "definition-upload",
}  # fmt: skip
"""Findings about what leads to the old API, or about its removal: in a step that keeps both they say nothing."""
