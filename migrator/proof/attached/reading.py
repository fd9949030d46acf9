"""What is compared of one attached resource: its parts by name, and what is left of its properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...sam.extensions import RESPONSES
from ..index import Index, names_in
from ..intrinsics import is_intrinsic, rendered, text
from ..shapes import mapping
from .attachment import Attachment
from .table import TABLE

OTHER: Final = "other"
"""The section of resources that are not compared."""
LEFT: Final = "left"
"""The section of parts of an API that are not compared."""
CODE: Final = "code"
"""The section of functions that decide for authorizers: what they decide is not compared."""
DECIDES: Final = ("Code", "Environment", "FileSystemConfigs", "FunctionVersion", "Handler", "ImageConfig", "Layers",
                  "RoutingConfig")  # fmt: skip
"""Properties of a function, or of an alias of it, that can change what it answers."""
THERE: Final = ""
"""The property that stands for a resource as a whole."""
CONDITION: Final = "condition"
RESPONSE: Final = "AWS::ApiGateway::GatewayResponse"
SPELLINGS: Final[Mapping[str, Callable[[str, Index], str]]] = {
    "function": lambda value, index: index.function_named(value),
    # The kinds have two names for one thing, and stages are known by the default of a parameter.
    "routing": lambda value, _: value.replace("BASE_PATH_MAPPING", "API_MAPPING"),
    "stage": lambda value, index: text({"Fn::Sub": value}, index.parameters),
}
"""Facets whose values have several spellings."""
DEPLOYMENT = re.compile(r"Deployment[0-9a-f]{10}\b")
"""SAM names a deployment by a hash, which changes with the functions behind other APIs too."""
_ITSELF = re.compile(r"\$\{(\w+)\.(?:Arn|DomainNameArn)\}")
"""Attributes that stand for the resource itself."""


@dataclass(frozen=True)
class AttachedRow:
    """One thing that is attached to an API.

    Arguments:
        section: a section of `TABLE`, or `OTHER`.
        name: what people know it by.
        facets: what is compared, as lists of texts.
    """

    section: str
    name: str
    facets: Mapping[str, Any]


NO_PARTS = Attachment("", "")


@dataclass(frozen=True)
class RowTexts:
    """How the values of one API's rows are rendered: its stages by their names, entries of other APIs left out."""

    api: str
    index: Index

    def of(self, value: Any) -> str:
        """One text for all spellings of a value."""
        found = self.index.with_stage_names(DEPLOYMENT.sub("Deployment", rendered(value)))
        return _ITSELF.sub(r"${\1}", found)

    def listed(self, value: Any) -> list[str]:
        """The items of a list, those of other APIs left out; else the value."""
        if not isinstance(value, list):
            return [self.of(value)]
        return [self.of(item) for item in value if not self._is_of_another(item)]

    def _is_of_another(self, item: Any) -> bool:
        apis = {name for name in names_in(item) if name in self.index.apis}
        return bool(apis) and self.api not in apis


def rows_of(name: str, texts: RowTexts) -> Iterator[AttachedRow]:
    index = texts.index
    kind, properties = index.type(name), index.properties(name)
    label = f"{name} ({kind})"
    entry = TABLE.get(kind, NO_PARTS)
    if not entry.parts:
        left = {key: texts.of(value) for key, value in properties.items() if key not in entry.harmless}
        yield AttachedRow(OTHER, label, {THERE: "there", CONDITION: index.condition(name), **left})
        return
    facets, left = _facets(entry, properties, texts)
    yield AttachedRow(
        entry.section, _name(entry, name, properties, index), {**facets, CONDITION: index.condition(name)}
    )
    yield AttachedRow(OTHER, label, left)


def code_of(name: str, texts: RowTexts) -> AttachedRow:
    """What of an authorizer's function can change its answers."""
    properties = texts.index.properties(name)
    return AttachedRow(CODE, name, {key: texts.of(properties[key]) for key in DECIDES if key in properties})


def gateway_responses(body: Any, texts: RowTexts) -> Iterator[AttachedRow]:
    """Those that the body of an API holds, read as the resources that say the same."""
    for kind, response in mapping(mapping(body).get(RESPONSES)).items():
        known = response if isinstance(response, dict) else {"response": response}
        properties = {f"{key[:1].upper()}{key[1:]}": value for key, value in known.items()}
        facets, left = _facets(TABLE[RESPONSE], properties, texts)
        yield AttachedRow(TABLE[RESPONSE].section, kind, {**facets, CONDITION: ""})
        if left:
            yield AttachedRow(LEFT, f"gateway response {kind}", left)


def _facets(
    entry: Attachment, properties: Mapping[str, Any], texts: RowTexts
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What is compared of a resource, and what is left of its properties, each by name."""
    rest: Any = {key: v for key, v in properties.items() if key not in entry.harmless and key != entry.named}
    facets: dict[str, list[str]] = {}
    for facet, part in entry.parts.items():
        values: list[str] = []
        for path in part.paths:
            taken, rest = _take(rest, path.split("."))
            values += [each for value in taken for each in texts.listed(value)]
        if facet in SPELLINGS:
            values = [SPELLINGS[facet](value, texts.index) for value in values]
        facets[facet] = sorted(values) or ([part.default] if part.default else [])  # none of these lists has an order
    owners = set(entry.owners)
    return facets, {key: texts.of(value) for key, value in (rest or {}).items() if key not in owners}


def _take(value: Any, path: Sequence[str]) -> tuple[list[Any], Any]:
    """The values at a path, and what is left without them; None for nothing."""
    if not path:
        return [value], None
    key, *rest = path
    if key == "*" and isinstance(value, list):
        pairs = [_take(item, rest) for item in value]
        return [each for taken, _ in pairs for each in taken], [left for _, left in pairs if left] or None
    if not isinstance(value, dict) or key not in value or is_intrinsic(value):
        return [], value
    taken, left = _take(value[key], rest)
    return taken, {k: (left if k == key else v) for k, v in value.items() if k != key or left} or None


def _name(entry: Attachment, name: str, properties: Mapping[str, Any], index: Index) -> str:
    if entry.section == "mapping":
        path = text(properties.get("BasePath", properties.get("ApiMappingKey")))
        return f"{index.domain_name(properties.get(entry.named))}/{'' if path == '(none)' else path}"
    return text(properties.get(entry.named)) or name if entry.named else name
