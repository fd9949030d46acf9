"""Other templates of the repository that deploy the same files: one that stays as it is keeps the code as it is."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from migrator.repository import Repository
from migrator.source import Source
from migrator.template import Template
from migrator.tree import TreeError, parse
from migrator.values import is_map

from .facts import Facts, RouteFacts
from .find import Python, find, functions
from .package import Files, Folder, Reach
from .roles import format_of

ENDINGS = (".yaml", ".yml", ".json", ".template")
_MARKS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
_UP = "../"
"""What a template must write to reach code that is not below its own folder."""


def foreign(template: Template, keys: Collection[str], facts: Facts) -> str | None:
    """Which other template runs one of some files and sends it other events.

    Arguments:
        template: the template that is migrated.
        keys: what the files are known by.
        facts: the events that they are rewritten for.
    """
    repository = template.repository
    if repository is None:
        return None
    own = Path(template.source.path).resolve()
    for path in _templates(repository, keys):
        if path == own or (source := _read(repository, path)) is None:
            continue
        near = any(Path(key).is_relative_to(path.parent) for key in keys)
        if not (near or _UP in source.text) or not any(mark in source.text for mark in _MARKS):
            continue
        if (function := _user(source, keys, facts)) is not None:
            return f"{function} of {os.path.relpath(path, repository.folder)}"
    return None


def _templates(repository: Repository, keys: Collection[str]) -> Iterator[Path]:
    """Files that may be templates: those above the code first, then all of the repository."""
    root = os.path.relpath(repository.root, repository.folder)
    for relative in repository.below(root, *ENDINGS):
        if (path := repository.locate(relative)) is not None:
            yield path


def _read(repository: Repository, path: Path) -> Source | None:
    source = repository.read(os.path.relpath(path, repository.folder))
    return Source(str(path), source.text, source.bom) if source is not None else None


def _user(source: Source, keys: Collection[str], facts: Facts) -> str | None:
    """The first function of a template that runs one of the files and is not sent the new events already."""
    try:
        tree = parse(source)
    except TreeError:
        return None
    if tree.root is None or not is_map(tree.root):
        return None
    template = Template(source, tree, tree.root)
    files = Files(template)
    for name, function in functions(template).items():
        code = find(files, function)
        if not isinstance(code, Python) or not isinstance(code.package, Folder):
            continue
        reach = Reach(code.package, code.entry.module)
        if any(key == code.key or key in reach for key in keys) and not _agrees(template, name, facts):
            return name
    return None


def _agrees(template: Template, name: str, facts: Facts) -> bool:
    """Whether a function gets nothing but the events that the code is rewritten for."""
    section = template.resources[name].local
    events = section.get("Events") if section is not None else None
    own = [event for event in template.events if event.owner.id == name]
    if not isinstance(facts, RouteFacts) or not own or events is None or len(events.entries()) != len(own):
        return False
    return all(format_of(event) == facts.after for event in own)
