"""The events that requests become, against what the documentation and captured events show."""

from __future__ import annotations

import base64
import json
import pickle
from typing import Any

import pytest

from migrator.facts import AuthorizerFacts, Format, Identity, Route
from migrator.replay.authorizers import authorizer_event, authorizer_requests
from migrator.replay.events import event
from migrator.replay.gateway import Gateway
from migrator.replay.requests import BINARY_TYPE, METHODS, NOT_TEXT, FormatTrap, Request, requests_for
from migrator.replay.vocabulary import vocabulary_of

ITEM = Route("POST", "/items/{id}")
REQUEST = Request(
    "a little of everything",
    ITEM,
    "POST",
    "/items/a%20b",
    query="q=1&q=2&w=x+y%2Fz&blank=",
    headers=(
        ("Accept", "text/html"),
        ("User-Agent", "replay/1"),
        ("X-Twice", "1"),
        ("X-Twice", "2"),
        ("x-LOUD", "a"),
        ("Content-Type", "application/json; charset=utf-8"),
    ),
    cookies=("a=1", "b=2"),
    body=b'{"n": 1}',
    variables=(("id", "a%20b"),),
)
REST, HTTP1, HTTP2 = Gateway("rest", "prod"), Gateway("1.0"), Gateway("2.0")
GATEWAYS = [REST, HTTP1, Gateway("1.0", lower=True), Gateway("1.0", "v1"), HTTP2, Gateway("2.0", "v1")]
HOST = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
TRACE = "Root=1-5e6a8c1e-0123456789abcdef01234567"
NOBODY = {
    "accessKey": None,
    "accountId": None,
    "caller": None,
    "cognitoAuthenticationProvider": None,
    "cognitoAuthenticationType": None,
    "cognitoIdentityId": None,
    "cognitoIdentityPoolId": None,
    "principalOrgId": None,
    "sourceIp": "203.0.113.7",
    "user": None,
    "userAgent": "replay/1",
    "userArn": None,
}


def bare(identity: Identity = "none", path: str = "/items", **more: Any) -> Request:
    """A request with nothing but a route."""
    return Request("nothing", Route("GET", path, identity), "GET", more.pop("at", path), **more)


def test_a_rest_event_has_every_key_and_escapes_what_the_client_escaped() -> None:
    assert event(REQUEST, REST) == {
        "resource": "/items/{id}",
        "path": "/items/a%20b",
        "httpMethod": "POST",
        "headers": {
            "Accept": "text/html",
            "User-Agent": "replay/1",
            "X-Twice": "2",
            "x-LOUD": "a",
            "Content-Type": "application/json; charset=utf-8",
            "Cookie": "a=1; b=2",
            "Host": HOST,
            "X-Amzn-Trace-Id": TRACE,
            "X-Forwarded-For": "203.0.113.7",
            "X-Forwarded-Port": "443",
            "X-Forwarded-Proto": "https",
            "CloudFront-Forwarded-Proto": "https",
            "CloudFront-Is-Desktop-Viewer": "true",
            "CloudFront-Viewer-Country": "DE",
            "Via": "1.1 example.cloudfront.net (CloudFront)",
            "X-Amz-Cf-Id": "example",
        },
        "multiValueHeaders": {
            "Accept": ["text/html"],
            "User-Agent": ["replay/1"],
            "X-Twice": ["1", "2"],
            "x-LOUD": ["a"],
            "Content-Type": ["application/json; charset=utf-8"],
            "Cookie": ["a=1; b=2"],
            "Host": [HOST],
            "X-Amzn-Trace-Id": [TRACE],
            "X-Forwarded-For": ["203.0.113.7"],
            "X-Forwarded-Port": ["443"],
            "X-Forwarded-Proto": ["https"],
            "CloudFront-Forwarded-Proto": ["https"],
            "CloudFront-Is-Desktop-Viewer": ["true"],
            "CloudFront-Viewer-Country": ["DE"],
            "Via": ["1.1 example.cloudfront.net (CloudFront)"],
            "X-Amz-Cf-Id": ["example"],
        },
        "queryStringParameters": {"q": "2", "w": "x y/z", "blank": ""},
        "multiValueQueryStringParameters": {"q": ["1", "2"], "w": ["x y/z"], "blank": [""]},
        "pathParameters": {"id": "a%20b"},
        "stageVariables": None,
        "body": '{"n": 1}',
        "isBase64Encoded": False,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "domainName": HOST,
            "domainPrefix": "a1b2c3d4e5",
            "extendedRequestId": "JKJaXmPLvHcESHA=",
            "httpMethod": "POST",
            "identity": NOBODY,
            "path": "/prod/items/a%20b",
            "protocol": "HTTP/1.1",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "requestTime": "12/Mar/2020:19:03:58 +0000",
            "requestTimeEpoch": 1584039838000,
            "resourceId": "abc123",
            "resourcePath": "/items/{id}",
            "stage": "prod",
        },
    }


