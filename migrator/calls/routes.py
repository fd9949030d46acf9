"""The routes of an API that a template has, and the requests that fit them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from ..sam.extensions import ANY_METHOD
from ..sam.template import Api, Template
from ..steps.standing import replaced
from ..text.values import entries_of, get

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_VARIABLE = re.compile(r"\{([^{}]+?)(\+?)\}")


@dataclass(frozen=True)
class CalledRoute:
    """A route as a request may reach it.

    Arguments:
        method: upper case; ``ANY`` for all.
        path: as the template writes it, variables in braces.
    """

    method: str
    path: str

    @property
    def label(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Names of the variables in its path."""
        return tuple(found[1] for found in _VARIABLE.finditer(self.path))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts, at = [], 0
        for number, found in enumerate(_VARIABLE.finditer(self.path)):
            parts += [re.escape(self.path[at : found.start()]), f"(?P<v{number}>{'.+' if found[2] else '[^/]+'})"]
            at = found.end()
        return re.compile("".join([*parts, re.escape(self.path[at:])]))

    def values(self, path: str) -> dict[str, str] | None:
        """The values that a path gives to the variables; None where it does not fit.

        Arguments:
            path: as it stands on the wire.
        """
        found = self._pattern.fullmatch(path)
        return None if found is None else dict(zip(self.variables, found.groups(), strict=True))

    def filled(self, values: Mapping[str, str]) -> str | None:
        """The path with values in place of its variables; None where one is not known.

        Arguments:
            values: by the name of the variable, unescaped.
        """
        if not values.keys() >= set(self.variables):
            return None
        return _VARIABLE.sub(lambda found: quote(values[found[1]], safe="/" if found[2] else ""), self.path)


def apis(template: Template) -> dict[str, Api]:
    """The APIs of a template by name; one that stands beside the API that it is to replace counts as that one."""
    beside = {api.id for api in template.apis.values() if replaced(template, api) in template.apis}
    return {name: api for name, api in template.apis.items() if name not in beside}


def routes(template: Template, api: Api) -> tuple[CalledRoute, ...]:
    """The routes of an API: those of its events and of its definition, each once."""
    return tuple(dict.fromkeys((*_of_events(api), *_of_definition(template, api))))


def _of_events(api: Api) -> Iterator[CalledRoute]:
    for event in api.events:
        if event.path is not None and event.method is not None:
            yield CalledRoute(event.method, event.path)


def _of_definition(template: Template, api: Api) -> Iterator[CalledRoute]:
    for path, item in entries_of(get(template.definition_of(api), "paths")).items():
        methods = ("ANY" if key == ANY_METHOD else key.upper() for key in entries_of(item))
        yield from (CalledRoute(method, path) for method in methods if method == "ANY" or method in METHODS)
