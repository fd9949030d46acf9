"""Give functions the code that a build would, so that golden cases can be deployed: it answers with their ids."""

from __future__ import annotations

from typing import Any

from migrator.proof.intrinsics import function_of
from migrator.sam.extensions import AUTHORIZER

ALLOWED, DENIED = "allow", "deny"
"""Tokens that the authorizer functions let through and keep out."""

ANSWER = """\
import json
def handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"who": "%s"})}
"""

DECIDE = f"""\
def handler(event, context):
    given = event.get("authorizationToken") or (event.get("identitySource") or [""])[0]
    headers = {{name.lower(): value for name, value in (event.get("headers") or {{}}).items()}}
    allowed = "{ALLOWED}" in (given, *headers.values())
    if "routeArn" in event:
        return {{"isAuthorized": allowed}}
    effect = "Allow" if allowed else "Deny"
    return {{"principalId": "p", "policyDocument": {{"Version": "2012-10-17", "Statement": [
        {{"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}}]}}}}
"""


def built(template: dict[str, Any]) -> dict[str, Any]:
    """Fill in the code of functions that the template has elsewhere.

    Arguments:
        template: CloudFormation; it is changed in place and handed back.
    """
    deciding = set(_deciding(template))
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Lambda::Function" and "ZipFile" not in resource["Properties"].get("Code", {}):
            code = DECIDE if name in deciding else ANSWER % name
            resource["Properties"].update(Code={"ZipFile": code}, Handler="index.handler", Runtime="python3.12")
    return template


def _deciding(template: dict[str, Any]) -> list[str]:
    """Functions that API authorizers call."""
    found = []
    for resource in template["Resources"].values():
        body = resource.get("Properties", {}).get("Body")
        if not isinstance(body, dict):
            continue
        schemes = {**body.get("securityDefinitions", {}), **body.get("components", {}).get("securitySchemes", {})}
        settings = [scheme.get(AUTHORIZER, {}) for scheme in schemes.values()]
        found += [function_of(each["authorizerUri"]) or "" for each in settings if "authorizerUri" in each]
    return found
