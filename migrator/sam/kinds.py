"""The two kinds of API, and the resource types of SAM that matter to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

REST = "AWS::Serverless::Api"
HTTP = "AWS::Serverless::HttpApi"
FUNCTION = "AWS::Serverless::Function"
STATE_MACHINE = "AWS::Serverless::StateMachine"
PERMISSION = "AWS::Lambda::Permission"
BASE_PATH_MAPPING = "AWS::ApiGateway::BasePathMapping"
API_MAPPING = "AWS::ApiGatewayV2::ApiMapping"

API_TYPES = frozenset({REST, HTTP})

ApiKind = Literal["rest", "http"]


@dataclass(frozen=True)
class Kind:
    """What is called differently for the two kinds of API.

    Arguments:
        name: rest or http.
        type: the resource type.
        section: its section in Globals, and the type of its events.
        api_key: the key by which an event names its API.
        implicit: logical id of the implicit API.
        implicit_stage: stage of the implicit API; nothing in a template changes it.
        globals_keys: what its section in Globals may hold. Source: samtranslator, plugins/globals/globals.py, 1.115.0.
    """

    name: ApiKind
    type: str
    section: str
    api_key: str
    implicit: str
    implicit_stage: str
    globals_keys: frozenset[str]

    @property
    def shown(self) -> str:
        """What a sentence calls an API of this kind."""
        return "a REST API" if self.name == "rest" else "an HTTP API"


IMPLICIT_REST = "ServerlessRestApi"
IMPLICIT_HTTP = "ServerlessHttpApi"
DEFAULT_STAGE = "$default"

_BOTH = frozenset({"Auth", "Domain", "PropagateTags"})
REST_KIND = Kind(
    "rest",
    REST,
    "Api",
    "RestApiId",
    IMPLICIT_REST,
    "Prod",
    _BOTH
    | {
        "AccessLogSetting",
        "AlwaysDeploy",
        "BinaryMediaTypes",
        "CacheClusterEnabled",
        "CacheClusterSize",
        "CanarySetting",
        "Cors",
        "DefinitionUri",
        "EndpointAccessMode",
        "EndpointConfiguration",
        "GatewayResponses",
        "MergeDefinitions",
        "MethodSettings",
        "MinimumCompressionSize",
        "Name",
        "OpenApiVersion",
        "SecurityPolicy",
        "TracingEnabled",
        "Variables",
    },
)
HTTP_KIND = Kind(
    "http",
    HTTP,
    "HttpApi",
    "ApiId",
    IMPLICIT_HTTP,
    DEFAULT_STAGE,
    _BOTH
    | {
        "AccessLogSettings",
        "CorsConfiguration",
        "DefaultRouteSettings",
        "FailOnWarnings",
        "RouteSettings",
        "StageVariables",
        "Tags",
    },
)
KINDS: dict[ApiKind, Kind] = {"rest": REST_KIND, "http": HTTP_KIND}
OTHER: dict[ApiKind, Kind] = {"rest": HTTP_KIND, "http": REST_KIND}
"""The kind that an API comes from, by the kind that it becomes."""

GLOBALS_SECTION: dict[str, str] = {REST: "Api", HTTP: "HttpApi", FUNCTION: "Function", STATE_MACHINE: "StateMachine"}
EVENT_TYPES: dict[str, ApiKind] = {kind.section: name for name, kind in KINDS.items()}
