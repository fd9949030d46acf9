"""What the values of a compiled template resolve to: parameters, mappings and conditions in place of their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from .intrinsics import PSEUDO, REGION, plain, text
from .shapes import mapping, substitution

NO_VALUE: Final = {"Ref": "AWS::NoValue"}
PLACEHOLDER: Final = "value-of-"
"""How the value of a parameter without a default begins; the name follows."""

_VARIABLE = re.compile(r"\$\{(!?)\s*([^}]*?)\s*\}")
_WHOLE = re.compile(r"\$\{([^!}]+)\}")
_PLACEHOLDER = re.compile(rf"{PLACEHOLDER}(\w+)")
_SSM = re.compile(r"AWS::SSM::Parameter::Value<")
_LIST = re.compile(r"CommaDelimitedList|List<")

Assumed: TypeAlias = Mapping[str, bool]
"""Conditions by their text, and which way they are taken to be in a branch."""


@dataclass(frozen=True)
class Reading:
    """How far values are resolved.

    Arguments:
        free: parameters whose value conditions and lookups do not take for granted: both branches stay, under the
            definition of the condition.
        spelled: parameters that stay under their name everywhere.
    """

    free: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()


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
    names = Names(template, reading)
    found = {}
    for name, resource in mapping(template.get("Resources")).items():
        if not isinstance(resource, dict):
            continue
        holds, condition = names.condition(resource["Condition"]) if "Condition" in resource else (True, "")
        if holds is False:
            continue
        rest = {key: value for key, value in resource.items() if key != "Condition"}
        if "Properties" in rest:
            rest["Properties"] = names.value(rest["Properties"], {condition: True} if condition else {})
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
    """

    template: Mapping[str, Any]
    reading: Reading = DEFAULTS
    alternatives: dict[str, Any] = field(default_factory=dict)
    _conditions: dict[str, tuple[bool | None, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        declared = mapping(self.template.get("Parameters"))
        self._parameters = {n: _given(n, p) for n, p in declared.items() if isinstance(p, dict) and "Default" in p}
        self._unknown = {n for n, value in self._parameters.items() if value == f"{PLACEHOLDER}{n}"}
        # An empty default stands for a value that has to be given; only conditions ask whether it was.
        self._empty = frozenset(n for n, value in self._parameters.items() if value in ("", [""]))
        self._mappings = mapping(self.template.get("Mappings"))
        self._made = frozenset(n for n, r in mapping(self.template.get("Resources")).items() if _is_made(r))
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
        function, argument = _intrinsic(definition)
        if function == "Condition":
            return self.condition(argument)
        if function == "Fn::Not" and isinstance(argument, list) and len(argument) == 1:
            holds, said = self._defined(argument[0])
            return None if holds is None else not holds, _negated(said)
        if function in ("Fn::And", "Fn::Or") and isinstance(argument, list):
            return self._combined(function, [self._defined(each) for each in argument])
        if function == "Fn::Equals" and isinstance(argument, list) and len(argument) == 2:
            return _equal(*(self._open(each) for each in argument))
        return None, text(self._open(definition))

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
        function, argument = _intrinsic(value)
        if function == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
            return self._branch(argument, assumed, spelled)
        if function == "Fn::Sub":
            return self._substituted(argument, assumed, spelled)
        if function == "Ref":
            return self._referred(argument, spelled)
        if function == "Fn::GetAtt" and isinstance(argument, str):
            return {function: argument.split(".", 1)}
        found = {key: self._value(inner, assumed, spelled) for key, inner in value.items()}
        called = CALLS.get(function)
        if called is not None:
            return called(found[function], found)
        if function == "Fn::FindInMap":
            return self._looked_up(argument, assumed, spelled)
        return {key: inner for key, inner in found.items() if inner != NO_VALUE}

    def _placeholders(self, value: str) -> Any:
        """A text in which SAM has put the placeholders of parameters, with the parameters again."""
        if PLACEHOLDER not in value:
            return value
        named = {name for name in _PLACEHOLDER.findall(value) if name in self._unknown}
        rendered = _literal(value)
        for name in named:
            rendered = rendered.replace(f"{PLACEHOLDER}{name}", f"${{{name}}}")
        return _from_sub(rendered) if named else value

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
                return _piece(self._value(local[name], assumed, spelled))
            return _piece(self._referred(name, spelled))

        return self._placeholders_of(_VARIABLE.sub(put, template))

    def _placeholders_of(self, rendered: str) -> Any:
        for name in {n for n in _PLACEHOLDER.findall(rendered) if n in self._unknown}:
            rendered = rendered.replace(f"{PLACEHOLDER}{name}", f"${{{name}}}")
        return _from_sub(rendered)

    def _branch(self, argument: list[Any], assumed: Assumed, spelled: frozenset[str]) -> Any:
        name, yes, no = argument
        holds, said = self.condition(name)
        if said.startswith(_NOT):
            said, yes, no = said.removeprefix(_NOT), no, yes
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
        if not isinstance(entries, dict):
            return {"Fn::FindInMap": [name, *keys]}
        default = argument[3].get("DefaultValue") if len(argument) > 3 and isinstance(argument[3], dict) else None
        content = _entries(entries, *keys)
        found = self._value(default if content is None else content, assumed, spelled)
        return found if all(isinstance(key, str) for key in keys) else {"Fn::FindInMap": [found, *keys]}


# -- functions whose arguments are resolved already -------------------------------------------------------------


def _joined(argument: Any, whole: dict[str, Any]) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return whole
    between, items = argument
    if not isinstance(items, list):
        return whole
    return _from_sub(_literal(between).join(_piece(item) for item in items))


def _split(argument: Any, whole: dict[str, Any]) -> Any:
    if isinstance(argument, list) and len(argument) == 2 and all(isinstance(each, str) for each in argument):
        return argument[1].split(argument[0]) if argument[0] else whole
    return whole


def _selected(argument: Any, whole: dict[str, Any]) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[1], list):
        return whole
    index = text(argument[0])
    return argument[1][int(index)] if index.isdecimal() and int(index) < len(argument[1]) else whole


CALLS: Final = {"Fn::Join": _joined, "Fn::Split": _split, "Fn::Select": _selected}


# -- conditions ----------------------------------------------------------------------------------------------------

_NOT: Final = "not "


def _negated(said: str) -> str:
    return said.removeprefix(_NOT) if said.startswith(_NOT) else f"{_NOT}{said}"


def _equal(left: Any, right: Any) -> tuple[bool | None, str]:
    sides = sorted((text(left), text(right)), key=lambda side: "${" not in side)
    said = " = ".join(plain(side) for side in sides)
    if sides[0] == sides[1]:
        return True, said
    return (None if any(map(_is_unknown, (left, right))) else False), said


def _is_unknown(value: Any) -> bool:
    """Whether a value is known at deployment only; dynamic references are."""
    return isinstance(value, (dict, list)) or (isinstance(value, str) and "{{resolve:" in value)


# -- small things --------------------------------------------------------------------------------------------------


def _given(name: str, parameter: Mapping[str, Any]) -> Any:
    """What a reference to a parameter stands for. CloudFormation reads an SSM parameter under the name that it gets."""
    value, kind = parameter["Default"], text(parameter.get("Type"))
    if value == f"{PLACEHOLDER}{name}":
        return value
    if _SSM.match(kind):
        return f"{{{{resolve:ssm:{text(value)}}}}}"
    if _LIST.match(kind):
        return [item.strip() for item in text(value).split(",")]
    return value if isinstance(value, list) else text(value)


def _is_made(resource: Any) -> bool:
    """Whether code of somebody's own makes a resource: what ``Ref`` gives of it need not belong to its ``Arn``."""
    kind = str(mapping(resource).get("Type"))
    return not kind.startswith("AWS::") or kind == "AWS::CloudFormation::CustomResource"


def _entries(entries: Mapping[str, Any], first: Any, second: Any) -> Any:
    """The entry of a mapping; what it can be, by key, where a key is not known; None when there is none."""
    if isinstance(first, str):
        below = entries.get(first)
        return below.get(second) if isinstance(second, str) and isinstance(below, dict) else below
    if not isinstance(second, str):
        return entries
    return {key: below.get(second) for key, below in entries.items() if isinstance(below, dict)}


def _intrinsic(value: Any) -> tuple[str, Any]:
    """The function and the argument of a mapping with one key."""
    return next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else ("", None)


def _literal(value: str) -> str:
    return value.replace("${", "${!")


def _piece(value: Any) -> str:
    """A value as it stands in the text of ``Fn::Sub``."""
    if isinstance(value, str):
        return _literal(value)
    function, argument = _intrinsic(value)
    return argument if function == "Fn::Sub" and isinstance(argument, str) else text(value)


def _from_sub(rendered: str) -> Any:
    """The simplest spelling of what ``Fn::Sub`` makes of a text."""
    if "${" not in rendered:
        return rendered
    whole = _WHOLE.fullmatch(rendered)
    if whole is None:
        return {"Fn::Sub": rendered}
    return {"Fn::GetAtt": whole[1].split(".", 1)} if "." in whole[1] else {"Ref": whole[1]}
