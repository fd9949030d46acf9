"""Libraries that read API Gateway events take the built ones for what they are: all report the same request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from apig_wsgi import make_lambda_handler
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, APIGatewayRestResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent, APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.data_classes.api_gateway_authorizer_event import (
    APIGatewayAuthorizerEventV2,
    APIGatewayAuthorizerRequestEvent,
    APIGatewayAuthorizerTokenEvent,
)
from mangum import Mangum

from migrator.facts import AuthorizerFacts, Route
from migrator.replay.authorizers import authorizer_event, authorizer_requests
from migrator.replay.events import event
from migrator.replay.gateway import Gateway
from migrator.replay.requests import FormatTrap, Request, requests_for
from migrator.replay.responses import Received, answer

GATEWAYS = [Gateway("rest", "prod"), Gateway("1.0"), Gateway("1.0", lower=True), Gateway("2.0")]
ROUTES = [Route("POST", "/items/{id}"), Route("GET", "/"), Route("ANY", "/{proxy+}"), Route("ANY", "$default")]
REQUESTS = [
    pytest.param(r, id=f"{r.method} {r.path} {r.name}") for route in ROUTES for r in requests_for(route, ("q",))
]
CONTEXT = SimpleNamespace(aws_request_id="1", get_remaining_time_in_millis=lambda: 1000)


async def asgi(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """Report the request and set two cookies."""
    message = await receive()
    said = {
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "body": message["body"].decode("latin-1"),
        "cookie": dict(scope["headers"]).get(b"cookie", b"").decode(),
    }
    headers = [(b"content-type", b"application/json"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(said).encode()})


@pytest.fixture(autouse=True)
def loop() -> Iterator[None]:
    """An event loop in this thread, which Mangum asks for: `asyncio.run` in another test leaves none behind."""
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield
    made.close()


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Report the request and set two cookies."""
    said = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "query": environ["QUERY_STRING"],
        "body": environ["wsgi.input"].read().decode("latin-1"),
        "cookie": environ.get("HTTP_COOKIE", ""),
    }
    start_response("201 Created", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [json.dumps(said).encode()]


ADAPTERS = {"mangum": Mangum(asgi, lifespan="off"), "apig-wsgi": make_lambda_handler(wsgi)}


def expected(request: Request, gateway: Gateway) -> dict[str, str]:
    """The request as an adapter reports it; a REST API without binary types hands bytes over as text."""
    sent = request.body or b""
    body = sent.decode("utf-8", "replace").encode() if gateway.version == "rest" else sent
    return {
        "method": request.method,
        "path": unquote(request.path),
        "query": request.query,
        "body": body.decode("latin-1"),
        "cookie": "; ".join(request.cookies),
    }


def plain(report: dict[str, str]) -> dict[str, str]:
    """A report with one spelling for each character: adapters put query and cookies together in their own ways."""
    cookie = ";".join(part.strip() for part in report["cookie"].split(";"))
    return {**report, "query": unquote(report["query"].replace("+", " ")), "cookie": cookie}


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize("gateway", GATEWAYS, ids=lambda gateway: f"{gateway.version}-{gateway.lower}")
@pytest.mark.parametrize("request_", REQUESTS)
def test_adapters_report_the_request(adapter: str, gateway: Gateway, request_: Request) -> None:
    said = answer(ADAPTERS[adapter](event(request_, gateway), CONTEXT), gateway)
    assert plain(json.loads(said.body)) == plain(expected(request_, gateway))
    assert said == Received(201, (("content-type", "application/json"),), ("a=1", "b=2"), said.body)


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_adapters_show_a_named_stage_before_the_path(adapter: str, version: Any) -> None:
    gateway = Gateway(version, "v1")
    (request, *_) = requests_for(ROUTES[0])
    assert (
        json.loads(answer(ADAPTERS[adapter](event(request, gateway), CONTEXT), gateway).body)["path"] == "/v1/items/7"
    )


def powertools(resolver: Any) -> Any:
    """A resolver whose one route reports what its event class reads."""

    @resolver.post("/items/<id_>")
    def item(id_: str) -> Response[str]:
        current = resolver.current_event
        said = {
            "id": id_,
            "method": current.http_method,
            "query": current.resolved_query_string_parameters,
            "body": current.decoded_body,
            "type": current.headers.get("Content-Type"),
        }
        return Response(200, "application/json", json.dumps(said), cookies=[])

    return resolver


DIFFER_BY_NATURE = (FormatTrap.PATH, FormatTrap.SLASH, FormatTrap.BINARY)
"""Powertools matches routes on the path, which a REST API does not decode."""
ALIKE = [r for r in REQUESTS if r.values[0].route == ROUTES[0] and r.values[0].trap not in DIFFER_BY_NATURE]


@pytest.mark.parametrize("request_", ALIKE)
def test_powertools_reads_the_same_from_all_events(request_: Request) -> None:
    rest = powertools(APIGatewayRestResolver()).resolve(event(request_, GATEWAYS[0]), CONTEXT)
    http1 = powertools(APIGatewayRestResolver()).resolve(event(request_, GATEWAYS[1]), CONTEXT)
    http2 = powertools(APIGatewayHttpResolver()).resolve(event(request_, GATEWAYS[3]), CONTEXT)
    bodies = [json.loads(result["body"]) for result in (rest, http1, http2)]
    assert [result["statusCode"] for result in (rest, http1, http2)] == [200, 200, 200]
    assert bodies[0] == bodies[1]
    assert bodies[0] == bodies[2]  # values joined by payload 2.0 included, which Powertools splits again


def test_a_resolver_stumbles_over_the_events_of_the_other_api() -> None:
    (request, *_) = requests_for(ROUTES[0])
    with pytest.raises(KeyError, match="httpMethod"):
        powertools(APIGatewayRestResolver()).resolve(event(request, GATEWAYS[3]), CONTEXT)
    with pytest.raises(KeyError, match="http"):
        powertools(APIGatewayHttpResolver()).resolve(event(request, GATEWAYS[0]), CONTEXT)


def test_powertools_reads_whose_data_an_event_carries() -> None:
    def read(identity: Any, gateway: Gateway) -> Any:
        (request, *_) = requests_for(Route("GET", "/x", identity))
        built = event(request, gateway)
        reader = APIGatewayProxyEventV2(built) if gateway.version == "2.0" else APIGatewayProxyEvent(built)
        return reader.request_context

    rest, http2 = GATEWAYS[0], GATEWAYS[3]
    assert read("claims", rest).authorizer.claims["sub"] == read("claims", http2).authorizer.jwt_claim["sub"]
    assert read("lambda", rest).authorizer["userId"] == read("lambda", http2).authorizer.get_lambda["userId"] == "user1"
    assert read("iam", rest).identity.user_arn == read("iam", http2).authorizer.iam.user_arn is not None


def test_powertools_reads_authorizer_events() -> None:
    facts = AuthorizerFacts("token", "2.0")
    request = authorizer_requests(facts)[0]
    token = APIGatewayAuthorizerTokenEvent(authorizer_event(request, facts, "token", "prod"))
    rest = APIGatewayAuthorizerRequestEvent(authorizer_event(request, facts, "request", "prod"))
    http1 = APIGatewayAuthorizerRequestEvent(authorizer_event(request, facts, "1.0", "$default"))
    http2 = APIGatewayAuthorizerEventV2(authorizer_event(request, facts, "2.0", "$default"))
    assert token.authorization_token == rest.headers["authorization"] == http1["authorizationToken"] == "Bearer token"
    assert http2.identity_source == ["Bearer token"]
    assert {reader.parsed_arn.resource for reader in (token, rest, http1, http2)} == {"items/7"}
    assert [reader.parsed_arn.stage for reader in (token, rest, http1, http2)] == [
        "prod",
        "prod",
        "$default",
        "$default",
    ]
