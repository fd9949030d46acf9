"""What random templates become and are told stays as it is, unless a change means to change it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import snapshot


def test_random_templates_become_what_they_did(update_snapshots: bool) -> None:
    found = {key: snapshot.entry(snapshot.of_key(key)) for key in snapshot.KEYS}
    if update_snapshots:
        snapshot.save(snapshot.RANDOM, found)
    assert snapshot.changed(snapshot.load(snapshot.RANDOM), found) == {}


def test_a_template_is_the_same_each_time_it_is_made() -> None:
    key = snapshot.KEYS[7]
    assert snapshot.entry(snapshot.of_key(key)) == snapshot.entry(snapshot.of_key(key))


def test_every_word_counts() -> None:
    """A sentence, a place or a letter of the text that differs gives another hash."""
    (there, _) = snapshot.of_key("template 1")
    finding = there.findings[0]
    others = [
        replace(there, after=f"{there.after} "),
        replace(there, findings=there.findings[1:]),
        replace(there, findings=(replace(finding, message="Other."), *there.findings[1:])),
        replace(there, findings=(replace(finding, help="Other."), *there.findings[1:])),
        replace(there, findings=(replace(finding, path=("Other",)), *there.findings[1:])),
    ]
    hashes = {snapshot.entry([each])["hash"] for each in (there, *others)}
    assert len(hashes) == 1 + len(others)


def test_a_folder_is_written_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = tmp_path / "others", str(tmp_path / "kept.json")
    folder.mkdir()
    template = folder / "template.yaml"
    template.write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n"
        "  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}\n"
    )
    (folder / "other.yaml").write_text("a: 1\n")
    assert snapshot.main(["folder", str(folder), file]) == 0
    assert snapshot.main(["folder", str(folder), file]) == 0
    template.write_text(template.read_text().replace("prod", "live"))
    assert snapshot.main(["folder", str(folder), file]) == 1
    assert snapshot.main(["folder", str(folder), file, "--update"]) == 0
    assert snapshot.main(["folder", str(folder), file]) == 0
    assert "1 of 1 templates" in capsys.readouterr().out
    assert str(folder) not in Path(file).read_text()


def test_what_a_case_is_told_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot.main(["show", "template 1"]) == 0
    assert capsys.readouterr().out.startswith("== to-http ")
    assert snapshot.main([]) == 2
