"""What is true of several routes is said once, with all of them: the same sentence many times hides the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from migrator.concern import Step, View
from migrator.findings import Code
from migrator.text.node import Node

NAMED = 8
"""Routes or functions that a message names."""

_FORMS = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


@dataclass(frozen=True, eq=False)
class SaidOfRoutes:
    """What is to be said of a route.

    Arguments:
        code: what kind of finding it is.
        text: the message, with ``{}`` for the routes, and ``[has|have]`` for what depends on how many there are.
        label: the route.
        node: where.
        remedy: what to do; the code's own by default.
    """

    code: Code
    text: str
    label: str
    node: Node
    remedy: str = ""


def together(view: View, steps: Iterable[Step | SaidOfRoutes]) -> Iterator[Step]:
    """State steps as they are, and then what is said of routes, once for all of which the same is.

    Arguments:
        steps: what a concern states.
    """
    groups: dict[tuple[str, str, str], list[SaidOfRoutes]] = {}
    for step in steps:
        if isinstance(step, SaidOfRoutes):
            groups.setdefault((step.code.name, step.text, step.remedy), []).append(step)
        else:
            yield step
    for group in groups.values():
        first, about = group[0], frozenset[str]()
        if first.code.announces:
            about = about.union(*(view.subjects_of(each.node) for each in group))
        labels = [*dict.fromkeys(each.label for each in group)]
        text = _FORMS.sub(r"\1" if len(labels) == 1 else r"\2", first.text)
        yield view.find(first.code, text.replace("{}", listed(labels)), first.node, remedy=first.remedy, about=about)


def listed(names: Sequence[str], noun: str = "routes") -> str:
    """Names as a sentence has them.

    Arguments:
        names: such as method and path of routes.
        noun: what those are that are only counted.
    """
    if len(names) > NAMED + 1:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more {noun}"
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last
