"""Types of ``@types/aws-lambda``: each format has its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from migrator.facts import AuthorizerFacts, Facts

from . import objects
from .draft import ScriptDraft
from .expressions import string
from .syntax import above, field, of_type, parts, up, walk

_LIBRARIES: Final = frozenset({"aws-lambda", "@types/aws-lambda"})

TO_2_0: Final = {
    "APIGatewayEvent": "APIGatewayProxyEventV2",
    "APIGatewayProxyEvent": "APIGatewayProxyEventV2",
    "APIGatewayProxyResult": "APIGatewayProxyResultV2",
    "ProxyResult": "APIGatewayProxyResultV2",
    "APIGatewayProxyHandler": "APIGatewayProxyHandlerV2",
    "ProxyHandler": "APIGatewayProxyHandlerV2",
    "APIGatewayProxyCallback": "APIGatewayProxyCallbackV2",
    "APIGatewayEventRequestContext": "APIGatewayEventRequestContextV2",
    "APIGatewayProxyWithCognitoAuthorizerEvent": "APIGatewayProxyEventV2WithJWTAuthorizer",
    "APIGatewayProxyWithCognitoAuthorizerHandler": "APIGatewayProxyHandlerV2WithJWTAuthorizer",
    "APIGatewayProxyWithLambdaAuthorizerEvent": "APIGatewayProxyEventV2WithLambdaAuthorizer",
    "APIGatewayProxyWithLambdaAuthorizerHandler": "APIGatewayProxyHandlerV2WithLambdaAuthorizer",
    "APIGatewayTokenAuthorizerEvent": "APIGatewayRequestAuthorizerEventV2",
    "APIGatewayRequestAuthorizerEvent": "APIGatewayRequestAuthorizerEventV2",
    "APIGatewayTokenAuthorizerHandler": "APIGatewayRequestIAMAuthorizerHandlerV2",
    "APIGatewayRequestAuthorizerHandler": "APIGatewayRequestIAMAuthorizerHandlerV2",
}
TO_REST: Final = {
    "APIGatewayProxyEventV2": "APIGatewayProxyEvent",
    "APIGatewayProxyResultV2": "APIGatewayProxyResult",
    "APIGatewayProxyStructuredResultV2": "APIGatewayProxyResult",
    "APIGatewayProxyHandlerV2": "APIGatewayProxyHandler",
    "APIGatewayProxyCallbackV2": "APIGatewayProxyCallback",
    "APIGatewayEventRequestContextV2": "APIGatewayEventRequestContext",
    "APIGatewayProxyEventV2WithJWTAuthorizer": "APIGatewayProxyWithCognitoAuthorizerEvent",
    "APIGatewayProxyHandlerV2WithJWTAuthorizer": "APIGatewayProxyWithCognitoAuthorizerHandler",
    "APIGatewayProxyEventV2WithLambdaAuthorizer": "APIGatewayProxyWithLambdaAuthorizerEvent",
    "APIGatewayProxyHandlerV2WithLambdaAuthorizer": "APIGatewayProxyWithLambdaAuthorizerHandler",
    "APIGatewayProxyEventV2WithIAMAuthorizer": "APIGatewayProxyEvent",
    "APIGatewayProxyHandlerV2WithIAMAuthorizer": "APIGatewayProxyHandler",
    "APIGatewayRequestAuthorizerEventV2": "APIGatewayRequestAuthorizerEvent",
    "APIGatewayRequestIAMAuthorizerHandlerV2": "APIGatewayRequestAuthorizerHandler",
}
KEYS_2_0: Final = {
    "path": ("rawPath",),
    "httpMethod": ("requestContext",),
    "resource": ("routeKey",),
    "multiValueHeaders": ("headers",),
    "multiValueQueryStringParameters": ("rawQueryString",),
}
KEYS_REST: Final = {
    "rawPath": ("path",),
    "routeKey": ("httpMethod", "resource"),
    "requestContext": ("requestContext", "httpMethod"),
    "cookies": ("headers",),
    "rawQueryString": ("multiValueQueryStringParameters",),
}
"""Where else what stands under a key of the event stands, by the format."""

_SIMPLE: Final = {
    "APIGatewaySimpleAuthorizerResult": "APIGatewayAuthorizerResult",
    "APIGatewaySimpleAuthorizerWithContextResult": "APIGatewayAuthorizerResult",
    "APIGatewayRequestSimpleAuthorizerHandlerV2": "APIGatewayRequestAuthorizerHandler",
    "APIGatewayRequestSimpleAuthorizerHandlerV2WithContext": "APIGatewayRequestAuthorizerHandler",
}
_CALLERS: Final = {"claims": "WithJWTAuthorizer", "lambda": "WithLambdaAuthorizer<any>", "iam": "WithIAMAuthorizer"}
"""Types of payload 2.0 for what an authorizer says of the caller, by whose data that is."""

_STRUCTURED: Final = "APIGatewayProxyStructuredResultV2"
"""A response with its keys; ``APIGatewayProxyResultV2`` may be a text as well, which handlers return."""


def renames(facts: Facts, caller: str = "") -> dict[str, str]:
    """The types of the old format, each with that of the new one.

    Arguments:
        facts: what the template says.
        caller: whose data the code reads of what is said of the caller, which types of their own hold.
    """
    if facts.after == "2.0" and facts.before != "2.0":
        kinds = {"Event": "Event", "ProxyEvent": "Event", "ProxyHandler": "Handler"} if caller else {}
        return TO_2_0 | {f"APIGateway{o}": f"APIGatewayProxy{n}V2{_CALLERS[caller]}" for o, n in kinds.items()}
    if facts.before != "2.0" or facts.after in ("1.0", "2.0"):
        return {}
    if isinstance(facts, AuthorizerFacts):
        return TO_REST | (_SIMPLE if facts.simple_before else {})
    return TO_REST


def rename(draft: ScriptDraft, facts: Facts, *, caller: str) -> None:
    """Write the types of a file for the new format.

    Arguments:
        draft: the file.
        facts: what the template says.
        caller: whose data the code reads of what is said of the caller; empty where it reads none.
    """
    known = renames(facts, caller)
    if not known or not draft.module.typed:
        return
    specifiers, spaces = _imported(draft)
    written = specifiers.keys() - known.keys()
    own = {name for name, node in specifiers.items() if field(node, "alias") is None}
    used: dict[str, dict[str, None]] = {}
    for node in walk(draft.module.root):
        text = draft.module.text(node) if node.type == "type_identifier" else ""
        inner = of_type(node.parent, "nested_type_identifier")
        space = field(node.parent, "module") if inner else None
        if text not in known or (text not in own if space is None else draft.module.text(space) not in spaces):
            continue
        new = _written(draft, node.parent if inner and node.parent is not None else node, known[text])
        draft.put(node.start_byte, node.end_byte, new)
        _keys(draft, node, KEYS_2_0 if facts.after == "2.0" else KEYS_REST)
        used.setdefault(text, {})[new.partition("<")[0]] = None
    for name, node in specifiers.items():
        if name in known:
            _import(draft, node, list(used.get(name, {known[name].partition("<")[0]: None})), written)


def _keys(draft: ScriptDraft, node: Node, known: Mapping[str, tuple[str, ...]]) -> None:
    """Write the keys that are picked from a type of an event, or left out of it."""
    module, around = draft.module, up(node, 2)
    picks = of_type(around, "generic_type") and module.text(field(around, "name")) in ("Pick", "Omit")
    for keys in parts(node.parent)[1:] if picks else ():
        texts = [string(module, each) for each in walk(keys) if each.type == "string"]
        new = dict.fromkeys(name for text in texts if text for name in known.get(text, (text,)))
        if not new.keys() <= {*texts}:
            written = " | ".join(f"{module.quote}{name}{module.quote}" for name in new)
            draft.put(keys.start_byte, keys.end_byte, written)


def _written(draft: ScriptDraft, node: Node, new: str) -> str:
    """A type where it is used: with arguments only where it takes some, and a response of a helper with its keys."""
    around = node.parent
    given = next((each for each in parts(around) if each.type == "type_arguments"), None)
    if given is not None and of_type(around, "generic_type") and "Lambda" not in new:
        draft.put(given.start_byte, given.end_byte, "")
    if new != TO_2_0["APIGatewayProxyResult"] or any(each.type == "type_arguments" for each in above(node)):
        return new
    return _STRUCTURED


def _imported(draft: ScriptDraft) -> tuple[dict[str, Node], set[str]]:
    """What a file imports of the types: entries by name, and names of the whole package."""
    specifiers: dict[str, Node] = {}
    spaces: set[str] = set()
    for statement in parts(draft.module.root):
        if statement.type != "import_statement" or string(draft.module, field(statement, "source")) not in _LIBRARIES:
            continue
        for node in walk(statement):
            if node.type == "import_specifier" and (name := field(node, "name")) is not None:
                specifiers[draft.module.text(name)] = node
            elif node.type == "namespace_import" or (node.type == "import_clause" and _default(node)):
                spaces.update(draft.module.text(each) for each in parts(node) if each.type == "identifier")
    return specifiers, spaces


def _import(draft: ScriptDraft, specifier: Node, new: list[str], written: set[str]) -> None:
    """Import types under their new names, each once."""
    name, alias = field(specifier, "name"), field(specifier, "alias")
    kept = [each for each in new if each not in written or alias is not None]
    written.update(kept if alias is None else ())
    if name is None or not kept:
        objects.remove(draft, specifier)
        return
    modifier = draft.module.data[specifier.start_byte : name.start_byte].decode()
    draft.put(name.start_byte, name.end_byte, kept[0])
    draft.insert(specifier.end_byte, "".join(f", {modifier}{each}" for each in kept[1:]))


def _default(clause: Node) -> bool:
    return any(each.type == "identifier" for each in parts(clause))
