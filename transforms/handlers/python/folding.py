"""Names of headers whose case does not matter: comprehensions that put all of them in lower case."""

from __future__ import annotations

import libcst as cst

from .sites import FOLDS
from .trees import dotted


def lowering(made: cst.CSTNode) -> bool:
    """Whether a comprehension puts the keys of a mapping in lower case and changes nothing else."""
    match made:
        case cst.DictComp(key=key, value=value, for_in=for_in):
            pass
        case cst.GeneratorExp(
            elt=cst.Tuple(elements=[cst.Element(value=key), cst.Element(value=value)]), for_in=for_in
        ):
            pass
        case _:
            return False
    if for_in.ifs or for_in.inner_for_in or for_in.asynchronous or not isinstance(for_in.target, cst.Tuple):
        return False
    names = [dotted(element.value) for element in for_in.target.elements]
    if len(names) != 2 or not all(names) or dotted(value) != names[1]:
        return False
    if not isinstance(key, cst.Call) or key.args or not isinstance(key.func, cst.Attribute):
        return False
    held = key.func.value
    if isinstance(held, cst.Call) and dotted(held.func) == "str" and len(held.args) == 1:
        held = held.args[0].value
    return key.func.attr.value in FOLDS and dotted(held) == names[0]
