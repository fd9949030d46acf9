"""What an API says of CORS, the same for both kinds, for SAM's properties, for a definition and for its mocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from migrator.text.node import Node
from migrator.text.values import Value, is_map

Name = Literal["origins", "methods", "headers", "expose", "age", "credentials"]
Spelling = Literal["Cors", "CorsConfiguration", "x-amazon-apigateway-cors", "mock"]

LISTS: Final[tuple[Name, ...]] = ("origins", "methods", "headers", "expose")

_HTTP: Final[dict[Name, str]] = {
    "origins": "AllowOrigins",
    "methods": "AllowMethods",
    "headers": "AllowHeaders",
    "expose": "ExposeHeaders",
    "age": "MaxAge",
    "credentials": "AllowCredentials",
}
HEADERS: Final[dict[Name, str]] = {
    "origins": "Access-Control-Allow-Origin",
    "headers": "Access-Control-Allow-Headers",
    "methods": "Access-Control-Allow-Methods",
    "expose": "Access-Control-Expose-Headers",
    "age": "Access-Control-Max-Age",
    "credentials": "Access-Control-Allow-Credentials",
}
KEYS: Final[Mapping[Spelling, dict[Name, str]]] = {
    "Cors": {**{name: key for name, key in _HTTP.items() if name != "expose"}, "origins": "AllowOrigin"},
    "CorsConfiguration": _HTTP,
    "x-amazon-apigateway-cors": {name: f"{key[0].lower()}{key[1:]}" for name, key in _HTTP.items()},
    "mock": HEADERS,
}
"""What each spelling calls the settings. Source: samtranslator, CorsProperties of api_generator.py and
http_api_generator.py; api-gateway-swagger-extensions-cors-configuration; http-api-cors."""

Bare: TypeAlias = dict[Name, Value]
"""Settings as the other kind of API takes them: lists, seconds and a boolean, or texts between inner quotes."""


@dataclass(frozen=True, eq=False)
class Cors:
    """One CORS configuration.

    Arguments:
        node: where it stands.
        spelling: who says it: SAM, a definition, or an OPTIONS mock.
        given: its settings, in the order in which they stand.
        unknown: keys that mean nothing there.
        every: whether it is the short form without settings, each of which has its default then.
    """

    node: Node
    spelling: Spelling
    given: Mapping[Name, Node]
    unknown: Mapping[str, Node]
    every: bool = False

    def key(self, name: Name) -> str:
        """What a setting is called here."""
        return KEYS[self.spelling].get(name, name)


def read(node: Node, spelling: Spelling, entries: Mapping[str, Node]) -> Cors:
    """One configuration from its keys and values.

    Arguments:
        node: where it stands.
        spelling: whose keys they are.
        entries: what is written there.
    """
    names = {key.lower() if spelling == "mock" else key: name for name, key in KEYS[spelling].items()}
    given = {names[key]: value for key, value in entries.items() if key in names}
    return Cors(node, spelling, given, {key: value for key, value in entries.items() if key not in names})


def cors_of(node: Node, spelling: Spelling) -> Cors:
    """What a property of an API says."""
    cors = read(node, spelling, node.entries() if is_map(node) else {})
    if is_map(node):
        return cors
    return Cors(node, spelling, {} if spelling != "Cors" else {"origins": node}, {}, every=True)
