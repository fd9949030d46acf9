"""Functions that rewritten code calls, written out at the end of the file that needs them."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from .syntax import ScriptModule

HELPERS: Final = {
    "_body": """\
function _body(event@) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}""",
    "_headers": """\
function _headers(event@) {
  return Object.fromEntries(Object.entries#(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}""",
    "_headersWithoutCookie": """\
function _headersWithoutCookie(event@) {
  const { cookie, ...headers } = _headers(event);
  return headers;
}""",
    "_cookies": """\
function _cookies(event@) {
  const cookies = Object.entries#(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  return cookies?.split(';').map((cookie@) => cookie.trim()).filter(Boolean);
}""",
    "_queryLists": """\
function _queryLists(event@) {
  const lists = new Map();
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    lists.set(name, [...(lists.get(name) ?? []), value]);
  }
  return lists.size ? Object.fromEntries(lists) : null;
}""",
    "_query": """\
function _query(event@) {
  const lists = Object.entries#(event.multiValueQueryStringParameters ?? {});
  return new URLSearchParams(lists.flatMap(([name, values]@) => values.map((value@) => [name, value]))).toString();
}""",
    "_text": """\
function _text(value@) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}""",
    "_texts": """\
function _texts(headers@) {
  return Object.fromEntries(Object.entries#(headers ?? {}).map(([name, value]@) => [name, _text(value)]));
}""",
    "_policy": """\
function _policy(event@, answer@) {
  const isAllowed = answer?.isAuthorized === true;
  const sent = Object.entries#(JSON.parse(JSON.stringify(answer?.context ?? {}))).filter(([, value]) => value !== null);
  const context = sent.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: event.methodArn }],
    },
    context: Object.fromEntries(context),
  };
}""",
    "_policyForAll": """\
function _policyForAll(event@, answer@) {
  const isAllowed = answer?.isAuthorized === true;
  const sent = Object.entries#(JSON.parse(JSON.stringify(answer?.context ?? {}))).filter(([, value]) => value !== null);
  const context = sent.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: `${event.methodArn.split('/', 2).join('/')}/*` }],
    },
    context: Object.fromEntries(context),
  };
}""",
}
"""By name; ``@`` and ``#`` stand for the types that TypeScript asks for, of a parameter and of what an object holds."""

NEEDS: Final[dict[str, tuple[str, ...]]] = {"_texts": ("_text",), "_headersWithoutCookie": ("_headers",)}
"""Helpers that others call."""


def text_of(name: str, module: ScriptModule) -> str:
    """A helper as it is written in a file.

    Arguments:
        name: its name.
        module: the file, for its language, quotes, indents and line breaks.
    """
    text = HELPERS[name].replace("@", ": any" if module.typed else "").replace("#", "<any>" if module.typed else "")
    if module.typed:
        text = text.replace(") {\n", "): any {\n", 1)
    if module.quote == '"':
        text = text.replace("'", '"')
    lines = [_indented(line, module.indent) for line in text.split("\n")]
    return module.newline.join(lines)


def helper_name(module: ScriptModule, function: Node) -> str | None:
    """The name of a function that an earlier run added as it is written here; None for other functions."""
    named = function.child_by_field_name("name")
    name = module.text(named)
    known = name in HELPERS and module.text(function).split() == text_of(name, module).split()
    return name if known else None


def _indented(line: str, indent: str) -> str:
    bare = line.lstrip(" ")
    return indent * ((len(line) - len(bare)) // 2) + bare
