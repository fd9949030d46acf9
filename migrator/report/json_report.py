"""The JSON report that the bot, CI and others read; `VERSION` moves when it breaks."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from .. import __version__
from ..findings import Finding, Span
from ..migration import ApiOutcome, FileChange, HandlerOutcome, Migration, TextEdit
from ..plan import Action, Plan
from ..preview import asked
from ..routes import RouteAccess, RouteRow, Verification
from . import Mode, Report, Totals, runbook, totals
from .diff import patch, unified
from .news import News
from .words import picked

VERSION = 1
_SUMMARY = ("templates", "migrated", "blocked", "errors", "apis", "routes", "kept")


def render(report: Report) -> str:
    """Print a run as one JSON document. Everything outside ASCII is escaped, so the text is safe on any terminal."""
    document = {
        "version": VERSION,
        "tool": __version__,
        "direction": report.direction.value,
        "dry_run": report.mode is not Mode.WRITE,
        "templates": [template(m) for m in report.migrations],
        "summary": summary(totals(report)),
    }
    return json.dumps(document, indent=2) + "\n"


def template(migration: Migration) -> dict[str, Any]:
    """What became of one template, for programs."""
    shown = migration.preview
    preview = {"accept": asked(migration), **_outcome(shown)} if shown else None
    return {**_outcome(migration), "preview": preview}


def _outcome(migration: Migration) -> dict[str, Any]:
    return {
        "path": migration.source.path,
        "status": migration.status.value,
        "error": migration.error,
        "apis": [_api(api) for api in migration.apis],
        "findings": [_finding(finding) for finding in migration.findings],
        "edits": [_edit(edit) for edit in migration.edits],
        "files": [_file(change) for change in migration.files],
        "handlers": [_handler(handler) for handler in migration.handlers],
        "verification": _verification(migration.verification),
        "runbook": runbook.data(migration.runbook),
        "diff": patch(migration),
    }


def summary(sums: Totals) -> dict[str, Any]:
    """What a run adds up to, for programs."""
    return {
        **{name: getattr(sums, name) for name in _SUMMARY},
        "files_written": list(sums.written),
        "news": [_news(each) for each in sums.news],
    }


def _news(news: News) -> dict[str, Any]:
    said = {"kind": news.kind.value, "alarming": news.kind.alarming, "message": news.sentence}
    return {**said, "templates": list(news.templates)}


def _api(api: ApiOutcome) -> dict[str, Any]:
    return picked(api, "id", "new_id", "status", "routes", "beside", "step", "grows", "reason")


def _file(change: FileChange) -> dict[str, Any]:
    return {
        "path": change.source.path,
        "new": change.new,
        "edits": [_edit(edit) for edit in change.edits],
        "diff": unified(change),
    }


def _handler(handler: HandlerOutcome) -> dict[str, Any]:
    found = [_finding(finding) for finding in handler.findings]
    return {**picked(handler, "path", "function", "status", "risk"), "findings": found, "runs": list(handler.runs)}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code.name,
        "level": finding.level.value,
        "security": finding.code.security,
        "accepted": finding.accepted,
        "api": finding.api,
        "message": finding.message,
        "help": finding.help,
        "docs": finding.code.docs or None,
        "file": finding.file,
        **_position(finding.span),
        "path": list(finding.path),
    }


def _position(span: Span | None) -> dict[str, int | None]:
    names = ("line", "column", "end_line", "end_column")
    return {name: getattr(span, name) if span else None for name in names}


def _edit(edit: TextEdit) -> dict[str, Any]:
    return picked(edit, "start", "end", "text", "concern")


def _verification(verification: Verification) -> dict[str, Any]:
    return {
        **picked(verification, "status", "reason", "differences", "announced", "deployment"),
        "plan": plan(verification.plan) if verification.plan else None,
        "routes": [_route(row) for row in verification.routes],
    }


def _route(row: RouteRow) -> dict[str, Any]:
    sides = {"before": _access(row.before), "after": _access(row.after)}
    return {"api": row.api, "route": row.label, **sides, "stays": row.stays}


def _access(access: RouteAccess | None) -> dict[str, Any] | None:
    if access is None:
        return None
    clients = None if access.clients is None else list(access.clients)
    return {**asdict(access), "scopes": list(access.scopes), "clients": clients}


def plan(deployment: Plan) -> dict[str, Any]:
    """A deployment plan for programs: the resources by what happens to them, and the traps."""
    return {
        "summary": deployment.summary,
        "url_changes": deployment.new_url,
        "refused": deployment.refused,
        **{
            action.value: [{"id": c.id, "type": c.type} for c in deployment.changes if c.action is action]
            for action in Action
        },
        "traps": [{"name": t.name, "refused": t.refused, "message": t.sentence} for t in deployment.traps],
    }
