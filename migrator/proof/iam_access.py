"""What IAM policies say of calling one API: for each of its routes, and resource by resource."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..sam.patterns import matcher
from .attached.attachment import Attachment
from .iam_holders import (
    ATTACHED,
    BROAD,
    FOLLOWING,
    HOLDERS,
    POLICIES,
    TYPES,
    holders_of,
    makes_a_holder,
    own_names,
    trust_of,
    trusted_by,
)
from .iam_statements import Policies, Statement
from .index import Index
from .intrinsics import plain, rendered, text
from .openapi import DEFAULT_ROUTE
from .policies import unordered
from .shapes import several

METHODS: Final = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

POLICY_ROW: Final = Attachment("policy", "IAM access by", owners=ATTACHED, guards=True, opens=True)
"""What a resource with statements about an API is among the things that are attached to it."""

THIS: Final = "\x01"
ANY_VALUE: Final = "\x02"
"""What stands for a path variable: a value that no pattern names, and wildcards match."""
OTHER_API: Final = "!"
"""How the id of another API of the template begins in a pattern."""

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_CALL = re.compile(r"Fn::\w+\((?:[^()]|\([^()]*\))*\)")
"""A value that is known at deployment only, as it is rendered."""
_PATH_VARIABLE = re.compile(r"\{[^{}]*\}")
_PLACE = re.compile(r"^arn:[^:]*:execute-api:[^:]*:[^:]*:")
_ID = re.compile(r"^[a-z0-9]{10}$|[*?]")
"""What the id of an API looks like, or a pattern of it."""
_PARTITION = re.compile(r"^arn:[^:]*:")
_SERVICE = "arn:aws:execute-api:"
_CONCRETE = f"{_SERVICE}r:a:"


@dataclass(frozen=True, eq=False)
class Granting:
    """The policies that can be about one API.

    Arguments:
        api: its logical id.
        stages: names of its stages.
        policies: those of the template.
    """

    api: str
    stages: Sequence[str]
    policies: Policies

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Statements that can be about the API, with the resources that can be it."""
        found = (self._about(s) for listed in self.policies.statements.values() for s in listed)
        return tuple(statement for statement in found if statement.resources)

    def _about(self, statement: Statement) -> Statement:
        if statement.excluded:
            return statement
        own = tuple(r for r in statement.resources if self._can_be(r, statement.effect))
        return Statement(statement.source, statement.effect, own, False, statement.rest)

    def _can_be(self, resource: str, effect: str) -> bool:
        """Whether a pattern can name the API: by its id, or by one that is written out, a wildcard or not known."""
        pattern = self._pattern(resource)
        if pattern.startswith(_CONCRETE):
            written = self._is_written(resource) and effect == "Allow"
            return not _id_of(pattern).startswith(OTHER_API) and (not written or bool(_ID.search(_id_of(pattern))))
        fixed = _PARTITION.sub("arn:aws:", re.split(r"[*?]", pattern, maxsplit=1)[0])
        return fixed.startswith(_SERVICE) or _SERVICE.startswith(fixed)

    def _is_written(self, resource: str) -> bool:
        """Whether a pattern names an API by an id that is written out, in part at least."""
        pattern = self._pattern(resource)
        return pattern.startswith(_CONCRETE) and not {THIS, "*", "?"}.issuperset(_id_of(pattern))

    def _is_by_id(self, statement: Statement, resources: Sequence[str]) -> bool:
        """Whether a statement can be about the API by an id that is written out, and is not about one in its place.

        What lets callers in by a part of an id can be about either; what keeps them out of all but an id is about both.
        """
        written = [_id_of(self._pattern(each)) for each in resources if self._is_written(each)]
        if statement.excluded:
            return statement.effect != "Deny" and bool(written)
        return bool(written) and (statement.effect != "Allow" or {"*", "?"}.isdisjoint("".join(written)))

    def _pattern(self, resource: str) -> str:
        """A pattern in which the API is one sign, and what is not known matches anything."""

        def put(found: re.Match[str]) -> str:
            name = found[1].partition(".")[0]
            if name == self.api:
                return THIS
            return f"{OTHER_API}{name}" if name in self.policies.index.apis else "*"

        plain = self.policies.index.with_stage_names(_CALL.sub("*", resource))
        return _PLACE.sub(_CONCRETE, _VARIABLE.sub(put, plain))

    def of_route(self, method: str, path: str) -> tuple[str, ...]:
        """Which statements name a route, each with the methods that it names.

        Arguments:
            method: upper case, ``ANY`` for all.
            path: the route's path.
        """
        tail = ANY_VALUE if path == DEFAULT_ROUTE else _PATH_VARIABLE.sub(ANY_VALUE, path).strip("/")
        methods = METHODS if method == "ANY" else (method,)
        found = []
        for said, excluded, matchers in self._groups:
            named = [m for m in methods if self._names(matchers, f"{m}/{tail}") is not excluded]
            if named:
                found.append(said if len(named) == len(methods) else f"{said} ({', '.join(named)})")
        return tuple(sorted(found))

    def _names(self, matchers: Sequence[re.Pattern[str]], place: str) -> bool:
        wanted = [f"{_CONCRETE}{THIS}/{stage}/{place}" for stage in self.stages or ("",)]
        return any(matcher.fullmatch(each) for matcher in matchers for each in wanted)

    @cached_property
    def _groups(self) -> list[tuple[str, bool, list[re.Pattern[str]]]]:
        """What statements say and for whom, those of the same resources together: many functions can have the same."""
        holders: dict[tuple[str, bool, tuple[str, ...]], set[str]] = {}
        for each in self.statements:
            # A policy may be renamed, so it goes by whom it is for.
            whom = holders_of(self.policies.index.properties(each.source)) or {each.source}
            holders.setdefault((each.effect, each.excluded, each.resources), set()).update(whom)
        return [
            (f"{effect} for {', '.join(sorted(whom))}", excluded, [matcher(self._pattern(r)) for r in resources])
            for (effect, excluded, resources), whom in holders.items()
        ]

    def rows(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """The resources that let callers in or keep them out, by name, with what is compared of them."""
        index, said = self.policies.index, self._said()
        holders = {n for source in said for n in (source, *holders_of(index.properties(source)))}
        named = {n: own_names(p) & holders for n, p in index.of_type(*HOLDERS)}
        makers = [n for n, _ in index.of_type(*FOLLOWING) if makes_a_holder(n, holders, index)]
        shown = {*said, *makers, *(n for n, own in named.items() if own or n in holders)}
        trusted = trusted_by(shown, index)
        for name, properties in index.of_type(*TYPES):
            if name in shown or name in trusted:
                is_policy, condition = index.type(name) in POLICIES, index.condition(name)
                by_id, statements = (
                    sorted(s for s, written in said.get(name, ()) if written is way) for way in (True, False)
                )
                yield (
                    name,
                    {
                        "statements": statements,
                        "by_id": by_id,
                        "holders": sorted(holders_of(properties) if is_policy else named.get(name, ())),
                        "trust": [f"{key} {rendered(unordered(properties[key]))}" for key in trust_of(name, index)],
                        "condition": [condition] if condition else [],
                    },
                )

    def _said(self) -> Mapping[str, list[tuple[str, bool]]]:
        """What each resource says, and whether that is about the API by an id that is written out."""
        index = self.policies.index
        found: dict[str, list[tuple[str, bool]]] = {}
        for statement in self.statements:
            for resources, said in statement.told():
                by_id = self._is_by_id(statement, resources)
                found.setdefault(statement.source, []).append((index.with_stage_names(said), by_id))
        for name, properties in index.of_type(*HOLDERS):
            managed = [plain(text(arn)) for arn in several(properties.get("ManagedPolicyArns"))]
            calling = {arn for arn in managed if arn in self.policies.statements or _can_allow(arn, index)}
            if calling:
                found.setdefault(name, []).extend((f"Allow by {arn}", False) for arn in calling)
        return found


def _id_of(pattern: str) -> str:
    """What stands for the API in a pattern."""
    return pattern.removeprefix(_CONCRETE).partition("/")[0]


def _can_allow(arn: str, index: Index) -> bool:
    """Whether a managed policy can allow to call APIs: those of AWS are known, those of the template are read."""
    return bool(BROAD.search(arn)) or not (":aws:policy/" in arn or arn in index.resources)
