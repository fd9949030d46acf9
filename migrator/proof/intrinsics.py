"""One normal form for values with intrinsic functions, so that the two API kinds' spellings compare."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .shapes import substitution

REGION = "us-east-1"
"""Where templates are compiled for; what the translator emits does not depend on it outside China and GovCloud."""

# Pseudo parameters with one value in the partition that templates are compiled for. The translator writes some of
# them out for one API kind and leaves them for the other (`arn:aws:` against `arn:${AWS::Partition}:`).
PSEUDO = {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com", "AWS::NoValue": ""}

_VARIABLE = re.compile(r"\$\{(!?)\s*([^}]*?)\s*\}")
LITERAL = "${!"
"""How a text begins that only looks like a reference; ``Fn::Sub`` spells it so."""
_WHOLE_REFERENCE = re.compile(r"\$\{([^}!]+)\}")
_FUNCTION = re.compile(r"functions/(.+)/(?:response-streaming-)?invocations$")
_OWN_FUNCTION = re.compile(rf"arn:aws:lambda:{REGION}:\$\{{AWS::AccountId\}}:function:(\$\{{\w+\}})")
"""The ARN of a function of the stack, put together from its name."""
_GATEWAY = rf"arn:[^:]+:apigateway:(?:{REGION}|(\S+)(?=:lambda:path/\S+/functions/arn:[^:]+:lambda:\1:)):lambda:path/"
"""The region of the API, or of a function that is elsewhere."""
_USUAL_ADDRESS = re.compile(rf"{_GATEWAY}2015-03-31/functions/.+/invocations")
_STREAMING_ADDRESS = re.compile(rf"{_GATEWAY}2021-11-15/functions/.+/response-streaming-invocations")
"""How API Gateway addresses a function of its own region (API Gateway guide, x-amazon-apigateway-integration)."""

# Attributes that stand for the resource itself: an ARN, an id and a provider URL name one user pool or one function.
_SAME_RESOURCE = frozenset({"Arn", "ProviderURL", "ProviderName", "UserPoolId"})


_OWN_ID = ".RestApiId"
"""An attribute that is what ``Ref`` gives. Source: AWS::ApiGateway::RestApi, return values."""


def text(value: Any, parameters: Mapping[str, Any] | None = None) -> str:
    """Render a value as one string in which ``${Name}`` and ``${Name.Attribute}`` stand for what is not known.

    What a plain text holds that looks like that is ``${!Name}``: nothing puts a value there.

    Arguments:
        value: any part of a compiled template.
        parameters: values that references to parameters are replaced by; None leaves the references.
    """
    known = {**PSEUDO, **{name: text(v) for name, v in (parameters or {}).items()}}
    return _text(value, known)


def located(value: Any) -> str:
    """Render a value of access control: in the Auth of a REST API, SAM writes the region out.

    Arguments:
        value: any part of a compiled template.
    """
    return text(value, {"AWS::Region": REGION})


def rendered(value: Any) -> str:
    """Render a value of any depth, map keys in order, so that two spellings of one value are one text.

    Arguments:
        value: any part of a compiled template.
    """
    if isinstance(value, dict) and not is_intrinsic(value):
        return f"{{{', '.join(f'{key}: {rendered(value[key])}' for key in sorted(value, key=str))}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(rendered, value))}]"
    return text(value)


def is_intrinsic(value: Any) -> bool:
    """Whether a value is a call of an intrinsic function.

    Arguments:
        value: any part of a template.
    """
    return isinstance(value, dict) and len(value) == 1 and str(next(iter(value))).startswith(("Ref", "Fn::"))


def _text(value: Any, known: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("${", LITERAL)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}" if float(value).is_integer() and abs(value) < 1e6 else str(value)
    if isinstance(value, dict) and len(value) == 1:
        function, argument = next(iter(value.items()))
        return _called(function, argument, known)
    return json.dumps(value, sort_keys=True, default=str)


def _called(function: str, argument: Any, known: Mapping[str, str]) -> str:
    if function == "Ref" and isinstance(argument, str):
        return known.get(argument, f"${{{argument}}}")
    if function == "Fn::GetAtt":
        parts = argument if isinstance(argument, list) else [argument]
        return f"${{{'.'.join(_text(p, known) for p in parts).removesuffix(_OWN_ID)}}}"
    if function == "Fn::Sub":
        return _substituted(argument, known)
    if function == "Fn::Join" and _is_join(argument):
        return _text(argument[0], known).join(_text(item, known) for item in argument[1])
    if function == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
        branches = [branch for branch in argument[1:] if branch != {"Ref": "AWS::NoValue"}]
        # One branch and nothing else: SAM guards every value of a conditional function so (its route says the rest).
        if len(branches) == 1:
            return _text(branches[0], known)
    arguments = argument if isinstance(argument, list) else [argument]
    return f"{function}({','.join(_argument(a, known) for a in arguments)})"


def _argument(value: Any, known: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return f"[{','.join(_text(item, known) for item in value)}]"
    return _text(value, known)


def _is_join(argument: Any) -> bool:
    return isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list)


def _substituted(argument: Any, known: Mapping[str, str]) -> str:
    template, local = substitution(argument)
    if not isinstance(template, str):
        return f"Fn::Sub({json.dumps(argument, sort_keys=True, default=str)})"

    def value(match: re.Match[str]) -> str:
        literal, name = match.groups()
        if literal:
            return match[0]
        if name in local:
            return _text(local[name], known)
        return known.get(name, f"${{{name.removesuffix(_OWN_ID)}}}")

    return _VARIABLE.sub(value, template)


def function_of(value: Any) -> str | None:
    """The Lambda function behind an integration or authorizer URI, or named by a permission; None when it is none.

    Arguments:
        value: ``arn:…:functions/<function ARN>/invocations``, or a function's name or ARN.
    """
    rendered = located(value)
    if rendered.endswith("invocations"):
        found = _FUNCTION.search(rendered)
        rendered = found[1] if found else ""
    return plain(_OWN_FUNCTION.sub(r"\1", rendered)) or None


def address_of(value: Any, streaming: bool = False) -> str:
    """How an address leads to its function, the function left out; empty where it is the usual way, or no such address.

    Arguments:
        value: the URI of an integration or authorizer.
        streaming: whether answers are handed on in pieces.
    """
    rendered = located(value)
    found = _FUNCTION.search(rendered)
    if not found or (_STREAMING_ADDRESS if streaming else _USUAL_ADDRESS).fullmatch(rendered):
        return ""
    return f"{rendered[: found.start(1)]}…{rendered[found.end(1) :]}"


def plain(rendered: str) -> str:
    """The bare name where a rendered value is one reference to a resource or parameter, else the value."""
    found = _WHOLE_REFERENCE.fullmatch(rendered)
    return _resource(found[1]) if found else rendered


def bare(rendered: str) -> str:
    """The name where a rendered value is what ``Ref`` gives, and no attribute; else the value.

    Arguments:
        rendered: as `text` renders values.
    """
    found = _WHOLE_REFERENCE.fullmatch(rendered)
    return found[1] if found and "." not in found[1] else rendered


def _resource(reference: str) -> str:
    name, _, attribute = reference.partition(".")
    return name if attribute in _SAME_RESOURCE else reference


def referenced(value: Any) -> Iterator[str]:
    """Every name that ``Ref``, ``Fn::GetAtt`` and ``Fn::Sub`` mention below a value; attributes as ``Name.Attribute``.

    Arguments:
        value: any part of a template; nesting is walked with a stack, so depth does not matter.
    """
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        if not isinstance(item, dict):
            continue
        if len(item) == 1:
            yield from _named(*next(iter(item.items())))
        stack.extend(item.values())


def _named(function: str, argument: Any) -> Iterator[str]:
    if function in ("Ref", "Fn::GetAtt") and isinstance(argument, str):
        yield argument
    elif function == "Fn::GetAtt" and isinstance(argument, list) and argument and isinstance(argument[0], str):
        yield ".".join(part for part in argument if isinstance(part, str))
    elif function == "Fn::Sub":
        template, local = substitution(argument)
        if isinstance(template, str):
            yield from (name for literal, name in _VARIABLE.findall(template) if not literal and name not in local)
