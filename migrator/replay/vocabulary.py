"""What code asks for by name: the strings in it that can be names of parameters, headers or fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

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
    files = [[*_nodes(text)] for text in texts]

    def told(parts: Callable[[ast.AST], Iterable[ast.AST]]) -> list[str]:
        return [each for nodes in files for each in _texts([part for node in nodes for part in parts(node)])]

    return sorted_out(told(_asked), told(_sides), told(_weighed), told(lambda node: (node,)))


def sorted_out(
    keys: Sequence[str], compared: Sequence[str], weighed: Sequence[str], constants: Sequence[str]
) -> Vocabulary:
    """Tell texts in code by what they can be.

    Arguments:
        keys: what it asks for by name, in its order.
        compared: what it compares something with.
        weighed: texts on which a decision hangs; single words of them come first.
        constants: all texts in it.
    """
    asked = set(keys)
    words = (*weighed, *(each for each in constants if each not in asked))
    names = (each for each in keys if _NAME.fullmatch(each) and each not in _OF_EVENTS)
    return Vocabulary(
        _first(names),
        _first(each for each in compared if _VALUE.fullmatch(each)),
        _first(each for each in words if _WORD.fullmatch(each) and each not in _OF_EVENTS),
        _first(each for each in constants if _PATH.fullmatch(each)),
    )


def _first(texts: Iterable[str]) -> tuple[str, ...]:
    """The first of them, each once."""
    return tuple(islice(dict.fromkeys(texts), LIMIT))


def _weighed(node: ast.AST) -> Iterator[ast.expr]:
    """On what a decision hangs: sides of comparisons, what is looked for and what it is looked for in."""
    for side in (node.left, *node.comparators) if isinstance(node, ast.Compare) else ():
        yield from side.elts if isinstance(side, (ast.Set, ast.Tuple, ast.List)) else [side]


def _texts(nodes: Sequence[ast.AST]) -> Iterator[str]:
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


_KEY = re.compile(r"(?:\.|\?\.)\s*([A-Za-z_$][\w$]*)|\[\s*(['\"`])([^'\"`\\\n]+)\2\s*\]|(['\"`])([\w-]+)\4\s+in\b")
_PATTERN = re.compile(r"\{([^{}()]*)\}\s*=")
_ENTRY = re.compile(r"(['\"]?)([A-Za-z_][\w-]*)\1")
_COMPARED = re.compile(r"[!=]==?\s*(['\"`])([^'\"`\\\n]*)\1|(['\"`])([^'\"`\\\n]*)\3\s*[!=]==?")
_TEXT = re.compile(r"(['\"`])([^'\"`\\\n]*)\1")
_CASE = re.compile(r"(?:\bcase\s+|\b(?:includes|startsWith|endsWith|has)\(\s*)(['\"`])([^'\"`\\\n]*)\1")


def script_vocabulary(texts: Iterable[str]) -> Vocabulary:
    """List what JavaScript names. It is searched, not parsed: a name too many only makes a request longer.

    Arguments:
        texts: files of JavaScript.
    """
    text = "\n".join(texts)
    keys = [match[1] or match[3] or match[5] for match in _KEY.finditer(text)]
    keys += [entry[2] for pattern in _PATTERN.finditer(text) for entry in _ENTRY.finditer(pattern[1])]
    compared = [match[2] if match[1] else match[4] for match in _COMPARED.finditer(text)]
    weighed = [*compared, *(match[2] for match in _CASE.finditer(text))]
    return sorted_out(keys, compared, weighed, [match[2] for match in _TEXT.finditer(text)])
