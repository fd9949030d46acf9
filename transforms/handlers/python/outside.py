"""Values of the event that leave the code: what they become there is no matter of the format."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from .draft import Draft
from .resolve import COPIES, SENDERS, foreign, renders
from .session import Session
from .sites import Site
from .trees import assigned, dotted


def outside(session: Session, draft: Draft, site: Site, local: Mapping[str, int]) -> bool:
    """Whether something only becomes a text, or is sent elsewhere by a library that knows no event."""
    for above in draft.module.above(site.node):
        if isinstance(above, cst.Call):
            made = foreign(session.program, draft.module, above.func, local)
            if renders(session.program, draft.module, above, local):
                return made not in COPIES and not _searched(draft, above)
            return (made or _maker(session, draft, above.func, local)).partition(".")[0] in SENDERS
        if not isinstance(above, (cst.Arg, cst.DictElement, cst.Dict, cst.Element, cst.List, cst.Tuple)):
            return False
    return False


def _searched(draft: Draft, call: cst.Call) -> bool:
    """Whether something is looked for in a text that is made, or the text itself asks for keys, as ``{0[headers]}``."""
    around = draft.module.up(call)
    if isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.SimpleString):
        return "[" in call.func.value.value
    if isinstance(around, cst.Arg) and isinstance(user := draft.module.up(around), cst.Call):
        return (draft.module.global_name(user.func) or "").startswith("re.")
    return isinstance(around, (cst.Comparison, cst.ComparisonTarget, cst.Subscript))


def _maker(session: Session, draft: Draft, func: cst.BaseExpression, local: Mapping[str, int]) -> str:
    """The full name of what made the object whose method is called, where a library did."""
    head = dotted(func).partition(".")[0]
    made = list(assigned(draft.module.tree, head)) if head and head not in local else []
    if len(made) != 1 or not isinstance(made[0], cst.Call):
        return ""
    return foreign(session.program, draft.module, made[0].func, local) or _maker(session, draft, made[0].func, local)


def skipped(draft: Draft, site: Site, skip: frozenset[int]) -> bool:
    """Whether a use is part of a call that is known to take the event."""
    return any(id(above) in skip for above in draft.module.above(site.node)) if skip else False
