"""What the bot makes of a run: migrations that can stand in one commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.bot.inspection import agreed, inspect
from migrator.migration import FileChange, Migration, Status
from migrator.options import Direction
from migrator.report.reproduce import commands
from migrator.text.source import Source


def migration(path: str, *shared: FileChange) -> Migration:
    return Migration(Source(path, "old"), Direction.TO_HTTP, Status.MIGRATED, "new", files=shared)


def code(after: str, path: str = "src/app.py") -> FileChange:
    return FileChange(Source(path, "a"), after)


def test_a_file_that_two_templates_change_alike_is_no_trouble() -> None:
    both = [migration("a.yaml", code("b")), migration("b.yaml", code("b", "./src/../src/app.py"))]
    assert list(agreed(both)) == both


def test_a_file_that_two_templates_change_differently_withdraws_the_later_one() -> None:
    first, last = migration("a.yaml", code("b")), migration("c.yaml")
    one, other, another = agreed([first, migration("b.yaml", code("c", "./src/app.py")), last])
    assert (one, another) == (first, last)
    assert (other.status, other.changed) == (Status.ERROR, False)
    assert other.error == "another template changes ./src/app.py in another way; migrate one after the other"


def test_how_to_reproduce_names_what_the_settings_ask_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n"
        "  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}\n"
    )
    (tmp_path / ".sam-migrate.toml").write_text('direction = "to-http"\naccept = ["iam"]\nstage = "keep"\n')
    monkeypatch.chdir(tmp_path)
    command = commands(inspect((), None).report)[-1]
    assert command == "sam-migrate to-http --accept iam --stage keep template.yaml"
