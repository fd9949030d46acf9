"""Properties of a REST API that are kept, renamed or dropped as they stand; the table is the subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrator.concern import Concern, Drop, Put, Step, View, is_true
from migrator.findings import Code, Example, Level
from migrator.text.node import Node
from migrator.text.values import intrinsic, is_list, is_map, literal

from .. import pages
from ..codes import CACHING, DROPPED_SETTING, REQUEST_MODEL, UNSUPPORTED_SHAPE
from ..reading.cache import is_on
from ..reading.lookups import choices

TRACING = Code(
    "tracing",
    Level.WARNING,
    "X-Ray tracing of the API is on.",
    "HTTP APIs send no trace segments; functions continue to send theirs.",
    "Keep `Tracing: Active` on the functions; the API no longer appears in the service map.",
    pages.TRACING,
    only="to-http",
)
BINARY_MEDIA_TYPES = Code(
    "binary-media-types",
    Level.WARNING,
    "Binary media types are configured.",
    "HTTP APIs have no such list: which bodies arrive base64-encoded is decided by the content type, and a response is binary when the "
    "function says `isBase64Encoded`.",
    "Test uploads and downloads; the function must look at `isBase64Encoded` of every request.",
    pages.BINARY,
    announces=frozenset({"route.content"}),
    only="to-http",
)
COMPRESSION = Code(
    "compression",
    Level.WARNING,
    "API Gateway compresses responses.",
    "HTTP APIs do not compress.",
    "Compress in the function or in CloudFront.",
    pages.HTTP_VS_REST,
    only="to-http",
)
SECURITY_POLICY = Code(
    "security-policy",
    Level.BLOCKER,
    "The TLS policy of the default endpoint is set.",
    "The default endpoint of an HTTP API takes TLS 1.2 and has no setting for it.",
    "Check that TLS 1.2 is what you need, then accept with `--accept security-policy`.",
    pages.HTTP_VS_REST,
    security=True,
    announces=frozenset({"api.security_policy", "api.access_mode", "domain.tls", "domain.access_mode"}),
)
CANARY = Code(
    "canary",
    Level.BLOCKER,
    "A canary release splits the traffic of the stage.",
    "HTTP APIs have no canary releases; all traffic would go to one deployment.",
    "Finish the canary first, or shift traffic with Lambda aliases, then accept with `--accept canary`.",
    pages.CANARY,
    announces=frozenset({"api.canaries"}),
    only="to-http",
)
MERGE_DEFINITIONS = Code(
    "merge-definitions",
    Level.INFO,
    "`MergeDefinitions` says how a hand-written definition is merged with events.",
    "SAM always merges the events of an HttpApi into its definition.",
    "Define each route in one place: where its definition has an integration, an HTTP API keeps that and not the one of the event.",
    pages.SAM_API,
)
IMPORT_MODE = Code(
    "import-mode",
    Level.WARNING,
    "The definition is merged into the API that is deployed.",
    "With `Mode: merge` the deployed API keeps routes that its definition no longer names. The HTTP API is a new one and has the routes "
    "of this template only.",
    "Compare the routes of the deployed API with those of this template; add those that clients still call.",
    pages.SAM_API,
    Example("Mode: merge", "(removed: the API is what the template says)"),
)


@dataclass(frozen=True)
class Lost:
    """A property that goes.

    Arguments:
        code: the finding when it is in use.
        message: what is there.
        used: whether the value does anything that an HTTP API does not.
        otherwise: what there is to say where it does not.
        perhaps: what is there where the value is known at deployment only; ``message`` where that is the same.
    """

    code: Code
    message: str
    used: Callable[[Node], bool] = is_true
    otherwise: str = "It has no effect today."
    perhaps: str = ""


HTTP_TLS = "TLS_1_2"
"""The TLS policy of every HTTP API and of its domains. Source: API Gateway guide, http-api-ciphers."""


def _always(_: Node) -> bool:
    return True


def _lists(types: Node) -> bool:
    return not is_list(types) or bool(types.elements())


def _merges(mode: Node) -> bool:
    return literal(mode) != "overwrite"


def _is_other_tls(policy: Node) -> bool:
    return literal(policy) != HTTP_TLS


KEPT = frozenset({"Name", "Description", "Tags", "DisableExecuteApiEndpoint", "FailOnWarnings"})
"""Mean the same on both kinds (with a generated definition)."""

LOST: dict[str, Lost] = {
    "OpenApiVersion": Lost(DROPPED_SETTING, "An HTTP API is always OpenAPI 3.", _always),
    "AlwaysDeploy": Lost(DROPPED_SETTING, "An HTTP API deploys itself with every change.", _always),
    "PropagateTags": Lost(DROPPED_SETTING, "An HTTP API always passes its tags on to its stage.", _always),
    "ApiKeySourceType": Lost(DROPPED_SETTING, "It says where API keys are read from; HTTP APIs have no API keys.", _always),
    "MergeDefinitions": Lost(MERGE_DEFINITIONS, "SAM always merges events into the definition of an HTTP API.", _always),
    "Mode": Lost(IMPORT_MODE, "An HTTP API has the routes that its template names, and no others.", _merges),
    "TracingEnabled": Lost(TRACING, "HTTP APIs send no X-Ray segments."),
    "BinaryMediaTypes": Lost(BINARY_MEDIA_TYPES, "HTTP APIs have no list of binary media types.", _lists),
    "MinimumCompressionSize": Lost(COMPRESSION, "HTTP APIs do not compress responses.", _always),
    "SecurityPolicy": Lost(SECURITY_POLICY, "The TLS policy of the endpoint cannot be set on an HTTP API.", _is_other_tls, "It is what every HTTP API has."),
    "EndpointAccessMode": Lost(SECURITY_POLICY, "The access mode of the endpoint cannot be set on an HTTP API.", _always),
    "CacheClusterEnabled": Lost(CACHING, "The stage has a cache.", is_on, perhaps="The stage may have a cache."),
    "CacheClusterSize": Lost(DROPPED_SETTING, "HTTP APIs have no cache.", _always),
    "CanarySetting": Lost(CANARY, "The stage has a canary.", _always),
    "Models": Lost(REQUEST_MODEL, "Models have no effect on an HTTP API; routes that validate requests are reported separately.", _always),
}  # fmt: skip


def to_http(view: View) -> Iterator[Step]:
    """Keep, and drop with a finding."""
    for key, lost in LOST.items():
        node = view.get(key)
        if node is None:
            continue
        values = choices(view.template, node)
        is_used = any(map(lost.used, [node] if values is None else values))
        code = lost.code if is_used else DROPPED_SETTING
        told = lost.perhaps if lost.perhaps and intrinsic(node) is not None else lost.message
        message = told if is_used or code is lost.code else lost.otherwise
        yield view.find(code, f"`{key}` is left out. {message}", node)
        yield Drop((key,))
    yield from _shapes(view)


def _shapes(view: View) -> Iterator[Step]:
    tags = view.get("Tags")
    if tags is not None and not is_map(tags):
        # SAM: `Property 'Tags' should be a map.`
        yield view.find(UNSUPPORTED_SHAPE, "`Tags` must be a map.", tags)
    for key in ("Name", "Description"):
        node = view.get(key)
        if node is not None and (is_list(node) or is_map(node)):
            yield view.find(UNSUPPORTED_SHAPE, f"`{key}` must be text.", node)


def to_rest(view: View) -> Iterator[Step]:
    """Keep what means the same, and write the defaults that a REST API has otherwise."""
    # T24: without it SAM makes a second stage that is called `Stage`.
    yield Put(("OpenApiVersion",), "3.0.1")
    if (tags := view.get("Tags")) is not None:
        if not is_map(tags):
            yield view.find(UNSUPPORTED_SHAPE, "`Tags` must be a map.", tags)
        # A REST API passes its tags on when it is told to; an HTTP API always does.
        yield Put(("PropagateTags",), True)
    elif (propagate := view.get("PropagateTags")) is not None:
        yield view.find(DROPPED_SETTING, "`PropagateTags` is left out. There are no tags to pass on.", propagate)
        yield Drop(("PropagateTags",))


CONCERN = Concern("settings", to_http, KEPT | LOST.keys(), to_rest, KEPT | {"PropagateTags"})
