"""What a step makes of what the concerns say of an API that moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from ..findings import Finding, Level
from ..moves import Counterpart
from ..sam.kinds import API_MAPPING
from ..text.operations import Fragment, Operation
from ..view import View
from .codes import FOLLOWING, LATER, OF_MAPPINGS, REMOVAL
from .ground import MAPPINGS, Ground, outside, own_ground

Judge: TypeAlias = Callable[[View, Finding], "Finding | None"]


def _as_said(_view: View, finding: Finding) -> Finding | None:
    return finding


def _carried(_view: View, operation: Operation) -> Operation | None:
    return operation


@dataclass(frozen=True, eq=False)
class Course:
    """What the engine does with what the concerns say.

    Arguments:
        standing: the APIs that stand beside others already, by the ids of those.
        judged: what becomes of a finding; None where it says nothing in this step.
        carried: what becomes of an operation; None where it is not carried out in this step.
        places: whether the properties of the APIs are written.
        leaves: whether the old APIs leave the template, so that nothing may refer to them any more.
    """

    standing: Mapping[str, Counterpart] = field(default_factory=dict)
    judged: Judge = _as_said
    carried: Callable[[View, Operation], Operation | None] = _carried
    places: bool = True
    leaves: bool = True


AT_ONCE: Final = Course()


def _later(_view: View, finding: Finding) -> Finding:
    """What leads to the old API stays, and so does the old API."""
    return replace(finding, level=Level.INFO) if finding.code.name in LATER else finding


def parted(settled: Mapping[str, frozenset[str]], standing: Mapping[str, Counterpart]) -> Course:
    """The course beside the old APIs, with certain routes left to those.

    Arguments:
        settled: codes that say nothing any more, by the API.
        standing: what the APIs become where that is decided, by their ids.
    """

    def judged(view: View, finding: Finding) -> Finding | None:
        return None if finding.code.name in settled.get(view.api.id, ()) else _later(view, finding)

    return Course(standing, judged, leaves=False)


def following(standing: Mapping[str, Counterpart], keys: Mapping[str, str]) -> Course:
    """The course on which all that refers to the old APIs follows to the new ones, and nothing else changes.

    Arguments:
        standing: the new APIs, by the ids of the old ones.
        keys: what ids of permissions begin with that SAM makes for events of the old APIs, and of the new ones.
    """

    def judged(view: View, finding: Finding) -> Finding | None:
        if finding.code.name not in FOLLOWING or finding.file is not None:
            return None
        if finding.code.name in OF_MAPPINGS and not _is_mapped(view):
            return None
        return None if _ground(view).holds(finding.path) else finding

    def carried(view: View, operation: Operation) -> Operation | None:
        if not outside(_ground(view), view.template, operation) or _is_of_domain(view, operation):
            return None
        made = next((key for key in keys if isinstance(operation, Fragment) and operation.text.startswith(key)), None)
        if made is None or not isinstance(operation, Fragment):
            return operation
        return replace(operation, text=f"{keys[made]}{operation.text.removeprefix(made)}")

    return Course(standing, judged, carried, places=False, leaves=False)


def _is_of_domain(view: View, operation: Operation) -> bool:
    """Whether it is a reference to the domain of the old API or a mapping of it, which stay with it."""
    if not isinstance(operation, Fragment):
        return False
    here = (r for r in view.template.references_in(operation.scalar) if r.start == operation.start)
    return any(r.attribute.split(".")[0] == "DomainName" or _names_mapping(view, r.name) for r in here)


def _names_mapping(view: View, name: str) -> bool:
    target = view.template.resources.get(name)
    return OF_DOMAIN.search(name) is not None if target is None else target.type in MAPPINGS


OF_DOMAIN: Final = re.compile(r"^ApiGatewayDomainName|(?:BasePath|Api)Mapping$")
"""What ids of a domain and its mappings look like that SAM makes up."""


def _is_mapped(view: View) -> bool:
    """Whether a mapping leads to the API that can lead to the other kind as well."""
    users = (view.template.resources.get(r.resource or "") for r in view.template.references_to(view.api.id))
    return any(user is not None and user.type == API_MAPPING for user in users)


def removing(standing: Mapping[str, Counterpart]) -> Course:
    """The course on which the old APIs go and leave their place to the new ones.

    Arguments:
        standing: the new APIs, by the ids of the old ones.
    """

    def judged(_view: View, finding: Finding) -> Finding | None:
        return finding if finding.code.name in REMOVAL else None

    return Course(standing, judged)


def _ground(view: View) -> Ground:
    return view.fact(_ground_of)


def _ground_of(view: View) -> Ground:
    return own_ground(view.template, (view.api.id, view.new_id))
