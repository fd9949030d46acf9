"""Decorators that leave the event and the response alone."""

from __future__ import annotations

from typing import Final

import libcst as cst

from . import codes
from .code import dotted
from .draft import Draft

HARMLESS: Final = frozenset(
    {
        "inject_lambda_context",
        "capture_lambda_handler",
        "capture_method",
        "log_metrics",
        "event_source",
        "capture",
    }
)
"""Last names: Powertools' logger, tracer, metrics and data classes, and the X-Ray recorder."""


def name_of(decorator: cst.Decorator) -> str:
    """The name of a decorator, its call left out."""
    node = decorator.decorator
    return dotted(node.func if isinstance(node, cst.Call) else node)


def check(draft: Draft, function: cst.FunctionDef, known: frozenset[str] = frozenset()) -> None:
    """Report decorators that may read or change the event."""
    for decorator in function.decorators:
        name = name_of(decorator)
        if name.rpartition(".")[2] not in HARMLESS | known:
            draft.say(
                codes.DECORATOR,
                decorator,
                f"`@{name or '...'}` stands between the API and `{function.name.value}`; what it does to the event and the response is not known.",
                "Take the decorator off, or keep the function on payload format 1.0.",
            )
