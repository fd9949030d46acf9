"""The door for editors, through a client of the protocol."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from loops import run_apart
from lsprotocol import types
from pygls import uris
from pygls.lsp.client import LanguageClient
from pygls.workspace import PositionCodec

import migrator
from migrator.cli import main
from migrator.editor.analysis import analysed
from migrator.editor.edits import TextPlaces
from migrator.options import Direction, Options
from migrator.text.source import Source

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Description: "Läden 😀"
Resources:
  # the shop 😀
  Shop:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  Keyed:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Auth: {ApiKeyRequired: true}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /😀, Method: get}}
"""
CODE = 'def handler(event, context):\n    return {"statusCode": 200, "body": event["headers"]["X-Shop"]}\n'
PROGRAM = "import sys; from migrator.cli import main; sys.exit(main())"


class Editor(LanguageClient):
    """An editor that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(params)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def shown(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)

    async def open(self, path: Path) -> str:
        uri = uris.from_fs_path(str(path)) or ""
        item = types.TextDocumentItem(uri, "yaml", 1, path.read_text())
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    async def actions(self, uri: str, line: int) -> dict[str, types.CodeAction]:
        where = types.Range(types.Position(line, 2), types.Position(line, 2))
        asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, types.CodeActionContext([]))
        found = await self.text_document_code_action_async(asked)
        return {each.title: each for each in found or () if isinstance(each, types.CodeAction)}


def driven(play: Callable[[Editor], Awaitable[None]]) -> None:
    """Run an editor with the real command behind it."""

    async def session() -> None:
        editor = Editor()
        await editor.start_io(sys.executable, "-c", PROGRAM, "lsp")
        await editor.initialize_async(types.InitializeParams(types.ClientCapabilities()))
        editor.initialized(types.InitializedParams())
        await asyncio.wait_for(play(editor), 60)
        await editor.shutdown_async(None)
        editor.exit(None)
        await editor.stop()

    run_apart(session())


def applied(edit: Any) -> None:
    """What an editor does with an edit, to files."""
    codec = PositionCodec()
    for change in edit.document_changes:
        path = Path(uris.to_fs_path(getattr(change, "uri", None) or change.text_document.uri) or "")
        if isinstance(change, types.CreateFile):
            path.touch(exist_ok=False)
            continue
        text = path.read_text()
        places = TextPlaces(Source(str(path), text), codec)
        for each in sorted(change.edits, key=lambda e: places.offset(e.range.start), reverse=True):
            text = text[: places.offset(each.range.start)] + each.new_text + text[places.offset(each.range.end) :]
        path.write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").write_text(CODE)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    return tmp_path / "template.yaml"


def test_a_session(project: Path) -> None:
    """Open, hover, edit, see what can be done, do it: the files are those that the command line writes."""

    async def play(editor: Editor) -> None:
        uri = await editor.open(project)
        told = await editor.told.get()
        found = {each.code: each for each in told.diagnostics}
        assert found["api-keys"].range.start == types.Position(9, 41)
        assert found["api-keys"].severity is types.DiagnosticSeverity.Warning
        assert found["stage-path"].range.start.line == found["stage-path"].range.end.line == 6
        hover = await editor.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(9, 45))
        )
        assert "**api-keys** (blocker)" in hover.contents.value  # type: ignore[union-attr]
        assert "--accept api-keys" in hover.contents.value  # type: ignore[union-attr]
        blocked = await editor.actions(uri, 9)
        assert blocked["Migrate Keyed to an HTTP API"].disabled.reason == "blocked: api-keys"  # type: ignore[union-attr]
        assert list(await editor.actions(uri, 17)) == [
            "Migrate Shop to an HTTP API", "Add an HTTP API beside Shop", "Keep Shop on REST",
        ]  # fmt: skip
        at = types.Range(types.Position(6, 28), types.Position(6, 32))
        change = types.TextDocumentContentChangePartial(range=at, text="live")
        document = types.VersionedTextDocumentIdentifier(version=2, uri=uri)
        editor.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        later = await editor.told.get()
        assert later.version == 2
        assert "Stage `live`" in next(each.message for each in later.diagnostics if each.code == "stage-path")
        project.write_text(TEMPLATE.replace("prod}", "live}", 1))
        action = (await editor.actions(uri, 17))["Migrate Shop to an HTTP API"]
        assert action.edit is None, "the proof takes time: only what is chosen is computed"
        done = await editor.code_action_resolve_async(action)
        applied(done.edit)

    driven(play)
    by_editor = project.read_text(), (project.parent / "src/app.py").read_text()
    project.write_text(TEMPLATE.replace("prod}", "live}", 1))
    (project.parent / "src/app.py").write_text(CODE)
    assert main(["to-http", "--write", "--allow-dirty", "--api", "Shop", "--quiet", str(project)]) == 0
    assert by_editor == (project.read_text(), (project.parent / "src/app.py").read_text())
    assert "_headers(event)" in by_editor[1]


def test_what_is_refused_is_told(project: Path) -> None:
    async def play(editor: Editor) -> None:
        uri = await editor.open(project)
        await editor.told.get()
        action = (await editor.actions(uri, 9))["Migrate Keyed to an HTTP API"]
        assert (await editor.code_action_resolve_async(action)).edit is None
        while not editor.messages:
            await asyncio.sleep(0.01)
        assert editor.messages == ["sam-migrate: blocked: api-keys"]
        kept = (await editor.actions(uri, 9))["Keep Keyed on REST"]
        applied(kept.edit)

    driven(play)
    assert "  # sam-migrate: keep\n  Keyed:\n" in project.read_text()
    assert {api.id for api in analysed(Source(str(project), project.read_text())).apis} == {"Shop"}


class TestAnalysis:
    def test_what_is_no_template_says_nothing(self, tmp_path: Path) -> None:
        for text in ("a: 1\n", "", "AWS::Serverless\n"):
            found = analysed(Source(str(tmp_path / "t.yaml"), text))
            assert (found.findings, found.apis) == ((), ())

    def test_a_template_that_is_being_typed_says_why(self, tmp_path: Path) -> None:
        found = analysed(Source(str(tmp_path / "t.yaml"), "Transform: AWS::Serverless-2016-10-31\nResources: [\n"))
        assert found.problem.startswith("line ")

    def test_settings_hold(self, project: Path) -> None:
        (project.parent / ".sam-migrate.toml").write_text("keep = ['Keyed']\n")
        found = analysed(Source(str(project), TEMPLATE))
        assert [api.id for api in found.apis] == ["Shop"]
        (project.parent / ".sam-migrate.toml").write_text("keap = []\n")
        assert "did you mean keep" in analysed(Source(str(project), TEMPLATE)).problem


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_positions_and_offsets_are_each_others_way_back(newline: str) -> None:
    source = Source("t", TEMPLATE.replace("\n", newline))
    places = TextPlaces(source, PositionCodec())
    for offset in range(len(source.text)):
        if source.text[offset - 1 : offset + 1] != "\r\n":
            assert places.offset(places.position(offset)) == offset
    assert places.position(source.text.index("Method: get")).character == TEMPLATE.splitlines()[17].index("Method") + 1


def test_every_edit_of_a_migration_is_made(project: Path) -> None:
    migration = migrator.migrate(Source(str(project), TEMPLATE), Direction.TO_HTTP, Options(apis=("Shop",)))
    assert [Path(change.source.path).name for change in migration.changes] == ["template.yaml", "app.py"]
