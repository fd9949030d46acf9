"""Types of ``@types/aws-lambda``: each format has its own."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from migrator.facts import AuthorizerFacts, Facts

from . import objects
from .draft import ScriptDraft
from .imports import required
from .syntax import field, parts, string, walk

_LIBRARIES: Final = frozenset({"aws-lambda", "@types/aws-lambda"})

TO_2_0: Final = {
    "APIGatewayEvent": "APIGatewayProxyEventV2",
    "APIGatewayProxyEvent": "APIGatewayProxyEventV2",
    "APIGatewayProxyResult": "APIGatewayProxyResultV2",
    "APIGatewayProxyHandler": "APIGatewayProxyHandlerV2",
    "APIGatewayProxyCallback": "APIGatewayProxyCallbackV2",
    "APIGatewayProxyWithCognitoAuthorizerEvent": "APIGatewayProxyEventV2WithJWTAuthorizer",
    "APIGatewayProxyWithCognitoAuthorizerHandler": "APIGatewayProxyHandlerV2WithJWTAuthorizer",
    "APIGatewayProxyWithLambdaAuthorizerEvent": "APIGatewayProxyEventV2WithLambdaAuthorizer",
    "APIGatewayProxyWithLambdaAuthorizerHandler": "APIGatewayProxyHandlerV2WithLambdaAuthorizer",
    "APIGatewayTokenAuthorizerEvent": "APIGatewayRequestAuthorizerEventV2",
    "APIGatewayRequestAuthorizerEvent": "APIGatewayRequestAuthorizerEventV2",
}
TO_REST: Final = {
    "APIGatewayProxyEventV2": "APIGatewayProxyEvent",
    "APIGatewayProxyResultV2": "APIGatewayProxyResult",
    "APIGatewayProxyStructuredResultV2": "APIGatewayProxyResult",
    "APIGatewayProxyHandlerV2": "APIGatewayProxyHandler",
    "APIGatewayProxyCallbackV2": "APIGatewayProxyCallback",
    "APIGatewayProxyEventV2WithJWTAuthorizer": "APIGatewayProxyEvent",
    "APIGatewayProxyHandlerV2WithJWTAuthorizer": "APIGatewayProxyHandler",
    "APIGatewayProxyEventV2WithLambdaAuthorizer": "APIGatewayProxyWithLambdaAuthorizerEvent",
    "APIGatewayProxyHandlerV2WithLambdaAuthorizer": "APIGatewayProxyWithLambdaAuthorizerHandler",
    "APIGatewayRequestAuthorizerEventV2": "APIGatewayRequestAuthorizerEvent",
}
_SIMPLE: Final = {"APIGatewaySimpleAuthorizerResult": "APIGatewayAuthorizerResult"}


def renames(facts: Facts) -> dict[str, str]:
    """The types of the old format, each with that of the new one."""
    if facts.after == "2.0" and facts.before != "2.0":
        return TO_2_0
    if facts.before != "2.0" or facts.after in ("1.0", "2.0"):
        return {}
    if isinstance(facts, AuthorizerFacts):
        token = (
            {"APIGatewayRequestAuthorizerEventV2": "APIGatewayTokenAuthorizerEvent"} if facts.after == "token" else {}
        )
        return TO_REST | (_SIMPLE if facts.simple_before else {}) | token
    return TO_REST


def rename(draft: ScriptDraft, facts: Facts, *, caller: bool) -> None:
    """Write the types of a file for the new format.

    Arguments:
        draft: the file.
        facts: what the template says.
        caller: whether the code reads what a token authorizer says of the caller, which a type of its own has.
    """
    known = dict(renames(facts))
    if not known or not draft.module.typed:
        return
    if caller and "APIGatewayProxyEvent" in known:
        known["APIGatewayProxyEvent"] = known["APIGatewayEvent"] = "APIGatewayProxyEventV2WithJWTAuthorizer"
        known["APIGatewayProxyHandler"] = "APIGatewayProxyHandlerV2WithJWTAuthorizer"
    names, spaces = _imported(draft, known)
    for node in walk(draft.module.root):
        if node.type != "type_identifier":
            continue
        text = draft.module.text(node)
        parent = node.parent
        if parent is not None and parent.type == "nested_type_identifier":
            space = field(parent, "module")
            if space is not None and draft.module.text(space) in spaces and text in known:
                draft.put(node.start_byte, node.end_byte, known[text])
        elif text in names:
            draft.put(node.start_byte, node.end_byte, known[text])


def _imported(draft: ScriptDraft, known: dict[str, str]) -> tuple[set[str], set[str]]:
    """Types that a file imports under their own names, which are renamed there; and names of the whole package."""
    names: set[str] = set()
    spaces: set[str] = set()
    written: set[str] = set()
    for statement in parts(draft.module.root):
        if statement.type != "import_statement" or string(draft.module, field(statement, "source")) not in _LIBRARIES:
            continue
        for node in walk(statement):
            if node.type == "import_specifier" and (name := field(node, "name")) is not None:
                text = draft.module.text(name)
                if text not in known:
                    written.add(text)
                    continue
                _renamed(draft, node, name, known[text], written)
                if field(node, "alias") is None:
                    names.add(text)
            elif node.type == "namespace_import" or (node.type == "import_clause" and _default(node)):
                spaces.update(draft.module.text(each) for each in parts(node) if each.type == "identifier")
    return names, spaces


def _renamed(draft: ScriptDraft, specifier: Node, name: Node, new: str, written: set[str]) -> None:
    if new in written and field(specifier, "alias") is None:  # two types became one
        objects.remove(draft, specifier)
        return
    written.add(new)
    draft.put(name.start_byte, name.end_byte, new)


def _default(clause: Node) -> bool:
    return any(each.type == "identifier" for each in parts(clause))


__all__ = ["TO_2_0", "TO_REST", "rename", "renames", "required"]
