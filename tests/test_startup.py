"""Starting the command loads nothing that only some runs need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "boto3",
    "botocore",
    "concurrent.futures",
    "dask",
    "deepdiff",
    "duckdb",
    "github",
    "gitlab",
    "httpx",
    "jinja2",
    "libcst",
    "tree_sitter",
    "migrator.engine",
    "migrator.text.tree",
    "migrator.proof.verify",
    "multiprocessing",
    "pyarrow",
    "pydantic",
    "requests",
    "rich",
    "ruamel.yaml",
    "samtranslator",
    "sqlite3",
    "tomlkit",
    "yaml",
)
SCRIPT = """
import sys
from migrator.cli import main
status = main(sys.argv[2:])
loaded = [name for name in sys.argv[1].split(",") if name in sys.modules]
print("LOADED", status, *loaded)
"""


def loaded(*arguments: str) -> list[str]:
    """Run the command in a fresh interpreter; its status and the heavy modules that were loaded."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, ",".join(HEAVY), *arguments], capture_output=True, text=True, check=True
    )
    return run.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("to-http", "--help"),
        ("explain", "--help"),
        ("bot", "pr", "--help"),
        ("compare", "--help"),
        ("inventory", "--help"),
    ],
)
def test_help_and_version_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) == ["0"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("to-http", "missing.yaml"),
        ("to-http", "--wrong"),
        ("to-rest", "x"),
        ("to-http", "--jobs", "x"),
        ("bot", "check"),
    ],
)
def test_a_run_that_fails_early_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) == ["2"]


def test_a_file_that_is_no_template_loads_no_engine(tmp_path: object) -> None:
    path = f"{tmp_path}/notes.yaml"
    with open(path, "w") as stream:  # noqa: PTH123
        stream.write("a: 1\n")
    assert loaded("to-http", path) == ["0"]


def test_a_plain_dry_run_loads_no_renderer_and_no_compiler() -> None:
    template = Path(__file__).parent.parent / "golden/to-http/cognito/user-pool/template.yaml"
    status, *names = loaded("to-http", "--no-verify", str(template))
    assert status == "0"
    assert not {"boto3", "deepdiff", "jinja2", "libcst", "pydantic", "rich", "samtranslator"} & set(names)


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import sys, migrator; print(*[n for n in {HEAVY!r} if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_verification_loads_no_aws_sdk(tmp_path: Path) -> None:
    """It is a third of the translator's start, and serves lookups in an account that are never made."""
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    found = loaded("to-http", str(path))
    assert "samtranslator" in found
    assert not {"boto3", "deepdiff", "libcst", "jinja2"} & {*found}


def test_the_sdk_is_the_real_one_afterwards() -> None:
    """For the translator, which may be used for more than compiling, and for everybody else."""
    run = subprocess.run([sys.executable, "-c", AFTERWARDS, TEMPLATE], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["boto3.session", "boto3.session", "boto3.session", "botocore.config", "True"]


TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events: {E: {Type: Api, Properties: {Path: /x, Method: get}}}
"""
AFTERWARDS = """
import sys
from migrator.proof.compile import compiled
compiled(sys.argv[1])
from samtranslator.feature_toggle import feature_toggle
from samtranslator.translator import arn_generator, translator
print(type(translator.Session(region_name="eu-west-1")).__module__, arn_generator.boto3.session.__name__)
import boto3, botocore.config, botocore.client
print(boto3.Session.__module__, type(feature_toggle.Config()).__module__, arn_generator.boto3.session is boto3.session)
"""
