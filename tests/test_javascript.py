"""JavaScript and TypeScript: what differs between the formats is found at its place, and nothing else is."""

from __future__ import annotations

import pytest

from migrator.text.source import Source
from transforms.handlers.facts import Format
from transforms.handlers.javascript import masked, scan

HANDLER = "exports.handler = async (event) => {{\n  {}\n}};\n"


def found(text: str, before: Format = "rest", after: Format = "2.0") -> list[str]:
    source = Source("app.js", text)
    return [text[f.span.start : f.span.end] for f in scan(source, before, after) if f.span is not None]


NOTHING = {
    "a comment": "// event.httpMethod",
    "a long comment": "/* event.path\n event.resource */",
    "a string": "log('event.httpMethod');",
    "a string with a quote": "log('it\\'s event.httpMethod');",
    "a template": "log(`event.httpMethod`);",
    "a body": "return event.body;",
    "a query": "return event.queryStringParameters.path;",
    "another object": "return process.path + url.resource;",
    "a longer name": "return event.pathParameters.id;",
    "another's header": "return event.headers.host;",
    "a header that is set": "response.headers['X-Frame'] = 'deny';",
    "a null test that holds": "return event.body == null;",
    "a module": "const path = require('path');",
}


@pytest.mark.parametrize("line", NOTHING.values(), ids=NOTHING.keys())
def test_what_does_not_differ_is_not_found(line: str) -> None:
    assert found(HANDLER.format(line)) == []


READS = {
    "a field": ("return event.httpMethod;", "event.httpMethod"),
    "a key": ("return event['httpMethod'];", "event['httpMethod']"),
    "a key in double quotes": ('return event["resource"];', 'event["resource"]'),
    "an optional one": ("return event?.path;", "event?.path"),
    "an optional key": ("return event?.['path'];", "event?.['path']"),
    "in a template": ("return `${event.path}`;", "event.path"),
    "behind a comment": ("/* x */ return event.path;", "event.path"),
    "behind an apostrophe": ("// it's\n  return event.path;", "event.path"),
    "a chain": ("return event.requestContext.identity.sourceIp;", "event.requestContext.identity"),
    "a chain on lines": ("return event\n    .requestContext\n    .authorizer.claims;", None),
    "an alias": ("const { requestContext } = event; return requestContext.authorizer;", "requestContext.authorizer"),
    "unpacked": ("const { body, httpMethod } = event;", "httpMethod"),
    "unpacked under another name": ("const { httpMethod: m } = event;", "httpMethod"),
    "unpacked from the context": ("const { identity } = event.requestContext;", "identity"),
    "a header": ("return event.headers['X-Trace'];", "headers['X-Trace']"),
    "a header by name": ("return event.headers.Authorization;", "headers.Authorization"),
    "an optional header": ("return event.headers?.['X-Trace'];", "headers?.['X-Trace']"),
    "a cookie": ("return event.headers.cookie;", "headers.cookie"),
    "a null test": ("if (event.queryStringParameters === null) return 1;", "event.queryStringParameters === null"),
    "a response": ("return { multiValueHeaders: {} };", "multiValueHeaders:"),
    "an ARN": ("return policy(event.methodArn);", "event.methodArn"),
    "a refusal": ('callback("Unauthorized");', 'callback("Unauthorized"'),
}


@pytest.mark.parametrize(("line", "what"), READS.values(), ids=READS.keys())
def test_what_differs_is_found(line: str, what: str | None) -> None:
    places = found(HANDLER.format(line))
    assert len(places) == 1
    assert what is None or places == [what]


def test_places_count_lines_and_columns() -> None:
    source = Source("src/app.js", HANDLER.format("// first\n  return event.path;"))
    [finding] = scan(source, "rest", "2.0")
    assert finding.span is not None
    assert (finding.file, finding.span.line, finding.span.column) == ("src/app.js", 3, 10)


@pytest.mark.parametrize(
    "head",
    [
        "exports.main = async (req, context) => {",
        "module.exports.main = function (req) {",
        "export const main = async (req) => {",
        "export const main: Handler = async (req: Event): Promise<Result> => {",
        "export async function main(req, context) {",
    ],
)
def test_the_event_may_have_another_name(head: str) -> None:
    assert found(f"{head}\n  return req.httpMethod;\n}}\n") == ["req.httpMethod"]


def test_a_parameter_may_be_unpacked() -> None:
    assert found("exports.handler = async ({ body, httpMethod }) => httpMethod;\n") == ["httpMethod"]


def test_types() -> None:
    text = "import { APIGatewayProxyEvent, APIGatewayProxyEventV2, Context } from 'aws-lambda';\n"
    assert found(text) == ["APIGatewayProxyEvent"]
    assert found(text, "2.0", "rest") == ["APIGatewayProxyEventV2"]


BACK = {
    "rawPath": "event.rawPath",
    "http": "event.requestContext.http",
    "claims": "event.requestContext.authorizer",
    "cookies": "event.cookies",
    "routeKey": "event.routeKey",
}


@pytest.mark.parametrize("field", BACK.values(), ids=BACK.keys())
def test_what_differs_on_the_way_back(field: str) -> None:
    assert found(HANDLER.format(f"return {field};"), "2.0", "rest") == [field]
    assert found(HANDLER.format("return event.httpMethod;"), "2.0", "rest") == []


CLOSE = {
    "a method": ("event.httpMethod", False),
    "claims": ("event.requestContext.authorizer.claims", False),
    "a header that stays": ("event.headers['Content-Type']", False),
    "a forwarded one": ("event.headers['X-Forwarded-For']", False),
    "a header of the client": ("event.headers.Authorization", True),
    "a key of an API": ("event.requestContext.identity.apiKey", True),
    "a resource": ("event.requestContext.resourceId", True),
}


@pytest.mark.parametrize(("field", "differs"), CLOSE.values(), ids=CLOSE.keys())
def test_little_differs_on_1_0(field: str, differs: bool) -> None:
    assert bool(found(HANDLER.format(f"return {field};"), "rest", "1.0")) == differs


def test_masking_keeps_every_place() -> None:
    text = "a('x') // y\n/* z\n */ b[\"k\"] `t ${c} u` 'don\\'t'\n"
    assert len(masked(text)) == len(text)
    assert masked(text).count("\n") == text.count("\n")
    assert '["k"]' in masked(text)
    assert "c}" in masked(text)


@pytest.mark.parametrize("text", ["'" * 5000, "/*" * 5000, "`${" * 5000, "{" * 5000 + "event", "event." * 5000])
def test_hostile_text_is_scanned_in_time(text: str) -> None:
    assert len(masked(text)) == len(text)
    found(text)