def test_payload_1_0_is_the_rest_event_with_other_headers_and_a_version() -> None:
    rest, built = event(REQUEST, REST), event(REQUEST, HTTP1)
    assert built["headers"] == {
        "accept": "text/html",
        "User-Agent": "replay/1",
        "x-twice": "2",
        "x-loud": "a",
        "Content-Type": "application/json; charset=utf-8",
        "cookie": "a=1; b=2",
        "Content-Length": "8",
        "Host": HOST,
        "X-Amzn-Trace-Id": TRACE,
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
    }
    assert built["multiValueHeaders"]["x-twice"] == ["1", "2"]
    assert built["version"] == "1.0"
    assert built["path"] == built["requestContext"]["path"] == "/items/a b"
    assert built["requestContext"]["resourceId"] == "POST /items/{id}"
    assert built["requestContext"]["requestId"] == "JKJaXmPLvHcESHA="
    assert built["requestContext"]["stage"] == "$default"
    own = {"version", "headers", "multiValueHeaders", "path", "requestContext"}
    assert {k: v for k, v in built.items() if k not in own} == {k: v for k, v in rest.items() if k not in own}
    assert rest["requestContext"].keys() == built["requestContext"].keys()


def test_payload_2_0_is_a_shape_of_its_own() -> None:
    assert event(REQUEST, HTTP2) == {
        "version": "2.0",
        "routeKey": "POST /items/{id}",
        "rawPath": "/items/a b",
        "rawQueryString": "q=1&q=2&w=x+y%2Fz&blank=",
        "cookies": ["a=1", "b=2"],
        "headers": {
            "accept": "text/html",
            "user-agent": "replay/1",
            "x-twice": "1,2",
            "x-loud": "a",
            "content-type": "application/json; charset=utf-8",
            "content-length": "8",
            "host": HOST,
            "x-amzn-trace-id": TRACE,
            "x-forwarded-for": "203.0.113.7",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "queryStringParameters": {"q": "1,2", "w": "x y/z", "blank": ""},
        "pathParameters": {"id": "a%20b"},
        "body": '{"n": 1}',
        "isBase64Encoded": False,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "domainName": HOST,
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": "POST",
                "path": "/items/a b",
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "replay/1",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "POST /items/{id}",
            "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1584039838000,
        },
    }


NULLABLE = ("queryStringParameters", "pathParameters", "stageVariables", "body")


@pytest.mark.parametrize("gateway", [REST, HTTP1], ids=["rest", "1.0"])
def test_what_is_empty_is_null(gateway: Gateway) -> None:
    built = event(bare(), gateway)
    assert [built[name] for name in (*NULLABLE, "multiValueQueryStringParameters")] == [None] * 5


def test_what_is_empty_is_absent_in_payload_2_0() -> None:
    built = event(bare(), HTTP2)
    assert not {*NULLABLE, "cookies"} & built.keys()
    assert built["rawQueryString"] == ""
    assert built["isBase64Encoded"] is False


