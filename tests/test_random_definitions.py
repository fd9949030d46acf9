"""Definitions of HTTP APIs, put together at random, on their way to a REST API.

What migrates must verify; and what only API Gateway would refuse or misread is looked for here by an own reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from rewriting import rewrite

from migrator.findings import Accept
from migrator.migration import Migration, Status
from migrator.options import Direction, Options
from migrator.proof.compile import compiled
from migrator.proof.verify import verified
from migrator.routes import Proof
from migrator.text.source import Source

SEEDS = range(120)
ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
AUTHORIZER = "x-amazon-apigateway-authorizer"
ISSUER = {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}"}

OF_THE_API: dict[str, dict[str, Any]] = {
    "Tokens": {
        "IdentitySource": "$request.header.Authorization",
        "JwtConfiguration": {"issuer": ISSUER, "audience": [{"Ref": "Client"}]},
    },
    "Checked": {
        "FunctionArn": {"Fn::GetAtt": ["Checker", "Arn"]},
        "AuthorizerPayloadFormatVersion": "1.0",
        "EnableFunctionDefaultPermissions": True,
        "Identity": {"Headers": ["X-Key"]},
    },
}


def address(function: str) -> dict[str, str]:
    path = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${%s.Arn}/invocations"
    return {"Fn::Sub": path % function}


OF_THE_DEFINITION: dict[str, dict[str, Any]] = {
    "Signed": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
    "Users": {
        "type": "oauth2",
        AUTHORIZER: {
            "type": "jwt",
            "jwtConfiguration": {"issuer": ISSUER, "audience": ["abc"]},
            "identitySource": "$request.header.Authorization",
        },
    },
    "Asked": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        AUTHORIZER: {
            "type": "request",
            "authorizerUri": address("Checker"),
            "authorizerPayloadFormatVersion": "1.0",
            "identitySource": ["$request.header.X-Key"],
        },
    },
}
WITH_SCOPES = frozenset({"Tokens", "Users"})


class Definitions:
    """Templates with a definition, one for each seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def template(self) -> dict[str, Any]:
        auth = self.auth()
        own = OF_THE_API.keys() & auth.get("Authorizers", {}).keys()
        names = sorted(own) + (["AWS_IAM"] if "EnableIamAuthorizer" in auth else [])
        if names and self.maybe(0.6):
            auth["DefaultAuthorizer"] = self.random.choice(names)
        chance = 0.05 if own or "DefaultAuthorizer" in auth else 0.5
        schemes = {name: scheme for name, scheme in OF_THE_DEFINITION.items() if self.maybe(chance)}
        paths = self.paths([*schemes, *names])
        body = {"openapi": "3.0.1", "info": {"title": "shop", "version": "1"}, "paths": paths}
        if schemes:
            body["components"] = {"securitySchemes": schemes}
        if self.maybe(0.15):
            body["x-amazon-apigateway-cors"] = {"allowOrigins": ["https://shop.example.com"], "allowMethods": ["GET"]}
        properties = {"DefinitionBody": body, **({"Auth": auth} if auth else {})}
        events = self.events(paths, names, default="DefaultAuthorizer" in auth)
        return {
            "Transform": "AWS::Serverless-2016-10-31",
            "Resources": {
                "Pool": {"Type": "AWS::Cognito::UserPool"},
                "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}}},
                "Checker": function({}),
                "One": function({name: event for name, (owner, event) in events.items() if owner == "One"}),
                "Two": function({name: event for name, (owner, event) in events.items() if owner == "Two"}),
                "Api": {"Type": "AWS::Serverless::HttpApi", "Properties": properties},
            },
        }

    def auth(self) -> dict[str, Any]:
        found = {name: authorizer for name, authorizer in OF_THE_API.items() if self.maybe(0.3)}
        signed = {"EnableIamAuthorizer": True} if self.maybe(0.4) else {}
        return {**({"Authorizers": found} if found else {}), **signed}

    def paths(self, names: list[str]) -> dict[str, Any]:
        chosen = self.random.sample(["/x", "/y", "/z/{id}"], self.random.randint(1, 3))
        return {path: self.item(path, names) for path in chosen}

    def item(self, path: str, names: list[str]) -> dict[str, Any]:
        methods = self.random.sample(["get", "post", "put", ANY], self.random.randint(1, 2))
        return {method: self.operation(path, names) for method in methods}

    def operation(self, path: str, names: list[str]) -> dict[str, Any]:
        made: dict[str, Any] = {"summary": "One"} if self.maybe(0.3) else {}
        if not self.maybe(0.06):
            made[INTEGRATION] = self.integration(path)
        if names and self.maybe(0.4):
            name = self.random.choice(names)
            made["security"] = [{name: ["read"] if name in WITH_SCOPES and self.maybe(0.5) else []}]
        elif self.maybe(0.2):
            made["security"] = self.random.choice([[], [{"NONE": []}]])
        return made

    def integration(self, path: str) -> dict[str, Any]:
        if self.maybe(0.2):
            ending = "{id}" if "{id}" in path else ""
            return {"type": "http_proxy", "httpMethod": "ANY", "uri": f"https://shop.example.com/{ending}"}
        made = {"type": "aws_proxy", "httpMethod": "POST", "payloadFormatVersion": self.random.choice(["1.0", "2.0"])}
        made["uri"] = self.random.choice([address("One"), address("Two"), {"Fn::GetAtt": ["One", "Arn"]}])
        if self.maybe(0.2):
            made["timeoutInMillis"] = self.random.choice([5000, 29900])
        return made

    def events(self, paths: dict[str, Any], names: list[str], *, default: bool) -> dict[str, tuple[str, Any]]:
        routes = [(path, "any" if method == ANY else method) for path, item in paths.items() for method in item]
        routes += [("/new", "put")] if self.maybe(0.15) else []
        found: dict[str, tuple[str, Any]] = {}
        for path, method in self.random.sample(routes, self.random.randint(0, len(routes))):
            properties: dict[str, Any] = {"ApiId": {"Ref": "Api"}, "Path": path, "Method": method}
            if self.maybe(0.7):
                properties["PayloadFormatVersion"] = self.random.choice(["1.0", "2.0"])
            if self.maybe(0.2):
                properties["TimeoutInMillis"] = self.random.choice([2000, 29900])
            if names and self.maybe(0.3):
                choice = self.random.choice([*names, *(["NONE"] if default else [])])
                properties["Auth"] = {"Authorizer": choice}
            owner = self.random.choice(["One", "Two"])
            found[f"Event{len(found)}"] = (owner, {"Type": "HttpApi", "Properties": properties})
        return found


