"""What clients get for what functions return, and whom authorizers let in."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.facts import AuthorizerFormat
from migrator.replay.gateway import Gateway
from migrator.replay.responses import Received, answer
from migrator.replay.verdicts import RequestVerdict, failed, verdict

REST, HTTP1, HTTP2 = Gateway("rest", "prod"), Gateway("1.0"), Gateway("2.0")
EACH = pytest.mark.parametrize("gateway", [REST, HTTP1, HTTP2], ids=lambda gateway: gateway.version)
JSON = (("content-type", "application/json"),)


@EACH
def test_a_plain_answer(gateway: Gateway) -> None:
    value = {"statusCode": 201, "headers": {"Content-Type": "text/plain", "X-A": "1"}, "body": "h\u00e9"}
    headers = (("content-type", "text/plain"), ("x-a", "1"))
    assert answer(value, gateway) == Received(201, headers, (), "h\u00e9".encode())


@EACH
@pytest.mark.parametrize("value", ["text", 1, ["list"], None])
def test_what_is_no_object_is_a_body_in_payload_2_0_only(gateway: Gateway, value: Any) -> None:
    got = answer(value, gateway)
    assert got.crashed is (gateway.version != "2.0")
    if not got.crashed:
        bodies = {"text": b"text", "1": b"1", "['list']": b'["list"]', "None": b"null"}
        assert (got.status, got.headers, got.body) == (200, JSON, bodies[str(value)])


def test_an_object_without_status() -> None:
    assert answer({"body": "x"}, REST) == Received(200, JSON, (), b"x")
    assert answer({"body": "x"}, HTTP1) == Received(500, (), (), b'{"message":"Internal Server Error"}', crashed=True)
    assert answer({"body": "x"}, HTTP2) == Received(200, JSON, (), b'{"body": "x"}', written=True)


def test_spaces_in_json_that_the_api_writes_are_no_difference() -> None:
    made, dumped = answer({"a": 1}, HTTP2), answer({"statusCode": 200, "body": '{"a":1}'}, REST)
    assert made.sends_as(dumped)
    assert not made.sends_as(answer({"statusCode": 200, "body": '{"a":2}'}, REST))
    assert not dumped.sends_as(answer({"statusCode": 200, "body": '{"a": 1}'}, REST))


@pytest.mark.parametrize(
    "value",
    [
        {"statusCode": 200, "message": "unknown key"},
        {"statusCode": 200, "cookies": ["a=1"]},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "headers": {"X-N": 1}},
        {"statusCode": 200, "multiValueHeaders": {"X-N": "1"}},
        {"statusCode": 200, "headers": ["X-N"]},
        {"statusCode": "soon"},
        {"statusCode": True},
        {"statusCode": 42},
    ],
    ids=str,
)
def test_what_a_rest_api_does_not_take(value: Any) -> None:
    assert answer(value, REST).status == 502


def test_an_http_api_passes_over_keys_that_it_does_not_know() -> None:
    value = {"statusCode": "200", "unknown": 1, "headers": {"X-N": 1, "X-B": True}, "body": None}
    headers = (("x-b", "true"), ("x-n", "1"))
    assert answer(value, HTTP1) == Received(200, (*JSON, *headers))
    assert answer(value, HTTP2) == Received(200, headers)  # what type it sends is not documented


def test_headers_in_lists() -> None:
    value = {
        "statusCode": 200,
        "headers": {"X-A": "1", "X-B": "9"},
        "multiValueHeaders": {"X-A": ["1", "2"], "Set-Cookie": ["b=2", "a=1"]},
    }
    cookies = ("a=1", "b=2")
    assert answer(value, REST) == Received(200, (*JSON, ("x-a", "1, 2"), ("x-b", "9")), cookies)
    assert answer(value, HTTP1) == Received(200, (*JSON, ("x-a", "1, 2"), ("x-b", "9")), cookies)
    assert answer(value, HTTP2) == Received(200, (("x-a", "1"), ("x-b", "9")))


def test_cookies() -> None:
    value = {"statusCode": 200, "cookies": ["a=1", "b=2"], "headers": {"Set-Cookie": "c=3"}}
    assert answer(value, HTTP2).cookies == ("a=1", "b=2", "c=3")
    assert answer(value, HTTP1).cookies == ("c=3",)
    assert answer(value, REST).crashed


def test_names_that_differ_in_case_are_two_headers_in_a_rest_api_only() -> None:
    value = {"statusCode": 200, "headers": {"set-cookie": "a=1", "Set-Cookie": "b=2"}}
    assert [len(answer(value, gateway).cookies) for gateway in (REST, HTTP1, HTTP2)] == [2, 1, 1]


def test_base64_is_decoded_by_a_rest_api_only_with_binary_types() -> None:
    value = {"statusCode": 200, "body": "/wA=", "isBase64Encoded": True}
    assert answer(value, REST).body == b"/wA="
    assert answer(value, Gateway("rest", "prod", binary=("image/png",))).body == b"\xff\0"
    assert answer(value, HTTP1).body == answer(value, HTTP2).body == b"\xff\0"
    assert answer({**value, "body": "?"}, HTTP2).crashed
    assert answer({**value, "isBase64Encoded": "yes"}, HTTP2).crashed


@EACH
def test_an_api_with_cors_of_its_own_ignores_the_functions(gateway: Gateway) -> None:
    value = {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*", "Content-Type": "text/css"}}
    own = Gateway(gateway.version, gateway.stage, cors=True)
    assert dict(answer(value, gateway).headers)["access-control-allow-origin"] == "*"
    assert answer(value, own).headers == (("content-type", "text/css"),)


ARN = "arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/items/7"
OTHER = "arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/orders/8"
KINDS: list[AuthorizerFormat] = ["token", "request", "1.0", "2.0"]


def policy(effect: str, resource: Any, action: Any = "execute-api:Invoke", **more: Any) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def judged(value: Any, kind: AuthorizerFormat = "token", simple: bool = False) -> RequestVerdict:
    return verdict(value, kind, simple, (ARN, OTHER))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("value", "here", "elsewhere"),
    [
        (policy("Allow", ARN), "allow", "deny"),
        (policy("Allow", "*"), "allow", "allow"),
        (policy("Allow", [OTHER, f"{ARN}*"]), "allow", "allow"),
        (policy("Allow", "arn:aws:execute-api:*:*:api/prod/GET/items/?"), "allow", "deny"),
        (policy("Allow", ARN, "execute-api:*"), "allow", "deny"),
        (policy("Allow", ARN, ["EXECUTE-API:invoke"]), "allow", "deny"),
        (policy("Allow", ARN, "s3:GetObject"), "deny", "deny"),
        (policy("Allow", "arn:aws:execute-api:us-east-1:123456789012:api/[prod]/*"), "deny", "deny"),
        (policy("Deny", "*"), "deny", "deny"),
        (policy("Allow", "*", Condition={"IpAddress": {}}), "unknown", "unknown"),
    ],
)
def test_a_policy_decides(kind: AuthorizerFormat, value: Any, here: str, elsewhere: str) -> None:
    found = judged(value, kind)
    assert (found.decision, found.elsewhere) == (here, elsewhere)


def test_an_explicit_denial_wins() -> None:
    both = policy("Allow", "*")
    both["policyDocument"]["Statement"].append({"Effect": "Deny", "Action": "*", "Resource": OTHER})
    assert (judged(both).decision, judged(both).elsewhere) == ("allow", "deny")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "value",
    [None, "allow", {}, {"policyDocument": {}}, {"isAuthorized": True}, {"principalId": 1, "policyDocument": {}}],
    ids=str,
)
def test_what_is_no_policy_is_an_error(kind: AuthorizerFormat, value: Any) -> None:
    assert judged(value, kind).decision == "500"


def test_simple_answers_count_where_they_are_switched_on() -> None:
    assert judged({"isAuthorized": True, "context": {"a": 1}}, "2.0", simple=True) == RequestVerdict(
        "allow", "allow", (("a", "1"),)
    )
    assert judged({"isAuthorized": False, "context": {"a": 1}}, "2.0", simple=True) == RequestVerdict("deny", "deny")
    assert judged({"isAuthorized": "true"}, "2.0", simple=True).decision == "500"
    assert judged(policy("Allow", "*"), "2.0", simple=True).decision == "500"


def test_context_is_compared_as_text_and_nested_only_in_payload_2_0() -> None:
    scalars = {**policy("Allow", "*"), "context": {"b": True, "a": "x", "n": 3}}
    assert judged(scalars).context == (("a", "x"), ("b", "true"), ("n", "3"))
    nested = {**policy("Allow", "*"), "context": {"list": [1]}}
    assert [judged(nested, kind).decision for kind in KINDS] == ["500", "500", "500", "allow"]


def test_a_rest_api_turns_one_word_into_401() -> None:
    assert [failed("Unauthorized", kind).decision for kind in KINDS] == ["401", "401", "500", "500"]
    assert failed("unauthorized", "token").decision == "500"
