"""What a template leaves to CloudFormation to make: macros, includes and loops around resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .intrinsics import rendered

KNOWN: Final = ("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions")
"""Transforms that make nothing by themselves of what is compared: the loops of the second are named one by one."""


def made_elsewhere(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Name what differs of two templates and makes what is not known here, a sentence each.

    Arguments:
        before: a template, as `migrator.proof.document.loaded` returns it.
        after: the one that follows.
    """
    macros = [_macros(side.get("Transform")) for side in (before, after)]
    if macros[0] != macros[1]:
        named = ", ".join(dict.fromkeys((*macros[0], *macros[1])))
        yield f"the templates pass through different macros ({named}), which can make anything of them"
    parts = [_unknown(side.get("Resources")) for side in (before, after)]
    for name in sorted(parts[0].keys() | parts[1].keys()):
        if parts[0].get(name) != parts[1].get(name):
            yield f"{name}, which makes resources that are not known before deployment, differs"


def _macros(transform: Any) -> list[str]:
    """The macros of a template in their order."""
    listed = transform if isinstance(transform, list) else [] if transform is None else [transform]
    return [rendered(each) for each in listed if each not in KNOWN]


def _unknown(resources: Any) -> dict[str, str]:
    """Entries among the resources that are none: loops, includes and macros of their own."""
    entries = resources.items() if isinstance(resources, dict) else ()
    return {
        name: rendered(entry)
        for name, entry in entries
        if not isinstance(entry, dict) or not isinstance(entry.get("Type"), str) or "Fn::Transform" in entry
    }
