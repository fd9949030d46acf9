"""The access control of an API, and what it means for each route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .sam.template import Api, Event
from .text.node import Node, boolean
from .text.values import given, is_map, literal, ref_target

NO_AUTHORIZER = "NONE"


AWS_IAM = "AWS_IAM"


@dataclass(frozen=True, eq=False)
class Access:
    """The ``Auth`` of an API and what it means for each route.

    Arguments:
        api: the API.
        node: its ``Auth``; None without.
        parameters: parameters of the template, which SAM looks up here for a REST API.
    """

    api: Api
    node: Node | None
    parameters: Mapping[str, Node] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        """Whether ``Auth`` is a map; SAM refuses an intrinsic here."""
        return self.node is None or is_map(self.node)

    @cached_property
    def authorizers(self) -> dict[str, Node]:
        """Authorizers by name."""
        node = self.node.get("Authorizers") if self.node is not None else None
        return node.entries() if is_map(node) else {}

    @property
    def default(self) -> str | None:
        """Name of the default authorizer; None without one or when it is not known."""
        node = self.node.get("DefaultAuthorizer") if self.node is not None else None
        parameter = self.parameters.get(ref_target(node) or "") if self.api.kind == "rest" else None  # T16
        name = literal(parameter.get("Default") if parameter is not None else node)
        return None if name == NO_AUTHORIZER else name

    def own(self, event: Event) -> Node | None:
        """The ``Auth`` of an event where it has an effect.

        SAM ignores it next to the definition of a REST API, unless events are merged into that or override it (T6).
        """
        node = event.properties.get("Auth") if event.properties is not None else None
        properties = self.api.properties
        bodies = [properties.get(key) for key in ("DefinitionBody", "DefinitionUri")]
        if self.api.kind != "rest" or all(given(body) is None for body in bodies):
            return node
        merges = is_true(properties.get("MergeDefinitions")) or is_true(node and node.get("OverrideApiAuth"))
        return node if merges else None

    def of(self, event: Event) -> str | None:
        """The authorizer in force on a route: its name, ``AWS_IAM``, or None when the route is open."""
        auth = self.own(event)
        own = literal(auth.get("Authorizer")) if auth is not None else None
        name = own or self.default
        return None if name == NO_AUTHORIZER else name


def is_true(node: Node | None) -> bool:
    """Whether a setting may be on: anything but a literal no. An intrinsic may be true."""
    return node is not None and not node.is_null and boolean(node) is not False
