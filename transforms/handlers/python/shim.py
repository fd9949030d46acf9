"""Wrap a route's handler that cannot be rewritten, so that it answers the events of the other kind of API.

One module is written beside the code, and the handler gets one decorator. Its source is ``apigw_compat.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import libcst as cst

    Statement: TypeAlias = cst.SimpleStatementLine | cst.BaseCompoundStatement

Decorator: TypeAlias = Literal["rest_compat", "http_compat"]
"""What the handler is written for: a REST API, or payload 2.0 of an HTTP API."""

MODULE = "apigw_compat"
"""Name of the module; it has to lie where the handler's package starts, which is on the path of a function."""


class ShimError(Exception):
    """A module in which the handler cannot be wrapped; the message is one line for the user."""


def module_text() -> str:
    """Text of the module that the decorators come from."""
    return Path(__file__).with_name(f"{MODULE}.py").read_text(encoding="utf-8")


def apply(
    text: str, function: str, decorator: Decorator = "rest_compat", module: str = MODULE, stage: str | None = None
) -> str:
    """Wrap a handler; text that holds the wrapped handler already comes back as it is.

    A ``def`` gets a decorator, outermost, so that every other one sees the event that it knows; an assignment gets
    a call around its value; an imported name is assigned anew at the end.

    Arguments:
        text: the module in which the handler is.
        function: name of the handler.
        decorator: which decorator.
        module: dotted name under which the module can be imported.
        stage: name of the stage that the handler knows; None where it is not known.

    Raises:
        ShimError: the text does not parse, or the handler is not at its top level exactly once.
    """
    import libcst as cst

    try:
        tree = cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise ShimError(f"{function} cannot be wrapped: the module does not parse") from error
    body = list(tree.body)
    index = _definition(body, function)
    wrapped = _wrapped(body[index], function, decorator, stage)
    if wrapped is None:
        line = f"{function} = {decorator}({function}{_stage(stage)})"
        if any(tree.code_for_node(node).strip().startswith(f"{function} = {decorator}(") for node in body[index:]):
            return text
        body.append(cst.parse_statement(line, config=tree.config_for_parsing))
    elif wrapped is body[index]:
        return text
    else:
        body[index] = wrapped
    return _imported(tree.with_changes(body=body), module, decorator)


def _definition(body: Sequence[cst.CSTNode], function: str) -> int:
    """Index of the statement that gives the handler its value."""
    found = [index for index, node in enumerate(body) if function in _names(node)]
    if not found:
        raise ShimError(f"{function} is not defined at the top of its module")
    *others, last = found
    # ``handler = wrapper(handler)`` may follow a definition; other repetitions are not understood.
    if others and not all(_builds_on(body[index], function) for index in found[1:]):
        raise ShimError(f"{function} is defined more than once")
    return last


def _names(node: cst.CSTNode) -> list[str]:
    """Names that a top-level statement gives a value, conditional ones included."""
    import libcst as cst
    import libcst.matchers as m

    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return [node.name.value]
    if not isinstance(node, cst.SimpleStatementLine):
        if m.findall(node, m.FunctionDef() | m.Assign() | m.AnnAssign() | m.ImportFrom()):
            return [name for part in _parts(node) for name in _names(part)]
        return []
    names: list[str] = []
    for part in node.body:
        if isinstance(part, cst.Assign):
            names += [t.target.value for t in part.targets if isinstance(t.target, cst.Name)]
        elif isinstance(part, cst.AnnAssign) and isinstance(part.target, cst.Name) and part.value is not None:
            names.append(part.target.value)
        elif isinstance(part, cst.ImportFrom) and not isinstance(part.names, cst.ImportStar):
            names += [alias.evaluated_alias or alias.evaluated_name for alias in part.names]
    return names


def _parts(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Statements of the blocks of a compound statement, its other branches included."""
    import libcst as cst

    blocks = [child for child in node.children if isinstance(child, cst.IndentedBlock)]
    branches = [child for child in node.children if isinstance(child, cst.If | cst.Else | cst.Finally)]
    handlers = [child for child in node.children if isinstance(child, cst.ExceptHandler)]
    return [p for block in blocks for p in block.body] + [p for b in (*branches, *handlers) for p in _parts(b)]


def _builds_on(node: cst.CSTNode, function: str) -> bool:
    """Whether an assignment makes the new value of a name from the old."""
    import libcst as cst
    import libcst.matchers as m

    value = _value(node)
    return isinstance(value, cst.Call) and bool(m.findall(value, m.Arg(value=m.Name(function))))


def _value(node: cst.CSTNode) -> cst.BaseExpression | None:
    import libcst as cst

    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return None
    part = node.body[0]
    if isinstance(part, cst.Assign) and len(part.targets) > 1:
        return None
    return part.value if isinstance(part, cst.Assign | cst.AnnAssign) else None


def _stage(stage: str | None, comma: str = ", ") -> str:
    """The argument that tells the module the old name of the stage."""
    return "" if stage is None else f'{comma}stage="{stage}"'


def _wrapped(node: Statement, function: str, decorator: Decorator, stage: str | None) -> Statement | None:
    """The statement with the handler wrapped, the same where it is already; None for an import."""
    import libcst as cst
    import libcst.matchers as m

    if isinstance(node, cst.FunctionDef) and node.asynchronous is None:  # Lambda awaits nothing
        named = m.Name(decorator) | m.Call(func=m.Name(decorator))
        if any(m.matches(entry.decorator, named) for entry in node.decorators):
            return node
        # The blank lines and comments above stay above: they belong to the ``def``, not to its first decorator.
        given = cst.parse_expression(decorator if stage is None else f"{decorator}({_stage(stage, '')})")
        return node.with_changes(decorators=[cst.Decorator(given), *node.decorators])
    value = _value(node)
    if isinstance(node, cst.SimpleStatementLine) and value is not None:
        if m.matches(value, m.Call(func=m.Name(decorator))):
            return node
        made = cst.ensure_type(cst.parse_expression(f"{decorator}(_{_stage(stage)})"), cst.Call)
        call = made.with_changes(args=[made.args[0].with_changes(value=value), *made.args[1:]])
        return node.with_changes(body=[node.body[0].with_changes(value=call)])
    if isinstance(node, cst.SimpleStatementLine) and isinstance(node.body[0], cst.ImportFrom):
        return None
    raise ShimError(f"{function} is defined in a way that is not understood")


def _imported(tree: cst.Module, module: str, decorator: Decorator) -> str:
    from libcst.codemod import CodemodContext
    from libcst.codemod.visitors import AddImportsVisitor

    context = CodemodContext()
    AddImportsVisitor.add_needed_import(context, module, decorator)
    return AddImportsVisitor(context).transform_module(tree).code
