"""Other templates of the repository that deploy the same files: one that stays as it is keeps the code as it is."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from migrator.concern import Access
from migrator.facts import AuthorizerFormat, Facts, Format
from migrator.sam.repository import Repository
from migrator.sam.template import Template, read_template
from migrator.text.source import Source
from migrator.text.values import is_map

from ..reading.functions import function_of
from .find import find, functions
from .language import Missing
from .package import Files
from .roles import authorizer_format, format_of

_MARKS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
_UP = "../"
"""What a template must write to reach code that is not below its own folder."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The other templates of a repository.

    Arguments:
        template: the template that is migrated.
    """

    template: Template
    _read: dict[str, Source | None] = field(default_factory=dict)

    @cached_property
    def _others(self) -> Mapping[str, bool]:
        """Those with functions, from the repository's root, each with whether it writes what leads up."""
        repository = self.template.repository
        rising = frozenset(repository.others_that_hold(_UP) if repository is not None else ())
        return {name: name in rising for name in (repository.others_that_hold(*_MARKS) if repository else ())}

    def _source(self, repository: Repository, name: str) -> Source | None:
        """A template under its real path, read once."""
        if name not in self._read:
            relative = os.path.relpath(repository.root / name, repository.folder)
            source, path = repository.read(relative), repository.locate(relative)
            known = source is not None and path is not None and path != repository.template
            self._read[name] = Source(str(path), source.text, source.bom) if source is not None and known else None
        return self._read[name]

    def user(self, keys: Collection[str], facts: Facts) -> str | None:
        """Which function of another template runs one of some files and is sent other events.

        Arguments:
            keys: what the files are known by.
            facts: the events that they are rewritten for.
        """
        repository = self.template.repository
        if repository is None:
            return None
        above = {str(folder) for key in keys for folder in Path(key).parents}
        for name, rises in self._others.items():
            near = os.path.dirname(f"{repository.root}/{name}") in above  # noqa: PTH120 - of very many
            source = self._source(repository, name) if near or rises else None
            if source is not None and (function := _user(source, keys, facts)) is not None:
                return f"{function} of {os.path.relpath(source.path, repository.folder)}"
        return None


def _user(source: Source, keys: Collection[str], facts: Facts) -> str | None:
    """The first function of a template that runs one of the files and is not sent the new events already."""
    template = read_template(source)
    if template is None:
        return None
    files = Files(template)
    for name, function in functions(template).items():
        code = find(files, function)
        reach = code.reach() if not isinstance(code, Missing) else None
        if reach is None or isinstance(code, Missing):
            continue
        if any(key == code.key or key in reach for key in keys) and not _agrees(template, name, facts):
            return name
    return None


def _agrees(template: Template, name: str, facts: Facts) -> bool:
    """Whether a function gets nothing but the events that the code is rewritten for."""
    section = template.resources[name].local
    events = section.get("Events") if section is not None else None
    formats: list[Format | AuthorizerFormat] = [format_of(e) for e in template.events if e.owner.id == name]
    if events is not None and len(events.entries()) != len(formats):
        return False
    formats += [
        authorizer_format(node, api.kind)
        for api in template.apis.values()
        for node in Access(api, api.properties.get("Auth")).authorizers.values()
        if is_map(node) and function_of(template, node.get("FunctionArn")) == name
    ]
    return bool(formats) and all(each == facts.after for each in formats)
