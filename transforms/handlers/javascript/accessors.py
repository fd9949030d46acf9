"""Keys as code writes them behind an expression."""

from __future__ import annotations

from .chains import ScriptStep
from .syntax import ScriptModule
from .uses import Path


def accessors(
    module: ScriptModule,
    keys: Path,
    like: tuple[ScriptStep, ...],
    *,
    first_optional: bool = False,
    rest_optional: bool = False,
) -> str:
    """Keys as they are written behind an expression.

    Arguments:
        module: the file, for its quotes.
        keys: the keys.
        like: the accesses whose place they take, for the way that they are written.
        first_optional: whether the first is taken with ``?.``.
        rest_optional: whether the others are.
    """
    out = []
    for number, key in enumerate(keys):
        optional = first_optional if number == 0 else rest_optional
        index = bool(like) and like[min(number, len(like) - 1)].how == "index"
        if index or not key.isidentifier():
            quote = _quote(module, like) or module.quote
            out.append(f"{'?.' if optional else ''}[{quote}{key}{quote}]")
        else:
            out.append(f"{'?.' if optional else '.'}{key}")
    return "".join(out)


def _quote(module: ScriptModule, like: tuple[ScriptStep, ...]) -> str | None:
    for step in like:
        index = step.node.child_by_field_name("index")
        if step.how == "index" and index is not None:
            text = module.text(index)
            return text[0] if text[0] in "'\"" else None
    return None
