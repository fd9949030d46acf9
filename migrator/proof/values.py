"""What the values of a compiled template resolve to: parameters, mappings and conditions in place of their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from .intrinsics import PSEUDO, REGION, text
from .shapes import mapping, resources_of, substitution
from .written_values import (
    CALLS,
    NOT,
    PLACEHOLDER,
    as_text,
    called,
    entry_of,
    equal,
    escaped,
    from_text,
    given,
    is_made,
    negated,
)

NO_VALUE: Final = {"Ref": "AWS::NoValue"}

_VARIABLE = re.compile(r"\$\{(!?)\s*([^}]*?)\s*\}")
_PLACEHOLDER = re.compile(rf"{PLACEHOLDER}(\w+)")

Assumed: TypeAlias = Mapping[str, bool]
"""Conditions by their text, and which way they are taken to be in a branch."""


@dataclass(frozen=True)
class Reading:
    """How far values are resolved.

    Arguments:
        free: parameters whose value conditions and lookups do not take for granted: both branches stay, under the
            definition of the condition.
        spelled: parameters that stay under their name everywhere.
        case: comparisons that are not decided, by their text, and which way they are taken to be.
    """

    free: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()
    case: Assumed = field(default_factory=dict)


DEFAULTS: Final = Reading()
"""Every parameter has the value that the template gives it."""


def resolved(template: Mapping[str, Any], reading: Reading = DEFAULTS) -> dict[str, Any]:
    """A compiled template whose resources hold what CloudFormation would put in the place of intrinsics.

    A resource whose condition is known to be false is gone; one whose condition is not known has the definition of
    the condition in the place of its name. ``Conditions`` tells which of these definitions are the "or" of others.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
        reading: how far.
    """
    names, found = Names(template, reading), {}
    for name, resource in resources_of(template).items():
        holds, condition = names.condition(resource["Condition"]) if "Condition" in resource else (True, "")
        rest = {key: value for key, value in resource.items() if key != "Condition"}
        if "Properties" in rest and holds is not False:
            rest["Properties"] = names.value(rest["Properties"], {condition: True} if condition else {})
        if holds is not False:
            found[name] = rest if holds else {**rest, "Condition": condition}
    # What stays a reference here stands under its name for a reason: nothing may put the default in its place again.
    return {**template, "Parameters": {}, "Resources": found, "Conditions": names.alternatives}


@dataclass
class Names:
    """What the names in a template stand for. Remembers the conditions that it has evaluated.

    Arguments:
        template: CloudFormation.
        reading: how far values are resolved.
        alternatives: definitions of the conditions met so far that are the "or" of others, by their text.
        comparisons: what these conditions compare and is not decided, by its text: a parameter and the other value.
    """

    template: Mapping[str, Any]
    reading: Reading = DEFAULTS
    alternatives: dict[str, Any] = field(default_factory=dict)
    comparisons: dict[str, tuple[str, str]] = field(default_factory=dict)
    _conditions: dict[str, tuple[bool | None, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        declared = mapping(self.template.get("Parameters"))
        self._parameters = {n: given(n, p) for n, p in declared.items() if isinstance(p, dict) and "Default" in p}
        self._unknown = {n for n, value in self._parameters.items() if value == f"{PLACEHOLDER}{n}"}
        # An empty default stands for a value that has to be given; only conditions ask whether it was.
        self._empty = frozenset(n for n, value in self._parameters.items() if value in ("", [""]))
        self._mappings = mapping(self.template.get("Mappings"))
        self._made = frozenset(n for n, r in mapping(self.template.get("Resources")).items() if is_made(r))
        self._definitions = mapping(self.template.get("Conditions"))

    def value(self, value: Any, assumed: Assumed | None = None) -> Any:
        """What a value resolves to; what is not known before deployment stays an intrinsic.

        Arguments:
            value: any part of the template.
            assumed: conditions that hold, or do not, where it stands.
        """
        return self._value(value, assumed or {}, self.reading.spelled | self._empty)

    def condition(self, name: Any) -> tuple[bool | None, str]:
        """Whether a condition holds, None when that is not known, and its definition as a text.

        Arguments:
            name: its name in the template.
        """
        if not isinstance(name, str) or name not in self._definitions:
            return None, text(name)
        if name not in self._conditions:
            self._conditions[name] = None, name  # what a definition in a circle gets to see
            self._conditions[name] = self._defined(self._definitions[name])
        return self._conditions[name]

    def _defined(self, definition: Any) -> tuple[bool | None, str]:
        function, argument = called(definition)
        if function == "Condition":
            return self.condition(argument)
        if function == "Fn::Not" and isinstance(argument, list) and len(argument) == 1:
            holds, said = self._defined(argument[0])
            return None if holds is None else not holds, negated(said)
        if function in ("Fn::And", "Fn::Or") and isinstance(argument, list):
            return self._combined(function, [self._defined(each) for each in argument])
        if function == "Fn::Equals" and isinstance(argument, list) and len(argument) == 2:
            return self._assumed(*equal(*(self._open(each) for each in argument)))
        return self._assumed(None, text(self._open(definition)), ("", ""))

    def _assumed(self, holds: bool | None, said: str, sides: tuple[str, str]) -> tuple[bool | None, str]:
        if holds is not None:
            return holds, said
        self.comparisons[said] = sides
        return self.reading.case.get(said), said

    def _combined(self, function: str, parts: list[tuple[bool | None, str]]) -> tuple[bool | None, str]:
        decides = function == "Fn::Or"
        if any(holds is decides for holds, _ in parts):
            return decides, str(decides).lower()
        open_ = sorted({said for holds, said in parts if holds is None})
        if not open_:
            return not decides, str(not decides).lower()
        if len(open_) == 1:
            return None, open_[0]
        said = f"({(' or ' if decides else ' and ').join(open_)})"
        if decides:
            self.alternatives[said] = {function: [{"Condition": each} for each in open_]}
        return None, said

    def _open(self, value: Any) -> Any:
        """A value where the free parameters must not be taken for granted."""
        return self._value(value, {}, self.reading.spelled | self.reading.free)

    def _value(self, value: Any, assumed: Assumed, spelled: frozenset[str]) -> Any:
        if isinstance(value, str):
            return self._placeholders(value)
        if isinstance(value, list):
            items = [self._value(item, assumed, spelled) for item in value]
            return [item for item in items if item != NO_VALUE]
        if not isinstance(value, dict):
            return value
        function, argument = called(value)
        if function == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
            return self._branch(argument, assumed, spelled)
        if function == "Fn::Sub":
            return self._substituted(argument, assumed, spelled)
        if function == "Ref":
            return self._referred(argument, spelled)
        if function == "Fn::GetAtt" and isinstance(argument, str):
            return {function: argument.split(".", 1)}
        found = {key: self._value(inner, assumed, spelled) for key, inner in value.items()}
        if (make := CALLS.get(function)) is not None:
            return make(found[function], found)
        if function == "Fn::FindInMap":
            return self._looked_up(argument, assumed, spelled)
        return {key: inner for key, inner in found.items() if inner != NO_VALUE}

    def _placeholders(self, value: str) -> Any:
        """A text in which SAM has put the placeholders of parameters, with the parameters again."""
        named = any(name in self._unknown for name in _PLACEHOLDER.findall(value))
        return self._placeholders_of(escaped(value)) if named else value

    def _referred(self, name: Any, spelled: frozenset[str]) -> Any:
        if name in ("AWS::Partition", "AWS::URLSuffix"):
            return PSEUDO[name]
        if isinstance(name, str) and name in self._made:
            return {"Fn::GetAtt": [name, "Ref"]}
        if not isinstance(name, str) or name in spelled or name in self._unknown or name not in self._parameters:
            return {"Ref": name}
        return self._parameters[name]

    def _substituted(self, argument: Any, assumed: Assumed, spelled: frozenset[str]) -> Any:
        template, local = substitution(argument)
        if not isinstance(template, str):
            return {"Fn::Sub": self._value(argument, assumed, spelled)}

        def put(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return match[0]
            if name in local:
                return as_text(self._value(local[name], assumed, spelled))
            return as_text(self._referred(name, spelled))

        return self._placeholders_of(_VARIABLE.sub(put, template))

    def _placeholders_of(self, rendered: str) -> Any:
        for name in {n for n in _PLACEHOLDER.findall(rendered) if n in self._unknown}:
            rendered = rendered.replace(f"{PLACEHOLDER}{name}", f"${{{name}}}")
        return from_text(rendered)

    def _branch(self, argument: list[Any], assumed: Assumed, spelled: frozenset[str]) -> Any:
        name, yes, no = argument
        holds, said = self.condition(name)
        if said.startswith(NOT):
            said, yes, no = said.removeprefix(NOT), no, yes
            holds = None if holds is None else not holds
        holds = assumed.get(said, holds)
        if holds is not None:
            return self._value(yes if holds else no, assumed, spelled)
        branches = [self._value(b, {**assumed, said: way}, spelled) for b, way in ((yes, True), (no, False))]
        # Nothing is a value like others here: with it, the condition would be left out of the text.
        branches = ["" if branch == NO_VALUE else branch for branch in branches]
        return branches[0] if branches[0] == branches[1] else {"Fn::If": [said, *branches]}

    def _looked_up(self, argument: Any, assumed: Assumed, spelled: frozenset[str]) -> Any:
        """An entry of a mapping; all that it can be where a key is not known."""
        if not isinstance(argument, list) or len(argument) < 3:
            return {"Fn::FindInMap": argument}
        name, *keys = (self._open(each) for each in argument[:3])
        # SAM writes out the region that it compiles for in the Auth of a REST API.
        keys = [{"Ref": "AWS::Region"} if key == REGION else key for key in keys]
        entries = self._mappings.get(name) if isinstance(name, str) else None
        default = mapping(argument[3]).get("DefaultValue") if len(argument) > 3 else None
        otherwise = [] if default is None else [self._value(default, assumed, spelled)]
        if not isinstance(entries, dict):
            return {"Fn::FindInMap": [name, *keys, *otherwise]}
        content = entry_of(entries, *keys)
        found = self._value(default if content is None else content, assumed, spelled)
        return found if all(isinstance(key, str) for key in keys) else {"Fn::FindInMap": [found, *keys, *otherwise]}
