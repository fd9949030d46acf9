"""Handlers made at random: a field of the event, a way on which its value travels, and what is done with it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from handler_events import BUILDERS, Request, requests, run, same

from migrator.facts import AuthorizerFacts, AuthorizerFormat, Format, Identity, Route, RouteFacts

Keys = tuple[str, ...]

CLAIMS: Keys = ("requestContext", "authorizer", "claims")
JWT: Keys = ("requestContext", "authorizer", "jwt", "claims")
CONTEXT: Keys = ("requestContext", "authorizer")
LAMBDA: Keys = ("requestContext", "authorizer", "lambda")

REST: tuple[tuple[Identity, Keys], ...] = (
    ("none", ("httpMethod",)),
    ("none", ("path",)),
    ("none", ("resource",)),
    ("none", ("headers", "X-User")),
    ("none", ("headers", "Authorization")),
    ("none", ("headers", "Cookie")),
    ("none", ("headers", "accept")),
    ("none", ("multiValueHeaders", "X-User")),
    ("none", ("body",)),
    ("none", ("queryStringParameters",)),
    ("none", ("queryStringParameters", "q")),
    ("none", ("multiValueQueryStringParameters",)),
    ("none", ("pathParameters", "id")),
    ("none", ("requestContext", "stage")),
    ("none", ("requestContext", "path")),
    ("none", ("requestContext", "identity", "sourceIp")),
    ("claims", (*CLAIMS, "cognito:groups")),
    ("claims", (*CLAIMS, "sub")),
    ("lambda", (*CONTEXT, "admin")),
    ("lambda", (*CONTEXT, "tenantId")),
    ("lambda", (*CONTEXT, "principalId")),
)
NEW: tuple[tuple[Identity, Keys], ...] = (
    ("none", ("requestContext", "http", "method")),
    ("none", ("requestContext", "http", "sourceIp")),
    ("none", ("rawPath",)),
    ("none", ("routeKey",)),
    ("none", ("version",)),
    ("none", ("headers", "x-user")),
    ("none", ("headers", "authorization")),
    ("none", ("cookies",)),
    ("none", ("queryStringParameters",)),
    ("none", ("queryStringParameters", "q")),
    ("none", ("pathParameters", "id")),
    ("none", ("body",)),
    ("none", ("requestContext", "stage")),
    ("claims", (*JWT, "cognito:groups")),
    ("claims", (*JWT, "sub")),
    ("lambda", (*LAMBDA, "admin")),
    ("lambda", (*LAMBDA, "tenantId")),
)
FIELDS: dict[str, tuple[tuple[Identity, Keys], ...]] = {
    "rest": REST,
    "2.0": NEW,
    # A form that is not decoded is base64 behind an HTTP API: code that takes it so is wrong today.
    "1.0": (
        *((who, keys) for who, keys in REST if keys[-1] not in ("X-User", "Authorization", "Cookie", "body")),
        ("none", ("headers", "x-user")),
        ("none", ("headers", "authorization")),
    ),
}
WAYS: tuple[tuple[Format, Format], ...] = (("rest", "1.0"), ("rest", "2.0"), ("2.0", "rest"), ("1.0", "rest"))

USES = (
    "str({})",
    "'yes' if {} else 'no'",
    "'yes' if {} == 'prod' else 'no'",
    "'yes' if {} == 'true' else 'no'",
    "'yes' if {} is None else 'no'",
    "'yes' if 'suspended' in ({} or '') else 'no'",
    "'yes' if 'suspended' in str({}).split(',') else 'no'",
    'f"x-{{{}}}"',
    "{{'prod': '1', 'GET': '2'}}.get(str({}), '3')",
    "str({}).lower()",
    "str(bool({}))",
    "str(({} or 'zz')[:2])",
    "str(sorted({} or []))",
    "base64.b64decode({} or '').decode('latin-1')",
)
TAILS = ("", "", "", "\n\n   ", "\n\n    # end", "\n\n\n")
"""Ends of files, which have to stay as they are."""

RESPOND = """\
def respond(text):
    return {}
"""
ANSWERS = ('{"said": text}', '{"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": {"said": text}}')
"""Answers whose body is no text: one without a status, which format 2.0 takes for the body, and one with it."""

RESOLVED = """\
from aws_lambda_powertools.event_handler import {kind}

app = {kind}()


def read(event):
    return {helper}


@app.get("/items/<id>")
def get(id):
    event = app.current_event
    return {{"said": {value}}}


def handler(event, context):
    return app.resolve(event, context)
