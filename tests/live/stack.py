"""Deploy templates to the emulator, get real tokens, call routes."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from migrator.compiled.compile import compiled
from migrator.surface import KINDS
from tests.live.expand import expanded

STAGES = ("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage")
PASSWORD = "Correct-horse-1"

NO_ROUTE = {(403, "Missing Authentication Token"), (404, "Not Found"), (403, "CORS not configured")}
"""How REST and HTTP APIs say that there is no such route, and that nobody answers preflight requests."""

REFUSED = frozenset({401, 403})
"""Which of the two it is differs between the kinds for a missing scope or identity (runtime differences, Cognito)."""


@dataclass(frozen=True)
class Answer:
    """What a call is answered with.

    Arguments:
        status: the status, or 0 for a route that does not exist.
        who: the function that answered; empty when none did.
        origin: the origin that a browser is told may read it.
    """

    status: int
    who: str
    origin: str = ""

    @property
    def decision(self) -> str:
        """What it comes to: who answered, that nobody may, or that nobody is there."""
        if not self.status:
            return "no route"
        if self.status in REFUSED:
            return "refused"
        return f"answered by {self.who}" if self.who else f"{self.status // 100}xx"

    def __str__(self) -> str:
        parts = [str(self.status or "no route"), self.who, f"for {self.origin}" if self.origin else ""]
        return " ".join(part for part in parts if part)


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

    def deploy(self, name: str, text: str) -> Stack:
        """Create a stack of a template, or update the one that is there."""
        template = expanded(compiled(text))
        there = name in {stack["StackName"] for stack in self.formation.describe_stacks()["Stacks"]}
        call = self.formation.update_stack if there else self.formation.create_stack
        call(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
        self._wait(name)
        found = self.formation.describe_stack_resources(StackName=name)["StackResources"]
        ids = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found}
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

    def tokens(self, pool: str, client: str) -> tuple[str, str]:
        """The id token and the access token of a user of a pool."""
        self.pools.admin_create_user(UserPoolId=pool, Username="user", MessageAction="SUPPRESS")
        self.pools.admin_set_user_password(UserPoolId=pool, Username="user", Password=PASSWORD, Permanent=True)
        found = self.pools.admin_initiate_auth(
            UserPoolId=pool,
            ClientId=client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "user", "PASSWORD": PASSWORD},
        )["AuthenticationResult"]
        return found["IdToken"], found["AccessToken"]


@dataclass(frozen=True)
class Stack:
    """A deployed template with one API."""

    cloud: Cloud
    template: dict[str, Any]
    ids: dict[str, str]

    @cached_property
    def kind(self) -> str:
        return next(KINDS[r["Type"]] for r in self.template["Resources"].values() if r["Type"] in KINDS)

    @cached_property
    def api(self) -> str:
        return next(self.ids[name] for name, r in self.template["Resources"].items() if r["Type"] in KINDS)

    @cached_property
    def stage(self) -> str:
        found = next(r for r in self.template["Resources"].values() if r["Type"] in STAGES)
        name = found["Properties"]["StageName"]
        return "" if name == "$default" else f"/{name}"

    def call(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        """Call a route as a client would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.cloud.port, timeout=20)
        try:
            host = f"{self.api}.execute-api.localhost:{self.cloud.port}"
            connection.request(method, f"{self.stage}{path}", headers={"Host": host, **headers})
            response = connection.getresponse()
            return _answer(response.status, response.getheader("Access-Control-Allow-Origin") or "", response.read())
        finally:
            connection.close()


def _answer(status: int, origin: str, body: bytes) -> Answer:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        document = {}
    said = document if isinstance(document, dict) else {}
    if (status, said.get("message")) in NO_ROUTE:
        return Answer(0, "")
    return Answer(status, said.get("who", ""), origin)
