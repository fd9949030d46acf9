"""The resources of a compiled template, and which of them mention which: read once, asked for every API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from .intrinsics import REGION, plain, referenced, text
from .shapes import defaults_of, mapping, properties_of, resources_of

FUNCTION: Final = "AWS::Lambda::Function"
APIS: Final = frozenset({"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"})
STAGES: Final = ("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage")
DOMAINS: Final = ("AWS::ApiGateway::DomainName", "AWS::ApiGateway::DomainNameV2", "AWS::ApiGatewayV2::DomainName")
ACTING: Final = {"AWS::Lambda::Permission": "FunctionName", "AWS::Lambda::Url": "TargetFunctionArn"}
"""Types that are about a function -> the property that names it."""
QUALIFIERS: Final = ("AWS::Lambda::Alias", "AWS::Lambda::Version")

_REFERENCE = re.compile(r"\$\{(\w+)\}")
_BEHIND_ID = re.compile(r"(\$\{(\w+)\}/)\$\{(\w+)\}(?=[/,}]|$)")
_NAME_IN_ARN = re.compile(r":function:([^:]+)(?::[^:]+)?$")
_IN_ACCOUNT = re.compile(
    rf"(?:(?:arn:aws:lambda:{REGION}:)?\$\{{AWS::AccountId\}}:function:)?((?:\$\{{[^}}]*\}}|[^:${{}}])+)((?::[\w$-]+)?)"
)
"""A function by its name, or by an ARN of the stack's own account and region, with a qualifier or without."""
_QUALIFIED = re.compile(r"(\$\{[^}]*\}|[^:/${}]+):[\w$-]+")


@dataclass(frozen=True, eq=False)
class Index:
    """Resources by logical id, with what is found in them by name and type.

    Arguments:
        resources: the ``Resources`` section of a compiled template, mappings only.
        conditions: its ``Conditions`` section.
        parameters: values of its parameters.
    """

    resources: Mapping[str, dict[str, Any]]
    conditions: Mapping[str, Any]
    parameters: Mapping[str, Any]

    @classmethod
    def of(cls, template: Mapping[str, Any]) -> Index:
        """Read a template.

        Arguments:
            template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
        """
        return cls(resources_of(template), mapping(template.get("Conditions")), defaults_of(template))

    def type(self, name: str) -> str:
        """The type of a resource; empty when there is none of that name."""
        return text(self.resources.get(name, {}).get("Type"))

    def properties(self, name: str) -> dict[str, Any]:
        """The properties of a resource."""
        return properties_of(self.resources.get(name))

    def condition(self, name: str) -> str:
        """The condition of a resource; empty for always."""
        return text(self.resources.get(name, {}).get("Condition"))

    def of_type(self, *types: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Names and properties of the resources of some types."""
        for kind in types:
            yield from ((name, self.properties(name)) for name in self._by_type.get(kind, ()))

    def mentions(self, name: str) -> frozenset[str]:
        """Names that the properties of a resource mention."""
        return self._mentions.get(name, frozenset())

    def mentioning(self, name: str) -> tuple[str, ...]:
        """Resources whose properties mention a name."""
        return tuple(self._mentioning.get(name, ()))

    def function(self, value: Any) -> str:
        """The logical id of the function that a name, an ARN or a reference means; what it says where there is none.

        Arguments:
            value: any part of a template.
        """
        return self.function_named(text(value))

    def function_named(self, rendered: str) -> str:
        """The logical id of the function that a rendered value means; what it says where there is none.

        Arguments:
            rendered: such as ``${F.Arn}:live``, ``arn:aws:lambda:…:function:orders`` or ``orders``.
        """
        found = plain(rendered)
        if named := _NAME_IN_ARN.search(found):
            found = plain(named[1])
        elif qualified := _QUALIFIED.fullmatch(found):
            found = plain(qualified[1])
        return self._functions.get(found, found)

    def by_id(self, function: str) -> str:
        """A function as a reference names it, where its name in the account says which one of the template it is.

        Arguments:
            function: as `migrator.proof.intrinsics.function_of` returns it.
        """
        found = _IN_ACCOUNT.fullmatch(function) if function not in self.resources else None
        name = self._functions.get(found[1]) if found else None
        if found is None or name is None:
            return function
        return f"${{{name}.Arn}}{found[2]}" if found[2] else name

    def acting_on(self, function: str) -> tuple[str, ...]:
        """Permissions and addresses of a function, whatever they name it by."""
        return tuple(self._acting.get(function, ()))

    def acted_on(self, name: str) -> frozenset[str]:
        """The function, and the alias or version of it, that a permission or an address is about."""
        value = self.properties(name).get(ACTING.get(self.type(name), ""))
        return frozenset({self.function(value), self.base(self.function(value))}) if value is not None else frozenset()

    def base(self, function: str) -> str:
        """The function that an alias or version stands for; other functions stand for themselves."""
        for _ in range(2):  # an alias may name its function by a version
            if self.type(function) in QUALIFIERS:
                function = self.function(self.properties(function).get("FunctionName"))
        return function

    def domain_name(self, value: Any) -> str:
        """The name of a domain that is given by its name, or by a reference to its resource."""
        named = next((n for n in names_in(value) if self.type(n) in DOMAINS), "")
        return text(self.properties(named).get("DomainName")) if named else text(value)

    def with_stage_names(self, rendered: str) -> str:
        """A rendered value with the names of stages in the place of references to their resources and parameters."""
        found = _REFERENCE.sub(lambda found: self._stages.get(found[1], found[0]), rendered)
        return _BEHIND_ID.sub(self._with_parameter, found)

    def _with_parameter(self, found: re.Match[str]) -> str:
        """The stage behind the id of an API; SAM resolves the parameter that names the stage of a REST API."""
        value = text(self.parameters.get(found[3])) if found[2] in self.apis else ""
        return f"{found[1]}{value}" if value in self._stages.values() else found[0]

    @cached_property
    def apis(self) -> frozenset[str]:
        """Logical ids of the APIs."""
        return frozenset(name for name in self.resources if self.type(name) in APIS)

    @cached_property
    def domains(self) -> Mapping[str, str]:
        """Domain resources by the name of the domain."""
        return {text(p.get("DomainName")): name for name, p in self.of_type(*DOMAINS)}

    @cached_property
    def _stages(self) -> Mapping[str, str]:
        return {name: text(p["StageName"], self.parameters) for name, p in self.of_type(*STAGES) if p.get("StageName")}

    @cached_property
    def _acting(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for kind, key in ACTING.items():
            for name, properties in self.of_type(kind):
                for function in self.acted_on(name) if key in properties else ():
                    found.setdefault(function, []).append(name)
        return found

    @cached_property
    def _by_type(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.resources:
            found.setdefault(self.type(name), []).append(name)
        return found

    @cached_property
    def _mentions(self) -> Mapping[str, frozenset[str]]:
        return {name: names_in(self.properties(name)) for name in self.resources}

    @cached_property
    def _mentioning(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, mentioned in self._mentions.items():
            for each in mentioned:
                found.setdefault(each, []).append(name)
        return found

    @cached_property
    def _functions(self) -> Mapping[str, str]:
        """Names that functions have in the account -> logical ids."""
        return {text(p["FunctionName"]): name for name, p in self.of_type(FUNCTION) if p.get("FunctionName")}


def names_in(value: Any) -> frozenset[str]:
    """The resources and parameters that a value mentions, attributes left off.

    Arguments:
        value: any part of a compiled template.
    """
    return frozenset(name.partition(".")[0] for name in referenced(value))
