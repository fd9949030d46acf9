"""What code asks for by name: the strings in it that can be names of parameters, headers or fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LIMIT = 40
"""How many names are taken; an API's request line has to hold them all."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")

_VALUE = re.compile(r"[!-~][ -~]{0,199}")

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.:@-]{0,63}")

_PATH = re.compile(r"/(?:[A-Za-z0-9_.~{}+-]+/?){1,8}")

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


@dataclass(frozen=True)
class Vocabulary:
    """What code names.

    Arguments:
        names: names of parameters, headers and fields that it asks for.
        values: texts that it compares something with.
        words: single words in it, those that it compares or looks for first: groups, roles, stages.
        paths: texts in it that can be a path.
    """

    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def vocabulary_of(texts: Iterable[str]) -> Vocabulary:
    """List what code names.

    Arguments:
        texts: Python modules; one that does not parse names nothing.
    """
    read = tuple(texts)
    return Vocabulary(names_in(read), values_in(read), words_in(read), paths_in(read))


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


def words_in(texts: Iterable[str]) -> tuple[str, ...]:
    """List single words in code: those that are compared or looked for, then all that are no keys.

    Arguments:
        texts: Python modules; one that does not parse has no words.
    """
    read = tuple(texts)
    first = (word for text in read for word in _weighed(text))
    keys = {key for text in read for key in _keys(text)}
    others = (word for text in read for word in _constants(text) if word not in keys)
    found = dict.fromkeys(word for word in (*first, *others) if _WORD.fullmatch(word))
    return tuple(word for word in found if word not in _OF_EVENTS)[:LIMIT]


def paths_in(texts: Iterable[str]) -> tuple[str, ...]:
    """List texts in code that can be a path, or the end of one.

    Arguments:
        texts: Python modules; one that does not parse has none.
    """
    found = dict.fromkeys(value for text in texts for value in _constants(text))
    return tuple(value for value in found if _PATH.fullmatch(value))[:LIMIT]


def _weighed(text: str) -> Iterator[str]:
    """Texts on which a decision hangs: sides of comparisons, what is looked for and what it is looked for in."""
    compared = [node for node in _nodes(text) if isinstance(node, ast.Compare)]
    sides = [part for node in compared for side in (node.left, *node.comparators) for part in _parts(side)]
    return _texts(sides)


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.Set, ast.Tuple, ast.List)) else [node]


def _constants(text: str) -> Iterator[str]:
    return _texts([node for node in _nodes(text) if isinstance(node, ast.Constant)])


def _keys(text: str) -> Iterator[str]:
    keys = [key for node in _nodes(text) for key in _asked(node)]
    return (value for value in _texts(keys) if _NAME.fullmatch(value))


def _compared(text: str) -> Iterator[str]:
    sides = [side for node in _nodes(text) for side in _sides(node)]
    return (value for value in _texts(sides) if _VALUE.fullmatch(value))


def _texts(nodes: Sequence[ast.expr]) -> Iterator[str]:
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
