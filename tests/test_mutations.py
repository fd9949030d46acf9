"""Break right migrations in every way that matters; verification must catch each.

Each mutation is made in the compiled result of the first golden cases that it fits. A case whose findings announce
that very difference does not count. ``pytest -s tests/test_mutations.py`` prints the table.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from rewriting import rewrite

from migrator.migration import Migration, Status
from migrator.options import Direction, Options
from migrator.proof import verify
from migrator.proof.compile import CompileError, compiled
from migrator.proof.differences import differences
from migrator.proof.intrinsics import function_of
from migrator.proof.openapi import METHODS
from migrator.proof.surface import KINDS, surfaces
from migrator.routes import Proof
from migrator.sam.extensions import INTEGRATION
from migrator.text.source import Source
from tests.golden import cases

pytestmark = pytest.mark.xdist_group("mutations")  # one process finds the right migrations for all

CASES_EACH = 2
"""Cases for each mutation and direction."""
FOLDERS = (
    "access-logs", "api", "api-keys", "cognito", "cors", "default-authorizer", "definition", "domain",
    "domain-resources", "events", "globals", "iam", "lambda-authorizer", "references", "route-settings",
    "settings", "stage",
)  # fmt: skip
AUTHORIZER = "x-amazon-apigateway-authorizer"
CORS = "x-amazon-apigateway-cors"
HEADERS = "method.response.header.Access-Control-"

Template = dict[str, Any]
Mutation = Callable[[Template], bool]
"""Breaks a compiled template in place; False when it does not fit."""


@dataclass(frozen=True)
class Right:
    """A right migration with both compiled templates."""

    name: str
    migration: Migration
    before: Template
    after: Template


# No golden case has routes to two functions.
TWO_FUNCTIONS = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Handler: app.handler, Runtime: python3.12, CodeUri: src/}}
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: {Events: {Get: {Type: Api, Properties: {Path: /one, Method: get}}}}
  Two:
    Type: AWS::Serverless::Function
    Properties: {Events: {Get: {Type: Api, Properties: {Path: /two, Method: get}}}}
"""

NEEDS: dict[str, Callable[[Template], bool]] = {
    # Without one before, the authorizer could not be called then either.
    "authorizer permission lost": lambda before: any(True for _ in permissions(before, authorizer=True)),
}
"""What a case must have before for a mutation to be one."""


@lru_cache(maxsize=1)
def right() -> tuple[Right, ...]:
    return tuple(_right())


def _right() -> Iterator[Right]:
    two = rewrite(Source("template.yaml", TWO_FUNCTIONS), Direction.TO_HTTP, Options())
    yield Right("two functions", two, compiled(TWO_FUNCTIONS), compiled(two.after))
    for case in cases():
        if case.folder.parent.name not in FOLDERS or case.expected == case.template.read_bytes():
            continue
        text = case.template.read_bytes().decode("utf-8-sig")
        migration = rewrite(Source("template.yaml", text), case.direction, case.options)
        if migration.status is not Status.MIGRATED:
            continue
        try:
            before, after = compiled(text), compiled(migration.after)
        except CompileError:
            continue
        if not differences(surfaces(before), surfaces(after), migration.apis, migration.direction):
            yield Right(case.name, migration, before, after)


# -- what the mutations are made of -------------------------------------------------------------------------------