@pytest.mark.parametrize(("version", "path"), [("1.0", "path"), ("2.0", "rawPath")])
def test_a_named_stage_stands_before_the_path_of_an_http_api_only(version: Format, path: str) -> None:
    assert event(bare(), Gateway(version, "v1"))[path] == "/v1/items"
    assert event(bare(), Gateway(version))[path] == "/items"
    assert event(bare(), Gateway("rest", "v1"))["path"] == "/items"
    assert event(bare(), Gateway("rest", "v1"))["requestContext"]["path"] == "/v1/items"


def test_all_header_names_can_be_lower_in_payload_1_0() -> None:
    built = event(REQUEST, Gateway("1.0", lower=True))
    assert set(built["headers"]) == {name.lower() for name in event(REQUEST, HTTP1)["headers"]}


@pytest.mark.parametrize("gateway", [HTTP1, HTTP2], ids=["1.0", "2.0"])
@pytest.mark.parametrize(
    ("kind", "encoded"),
    [
        ("text/plain", False),
        ("text/csv; charset=utf-8", False),
        ("application/json", False),
        ("Application/JSON; charset=utf-8", False),
        ("application/xml", False),
        ("application/javascript", False),
        ("application/x-www-form-urlencoded", True),
        ("multipart/form-data; boundary=x", True),
        ("application/octet-stream", True),
        (None, True),
    ],
)
def test_an_http_api_hands_over_in_base64_what_is_not_known_for_text(
    gateway: Gateway, kind: str | None, encoded: bool
) -> None:
    headers = (("content-type", kind),) if kind else ()
    built = event(bare(body=b"a=1", headers=headers), gateway)
    assert built["isBase64Encoded"] is encoded
    assert built["body"] == ("YT0x" if encoded else "a=1")


def test_a_rest_api_hands_bytes_over_as_text_unless_they_are_of_a_binary_type() -> None:
    binary = bare(body=NOT_TEXT, headers=(("Content-Type", BINARY_TYPE),))
    assert event(binary, REST)["body"] == "\ufffdPNG\0\ufffd\ufffd"
    assert event(binary, REST)["isBase64Encoded"] is False
    built = event(binary, Gateway("rest", "prod", binary=(BINARY_TYPE,)))
    assert (built["isBase64Encoded"], base64.b64decode(built["body"])) == (True, NOT_TEXT)


def test_the_catch_all_is_a_route_of_its_own_in_an_http_api_and_a_greedy_path_in_a_rest_api() -> None:
    (request, *_) = requests_for(Route("ANY", "$default"))
    rest, http1, http2 = (event(request, gateway) for gateway in (REST, HTTP1, HTTP2))
    assert (rest["resource"], rest["pathParameters"], rest["path"]) == ("/{proxy+}", {"proxy": "any/7"}, "/any/7")
    assert (http1["resource"], http1["pathParameters"], http1["path"]) == ("$default", None, "/any/7")
    assert (http2["routeKey"], http2["rawPath"]) == ("$default", "/any/7")
    assert "pathParameters" not in http2


def test_a_route_for_any_method_has_it_in_its_key() -> None:
    (request, *_) = requests_for(Route("ANY", "/x"))
    assert event(request, HTTP2)["routeKey"] == "ANY /x"
    assert event(request, HTTP2)["requestContext"]["http"]["method"] == event(request, REST)["httpMethod"] == "POST"


def authorizer_of(identity: Identity, gateway: Gateway, trap: FormatTrap | None = None) -> Any:
    return event(bare(identity, names=("tenant",), trap=trap), gateway)["requestContext"].get("authorizer")


@pytest.mark.parametrize("gateway", GATEWAYS, ids=lambda gateway: f"{gateway.version}-{gateway.stage}")
def test_an_open_route_has_no_authorizer(gateway: Gateway) -> None:
    assert "authorizer" not in event(bare(), gateway)["requestContext"]


