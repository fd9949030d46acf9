"""Decorators of libraries that leave the event and the response alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import libcst as cst

from .code import Module
from .trees import assigned, dotted

if TYPE_CHECKING:
    from .program import Program

HARMLESS: Final = frozenset(
    {
        *(
            f"aws_lambda_powertools.{name}"
            for name in (
                "Logger.inject_lambda_context",
                "Tracer.capture_lambda_handler",
                "Tracer.capture_method",
                "Metrics.log_metrics",
                "metrics.Metrics.log_metrics",
                "logging.Logger.inject_lambda_context",
                "tracing.Tracer.capture_lambda_handler",
                "tracing.Tracer.capture_method",
                "utilities.data_classes.event_source",
                "utilities.data_classes.event_source.event_source",
            )
        ),
        "aws_xray_sdk.core.xray_recorder.capture",
        "functools.wraps",
        "functools.lru_cache",
        "functools.cache",
        "staticmethod",
        "classmethod",
    }
)
"""Decorators by their full names: Powertools' logger, tracer, metrics and data classes, the X-Ray recorder, caches."""


def known_decorator(program: Program, module: Module, func: cst.BaseExpression) -> str:
    """The full name of a decorator of a library; empty for one that the package defines or that is not certain."""
    head = dotted(func).partition(".")[0]
    name = module.global_name(func)
    if name is None and head and module.bound.get(head) == 1 and isinstance(func, cst.Attribute):
        values = list(assigned(module.tree, head))
        made = values[0] if len(values) == 1 else None
        name = module.global_name(made.func) if isinstance(made, cst.Call) else None
        name = f"{name}.{func.attr.value}" if name else None
    if name is None:
        return head if head == dotted(func) and not module.bound.get(head) and not module.star else ""
    parts = name.split(".")
    if program.package.module(parts[0]) is None:
        return name
    # An object that a module of the package makes, as `from shared import tracer`.
    owner, _, attribute = name.rpartition(".")
    holder, _, made_as = owner.rpartition(".")
    other = program.quietly(holder) if holder else None
    if other is None or other is module:
        return ""
    return known_decorator(program, other, cst.Attribute(cst.Name(made_as), cst.Name(attribute)))
