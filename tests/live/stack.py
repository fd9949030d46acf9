"""Deploy templates to the emulator, get real tokens, call routes."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from migrator.proof.compile import compiled
from migrator.proof.surface import KINDS
from tests.live.build import built
from tests.live.expand import expanded
from tests.live.rest import complete, spelled_out

STAGES = ("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage")
PASSWORD = "Correct-horse-1"
FLOWS = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]

NO_ROUTE = {(403, "Missing Authentication Token"), (404, "Not Found"), (403, "CORS not configured")}
"""How REST and HTTP APIs say that there is no such route, and that nobody answers preflight requests."""


@dataclass(frozen=True)
class Answer:
    """What a call is answered with.

    Arguments:
        status: the status, or 0 for a route that does not exist.
        who: the function that answered; empty when none did.
    """

    status: int
    who: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.status or "no route"), self.who) if part)


NO_SUCH_ROUTE = Answer(0)


@dataclass(frozen=True)
class Tokens:
    """What a user of a pool has."""

    id: str
    access: str


@dataclass(frozen=True)
class Cloud:
    """The emulator on a port of this machine."""

    port: int

    def client(self, service: str) -> Any:
        import boto3  # type: ignore[import-untyped]  # it comes without types

        return boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    @cached_property
    def formation(self) -> Any:
        return self.client("cloudformation")

    @cached_property
    def pools(self) -> Any:
        return self.client("cognito-idp")

    @cached_property
    def gateway(self) -> Any:
        return self.client("apigateway")

    def deploy(self, name: str, text: str) -> Stack:
        """Create a stack of a template, or update the one that is there."""
        template = spelled_out(expanded(built(compiled(text))))
        there = name in {stack["StackName"] for stack in self.formation.describe_stacks()["Stacks"]}
        call = self.formation.update_stack if there else self.formation.create_stack
        try:
            call(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
        except self.formation.exceptions.ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
        self._wait(name)
        found = self.formation.describe_stack_resources(StackName=name)["StackResources"]
        ids = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found}
        for logical_id, resource in template["Resources"].items():
            if KINDS.get(resource["Type"]) == "rest":
                complete(self.gateway, ids[logical_id], template)
        return Stack(self, template, ids)

    def _wait(self, name: str) -> None:
        for _ in range(400):
            status = self.formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
            if not status.endswith("IN_PROGRESS"):
                break
            time.sleep(0.05)
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            events = self.formation.describe_stack_events(StackName=name)["StackEvents"]
            reasons = [e.get("ResourceStatusReason") for e in events if "FAILED" in e["ResourceStatus"]]
            raise AssertionError(f"{name}: {status}: {reasons}")

    def user(self, pool: str) -> None:
        """Give a pool a user who can sign in."""
        self.pools.admin_create_user(UserPoolId=pool, Username="user", MessageAction="SUPPRESS")
        self.pools.admin_set_user_password(UserPoolId=pool, Username="user", Password=PASSWORD, Permanent=True)

    def tokens(self, pool: str, client: str) -> Tokens:
        """Sign the user of a pool in."""
        self.pools.update_user_pool_client(UserPoolId=pool, ClientId=client, ExplicitAuthFlows=FLOWS)
        found = self.pools.admin_initiate_auth(
            UserPoolId=pool,
            ClientId=client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "user", "PASSWORD": PASSWORD},
        )["AuthenticationResult"]
        return Tokens(found["IdToken"], found["AccessToken"])

    def expired(self, pool: str, client: str) -> Tokens:
        """Sign the user of a pool in with a client whose tokens end after a second, and wait for that."""
        units = {"IdToken": "seconds", "AccessToken": "seconds"}
        self.pools.update_user_pool_client(
            UserPoolId=pool, ClientId=client, IdTokenValidity=1, AccessTokenValidity=1, TokenValidityUnits=units
        )
        found = self.tokens(pool, client)
        units = {"IdToken": "hours", "AccessToken": "hours"}
        self.pools.update_user_pool_client(
            UserPoolId=pool, ClientId=client, IdTokenValidity=1, AccessTokenValidity=1, TokenValidityUnits=units
        )
        while any(claims(token)["exp"] >= time.time() for token in (found.id, found.access)):
            time.sleep(0.1)
        return found

    def strangers(self) -> Tokens:
        """The tokens of a user of a pool that no template knows."""
        pool = self.pools.create_user_pool(PoolName="strangers")["UserPool"]["Id"]
        client = self.pools.create_user_pool_client(UserPoolId=pool, ClientName="strangers")["UserPoolClient"]
        self.user(pool)
        return self.tokens(pool, client["ClientId"])


def claims(token: str) -> dict[str, Any]:
    """What a token says."""
    import base64

    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@dataclass(frozen=True)
class Stack:
    """A deployed template with one API, or one of several.

    Arguments:
        chosen: logical id of the API that is called; empty for the only one.
    """

    cloud: Cloud
    template: dict[str, Any]
    ids: dict[str, str]
    chosen: str = ""

    def of_type(self, kind: str) -> list[str]:
        """Physical ids of the resources of a type."""
        return [self.ids[name] for name, r in self.template["Resources"].items() if r["Type"] == kind]

    @cached_property
    def _name(self) -> str:
        resources = self.template["Resources"]
        return self.chosen or next(name for name, r in resources.items() if r["Type"] in KINDS)

    @cached_property
    def kind(self) -> str:
        return KINDS[self.template["Resources"][self._name]["Type"]]

    @cached_property
    def api(self) -> str:
        return self.ids[self._name]

    @cached_property
    def stage(self) -> str:
        stages = [r for r in self.template["Resources"].values() if r["Type"] in STAGES]
        own = {"Ref": self._name}
        found = next(r for r in stages if own in (r["Properties"].get("RestApiId"), r["Properties"].get("ApiId")))
        name = found["Properties"]["StageName"]
        return "" if name == "$default" else f"/{name}"

    @cached_property
    def api_key(self) -> str:
        """The value of the key that the stack makes; empty when it makes none."""
        found = self.of_type("AWS::ApiGateway::ApiKey")
        return self.cloud.gateway.get_api_key(apiKey=found[0], includeValue=True)["value"] if found else ""

    def call(self, method: str, path: str, headers: Mapping[str, str]) -> tuple[Answer, Mapping[str, str]]:
        """Call a route as a client would; the answer and its headers, names in lower case."""
        connection = http.client.HTTPConnection("127.0.0.1", self.cloud.port, timeout=20)
        try:
            host = f"{self.api}.execute-api.localhost:{self.cloud.port}"
            connection.request(method, f"{self.stage}{path}", headers={"Host": host, **headers})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return _answer(response.status, response.read()), found
        finally:
            connection.close()


def _answer(status: int, body: bytes) -> Answer:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        document = {}
    said = document if isinstance(document, dict) else {}
    if (status, said.get("message")) in NO_ROUTE:
        return NO_SUCH_ROUTE
    return Answer(status, said.get("who", ""))