def function(events: dict[str, Any]) -> dict[str, Any]:
    properties = {"Runtime": "python3.12", "Handler": "app.handler", "CodeUri": "s3://bucket/key"}
    return {
        "Type": "AWS::Serverless::Function",
        "Properties": {**properties, **({"Events": events} if events else {})},
    }


def migrated(seed: int) -> Migration:
    text = json.dumps(Definitions(seed).template(), indent=1)
    options = Options(accept=(Accept("all"),))
    return verified(rewrite(Source("template.json", text), Direction.TO_REST, options))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_migrates_is_what_it_was_and_can_be_imported(seed: int) -> None:
    migration = migrated(seed)
    assert migration.error is None
    if migration.status is Status.BLOCKED:
        assert not migration.changed
        return
    assert migration.verification.status is Proof.EQUIVALENT
    assert list(misread(compiled(migration.after))) == []


def misread(template: dict[str, Any]) -> Iterator[str]:
    """What a REST API would refuse or understand otherwise, without the translator saying a word."""
    (body,) = (r["Properties"]["Body"] for r in template["Resources"].values() if r["Type"].endswith("::RestApi"))
    schemes = body.get("components", {}).get("securitySchemes", {})
    for path, item in body["paths"].items():
        for method, operation in item.items():
            label, integration = f"{method} {path}", operation.get(INTEGRATION, {})
            asked = [name for entry in operation.get("security") or () for name in entry if name != "NONE"]
            if method not in ("get", "post", "put", "options", ANY):
                yield f"{label} is no method of OpenAPI"
            if len(asked) > 1 or any(name not in schemes for name in asked):
                yield f"{label} asks for {asked}, and there is {list(schemes)}"
            if not integration or "payloadFormatVersion" in integration:
                yield f"{label} has no integration for a REST API: {integration}"
            declared = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            if "{id}" in str(integration.get("uri")) and not (declared and integration.get("requestParameters")):
                yield f"{label} does not say what {{id}} is"


def test_many_migrate() -> None:
    found = [migrated(seed).status for seed in SEEDS[:60]]
    assert found.count(Status.MIGRATED) > 15
