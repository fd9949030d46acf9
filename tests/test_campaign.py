"""A campaign without a forge: which repositories are picked, what is written down, where the token may go."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fleets import API, RUN, STOPPED, fleet, write

from migrator.bot.kinds import Token
from migrator.bot.place import ForgeRepository
from migrator.cli import main
from migrator.command.arguments import ArgumentError
from migrator.fleet.campaign import running
from migrator.fleet.campaign.commands import STEPS
from migrator.fleet.campaign.ledger import CampaignEntry, Ledger, PullState
from migrator.fleet.campaign.proposing import ForgeAccess
from migrator.fleet.campaign.running import Pace, run, waiting
from migrator.fleet.campaign.selection import READY, Ready, Wanted, select
from migrator.steps.state import STEPS as WAY

NEW = CampaignEntry("r", "to-http", "side-by-side", PullState.WORKING)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "campaign.db")
    yield made
    made.close()


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> str:
    apis = (
        replace(API, repository="b", api="One"),
        replace(API, repository="b", api="Two", routes=40),
        replace(API, repository="a"),
        replace(API, repository="blocked", **STOPPED, readiness="change"),
        replace(API, repository="only-beside", status="blocked"),
        replace(API, repository="beside", step="side-by-side"),
        replace(API, repository="switched", step="switched"),
        replace(API, repository="http", kind="http", direction="to-rest"),
    )
    return write(fleet(*apis), tmp_path_factory.mktemp("fleet") / "fleet.duckdb")


class TestSelection:
    def names(self, inventory: str, where: str = "true", step: str = "side-by-side", **more: Any) -> list[str]:
        wanted = Wanted((inventory,), where, step, more.pop("direction", "to-http"), **more)
        return [each.repository for each in select(wanted)]

    @pytest.mark.parametrize(
        ("step", "expected"),
        [
            ("side-by-side", ["a", "b", "only-beside"]),
            ("at-once", ["a", "b"]),
            ("switch", ["beside"]),
            ("finish", ["switched"]),
        ],
    )
    def test_ready_is_what_can_take_the_step(self, inventory: str, step: str, expected: list[str]) -> None:
        assert self.names(inventory, step=step) == expected

    def test_the_steps_are_those_of_the_way_and_all_at_once(self) -> None:
        assert (*WAY, "at-once") == STEPS == tuple(READY)

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            ("routes > 20", ["b"]),
            ("owner = '@acme/web' AND lines < 200 -- all of them", ["a", "b", "only-beside"]),
            ("list_contains(authorizers, 'iam')", []),
            ("repository IN (SELECT repository FROM functions)", []),
            ("EXISTS (SELECT 1 FROM templates AS t WHERE t.repository = candidates.repository) AND api = 'Two'", ["b"]),
            ("EXISTS (SELECT 1 FROM findings AS f WHERE f.code = 'cors') AND repository < 'b'", ["a"]),
        ],
    )
    def test_the_condition_is_sql(self, inventory: str, where: str, expected: list[str]) -> None:
        assert self.names(inventory, where) == expected

    def test_owners_of_a_file_count(self, inventory: str, tmp_path: Path) -> None:
        (tmp_path / "owners").write_text("a us\n")
        assert self.names(inventory, "owner = 'us'", owners=str(tmp_path / "owners")) == ["a"]

    def test_the_apis_that_are_meant_are_named(self, inventory: str) -> None:
        (found,) = select(Wanted((inventory,), "repository = 'b'", "side-by-side", "to-http"))
        assert found == Ready("b", ("One", "Two"))

    @pytest.mark.parametrize(
        ("where", "said"),
        [
            ("", "--where: "),
            ("colour = 'red'", "--where: Binder Error"),
            ("true); DROP TABLE apis; SELECT (1", "expected one condition"),
            ("true); COPY apis TO '{outside}'; SELECT (1", "expected one condition"),
            ("(SELECT count(*) FROM read_text('{outside}')) > 0", "Permission Error"),
            ("(SELECT count(*) FROM '{outside}') > 0", "--where: "),
            ("getenv('HOME') <> ''", "--where: "),
        ],
    )
    def test_the_condition_reaches_nothing_else(self, inventory: str, tmp_path: Path, where: str, said: str) -> None:
        outside = tmp_path / "secret.csv"
        outside.write_text("a\n1\n")
        with pytest.raises(ArgumentError, match=said):
            self.names(inventory, where.format(outside=outside))
        assert outside.read_text() == "a\n1\n"


class TestLedger:
    def test_it_keeps_what_it_was_told(self, ledger: Ledger, tmp_path: Path) -> None:
        ledger.write(replace(NEW, state=PullState.OPENED, number=7, url="https://x/7"))
        ledger.write(replace(NEW, step="switch"))
        again = Ledger(tmp_path / "campaign.db")
        found = again.find("r", "to-http", "side-by-side")
        assert found is not None
        assert (found.state, found.number, found.url) == (PullState.OPENED, 7, "https://x/7")
        assert found.changed.endswith("+00:00")
        assert len(again.entries()) == 2
        again.close()

    def test_one_campaign_at_a_time(self, ledger: Ledger, tmp_path: Path) -> None:
        other = Ledger(tmp_path / "campaign.db")
        with ledger.alone():
            with pytest.raises(ArgumentError, match="another campaign is at work"), other.alone():
                pass
            assert other.entries() == [], "its state can be read all the while"
        with other.alone():
            pass
        other.close()

    def test_a_process_that_was_killed_holds_nothing(self, ledger: Ledger, tmp_path: Path) -> None:
        script = (
            "import sys, os, pathlib; from migrator.fleet.campaign.ledger import Ledger\n"
            "with Ledger(pathlib.Path(sys.argv[1])).alone(): os.kill(os.getpid(), 9)"
        )
        subprocess.run([sys.executable, "-c", script, str(tmp_path / "campaign.db")], check=False)
        with ledger.alone():
            pass

    def test_another_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "text.db").write_text("not a database, however long it is" * 40)
        with pytest.raises(ArgumentError, match=r"text\.db: "):
            Ledger(tmp_path / "text.db")
        with sqlite3.connect(tmp_path / "later.db") as connection:
            connection.execute("PRAGMA user_version = 9")
        with pytest.raises(ArgumentError, match="another version"):
            Ledger(tmp_path / "later.db")
        with pytest.raises(ArgumentError):
            Ledger(tmp_path / "no" / "folder.db")


class TestRun:
    def test_who_waits(self, ledger: Ledger) -> None:
        for name, state in (("a", PullState.OPENED), ("b", PullState.FAILED), ("c", PullState.WORKING)):
            ledger.write(replace(NEW, repository=name, state=state, tries=1))
        ready = [Ready(name, ()) for name in "abcd"]

        def names(*, retry: bool) -> list[tuple[str, int]]:
            found = waiting(ready, ledger, "to-http", "side-by-side", retry=retry)
            return [(entry.repository, entry.tries) for entry in found]

        assert names(retry=False) == [("c", 1), ("d", 0)]
        assert names(retry=True) == [("b", 0), ("c", 1), ("d", 0)]

    def test_a_branch_is_not_used_for_two_ways(self, ledger: Ledger) -> None:
        ledger.write(replace(NEW, state=PullState.OPENED))

        def names(step: str) -> list[str]:
            found = waiting([Ready("r", ()), Ready("s", ())], ledger, "to-http", step, retry=False)
            return [entry.repository for entry in found]

        assert (names("at-once"), names("switch")) == (["s"], ["r", "s"])

    def test_it_is_written_that_something_is_begun(self, ledger: Ledger) -> None:
        seen = []

        class Watching(ForgeAccess):
            def propose(self, entry: CampaignEntry) -> CampaignEntry:
                seen.append(ledger.find("r", "to-http", "side-by-side"))
                return replace(entry, state=PullState.OPENED)

        (done,) = run([NEW], ledger, Watching(None, None, _nobody), Pace(9, 9))
        assert seen[0] is not None
        assert (seen[0].state, seen[0].tries) == (PullState.WORKING, 1)
        assert ledger.entries() == [done]

    def test_failures_in_between_do_not_stop_it(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(running.time, "sleep", lambda _: None)

        class Odd(ForgeAccess):
            def propose(self, entry: CampaignEntry) -> CampaignEntry:
                fails = int(entry.repository) % 3 or int(entry.repository) > 10
                return replace(entry, state=PullState.FAILED if fails else PullState.OPENED)

        entries = [replace(NEW, repository=f"{number}") for number in range(30)]
        done = list(run(entries, ledger, Odd(None, None, _nobody), Pace(99, 99)))
        assert [int(entry.repository) for entry in done][-1] == 14

    def test_pull_requests_keep_their_distance_and_a_run_its_limit(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waits: list[float] = []
        monkeypatch.setattr(running.time, "sleep", waits.append)

        class Willing(ForgeAccess):
            def propose(self, entry: CampaignEntry) -> CampaignEntry:
                state = PullState.NOTHING if entry.repository == "0" else PullState.OPENED
                return replace(entry, state=state)

        entries = [replace(NEW, repository=f"{number}") for number in range(9)]
        done = list(run(entries, ledger, Willing(None, None, _nobody), Pace(limit=3, hourly=60)))
        assert [entry.repository for entry in done] == ["0", "1", "2", "3"]
        assert waits == [pytest.approx(60, abs=5)] * 2

    def test_a_repository_that_ends_runs_is_given_up(self, ledger: Ledger) -> None:
        (done,) = run([replace(NEW, tries=2)], ledger, ForgeAccess(None, None, _nobody), Pace(9, 9))
        assert done.state is PullState.FAILED
        assert "2 times" in done.why


def _nobody(there: ForgeRepository) -> Any:
    raise AssertionError(f"nobody asks {there}")


class TestPlaces:
    @pytest.mark.parametrize(
        ("repository", "api", "url"),
        [
            ("https://github.com/acme/shop.git", None, "https://github.com/acme/shop.git"),
            ("git@github.com:acme/shop", None, "https://github.com/acme/shop.git"),
            ("https://user:secret@github.com/acme/shop", None, "https://github.com/acme/shop.git"),
            (
                "ssh://git@ghe.acme.org:22/acme/shop.git",
                "https://ghe.acme.org/api/v3",
                "https://ghe.acme.org/acme/shop.git",
            ),
        ],
    )
    def test_where_a_repository_is(self, repository: str, api: str | None, url: str) -> None:
        assert ForgeAccess(api, None, _nobody).where(repository).url == url

    @pytest.mark.parametrize(
        ("repository", "api", "said"),
        [
            ("https://evil.example/acme/shop.git", None, "the remote 'origin' is at evil.example"),
            ("https://evil.example/acme/shop.git", "https://ghe.acme.org/api/v3", "it is at evil.example"),
            ("https://github.com/acme/shop", "https://ghe.acme.org/api/v3", "it is at github.com"),
            ("/srv/nowhere", None, "neither a clone URL nor a folder"),
            ("acme/shop", "https://ghe.acme.org/api/v3", "neither a clone URL nor a folder"),
            ("https://github.com/acme", None, "which repository"),
        ],
    )
    def test_the_token_goes_nowhere_else(self, repository: str, api: str | None, said: str) -> None:
        done = ForgeAccess(api, Token("ghp_x"), _nobody).propose(replace(NEW, repository=repository))
        assert done.state is PullState.FAILED
        assert said in done.why

    def test_the_remote_of_a_folder_says_where_it_is(self, tmp_path: Path) -> None:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        where: Callable[[str], ForgeRepository] = ForgeAccess(None, None, _nobody).where
        with pytest.raises(ArgumentError):
            where(str(tmp_path))
        remote = ["git", "-C", str(tmp_path), "remote", "add", "origin", "git@github.com:acme/shop.git"]
        subprocess.run(remote, check=True)
        assert where(str(tmp_path)).repository == "acme/shop"
        (tmp_path / "below").mkdir()
        with pytest.raises(ArgumentError):
            where(str(tmp_path / "below"))


class TestCommand:
    def run(self, capfd: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
        status = main(["campaign", *given])
        out, err = capfd.readouterr()
        return status, out, err

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (["--limit", "0"], "--limit: expected a number from 1"),
            (["--hourly", "fast"], "--hourly: expected a number from 1"),
            (["--step", "swich"], "did you mean switch?"),
            (["--state", "gone/campaign.db"], "unable to open"),
            (["--base", "--upload-pack=x"], "no branch is called that"),
        ],
    )
    def test_mistakes(
        self,
        inventory: str,
        capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        given: list[str],
        said: str,
    ) -> None:
        monkeypatch.setenv("GITHUB_TOKEN", "ghp_x")
        status, out, err = self.run(capfd, inventory, *given)
        assert (status, out) == (2, "")
        assert said in err

    def test_without_a_token_nothing_begins(
        self, inventory: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("GITHUB_TOKEN", "SAM_MIGRATE_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        status, _, err = self.run(capfd, inventory, "--state", str(tmp_path / "campaign.db"))
        assert status == 2
        assert "no token in the environment" in err
        assert not (tmp_path / "campaign.db").exists()

    def test_a_status_of_nothing(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        status, _, err = self.run(capfd, "status", "--state", str(tmp_path / "campaign.db"))
        assert status == 2
        assert "a campaign makes it" in err

    def test_a_name_acts_in_no_terminal(self) -> None:
        odd = replace(NEW, repository="r\x1b[31m\nfake", why="w\x07")
        assert "\x1b" not in running.table([odd])
        assert running.table([odd]).count("\n") == 2


def test_a_later_run_of_the_inventory_counts(tmp_path: Path) -> None:
    older = write(fleet(API, run=replace(RUN, started="2026-01-01T00:00:00Z")), tmp_path / "older.jsonl")
    newer = write(fleet(replace(API, step="side-by-side")), tmp_path / "newer.jsonl")
    assert select(Wanted((newer, older), "true", "side-by-side", "to-http")) == []
