"""Metrics that alarms watch: their names and dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.values import items_of, literal


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
