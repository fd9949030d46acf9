"""Which function of the template an authorizer asks."""

from __future__ import annotations

import re

from migrator.concern import View
from migrator.sam.functions import FUNCTIONS, QUALIFIERS
from migrator.sam.kinds import FUNCTION, PERMISSION
from migrator.sam.references import references
from migrator.sam.template import Template
from migrator.text.meaning import data
from migrator.text.node import Node
from migrator.text.values import NO_VALUE, Value, arguments, attribute, intrinsic, literal, ref_target, sub

from .document import texts

_OWN_FUNCTION = re.compile(
    r":lambda:\$\{AWS::Region\}:\$\{AWS::AccountId\}:function:((?:\$\{[\w:]+\}|[^:/${}])+)(?=[:/]|$)"
)
"""The ARN of a function of the same account and region, put together from its name."""


def function_of(template: Template, node: Node | None) -> str | None:
    """Logical id of the one function that a value leads to; None when it cannot be told.

    Arguments:
        node: the function's ARN, alias or version, or the address at which API Gateway calls it.
    """
    if node is None:
        return None
    named = functions_in(template, node)
    choices = [branch for inner in node.walk() for branch in arguments(inner, "If", 3)[1:]]
    sure = all(functions_in(template, each) or ref_target(each) == NO_VALUE for each in choices)
    return named[0] if len(named) == 1 and sure else None


def functions_in(template: Template, node: Node) -> list[str]:
    """The functions of this template that a value leads to; a nested stack may hold one that is not.

    Arguments:
        node: such as an integration, or the address at which API Gateway calls a function.
    """
    names = [reference.name for reference in template.references_in(node)]
    names += [f":{name}" for text in texts(node) for name in _OWN_FUNCTION.findall(text)]
    return list(dict.fromkeys(template.functions[name] for name in names if name in template.functions))


def is_allowed(view: View, target: Node) -> bool:
    """Whether a permission of the template lets API Gateway call a function that the template does not define.

    Arguments:
        target: the function's ARN, or the address at which API Gateway calls it.
    """
    permissions = (r.properties.get("FunctionName") for r in view.template.resources.values() if r.type == PERMISSION)
    return any(_is_of(node, target) for node in permissions if node is not None)


def _is_of(named: Node, target: Node) -> bool:
    """Whether a permission names a function that a target leads to."""
    name = data(named)
    if name == data(target) or not _named(target).isdisjoint(_named(named)):
        return True
    return isinstance(name, str) and any(name in part for part in texts(target))


def _named(value: Node) -> set[str]:
    """Resources and parameters that a value mentions."""
    return {reference.name for reference in references(value) if not reference.name.startswith("AWS::")}


WRITTEN = "Give the function as `!GetAtt Function.Arn`, or by the address at which API Gateway calls it."


INVOCATION = ":lambda:path/"
"""What the address of a function holds in the form that both kinds of API take."""


_FUNCTION_ARN = re.compile(
    r"^arn:(?P<partition>aws[\w-]*|\$\{AWS::Partition\}):lambda:(?P<region>\$\{AWS::Region\}|[a-z0-9-]+):[^/]+:function:[^/]+$"
)


_ADDRESS = "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"


_REFERENCE = re.compile(r"^\$\{([\w.]+)\}$")


def invocation(view: View, uri: Node | None) -> Value:
    """The address by which a REST API calls a function; None when it cannot be told.

    An HTTP API takes the function's ARN too.

    Arguments:
        uri: the node itself comes back when it is such an address already.
    """
    if uri is None or any(INVOCATION in text for text in texts(uri)):
        return uri
    call = intrinsic(uri)
    text = literal(uri) if call is None else call.text if call.name == "Sub" else None
    if (whole := _FUNCTION_ARN.match(text or "")) is not None:
        address = _ADDRESS.format(**whole.groupdict(), arn=text)
        return address if call is None else sub(address)
    name = _target(uri, text)
    if name is None or not _is_arn(view, name):
        return None
    return sub(_ADDRESS.format(partition="${AWS::Partition}", region="${AWS::Region}", arn=f"${{{name}}}"))


def _target(uri: Node, text: str | None) -> str | None:
    """What a ``Ref``, a ``GetAtt``, or a ``Sub`` of one of them refers to."""
    found = attribute(uri)
    if found is not None:
        return ".".join(found)
    reference = _REFERENCE.match(text or "") if intrinsic(uri) is not None else None
    return reference[1] if reference is not None else ref_target(uri)


def _is_arn(view: View, name: str) -> bool:
    """Whether a reference gives the ARN of a function of this template, of its alias or of a version."""
    owner, _, key = name.partition(".")
    resource = view.template.resources.get(owner)
    if resource is None:
        return False
    if resource.type in QUALIFIERS:
        return not key
    by_sam = ("Alias", "Version") if resource.type == FUNCTION else ()
    return resource.type in FUNCTIONS and key in ("Arn", *by_sam)
