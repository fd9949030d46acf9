"""Random SAM templates as text: what people write, in every layout that YAML and JSON allow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """An intrinsic function."""

    name: str
    argument: Any

    @property
    def long(self) -> str:
        return self.name if self.name in ("Ref", "Condition") else f"Fn::{self.name}"


def ref(name: str) -> Call:
    return Call("Ref", name)


def sub(text: str) -> Call:
    return Call("Sub", text)


def att(name: str, attribute: str = "Arn") -> Call:
    return Call("GetAtt", f"{name}.{attribute}")


REST, HTTP, FUNCTION = "AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::Function"
IMPLICIT_REST, IMPLICIT_HTTP = "ServerlessRestApi", "ServerlessHttpApi"
HOST = "https://${{{0}}}.execute-api.${{AWS::Region}}.amazonaws.com"
ARN = "arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{0}}}"

IDS = ["Api", "ApiFn", "Apis", "MyApi", "MyRestApi", "ApiStage", "Orders", "ApiProduct", "HttpApi", "X"]
PATHS = ["/", "/a", "/a/{id}", "/b", "/{proxy+}", "/a/b/c", "/a-b", "/b/{rest+}"]
METHODS = ["get", "GET", "post", "put", "any", "ANY", "options", "delete"]
LAMBDAS = ["Token", "Request", "Token2"]
POOLS = ["Cognito", "My-Pool", "Pool 2"]


@dataclass
class Plan:
    """What the author knows of an API while its events are written."""

    id: str
    kind: str
    stage: Any
    auth: dict[str, Any]
    routes: set[tuple[str, str]]

    @property
    def default(self) -> str | None:
        found = self.auth.get("DefaultAuthorizer")
        return found if isinstance(found, str) else None

    @property
    def names(self) -> list[str]:
        found = self.auth.get("Authorizers")
        return [*found] if isinstance(found, dict) else []


class Author:
    """Writes one random template.

    Arguments:
        random: where chance comes from; everything here follows from it.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.plans: list[Plan] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, options: list[T]) -> T:
        return options[self.random.randrange(len(options))]

    def some(self, options: dict[str, Any], share: float) -> dict[str, Any]:
        """A few of the entries; a callable value is called when it is taken."""
        return {key: value() if callable(value) else value for key, value in options.items() if self.chance(share)}

    # -- the template ------------------------------------------------------------------------------------------

    def template(self) -> dict[str, Any]:
        self.global_auth = self.rest_auth(0.15) if self.chance(0.25) else {}
        globals_ = self.globals_()
        apis = {}
        for _ in range(self.pick([0, 1, 1, 1, 2, 2, 3])):
            name = self.pick(IDS)
            if name not in apis:
                apis[name] = self.rest_api(name, globals_)
        if self.chance(0.15):
            apis["Modern"] = self.http_api("Modern", globals_)
        if not apis or self.chance(0.3):
            self.plans.append(Plan(IMPLICIT_REST, REST, "Prod", self.global_auth, set()))
        if self.chance(0.12):
            self.plans.append(Plan(IMPLICIT_HTTP, HTTP, None, globals_.get("HttpApi", {}).get("Auth", {}), set()))
        functions = {f"Fn{index}": self.function() for index in range(self.pick([1, 1, 2, 3]))}
        resources = {**apis, **functions, **self.helpers(), **self.others()}
        if self.chance(0.5):
            resources = dict(self.shuffled(resources))
        found: dict[str, Any] = {"Transform": "AWS::Serverless-2016-10-31"}
        found["Parameters"] = {
            "Env": {"Type": "String", "Default": "dev"},
            "Origin": {"Type": "String", "Default": "https://o.example.com"},
            "PoolArn": {"Type": "String", "Default": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_X"},
            "Which": {"Type": "String", "Default": "Token"},
        }
        found["Conditions"] = {"IsProd": Call("Equals", [ref("Env"), "prod"])}
        if globals_:
            found["Globals"] = globals_
        found["Resources"] = resources
        if outputs := self.outputs():
            found["Outputs"] = outputs
        return dict(self.shuffled(found)) if self.chance(0.2) else found

    def shuffled(self, entries: dict[str, Any]) -> list[tuple[str, Any]]:
        pairs = list(entries.items())
        self.random.shuffle(pairs)
        return pairs

    def globals_(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.chance(0.1):
            found["Function"] = {"Timeout": 10}
        api = self.some(
            {
                "Cors": self.cors,
                "EndpointConfiguration": self.endpoint,
                "TracingEnabled": True,
                "OpenApiVersion": "3.0.1",
                "MethodSettings": self.method_settings,
                "Variables": {"v": "global"},
                "BinaryMediaTypes": ["image~1png"],
                "AccessLogSetting": self.access_log,
                "Name": "named",
                "Domain": self.domain,
                "GatewayResponses": self.gateway_responses,
                "CacheClusterEnabled": False,
            },
            self.pick([0, 0, 0.1, 0.2]),
        )
        if self.global_auth:
            api["Auth"] = self.global_auth
        if api:
            found["Api"] = api
        if self.chance(0.12):
            http = {
                "CorsConfiguration": True,
                "StageVariables": {"v": "http"},
                "Tags": {"team": "x"},
                "Auth": {"EnableIamAuthorizer": True, "DefaultAuthorizer": "AWS_IAM"},
            }
            found["HttpApi"] = self.some(http, 0.4) or {"Tags": {"a": "b"}}
        return found

    # -- APIs --------------------------------------------------------------------------------------------------

    def rest_api(self, name: str, globals_: dict[str, Any]) -> dict[str, Any]:
        stage = self.pick(["Prod", "Prod", "v1", ref("Env"), sub("${Env}"), sub("x-${Env}"), "$default", "prod-1"])
        resource: dict[str, Any] = {"Type": REST}
        ignored = self.ignored(globals_.get("Api", {}))
        if ignored is not None:
            resource["IgnoreGlobals"] = ignored
        shared = {} if ignored == "*" or (ignored and "Auth" in ignored) else self.global_auth
        properties: dict[str, Any] = {"StageName": stage}
        auth = self.rest_auth(0.15, shared) if self.chance(0.5) else {}
        if auth or self.chance(0.02):
            properties["Auth"] = auth
        properties |= self.some(
            {
                "Cors": self.cors,
                "EndpointConfiguration": self.endpoint,
                "TracingEnabled": self.boolean,
                "OpenApiVersion": "3.0.1",
                "MethodSettings": self.method_settings,
                "Variables": {"v": "local", "w": "x"},
                "BinaryMediaTypes": ["*~1*"],
                "AccessLogSetting": self.access_log,
                "Name": sub("${AWS::StackName}-api"),
                "Description": "An API: with text",
                "Tags": {"a": "b"},
                "DisableExecuteApiEndpoint": self.boolean,
                "FailOnWarnings": self.boolean,
            },
            self.pick([0, 0.1, 0.25]),
        )
        properties |= self.some(
            {
                "Domain": self.domain,
                "GatewayResponses": self.gateway_responses,
                "CanarySetting": {"PercentTraffic": 5},
                "CacheClusterEnabled": self.boolean,
                "MinimumCompressionSize": 0,
                "AlwaysDeploy": True,
                "ApiKeySourceType": "HEADER",
                "Models": {"Order": {"type": "object"}},
                "Mode": "overwrite",
                "Nonsense": 1,
                "Policy": {"Statement": []},
                "SecurityPolicy": "TLS_1_2",
                "PropagateTags": self.boolean,
                "DefinitionUri": "api.yaml",
            },
            self.pick([0, 0, 0, 0.08]),
        )
        if self.chance(0.3):
            properties = dict(self.shuffled(properties))
        if self.chance(0.1):
            resource["Condition"] = "IsProd"
        if self.chance(0.05):
            resource["DependsOn"] = self.pick(["Pool", ["Pool", "Checker"]])
        if self.chance(0.05):
            resource["DeletionPolicy"] = "Retain"
        resource["Properties"] = properties
        self.plans.append(Plan(name, REST, stage, merged(shared, auth), set()))
        return resource

    def ignored(self, section: dict[str, Any]) -> Any:
        if not section or not self.chance(0.15):
            return None
        return self.pick(["*", [self.pick([*section])], [*section]])

    def http_api(self, name: str, globals_: dict[str, Any]) -> dict[str, Any]:
        self.plans.append(Plan(name, HTTP, None, globals_.get("HttpApi", {}).get("Auth", {}), set()))
        return {
            "Type": HTTP,
            "Properties": self.some({"StageName": "live", "Tags": {"c": "d"}}, 0.4) or {"Tags": {"c": "d"}},
        }

    def boolean(self) -> Any:
        return "true" if self.chance(0.02) else self.chance(0.6)

    def rest_auth(self, rare: float, shared: dict[str, Any] | None = None) -> dict[str, Any]:
        auth: dict[str, Any] = {}
        authorizers: dict[str, Any] = {}
        for _ in range(self.pick([0, 1, 1, 2])):
            if self.chance(0.5):
                authorizers[self.pick(POOLS)] = self.cognito()
            else:
                name = self.pick(LAMBDAS)
                authorizers[name] = self.token() if self.chance(0.5) else self.request()
        if authorizers:
            auth["Authorizers"] = authorizers
        names = [*authorizers, *(shared or {}).get("Authorizers", {})]
        if names and self.chance(0.6):
            auth["DefaultAuthorizer"] = self.pick([*names, *names, *names, "AWS_IAM"])
        elif self.chance(0.15):
            auth["DefaultAuthorizer"] = "AWS_IAM"
        elif self.chance(0.03):
            auth["DefaultAuthorizer"] = self.pick([ref("Which"), "Missing", None, "NONE"])
        auth |= self.some(
            {
                "InvokeRole": lambda: self.pick(["NONE", "CALLER_CREDENTIALS", "arn:aws:iam::123456789012:role/r"]),
                "AddDefaultAuthorizerToCorsPreflight": self.boolean,
                "AddApiKeyRequiredToCorsPreflight": False,
            },
            rare,
        )
        auth |= self.some(
            {
                "ApiKeyRequired": lambda: self.chance(0.7),
                "UsagePlan": lambda: {"CreateUsagePlan": self.pick(["NONE", "PER_API"])},
                "ResourcePolicy": lambda: {"IpRangeWhitelist": ["10.0.0.0/8"]},
            },
            rare / 4,
        )
        return dict(self.shuffled(auth)) if self.chance(0.3) else auth

    def cognito(self) -> dict[str, Any]:
        pool = self.pick(
            [
                att("Pool"),
                att("Pool"),
                att("Pool"),
                [att("Pool")],
                ref("PoolArn"),
                "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p_1",
                sub("arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${Pool}"),
                [att("Pool"), ref("PoolArn")],
                Call("If", ["IsProd", att("Pool"), ref("PoolArn")]),
                Call("ImportValue", "pool-arn"),
            ]
        )
        found: dict[str, Any] = {"UserPoolArn": pool}
        if self.chance(0.3):
            identity = {
                "Header": "X-Auth",
                "ReauthorizeEvery": 60,
                "ValidationExpression": lambda: self.pick(["^abc$", "abc|def", ".+"]),
            }
            found["Identity"] = self.some(identity, 0.5) or None
        if self.chance(0.25):
            found["AuthorizationScopes"] = self.pick([["read"], ["a/b", "c"], []])
        return found

    def token(self) -> dict[str, Any]:
        found: dict[str, Any] = {"FunctionArn": att("Checker")}
        if self.chance(0.3):
            found["FunctionPayloadType"] = "TOKEN"
        if self.chance(0.4):
            identity = {
                "Header": "X-Tok",
                "ReauthorizeEvery": lambda: self.pick([0, 60, 300]),
                "ValidationExpression": "^Bearer .+$",
            }
            found["Identity"] = self.some(identity, 0.5) or {"ReauthorizeEvery": 5}
        return found | self.lambda_extras()

    def request(self) -> dict[str, Any]:
        identity = {
            "Headers": ["X-One", "Authorization"],
            "QueryStrings": ["q"],
            "StageVariables": ["v"],
            "Context": ["identity.sourceIp"],
            "ReauthorizeEvery": lambda: self.pick([0, 30]),
        }
        found = {"FunctionArn": att("Checker"), "FunctionPayloadType": "REQUEST"}
        return found | {"Identity": {"Headers": ["X-One"]} | self.some(identity, 0.3)} | self.lambda_extras()

    def lambda_extras(self) -> dict[str, Any]:
        return self.some(
            {
                "FunctionInvokeRole": lambda: self.pick(["NONE", "arn:aws:iam::123456789012:role/inv"]),
                "DisableFunctionDefaultPermissions": self.boolean,
                "AuthorizationScopes": ["x"],
                "EnableSimpleResponses": True,
                "Strange": "y",
            },
            0.06,
        )

    def cors(self) -> Any:
        origin = [
            "'*'",
            "'https://a.example.com'",
            "'https://a.example.com,https://b.example.com'",
            sub("'${Origin}'"),
            sub("'https://${Env}.example.com'"),
            Call("Join", ["", ["'", ref("Origin"), "'"]]),
            sub("'https://${AWS::StackName}.example.com'"),
            ref("Origin"),
            "*",
        ]
        if self.chance(0.35):
            return self.pick(origin)
        return (
            self.some(
                {
                    "AllowOrigin": lambda: self.pick(origin),
                    "AllowMethods": lambda: self.pick(["'GET,POST'", "'*'", "'get, post'", "GET,POST"]),
                    "AllowHeaders": lambda: self.pick(["'Content-Type,X-A'", "'*'", "Authorization"]),
                    "MaxAge": lambda: self.pick([600, "'600'", "600"]),
                    "AllowCredentials": lambda: self.pick([True, False, "true"]),
                },
                0.5,
            )
            or "'*'"
        )

    def endpoint(self) -> Any:
        return self.pick(
            [
                "REGIONAL",
                {"Type": "REGIONAL"},
                {"Type": "REGIONAL"},
                "EDGE",
                {"Type": "EDGE"},
                {"Type": "PRIVATE", "VPCEndpointIds": ["vpce-1"]},
                {"Type": ref("Env")},
            ]
        )

    def method_settings(self) -> list[Any]:
        def one() -> dict[str, Any]:
            address = {
                "HttpMethod": self.pick(["*", "*", "GET", "POST"]),
                "ResourcePath": self.pick(["/*", "/*", "/~1a", "/a", "/", "/~1a~1{id}"]),
            }
            kept = {
                "ThrottlingBurstLimit": 5,
                "ThrottlingRateLimit": 10,
                "MetricsEnabled": True,
                "LoggingLevel": "INFO",
                "DataTraceEnabled": False,
                "CachingEnabled": False,
            }
            return address | self.some(kept, 0.4)

        return [one() for _ in range(self.pick([1, 1, 2]))]

    def access_log(self) -> dict[str, Any]:
        formats = [
            "$context.requestId",
            "$context.resourcePath $context.path",
            '{"id":"$context.extendedRequestId"}',
            sub("${Env} $context.identity.apiKey"),
        ]
        return {"DestinationArn": att("Logs"), "Format": self.pick([*formats])}

    def domain(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "DomainName": "api.example.com",
            "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a",
        }
        return found | self.some(
            {
                "BasePath": lambda: self.pick(["v1", ["v1"], ["a-b", "c"]]),
                "SecurityPolicy": lambda: self.pick(["TLS_1_0", "TLS_1_2"]),
                "EndpointConfiguration": lambda: self.pick(["REGIONAL", "EDGE"]),
                "Route53": {"HostedZoneId": "Z1"},
                "NormalizeBasePath": self.boolean,
            },
            0.4,
        )

    def gateway_responses(self) -> dict[str, Any]:
        return {"DEFAULT_4XX": {"StatusCode": 400}}

    # -- functions and events --------------------------------------------------------------------------------------

    def function(self) -> dict[str, Any]:
        resource: dict[str, Any] = {"Type": FUNCTION}
        if self.chance(0.12):
            resource["Condition"] = "IsProd"
        if self.chance(0.1) and (rest := [p.id for p in self.plans if p.id not in (IMPLICIT_REST, IMPLICIT_HTTP)]):
            resource["DependsOn"] = self.pick([self.pick(rest), [self.pick(rest), "Pool"]])
        properties: dict[str, Any] = {
            "Handler": "app.handler",
            "Runtime": "python3.12",
            "InlineCode": "def handler(e, c): ...",
        }
        if self.chance(0.15):
            properties["AutoPublishAlias"] = "live"
        if self.chance(0.3):
            plan = self.pick(self.plans)
            properties["Environment"] = {
                "Variables": {"URL": self.url(plan), "NOTE": f"{plan.id} is no reference, nor ${{{plan.id}}}"}
            }
        events = {}
        for number in range(self.pick([1, 1, 2, 2, 3, 4])):
            if event := self.event():
                events[f"E{number}" if self.chance(0.8) else f"{self.pick(IDS)}{number}"] = event
        if self.chance(0.1):
            events["Timer"] = {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}}
        if events:
            properties["Events"] = events
        resource["Properties"] = dict(self.shuffled(properties)) if self.chance(0.2) else properties
        return resource

    def event(self) -> dict[str, Any] | None:
        plan = self.pick(self.plans)
        path, method = self.pick(PATHS), self.pick(METHODS)
        route = (path.rstrip("/"), method.lower())
        if route in plan.routes and not self.chance(0.03):
            return None
        plan.routes.add(route)
        if path != "/" and self.chance(0.05):
            path += "/"
        properties: dict[str, Any] = {"Path": path, "Method": method}
        key = "RestApiId" if plan.kind == REST else "ApiId"
        if plan.id not in (IMPLICIT_REST, IMPLICIT_HTTP):
            properties[key] = ref(plan.id) if self.chance(0.85) else plan.id
        elif self.chance(0.05):
            properties[key] = ref(plan.id)
        if plan.kind == REST:
            if auth := self.event_auth(plan):
                properties["Auth"] = auth
            properties |= self.some(
                {
                    "TimeoutInMillis": lambda: self.pick([5000, 29000, 60000]),
                    "RequestParameters": ["method.request.header.X"],
                    "Stage": "x",
                    "ResponseTransferMode": "BUFFERED",
                },
                0.02,
            )
        return {
            "Type": "Api" if plan.kind == REST else "HttpApi",
            "Properties": dict(self.shuffled(properties)) if self.chance(0.3) else properties,
        }

    def event_auth(self, plan: Plan) -> dict[str, Any]:
        auth: dict[str, Any] = {}
        if self.chance(0.3):
            own = [*plan.names, *plan.names, "AWS_IAM"] if plan.names else ["AWS_IAM"] * self.chance(0.3)
            if plan.default:
                own = [*own, "NONE", "NONE"]
            if own:
                auth["Authorizer"] = self.pick(own)
        named = auth.get("Authorizer", plan.default)
        if named in plan.names and "Authorizer" in auth and self.chance(0.3):
            auth["AuthorizationScopes"] = self.pick([["read"], ["write", "x"], []])
        if named == "AWS_IAM" and self.chance(0.3):
            auth["InvokeRole"] = self.pick(["NONE", "CALLER_CREDENTIALS"])
        if self.chance(0.02):
            auth["ApiKeyRequired"] = True
        if self.chance(0.01):
            auth["ResourcePolicy"] = {"IpRangeBlacklist": ["1.2.3.4"]}
        return auth

    # -- what surrounds them ---------------------------------------------------------------------------------------

    def helpers(self) -> dict[str, Any]:
        code = {"Handler": "app.check", "Runtime": "python3.12", "InlineCode": "def check(e, c): ..."}
        found: dict[str, Any] = {
            "Checker": {"Type": FUNCTION, "Properties": code},
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Logs": {"Type": "AWS::Logs::LogGroup"},
        }
        if self.chance(0.85):
            found["Client"] = {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": ref("Pool")}}
        if self.chance(0.15):
            found["Client2"] = {
                "Type": "AWS::Cognito::UserPoolClient",
                "Condition": "IsProd",
                "Properties": {"UserPoolId": ref("Pool")},
            }
        return found

    def stage_text(self, plan: Plan) -> str:
        if isinstance(plan.stage, Call):
            return "${Env}" if plan.stage.name == "Ref" else str(plan.stage.argument)
        return str(plan.stage or "x")

    def url(self, plan: Plan) -> Any:
        host, stage = HOST.format(plan.id), self.stage_text(plan)
        texts = [f"{host}/{stage}/a", f"{host}/{stage}/", f"{host}/{stage}", host, f"{host}/other/a"]
        forms = [sub(text) for text in [*texts[:3], *texts]]
        parts = [
            "https://",
            ref(plan.id),
            ".execute-api.",
            ref("AWS::Region"),
            ".amazonaws.com/",
            *self.stage_part(plan),
            "/a",
        ]
        forms.append(Call("Join", ["", parts]))
        forms.append(Call("Sub", [f"{HOST.format('Id')}/x", {"Id": ref(plan.id)}]))
        return self.pick(forms)

    def stage_part(self, plan: Plan) -> list[Any]:
        return [plan.stage] if plan.stage else ["live"]

    def others(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        plan = self.pick(self.plans)
        if self.chance(0.15):
            tail = self.pick(
                ["*", "*/GET/a", f"{self.stage_text(plan)}/GET/a", "authorizers/*", "*/*/*", "other/GET/a"]
            )
            found["Invoke"] = {
                "Type": "AWS::Lambda::Permission",
                "Properties": {
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": att("Checker"),
                    "Principal": "apigateway.amazonaws.com",
                    "SourceArn": sub(f"{ARN.format(plan.id)}/{tail}"),
                },
            }
        if self.chance(0.04):
            acl = sub(f"arn:aws:apigateway:${{AWS::Region}}::/restapis/${{{plan.id}}}/stages/Prod")
            found["Acl"] = {
                "Type": "AWS::WAFv2::WebACLAssociation",
                "Properties": {"ResourceArn": acl, "WebACLArn": "arn:aws:wafv2:x"},
            }
        if self.chance(0.04):
            found["Plan"] = {
                "Type": "AWS::ApiGateway::UsagePlan",
                "Properties": {
                    "ApiStages": [
                        {"ApiId": ref(plan.id), "Stage": self.pick([plan.stage, ref(f"{plan.id}.Stage")]) or "x"}
                    ]
                },
            }
        if self.chance(0.08):
            found["Name"] = {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Type": "String", "Value": self.pick([ref(plan.id), self.url(plan)])},
            }
        if self.chance(0.03):
            found["Machine"] = {
                "Type": "AWS::Serverless::StateMachine",
                "Properties": {
                    "Definition": {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}},
                    "Events": {"Start": {"Type": "Api", "Properties": {"Path": "/start", "Method": "post"}}},
                },
            }
        return found

    def outputs(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number in range(self.pick([0, 1, 1, 2])):
            plan = self.pick(self.plans)
            value = self.pick(
                [
                    self.url(plan),
                    self.url(plan),
                    ref(plan.id),
                    ref(f"{plan.id}.Stage"),
                    sub(f"${{!{plan.id}}} ${{{plan.id}}}"),
                ]
            )
            found[f"Out{number}"] = {"Value": value, "Description": f"Address of {plan.id}"}
            if self.chance(0.05):
                found[f"Out{number}"]["Export"] = {"Name": f"e{number}"}
        return found

    # -- text ----------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """A random template in a random layout."""
        template = self.template()
        kind = self.pick(["block"] * 8 + ["json", "compact"])
        if kind != "block":
            return json.dumps(plain(template), indent=2 if kind == "json" else None)
        self.step = self.pick([2, 2, 2, 4, 1])
        self.dash = self.pick([0, 2])
        self.flow_share = self.pick([0.0, 0.15, 0.5])
        self.long_share = self.pick([0.0, 0.2, 1.0])
        self.comments = self.pick([0.0, 0.0, 0.1])
        self.anchors: dict[str, tuple[str, dict[str, Any]]] = {}
        self.anchored = 0
        self.anchoring = self.pick([0.0, 0.0, 0.0, 0.3])
        lines = list(self.block(template, 0))
        text = "\n".join(lines) + self.pick(["\n", "\n", "", "\n\n# end\n"])
        return text.replace("\n", "\r\n") if self.chance(0.05) else text

    def comment(self) -> str:
        return "  # why: {this}" if self.chance(self.comments) else ""

    def block(self, value: dict[str, Any], indent: int) -> Iterator[str]:
        pad = " " * indent
        base = next((a for a in self.anchors.values() if extends(value, a[1])), None) if self.anchors else None
        if base is not None and self.chance(0.5):
            yield f"{pad}<<: *{base[0]}"
            value = {key: inner for key, inner in value.items() if key not in base[1]}
        for key, inner in value.items():
            if self.chance(self.comments / 2):
                yield f"{pad}# about {key}"
            yield from self.entry(f"{pad}{self.key(key)}:", inner, indent)

    def key(self, key: str) -> str:
        return f"'{key}'" if self.chance(0.03) else key

    def entry(self, head: str, value: Any, indent: int) -> Iterator[str]:
        """Lines of one entry: its head, and its value behind or below it."""
        if isinstance(value, Call):
            yield from self.call(head, value, indent)
        elif isinstance(value, (dict, list)) and value:
            name = json.dumps(plain(value), sort_keys=True)
            if isinstance(value, dict) and name in self.anchors and self.chance(0.8):
                yield f"{head} *{self.anchors[name][0]}{self.comment()}"
                return
            anchor = ""
            if isinstance(value, dict) and len(name) < 200 and self.chance(self.anchoring):
                self.anchored += 1
                anchor = f" &a{self.anchored}"
            if self.chance(self.flow_share if len(name) < 300 else self.flow_share / 5):
                yield f"{head}{anchor} {self.flow(value)}{self.comment()}"
            else:
                yield f"{head}{anchor}{self.comment()}"
                yield from self.children(value, indent)
            if anchor:
                self.anchors[name] = anchor[2:], value
        else:
            yield f"{head} {self.scalar(value)}{self.comment()}"

    def children(self, value: Any, indent: int) -> Iterator[str]:
        if isinstance(value, dict):
            yield from self.block(value, indent + self.step)
            return
        at = indent + self.dash
        for item in value:
            if isinstance(item, dict) and item and not self.chance(self.flow_share):
                lines = list(self.block(item, at + 2))
                first = next(i for i, line in enumerate(lines) if not line.lstrip().startswith("#"))
                yield from lines[:first]
                yield f"{' ' * at}- {lines[first].lstrip()}"
                yield from lines[first + 1 :]
            elif isinstance(item, Call):
                yield from self.call(f"{' ' * at}-", item, at)
            else:
                yield f"{' ' * at}- {self.flow(item)}{self.comment()}"

    def call(self, head: str, call: Call, indent: int) -> Iterator[str]:
        if self.chance(self.long_share):
            if self.chance(0.5):
                yield f"{head} {self.flow(call)}{self.comment()}"
            elif head.rstrip().endswith("-"):
                yield from self.entry(f"{head} {call.long}:", self.long_argument(call), indent + 2)
            else:
                yield head
                pad = " " * (indent + self.step)
                yield from self.entry(f"{pad}{call.long}:", self.long_argument(call), indent + self.step)
        elif isinstance(call.argument, str):
            yield f"{head} !{call.name} {self.scalar(call.argument)}{self.comment()}"
        elif self.chance(0.5):
            yield f"{head} !{call.name} {self.flow(call.argument)}{self.comment()}"
        else:
            yield f"{head} !{call.name}{self.comment()}"
            yield from self.children(call.argument, indent)

    def long_argument(self, call: Call) -> Any:
        return call.argument.split(".", 1) if call.name == "GetAtt" and self.chance(0.8) else call.argument

    def flow(self, value: Any) -> str:
        if isinstance(value, Call):
            if self.flow_short():
                return f"!{value.name} {self.flow(value.argument)}"
            return f"{{{value.long}: {self.flow(self.long_argument(value))}}}"
        if isinstance(value, dict):
            space = self.pick(["", " "])
            inner = ", ".join(f"{json.dumps(k) if self.chance(0.1) else k}: {self.flow(v)}" for k, v in value.items())
            return f"{{{space}{inner}{space}}}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        return self.scalar(value)

    def flow_short(self) -> bool:
        return not self.chance(self.long_share)

    def scalar(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{}"
        if isinstance(value, list):
            return "[]"
        if value is None:
            return self.pick(["null", "~"])
        if isinstance(value, bool):
            return self.pick([str(value).lower(), str(value), {True: "yes", False: "no"}[value]])
        if isinstance(value, int):
            return str(value)
        plain_text = value.replace("-", "a").replace("/", "a").replace("::", "a").replace(".", "a").isalnum()
        simple = (
            plain_text
            and value[:1].isalpha()
            and value.lower() not in ("true", "false", "yes", "no", "null", "on", "off")
        )
        if simple and self.chance(0.8):
            return str(value)
        if "'" not in value and self.chance(0.5):
            return f"'{value}'"
        return json.dumps(value)


def extends(value: dict[str, Any], base: dict[str, Any]) -> bool:
    """Whether a mapping could be written with a merge key for another one."""
    return len(base) < len(value) and all(key in value and value[key] == inner for key, inner in base.items())


def merged(outer: dict[str, Any], inner: dict[str, Any]) -> dict[str, Any]:
    """Auth of an API with that of Globals."""
    found = {**outer, **inner}
    if isinstance(outer.get("Authorizers"), dict) and isinstance(inner.get("Authorizers"), dict):
        found["Authorizers"] = {**outer["Authorizers"], **inner["Authorizers"]}
    return found


def plain(value: Any) -> Any:
    """A template as JSON writes it."""
    if isinstance(value, Call):
        argument = value.argument.split(".", 1) if value.name == "GetAtt" else plain(value.argument)
        return {value.long: argument}
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value
