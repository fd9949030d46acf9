"""What resources are called in the account: names that two of them cannot have at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .intrinsics import plain, text
from .shapes import mapping, properties_of
from .update_rules import UNIQUE


@dataclass(frozen=True)
class Naming:
    """What resources are called in the account.

    Arguments:
        resources: by logical id.
        parameters: values of the template's parameters.
    """

    resources: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Any]

    def names(self, resource_id: str) -> Iterator[tuple[str, str]]:
        """Namespace and name of what a resource holds; nothing where CloudFormation makes the name up.

        Arguments:
            resource_id: a logical id.
        """
        resource = self.resources[resource_id]
        namespace, parts = UNIQUE.get(str(resource.get("Type")), ("", ()))
        for properties in self._named(properties_of(resource)):
            values = [self._value(properties.get(part)) for part in parts]
            if namespace and values[0]:
                # `(none)` is how a base path mapping may spell that it has no path.
                yield namespace, "/".join(value for value in values if value and value != "(none)")

    def _named(self, properties: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        records = properties.get("RecordSets")
        return [properties] if not isinstance(records, list) else [mapping(record) for record in records]

    def _value(self, value: Any) -> str:
        """A value as text; a reference to a domain resource as the domain's name."""
        rendered = text(value, self.parameters)
        target = self.resources.get(plain(rendered), {})
        if UNIQUE.get(str(target.get("Type")), ("",))[0] == "domain":
            return text(properties_of(target).get("DomainName"), self.parameters)
        return rendered
