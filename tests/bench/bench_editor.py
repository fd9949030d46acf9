"""How soon an editor is told of a template: after the first look, and after a pause in typing, in a warm server.

Run it as a program; it prints milliseconds and a ratio measured in one run.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from lsprotocol import types
from pygls import uris
from pygls.lsp.client import LanguageClient

from migrator.editor.server import PAUSE

LINES = 2000
ROUNDS = 10
FUNCTION = """\
  Fn{0}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: java21
      Handler: shop.App::handle
      CodeUri: build/
      Environment:
        Variables:
          URL: !Sub 'https://${{Shop}}.execute-api.${{AWS::Region}}.amazonaws.com/prod/{0}'
      Events:
        Get:
          Type: Api
          Properties: {{RestApiId: !Ref Shop, Path: /orders/{0}, Method: get}}
"""
HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Cors: "'https://shop.example.com'"}
"""


def template() -> str:
    """A template of about so many lines."""
    return HEAD + "".join(map(FUNCTION.format, range(LINES // FUNCTION.count("\n"))))


async def measured(folder: Path) -> tuple[float, list[float]]:
    """Seconds until the first diagnostics, and after each change.

    Arguments:
        folder: for the template.
    """
    editor = LanguageClient("editor", "1")
    told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    @editor.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        told.put_nowait(params)

    program = "import sys; from migrator.cli import main; sys.exit(main())"
    await editor.start_io(sys.executable, "-c", program, "lsp")
    await editor.initialize_async(types.InitializeParams(types.ClientCapabilities()))
    editor.initialized(types.InitializedParams())
    text, uri = template(), uris.from_fs_path(str(folder / "template.yaml")) or ""
    (folder / "template.yaml").write_text(text)
    start = perf_counter()
    editor.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "yaml", 1, text)))
    await told.get()
    first, later = perf_counter() - start, []
    for version in range(2, ROUNDS + 2):
        at = types.Position(4, 32)
        change = types.TextDocumentContentChangePartial(range=types.Range(at, at), text="x")
        document = types.VersionedTextDocumentIdentifier(version=version, uri=uri)
        start = perf_counter()
        editor.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        await told.get()
        later.append(perf_counter() - start - PAUSE)
    await editor.shutdown_async(None)
    editor.exit(None)
    await editor.stop()
    return first, later


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        first, later = asyncio.run(measured(Path(folder)))
    print(f"{template().count(chr(10))} lines: first look {first * 1000:.0f} ms")
    pause, after = PAUSE * 1000, median(later)
    print(f"after a pause of {pause:.0f} ms: {after * 1000:.0f} ms, {after / first:.2f} of the first look")


if __name__ == "__main__":
    main()
