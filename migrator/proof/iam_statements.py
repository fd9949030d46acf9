"""The statements of IAM policies that are about calling APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ..sam.patterns import fits
from .iam_holders import HOLDERS, POLICIES
from .index import Index
from .intrinsics import is_intrinsic, rendered, text
from .openapi import alternatives
from .policies import FIRST, LANGUAGE, read_policy, unordered
from .shapes import several

INVOKE: Final = ("execute-api:invoke", "execute-api:invalidatecache", "execute-api:manageconnections")
SPELLED: Final = {INVOKE[0]: "execute-api:Invoke"}
"""Actions are read without their case (IAM guide, Action element)."""
READ: Final = frozenset({"Effect", "Resource", "NotResource", "Sid", "Action"})

_VARIABLE = re.compile(r"\$\{[^{}]*\}")


@dataclass(frozen=True)
class Statement:
    """One statement about calling APIs.

    Arguments:
        source: the resource that it stands in.
        effect: ``Allow`` or ``Deny``.
        resources: patterns, rendered.
        excluded: whether it is about every resource but these.
        rest: actions and conditions, as one text.
    """

    source: str
    effect: str
    resources: tuple[str, ...]
    excluded: bool
    rest: str

    def told(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """A text for each resource, with that resource; of every resource but some, there is one."""
        if self.excluded:
            yield self.resources, f"{self.effect} all but {', '.join(sorted(self.resources))} {self.rest}".strip()
            return
        yield from (((each,), f"{self.effect} {each} {self.rest}".strip()) for each in self.resources)


@dataclass(frozen=True, eq=False)
class Policies:
    """The IAM policies of a template, as far as they are about calling APIs.

    Arguments:
        index: the resources of the template.
    """

    index: Index

    @cached_property
    def statements(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the resource that they stand in."""
        found = {
            name: tuple(s for document in _documents(p) for s in _statements(name, document))
            for name, p in self.index.of_type(*HOLDERS, *POLICIES)
        }
        return {name: statements for name, statements in found.items() if statements}


def _documents(properties: Mapping[str, Any]) -> Iterator[Any]:
    yield properties.get("PolicyDocument")
    yield properties.get("InlinePolicy")
    for policy in several(properties.get("Policies")):
        yield policy.get("PolicyDocument") if isinstance(policy, dict) else policy


def _statements(source: str, document: Any) -> Iterator[Statement]:
    document = read_policy(document)
    known = isinstance(document, dict) and not is_intrinsic(document)
    version = text(document.get("Version")) if known else ""
    for entry in several(document.get("Statement") if known else document):
        for conditions, statement in alternatives(entry):
            if _is_about_calls(statement):
                yield _statement(source, statement, conditions, version or FIRST)


def _statement(source: str, statement: Mapping[str, Any], conditions: tuple[str, ...], version: str) -> Statement:
    excluded = "NotResource" in statement
    resources = tuple(map(text, several(statement.get("NotResource" if excluded else "Resource", "*"))))
    rest = {key: value for key, value in statement.items() if key not in READ}
    named = {text(action).lower() for action in several(statement.get("Action"))}
    actions = sorted(SPELLED.get(action, action) for action in named if _calls(action))
    said = [
        *([f"for {', '.join(actions)}"] if actions else []),
        *([rendered(unordered(rest))] if rest else []),
        *([f"if {' and '.join(conditions)}"] if conditions else []),
        *([f"(policy version {version})"] if version != LANGUAGE and "${" in rendered(statement) else []),
    ]
    return Statement(source, text(statement.get("Effect")), resources, excluded, " ".join(said))


def _is_about_calls(statement: Mapping[str, Any]) -> bool:
    if "NotAction" in statement:
        excluded = [text(action).lower() for action in several(statement["NotAction"])]
        return not all(any(fits(each, action) for each in excluded) for action in INVOKE)
    if "Action" not in statement:  # an intrinsic in the place of a statement
        return "execute-api" in rendered(statement)
    return any(_calls(text(action)) for action in several(statement["Action"]))


def _calls(action: str) -> bool:
    pattern = _VARIABLE.sub("*", action).lower()
    return any(fits(pattern, each) for each in INVOKE)