def test_claims_are_rendered_by_each_api_in_its_way() -> None:
    rest, http1, http2 = (authorizer_of("claims", gateway, FormatTrap.CLAIMS) for gateway in (REST, HTTP1, HTTP2))
    assert rest["claims"]["cognito:groups"] == "admins,editors"
    assert rest["claims"]["exp"] == "Tue Apr 04 18:39:39 UTC 2023"
    assert http1["claims"]["cognito:groups"] == "[admins editors]"
    assert http1["claims"]["exp"] == "1680633579"
    assert http2 == {"jwt": http1}
    assert rest["claims"]["sub"] == http1["claims"]["sub"]
    assert all(isinstance(value, str) for value in http1["claims"].values())
    assert (rest["claims"]["tenant"], "scopes" in rest, http1["scopes"]) == ("7", False, None)


def test_the_context_of_an_authorizer_function_is_text_but_in_payload_2_0() -> None:
    rest, http1, http2 = (authorizer_of("lambda", gateway, FormatTrap.CONTEXT) for gateway in (REST, HTTP1, HTTP2))
    assert http2 == {"lambda": {"tenant": "7", "userId": "user1", "admin": True, "level": 3}}
    assert http1 == {"tenant": "7", "userId": "user1", "admin": "true", "level": "3"}
    assert rest == {**http1, "principalId": "user1", "integrationLatency": 12}


def test_only_one_request_is_about_how_data_is_rendered() -> None:
    rest, http1, http2 = (authorizer_of("claims", gateway) for gateway in (REST, HTTP1, HTTP2))
    assert rest["claims"] == http1["claims"] == http2["jwt"]["claims"]
    rest, http1, http2 = (authorizer_of("lambda", gateway) for gateway in (REST, HTTP1, HTTP2))
    assert http1 == http2["lambda"] == {name: rest[name] for name in ("tenant", "userId", "admin", "level")}


def test_an_iam_identity_moves_into_the_authorizer_in_payload_2_0() -> None:
    rest, http2 = event(bare("iam"), REST)["requestContext"], event(bare("iam"), HTTP2)["requestContext"]
    assert "authorizer" not in rest
    iam = http2["authorizer"]["iam"]
    pairs = {"userArn": "userArn", "caller": "callerId", "user": "userId", "accessKey": "accessKey"}
    assert all(rest["identity"][old] == iam[new] is not None for old, new in pairs.items())
    assert iam["cognitoIdentity"] is None


FACTS = AuthorizerFacts("token", "2.0", headers=("Authorization",))


def test_authorizer_events() -> None:
    request = authorizer_requests(FACTS)[0]
    token, rest, http1, http2 = (
        authorizer_event(request, FACTS, kind, stage)  # type: ignore[arg-type]
        for kind, stage in (("token", "prod"), ("request", "prod"), ("1.0", "$default"), ("2.0", "$default"))
    )
    arn = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/{}/GET/items/7"
    assert token == {"type": "TOKEN", "authorizationToken": "Bearer token", "methodArn": arn.format("prod")}
    assert (rest["type"], rest["methodArn"]) == ("REQUEST", arn.format("prod"))
    assert rest["headers"]["Authorization"] == "Bearer token"
    assert not {"authorizationToken", "identitySource", "version", "body", "isBase64Encoded"} & rest.keys()
    assert (http1["version"], http1["type"], http1["methodArn"]) == ("1.0", "REQUEST", arn.format("$default"))
    assert http1["authorizationToken"] == http1["identitySource"] == "Bearer token"
    assert (http2["version"], http2["type"], http2["routeArn"]) == ("2.0", "REQUEST", arn.format("$default"))
    assert http2["identitySource"] == ["Bearer token"]
    assert http2["headers"]["authorization"] == "Bearer token"
    assert not {"methodArn", "authorizationToken", "body", "isBase64Encoded"} & http2.keys()


def test_several_identity_sources_are_joined_in_1_0_and_listed_in_2_0() -> None:
    facts = AuthorizerFacts("request", "2.0", headers=("X-Tenant", "Authorization"), sources=3)
    request = authorizer_requests(facts)[0]
    assert authorizer_event(request, facts, "1.0", "$default")["authorizationToken"] == (
        "Bearer token,Bearer token,source3"
    )
    assert authorizer_event(request, facts, "2.0", "$default")["identitySource"][2] == "source3"