"""
OF_CONTEXT: tuple[tuple[Identity, str], ...] = (
    ("none", "{}.request_context.stage"),
    ("none", "{}.raw_event['requestContext']['stage']"),
    ("none", "{}['headers'].get('X-User')"),
    ("none", "{}.headers.get('X-User')"),
    ("none", "{}.http_method"),
    ("none", "{}.path"),
    ("none", "{}.get_query_string_value('q', 'none')"),
    ("claims", "{}.request_context.authorizer.claims['cognito:groups']"),
    ("claims", "{}.request_context.authorizer.claims['sub']"),
    ("lambda", "{}.request_context.authorizer.get_context().get('admin')"),
    ("lambda", "{}.request_context.authorizer['admin']"),
)


@dataclass(frozen=True)
class Made:
    """A handler.

    Arguments:
        texts: its files, by module.
        facts: what is said of it.
        tail: how its own file ends.
    """

    texts: dict[str, str]
    facts: RouteFacts
    tail: str = ""


def chain(random: Random, start: str, keys: Keys) -> str:
    """Reads of keys, one after the other, in the forms that real code has."""
    for i, key in enumerate(keys):
        last = i == len(keys) - 1
        form = random.random()
        if form < 0.6:
            start = f"{start}[{key!r}]"
        elif form < 0.75:
            start = f"{start}.get({key!r})" if last else f"({start}.get({key!r}) or {{}})"
        elif form < 0.9:
            default = random.choice(("None", "'zz'")) if last else "{}"
            start = f"{start}.get({key!r}, {default})"
        else:
            start = f"{start}[{'KEY_' + ''.join(c for c in key if c.isalpha()).upper()}]"
    return start


def make(seed: int) -> Made:
    """One handler; the same seed makes the same one."""
    random = Random(seed)
    before, after = random.choice(WAYS)
    identity, keys = random.choice(FIELDS[before])
    at = random.randrange(len(keys) + 1)
    use = random.choice(USES)
    value = random.choice(list(TRAVELS))
    first, rest = chain(random, "event", keys[:at]), keys[at:]
    top, lib, setup, result = TRAVELS[value](random, first, rest, use)
    body = random.choice([result, result, f"({result})"])
    lines = [*top, "", ""] if top else []
    handler = ["def handler(event, context):", *(f"    {line}" for line in setup)]
    answer = f'return {{"statusCode": 200, "headers": {{"Content-Type": "text/plain"}}, "body": {body}}}'
    if before == "2.0" and random.random() < 0.2:
        lines = [*lines, RESPOND.replace("{}", random.choice(ANSWERS)), ""]
        answer = f"if context is None:\n        return respond('none')\n    return respond({body})"
    tail = random.choice(TAILS)
    text = "\n".join([*lines, *handler, f"    {answer}", ""]) + tail
    constants = [
        f"KEY_{''.join(c for c in key if c.isalpha()).upper()} = {key!r}\n"
        for key in dict.fromkeys(keys)
        if f"KEY_{''.join(c for c in key if c.isalpha()).upper()}" in text + "\n".join(lib)
    ]
    texts = {"app": "".join(constants) + ("\n\n" if constants else "") + text}
    if lib:
        texts["lib"] = "".join(constants) + "\n".join([*lib, ""])
        texts["app"] = "import lib\n\n\n" + texts["app"]
    if "base64" in use:
        texts = {name: f"import base64\n\n\n{code}" for name, code in texts.items()}
    path = "/items/{id}"
    method = "POST" if keys == ("body",) else "GET"
    facts = RouteFacts(before, after, (Route(method, path, identity),), rest_stage="prod", repair=True)
    return Made(texts, facts, tail)


def resolved(seed: int) -> Made:
    """One handler of Powertools behind a REST API; the same seed makes the same one."""
    random = Random(seed)
    identity, read = random.choice(OF_CONTEXT)
    value = random.choice(USES[:-1]).format(read.format("event"))
    within = random.choice((value, value, "read(event)", "read(app.current_event)"))
    value = within if within != value else value.replace("event", random.choice(("event", "app.current_event")), 1)
    text = RESOLVED.format(
        kind="APIGatewayRestResolver", helper=random.choice(USES[:-1]).format(read.format("event")), value=value
    )
    routes = (Route("GET", "/items/{id}", identity),)
    return Made(
        {"app": text}, RouteFacts("rest", random.choice(("1.0", "2.0")), routes, rest_stage="prod", repair=True)
    )


Travel = Callable[[Random, str, Keys, str], tuple[list[str], list[str], list[str], str]]


def _inline(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [], use.format(chain(random, first, rest))


def _alias(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"held = {first}"], use.format(chain(random, "held", rest))


def _two(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"held = {first}", f"value = {chain(random, 'held', rest)}"], use.format("value")


def _helper(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return ["def read(part):", f"    return {use.format(chain(random, 'part', rest))}"], [], [], f"read({first})"


def _module(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], ["def read(part):", f"    return {use.format(chain(random, 'part', rest))}"], [], f"lib.read({first})"


def _twice(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["def inner(part):", f"    return {chain(random, 'part', rest)}", "", "", "def read(part):"]
    return [*top, f"    return {use.format('inner(part)')}"], [], [], f"read({first})"


def _returned(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return ["def part(event):", f"    return {first}"], [], [], use.format(chain(random, "part(event)", rest))


def _other_caller(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["def read(part):", f"    return {use.format(chain(random, 'part', rest))}", "", "", "SPARE = read"]
    return top, [], [], f"read({first})"


def _nested(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], ["def read():", f"    return {use.format(chain(random, first, rest))}"], "read()"


def _lambda(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"read = lambda part: {use.format(chain(random, 'part', rest))}"], f"read({first})"


def _table(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["def read(part):", f"    return {use.format(chain(random, 'part', rest))}", "", "", "TABLE = {'a': read}"]
    return top, [], [], f"TABLE['a']({first})"


def _stored(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"box = {{'part': {first}}}"], use.format(chain(random, "box['part']", rest))


def _object(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["class Box:", "    def __init__(self, part):", "        self.part = part", "", "    def read(self):"]
    return [*top, f"        return {use.format(chain(random, 'self.part', rest))}"], [], [], f"Box({first}).read()"


def _kept(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["class Box:", "    def __init__(self, part):", "        self.part = part"]
    return top, [], [f"box = Box({first})"], use.format(chain(random, "box.part", rest))


def _parsed(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    kind, me = random.choice((("staticmethod", ""), ("classmethod", "cls, ")))
    lib = ["class Box:", f"    @{kind}", f"    def read({me}part):"]
    return [], [*lib, f"        return {use.format(chain(random, 'part', rest))}"], [], f"lib.Box.read({first})"


def _service(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = [
        "class Service:",
        "    def run(self, part):",
        "        return self._read(part)",
        "",
        "    def _read(self, part):",
    ]
    top = [*top, f"        return {use.format(chain(random, 'part', rest))}", "", "", "service = Service()"]
    return top, [], [], f"service.run({first})"


def _patched(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["def other(part):", f"    return {use.format(chain(random, 'part', rest))}", "", ""]
    how = random.choice(("lib.read = other", "setattr(lib, 'read', other)", "vars(lib)['read'] = other"))
    return [*top, how], ["def read(part):", "    return 'own'"], [], f"lib.read({first})"


def _logged(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    lib = ["SEEN = []", "", "", "def info(part):", f"    SEEN.append({use.format(chain(random, 'part', rest))})"]
    return ["import lib as logger"], lib, [f"logger.info({first})"], "logger.SEEN[-1]"


def _put(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"event['own'] = {first}"], use.format(chain(random, "event['own']", rest))


def _copied(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    copied = random.choice(("dict({} or {{}})", "{{**({} or {{}})}}", "({} or {{}}).copy()")).format("event")
    return [], [], [f"held = {copied}"], use.format(chain(random, first.replace("event", "held", 1), rest))


def _unpacked(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"held, _ = {first}, 1"], use.format(chain(random, "held", rest))


def _walrus(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    return [], [], [f"if (held := {first}) is None:", "    held = {}"], use.format(chain(random, "held", rest))


def _default(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["def read(other=None, *, part=None):", f"    return {use.format(chain(random, 'part', rest))}"]
    return top, [], [], f"read(part={first})"


def _caught(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    value = use.format(chain(random, first, rest))
    return [], [], ["try:", f"    value = {value}", "except KeyError:", "    value = 'missing'"], "value"


def _caught_call(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    top = ["def read(part):", f"    return {use.format(chain(random, 'part', rest))}"]
    return top, [], ["try:", f"    value = read({first})", "except KeyError:", "    value = 'missing'"], "value"


def _looped(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    if not rest:
        return _inline(random, first, rest, use)
    loop = ["held = None", f"for name, value in ({first} or {{}}).items():", f"    if name == {rest[0]!r}:"]
    return [], [], [*loop, "        held = value"], use.format(chain(random, "held", rest[1:]))


def _folded(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    if len(rest) != 1:
        return _inline(random, first, rest, use)
    made = f"{{name.lower(): value for name, value in ({first} or {{}}).items()}}"
    return [], [], [f"held = {made}"], use.format(f"held.get({rest[0].lower()!r})")


def _decorated(random: Random, first: str, rest: Keys, use: str) -> tuple[list[str], list[str], list[str], str]:
    value = use.format(chain(random, first, rest))
    top = ["def looked(function):", "    def inner(event, context):", f"        if {value} in ('yes', 'None'):"]
    top += ['            return {"statusCode": 403, "headers": {"Content-Type": "text/plain"}, "body": "no"}']
    top += ["        return function(event, context)", "", "    return inner", "", "", "@looked"]
    return [*top, "def answer(event, context):", "    return 'ok'"], [], [], "str(answer(event, context))"


TRAVELS: dict[str, Travel] = {
    "inline": _inline,
    "alias": _alias,
    "two": _two,
    "helper": _helper,
    "module": _module,
    "twice": _twice,
    "returned": _returned,
    "other caller": _other_caller,
    "nested": _nested,
    "lambda": _lambda,
    "table": _table,
    "stored": _stored,
    "object": _object,
    "kept": _kept,
    "parsed": _parsed,
    "service": _service,
    "patched": _patched,
    "copied": _copied,
    "logged": _logged,
    "put": _put,
    "unpacked": _unpacked,
    "walrus": _walrus,
    "default": _default,
    "caught": _caught,
    "caught call": _caught_call,
    "looped": _looped,
    "folded": _folded,
    "decorated": _decorated,
}


STAGES: tuple[str, ...] = (
    "event['methodArn'].split('/')[1]",
    "event['methodArn'].split(':')[5].split('/')[1]",
    "event['requestContext']['stage']",
)
PARTS: dict[str, tuple[str, ...]] = {
    "token": ("event['authorizationToken']", "event.get('type')", *STAGES[:2]),
    "request": ("event['headers'].get('Authorization')", "event['httpMethod']", "event['path']", *STAGES),
    "1.0": ("event['headers'].get('authorization')", "event['identitySource']", *STAGES),
    "2.0": (
        "event['headers'].get('authorization')",
        "event['identitySource'][0]",
        "event['routeArn'].split('/')[1]",
        "event['requestContext']['http']['method']",
    ),
}
DECIDING = ("allow", "prod", "$default", "GET", "TOKEN", "REQUEST")
RESOURCES = ("event['{0}']", "event['{0}'].split('/')[0] + '/*'", "event['{0}'].split('/')[0] + '/prod/GET/*'")
TURNS: tuple[tuple[AuthorizerFormat, AuthorizerFormat], ...] = (
    ("token", "1.0"),
    ("token", "2.0"),
    ("request", "1.0"),
    ("request", "2.0"),
    ("1.0", "request"),
    ("2.0", "request"),
)


def authorizer(seed: int) -> tuple[str, AuthorizerFacts]:
    """One authorizer; the same seed makes the same one."""
    random = Random(seed)
    before, after = random.choice(TURNS)
    tests = [
        f"{random.choice(PARTS[before])} {random.choice(('==', '!=', '=='))} {random.choice(DECIDING)!r}"
        for _ in range(random.choice((1, 2)))
    ]
    allowed = random.choice((" and ", " or ")).join(tests)
    arn = "routeArn" if before == "2.0" else "methodArn"
    resource = random.choice(RESOURCES).format(arn)
    inline = random.random() < 0.5
    top = [] if inline else ["def allowed(event):", f"    return {allowed}", "", ""]
    effect = f"'Allow' if {allowed if inline else 'allowed(event)'} else 'Deny'"
    statement = f'{{"Action": "execute-api:Invoke", "Effect": {effect}, "Resource": {resource}}}'
    policy = f'{{"Version": "2012-10-17", "Statement": [{statement}]}}'
    lines = [*top, "def handler(event, context):", f'    return {{"principalId": "u", "policyDocument": {policy}}}', ""]
    return "\n".join(lines), AuthorizerFacts(before, after, repair=True, rest_stage="prod")


def events(request: Request, route: Route, kind: str) -> dict[str, Any]:
    """The event of a request, with the values on which access hangs."""
    event = BUILDERS[kind](request, route, None)
    authorizer = event["requestContext"].get("authorizer")
    if route.identity == "claims":
        claims = authorizer["jwt"]["claims"] if kind == "2.0" else authorizer["claims"]
        claims["cognito:groups"] = "readers,suspended" if kind == "rest" else "[readers suspended]"
    if route.identity == "lambda":
        values = authorizer["lambda"] if kind == "2.0" else authorizer
        values["admin"] = "false" if kind == "rest" else False
    return event


def unlike(
    made: Made, old: Callable[[Any, Any], Any], new: Callable[[Any, Any], Any], *, both: bool = False
) -> list[str]:
    """Requests that the old and the new handler answer differently; with ``both``, to the API that stays as well."""
    facts, found = made.facts, []
    for route in facts.routes:
        for request in requests(route):
            before = run(old, facts.before, events(request, route, facts.before))
            for kind in (facts.after, facts.before) if both else (facts.after,):
                after = run(new, kind, events(request, route, kind))
                if before[0] < 500 and not same(before, after):  # what failed may work
                    found.append(f"{request}\n  before {before}\n  after  {after}, for {kind}")
    return found
