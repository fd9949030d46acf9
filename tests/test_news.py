"""The worst news of a run: the last lines of every report, the same in every format."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from reports import BEFORE, EQUAL, FAILED, UNCHANGED, migration, report, with_code

from migrator.migration import HandlerOutcome, HandlerStatus, Migration, Risk
from migrator.plan import Plan, Trap
from migrator.report import Mode, formats, text, totals
from migrator.report.news import News, NewsKind
from migrator.report.paint import Look
from migrator.routes import NOT_VERIFIED, Proof, Verification
from migrator.text.source import Source

TAKEN = "domain a.example moves from A to B. CloudFormation creates before it deletes: deploy twice."
REFUSED = replace(EQUAL, plan=Plan(traps=(Trap("x", "URL changes"), Trap("name-taken", TAKEN, refused=True))))
UNPROVEN = Verification(Proof.SKIPPED, "the template does not compile as it stands: no CodeUri")


def handler(name: str, risk: Risk) -> HandlerOutcome:
    return HandlerOutcome("src/app.py", name, HandlerStatus.UNCHANGED, risk=risk)


def at(path: str, told: Migration) -> Migration:
    return replace(told, source=Source(path, BEFORE))


def gathered(migrations: list[Migration]) -> tuple[News, ...]:
    return totals(report(*migrations)).news


FAILS, DIFFERS = handler("Items", Risk.FAILS), handler("Orders", Risk.DIFFERS)
NEWS = [
    (FAILED, NewsKind.FAILED, "Failed: t.yaml:3: no."),
    (
        migration(verification=REFUSED),
        NewsKind.DEPLOYMENT,
        "The deployment over the present stack fails: domain a.example moves from A to B.",
    ),
    (replace(migration(), handlers=(FAILS,)), NewsKind.HANDLERS_FAIL, "1 handler will fail: Items."),
    (
        replace(migration(), handlers=(DIFFERS, handler("Other", Risk.DIFFERS), handler("Fine", Risk.NONE))),
        NewsKind.HANDLERS_DIFFER,
        "2 handlers may fail or answer differently: Orders, Other.",
    ),
    (
        migration(verification=UNPROVEN),
        NewsKind.UNPROVEN,
        "Not proven: the template does not compile as it stands: no CodeUri.",
    ),
    (
        migration(verification=NOT_VERIFIED),
        NewsKind.UNVERIFIED,
        "Not proven: verification was switched off by --no-verify.",
    ),
]


class TestModel:
    @pytest.mark.parametrize(("told", "kind", "sentence"), NEWS, ids=[kind.value for _, kind, _ in NEWS])
    def test_each_kind_is_one_sentence(self, told: Migration, kind: NewsKind, sentence: str) -> None:
        assert [(each.kind, each.sentence) for each in gathered([told])] == [(kind, sentence)]

    def test_good_news_is_no_news(self) -> None:
        assert gathered([migration(), UNCHANGED]) == ()

    def test_what_is_not_migrated_breaks_nothing(self) -> None:
        assert gathered([replace(UNCHANGED, verification=REFUSED, handlers=(FAILS,)), UNCHANGED]) == ()

    def test_the_worst_comes_first(self) -> None:
        told = replace(migration(verification=replace(UNPROVEN, plan=REFUSED.plan)), handlers=(DIFFERS, FAILS))
        found = [each.kind for each in gathered([told, FAILED])]
        assert found == [
            NewsKind.FAILED, NewsKind.DEPLOYMENT, NewsKind.HANDLERS_FAIL, NewsKind.HANDLERS_DIFFER, NewsKind.UNPROVEN,
        ]  # fmt: skip
        assert found == sorted(found, key=[*NewsKind].index)

    def test_several_templates_are_one_line_of_a_kind(self) -> None:
        told = [at(path, migration(verification=REFUSED)) for path in ("a.yaml", "b.yaml")]
        (news,) = gathered([*told, UNCHANGED])
        assert news.sentence == (
            "The deployments of 2 templates over their present stacks fail, first a.yaml: "
            "domain a.example moves from A to B."
        )
        assert news.templates == ("a.yaml", "b.yaml")

    def test_one_of_several_templates_is_named(self) -> None:
        (news,) = gathered([at("a.yaml", migration(verification=UNPROVEN)), UNCHANGED])
        assert news.sentence.startswith("a.yaml: not proven: ")

    def test_more_reasons_are_counted(self) -> None:
        plan = Plan(traps=(*(REFUSED.plan or Plan()).traps, Trap("y", "z is taken.", refused=True)))
        (news,) = gathered([migration(verification=replace(EQUAL, plan=plan))])
        assert news.sentence.endswith("from A to B (and 1 more).")

    def test_many_handlers_are_counted(self) -> None:
        many = tuple(handler(f"F{n}", Risk.FAILS) for n in range(6))
        (news,) = gathered([replace(migration(), handlers=many)])
        assert news.sentence == "6 handlers will fail: F0, F1, F2, F3 and 2 more."


class TestFormats:
    ALL = replace(migration(verification=replace(UNPROVEN, plan=REFUSED.plan)), handlers=(FAILS, DIFFERS))

    def sentences(self) -> list[str]:
        return [each.sentence for each in gathered([self.ALL])]

    def test_text_ends_with_it(self) -> None:
        shown = text.render(report(self.ALL), Look(width=110))
        assert shown.endswith("".join(f"{sentence}\n" for sentence in self.sentences()))

    def test_a_report_in_a_file_has_it_on_the_terminal_too(self) -> None:
        assert "will fail" in text.summary(totals(report(self.ALL)), Mode.DRY_RUN, Look())

    def test_json_has_it_in_its_summary(self) -> None:
        summary = json.loads(formats.render("json", report(self.ALL), Look()))["summary"]
        assert [each["message"] for each in summary["news"]] == self.sentences()
        assert summary["news"][0] == {
            "kind": "deployment",
            "alarming": True,
            "message": "The deployment over the present stack fails: domain a.example moves from A to B.",
            "templates": ["t.yaml"],
        }

    def test_markdown_has_it_below_the_summary_and_at_the_end(self) -> None:
        printed = formats.render("markdown", report(self.ALL), Look())
        lines = [f"- **{sentence}**" for sentence in self.sentences()]
        assert [line for line in printed.split("| Template")[0].splitlines() if line.startswith("- ")] == lines
        assert printed.splitlines()[-len(lines) :] == lines

    def test_a_page_has_it_at_both_ends(self) -> None:
        page = formats.render("html", report(self.ALL), Look())
        for part in (page.partition("<main>")[0], page.partition("<footer>")[2]):
            found = re.findall(r'<li class="(alarm|caution)">(.*?)</li>', part)
            assert [sentence for _, sentence in found] == self.sentences()
            assert [style for style, _ in found] == ["alarm", "alarm", "caution", "caution"]


class TestWritten:
    RUN = report(with_code(migration()), UNCHANGED, mode=Mode.WRITE)
    FILES = ("t.yaml", "src/app.py", "src/events.py")

    def test_every_file_is_listed_in_text(self) -> None:
        assert "\n3 files written:\n  t.yaml\n  src/app.py\n  src/events.py\n" in text.render(self.RUN, Look())

    def test_and_in_every_other_format(self) -> None:
        assert json.loads(formats.render("json", self.RUN, Look()))["summary"]["files_written"] == [*self.FILES]
        assert "Written: `t.yaml`, `src/app.py`, `src/events.py`.\n" in formats.render("markdown", self.RUN, Look())
        assert "<p>Written: " in formats.render("html", self.RUN, Look())

    def test_a_dry_run_writes_none(self) -> None:
        dry = report(with_code(migration()))
        assert totals(dry).written == ()
        assert json.loads(formats.render("json", dry, Look()))["summary"]["files_written"] == []

    def test_what_could_not_be_written_is_not_listed(self) -> None:
        failed = with_code(migration()).withdrawn("not written: read-only")
        assert totals(report(failed, mode=Mode.WRITE)).written == ()

    def test_very_many_are_counted(self) -> None:
        run = report(*(at(f"{n}.yaml", migration()) for n in range(60)), mode=Mode.WRITE)
        assert "\n60 files written:\n  0.yaml\n" in text.render(run, Look())
        assert "\n  and 10 more\n" in text.render(run, Look())
