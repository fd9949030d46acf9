"""Metrics that alarms watch: their names and dimensions, and what an API is called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrator.sam.template import Api, Resource, Template
from migrator.text.meaning import data
from migrator.text.node import Node
from migrator.text.values import Value, get, items_of, literal, ref

from ..reading.definition import is_defined
from ..reading.segments import Shape, shape_of


@dataclass(frozen=True, eq=False)
class WatchedMetric:
    """One metric that a resource watches.

    Arguments:
        resource: the alarm or detector.
        node: the map with the metric's name and dimensions.
        dimensions: by name, each with the nodes of its name and value.
        watched: the dimension that tells the API.
    """

    resource: Resource
    node: Node
    dimensions: Mapping[str, tuple[Node, Node]]
    watched: tuple[Node, Node]


def route_of(metric: WatchedMetric) -> tuple[str, ...] | None:
    """Method and path of the dimension ``Route``, which was documented before Method and Resource were.

    Empty without it, None where there is no one method.
    """
    if "Route" not in metric.dimensions:
        return ()
    method, _, path = (literal(metric.dimensions["Route"][1]) or "").partition(" ")
    return (method, path) if path.startswith("/") and method != "ANY" else None


def dimensions_of(listed: Node | None) -> dict[str, tuple[Node, Node]]:
    """Dimensions by name, each with the nodes of its name and value."""
    found: dict[str, tuple[Node, Node]] = {}
    for item in items_of(listed):
        name, value = item.get("Name"), item.get("Value")
        text = literal(name)
        if name is not None and value is not None and text is not None:
            found[text] = (name, value)
    return found


def called(template: Template, api: Api) -> Value:
    """What an API is called: its ``Name``, the title of its definition, or the name of the stack; None for unknown."""
    own = _name(template, api)
    if own is not None:
        return data(own) if template.source_of(own) is not template.source else own
    return None if is_defined(api) else ref("AWS::StackName")


def name_shape(template: Template, api: Api) -> Shape:
    """What the name of an API says; something of its own where it is unknown."""
    own = _name(template, api)
    if own is not None:
        return shape_of(own)
    return (("unknown", api.id),) if is_defined(api) else (("name", "AWS::StackName"),)


def _name(template: Template, api: Api) -> Node | None:
    file = template.definitions.get(api.id)
    body = file.root if file is not None else api.properties.get("DefinitionBody")
    return api.properties.get("Name") or get(body, "info", "title")
