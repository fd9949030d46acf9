"""Definitions in files of their own, from outside: both files are shown, written, verified and go back together."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from golden import ROOT
from migrator import migrate
from migrator.cli import main
from migrator.migration import FileChange, Migration
from migrator.options import Direction
from migrator.proof.verify import verified
from migrator.routes import Proof
from migrator.sam.definitions import definitions
from migrator.sam.repository import Repository
from migrator.text.parsing import parse
from migrator.text.source import Source, decode

CASE = ROOT / "to-http" / "definition-file" / "include-swagger-cognito"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("template.yaml", "swagger.yaml"):
        shutil.copy(CASE / name, tmp_path / name)
    return tmp_path


def expected(name: str) -> bytes:
    return (CASE / ("expected.yaml" if name == "template.yaml" else f"expected/{name}")).read_bytes()


def rewritten(folder: Path) -> Migration:
    path = folder / "template.yaml"
    return migrate(decode(str(path), path.read_bytes()), Direction.TO_HTTP, verify=False)


def test_both_files_are_written_and_a_second_run_changes_nothing(folder: Path) -> None:
    assert main(["to-http", "--write", str(folder)]) == 0
    for name in ("template.yaml", "swagger.yaml"):
        assert (folder / name).read_bytes() == expected(name)
    assert main(["to-http", "--check", str(folder)]) == 0


UPLOADED = ROOT / "to-http" / "definition-file" / "uploaded-uri"
NAMED = ("--definition", "ShopApi=api.yaml")


@pytest.fixture
def uploaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a template whose definition is uploaded to a bucket that a parameter names."""
    for name in ("template.yaml", "api.yaml"):
        shutil.copy(UPLOADED / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_one_that_is_uploaded_is_compared_where_the_option_names_it(
    uploaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy("template.yaml", "before.yaml")
    assert main(["to-http", "--write", "--allow-dirty", *NAMED, "template.yaml"]) == 0
    assert Path("api.yaml").read_bytes() == (UPLOADED / "expected" / "api.yaml").read_bytes()
    assert main(["to-http", *NAMED, "template.yaml"]) == 0
    assert "Nothing to migrate" in capsys.readouterr().out
    assert main(["verify", "before.yaml", "template.yaml"]) == 1
    assert "--definition ID=FILE names it" in " ".join(capsys.readouterr().out.split())
    assert main(["verify", *NAMED, "--definition", "ShopHttpApi=api.yaml", "before.yaml", "template.yaml"]) == 0
    assert main(["verify", "--definition", "Shop=api.yaml", "before.yaml", "template.yaml"]) == 2
    assert "neither template has an API of this name" in capsys.readouterr().err


def test_the_second_api_has_a_copy_of_one_that_is_uploaded(uploaded: Path) -> None:
    assert main(["to-http", "--side-by-side", "--write", "--allow-dirty", *NAMED, "template.yaml"]) == 0
    assert Path("api.yaml").read_bytes() == (UPLOADED / "api.yaml").read_bytes()
    assert Path("api-http.yaml").read_bytes() == (UPLOADED / "expected" / "api.yaml").read_bytes()
    assert "DefinitionUri: api-http.yaml" in Path("template.yaml").read_text()
    assert main(["to-http", "--finish", "--write", "--allow-dirty", *NAMED, "template.yaml"]) == 0
    assert "s3://" not in Path("template.yaml").read_text()


def test_settings_name_one_that_is_uploaded(uploaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".sam-migrate.toml").write_text("[templates.'template.yaml'.definition]\nShopApi = 'api.yaml'\n")
    (uploaded / ".git").mkdir()
    (uploaded / "below").mkdir()
    monkeypatch.chdir("below")
    assert main(["to-http", "--check", "../template.yaml"]) == 1
    (uploaded / ".sam-migrate.toml").write_text("definition = {ShopApi = '../api.yaml'}\n")
    assert main(["to-http", "--check", "../template.yaml"]) == 2


def test_one_that_the_template_names_needs_no_option(uploaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("template.yaml").read_text().replace("!Sub s3://${Bucket}/api.yaml", "api.yaml")
    Path("template.yaml").write_text(text)
    assert main(["to-http", *NAMED, "template.yaml"]) == 2
    assert "in a file that this names" in capsys.readouterr().err


def test_one_that_cannot_be_written_keeps_both(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "swagger.yaml").unlink()
    (folder / "real.yaml").write_bytes((CASE / "swagger.yaml").read_bytes())
    (folder / "swagger.yaml").hardlink_to(folder / "real.yaml")
    assert main(["to-http", "--write", str(folder / "template.yaml")]) == 2
    assert (folder / "template.yaml").read_bytes() == (CASE / "template.yaml").read_bytes()
    assert "2 hard links" in (said := capsys.readouterr().err)
    assert "swagger.yaml" in said


def test_the_patch_holds_both_files(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert main(["to-http", "template.yaml", "--format", "json"]) == 0
    (template,) = json.loads(capsys.readouterr().out)["templates"]
    assert [file["path"] for file in template["files"]] == ["swagger.yaml"]
    assert {finding["file"] for finding in template["findings"]} == {None, "swagger.yaml"}
    subprocess.run(["git", "apply", "-"], input=template["diff"].encode(), cwd=folder, check=True)
    assert (folder / "swagger.yaml").read_bytes() == expected("swagger.yaml")


def test_verify_reads_the_files_of_both_templates(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = tmp_path_factory.mktemp("before")
    shutil.copytree(folder, before, dirs_exist_ok=True)
    assert main(["to-http", "--write", str(folder)]) == 0
    templates = [str(before / "template.yaml"), str(folder / "template.yaml")]
    equal = main(["verify", *templates, "--format", "json"])
    swagger = folder / "swagger.yaml"
    swagger.write_text(swagger.read_text().replace("- Users: [shop/read]", "- {}"))
    assert (equal, main(["verify", *templates])) == (0, 1)


def test_verification_catches_what_goes_wrong_in_the_file(folder: Path) -> None:
    good = rewritten(folder)
    assert verified(good).verification.status is Proof.EQUIVALENT
    (file,) = good.files
    open_route = FileChange(file.source, file.after.replace("security:\n      - Users: [shop/read]\n      ", ""))
    assert open_route.after != file.after
    bad = verified(Migration(**{**vars(good), "files": (open_route,)}))
    assert bad.verification.status is Proof.DIFFERENT
    assert bad.files == ()
    assert "GET /orders" in (bad.error or "")


def test_line_endings_of_each_file_are_its_own(folder: Path) -> None:
    swagger = folder / "swagger.yaml"
    swagger.write_bytes(b"\xef\xbb\xbf" + swagger.read_bytes().replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
    (file,) = rewritten(folder).files
    after = b"\xef\xbb\xbf" + expected("swagger.yaml").replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    assert file.source.encode(file.after) == after


def test_a_template_from_a_pipe_has_no_files() -> None:
    text = (CASE / "template.yaml").read_text()
    migration = migrate(Source("-", text), Direction.TO_HTTP, verify=False)
    assert [finding.code.name for finding in migration.blockers] == ["definition-body"]
    assert not migration.changed


class TestConfinement:
    """Nothing outside of the repository is read, whatever the template says."""

    @pytest.mark.parametrize("name", ["../secret.yaml", "link.yaml", "/etc/hostname", "a\0b", "", "missing.yaml", "."])
    def test_what_is_not_read(self, tmp_path: Path, name: str) -> None:
        home = tmp_path / "home"
        home.mkdir()
        (tmp_path / "secret.yaml").write_text("openapi: 3.0.1\n")
        (home / "link.yaml").symlink_to(tmp_path / "secret.yaml")
        template = home / "template.yaml"
        template.write_text("Resources: {}\n")
        repository = Repository.around(str(template))
        assert repository is not None
        assert repository.read(name) is None
        properties = parse(Source("t", json.dumps({"DefinitionUri": name}))).root
        assert properties is not None
        assert definitions({"Api": properties}, repository) == {}

    def test_a_sibling_folder_of_the_repository_is_inside(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        for name in ("api/openapi.yaml", "stack/template.yaml", "other/template.yaml", ".hidden/template.yaml"):
            (tmp_path / name).parent.mkdir()
            (tmp_path / name).write_text("Location: ../api/openapi.yaml\n")
        repository = Repository.around(str(tmp_path / "stack" / "template.yaml"))
        assert repository is not None
        file = repository.find("../api/openapi.yaml")
        assert file == tmp_path / "api" / "openapi.yaml"
        assert repository.others_that_name(file) == ("other/template.yaml",)
