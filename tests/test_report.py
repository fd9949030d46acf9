"""Reports: what people and programs read about one run."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from reports import (
    BEFORE,
    BLOCKED,
    BODY,
    CORS,
    FAILED,
    KEYS,
    NOTE,
    PLAN,
    ROUTES,
    UNCHANGED,
    finding,
    migration,
    report,
    with_code,
)

from migrator.findings import Finding, Level, Span
from migrator.migration import ApiOutcome, HandlerOutcome, HandlerStatus, Status
from migrator.options import SIDE_BY_SIDE
from migrator.plan import Action, Change, Plan, Trap
from migrator.report import Mode, formats, json_report, markdown, rules, text, totals
from migrator.report.diff import patch
from migrator.report.findings_text import table
from migrator.report.paint import Look
from migrator.report.sections import sections
from migrator.report.statistics import Statistics
from migrator.report.words import counted, together
from migrator.routes import Proof, RouteAccess, RouteRow, Verification
from migrator.text.source import Source

POOL = RouteAccess("Function", "Cognito (tokens of Users)", clients=())
"""A route behind a user pool, whose every client is let in."""


class TestText:
    def test_nothing_to_do(self) -> None:
        assert text.render(report(UNCHANGED), Look()) == "Nothing to migrate.\n"
        assert text.render(report(), Look()) == "Nothing to migrate.\n"

    def test_a_migrated_template(self) -> None:
        shown = text.render(report(migration(finding(CORS))), Look())
        assert shown.partition("\n\n")[2] == (
            "A -> AHttpApi  would migrate, 4 routes\n"
            "  warning  cors  t.yaml:3:5\n"
            "      cors here.\n"
            "      help: do cors\n"
            "\n"
            "Verified: 4 routes, targets and access control equal.\n"
            "\n"
            "1 API would migrate (4 routes). Endpoint URL would change.\n"
            "Dry run: nothing written. Add --write to apply.\n"
        )

    def test_the_weightiest_comes_first(self) -> None:
        findings = [
            finding(NOTE, line=1),
            finding(CORS, line=2),
            finding(replace(CORS, name="cache", security=True), line=9),
            finding(KEYS, line=7),
            finding(replace(KEYS, name="iam"), line=1, accepted=True),
        ]
        shown = text.render(report(migration(*findings)), Look())
        told = (
            "In the way",
            "api-keys",
            "Access",
            "iam",
            "cache",
            "Clients and code must know",
            "cors",
            "Good to know",
            "note",
        )
        order = [re.search(rf"  {name}[ \n]", shown).start() for name in told]  # type: ignore[union-attr]
        assert order == sorted(order)
        assert "accepted  iam (security)" in shown
        assert "do iam" not in shown, "there is nothing left to do about a loss that is taken"
        assert "do note" not in shown
        assert "do note" in text.render(report(migration(*findings)), Look(full=True))

    def test_the_same_thing_in_several_places_is_said_once(self) -> None:
        shown = text.render(report(migration(finding(NOTE, line=3), finding(NOTE, line=9), finding(NOTE))), Look())
        assert shown.count("note here.") == 1
        assert "also at 9:5\n" in shown  # not at 3:5 again, where the first one stands

    def test_partly_blocked(self) -> None:
        apis = (ApiOutcome("A", "A", Status.MIGRATED, 1), BLOCKED)
        shown = text.render(report(migration(finding(KEYS, api="B"), status=Status.PARTIAL, apis=apis)), Look())
        assert "B  blocked, left as it is" in shown
        assert "1 API would migrate (1 route), 1 blocked: api-keys.\n" in shown
        assert "sam-migrate explain api-keys" in shown

    def test_all_blocked(self) -> None:
        blocked = migration(finding(KEYS, api="B"), status=Status.BLOCKED, after=BEFORE, apis=(BLOCKED,))
        shown = text.render(report(blocked), Look())
        assert "1 API blocked: api-keys.\n" in shown
        assert "Dry run" not in shown
        assert "erified" not in shown

    def test_findings_without_api_or_place_are_the_templates(self) -> None:
        lost = replace(finding(CORS, api=None), span=None)
        shown = text.render(report(migration(lost)), Look())
        assert "Template\n  warning  cors  t.yaml\n" in shown

    def test_handlers_are_told_with_their_findings(self) -> None:
        shown = text.render(report(with_code(migration())), Look())
        assert (
            "Fn  handler flagged, src/app.py\n  warning  cors  src/app.py:4:12\n      The path is read here.\n"
            "      help: Check it.\n\nOther  handler would be rewritten, src/app.py\n"
        ) in shown
        assert "Quiet" not in shown

    def test_a_finding_in_another_file_names_it(self) -> None:
        other = replace(finding(CORS), file="definition.yaml")
        shown = text.render(report(migration(finding(CORS), other)), Look())
        assert "  warning  cors  t.yaml:3:5\n" in shown
        assert "also at definition.yaml:3:5\n" in shown

    def test_what_to_do_is_said_once_for_findings_of_one_code(self) -> None:
        found = [finding(CORS, line=line, message=f"Number {line}.") for line in range(1, 8)]
        shown = text.render(report(migration(*found)), Look())
        assert shown.count("help: ") == 1
        assert "      2:5: Number 2.\n" in shown
        assert "Number 4." not in shown
        assert "and 4 more: 4:5, 5:5, 6:5, 7:5\n" in shown
        secure = [replace(each, code=replace(CORS, security=True)) for each in found]
        assert "      7:5: Number 7.\n" in text.render(report(migration(*secure)), Look()), "access is written out"

    def test_several_templates_have_titles_and_a_count(self) -> None:
        shown = text.render(report(migration(), replace(migration(), source=Source("b", BEFORE)), UNCHANGED), Look())
        assert "==> t.yaml: would migrate" in shown
        assert "3 templates: 2 changed, 1 unchanged." in shown
        assert "Endpoint URLs would change." in shown

    def test_written_templates_show_no_diff(self) -> None:
        shown = text.render(report(migration(), mode=Mode.WRITE), Look())
        assert "@@" not in shown
        assert "\n1 file written:\n  t.yaml\n" in shown

    @pytest.mark.parametrize(
        ("verification", "line"),
        [
            (Verification(Proof.SKIPPED, "not asked for"), "Not verified: not asked for"),
            (Verification(Proof.UNCOMPILABLE, "no CodeUri"), "Not verified: no CodeUri"),
            (Verification(Proof.EQUIVALENT, announced=("a",)), "targets and access control otherwise equal."),
            (
                Verification(
                    Proof.EQUIVALENT, routes=(RouteRow("Api", "GET /", POOL, replace(POOL, clients=("Web",))),)
                ),
                "the findings name are let in.\n",
            ),
            (
                Verification(Proof.EQUIVALENT, routes=(RouteRow("Api", "GET /", POOL, POOL),)),
                "and access control equal.\n",
            ),
            (Verification(Proof.EQUIVALENT, plan=PLAN), "  - it goes away"),
            (
                Verification(Proof.EQUIVALENT, plan=PLAN),
                "\nPlan: 1 to add, 0 to change, 0 to delete; endpoint URL changes\n",
            ),
            (Verification(Proof.EQUIVALENT, plan=PLAN), "    + AWS::SNS::Topic Topic\n"),
        ],
    )
    def test_the_evidence(self, verification: Verification, line: str) -> None:
        assert line in text.render(report(migration(verification=verification)), Look())

    def test_a_failed_verification_names_the_differences(self) -> None:
        failed = replace(FAILED, verification=Verification(Proof.DIFFERENT, differences=("GET / is gone",)))
        shown = text.render(report(failed), Look())
        assert "Verification failed: t.yaml\n  - GET / is gone" in shown
        assert shown.endswith("Nothing migrated.\nFailed: t.yaml:3: no.\n")

    @pytest.mark.parametrize("width", [20, 80, 140, 400])
    def test_prose_keeps_to_the_width(self, width: int) -> None:
        long = finding(CORS, message="many words " * 60 + "--accept api-keys:OrdersApi")
        shown = text.render(report(migration(long)), Look(width))
        prose = [line for line in shown.splitlines() if "many" in line]
        assert max(map(len, prose)) <= min(max(width, 40), 110)
        assert len(prose) > 1

    def test_an_option_is_never_parted_from_its_value(self) -> None:
        for width in range(40, 80):
            shown = Look(width).wrap("word " * 20 + "--accept api-keys:OrdersApi", 6)
            assert "--accept api-keys:OrdersApi" in shown

    def test_nothing_from_a_template_reaches_the_terminal_raw(self) -> None:
        evil = "x\x1b]0;owned\x07\u202e"
        apis = (ApiOutcome(evil, evil + "2", Status.MIGRATED, 1),)
        deployment = Plan((Change(Action.ADD, evil, evil),), (Trap("endpoint-url", evil),))
        proof = Verification(Proof.SKIPPED, evil, (evil,), (evil,), deployment)
        told = migration(
            finding(CORS, message=evil, api=evil), before=evil + "\n", after=evil * 2, path=evil, apis=apis,
            verification=proof,
        )  # fmt: skip
        shown = text.render(report(told, UNCHANGED), Look())
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)

    @pytest.mark.parametrize(
        ("problem", "shown"),
        [
            ("the file is empty", "t.yaml: the file is empty"),
            ("line 3: no", "t.yaml:3: no"),
            ("line 3, column 9: no: never", "t.yaml:3:9: no: never"),
            ("line up: now", "t.yaml: line up: now"),
        ],
    )
    def test_errors_name_file_and_line(self, problem: str, shown: str) -> None:
        assert text.locate(problem, "t.yaml") == shown


class TestJson:
    def test_the_schema(self) -> None:
        evidence = Verification(Proof.EQUIVALENT, plan=PLAN, routes=ROUTES[1:])
        told = migration(
            finding(KEYS, accepted=True), replace(finding(CORS, api=None), span=None), verification=evidence
        )
        document = json.loads(json_report.render(report(told)))
        assert list(document) == ["version", "tool", "direction", "dry_run", "templates", "summary"]
        assert (document["version"], document["direction"], document["dry_run"]) == (1, "to-http", True)
        (template,) = document["templates"]
        assert template == {
            "path": "t.yaml",
            "status": "migrated",
            "error": None,
            "apis": [
                {
                    "id": "A",
                    "new_id": "AHttpApi",
                    "status": "migrated",
                    "routes": 4,
                    "beside": False,
                    "step": "",
                    "grows": False,
                    "reason": "",
                }
            ],
            "findings": [
                {
                    "code": "api-keys",
                    "level": "blocker",
                    "security": True,
                    "accepted": True,
                    "api": "A",
                    "message": "api-keys here.",
                    "help": "do api-keys",
                    "docs": "https://docs.aws.amazon.com/a",
                    "file": None,
                    "line": 3,
                    "column": 5,
                    "end_line": 3,
                    "end_column": 8,
                    "path": ["R"],
                },
                {
                    "code": "cors",
                    "level": "warning",
                    "security": False,
                    "accepted": False,
                    "api": None,
                    "message": "cors here.",
                    "help": "do cors",
                    "docs": None,
                    "file": None,
                    "line": None,
                    "column": None,
                    "end_line": None,
                    "end_column": None,
                    "path": ["R"],
                },
            ],
            "edits": [{"start": 26, "end": 29, "text": "HttpApi", "concern": "api"}],
            "files": [],
            "handlers": [],
            "verification": {
                "status": "equivalent",
                "reason": "",
                "differences": [],
                "announced": [],
                "deployment": [
                    "Plan: 1 to add, 0 to change, 0 to delete; endpoint URL changes",
                    "it goes away",
                    "+ AWS::SNS::Topic Topic",
                ],
                "plan": {
                    "summary": "Plan: 1 to add, 0 to change, 0 to delete; endpoint URL changes",
                    "url_changes": True,
                    "refused": False,
                    "add": [{"id": "Topic", "type": "AWS::SNS::Topic"}],
                    "change": [],
                    "change_or_replace": [],
                    "replace": [],
                    "delete": [],
                    "leave": [],
                    "traps": [{"name": "endpoint-url", "refused": False, "message": "it goes away"}],
                },
                "routes": [
                    {
                        "api": "A",
                        "route": "GET /keys",
                        "before": {
                            "target": "Fn",
                            "authorizer": "Pool (tokens of P)",
                            "scopes": ["read", "write"],
                            "api_key": True,
                            "open": False,
                            "clients": None,
                        },
                        "after": {
                            "target": "Fn",
                            "authorizer": "Pool (tokens of P)",
                            "scopes": [],
                            "api_key": False,
                            "open": False,
                            "clients": None,
                        },
                        "stays": False,
                    },
                    {
                        "api": "A",
                        "route": "GET /gone",
                        "before": {
                            "target": "Fn",
                            "authorizer": "AWS_IAM",
                            "scopes": [],
                            "api_key": False,
                            "open": False,
                            "clients": None,
                        },
                        "after": None,
                        "stays": False,
                    },
                ],
            },
            "runbook": [],
            "diff": patch(told),
            "preview": None,
        }
        assert document["summary"] == {
            "templates": 1, "migrated": 1, "blocked": 0, "errors": 0, "apis": 1, "routes": 4, "kept": 0,
            "files_written": [], "news": [],
        }  # fmt: skip

    def test_text_is_raw_in_value_and_harmless_in_form(self) -> None:
        evil = "\x1b\u202e\udcff"
        printed = json_report.render(report(migration(finding(CORS, message=evil))))
        assert printed.isascii()
        assert json.loads(printed)["templates"][0]["findings"][0]["message"] == evil

    def test_errors_and_writing(self) -> None:
        document = json.loads(json_report.render(report(FAILED, UNCHANGED, mode=Mode.WRITE)))
        assert document["dry_run"] is False
        assert document["templates"][0]["error"] == "line 3: no"
        assert document["summary"]["errors"] == 1


PLACE = Span(9, 12, 2, 1, 2, 4)
IN_COMMON = Finding(CORS, "The path is read here.", "Check.", Level.WARNING, span=PLACE, file="common.py")


class TestSharedCode:
    """Two functions that run the same code: what is said of it is listed, and counted, once in every format."""

    TOLD = replace(
        migration(),
        handlers=tuple(HandlerOutcome(f"{n}.py", n, HandlerStatus.UNCHANGED, (IN_COMMON,)) for n in ("One", "Two")),
    )

    def test_text_lists_it_once_and_says_where(self) -> None:
        shown = text.render(report(self.TOLD), Look())
        assert shown.count("The path is read here.") == 1
        assert "\n\nTwo  handler unchanged, Two.py\n  cors: as told of One\n" in shown

    def test_markdown_counts_what_it_lists(self) -> None:
        printed = markdown.render(report(self.TOLD))
        assert "| `t.yaml` | (template) | would migrate |  | 0 | 0 | 1 | 0 |\n" in printed
        assert printed.count("- **warning** cors") == 1

    @pytest.mark.parametrize("name", ["sarif", "github", "rdjsonl", "codequality"])
    def test_a_list_of_problems_holds_it_once_for_several_templates(self, name: str) -> None:
        other = replace(self.TOLD, source=replace(self.TOLD.source, path="other.yaml"))
        printed = formats.render(name, report(self.TOLD, other), Look())
        assert printed.count("The path is read here.") == 1

    def test_one_place_of_several_counts_once(self) -> None:
        printed = markdown.render(report(migration(finding(CORS, line=3), finding(CORS, line=9))))
        assert "| would migrate | 4 | 0 | 0 | 1 | 0 |\n" in printed
        assert printed.count("- **warning** cors") == 1


class TestTotals:
    def test_a_partly_blocked_template_counts_as_both(self) -> None:
        apis = (ApiOutcome("A", "A", Status.MIGRATED, 1), BLOCKED)
        sums = totals(report(migration(status=Status.PARTIAL, apis=apis), FAILED))
        assert (sums.templates, sums.migrated, sums.blocked, sums.errors) == (2, 1, 1, 1)
        assert (sums.apis, sums.routes, sums.moved, sums.blocked_apis) == (1, 1, 0, 1)

    def test_an_api_that_gets_more_routes_was_added_before(self) -> None:
        grown = ApiOutcome("A", "AHttpApi", Status.MIGRATED, 2, step=SIDE_BY_SIDE, grows=True)
        new = ApiOutcome("B", "BHttpApi", Status.MIGRATED, 1, step=SIDE_BY_SIDE)
        assert (
            counted(totals(report(migration(apis=(grown,)))), Mode.WRITE) == "1 API extended beside the old (2 routes)"
        )
        both = "2 APIs added beside the old or extended beside the old (3 routes)"
        assert counted(totals(report(migration(apis=(grown, new)))), Mode.WRITE) == both

    def test_a_step_is_called_by_its_name(self) -> None:
        run = report(migration(apis=(ApiOutcome("B", "BHttpApi", Status.MIGRATED, 1, step=SIDE_BY_SIDE),)))
        assert "| `B` → `BHttpApi` | would be added beside the old | 1 |" in formats.render("markdown", run, Look())
        page = formats.render("html", run, Look())
        assert "<dt>APIs that would be added beside the old</dt>" in page
        assert ">migrated<" not in page

    def test_an_unchanged_api_is_only_named_when_there_is_something_to_say(self) -> None:
        quiet = ApiOutcome("Q", "Q", Status.UNCHANGED, 0)
        assert sections(migration(apis=(quiet,))) == []
        assert len(sections(migration(finding(NOTE, api="Q"), apis=(quiet,)))) == 1


class TestRules:
    def test_explain_says_everything(self) -> None:
        shown = rules.explain(CORS, Look())
        for part in ("cors  warning\n", "CORS differs.", "Why\n", "  | A: 1", "  | B: 1", "What to do\n"):
            assert part in shown
        assert "accept" not in shown

    def test_explain_says_who_can_accept(self) -> None:
        assert "--accept api-keys" in rules.explain(KEYS, Look())
        assert "cannot be accepted" in rules.explain(BODY, Look())

    def test_explain_says_which_levels_there_are_and_when(self) -> None:
        levels = ((Level.BLOCKER, "it is deployed"), (Level.INFO, "it is new"))
        shown = rules.explain(replace(KEYS, levels=levels), Look())
        assert shown.startswith("api-keys  blocker or info, security, can be accepted\n")
        assert "Levels\n  blocker  it is deployed\n  info     it is new\n" in shown
        (told,) = json.loads(rules.json_of([replace(KEYS, levels=levels)]))["codes"]
        assert told["levels"] == [
            {"level": "blocker", "when": "it is deployed"},
            {"level": "info", "when": "it is new"},
        ]

    def test_explain_says_what_strict_makes_of_a_warning(self) -> None:
        shown = rules.explain(replace(CORS, security=True), Look())
        assert "Levels\n  warning  without `--strict`\n  blocker  with `--strict`, in place of a warning\n" in shown

    def test_the_table_lists_blockers_first(self) -> None:
        lines = rules.table([NOTE, CORS, BODY, KEYS], Look(), cut=False).splitlines()[1:]
        assert [line.split()[0] for line in lines] == ["api-keys", "definition-body", "cors", "note"]
        assert lines[0].split() == ["api-keys", "blocker", "SA", *KEYS.what.split()]

    def test_a_line_of_the_table_ends_with_the_terminal(self) -> None:
        long = replace(NOTE, what="word " * 30)
        *_, line = rules.table([long], Look(80), cut=True).splitlines()
        assert len(line) <= 80
        assert line.endswith("…")


class TestAccess:
    def test_routes_of_which_the_same_holds_share_a_row(self) -> None:
        old, new = (
            RouteAccess("Fn", "Pool (tokens of P)", clients=()),
            RouteAccess("Fn", "Pool (tokens of P)", clients=("Web",)),
        )
        anyone = RouteAccess("Fn", "no authorizer", open=True)
        rows = [RouteRow("A", f"GET /{n}", old, new) for n in range(5)] + [RouteRow("A", "POST /hook", anyone, anyone)]
        assert "\n".join(table(rows, Look())) == (
            "Who may call what\n  A\n    5 routes: GET /0, GET /1, GET /2 and 2 more\n"
            "      before: Pool (tokens of P), every client\n      after: Pool (tokens of P), client Web\n"
            "    POST /hook\n      as before: no authorizer"
        )
        assert "GET /4" in "\n".join(table(rows, Look(full=True)))

    def test_sentences_of_which_the_same_is_said_are_one(self) -> None:
        said = [f"GET /{n} of A: the API key would no longer be needed (api-keys)" for n in range(6)]
        assert together([*said, "GET /x of B: gone", "The stage differs."]) == [
            "GET /0, GET /1, GET /2, GET /3 and 2 more of A: the API key would no longer be needed (api-keys)",
            "GET /x of B: gone",
            "The stage differs.",
        ]


def test_statistics_count_what_is_listed_kind_by_kind() -> None:
    sums = Statistics()
    sums.add(migration(finding(CORS, line=1), finding(CORS, line=2), finding(KEYS), status=Status.PARTIAL))
    sums.add(migration(finding(CORS, message="Another."), path="u.yaml"))
    assert [*sums.lines(Look())] == [
        "FOUND  TEMPLATES  LEVEL    CODE",
        "    1          1  blocker  api-keys (security)  A key is required.",
        "    2          2  warning  cors                 CORS differs.",
    ]
    assert not [*Statistics().lines(Look())]