def bodies(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template["Resources"].items():
        body = resource.get("Properties", {}).get("Body")
        if resource["Type"] in KINDS and isinstance(body, dict):
            yield name, body


def operations(template: Template) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Methods of a path, the method, and its operation; no CORS mocks."""
    for _, body in bodies(template):
        for item in body.get("paths", {}).values():
            for method, operation in list(item.items()):
                integration = operation.get(INTEGRATION) if isinstance(operation, dict) else None
                if method in METHODS and integration and integration.get("type") != "mock":
                    yield item, method, operation


def schemes(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for _, body in bodies(template):
        yield from body.get("securityDefinitions", {}).items()
        yield from body.get("components", {}).get("securitySchemes", {}).items()


def authorizers(template: Template, *kinds: str) -> Iterator[dict[str, Any]]:
    """Settings of the authorizers that a route uses."""
    used = {name for _, _, op in operations(template) for entry in op.get("security", ()) for name in entry}
    for name, scheme in schemes(template):
        settings = scheme.get(AUTHORIZER)
        if name in used and isinstance(settings, dict) and settings.get("type") in kinds:
            yield settings


LAMBDA = ("request", "token")
TOKENS = ("cognito_user_pools", "jwt")


def resources(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((n, r) for n, r in list(template["Resources"].items()) if r["Type"] == kind)


def stages(template: Template) -> Iterator[dict[str, Any]]:
    for kind in ("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"):
        yield from (r["Properties"] for _, r in resources(template, kind))


def guarded(template: Template) -> Iterator[dict[str, Any]]:
    for _, _, operation in operations(template):
        if any(name != "NONE" for entry in operation.get("security", ()) for name in entry):
            yield operation


def scoped(template: Template) -> Iterator[list[str]]:
    for operation in guarded(template):
        yield from (scopes for entry in operation["security"] for scopes in entry.values() if scopes)


def first(found: Iterator[Any], change: Callable[[Any], Any]) -> bool:
    """Change the first thing of its kind."""
    for each in found:
        change(each)
        return True
    return False


def setting(found: Iterator[dict[str, Any]], key: str, value: Any) -> bool:
    return first((each for each in found if each.get(key) not in (value, None)), lambda each: each.update({key: value}))


def dropped(found: Iterator[dict[str, Any]], key: str) -> bool:
    return first((each for each in found if each.get(key)), lambda each: each.pop(key))


# -- access -------------------------------------------------------------------------------------------------------


def other_authorizer(template: Template) -> bool:
    names = [name for name, scheme in schemes(template) if AUTHORIZER in scheme]
    for operation in guarded(template):
        (name, scopes), *_ = operation["security"][0].items()
        others = [n for n in names if n != name]
        if name in names and others:
            operation["security"] = [{others[0]: scopes}]
            return True
    return False


def permissions(template: Template, *, authorizer: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in resources(template, "AWS::Lambda::Permission"):
        if ("/authorizers/" in json.dumps(resource["Properties"].get("SourceArn"))) is authorizer:
            yield name, resource


def invoked_by_permission(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Permissions of routes, where nothing else lets API Gateway call the function."""
    if not any(operation[INTEGRATION].get("credentials") for _, _, operation in operations(template)):
        found = list(permissions(template, authorizer=False))
        names = [json.dumps(r["Properties"]["FunctionName"]) for _, r in found]
        yield from (entry for entry, name in zip(found, names, strict=True) if names.count(name) == 1)


def without(template: Template, found: Iterator[tuple[str, Any]]) -> bool:
    return first(found, lambda entry: template["Resources"].pop(entry[0]))


def another_api(resource: dict[str, Any]) -> None:
    text = json.dumps(resource["Properties"]["SourceArn"])
    resource["Properties"]["SourceArn"] = json.loads(
        re.sub(r'(__ApiId__": )("[^"]*"|\{[^}]*\})', r'\1"elsewhere"', text)
    )


def another_pool(settings: dict[str, Any]) -> None:
    if "providerARNs" in settings:
        settings["providerARNs"] = ["arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_Another"]
    else:
        settings["jwtConfiguration"]["issuer"] = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another"


def elsewhere(settings: dict[str, Any]) -> bool:
    """Lead a token issuer, or the ARN of a pool, to another place, in which all names of the right one still stand."""
    listed = settings.get("providerARNs")
    holder, key = (listed, 0) if isinstance(listed, list) else (settings.get("jwtConfiguration", {}), "issuer")
    was = holder[key]
    holder[key] = {"Fn::Join": ["/", ["https://another.example", was]]}
    return True


def literal(holder: Any, key: Any) -> None:
    """Lose the ``Fn::Sub`` around a text."""
    holder[key] = holder[key]["Fn::Sub"]


def substituted(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where texts with references stand within a value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(entries):
        if isinstance(inner, dict) and isinstance(inner.get("Fn::Sub"), str) and "${" in inner["Fn::Sub"]:
            yield value, key
        yield from substituted(inner)


def source(template: Template, change: Callable[[str], str]) -> bool:
    """Change the source of each permission for API Gateway."""
    found = [
        r["Properties"] for _, r in resources(template, "AWS::Lambda::Permission") if "SourceArn" in r["Properties"]
    ]
    for properties in found:
        properties["SourceArn"] = json.loads(change(json.dumps(properties["SourceArn"])))
    return bool(found)


def conditional_permission(template: Template) -> bool:
    template.setdefault("Conditions", {})["Sometimes"] = {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}
    return first(invoked_by_permission(template), lambda found: found[1].update(Condition="Sometimes"))


def by_another_region(integration: dict[str, Any]) -> None:
    text = json.dumps(integration["uri"])
    integration["uri"] = json.loads(text.replace("apigateway:${AWS::Region}", "apigateway:ap-south-2"))


def another_function(holder: dict[str, Any], key: str) -> None:
    holder[key] = {"Fn::Sub": "arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${Another.Arn}/invocations"}


def identity(settings: dict[str, Any]) -> None:
    source = settings.get("identitySource")
    other = "$request.header.X-Another" if isinstance(source, list) else "method.request.header.X-Another"
    settings["identitySource"] = [other] if isinstance(source, list) else other


def identified(template: Template) -> Iterator[dict[str, Any]]:
    return (a for a in authorizers(template, *LAMBDA) if a.get("identitySource"))


def jwt_header(template: Template) -> bool:
    used = {name for _, _, op in operations(template) for entry in op.get("security", ()) for name in entry}
    for name, scheme in schemes(template):
        kind = scheme.get(AUTHORIZER, {}).get("type")
        if name in used and kind == "cognito_user_pools":
            scheme["name"] = "X-Another"
            return True
        if name in used and kind == "jwt":
            scheme[AUTHORIZER]["identitySource"] = "$request.header.X-Another"
            return True
    return False


# -- routes -------------------------------------------------------------------------------------------------------


def paths(template: Template) -> Iterator[dict[str, Any]]:
    for _, body in bodies(template):
        if any(INTEGRATION in op for item in body.get("paths", {}).values() for op in item.values()):
            yield body["paths"]


def renamed_path(found: dict[str, Any]) -> None:
    path = next(iter(found))
    found["/another"] = found.pop(path)


def proxied(template: Template) -> Iterator[dict[str, Any]]:
    """Integrations with functions."""
    for _, _, operation in operations(template):
        if operation[INTEGRATION].get("uri") and operation[INTEGRATION].get("type") == "aws_proxy":
            yield operation[INTEGRATION]


def swapped_targets(template: Template) -> bool:
    found = list(proxied(template))
    for one in found:
        for two in found:
            if function_of(one["uri"]) != function_of(two["uri"]):
                one["uri"], two["uri"] = two["uri"], one["uri"]
                return True
    return False


def other_method(template: Template) -> bool:
    def change(found: tuple[dict[str, Any], str, dict[str, Any]]) -> None:
        item, method, _ = found
        item["patch"] = item.pop(method)

    return first((f for f in operations(template) if "patch" not in f[0]), change)


def new_route(template: Template) -> bool:
    def change(found: tuple[dict[str, Any], str, dict[str, Any]]) -> None:
        found[0]["patch"] = copy.deepcopy(found[2])

    return first((f for f in operations(template) if "patch" not in f[0]), change)


def http_only(template: Template) -> Iterator[dict[str, Any]]:
    return (i for i in proxied(template) if "payloadFormatVersion" in i)


# -- CORS ---------------------------------------------------------------------------------------------------------


def cors(template: Template, key: str, header: str, change: Callable[[Any], Any]) -> bool:
    """Change one value of an HTTP API's CORS, or one header of all of a REST API's mocks."""
    for _, body in bodies(template):
        if isinstance(body.get(CORS), dict) and body[CORS].get(key) is not None:
            body[CORS][key] = change(body[CORS][key])
            return True
    found = [entry for entry in mocks(template) if f"{HEADERS}{header}" in entry]
    for entry in found:
        entry[f"{HEADERS}{header}"] = change(entry[f"{HEADERS}{header}"])
    return bool(found)


def mocks(template: Template) -> Iterator[dict[str, Any]]:
    for _, body in bodies(template):
        for item in body.get("paths", {}).values():
            for response in item.get("options", {}).get(INTEGRATION, {}).get("responses", {}).values():
                if isinstance(response.get("responseParameters"), dict):
                    yield response["responseParameters"]


def no_cors(template: Template) -> bool:
    for _, body in bodies(template):
        if body.pop(CORS, None):
            return True
        items = [
            i for i in body.get("paths", {}).values() if i.get("options", {}).get(INTEGRATION, {}).get("type") == "mock"
        ]
        for item in items:
            del item["options"]
        if items:
            return True
    return False


def more(value: Any, extra: str) -> Any:
    return [*value, extra] if isinstance(value, list) else f"'{str(value)[1:-1]},{extra}'"


def credentials(template: Template) -> bool:
    for _, body in bodies(template):
        if isinstance(body.get(CORS), dict):
            body[CORS]["allowCredentials"] = body[CORS].get("allowCredentials") is not True
            return True
    return first(mocks(template), lambda entry: entry.update({f"{HEADERS}Allow-Credentials": "'true'"}))


# -- settings -----------------------------------------------------------------------------------------------------


def variables(template: Template) -> Iterator[dict[str, Any]]:
    yield from (found for s in stages(template) for k in ("Variables", "StageVariables") if (found := s.get(k)))


def listed(stage: dict[str, Any]) -> list[dict[str, Any]]:
    """Settings of a stage that hold without a condition."""
    return [each for each in stage.get("MethodSettings", ()) if "ResourcePath" in each]


def limits(template: Template) -> Iterator[dict[str, Any]]:
    """Where the limits for every route stand."""
    for stage in stages(template):
        everywhere = [s for s in listed(stage) if (s["ResourcePath"], s["HttpMethod"]) == ("/*", "*")]
        yield from (s for s in (stage.get("DefaultRouteSettings"), *everywhere) if s and "ThrottlingRateLimit" in s)


def route_settings(template: Template) -> Iterator[dict[str, Any]]:
    """Settings of single routes."""
    for stage in stages(template):
        single = [s for s in listed(stage) if s["ResourcePath"] != "/*"]
        yield from (s for s in (*stage.get("RouteSettings", {}).values(), *single) if "ThrottlingRateLimit" in s)


def without_route_settings(template: Template) -> bool:
    for stage in stages(template):
        if stage.pop("RouteSettings", None):
            return True
        was = listed(stage)
        stage["MethodSettings"] = [s for s in was if s["ResourcePath"] == "/*"]
        if len(was) != len(stage["MethodSettings"]):
            return True
    return False


def limited_route(template: Template) -> bool:
    """Give a route a limit that it did not have."""
    path, method = next(
        ((p, m) for _, b in bodies(template) for p, i in b.get("paths", {}).items() for m in i if m in ("get", "post")),
        ("", ""),
    )
    for stage in stages(template) if path else ():
        if "ApiId" in stage:
            stage.setdefault("RouteSettings", {})[f"{method.upper()} {path}"] = {"ThrottlingRateLimit": 1}
        else:
            entry = {"HttpMethod": method.upper(), "ResourcePath": "/" + path.replace("/", "~1")}
            stage.setdefault("MethodSettings", []).append({**entry, "ThrottlingRateLimit": 1})
        return True
    return False


def measured(template: Template) -> bool:
    """Turn the metrics of the first settings on or off."""
    for stage in stages(template):
        for key, found in (
            ("DetailedMetricsEnabled", [stage.get("DefaultRouteSettings"), *stage.get("RouteSettings", {}).values()]),
            ("MetricsEnabled", stage.get("MethodSettings", ())),
        ):
            for settings in filter(None, found):
                settings[key] = settings.get(key) is not True
                return True
    return False


def policy(template: Template) -> bool:
    """Keep everybody out of a REST API."""
    return first(
        (b for n, b in bodies(template) if template["Resources"][n]["Type"] == "AWS::ApiGateway::RestApi"),
        lambda b: b.update(
            {"x-amazon-apigateway-policy": {"Statement": [{"Effect": "Deny", "Resource": "execute-api:/*"}]}}
        ),
    )


def narrowed(template: Template, change: Callable[[str], str]) -> bool:
    """Change what a permission of a route names."""

    def narrow(found: tuple[str, dict[str, Any]]) -> None:
        text = json.dumps(found[1]["Properties"]["SourceArn"])
        found[1]["Properties"]["SourceArn"] = json.loads(change(text))

    return first((f for f in invoked_by_permission(template) if "${__Stage__}" in json.dumps(f)), narrow)


def logs(template: Template) -> Iterator[dict[str, Any]]:
    yield from (s[k] for s in stages(template) for k in ("AccessLogSetting", "AccessLogSettings") if s.get(k))


def mappings(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from resources(template, "AWS::ApiGatewayV2::ApiMapping")
    yield from resources(template, "AWS::ApiGateway::BasePathMapping")


def closed_endpoint(template: Template) -> bool:
    names = [name for name, _ in bodies(template)]
    for name in names:
        properties = template["Resources"][name]["Properties"]
        properties["DisableExecuteApiEndpoint"] = properties.get("DisableExecuteApiEndpoint") is not True
    return bool(names)


def output(template: Template, value: Any) -> bool:
    template.setdefault("Outputs", {})["Broken"] = {"Value": value}
    return True


def wrong_attribute(template: Template) -> bool:
    wrong = {"AWS::ApiGateway::RestApi": "ApiEndpoint", "AWS::ApiGatewayV2::Api": "RootResourceId"}
    return first(
        ((n, wrong[template["Resources"][n]["Type"]]) for n, _ in bodies(template)),
        lambda found: output(template, {"Fn::GetAtt": list(found)}),
    )


MUTATIONS: dict[str, Mutation] = {
    "authorizer dropped": lambda t: first(guarded(t), lambda op: op.pop("security")),
    "authorizer NONE": lambda t: first(guarded(t), lambda op: op.update(security=[{"NONE": []}])),
    "security empty": lambda t: first(guarded(t), lambda op: op.update(security=[])),
    "authorizer undefined": lambda t: first(guarded(t), lambda op: op.update(security=[{"Ghost": []}])),
    "alternative without authorizer": lambda t: first(guarded(t), lambda op: op["security"].append({"Ghost": []})),
    "another authorizer": other_authorizer,
    "open route guarded": lambda t: first(
        (op for _, _, op in operations(t) if "security" not in op), lambda op: op.update(security=[{"Ghost": []}])
    ),
    "scope widened": lambda t: first(scoped(t), lambda scopes: scopes.append("admin")),
    "scope lost": lambda t: first(scoped(t), lambda scopes: scopes.clear()),
    "scope replaced": lambda t: first(scoped(t), lambda scopes: scopes.__setitem__(0, "admin")),
    "issuer or pool changed": lambda t: first(authorizers(t, *TOKENS), another_pool),
    "audience dropped": lambda t: first(authorizers(t, "jwt"), lambda a: a["jwtConfiguration"].pop("audience")),
    "issuer elsewhere": lambda t: first(authorizers(t, *TOKENS), elsewhere),
    "reference in a plain text": lambda t: first(
        (at for a in authorizers(t, *TOKENS, *LAMBDA) for at in substituted(a)), lambda at: literal(*at)
    ),
    "empty alternative": lambda t: first(guarded(t), lambda op: op["security"].append({})),
    "NONE as an alternative": lambda t: first(guarded(t), lambda op: op["security"].append({"NONE": []})),
    "security by condition": lambda t: first(
        guarded(t), lambda op: op.update(security={"Fn::If": ["Sometimes", op["security"], []]})
    ),
    "token header changed": jwt_header,
    "authorizer type unknown": lambda t: first(authorizers(t, *LAMBDA, "jwt"), lambda a: a.update(type="custom")),
    "authorizer function changed": lambda t: first(
        authorizers(t, *LAMBDA), lambda a: another_function(a, "authorizerUri")
    ),
    "TTL flipped to 0": lambda t: setting(authorizers(t, *LAMBDA), "authorizerResultTtlInSeconds", 0),
    "TTL raised": lambda t: setting(authorizers(t, *LAMBDA), "authorizerResultTtlInSeconds", 3600),
    "TTL left to the default": lambda t: dropped(authorizers(t, *LAMBDA), "authorizerResultTtlInSeconds"),
    "identity source changed": lambda t: first(identified(t), identity),
    "identity source dropped": lambda t: dropped(identified(t), "identitySource"),
    "authorizer event 2.0": lambda t: setting(authorizers(t, "request"), "authorizerPayloadFormatVersion", "2.0"),
    "simple responses": lambda t: first(
        (a for a in authorizers(t, "request") if "authorizerPayloadFormatVersion" in a),
        lambda a: a.update(enableSimpleResponses=True),
    ),
    # One permission is enough for all authorizers with one function.
    "authorizer permission lost": lambda t: (
        {without(t, iter([p])) for p in permissions(t, authorizer=True)} == {True}
    ),
    "authorizer role appears": lambda t: first(
        authorizers(t, *LAMBDA), lambda a: a.update(authorizerCredentials="arn:aws:iam::1:role/any")
    ),
    "route permission lost": lambda t: without(t, invoked_by_permission(t)),
    "permission for another API": lambda t: first(
        (f for f in invoked_by_permission(t) if "__ApiId__" in json.dumps(f)), lambda f: another_api(f[1])
    ),
    "permission for another account": lambda t: source(t, lambda arn: arn.replace("${AWS::AccountId}", "999999999999")),
    "permission for another region": lambda t: source(t, lambda arn: arn.replace("${AWS::Region}", "ap-south-2")),
    "permission by condition": conditional_permission,
    "permission for calls of an account": lambda t: first(
        invoked_by_permission(t), lambda f: f[1]["Properties"].update(SourceAccount="999999999999")
    ),
    "permission for another principal": lambda t: first(
        invoked_by_permission(t), lambda f: f[1]["Properties"].update(Principal="s3.amazonaws.com")
    ),
    "route removed": lambda t: first(operations(t), lambda found: found[0].pop(found[1])),
    "path removed": lambda t: first(paths(t), lambda found: found.pop(next(iter(found)))),
    "path renamed": lambda t: first(paths(t), renamed_path),
    "method changed": other_method,
    "route added": new_route,
    "targets swapped": swapped_targets,
    "target changed": lambda t: first(proxied(t), lambda i: another_function(i, "uri")),
    "target by another region": lambda t: first(proxied(t), by_another_region),
    "target lost": lambda t: first(proxied(t), lambda i: i.pop("uri")),
    "integration changed": lambda t: first(proxied(t), lambda i: i.update(type="http_proxy")),
    "integration lost": lambda t: first(operations(t), lambda found: found[2].pop(INTEGRATION)),
    "event 2.0": lambda t: setting(http_only(t), "payloadFormatVersion", "2.0"),
    "timeout shortened": lambda t: first(proxied(t), lambda i: i.update(timeoutInMillis=100)),
    "credentials appear": lambda t: first(proxied(t), lambda i: i.update(credentials="arn:aws:iam::1:role/any")),
    "CORS gone": no_cors,
    "CORS origins widened": lambda t: cors(
        t, "allowOrigins", "Allow-Origin", lambda v: ["https://evil.example"] if isinstance(v, list) else "'https://evil.example'"
    ),
    "CORS headers widened": lambda t: cors(t, "allowHeaders", "Allow-Headers", lambda v: more(v, "X-Another")),
    "CORS method lost": lambda t: cors(
        t, "allowMethods", "Allow-Methods", lambda v: ["HEAD"] if isinstance(v, list) else "'HEAD'"
    ),
    "CORS age": lambda t: cors(t, "maxAge", "Max-Age", lambda v: 7 if isinstance(v, int) else "'7'"),
    "CORS credentials": credentials,
    "stage variable lost": lambda t: first(variables(t), lambda v: v.pop(next(iter(v)))),
    "stage variable changed": lambda t: first(variables(t), lambda v: v.update({next(iter(v)): "another"})),
    "throttle lost": lambda t: first(limits(t), lambda s: s.pop("ThrottlingRateLimit")),
    "throttle raised": lambda t: first(limits(t), lambda s: s.update(ThrottlingRateLimit=9999)),
    "throttle of a route lost": lambda t: first(route_settings(t), lambda s: s.pop("ThrottlingRateLimit")),
    "throttle of a route raised": lambda t: first(route_settings(t), lambda s: s.update(ThrottlingRateLimit=9999)),
    "settings of routes lost": without_route_settings,
    "throttle of a route appears": limited_route,
    "detailed metrics switched": measured,
    "resource policy appears": policy,
    "permission for another method": lambda t: narrowed(t, lambda arn: re.sub(r"(__Stage__\}/)[^/]*", r"\1TRACE", arn)),
    "permission for another path": lambda t: narrowed(
        t, lambda arn: re.sub(r"(__Stage__\}/[^/]*)/[^\"]*", r"\1/elsewhere", arn)
    ),
    "permission for another stage": lambda t: narrowed(t, lambda arn: arn.replace("${__Stage__}", "elsewhere")),
    "stage renamed": lambda t: first(
        (s for s in stages(t) if "ApiId" in s or s["StageName"] == "v1"), lambda s: s.update(StageName="elsewhere")
    ),
    "access log lost": lambda t: first(
        (s for s in stages(t) if s.get("AccessLogSetting") or s.get("AccessLogSettings")),
        lambda s: [s.pop(key, None) for key in ("AccessLogSetting", "AccessLogSettings")],
    ),
    "access log elsewhere": lambda t: first(logs(t), lambda s: s.update(DestinationArn="arn:aws:logs:x:1:log-group:y")),
    "custom domain lost": lambda t: without(t, mappings(t)),
    "custom domain on another path": lambda t: first(
        mappings(t), lambda f: f[1]["Properties"].update(ApiMappingKey="another", BasePath="another")
    ),
    "custom domain of another name": lambda t: first(
        mappings(t), lambda f: f[1]["Properties"].update(DomainName="another.example.com")
    ),
    "endpoint switched": closed_endpoint,
    "stale Ref": lambda t: output(t, {"Ref": "StaleApi"}),
    "stale Sub": lambda t: output(t, {"Fn::Sub": "https://${StaleApi}.execute-api"}),
    "stale GetAtt": lambda t: output(t, {"Fn::GetAtt": ["StaleApi", "Arn"]}),
    "stale DependsOn": lambda t: first(
        resources(t, "AWS::Lambda::Function"), lambda found: found[1].update(DependsOn=["StaleApi"])
    ),
    "attribute of the other kind": wrong_attribute,
    "function removed": lambda t: without(t, resources(t, "AWS::Lambda::Function")),
    "API removed": lambda t: without(t, bodies(t)),
    "API of the old kind": lambda t: first(
        (t["Resources"][n] for n, _ in bodies(t) if t["Resources"][n]["Type"] == "AWS::ApiGatewayV2::Api"),
        lambda r: r.update(Type="AWS::ApiGateway::RestApi"),
    ),
    "API added": lambda t: t["Resources"].update(Another={"Type": "AWS::ApiGatewayV2::Api"}) is None,
}  # fmt: skip


def outcome(case: Right, mutation: Mutation) -> str | None:
    """``caught`` with the first sentence, ``missed``, ``announced``; None where the mutation does not fit."""
    after = copy.deepcopy(case.after)
    if not mutation(after) or after == case.after:
        return None
    found = verify.compared(case.migration, case.before, after)
    if found.status is Proof.EQUIVALENT:
        return "announced" if found.announced else "missed"
    return found.differences[0]


@pytest.mark.parametrize("name", MUTATIONS)
def test_is_caught(name: str) -> None:
    caught: dict[Direction, list[str]] = {direction: [] for direction in Direction}
    for case in right():
        said = caught[case.migration.direction]
        if len(said) == CASES_EACH or not NEEDS.get(name, bool)(case.before):
            continue
        found = outcome(case, MUTATIONS[name])
        assert found != "missed", f"{name} in {case.name} was not noticed"
        if found not in (None, "announced"):
            said.append(str(found))
    sentences = [sentence for said in caught.values() for sentence in said]
    assert sentences, f"no golden case has what {name!r} breaks"
    counts = "  ".join(f"{direction.value} {len(said)}" for direction, said in caught.items())
    print(f"\n{name:32} caught {counts}  {sentences[0]}", end="")


def test_there_are_enough() -> None:
    print(f"\n{len(MUTATIONS)} mutations of {len(right())} right migrations")
    assert len(MUTATIONS) >= 40
    assert {case.migration.direction for case in right()} == {*Direction}


def test_right_migrations_pass() -> None:
    for case in right():
        found = verify.compared(case.migration, case.before, case.after)
        assert found.status is Proof.EQUIVALENT, case.name
