"""What a REST event has as null and payload 2.0 leaves out: reads for which that is not the same."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from ..fields import NULLABLE
from . import patterns
from .chains import Chain, Holder
from .draft import ScriptDraft
from .expressions import bare, sign_of
from .judge import Judge
from .places import Placer, is_left
from .syntax import field, of_type

_SENSITIVE: Final = frozenset(
    {"null", "typeof", "compare", "argument", "object", "return", "text", "sum", "other", "rebound"}
)
"""Uses for which null and undefined are not the same."""

_ALIKE: Final = frozenset({"Buffer.from", "buffer.Buffer.from", "Object.keys", "Object.entries", "Object.values"})
"""Functions that fail for both."""

_CONDITIONS: Final = frozenset({"if_statement", "while_statement", "do_statement", "expression_statement"})


def missing(judge: Judge, placer: Placer, chain: Chain) -> bool:
    """Null in a REST event, absent in payload 2.0; whether nothing else is to be written."""
    rule = judge.table(chain.path)
    if rule is None or rule.kind not in ("nullable", "body") or judge.close:
        return False
    if placer.computed(chain) is not None:
        return False
    if len(chain.path) == 1 and judge.always_there(chain.path[0]):
        return True
    draft, is_pattern = judge.draft_of(chain.module), chain.steps[-1].how == "pattern"
    name = chain.path[0]
    if judge.http:
        if is_pattern and (chain.default is not None or _sensitive(judge, chain)):
            patterns.default_to_null(draft, chain.steps[-1].node, chain.default)
        elif not is_pattern and _sensitive(judge, chain):
            _or(draft, chain.node, "null")
        return True
    if is_pattern and (chain.default is not None or _sensitive(judge, chain)):
        default = chain.module.text(chain.default) if chain.default is not None else "undefined"
        patterns.hoist(draft, chain, f"@.{name} ?? {default}", placer)
    elif not is_pattern and _sensitive(judge, chain):
        _or(draft, chain.node, "undefined")
    return True


def _sensitive(judge: Judge, chain: Chain) -> bool:
    if any(is_left(chain, other) for other in chain.others):
        return False
    if chain.use.holder is not None:
        return _minds(judge, chain.use.holder)
    if chain.use.kind == "truth" and chain.use.name == "&&":
        return _is_value(chain.use.node)
    alike = chain.use.kind == "argument" and chain.use.name in _ALIKE
    return chain.use.kind in _SENSITIVE and not alike


def _minds(judge: Judge, holder: Holder) -> bool:
    """Whether it matters to what reads a holder whether its value is null or undefined."""
    if holder.kind == "parameter" and holder.node.parent is not None:
        parent = holder.node.parent
        if parent.type == "assignment_pattern" or field(parent, "value") is not None:
            return True
    if _is_declared(judge, holder):
        return True
    return holder.kind != "pattern" and any(not chain.steps and _sensitive(judge, chain) for chain in holder.chains)


def _is_declared(judge: Judge, holder: Holder) -> bool:
    """Whether a type says that a name may be null, where the new value would be undefined, or the other way round."""
    parent = holder.node.parent
    said = field(parent, "type")
    text = holder.module.text(said) if said is not None else ""
    optional = of_type(parent, "optional_parameter")
    return "null" in text if judge.http else optional or "undefined" in text


def key_test(judge: Judge, chain: Chain) -> None:
    """``"body" in event``: a REST API sends the key, with null."""
    use = chain.use
    if use.kind != "in" or chain.path or judge.facts.before != "2.0":
        return
    draft = judge.draft_of(chain.module)
    event = chain.module.text(bare(chain.node))
    if use.name in NULLABLE:
        draft.put(use.node.start_byte, use.node.end_byte, f"({event}.{use.name} != null)")
    elif use.name == "cookies":
        draft.put(use.node.start_byte, use.node.end_byte, f"({draft.use('_cookies')}({event}) !== undefined)")


def _is_value(node: Node) -> bool:
    """Whether what an ``a && b`` gives is more than a condition: then it may be what ``a`` is."""
    current, parent = node, node.parent
    while of_type(parent, "parenthesized_expression"):
        current, parent = parent, parent.parent
    if parent is None or parent.type in _CONDITIONS or parent.type == "unary_expression":
        return False
    if parent.type == "ternary_expression":
        return field(parent, "condition") != current
    if parent.type == "binary_expression" and field(parent, "left") == current:
        sign = sign_of(parent)
        return sign not in ("||", "??") and (sign != "&&" or _is_value(parent))
    return True


def stands_alone(node: Node) -> bool:
    """Whether an operator may be added to an expression without parentheses."""
    return of_type(
        node.parent,
        "arguments",
        "return_statement",
        "variable_declarator",
        "pair",
        "template_substitution",
        "parenthesized_expression",
    )


def _or(draft: ScriptDraft, node: Node, other: str) -> None:
    """Give an expression another value where it has none."""
    plain = stands_alone(node)
    draft.wrap(node, "" if plain else "(", f" ?? {other}" + ("" if plain else ")"))
