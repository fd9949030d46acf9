"""The golden handler cases: where they are and what they say."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handler_events import Request

from golden import wording
from migrator.facts import AuthorizerFacts, CorsHeaders, Entry, Facts, Rewritten, Route, RouteFacts
from migrator.text.source import Source
from transforms.handlers.python.rewrite import rewrite

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent / "golden" / "handlers"


@dataclass(frozen=True)
class Files:
    """A package that is a set of texts.

    Arguments:
        texts: text by dotted module name.
        shared: how many functions can import each module.
    """

    texts: Mapping[str, str]
    shared: int = 1

    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def module(self, name: str) -> Source | None:
        return Source(f"{name.replace('.', '/')}.py", self.texts[name]) if name in self.texts else None

    def users(self, name: str) -> int:
        return self.shared if name in self.texts else 0

    def original(self, name: str) -> Source | None:
        return self.module(name)


@dataclass(frozen=True)
class Case:
    """One folder: ``before.py`` and other modules as ``before_<name>.py``, ``facts.toml``, what is expected."""

    folder: Path

    @property
    def settings(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "facts.toml").read_text(encoding="utf-8"))

    @property
    def facts(self) -> Facts:
        return facts_of(self.settings)

    @property
    def entry(self) -> Entry:
        return Entry("app", self.settings.get("function", "handler"))

    def texts(self, which: str) -> dict[str, str]:
        """Texts by module; a module that is not among what is expected stays as it is."""
        found = {}
        for path in sorted(self.folder.glob(f"{which}*.py")):
            name = path.stem.removeprefix(which).removeprefix("_") or "app"
            with path.open(encoding="utf-8", newline="") as file:
                found[name] = file.read()
        return found

    @property
    def more(self) -> tuple[Request, ...]:
        """Requests beside those that every case is sent."""
        return tuple(
            Request(
                one.get("method", "GET"),
                one["path"],
                one.get("values", {}),
                one.get("query", ""),
                tuple((name, value) for name, value in one.get("headers", [])),
                one.get("body"),
            )
            for one in self.settings.get("request", [])
        )

    def rewritten(self, texts: Mapping[str, str]) -> Rewritten:
        return rewrite(Files(texts, self.settings.get("shared", 1)), self.entry, self.facts)


def facts_of(settings: Mapping[str, Any]) -> Facts:
    """Facts as a file writes them."""
    if "authorizer" in settings:
        given = dict(settings["authorizer"])
        if "headers" in given:
            given["headers"] = tuple(given["headers"])
        return AuthorizerFacts(**given)
    given = dict(settings["route"])
    given["routes"] = tuple(Route(*route) for route in given["routes"])
    if "sends" in given:
        given["sends"] = CorsHeaders(**{k: tuple(v) if isinstance(v, list) else v for k, v in given["sends"].items()})
    return RouteFacts(**given)


def cases() -> list[Case]:
    return [Case(path.parent) for path in sorted(ROOT.glob("*/facts.toml"))]


def summary(outcome: Rewritten) -> list[dict[str, Any]]:
    """What a case's ``findings.json`` holds: the contract, and the sentences that people act on."""
    return [
        {
            "code": f.code.name,
            "level": f.level.value,
            "file": f.file,
            "line": f.span.line if f.span else None,
            "column": f.span.column if f.span else None,
            **wording(f),
        }
        for f in outcome.findings
    ]
