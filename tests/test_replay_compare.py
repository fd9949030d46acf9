"""Old and new handlers are compared on all requests of their routes; a comparison that shows nothing says so."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest

from migrator.facts import AuthorizerFacts, Entry, Format, Identity, Route, RouteFacts
from migrator.replay.code import DeployedCode
from migrator.replay.compare import compare
from migrator.replay.difference import Deviation, Weight
from migrator.replay.requests import FormatTrap
from migrator.replay.runner import RunLimits

ITEM = Route("POST", "/items/{id}")
TO_2 = RouteFacts("rest", "2.0", (ITEM,))

REST = """
import json
def handler(event, context):
    body = json.loads(event["body"] or "{}")
    page = (event["queryStringParameters"] or {}).get("page", "1")
    tenant = event["headers"].get("X-Tenant")
    said = {"method": event["httpMethod"], "id": event["pathParameters"]["id"], "name": body.get("name")}
    headers = {"Content-Type": "application/json", "X-Path": event["path"]}
    return {"statusCode": 200, "headers": headers, "body": json.dumps({**said, "page": page, "tenant": tenant})}
"""
HTTP = (
    REST.replace('event["body"]', 'event.get("body")')
    .replace('event["queryStringParameters"]', 'event.get("queryStringParameters")')
    .replace("X-Tenant", "x-tenant")
    .replace('event["httpMethod"]', 'event["requestContext"]["http"]["method"]')
    .replace('event["path"]', 'event["rawPath"]')
)


def code(text: str) -> DeployedCode:
    return DeployedCode(Entry("app", "handler"), files=(("app.py", text),))


def compared(old: str, new: str, facts: Any = TO_2, limits: RunLimits | None = None) -> tuple[Deviation, ...]:
    found = compare(code(old), code(new), facts, limits)
    assert pickle.loads(pickle.dumps(found)) == found
    return found


def of(weight: Weight, found: tuple[Deviation, ...]) -> list[str]:
    return [difference.sentence for difference in found if difference.weight is weight]


def answering(expression: str) -> str:
    """A handler that answers with a body."""
    typed = '"headers": {"Content-Type": "text/plain"}'
    return f'def handler(event, context):\n    return {{"statusCode": 200, {typed}, "body": {expression}}}\n'


def test_a_handler_that_follows_differs_by_nature_alone() -> None:
    found = compared(REST, HTTP)
    assert {difference.weight for difference in found} == {Weight.KNOWN}
    path = next(d for d in found if d.requests == ("an escaped space in the path",))
    assert path.route == "POST /items/{id}"
    assert path.sentence == (
        "POST /items/{id} with an escaped space in the path: the header x-path was '/items/a%20b' and is '/items/a b' "
        f"({FormatTrap.PATH.value})"
    )
    traps = (FormatTrap.PATH, FormatTrap.QUERY, FormatTrap.CASE, FormatTrap.UNTYPED)
    assert all(any(trap.value in sentence for sentence in of(Weight.KNOWN, found)) for trap in traps)


def test_the_same_handler_before_the_same_api_does_not_differ() -> None:
    assert compared(REST, REST, RouteFacts("rest", "rest", (ITEM, Route("ANY", "/{id+}")))) == ()
    assert compared(HTTP, HTTP, RouteFacts("2.0", "2.0", (ITEM,))) == ()


def test_a_handler_that_does_not_follow_is_told_once_for_all_requests() -> None:
    found = of(Weight.DIFFERENT, compared(REST, REST))
    fails = "it answered 200 and now fails: KeyError:"
    assert found == [
        f"POST /items/{{id}} with everything it asks for and 12 more requests: {fails} 'httpMethod'",
        f"POST /items/{{id}} with nothing but the path and 1 more request: {fails} 'body'",
    ]


# What the comparison has to catch, each with the request in which it shows.
MISTAKES = {
    "a default that an absent key had": (
        'str(event["queryStringParameters"])',
        'str(event.get("queryStringParameters", {}))',
        "nothing but the path",
    ),
    "an empty text for no cookies": (
        'str(event["headers"].get("Cookie"))',
        'str("; ".join(event.get("cookies") or []))',
        "everything it asks for",
    ),
    "a header in the wrong case": (
        'str(event["headers"].get("X-Tenant"))',
        'str(event["headers"].get("X-Tenant"))',
        "everything it asks for",
    ),
    "a form that arrives in base64": (
        '__import__("urllib.parse").parse.parse_qs(event["body"] or "").get("name", ["none"])[0]',
        '__import__("urllib.parse").parse.parse_qs(event.get("body") or "").get("name", ["none"])[0]',
        "a form",
    ),
    "a list of values that is gone": (
        'str(event["multiValueQueryStringParameters"])',
        'str(event.get("multiValueQueryStringParameters"))',
        "everything it asks for",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_shows_in_its_request(mistake: str) -> None:
    old, new, request = MISTAKES[mistake]
    # A handler asks for what it reads, or no request would hold it.
    asks = 'ASKED = {"k": {}}["k"].get("X-Tenant"), {}.get("name")\n'
    found = compared(asks + answering(old), asks + answering(new))
    assert any(request in d.requests for d in found if d.weight is Weight.DIFFERENT), found


def test_cookies_and_headers_in_lists_are_lost_in_payload_2_0() -> None:
    answer = '{"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1"], "X-M": ["1", "2"]}, "body": ""}'
    old = f"def handler(event, context):\n    return {answer}\n"
    (difference,) = (d for d in compared(old, old) if d.weight is Weight.DIFFERENT)
    assert "the header x-m was '1, 2' and is missing, Set-Cookie was 'a=1' and is missing" in difference.sentence


@pytest.mark.parametrize(
    ("identity", "read", "trap"),
    [("claims", '["claims"]["cognito:groups"]', FormatTrap.CLAIMS), ("lambda", '["level"]', FormatTrap.CONTEXT)],
)
def test_data_that_each_api_renders_in_its_way_is_known(identity: Identity, read: str, trap: FormatTrap) -> None:
    old = answering(f'repr(event["requestContext"]["authorizer"]{read})')
    new = old.replace('["authorizer"]', '["authorizer"]["jwt"]' if identity == "claims" else '["authorizer"]["lambda"]')
    found = compared(old, new, RouteFacts("rest", "2.0", (Route("GET", "/", identity),)))
    assert [trap.value in sentence for sentence in of(Weight.KNOWN, found)] == [True]
    assert len(found) == 1


def test_an_answer_without_content_type_is_not_compared_in_that() -> None:
    old = 'def handler(event, context):\n    return {"statusCode": 200, "body": "x"}\n'
    (sentence,) = of(Weight.UNKNOWN, compared(old, old))
    assert "Content-Type" in sentence
    assert len(compared(old, old)) == 1
    assert compared(old, old, RouteFacts("rest", "1.0", (ITEM,))) == ()


def test_a_named_stage_stands_in_the_path() -> None:
    old = answering('event["path"]')
    found = compared(old, old, RouteFacts("rest", "1.0", (ITEM,), stage="v1"))
    assert any("was '/items/7' and is '/v1/items/7'" in sentence for sentence in of(Weight.DIFFERENT, found))
    assert of(Weight.DIFFERENT, compared(old, old, RouteFacts("rest", "1.0", (ITEM,)))) == []


def test_header_names_of_payload_1_0_are_tried_in_both_ways() -> None:
    captured = answering('event["headers"].get("Content-Type", "none")')
    found = compared(captured, captured, RouteFacts("rest", "1.0", (ITEM,)))
    names = [name for d in found if d.weight is Weight.DIFFERENT for name in d.requests]
    assert len(names) == 13
    assert all(name.endswith(", header names in lower case") for name in names)
    either = answering('{k.lower(): v for k, v in event["headers"].items()}.get("content-type", "none")')
    assert compared(either, either, RouteFacts("rest", "1.0", (ITEM,))) == ()


def test_what_a_function_says_about_cors_does_not_count_where_the_api_answers() -> None:
    old = answering('""').replace('"text/plain"', '"text/plain", "Access-Control-Allow-Origin": "*"')
    new = answering('""')
    facts = RouteFacts("rest", "2.0", (Route("ANY", "/x"),))
    assert len(of(Weight.DIFFERENT, compared(old, new, facts))) == 1
    assert compared(old, new, replace(facts, cors=True)) == ()
    options = answering(
        '"gone" if "httpMethod" not in event and event["requestContext"]["http"]["method"] == "OPTIONS" else ""'
    )
    assert len(of(Weight.DIFFERENT, compared(options, options, facts))) == 1
    assert compared(options, options, replace(facts, cors=True)) == ()


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [("2.0", "rest", HTTP, REST), ("1.0", "2.0", REST.replace("X-Tenant", "x-tenant"), HTTP)],
)
def test_other_ways(before: Format, after: Format, old: str, new: str) -> None:
    found = compared(old, new, RouteFacts(before, after, (ITEM,)))
    different = of(Weight.DIFFERENT, found)
    # A REST API hands the header over as the client writes it: here as the old code asks for it.
    assert [sentence for sentence in different if "tenant" not in sentence] == []


# Nothing of this may pass for equal.
def test_code_that_cannot_be_loaded_on_either_side_is_not_comparable() -> None:
    missing = "import a_package_that_is_not_there\n" + REST
    (difference,) = compared(missing, missing)
    assert difference.weight is Weight.UNKNOWN
    assert difference.sentence == (
        "nothing was compared: neither the old nor the new code can be loaded here "
        "(ModuleNotFoundError: No module named 'a_package_that_is_not_there')"
    )
    (difference,) = compared(missing, REST)
    assert difference.weight is Weight.UNKNOWN


@pytest.mark.parametrize("old", [REST, "import a_package_that_is_not_there\n"])
def test_new_code_that_alone_cannot_be_loaded_differs(old: str) -> None:
    (difference,) = compared(old, "def (")
    assert difference.weight is Weight.DIFFERENT
    assert "the new code cannot be loaded: SyntaxError" in difference.sentence


def test_no_routes_show_nothing() -> None:
    (difference,) = compared(REST, HTTP, RouteFacts("rest", "2.0", ()))
    assert (difference.weight, difference.sentence) == (
        Weight.UNKNOWN,
        "nothing was compared: no route leads to the function",
    )


def test_failing_on_every_request_shows_nothing() -> None:
    failing = "def handler(event, context):\n    raise ValueError\n"
    (difference,) = compared(failing, failing)
    assert (difference.weight, difference.route) == (Weight.UNKNOWN, "POST /items/{id}")
    assert "fails on every request" in difference.sentence


AWS = """
import boto3
table = boto3.resource("dynamodb").Table("items")
def handler(event, context):
    if not event[%r]:
        return {"statusCode": 400, "headers": {"Content-Type": "a/b"}, "body": ""}
    table.put_item(Item={"id": %s})
