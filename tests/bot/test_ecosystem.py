"""The action, the hooks and the documented examples: valid, run for real, and with no way in for what others write."""

from __future__ import annotations

import json
import os
import re
import shutil
import site
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from checkout import TEMPLATE
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
OURS = "ORG/sam-migrate@COMMIT"
"""How the examples name the action; whoever copies them puts a repository and a commit in its place."""
PAGE = "\n".join((ROOT / "docs" / name).read_text() for name in ("pull-requests.md", "gitlab.md")).replace(
    OURS, f"acme/sam-migrate@{'0' * 40}"
)
BIN = Path(sys.executable).parent
BLOCKS = [str(YAML(typ="safe").load(text) and text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
WORKFLOWS = [text for text in BLOCKS if "jobs:" in text]


def load(text: str) -> Any:
    return YAML(typ="safe").load(text)


def tool(name: str, *arguments: str, folder: Path = ROOT) -> str:
    ran = subprocess.run(
        [str(BIN / name), *arguments], cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


ACTION = load((ROOT / "action.yml").read_text())
STEPS = [step for step in ACTION["runs"]["steps"] if "run" in step]
RELEASE = (ROOT / ".github/workflows/release.yml").read_text()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflows of the documentation as the files that a repository would have, beside the action."""
    folder = tmp_path_factory.mktemp("examples")
    workflows = folder / ".github/workflows"
    workflows.mkdir(parents=True)
    for number, text in enumerate(WORKFLOWS):
        (workflows / f"{number}.yml").write_text(text)
    shutil.copy(ROOT / "action.yml", folder)
    return folder


class TestForm:
    def test_there_are_three_workflows(self) -> None:
        assert len(WORKFLOWS) == 3

    def test_action_and_workflows_follow_their_schemas(self, examples: Path) -> None:
        tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
        files = [str(file) for file in sorted((examples / ".github/workflows").iterdir())]
        release = str(ROOT / ".github/workflows/release.yml")
        tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files, release)

    def test_forms_for_issues_follow_their_schema(self) -> None:
        forms = sorted(map(str, (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")))
        assert len(forms) == 3
        tool("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *forms)

    def test_the_gitlab_jobs_follow_their_schema(self, tmp_path: Path) -> None:
        jobs = [text for text in BLOCKS if "image:" in text]
        assert len(jobs) == 4
        (tmp_path / ".gitlab-ci.yml").write_text("\n".join(jobs))
        tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(tmp_path / ".gitlab-ci.yml"))

    def test_zizmor_finds_nothing(self, examples: Path) -> None:
        release = str(ROOT / ".github")
        assert "No findings to report" in tool("zizmor", "--offline", "--no-progress", ".", release, folder=examples)

    def test_hooks_are_valid(self) -> None:
        tool("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
        (example,) = [text for text in BLOCKS if "rev:" in text]
        named = {hook["id"] for repo in load(example)["repos"] for hook in repo["hooks"]}
        assert named <= {hook["id"] for hook in load((ROOT / ".pre-commit-hooks.yaml").read_text())}

    def test_actions_are_pinned(self) -> None:
        used = re.findall(r"uses: (\S+)", "\n".join([*WORKFLOWS, RELEASE, (ROOT / "action.yml").read_text()]))
        assert used
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each) for each in used)

    def test_runs_of_other_forks_do_not_wait_for_each_other(self) -> None:
        """GitHub keeps one waiting run of a group: forks whose branches have the same name must not share one."""
        (comment,) = [text for text in WORKFLOWS if "workflow_run:" in text]
        assert {"head_repository.full_name", "head_branch"} <= set(
            re.findall(r"workflow_run\.([\w.]+) }}", load(comment)["concurrency"]["group"])
        )

    def test_no_workflow_needs_a_dangerous_trigger_or_more_than_it_uses(self) -> None:
        for text in WORKFLOWS:
            workflow = load(text)
            assert "pull_request_target" not in text
            assert workflow["permissions"] == {}
            assert "checkout" not in text or "workflow_run" not in text


class TestRelease:
    def test_what_publishes_runs_nothing_of_ours_and_waits_for_all_that_was_tried(self) -> None:
        jobs = load(RELEASE)["jobs"]
        signing = [name for name, job in jobs.items() if "id-token" in job["permissions"]]
        assert signing == ["attest", "publish"]
        assert all(
            "run" not in step and "checkout" not in step["uses"] for name in signing for step in jobs[name]["steps"]
        )
        assert [jobs[name]["needs"] for name in ("try", "attest", "publish", "announce")] == [
            "build", "try", "attest", "publish",
        ]  # fmt: skip
        assert jobs["try"]["strategy"]["matrix"]["python"][0] == "3.10"

    def test_it_installs_what_is_there(self) -> None:
        for name in re.findall(r"--requirement (\S+)", RELEASE):
            assert (ROOT / name).is_file()
        assert (ROOT / ".ci/installed").is_file()


class TestInputs:
    def test_inputs_reach_the_shell_as_variables_only(self) -> None:
        assert all("${{" not in step["run"] for step in STEPS)

    def test_every_input_is_used_and_explained(self) -> None:
        text = (ROOT / "action.yml").read_text()
        for name, facts in ACTION["inputs"].items():
            assert f"${{{{ inputs.{name} }}}}" in text
            assert facts["description"]

    def test_only_the_last_step_has_the_token(self) -> None:
        assert [("token" in str(step.get("env", {})).lower()) for step in STEPS] == [False, False, True]


OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}  # pip reads 0 as "no isolation"
PACKAGES = site.getsitepackages()


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The environment that a runner gives. Offline: what `python3 -m venv` makes sees the packages of this one."""
    workspace, programs = tmp_path / "workspace", tmp_path / "programs"
    workspace.mkdir()
    programs.mkdir()
    (workspace / ".git").mkdir()
    (workspace / "template.yaml").write_text(TEMPLATE)
    (programs / "python3").write_text(
        f"#!{sys.executable} -I\n"
        "import pathlib, subprocess, sys\n"
        "if sys.argv[1:3] == ['-I', '-c']:\n"
        f"    sys.exit(subprocess.run([{sys.executable!r}, *sys.argv[1:]]).returncode)\n"
        "assert sys.argv[1:4] == ['-I', '-m', 'venv']\n"
        f"subprocess.run([{sys.executable!r}, *sys.argv[1:], '--without-pip'], check=True)\n"
        "(folder,) = pathlib.Path(sys.argv[-1]).glob('lib/python*/site-packages')\n"
        f"(folder / 'offline.pth').write_text('\\n'.join({PACKAGES!r}))\n"
    )
    (programs / "python3").chmod(0o755)
    return {
        **OFFLINE,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTIONS": "true",
        "RUNNER_OS": "Linux",
        "RUNNER_ARCH": "X64",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_WORKSPACE": str(workspace),
    }


def run_action(runner: dict[str, str], **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the steps of the action as a runner does: bash with its options, inputs put into the environment."""
    given = {name: str(facts.get("default", "")) for name, facts in ACTION["inputs"].items()}
    given |= {"token": "ghs_tokentoken"} | {name.replace("_", "-"): value for name, value in inputs.items()}
    ran, values = None, {}
    for step in STEPS:
        values |= {"github.action_path": str(ROOT), **{f"inputs.{name}": value for name, value in given.items()}}
        env = {name: values[text.strip("${ }")] for name, text in step["env"].items()}
        script = Path(runner["RUNNER_TEMP"]) / "step.sh"
        script.write_text(step["run"])
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=runner["GITHUB_WORKSPACE"], env={**runner, **env}, capture_output=True, text=True, timeout=200,
            check=False,
        )  # fmt: skip
        if ran.returncode and step is not STEPS[-1]:
            pytest.fail(ran.stdout + ran.stderr)
        if step.get("id") == "kept":
            values = {f"steps.kept.outputs.{name}": value for name, value in outputs(runner).items()}
    assert ran is not None
    return ran


def outputs(runner: dict[str, str]) -> dict[str, str]:
    """What the last step said to those that follow it."""
    written = Path(runner["GITHUB_OUTPUT"])
    found = dict(line.split("=", 1) for line in written.read_text().splitlines())
    written.unlink()
    return found


class TestAction:
    @pytest.mark.skipif("UNPINNED" in os.environ, reason="what is installed is not what is pinned, and pip is offline")
    def test_check_runs_and_says_what_it_found(self, runner: dict[str, str]) -> None:
        workspace = Path(runner["GITHUB_WORKSPACE"])
        for name in ("venv.py", "pip.py", "typer.py", "sitecustomize.py"):
            (workspace / name).write_text("raise SystemExit('a file of the checkout was run')\n")
        ran = run_action(runner, direction="to-http", paths="template.yaml\n\n")
        assert (ran.returncode, ran.stderr) == (1, "")
        assert ran.stdout.startswith("::")
        first = outputs(runner)
        assert first["status"] == "1"
        assert json.loads(Path(first["report"]).read_text())["summary"]["migrated"] == 1
        assert "OrdersHttpApi" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text()

        # The environment is there by now, so the other modes cost little.
        ran = run_action(runner, mode="check", direction="to-rest", fail_on="error")
        assert ran.returncode == 0
        second = outputs(runner)
        assert Path(second["report"]).name == Path(first["report"]).name
        assert json.loads(Path(second["report"]).read_text())["direction"] == "to-rest"
        assert json.loads(Path(first["report"]).read_text())["direction"] == "to-http"
        assert run_action(runner, direction="nonsense").returncode == 2
        assert outputs(runner) == {"status": "2"}
        assert run_action(runner, direction="to-http", dry_run="true").returncode == 1
        assert outputs(runner) == {"status": "1"}
        hostile = "$(touch owned)\n`touch owned`\n--write\n'; touch owned #"
        ran = run_action(runner, mode="check", direction="to-http", paths=hostile, fail_on="$(touch owned)")
        assert ran.returncode == 2
        ran = run_action(runner, mode="pr; touch owned")
        assert (ran.returncode, ran.stderr) == (2, "mode: expected check, comment or pr\n")
        assert not list(Path(runner["RUNNER_TEMP"]).rglob("owned"))
        runner |= {"GITHUB_REPOSITORY": "acme/shop", "GITHUB_API_URL": "http://127.0.0.1:9/api/v3"}
        (workspace / "broken.json").write_text("{}")
        ran = run_action(runner, mode="comment", report="broken.json", pull_request="1", dry_run="true")
        assert (ran.returncode, ran.stderr[:40]) == (2, "sam-migrate: the report is refused: vers")
        assert "ghs_tokentoken" not in ran.stdout + ran.stderr

    @pytest.mark.parametrize("answer", ["exit 1", "exit 127"])
    def test_a_runner_without_what_it_needs_is_told(self, runner: dict[str, str], answer: str) -> None:
        (Path(runner["RUNNER_TEMP"]) / "programs/python3").write_text(f"#!/bin/sh\n{answer}\n")
        ran = subprocess.run(
            ["bash", "-e"], input=STEPS[1]["run"], env={**runner, "ACTION": str(ROOT)}, capture_output=True, text=True,
            timeout=100, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (2, "")
        assert ran.stdout.startswith("::error::sam-migrate needs Python 3.10 or newer")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit clones a repository, and this folder is none")
def test_pre_commit_runs_the_hook(tmp_path: Path) -> None:
    """The hook from a clone of this repository, in an environment that pre-commit builds, offline like the action's."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "template.yaml").write_text(TEMPLATE)
    for arguments in (["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(arguments, cwd=folder, check=True)
    env = {
        **os.environ,
        **OFFLINE,
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(PACKAGES),
    }
    wanted = ["pre-commit", "try-repo", str(ROOT), "sam-migrate-to-http", "--all-files"]
    ran = subprocess.run(wanted, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "Failed" in ran.stdout
    assert "1 API would migrate" in ran.stdout
