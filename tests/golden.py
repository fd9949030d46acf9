"""The golden cases: where they are and what they say."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from migrator.findings import Accept, Finding
from migrator.migration import Migration
from migrator.options import Direction, Options

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent / "golden"

OWN = frozenset({"options.toml", "report.json", "back.diff"})
"""Files of a case that its template does not point to."""


@dataclass(frozen=True)
class Case:
    """One folder under ``golden/``."""

    folder: Path
    direction: Direction

    @property
    def name(self) -> str:
        return self.folder.relative_to(ROOT).as_posix()

    @property
    def template(self) -> Path:
        return next(self.folder.glob("template.*"))

    @property
    def expected(self) -> bytes:
        """The bytes after; a case without an expected file says that nothing changes."""
        path = self.folder / f"expected{self.template.suffix}"
        return path.read_bytes() if path.exists() else self.template.read_bytes()

    @property
    def companions(self) -> dict[str, bytes]:
        """Files beside the template that it points to, by their path from it; ``expected/`` holds those after."""
        return _files(
            self.folder,
            {self.template.name, f"expected{self.template.suffix}", "options.toml", "report.json", "back.diff"},
        )

    @property
    def expected_companions(self) -> dict[str, bytes]:
        """The text after of every companion that changes."""
        return _files(self.folder / "expected", set())

    def laid_out(self, files: Mapping[str, bytes]) -> Path:
        """Put the template and files into a folder of their own; without files the template stays where it is.

        Arguments:
            files: by their path from the template.
        """
        if not files:
            return self.template
        folder = Path(tempfile.mkdtemp(prefix="golden-"))
        for name, content in {self.template.name: self.template.read_bytes(), **files}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder / self.template.name

    @cached_property
    def path(self) -> Path:
        """The template among its companions."""
        return self.laid_out(self.companions)

    def relative(self, path: str | None) -> str | None:
        """A reported path, from the template's folder."""
        return None if path is None else os.path.relpath(path, self.path.parent).replace(os.sep, "/")

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return report

    @property
    def settings(self) -> dict[str, Any]:
        """``options.toml``: the options, and under ``[test]`` the checks that cannot hold here, with the reason."""
        path = self.folder / "options.toml"
        return tomllib.loads(path.read_text()) if path.exists() else {}

    @property
    def options(self) -> Options:
        given = {key: value for key, value in self.settings.items() if key not in ("test", "verify")}
        given["accept"] = tuple(Accept.parse(text) for text in given.get("accept", ()))
        given["apis"] = tuple(given.pop("api", ()))
        given["definitions"] = tuple(
            (name, str(self.path.parent / file)) for name, file in given.pop("definition", {}).items()
        )
        given["audiences"] = tuple((name, tuple(ids)) for name, ids in given.pop("audience", {}).items())
        return Options(**given)

    @property
    def verify(self) -> bool:
        """Whether what the case shows comes from comparing the compiled templates; most cases need no compiler."""
        return bool(self.settings.get("verify"))

    def exempt(self, check: str) -> str | None:
        """Why a check does not apply to this case."""
        reason: str | None = self.settings.get("test", {}).get(check)
        return reason


def _files(folder: Path, without: set[str]) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name not in without and not name.startswith("expected/")
    }


def cases() -> list[Case]:
    return [
        Case(path.parent, direction)
        for direction in Direction
        for path in sorted((ROOT / direction.value).glob("*/*/template.*"))
    ]


def changed_files(case: Case, migration: Migration) -> dict[str, bytes]:
    """Bytes after of the files that a migration changes besides the template, by path from the case's folder."""
    return {str(case.relative(c.source.path)): c.source.encode(c.after) for c in migration.files if c.changed}


def summary(case: Case, migration: Migration) -> dict[str, Any]:
    """What a case's ``report.json`` holds: the contract, and the sentences that people act on."""
    handlers = [
        {
            "function": h.function,
            "path": case.relative(h.path),
            "status": h.status.value,
            "findings": [
                {
                    "code": f.code.name,
                    "level": f.level.value,
                    "line": f.span.line if f.span else None,
                    **({"file": case.relative(f.file)} if f.file not in (None, h.path) else {}),
                    **wording(f),
                }
                for f in h.findings
            ],
        }
        for h in migration.handlers
        if h.path is not None
    ]
    return {
        "status": migration.status.value,
        "apis": [
            {"id": a.id, "new_id": a.new_id, "status": a.status.value, "routes": a.routes} for a in migration.apis
        ],
        "findings": [
            {
                "code": f.code.name,
                "level": f.level.value,
                **({"accepted": True} if f.accepted else {}),
                "api": f.api,
                "line": f.span.line if f.span else None,
                "path": "/".join(str(key) for key in f.path),
                **({"file": case.relative(f.file)} if f.file is not None else {}),
                **wording(f),
            }
            for f in migration.findings
        ],
        **({"handlers": handlers} if handlers else {}),
    }


def wording(finding: Finding) -> dict[str, str]:
    """What a finding says, and what it says to do."""
    return {"message": finding.message, "help": finding.help}


def written(report: dict[str, Any]) -> str:
    """A report in which each sentence of a finding has a line of its own, so that its diffs read well."""
    apis = ", ".join(json.dumps(api) for api in report["apis"])
    findings = _listed(report["findings"], "  ")
    head = f'{{\n  "status": "{report["status"]}",\n  "apis": [{apis}],\n  "findings": {findings}'
    handlers = f',\n  "handlers": {_handlers(report["handlers"])}' if "handlers" in report else ""
    return f"{head}{handlers}\n}}\n"


def _handlers(handlers: list[dict[str, Any]]) -> str:
    lines = []
    for handler in handlers:
        facts = _entries({key: value for key, value in handler.items() if key != "findings"})
        lines.append(f'    {{{facts}, "findings": {_listed(handler["findings"], "    ")}}}')
    return "[\n" + ",\n".join(lines) + "\n  ]"


def _listed(findings: list[dict[str, Any]], indent: str) -> str:
    lines = ",\n".join(written_finding(finding, f"{indent}  ") for finding in findings)
    return f"[\n{lines}\n{indent}]" if lines else "[]"


def written_finding(finding: dict[str, Any], indent: str) -> str:
    """A finding as JSON on three lines: its facts, what it says, and what it says to do."""
    facts = _entries({key: value for key, value in finding.items() if key not in ("message", "help")})
    sentences = [f",\n{indent} {_entries({key: finding[key]})}" for key in ("message", "help") if key in finding]
    return f"{indent}{{{facts}{''.join(sentences)}}}"


def _entries(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