"""


def test_handlers_are_alike_up_to_a_call_that_is_not_made() -> None:
    old = AWS % ("headers", 'event["pathParameters"]["id"]')
    (difference,) = compared(old, old, limits=RunLimits())
    assert difference.weight is Weight.UNKNOWN
    assert "both sides are alike up to the AWS call dynamodb PutItem, which is not made here" in difference.sentence
    assert difference.sentence.startswith("POST /items/{id}, 18 of 18 requests")


def test_calls_that_differ_are_a_difference() -> None:
    old = AWS % ("headers", 'event["pathParameters"]["id"]')
    new = AWS % ("headers", '"other"')
    found = of(Weight.DIFFERENT, compared(old, new, limits=RunLimits()))
    assert 'it tried the AWS call dynamodb PutItem {"Item": {"id": "7"}' in found[0]


@pytest.mark.parametrize(
    ("line", "what"),
    [("os.system('true')", "another process"), ("socket.gethostbyname('example.com')", "a network connection")],
)
def test_what_code_was_kept_from_is_told_though_the_answers_are_alike(line: str, what: str) -> None:
    tried = f"def tried():\n    try: {line}\n    except: pass\n    return 'x'\n"
    old = "import os, socket\n" + answering("tried()") + tried
    (difference,) = compared(old, old)
    assert difference.weight is Weight.UNKNOWN
    assert f"both sides were kept from {what}" in difference.sentence


def test_long_texts_are_cut_around_what_differs() -> None:
    old = answering('"x" * 5000 + "old" + "y" * 5000')
    (sentence,) = of(Weight.DIFFERENT, compared(old, old.replace("old", "new")))
    assert "xxxoldyyy" in sentence
    assert "xxxnewyyy" in sentence
    assert len(sentence) < 400


def test_a_run_that_was_given_up_is_not_comparable() -> None:
    ending = "import os\ndef handler(event, context):\n    os._exit(1)\n"
    found = compared(ending, ending, limits=RunLimits(restarts=1))
    assert {difference.weight for difference in found} == {Weight.UNKNOWN}


TOKEN = """
def handler(event, context):
    token = event["authorizationToken"]
    if token == "Bearer open":
        effect = "Allow"
    elif token == "Bearer shut":
        effect = "Deny"
    else:
        raise Exception("Unauthorized")
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "u", "policyDocument": policy, "context": {"tenant": "t", "admin": True}}
"""
SIMPLE = """
def handler(event, context):
    allowed = event["identitySource"][0] == "Bearer open"
    return {"isAuthorized": allowed, "context": {"tenant": "t", "admin": True}}
