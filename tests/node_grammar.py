"""Handlers in JavaScript that a grammar makes: ways to reach a field of the event, and things to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

REST = (
    "httpMethod",
    "path",
    "resource",
    "body",
    "queryStringParameters",
    "queryStringParameters.q",
    "pathParameters",
    "pathParameters.id",
    "stageVariables",
    "multiValueQueryStringParameters.tag",
    "headers.X-User",
    "headers.Authorization",
    "headers.Cookie",
    "headers.Content-Type",
    "requestContext.httpMethod",
    "requestContext.accountId",
    "requestContext.requestTime",
    "requestContext.requestTimeEpoch",
    "requestContext.protocol",
    "requestContext.resourcePath",
    "requestContext.stage",
    "requestContext.identity.sourceIp",
    "requestContext.identity.userAgent",
    "requestContext.identity.userArn",
    "requestContext.identity.caller",
    "requestContext.identity.apiKey",
    "requestContext.authorizer.claims.sub",
    "requestContext.authorizer.claims.cognito:groups",
    "requestContext.authorizer.tenantId",
    "isBase64Encoded",
)
HTTP = (
    "rawPath",
    "routeKey",
    "version",
    "body",
    "cookies",
    "queryStringParameters",
    "queryStringParameters.q",
    "pathParameters",
    "pathParameters.id",
    "stageVariables",
    "headers.x-user",
    "headers.authorization",
    "headers.content-type",
    "requestContext.http.method",
    "requestContext.http.path",
    "requestContext.http.sourceIp",
    "requestContext.http.userAgent",
    "requestContext.http.protocol",
    "requestContext.time",
    "requestContext.timeEpoch",
    "requestContext.routeKey",
    "requestContext.accountId",
    "requestContext.stage",
    "requestContext.authorizer.jwt.claims.sub",
    "requestContext.authorizer.jwt.claims.cognito:groups",
    "requestContext.authorizer.lambda.tenantId",
    "requestContext.authorizer.iam.userArn",
    "isBase64Encoded",
)
USES = (
    "String({})",
    "`${{{}}}`",
    "{} === null",
    "{} === undefined",
    "{} == null",
    "typeof {}",
    "{} ?? 'none'",
    "{} || 'none'",
    "{} && 'some'",
    "String({} && 'some')",
    "!{}",
    "({} ? 'yes' : 'no')",
    "JSON.stringify({{ v: {} }})",
    "[{}].length",
    "size({})",
    "given({})",
    "text({})",
    "({})?.length",
    "'x' + {}",
    "{} === 'GET'",
)
HELPERS = """\
const size = (value) => (value ? Object.keys(value).length : -1);
const given = (value = 'default') => String(value);
function text(value) {
  return value === null ? 'null' : typeof value;
}
"""


@dataclass
class Script:
    """One handler on its way.

    Arguments:
        random: where choices come from.
        fields: the fields of its events.
    """

    random: Random
    fields: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
    count: int = 0

    def name(self) -> str:
        self.count += 1
        return f"v{self.count}"

    def written(self) -> str:
        """The text of the handler."""
        parameter, first = "event", ""
        if self.random.random() < 0.3:
            parameter, first = self.unpacked_parameter()
        uses = [self.use(first)] if first else []
        if parameter == "event":
            uses += [self.use(self.reach(self.random.choice(self.fields))) for _ in range(self.random.randint(1, 4))]
        body = "".join(f"  {line}\n" for line in self.lines)
        answer = "return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: out.join('|') };"
        out = "".join(f"  out.push({use});\n" for use in uses)
        head = self.random.choice(("exports.handler = async ({}) => {{", "exports.handler = async function ({}) {{"))
        return (
            f"{HELPERS}{''.join(self.helpers)}{head.format(parameter)}\n  const out = [];\n{body}{out}  {answer}\n}};\n"
        )

    def use(self, expression: str) -> str:
        return self.random.choice(USES).format(expression)

    def unpacked_parameter(self) -> tuple[str, str]:
        name = self.name()
        keys = self.random.choice(self.fields).split(".")
        return self.pattern(keys, name, default=self.random.random() < 0.3), name

    def pattern(self, keys: list[str], name: str, *, default: bool = False) -> str:
        inner = f"{name} = 'd'" if default else name
        if len(keys) == 1 and keys[0].isidentifier() and self.random.random() < 0.3 and not default:
            self.lines.append(f"const {name} = {keys[0]};")
            return f"{{ {keys[0]} }}"
        for key in reversed(keys):
            inner = f"{{ {key if key.isidentifier() else repr(key)}: {inner} }}"
        return inner

    def chain(self, base: str, keys: list[str]) -> str:
        for number, key in enumerate(keys):
            optional = number > 0 and self.random.random() < 0.5
            dotted = key.isidentifier() and self.random.random() < 0.8
            base += (("?." if optional else ".") + key) if dotted else f"{'?.' if optional else ''}['{key}']"
        return base

    def reach(self, path: str) -> str:
        """An expression that reads a field, after the lines that it needs."""
        keys = path.split(".")
        way = self.random.randrange(7)
        if way == 0:
            return self.chain("event", keys)
        if way == 1 and len(keys) > 1:
            cut, alias = self.random.randint(1, len(keys) - 1), self.name()
            self.lines.append(f"const {alias} = {self.chain('event', keys[:cut])};")
            return self.chain(f"({alias} || {{}})" if self.random.random() < 0.5 else alias, keys[cut:])
        if way == 2:
            name = self.name()
            self.lines.append(f"const {self.pattern(keys, name, default=self.random.random() < 0.3)} = event;")
            return name
        if way == 3 and len(keys) > 1:
            cut, name = self.random.randint(1, len(keys) - 1), self.name()
            pattern = self.pattern(keys[cut:], name, default=self.random.random() < 0.3)
            source = self.chain("event", keys[:cut]) + self.random.choice(("", " ?? {}", " || {}"))
            self.lines.append(f"const {pattern} = {source};")
            return name
        if way == 4:
            helper = self.name()
            self.helpers.append(f"const {helper} = (call) => {self.chain('call', keys)};\n")
            return f"{helper}(event)"
        if way == 5:
            helper, name = self.name(), self.name()
            lines = self.lines
            self.lines = []
            pattern = self.pattern(keys, name)
            body = "".join(f" {line}" for line in self.lines)
            self.lines = lines
            self.helpers.append(f"function {helper}({pattern}) {{{body} return {name}; }}\n")
            return f"{helper}(event)"
        name = self.name()
        self.lines.append(f"const {name} = {self.chain('event', keys)};")
        return name


def scripts(seed: int, count: int, fields: tuple[str, ...]) -> Iterator[str]:
    """Handlers, the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        yield Script(random, fields).written()
