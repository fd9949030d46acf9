"""What the emulator leaves out when it imports the body of a REST API: ``ANY`` methods and what mocks answer with.

Its ``services/apigateway_v1.py`` (`_import_path_item`, `_import_operation`) takes the methods by name and of an
integration only type, method and address.
"""

from __future__ import annotations

from typing import Any

from migrator.sam.extensions import ANY_METHOD, INTEGRATION

VERBS = ("delete", "get", "head", "patch", "post", "put")


def spelled_out(template: dict[str, Any]) -> dict[str, Any]:
    """Write the methods that an ``ANY`` method of a REST API stands for.

    Arguments:
        template: CloudFormation; it is changed in place and handed back.
    """
    for item in (item for _, item in _paths(template)):
        operation = item.pop(ANY_METHOD, None)
        if operation is not None:
            item.update({verb: operation for verb in VERBS if verb not in item})
    return template


def complete(gateway: Any, api: str, template: dict[str, Any]) -> None:
    """Give the mocks of a deployed REST API their answers.

    Arguments:
        gateway: a client of API Gateway.
        api: the id of the API.
        template: CloudFormation that it was made from.
    """
    mocks = {path: mock for path, item in _paths(template) if (mock := _mock(item))}
    if not mocks:
        return
    resources = gateway.get_resources(restApiId=api, limit=500)["items"]
    ids = {resource["path"].rstrip("/") or "/": resource["id"] for resource in resources}
    for path, mock in mocks.items():
        for response in mock.get("responses", {}).values():
            sent = {k: v for k, v in response.get("responseParameters", {}).items() if isinstance(v, str)}
            gateway.put_integration_response(
                restApiId=api,
                resourceId=ids[path.rstrip("/") or "/"],
                httpMethod="OPTIONS",
                statusCode=str(response["statusCode"]),
                responseParameters=sent,
            )


def _paths(template: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = [r["Properties"].get("Body") for r in template["Resources"].values() if r["Type"].endswith("::RestApi")]
    bodies = [body for body in found if isinstance(body, dict)]
    return [(path, item) for body in bodies for path, item in body.get("paths", {}).items()]


def _mock(item: dict[str, Any]) -> dict[str, Any]:
    integration = item.get("options", {}).get(INTEGRATION, {})
    return integration if integration.get("type", "").lower() == "mock" else {}