"""
TO_SIMPLE = AuthorizerFacts("token", "2.0", simple_after=True, cached=False)


def test_an_authorizer_that_follows() -> None:
    found = compared(TOKEN, SIMPLE, TO_SIMPLE)
    assert [difference.weight for difference in found] == [Weight.KNOWN]
    assert FormatTrap.REFUSAL.value in found[0].sentence


def test_an_authorizer_that_raises_for_401_makes_an_http_api_fail() -> None:
    found = compared(TOKEN, TOKEN, AuthorizerFacts("token", "1.0"))
    assert ["answers 401 before and answers 500 after" in sentence for sentence in of(Weight.DIFFERENT, found)] == [
        True
    ]


def test_a_policy_for_one_method_is_narrower_than_a_simple_answer_while_it_is_cached() -> None:
    (sentence,) = of(Weight.DIFFERENT, compared(TOKEN, SIMPLE, replace(TO_SIMPLE, cached=True)))
    assert "it keeps the client off to other routes before and lets the client on after" in sentence


def test_an_authorizer_that_lets_more_clients_in_is_never_known_by_nature() -> None:
    open_to_all = SIMPLE.replace('event["identitySource"][0] == "Bearer open"', "True")
    found = compared(TOKEN, open_to_all, TO_SIMPLE)
    assert "answers 403 before and lets it in" in " ".join(of(Weight.DIFFERENT, found))
    assert of(Weight.KNOWN, found) == []


def test_context_that_differs() -> None:
    (sentence,) = of(Weight.DIFFERENT, compared(TOKEN, SIMPLE.replace('"t"', '"u"'), TO_SIMPLE))
    assert '"tenant": "t"' in sentence


def test_policies_that_are_not_judged_are_not_comparable() -> None:
    conditional = TOKEN.replace('"Effect": effect', '"Effect": effect, "Condition": {"Bool": {}}')
    found = compared(conditional, conditional, AuthorizerFacts("request", "1.0", cached=False))
    assert found
    assert Weight.KNOWN not in {difference.weight for difference in found}


MANGUM = """
import json
from urllib.parse import parse_qsl
from mangum import Mangum
async def app(scope, receive, send):
    message = await receive()
    query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
    said = [scope["method"], scope["path"], query, message["body"].decode("latin-1")]
    headers = [(b"content-type", b"application/json"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(said).encode()})
