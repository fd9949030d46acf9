"""Physical names that a service refuses because of the stage in them: ``$default`` holds a ``$``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ..sam.kinds import DEFAULT_STAGE
from .intrinsics import text
from .registry import rules
from .shapes import defaults_of, mapping, value_at
from .stages import stage_names

EXPORT_NAME: Final = re.compile(r"[A-Za-z0-9:-]+")
"""What the name of an export may hold (CloudFormation user guide, outputs-section-structure)."""

_Named: TypeAlias = tuple[tuple[str, ...], re.Pattern[str], str, str]
"""Where a name stands, what it has to match, what it is, and who refuses others."""

# What stands for a value that is not known before deployment counts as a letter.
_UNKNOWN = re.compile(r"\$\{[^}]*\}|value-of-\w+|\{\{resolve:[^}]*\}\}")


@dataclass(frozen=True)
class RefusedName:
    """A name that was taken and is refused from now on.

    Arguments:
        path: where it stands in the compiled template.
        value: what stands there.
        sentence: for a reviewer, without its full stop.
    """

    path: tuple[str, ...]
    value: Any
    sentence: str


def refused_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[RefusedName]:
    """List what a template would call otherwise than it may.

    Arguments:
        before: a compiled template.
        after: the one that follows it.
    """
    known = _known(before), _known(after)
    if DEFAULT_STAGE not in stage_names(mapping(after.get("Resources"))).values():
        return
    for path, pattern, what, refuses in (*_names(before, after), *_exports(after)):
        was, now = value_at(before, path), value_at(after, path)
        old, new = text(was, known[0]), text(now, known[1])
        if DEFAULT_STAGE in new and DEFAULT_STAGE not in old and _taken(pattern, old) and not _taken(pattern, new):
            yield RefusedName(path, now, f"{what} would be `{new}`, a name that {refuses} refuses")


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[_Named]:
    old = mapping(before.get("Resources"))
    for name, resource in mapping(after.get("Resources")).items():
        kind = str(mapping(resource).get("Type"))
        known = rules(kind) if name in old and old[name] != resource else None
        for key, pattern in known.names.items() if known is not None else ():
            yield ("Resources", name, "Properties", key), pattern, f"`{key}` of {name} ({kind})", "the service"


def _exports(template: Mapping[str, Any]) -> Iterator[_Named]:
    for name in mapping(template.get("Outputs")):
        yield ("Outputs", name, "Export", "Name"), EXPORT_NAME, f"The export of output {name}", "CloudFormation"


def _taken(pattern: re.Pattern[str], name: str) -> bool:
    return pattern.fullmatch(_UNKNOWN.sub("a", name)) is not None


def _known(template: Mapping[str, Any]) -> dict[str, Any]:
    """What references are known to give: names of stages, and defaults of parameters."""
    defaults = defaults_of(template)
    return {**defaults, **stage_names(mapping(template.get("Resources")), defaults)}
