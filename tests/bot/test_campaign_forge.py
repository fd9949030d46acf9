"""A campaign against a forge with real repositories: opened a few at a time, never twice, and told afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import server
from apis import BOTH
from checkout import TEMPLATE
from contract import Contract
from fleets import API, fleet, write
from forge import TOKEN, Api, Forge

from migrator.bot.git.helper import fetch
from migrator.bot.kinds import Token
from migrator.cli import main
from migrator.fleet.campaign import running
from migrator.fleet.campaign.ledger import Ledger, PullState
from migrator.fleet.campaign.proposing import ForgeAccess

BRANCH = "sam-migrate/to-http"
URL = 'Outputs:\n  Url: {Value: !Sub "https://${OrdersApi}.execute-api.${AWS::Region}.amazonaws.com/prod/"}\n'
BLOCKED = TEMPLATE.replace("{StageName: prod}", "{StageName: prod, Auth: {ApiKeyRequired: true}}")

Campaign = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def forges(
    tmp_path: Path, judge: Contract, api_kind: type[Api], request: pytest.FixtureRequest
) -> Iterator[list[Forge]]:
    """A forge with several repositories that hold the same template."""
    names = [f"r{number:03}" for number in range(getattr(request, "param", 4))]
    with server.running_all(tmp_path / "forge", judge, api_kind, names) as found:
        stock(found[0], TEMPLATE)
        for each in found[1:]:
            for part in ("objects", "refs"):
                shutil.copytree(found[0].bare / part, each.bare / part, dirs_exist_ok=True)
        yield found


def stock(forge: Forge, template: str) -> None:
    """Make a commit with a template the only one of a repository."""

    def git(*given: str, data: str = "") -> str:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        command = ["git", "-C", str(forge.bare), *who, *given]
        return subprocess.run(command, input=data, capture_output=True, text=True, check=True).stdout.strip()

    blob = git("hash-object", "-w", "--stdin", data=template)
    tree = git("mktree", data=f"100644 blob {blob}\ttemplate.yaml\n")
    git("update-ref", "refs/heads/main", git("commit-tree", tree, "-m", "Start"))


def url(forge: Forge) -> str:
    return f"{forge.url}/{forge.path}.git"


@pytest.fixture
def campaign(
    forges: list[Forge], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Campaign:
    """The command line of a campaign over all repositories, which never waits."""
    forge = forges[0]
    for name, value in {forge.kind.token_variable: TOKEN, **forge.speaks.variables(), **forge.speaks.elsewhere}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    apis = [replace(API, repository=url(forge), api="OrdersApi") for forge in forges]
    data = write(fleet(*apis), tmp_path / "fleet.jsonl")

    def run(*given: str) -> tuple[int, list[str], str]:
        other = any(each.endswith(".jsonl") for each in given)
        more = () if given[:1] == ("status",) else ("--pause", "0", "--hourly", "1000000", *([] if other else [data]))
        status = main(["campaign", *more, *given])
        out, err = capfd.readouterr()
        assert TOKEN not in out + err
        return status, out.splitlines(), err

    return run


def states(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines[:-1]]


@BOTH
class TestRuns:
    def test_a_few_at_a_time_and_none_twice(self, campaign: Campaign, forges: list[Forge]) -> None:
        status, lines, err = campaign("--limit", "3")
        assert (status, err) == (0, "")
        assert states(lines) == ["opened"] * 3
        assert lines[-1] == "3 repositories: 3 opened; 1 left for the next run."
        assert [len(forge.pulls) for forge in forges] == [1, 1, 1, 0]
        assert campaign("--limit", "3")[1][-1] == "1 repository: 1 opened; 0 left for the next run."
        for forge in forges:
            forge.log.clear()
        assert campaign()[1] == ["0 repositories: none; 0 left for the next run."]
        assert [forge.log for forge in forges] == [[]] * 4
        after = forges[3].git("show", f"{BRANCH}:template.yaml")
        assert "AWS::Serverless::Api" in after, "side by side: the old one stays"
        assert "AWS::Serverless::HttpApi" in after
        assert "step 1 of 3" in forges[3].pull(1)["title"]

    def test_a_dry_run_says_which_and_does_nothing(
        self, campaign: Campaign, forges: list[Forge], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(forges[0].kind.token_variable)
        status, lines, _ = campaign("--dry-run", "--limit", "1", "--where", "repository LIKE '%r00_.git'")
        assert status == 0
        assert lines == [
            f"{url(forges[0])}  OrdersApi",
            forges[0].said("4 repositories ready: 1 would get a pull request now, 3 later, 0 had their turn."),
        ]
        assert [forge.log for forge in forges] == [[]] * 4
        assert not (tmp_path / "campaign.db").exists()

    def test_from_checkouts_over_an_inventory_to_pull_requests(
        self, campaign: Campaign, forges: list[Forge], tmp_path: Path
    ) -> None:
        stock(forges[1], BLOCKED)
        for forge in forges[:2]:
            target = tmp_path / "src" / forge.name
            subprocess.run(["git", "clone", "-q", str(forge.bare), str(target)], check=True)
            subprocess.run(["git", "-C", str(target), "remote", "set-url", "origin", url(forge)], check=True)
        assert main(["inventory", "src", "--output", "src.jsonl", "--no-verify", "--jobs", "1", "--quiet"]) == 0
        status, lines, _ = campaign("src.jsonl")
        assert status == 0
        assert lines[-2].startswith("opened     src/r000")
        assert lines[-1].startswith("1 repository: 1 opened")
        assert [len(forge.pulls) for forge in forges] == [1, 0, 0, 0]

    def test_what_fails_is_told_and_the_rest_goes_on(self, campaign: Campaign, forges: list[Forge]) -> None:
        shutil.rmtree(forges[0].bare)
        stock(forges[1], BLOCKED)
        stock(forges[2], f"{TEMPLATE}  [\n")
        status, lines, _ = campaign()
        assert (status, states(lines)) == (1, ["failed", "nothing", "failed", "opened"])
        assert "git clone" in lines[0]
        assert "Nothing to migrate" in lines[1]
        assert "template.yaml:" in lines[2]
        assert campaign()[0] == 0
        stock(forges[2], TEMPLATE)
        status, lines, _ = campaign("--retry")
        assert (status, states(lines)) == (1, ["failed", "opened"])

    def test_when_everything_fails_it_stops(
        self, campaign: Campaign, forges: list[Forge], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "MOST_FAILURES", 2)
        monkeypatch.setenv(forges[0].kind.token_variable, "ghp_revoked")
        status, lines, err = campaign()
        assert (status, states(lines)) == (2, ["failed", "failed"])
        assert "stopped" in err
        assert lines[-1].endswith("2 left for the next run.")

    def test_a_run_that_ended_in_the_middle_goes_on(
        self, campaign: Campaign, forges: list[Forge], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        propose = ForgeAccess.propose

        def killed(self: ForgeAccess, entry: running.CampaignEntry) -> running.CampaignEntry:
            done = propose(self, entry)
            if "r001" in entry.repository:
                raise KeyboardInterrupt  # the pull request is there, and nobody has noted it
            return done

        monkeypatch.setattr(ForgeAccess, "propose", killed)
        assert campaign()[0] == 130
        assert [entry.state.value for entry in Ledger(tmp_path / "campaign.db").entries()] == ["opened", "working"]
        assert campaign()[0] == 130
        monkeypatch.undo()
        monkeypatch.setenv(forges[0].kind.token_variable, TOKEN)
        monkeypatch.chdir(tmp_path)
        status, lines, _ = campaign("--api-url", forges[0].api)
        assert (status, states(lines)) == (1, ["failed", "opened", "opened"])
        assert "ended in the middle of it 2 times" in lines[0]
        assert states(campaign("--api-url", forges[0].api, "--retry")[1]) == ["opened"]
        assert [len(forge.pulls) for forge in forges] == [1, 1, 1, 1]


@BOTH
class TestStatus:
    def test_what_became_of_them(self, campaign: Campaign, forges: list[Forge]) -> None:
        campaign()
        forges[0].close(1, merge=True)
        forges[1].close(1)
        forges[2].close(1)
        forges[2].new_pull(forges[2].owner, BRANCH, "main", "By hand", "")
        assert states(campaign("status", "--stored")[1]) == ["opened"] * 4
        status, lines, err = campaign("status")
        assert (status, err) == (0, "")
        assert sorted(states(lines)) == ["closed", "merged", "opened", "superseded"]
        assert lines[-1] == "4 repositories: 1 opened, 1 merged, 1 closed, 1 superseded."
        assert f"(by {forges[0].kind.mark}2)" in next(line for line in lines if "superseded" in line)
        forges[1].pull(1).update(state="open", closed_at=None)
        assert sorted(states(campaign("status")[1])) == ["merged", "opened", "opened", "superseded"]
        assert '"state": "superseded"' in "\n".join(campaign("status", "--format", "json")[1])

    def test_the_next_step_comes_by_its_own_campaign(self, campaign: Campaign, forges: list[Forge]) -> None:
        stock(forges[0], TEMPLATE + URL)
        campaign("--limit", "1")
        forges[0].close(1, merge=True)
        beside = replace(API, repository=url(forges[0]), step="side-by-side")
        status, lines, _ = campaign("--step", "switch", write(fleet(beside), Path("next.jsonl")))
        assert (status, states(lines)) == (0, ["opened"])
        assert "step 2 of 3" in forges[0].pull(2)["title"]
        status, lines, _ = campaign("status")
        assert sorted(states(lines)) == ["merged", "opened"]

    def test_what_cannot_be_known_is_told(self, campaign: Campaign, forges: list[Forge]) -> None:
        campaign("--limit", "1")
        forges[0].pulls.clear()
        status, lines, err = campaign("status")
        assert (status, states(lines)) == (2, ["opened"])
        assert forges[0].said("GitHub refused (404)") in err


def test_a_clone_holds_one_commit_and_no_token(forges: list[Forge], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    folder = fetch(url(forges[0]), Token(TOKEN), tmp_path / "home")
    assert (folder / "template.yaml").read_text() == TEMPLATE
    written = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert Token(TOKEN).basic.encode() not in written
    assert TOKEN.encode() not in written


@pytest.mark.skipif(not os.environ.get("CAMPAIGN_OF_100"), reason="takes a minute: set CAMPAIGN_OF_100=1")
@pytest.mark.parametrize("forges", [100], indirect=True)
def test_a_hundred_repositories(campaign: Campaign, forges: list[Forge], tmp_path: Path) -> None:
    for forge in forges[90:95]:
        stock(forge, BLOCKED)
    for expected in (50, 45):
        status, lines, err = campaign("--limit", "50")
        assert (status, err) == (0, "")
        assert states(lines).count("opened") == expected
    assert [len(forge.pulls) for forge in forges] == [1] * 90 + [0] * 5 + [1] * 5
    for number, forge in enumerate(forges[:20]):
        forge.close(1, merge=number % 2 == 0)
    assert campaign("status")[1][-1] == "100 repositories: 75 opened, 10 merged, 10 closed, 5 nothing."
    assert campaign()[1] == ["0 repositories: none; 0 left for the next run."]
    assert Counter(entry.state for entry in Ledger(tmp_path / "campaign.db").entries())[PullState.OPENED] == 75
