"""Which function of the template an authorizer asks."""

from __future__ import annotations

from migrator.concern import View
from migrator.sam.kinds import FUNCTION, PERMISSION
from migrator.sam.references import references
from migrator.sam.template import Template
from migrator.text.tree import Node
from migrator.text.values import attribute, data, intrinsic, ref_target

_FUNCTIONS = (FUNCTION, "AWS::Lambda::")


def function_of(template: Template, node: Node | None) -> str | None:
    """Logical id of the function that a value names; None when it cannot be told.

    Arguments:
        node: the function's ARN, as an authorizer of ``Auth`` has it.
    """
    if node is None:
        return None
    name = (attribute(node) or ("", ""))[0] or ref_target(node)
    call = intrinsic(node)
    if call is not None and call.name == "Sub":
        named = [reference.name for reference in template.references_in(node)]
        name = named[0] if len(named) == 1 else None
    return name if name is not None and _is_function(template, name) else None


def _is_function(template: Template, name: str) -> bool:
    """Whether a resource is a function of this template: a nested stack may hold one that is not."""
    return name in template.resources and template.resources[name].type.startswith(_FUNCTIONS)


def function_at(template: Template, uri: Node | None) -> str | None:
    """Logical id of the one function that an address leads to; None when it cannot be told.

    Arguments:
        uri: where API Gateway calls the function, as an authorizer of a definition has it.
    """
    if uri is None:
        return None
    named = {r.name for r in template.references_in(uri) if _is_function(template, r.name)}
    return named.pop() if len(named) == 1 else None


def is_allowed(view: View, target: Node) -> bool:
    """Whether a permission of the template lets API Gateway call a function that the template does not define.

    Arguments:
        target: the function's ARN, or the address at which API Gateway calls it.
    """
    permissions = (r.properties.get("FunctionName") for r in view.template.resources.values() if r.type == PERMISSION)
    whole, parts = data(target), [inner.text for inner in target.walk() if inner.kind == "scalar"]
    named = _named(target)
    return any(
        not named.isdisjoint(_named(node))
        or (name := data(node)) == whole
        or (isinstance(name, str) and any(name in part for part in parts))
        for node in permissions
        if node is not None
    )


def _named(value: Node) -> set[str]:
    """Resources and parameters that a value mentions."""
    return {reference.name for reference in references(value) if not reference.name.startswith("AWS::")}