handler = Mangum(app, lifespan="off")
"""


def test_an_adapter_serves_both_apis() -> None:
    found = compared(MANGUM, MANGUM, limits=RunLimits())
    assert of(Weight.DIFFERENT, found) == of(Weight.UNKNOWN, found) == []
    found = compared(MANGUM, MANGUM, replace(TO_2, stage="v1"), limits=RunLimits())
    assert '"/items/7"' in of(Weight.DIFFERENT, found)[0]
    assert '"/v1/items/7"' in of(Weight.DIFFERENT, found)[0]


POWERTOOLS = """
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
app = APIGatewayRestResolver()
@app.post("/items/<item>")
def item(item):
    event = app.current_event
    return {"item": item, "page": event.query_string_parameters.get("page"), "tenant": event.headers.get("X-Tenant")}
def handler(event, context):
    return app.resolve(event, context)
"""


def test_a_resolver_follows_by_its_name() -> None:
    found = compared(POWERTOOLS, POWERTOOLS, limits=RunLimits())
    assert any("KeyError: 'httpMethod'" in sentence for sentence in of(Weight.DIFFERENT, found))
    found = compared(POWERTOOLS, POWERTOOLS.replace("RestResolver", "HttpResolver"), limits=RunLimits())
    assert of(Weight.DIFFERENT, found) == of(Weight.UNKNOWN, found) == []
