"""The description of a pull request: what people write in it stays, and what the bot says is kept up to date."""

from __future__ import annotations

import random

import pytest
from apis import BOTH
from checkout import TEMPLATE, Bot, Checkout
from forge import Forge

from migrator.bot.description import Description, section
from migrator.bot.kinds import GITHUB
from migrator.bot.state import State, marker
from migrator.migration import Migration, Status
from migrator.options import Direction
from migrator.report import Mode, Report
from migrator.text.source import Source

TO_HTTP = ("--direction", "to-http")
WAY = Direction.TO_HTTP.value
ROOM = GITHUB.most_characters


def report(name: str = "template.yaml") -> Report:
    return Report(
        Direction.TO_HTTP, Mode.CHECK, (Migration(Source(name, "a"), Direction.TO_HTTP, Status.MIGRATED, "b"),)
    )


def lines_of(text: str) -> list[str]:
    return text.split("\n")


def render(report: Report, *, limit: int = 0) -> str:
    name = report.migrations[0].source.path
    return f"## Migrated\n\n| {name} |\n|---|\n\n```diff\n- {name}\n\n\n+ {name}\n```\n"[:limit]


def edited(place: str, words: str, body: str) -> str:
    """A description as a person leaves it who wrote some words in one place."""
    lines = lines_of(body)
    at = {
        "above": 0,
        "below the first line": 1,
        "inside": len(lines) // 2,
        "above the last line": next(at for at, line in enumerate(lines) if "sam-migrate:state" in line),
        "below": len(lines),
    }[place]
    return "\n".join([*lines[:at], words, *lines[at:]])


PLACES = ["above", "below the first line", "inside", "above the last line", "below"]
WORDS = ["- [x] HUMAN CHECKLIST", "Two lines.\n\nAnd another, with `code` and | a cell |.", "   indented   ", "# Why"]


class TestWords:
    @pytest.mark.parametrize("words", WORDS, ids=lambda words: words[:10])
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("ends", ["\n", "\r\n"])
    def test_stay_and_the_section_is_new(self, ends: str, place: str, words: str) -> None:
        body = edited(place, words, section(report("old.yaml"), render, ROOM)).replace("\n", ends)
        for name in ("new.yaml", "newer.yaml", "newest.yaml"):
            written = Description.read(body, WAY)
            assert written is not None
            assert not written.is_about(report(name))
            updated = written.updated(report(name), render, ROOM)
            assert updated is not None
            body = updated
        assert "old.yaml" not in body
        assert section(report("newest.yaml"), render, ROOM) in body
        assert body.count("sam-migrate:") == 2
        for line in filter(None, lines_of(words)):
            assert lines_of(body).count(line) == 1

    def test_nothing_is_added_where_nobody_wrote(self) -> None:
        written = Description.read(section(report("old.yaml"), render, ROOM), WAY)
        assert written is not None
        assert written.updated(report(), render, ROOM) == section(report(), render, ROOM)

    def test_a_line_of_ours_that_they_changed_is_theirs(self) -> None:
        body = section(report(), render, ROOM).replace("## Migrated", "## Migrated (Ada has a look)")
        written = Description.read(body, WAY)
        assert written is not None
        assert written.between == ("## Migrated (Ada has a look)",)

    def test_lines_of_ours_that_they_removed_come_back(self) -> None:
        written = Description.read(section(report("old.yaml"), render, ROOM).replace("## Migrated\n", ""), WAY)
        assert written is not None
        assert written.updated(report(), render, ROOM) == section(report(), render, ROOM)

    def test_a_line_like_one_of_ours_stays_where_it_is_one_more(self) -> None:
        written = Description.read(edited("above the last line", "|---|", section(report(), render, ROOM)), WAY)
        assert written is not None
        assert written.between == ("|---|",)

    def test_many_edits_in_any_order_lose_none(self) -> None:
        chance = random.Random(11)
        body, said = section(report("0"), render, ROOM), []
        for step in range(1, 60):
            words = f"words {step}"
            said.append(words)
            body = edited(chance.choice(PLACES), words, body)
            if chance.random() < 0.5:
                written = Description.read(body.replace("\n", chance.choice(["\n", "\r\n"])), WAY)
                assert written is not None
                body = written.updated(report(str(step)), render, ROOM) or ""
        assert all(lines_of(body).count(words) == 1 for words in said)


