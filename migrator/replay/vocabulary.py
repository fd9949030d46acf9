"""What code asks for by name: the strings in it that can be names of parameters, headers or fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

LIMIT = 40
"""How many names are taken; an API's request line has to hold them all."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")

_VALUE = re.compile(r"[!-~][ -~]{0,199}")

# Names of the events themselves. As parameters they would say nothing.
_OF_EVENTS = frozenset(
    [
        *("body", "cookies", "headers", "httpMethod", "isBase64Encoded", "multiValueHeaders", "rawQueryString"),
        *("multiValueQueryStringParameters", "path", "pathParameters", "queryStringParameters", "rawPath", "resource"),
        *("requestContext", "routeKey", "stageVariables", "version", "statusCode", "isAuthorized"),
        *("accountId", "apiId", "authorizer", "claims", "domainName", "http", "iam", "identity", "jwt", "lambda"),
        *("method", "requestId", "requestTime", "requestTimeEpoch", "resourcePath", "sourceIp", "stage", "time"),
        *("timeEpoch", "userAgent"),
    ]
)
_READERS = frozenset({"get", "pop", "get_header", "getlist", "getvalue"})


def names_in(texts: Iterable[str]) -> tuple[str, ...]:
    """List what code asks for by name, in its order: constant keys, first arguments of ``get``, members tested for.

    Arguments:
        texts: Python modules; one that does not parse has no names.
    """
    found = dict.fromkeys(name for text in texts for name in _keys(text))
    return tuple(name for name in found if name not in _OF_EVENTS)[:LIMIT]


def values_in(texts: Iterable[str]) -> tuple[str, ...]:
    """List the texts that code compares something with, in its order.

    Arguments:
        texts: Python modules; one that does not parse compares nothing.
    """
    return tuple(dict.fromkeys(value for text in texts for value in _compared(text)))[:LIMIT]


def _keys(text: str) -> Iterator[str]:
    keys = [key for node in _nodes(text) for key in _asked(node)]
    return (value for value in _texts(keys) if _NAME.fullmatch(value))


def _compared(text: str) -> Iterator[str]:
    sides = [side for node in _nodes(text) for side in _sides(node)]
    return (value for value in _texts(sides) if _VALUE.fullmatch(value))


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    """Constant texts among expressions, in the order in which they stand in the code."""
    found = [node for node in nodes if isinstance(node, ast.Constant)]
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node.value, str):
            yield node.value


def _nodes(text: str) -> Iterator[ast.AST]:
    try:
        return ast.walk(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError):
        return iter(())


def _asked(node: ast.AST) -> tuple[ast.expr, ...]:
    if isinstance(node, ast.Subscript):
        return (node.slice,)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return (node.left,)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _READERS:
        return tuple(node.args[:1])
    return ()


def _sides(node: ast.AST) -> tuple[ast.expr, ...]:
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return (node.left, node.comparators[0])
    return ()
