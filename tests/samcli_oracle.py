"""What aws-sam-cli makes of requests and of answers. Runs where it is installed; reads and writes JSON.

Input: ``{"requests": [{"method", "url", "route", "headers", "body" (hex or null), "stages", "identity"}],
"answers": [text]}``. Output: the same lists, of events by format and of views by format.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any
from unittest.mock import Mock

from flask import Flask, request
from samcli.local.apigw.authorizers.lambda_authorizer import LambdaAuthorizer
from samcli.local.apigw.event_constructor import construct_v1_event, construct_v2_event_http
from samcli.local.apigw.local_apigw_service import LocalApigwService
from samcli.local.apigw.path_converter import PathConverter
from samcli.local.apigw.route import Route

ADDRESS = {"REMOTE_ADDR": "203.0.113.7"}


def events(sent: dict[str, Any]) -> dict[str, Any]:
    """Events by format of one request; what aws-sam-cli cannot build is missing."""
    app = Flask("oracle")
    rule = PathConverter.convert_path_to_flask(sent["route"])
    app.add_url_rule(rule, endpoint=rule, methods=[sent["method"]], view_func=lambda **_: "")
    body = None if sent["body"] is None else bytes.fromhex(sent["body"])
    asked = {"method": sent["method"], "headers": [tuple(h) for h in sent["headers"]], "data": body}
    rest, http = sent["stages"]
    # Nothing is base64 unless its type is listed, in any format.
    binary = [sent["type"]] if sent["encoded"] else []
    with app.test_request_context(sent["url"], environ_base=ADDRESS, **asked):
        if request.routing_exception is not None:
            return {}
        key = f"{sent['method']} {sent['route']}"
        found = {
            "1.0": construct_v1_event(request, 443, binary, http, None, api_type=Route.HTTP),
            "2.0": construct_v2_event_http(request, 443, binary, http, None, key, request_time_epoch=0),
        }
        if sent["text"]:
            found["rest"] = construct_v1_event(request, 443, [], rest, None, api_type=Route.API)
        if sent["identity"] and sent["text"]:
            found.update({name: authorizer(name, sent) for name in AUTHORIZERS})
        return found


AUTHORIZERS = {
    "token": ("token", Route.API, "1.0"),
    "request": ("request", Route.API, "1.0"),
    "authorizer 1.0": ("request", Route.HTTP, "1.0"),
    "authorizer 2.0": ("request", Route.HTTP, "2.0"),
}


def authorizer(name: str, sent: dict[str, Any]) -> Any:
    """The event of an authorizer whose identity source is one header."""
    kind, api, version = AUTHORIZERS[name]
    stage = sent["stages"][0 if api == Route.API else 1]
    served = Mock(stage_name=stage, stage_variables=None, binary_media_types=[])
    service = LocalApigwService(api=served, lambda_runner=Mock(), static_dir=None, port=443, host="localhost")
    source = f"method.request.header.{sent['identity']}" if api == Route.API else f"$request.header.{sent['identity']}"
    function = LambdaAuthorizer("a", kind, "f", [source], version)
    route = Route("f", [sent["method"]], sent["route"], event_type=api, payload_format_version=version)
    return service._generate_lambda_authorizer_event(request, route, function)


def views(text: str) -> dict[str, Any]:
    """Status, headers and body by format of one answer; null where it is refused."""
    app = Flask("oracle")
    parse1 = LocalApigwService._parse_v1_payload_format_lambda_output
    parse2 = LocalApigwService._parse_v2_payload_format_lambda_output
    with app.test_request_context("/"):
        return {
            "rest": view(parse1, text, [], request, Route.API),
            "1.0": view(parse1, text, [], request, Route.HTTP),
            "2.0": view(parse2, text, [], request),
        }


def view(parse: Any, *arguments: Any) -> Any:
    try:
        status, headers, body = parse(*arguments)
    except Exception:
        return None
    data = body if isinstance(body, bytes) else str(body or "").encode()
    return [status, [list(pair) for pair in headers.items()], data.hex()]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    job = json.load(sys.stdin)
    json.dump({"requests": [*map(events, job["requests"])], "answers": [*map(views, job["answers"])]}, sys.stdout)
