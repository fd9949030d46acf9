"""What references to parameters and resources stand for before deployment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from .intrinsics import text
from .shapes import mapping

PLACEHOLDER: Final = "value-of-"
"""How the value of a parameter without a default begins; the name follows."""
_SSM = re.compile(r"AWS::SSM::Parameter::Value<")
_LIST = re.compile(r"CommaDelimitedList|List<")


def given(name: str, parameter: Mapping[str, Any]) -> Any:
    """What a reference to a parameter stands for. CloudFormation reads an SSM parameter under the name that it gets."""
    value, kind = parameter["Default"], text(parameter.get("Type"))
    if value == f"{PLACEHOLDER}{name}":
        return value
    if _SSM.match(kind):
        return f"{{{{resolve:ssm:{text(value)}}}}}"
    if _LIST.match(kind):
        return [item.strip() for item in text(value).split(",")]
    return value if isinstance(value, list) else text(value)


def is_made(resource: Any) -> bool:
    """Whether code of somebody's own makes a resource: what ``Ref`` gives of it need not belong to its ``Arn``."""
    kind = str(mapping(resource).get("Type"))
    return not kind.startswith("AWS::") or kind == "AWS::CloudFormation::CustomResource"