class TestNotOurs:
    BODY = section(report(), render, ROOM)
    STATE = next(line for line in lines_of(BODY) if "sam-migrate:state" in line)

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "We know what this does.",
            BODY.replace(marker(WAY), ""),
            BODY.replace(STATE, ""),
            BODY.replace(STATE, STATE + " and words"),
            BODY.replace(marker(WAY), "> " + marker(WAY)),
            BODY.replace(STATE, "<!-- sam-migrate:state:e30= -->"),
            BODY.replace(STATE, "<!-- sam-migrate:state:W10= -->"),
            BODY.replace(STATE, State.of(report()).line),
            BODY.replace(STATE, State(WAY, "x", lines="AAAAA").line),
            BODY.replace(STATE, State(WAY, "x", lines="ä").line),
            BODY.replace(STATE, State("to-rest", "x", lines="AAAA").line),
            "\n".join(reversed(lines_of(BODY))),
            marker(WAY) + "\n" + "[" * 60_000,
        ],
    )
    def test_is_not_read(self, body: str) -> None:
        assert Description.read(body, WAY) is None


class TestRoom:
    def long(self, size: int) -> str:
        words = "".join(f"{number} {'x' * 60}\n" for number in range(size // 65))
        return words + section(report("old.yaml"), render, ROOM)

    def test_the_section_gives_way_to_what_people_wrote(self) -> None:
        written = Description.read(self.long(40_000), WAY)
        assert written is not None
        whole = written.updated(report(), lambda _, *, limit=0: "a line\n" * (limit // 7), ROOM)
        assert whole is not None
        assert ROOM * 0.9 < len(whole) <= ROOM
        assert "600 xxx" in whole

    def test_where_none_is_left_nothing_is_done(self) -> None:
        written = Description.read(self.long(58_000), WAY)
        assert written is not None
        assert written.updated(report(), render, ROOM) is None

    @pytest.mark.parametrize("line", ["x", "ab", "a line of a report as it is common", "y" * 500])
    def test_a_section_fits(self, line: str) -> None:
        whole = section(report(), lambda _, *, limit=0: f"{line}\n" * (limit // (len(line) + 1)), ROOM)
        assert ROOM * 0.8 < len(whole) <= ROOM
        assert Description.read(whole, WAY) is not None


@BOTH
class TestOnTheForge:
    @pytest.mark.parametrize("place", ["above", "above the last line", "below"])
    def test_people_write_and_the_templates_change(
        self, place: str, bot: Bot, checkout: Checkout, forge: Forge
    ) -> None:
        assert bot("pr", *TO_HTTP)[0] == 0
        pull = forge.pull(1)
        pull["body"] = edited(place, "- [x] HUMAN CHECKLIST", pull["body"]).replace("\n", "\r\n")
        before = pull["body"]
        assert "up to date" in bot("pr", *TO_HTTP)[1]
        assert pull["body"] == before
        for path in ("/all-orders", "/orders-of-all"):
            checkout.commit("template.yaml", TEMPLATE.replace("/orders", path))
            checkout.git("push", "-q", str(forge.bare), "main")
            assert forge.said("Updated pull request #1") in bot("pr", *TO_HTTP)[1]
            assert path in pull["body"]
            assert lines_of(pull["body"]).count("- [x] HUMAN CHECKLIST") == 1
        assert "up to date" in bot("pr", *TO_HTTP)[1]

    def test_what_they_write_while_a_run_is_at_work_stays(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from migrator.bot.git import Git

        assert bot("pr", *TO_HTTP)[0] == 0
        checkout.commit("template.yaml", TEMPLATE.replace("/orders", "/all-orders"))
        checkout.git("push", "-q", str(forge.bare), "main")
        push = Git.push

        def slow(self: Git, *given: str) -> None:
            forge.pull(1)["body"] += "\nJust a second."
            push(self, *given)

        monkeypatch.setattr(Git, "push", slow)
        assert forge.said("Updated pull request #1") in bot("pr", *TO_HTTP)[1]
        assert forge.pull(1)["body"].endswith("\nJust a second.\n")

    def test_a_description_that_is_full_stays(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        assert bot("pr", *TO_HTTP)[0] == 0
        pull = forge.pull(1)
        pull["body"] += "words\n" * ((forge.kind.most - len(pull["body"])) // 6)
        before = pull["body"]
        checkout.commit("template.yaml", TEMPLATE.replace("/orders", "/all-orders"))
        checkout.git("push", "-q", str(forge.bare), "main")
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert out.splitlines()[1] == forge.said(
            "Pull request #1 has a description that leaves no room for the report: it stays as it is."
        )
        assert pull["body"] == before


def test_too_long_a_report_is_cut(bot: Bot, checkout: Checkout, forge: Forge) -> None:
    for number in range(10):
        event = "        E{}: {{Type: Api, Properties: {{RestApiId: !Ref OrdersApi, Path: /{}, Method: get}}}}\n"
        (checkout.folder / f"{number}.yaml").write_text(TEMPLATE + event.format(number, "x" * 5000))
    checkout.git("add", ".")
    checkout.git("commit", "-qm", "Many")
    checkout.git("push", "-q", str(forge.bare), "main")
    assert bot("pr", *TO_HTTP)[0] == 0
    body = forge.pull(1)["body"]
    assert 30_000 < len(body) <= 60_000 < forge.kind.most
    assert State.read(body) is not None
