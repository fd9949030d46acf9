"""Handlers are tried with the values on which access hangs; what a finding foretold is no news, nor are addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from migrator.facts import AuthorizerFacts, Format, Identity, Route, RouteFacts
from migrator.findings import Code, Finding, Level
from migrator.replay.compare import compare
from migrator.replay.difference import Deviation, Weight
from migrator.replay.runner import RunLimits
from tests.test_replay_compare import TO_2, answering, code, compared, of


def behind(identity: Identity, before: Format = "rest", after: Format = "2.0", **more: Any) -> RouteFacts:
    """Facts of a function behind one route with an authorizer."""
    return RouteFacts(before, after, (Route("GET", "/items", identity),), **more)


def deciding(condition: str, *setup: str) -> str:
    """A handler that refuses where a condition holds."""
    lines = "".join(f"    {line}\n" for line in (*setup, f"refused = {condition}"))
    answer = '{"statusCode": 403 if refused else 200, "headers": {"Content-Type": "text/plain"}, "body": ""}'
    return f"def handler(event, context):\n{lines}    return {answer}\n"


def finding(name: str, *, security: bool = False) -> Finding:
    return Finding(Code(name, Level.WARNING, "", "", "", "", security=security), "", "", Level.WARNING)


def told(old: str, new: str, facts: Any, *findings: Finding) -> tuple[Deviation, ...]:
    return compare(code(old), code(new), facts, findings=findings)


CLAIMS = 'claims = event["requestContext"]["authorizer"]%s["claims"]'


@pytest.mark.parametrize(
    ("condition", "change"),
    [
        ('"suspended" in claims.get("cognito:groups", "").split(",")', "answered 403 and now answers 200"),
        ('claims["cognito:groups"] == "suspended"', "answered 403 and now answers 200"),
        ('not {"owners", "staff"} & set(claims["cognito:groups"].split(","))', "answered 200 and now answers 403"),
        ('any(each == "blocked" for each in claims["app_roles"].split(","))', "answered 403 and now answers 200"),
    ],
)
@pytest.mark.parametrize("after", ["1.0", "2.0"])
def test_groups_that_the_code_names_are_tried(condition: str, change: str, after: Format) -> None:
    old = deciding(condition, CLAIMS % "")
    new = deciding(condition, CLAIMS % ('["jwt"]' if after == "2.0" else ""))
    facts = behind("claims", after=after)
    assert change in " ".join(of(Weight.DIFFERENT, told(old, new, facts)))
    # What lets someone in is for a finding about access to say.
    plain = told(old, new, facts, finding("handler-claims"))
    assert change in " ".join(of(Weight.DIFFERENT, plain))
    access = told(old, new, facts, finding("handler-claims", security=True))
    assert of(Weight.DIFFERENT, access) == []
    assert f"{change} (see handler-claims)" in " ".join(of(Weight.ANNOUNCED, access))


def test_groups_that_are_read_in_either_way_do_not_differ() -> None:
    read = 'set(__import__("re").split(r"[,\\s]+", claims["cognito:groups"].strip("[]")))'
    for condition in (f'"suspended" in {read}', f'not {{"owners", "staff"}} & {read}'):
        old, new = (deciding(condition, CLAIMS % jwt) for jwt in ("", '["jwt"]'))
        assert told(old, new, behind("claims")) == ()


@pytest.mark.parametrize(
    ("condition", "before", "after", "change"),
    [
        ('said["readOnly"] == "true"', "rest", "2.0", "answered 403 and now answers 200"),
        ('not said["admin"]', "2.0", "rest", "answered 403 and now answers 200"),
        ('not said["quota"]', "2.0", "1.0", "answered 403 and now answers 200"),
        ('said["admin"]', "1.0", "2.0", "answered 403 and now answers 200"),
    ],
)
def test_false_and_nought_of_an_authorizer_are_tried(
    condition: str, before: Format, after: Format, change: str
) -> None:
    setup = 'said = event["requestContext"]["authorizer"]%s'
    old, new = (deciding(condition, setup % ('["lambda"]' if each == "2.0" else "")) for each in (before, after))
    found = told(old, new, behind("lambda", before, after))
    assert change in " ".join(of(Weight.DIFFERENT, found)), found


def test_what_is_done_with_a_truth_value_shows_in_the_answer_too() -> None:
    """The status is the same, so that nothing tells who got in; that it is no way of writing the value is enough."""
    body = '"all of it" if event["requestContext"]["authorizer"]%s["admin"] else "your own"'
    found = told(answering(body % '["lambda"]'), answering(body % ""), behind("lambda", "2.0", "rest"))
    assert "the body was 'your own' and is 'all of it'" in " ".join(of(Weight.DIFFERENT, found))


def test_a_value_that_is_only_written_in_another_way_is_expected_and_told_once() -> None:
    body = '__import__("json").dumps(event["requestContext"]["authorizer"]%s)'
    found = told(answering(body % '["admin"]'), answering(body % '["lambda"]["admin"]'), behind("lambda"))
    assert [difference.weight for difference in found] == [Weight.KNOWN]
    assert found[0].requests[0] == "typed values in the authorizer's context"
    assert len(found[0].requests) > 3


@pytest.mark.parametrize("known", ["v1", None])
def test_the_stage_is_called_as_in_the_template_or_else_as_in_the_code(known: str | None) -> None:
    same = deciding('event["requestContext"]["stage"] == "v1"')
    found = told(same, same, behind("none", after="1.0", rest_stage=known))
    (sentence,) = of(Weight.DIFFERENT, found)
    assert "it answered 403 and now answers 200" in sentence
    assert ("the stage 'v1'" in sentence) == (known is None)
    assert told(same, same, behind("none", after="1.0", rest_stage="v2")) == ()
    assert of(Weight.DIFFERENT, told(same, same, behind("none", after="1.0", rest_stage="v1", stage="v1"))) == []


AUTHORIZER = """
def handler(event, context):
    base = event["methodArn"].split("/")[0]
    return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": base + "/*"},
        {"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": base + "/%s/GET/reports"}]}}
"""


def test_an_authorizer_is_tried_on_paths_that_its_code_names() -> None:
    facts = AuthorizerFacts("token", "1.0", cached=False)
    opened = "answers 403 before and lets it in after"
    assert opened in " ".join(of(Weight.DIFFERENT, told(AUTHORIZER % "prod", AUTHORIZER % "prod", facts)))
    assert told(AUTHORIZER % "*", AUTHORIZER % "*", facts) == ()
    other = replace(facts, rest_stage="v1")
    assert opened in " ".join(of(Weight.DIFFERENT, told(AUTHORIZER % "v1", AUTHORIZER % "v1", other)))
    assert told(AUTHORIZER % "v1", AUTHORIZER % "v1", replace(other, stage="v1")) == ()


# What a finding foretold


def test_what_lies_in_every_request_is_put_down_to_what_a_finding_speaks_of() -> None:
    named = (
        answering('"".join(v for k, v in event["headers"].items() if k == "X-Tenant")') + 'ASKED = {}.get("X-Tenant")'
    )
    facts = RouteFacts("rest", "1.0", (Route("GET", "/items"),))
    assert of(Weight.DIFFERENT, told(named, named, facts)) != []
    found = told(named, named, facts, finding("handler-header-case"))
    assert of(Weight.DIFFERENT, found) == []
    assert "(see handler-header-case)" in of(Weight.ANNOUNCED, found)[0]
    url = answering('"https://example.com/" + event["requestContext"]["stage"]')
    assert of(Weight.DIFFERENT, told(url, url, facts, finding("handler-stage"))) == []
    found = told(url, url, facts, finding("handler-stage-url"))
    assert of(Weight.DIFFERENT, found) == []
    assert "was 'https://example.com/prod' and is 'https://example.com/$default'" in of(Weight.ANNOUNCED, found)[0]


def test_what_a_finding_does_not_speak_of_stays_a_difference() -> None:
    both = answering('event["headers"].get("X-Tenant", "none") + event["requestContext"]["stage"]')
    facts = RouteFacts("rest", "1.0", (Route("GET", "/items"),))
    for name in ("handler-header-case", "handler-stage-url", "handler-claims"):
        assert of(Weight.DIFFERENT, told(both, both, facts, finding(name))) != []
    found = told(both, both, facts, finding("handler-header-case"), finding("handler-stage-url"))
    assert of(Weight.DIFFERENT, found) == []
    assert "(see handler-stage-url and handler-header-case)" in of(Weight.ANNOUNCED, found)[0]
    shut = deciding('event["requestContext"]["stage"] == "prod"')
    assert of(Weight.DIFFERENT, told(shut, shut, facts, finding("handler-stage-url"))) != []
    assert of(Weight.DIFFERENT, told(shut, shut, facts, finding("handler-stage-url", security=True))) == []


def test_a_form_and_an_answer_that_are_foretold() -> None:
    form = answering('str(event["body"])')
    facts = RouteFacts("rest", "1.0", (Route("POST", "/items"),))
    (sentence,) = of(Weight.DIFFERENT, told(form, form, facts))
    assert "with a form" in sentence
    found = told(form, form, facts, finding("handler-form-body"))
    assert of(Weight.DIFFERENT, found) == []
    silent = 'def handler(event, context):\n    return {"headers": {"Content-Type": "a/b"}, "body": "x"}\n'
    assert "the API does not take what it returns" in of(Weight.DIFFERENT, told(silent, silent, facts))[0]
    found = told(silent, silent, facts, finding("handler-status"))
    assert of(Weight.DIFFERENT, found) == []
    assert "(see handler-status)" in of(Weight.ANNOUNCED, found)[0]


# Addresses


def test_calls_are_compared_by_what_their_objects_hold() -> None:
    source = (
        "import boto3\nfrom boto3.dynamodb.conditions import Attr, Key\n"
        'table = boto3.resource("dynamodb").Table("items")\n'
        "def handler(event, context):\n"
        '    where = Key("id").eq(%s) & Attr("open").exists()\n'
        "    table.query(KeyConditionExpression=where, Tags={'b', 'a'})\n"
    )
    same = source % 'event["pathParameters"]["id"]'
    found = compared(same, same, limits=RunLimits())
    assert {difference.weight for difference in found} == {Weight.UNKNOWN}
    sentence = of(Weight.DIFFERENT, compared(same, source % '"other"', limits=RunLimits()))[0]
    assert '"other"' in sentence
    assert "0x" not in sentence


def test_addresses_in_answers_are_not_compared() -> None:
    shown = "class Item: pass\n" + answering("repr([Item(), handler])")
    assert compared(shown, shown, RouteFacts("rest", "rest", TO_2.routes)) == ()
