"""Code that stands in a template: what changes is changed where it stands, in whatever style it is written."""

from __future__ import annotations

from textwrap import dedent

import pytest
import simple_rewriter

from migrator import migrate
from migrator.findings import Finding, Level, Span
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.text.edits import plan, splice
from migrator.text.operations import combine
from migrator.text.parsing import parse
from migrator.text.source import Source, decode
from transforms.handlers.inline import fragments
from transforms.handlers.python import language

CODE = {
    "one line": ("a = 1\nb = 2\n", "a = 1\nb = 3\n"),
    "the first line": ("a = 1\nb = 2\n", "c = 1\nb = 2\n"),
    "two places": ("a = 1\nb = 2\nc = 3\n", "a = 2\nb = 2\nc = 4\n"),
    "more lines": ("def f():\n    a = 1\n\n    return a\n", "def f():\n    b = 1\n\n    a = b\n    return a\n"),
    "fewer lines": ("a = 1\n\n\nb = 2\nc = 3\n", "a = 1\nc = 3\n"),
    "a new first line": ("a = 1\n", "import b\n\na = 1\n"),
    "a line less at the start": ("import b\na = 1\n", "a = 1\n"),
    "another indent": ("if a:\n    b\n", "if a:\n        b\n"),
    "a smaller indent": ("if a:\n        b\nc\n", "if a:\n    b\nc\n"),
    "an inner blank line": ("a\n\nb\n", "a\n\n\nb\n"),
}
STYLES = {
    "literal": "InlineCode: |\n  {}",
    "deep": "InlineCode: |\n          {}",
    "kept": "InlineCode: |+\n  {}",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
@pytest.mark.parametrize(("before", "after"), CODE.values(), ids=CODE.keys())
def test_a_literal_says_the_new_text(before: str, after: str, style: str, newline: str) -> None:
    head, _, body = style.partition("\n")
    indent = body.removesuffix("{}")
    lines = [indent + line if line else "" for line in before.removesuffix("\n").split("\n")]
    text = newline.join([head, *lines, "Other: 1", ""])
    source = Source("t.yaml", text)
    root = parse(source).root
    assert root is not None
    literal = root.get("InlineCode")
    assert literal is not None
    edits = plan(source, root, combine(list(fragments(literal, after))))
    new = splice(text, edits)
    again = parse(Source("t.yaml", new)).root
    assert again is not None
    assert again.get("InlineCode") is not None
    assert again.get("InlineCode").text == after  # type: ignore[union-attr]
    assert new.startswith(head + newline)
    assert new.endswith(f"{newline}Other: 1{newline}")
    assert not any(line != line.rstrip() for line in new.replace("\r\n", "\n").split("\n"))
    assert new.replace("\r\n", "\n") == (new if newline == "\n" else new.replace("\r", ""))


def run(text: str, monkeypatch: pytest.MonkeyPatch) -> Migration:
    monkeypatch.setattr(language, "load", lambda: simple_rewriter.rewrite)
    return migrate(decode("-", dedent(text).encode()), Direction.TO_HTTP, Options(payload="2.0"), verify=False)


TEMPLATE = """\
    Transform: AWS::Serverless-2016-10-31
    Resources:
      F:
        Type: AWS::Serverless::Function
        Properties:
          Handler: index.handler
          Runtime: python3.12
          InlineCode: |
            def handler(event, context):
                return event["httpMethod"]{mark}
          Events:
            Get: {{Type: Api, Properties: {{Path: /x, Method: get}}}}
"""


def test_a_template_from_a_pipe_has_its_code_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    migration = run(TEMPLATE.format(mark=""), monkeypatch)
    assert '        return event["requestContext"]["http"]["method"]\n' in migration.after
    assert "PayloadFormatVersion: '2.0'" in migration.after
    assert migration.files == ()
    assert {edit.concern for edit in migration.edits} >= {"handlers"}


def test_findings_stand_at_the_template_s_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    migration = run(TEMPLATE.format(mark="  # unproven"), monkeypatch)
    [finding] = migration.handlers[0].findings
    assert finding.file is None
    assert finding.path == ("Resources", "F", "Properties", "InlineCode")
    assert finding.span is not None
    text = migration.source.text
    assert text[finding.span.start : finding.span.end] == "unproven"
    assert (finding.span.line, finding.span.column) == migration.source.position(finding.span.start)
    assert "httpMethod" in migration.after


def test_code_in_quotes_gets_its_findings_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEMPLATE.format(mark="").replace("|\n", '"def handler(event, context):\\n  unproven"\n', 1)
    lines = [line for line in dedent(text).splitlines() if not line.startswith(("        def ", "            return"))]
    migration = run("\n".join(lines), monkeypatch)
    [finding] = migration.handlers[0].findings
    assert finding.span is not None
    assert migration.source.text[finding.span.start :].startswith("InlineCode:")


def test_the_place_of_a_finding_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from migrator.facts import Entry, Facts, Package, Rewritten
    from transforms.handlers.finder_codes import HANDLER_UNPROVEN

    def rewrite(_package: Package, _entry: Entry, _facts: Facts, _others: tuple[Entry, ...]) -> Rewritten:
        bare = Finding(HANDLER_UNPROVEN, "x", "y", Level.BLOCKER)
        far = Finding(HANDLER_UNPROVEN, "x", "y", Level.BLOCKER, span=Span(900, 901, 90, 1, 90, 2))
        return Rewritten(findings=(bare, far))

    monkeypatch.setattr(language, "load", lambda: rewrite)
    source = decode("-", dedent(TEMPLATE.format(mark="")).encode())
    migration = migrate(source, Direction.TO_HTTP, Options(payload="2.0"), verify=False)
    spans = {f.span for f in migration.handlers[0].findings}
    assert len(spans) == 1
    [span] = spans
    assert span is not None
    assert source.text[span.start :].startswith("InlineCode:")
