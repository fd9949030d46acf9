"""The pages of the findings: one for each code, from the texts that `sam-migrate explain` prints, and a list of all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

import transforms
from migrator.findings import Code, Level
from migrator.report.meaning import CodeSection, Shape, marks, sections

from . import cases
from .markdown import fenced, prose

SUBJECTS: Mapping[str, str] = {
    "transforms.access": "Access: authorizers, scopes, keys, policies",
    "transforms.handlers": "Code of functions",
    "transforms.cors": "CORS",
    "transforms.routes": "Routes and their events",
    "transforms.stage": "Stage, logs, variables, throttling",
    "transforms.api": "The API and its settings",
    "transforms.definition": "Definitions (OpenAPI, Swagger)",
    "transforms.resources": "Other resources that use the API",
    "migrator.steps": "The way to production",
    "migrator.proof": "Comparison and deployment",
    "migrator.hard_coded": "The project around the template",
    "migrator.document": "The template as a whole",
    "transforms": "The API and its settings",
}
"""The headings of the list by the module whose codes stand there; the first that has a code takes it."""


_LEVELS = """
A **blocker** leaves the API as it is until you accept the loss by name. A **warning** is migrated and behaves
differently. An **info** is worth knowing. Findings marked *security* touch access to the API; `--strict` makes their
warnings block too.
"""


def by_subject() -> dict[str, list[Code]]:
    """Every code under the heading of its subject."""
    homes = _homes()
    found: dict[str, list[Code]] = {title: [] for title in SUBJECTS.values()}
    for code in sorted(transforms.CODES.values(), key=lambda code: code.name):
        module = next(m for m in SUBJECTS if any(f"{home}.".startswith(f"{m}.") for home in homes[code.name]))
        found[SUBJECTS[module]].append(code)
    return found


def _homes() -> dict[str, set[str]]:
    """The modules that have each code."""
    found: dict[str, set[str]] = {}
    for name, module in [*sys.modules.items()]:
        if name.startswith(("transforms", "migrator")):
            for value in [*vars(module).values()]:
                if isinstance(value, Code):
                    found.setdefault(value.name, set()).add(name)
    return found


def page(code: Code) -> str:
    """The page of one code, as Markdown.

    Arguments:
        code: the kind of finding.
    """
    described = code.what.replace('"', "'").replace("`", "")
    head = f'---\ntitle: {code.name}\ndescription: "{described}"\n---\n\n# `{code.name}`\n\n{prose(code.what)}\n'
    facts = " · ".join((f"**{' or '.join(_levels(code))}**", *marks(code)))
    also = f"`sam-migrate explain {code.name}` prints this page. [All findings](index.md)\n"
    return "\n".join([head, f"{facts}\n", also, *map(_section, sections(code)), cases.section(code.name)])


def index() -> str:
    """The list of all codes by subject, as Markdown."""
    return "\n".join(_index())


def _index() -> Iterator[str]:
    yield f"# Findings\n\nsam-migrate reports {len(transforms.CODES)} kinds of findings, each under a name that stays."
    yield _LEVELS
    for title, codes in by_subject().items():
        yield f"## {title}\n\n| Finding | Level | What it says |\n|---|---|---|"
        for code in codes:
            level = f"{' or '.join(_levels(code))}{', *security*' if code.security else ''}"
            yield f"| [`{code.name}`]({code.name}.md) | {level} | {prose(code.what)} |"
        yield ""


def _levels(code: Code) -> list[str]:
    return [level.value for level in code.possible]


def _section(section: CodeSection) -> str:
    return f"## {section.title}\n\n{_BODIES[section.shape](section)}\n"


def _table(section: CodeSection) -> str:
    rows = "\n".join(f"| {_NAMES[level]} | {prose(when)} |" for level, when in section.levels)
    return f"| Level | When |\n|---|---|\n{rows}"


_NAMES = {level: level.value for level in Level}
_BODIES: Mapping[Shape, Callable[[CodeSection], str]] = {
    Shape.PROSE: lambda section: prose(section.text),
    Shape.LEVELS: _table,
    Shape.FRAGMENT: lambda section: fenced(section.text, "yaml"),
    Shape.ADDRESS: lambda section: f"<{section.text}>",
}
