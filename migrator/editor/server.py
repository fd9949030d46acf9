"""The language server: diagnostics, hovers and code actions for templates."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..command.arguments import ArgumentError
from ..findings import Finding, Level
from ..migration import Migration, Status
from ..options import Direction
from ..report.meaning import CodeSection, Shape, sections
from ..report.placed import problem
from ..report.sanitize import clean, clean_line
from ..report.words import advice
from ..routes import Proof
from ..text.source import Source
from .analysis import Analysis, OpenApi, analysed, taken
from .edits import TextPlaces, keeping, workspace_edit

PAUSE = 0.25
"""Seconds without a key until a template is looked at."""
SOURCE = "sam-migrate"
SEVERITIES = {
    Level.BLOCKER: types.DiagnosticSeverity.Warning,
    Level.WARNING: types.DiagnosticSeverity.Information,
    Level.INFO: types.DiagnosticSeverity.Hint,
}
"""A template with a REST API has no fault: nothing of what is said of it is an error."""
NEW = {Direction.TO_HTTP: "an HTTP API", Direction.TO_REST: "a REST API"}
OLD = {Direction.TO_HTTP: "REST", Direction.TO_REST: "HTTP"}
MIGRATE, BESIDE = "migrate", "beside"


class Templates:
    """The open templates, each as it was looked at last.

    Arguments:
        editor: the server that speaks with the editor.
    """

    def __init__(self, editor: LanguageServer) -> None:
        self._editor = editor
        self._known: dict[str, tuple[int | None, Analysis]] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}

    def changed(self, uri: str, pause: float) -> None:
        """Look at a template once nobody has typed for a while.

        Arguments:
            uri: its address.
            pause: how long, in seconds.
        """
        self._forget(uri)
        self._waiting[uri] = asyncio.ensure_future(self._look(uri, pause))

    def closed(self, uri: str) -> None:
        """Forget a template.

        Arguments:
            uri: its address.
        """
        self._forget(uri)
        self._known.pop(uri, None)
        self._publish(uri, None, [])

    def analysis(self, uri: str) -> Analysis:
        """A template as it stands now.

        Arguments:
            uri: its address.
        """
        document = self._editor.workspace.get_text_document(uri)
        known = self._known.get(uri)
        if known is None or known[0] != document.version:
            known = self._known[uri] = (document.version, analysed(Source(document.path, document.source)))
        return known[1]

    def places(self, uri: str) -> TextPlaces:
        """Positions in a template.

        Arguments:
            uri: its address.
        """
        return TextPlaces(self.analysis(uri).source, self._editor.workspace.position_codec)

    def _forget(self, uri: str) -> None:
        if task := self._waiting.pop(uri, None):
            task.cancel()

    async def _look(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        document = self._editor.workspace.get_text_document(uri)
        version, source = document.version, Source(document.path, document.source)
        found = await asyncio.get_running_loop().run_in_executor(None, analysed, source)
        self._known[uri] = (version, found)
        self._publish(uri, version, [*_diagnostics(found, self.places(uri))])

    def _publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        self._editor.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=diagnostics)
        )


def server() -> LanguageServer:
    """Make the server."""
    editor = LanguageServer(SOURCE, __version__)
    templates = Templates(editor)

    @editor.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        templates.changed(params.text_document.uri, 0)

    @editor.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def typed(params: types.DidChangeTextDocumentParams) -> None:
        templates.changed(params.text_document.uri, PAUSE)

    @editor.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        templates.closed(params.text_document.uri)

    @editor.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        found = templates.analysis(uri).at(templates.places(uri).offset(params.position))
        if not found:
            return None
        text = "\n\n---\n\n".join(map(_explained, found))
        return types.Hover(contents=types.MarkupContent(kind=types.MarkupKind.Markdown, value=text))

    @editor.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.RefactorRewrite], resolve_provider=True),
    )
    def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        places = templates.places(uri)
        found = templates.analysis(uri).touching(places.offset(params.range.start), places.offset(params.range.end))
        version = editor.workspace.get_text_document(uri).version
        return [action for api in found for action in _actions(templates.analysis(uri), api, uri, version)]

    @editor.feature(types.CODE_ACTION_RESOLVE)
    @editor.thread()
    def resolved(action: types.CodeAction) -> types.CodeAction:
        return _with_edit(action, editor)

    return editor


def _diagnostics(found: Analysis, places: TextPlaces) -> Iterator[types.Diagnostic]:
    if found.problem:
        error = problem(found.problem)
        here = types.Position((error.line or 1) - 1, (error.column or 1) - 1)
        said = clean_line(error.message)
        yield types.Diagnostic(types.Range(here, here), said, types.DiagnosticSeverity.Warning, source=SOURCE)
    for finding in found.findings:
        if finding.span is not None:
            yield types.Diagnostic(
                places.range(finding.span.start, finding.span.end),
                "\n".join(filter(None, map(clean_line, (finding.message, advice(finding))))),
                SEVERITIES[Level.WARNING if finding.accepted else finding.level],
                finding.code.name,
                types.CodeDescription(finding.code.docs) if finding.code.docs else None,
                SOURCE,
            )


def _explained(finding: Finding) -> str:
    parts = (_section(section) for section in sections(finding.code) if section.shape is not Shape.LEVELS)
    return "\n\n".join([f"**{finding.code.name}** ({finding.level.value})", clean(finding.message), *parts])


def _section(section: CodeSection) -> str:
    text = f"```yaml\n{clean(section.text).strip()}\n```" if section.shape is Shape.FRAGMENT else clean(section.text)
    return f"**{section.title}**\n\n{text}"


def _actions(found: Analysis, api: OpenApi, uri: str, version: int | None) -> Iterator[types.CodeAction]:
    new, data = NEW[found.direction], {"uri": uri, "version": version, "api": api.id}
    why = types.CodeActionDisabled(f"blocked: {', '.join(api.blockers)}") if api.blockers else None
    yield _action(f"Migrate {api.id} to {new}", {**data, "way": MIGRATE}, why)
    yield _action(f"Add {new} beside {api.id}", {**data, "way": BESIDE}, None)
    if api.line is not None and not found.source.is_json:  # JSON has no comments
        keep = _action(f"Keep {api.id} on {OLD[found.direction]}", None, None)
        keep.edit = keeping(found.source, uri, version, api.line)
        yield keep


def _action(title: str, data: Any, why: types.CodeActionDisabled | None) -> types.CodeAction:
    return types.CodeAction(clean_line(title), types.CodeActionKind.RefactorRewrite, disabled=why, data=data)


def _with_edit(action: types.CodeAction, editor: LanguageServer) -> types.CodeAction:
    """An action with what it changes; without, and the editor told why, where the proof or a blocker forbids it."""
    data: dict[str, Any] = action.data or {}
    document = editor.workspace.get_text_document(str(data.get("uri", "")))
    if not data or document.version != data.get("version"):
        return action
    try:
        migration = taken(Source(document.path, document.source), str(data["api"]), beside=data["way"] == BESIDE)
    except ArgumentError as error:
        _tell(editor, str(error))
        return action
    if refusal := _refusal(migration):
        _tell(editor, refusal)
        return action
    codec = editor.workspace.position_codec
    action.edit = workspace_edit(migration, str(data["uri"]), document.version, codec)
    return action


def _refusal(migration: Migration) -> str:
    if migration.status is Status.ERROR or migration.verification.status is Proof.DIFFERENT:
        return migration.error or "the migrated template does not expose the same API"
    if migration.changed:
        return ""
    return f"blocked: {', '.join(dict.fromkeys(finding.code.name for finding in migration.blockers))}"


def _tell(editor: LanguageServer, text: str) -> None:
    editor.window_show_message(types.ShowMessageParams(types.MessageType.Warning, clean_line(f"{SOURCE}: {text}")))