def test_no_identity_source_is_null_in_2_0() -> None:
    facts = AuthorizerFacts("request", "2.0", headers=(), sources=0)
    request = authorizer_requests(facts)[0]
    assert authorizer_event(request, facts, "2.0", "$default")["identitySource"] is None


ROUTES = [
    Route("GET", "/"),
    Route("GET", "/items"),
    Route("POST", "/items/{id}", "claims"),
    Route("PUT", "/a/{b}/{c+}", "lambda"),
    Route("ANY", "/{proxy+}", "iam"),
    Route("ANY", "$default"),
]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
@pytest.mark.parametrize("gateway", GATEWAYS, ids=lambda gateway: f"{gateway.version}-{gateway.stage}-{gateway.lower}")
def test_events_are_json_and_always_the_same(route: Route, gateway: Gateway) -> None:
    for request in requests_for(route, ("page", "X-Tenant")):
        built = event(request, gateway)
        assert json.loads(json.dumps(built)) == built == event(pickle.loads(pickle.dumps(request)), gateway)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_the_requests_of_a_route_have_names_of_their_own(route: Route) -> None:
    names = [request.name for request in requests_for(route)]
    assert len(names) == len(set(names))


def test_the_requests_of_a_route_put_everything_to_the_test() -> None:
    requests = {request.name: request for request in requests_for(Route("POST", "/items/{id}"), ("page", "X-Tenant"))}
    assert {request.trap for request in requests.values()} == {None, *FormatTrap} - {
        *(
            FormatTrap.CLAIMS,
            FormatTrap.CONTEXT,
            FormatTrap.REFUSAL,
            FormatTrap.FAILURE,
            FormatTrap.STAGE,
            FormatTrap.ANSWER,
            FormatTrap.NULL,
            FormatTrap.SENT,
        )
    }
    for identity, trap in (("claims", FormatTrap.CLAIMS), ("lambda", FormatTrap.CONTEXT)):
        assert trap in {request.trap for request in requests_for(Route("GET", "/", identity))}  # type: ignore[arg-type]
    assert {len(request.cookies) for request in requests.values()} == {0, 1, 2}
    assert {request.content_type for request in requests.values()} == {
        "",
        "application/json",
        "application/x-www-form-urlencoded",
        BINARY_TYPE,
    }
    usual = requests["everything it asks for"]
    assert usual.query == "page=7&X-Tenant=7"
    assert ("X-Tenant", "7") in usual.headers
    assert json.loads(usual.body or b"") == {"page": "7", "X-Tenant": "7"}
    assert requests["nothing but the path"].body is None
    assert requests["an escaped slash in the path"].path == "/items/a%2Fb"
    assert requests["each parameter twice"].query == "page=1&page=2&X-Tenant=1&X-Tenant=2"
    assert requests["header names in another case"].headers[-2:] == (
        ("content-type", "application/json"),
        ("x-MiXeD-cAsE", "Mixed"),
    )


def test_a_method_without_a_body_is_sent_none() -> None:
    assert not any(request.body for request in requests_for(Route("GET", "/items")))
    assert {request.method for request in requests_for(Route("ANY", "/x"))} == set(METHODS)


def test_what_code_asks_for_by_name() -> None:
    text = '''
def handler(event, context):
    """Not "this"."""
    query = event["queryStringParameters"] or {}
    if "page" in query and event.get("headers")["X-Tenant"] == "acme":
        return {"statusCode": 200, "body": query.pop("limit", "none at all")}
    return event["requestContext"]["authorizer"]["tenantId"]
'''
    assert vocabulary_of([text, "not python ("]).names == ("page", "X-Tenant", "limit", "tenantId")
    assert vocabulary_of([text]).values == ("acme",)


def test_a_client_sends_no_header_that_the_gateway_writes() -> None:
    """A REST API would show the gateway's alone, payload 2.0 both: a difference that no client makes."""
    names = ("X-Forwarded-For", "x-amzn-trace-id", "CloudFront-Viewer-Country", "X-Tenant")
    (request, *_) = requests_for(Route("GET", "/"), names)
    assert [name for name, _ in request.headers] == ["Accept", "User-Agent", "X-Tenant"]
