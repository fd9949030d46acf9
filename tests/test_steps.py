"""The way to production in steps: side by side, switch, finish, and the way back."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from golden import ROOT, Case, cases
from migrator import migrate
from migrator.cli import main
from migrator.findings import Accept, Level
from migrator.migration import Migration, Status
from migrator.options import Direction, Options
from migrator.plan import Action
from migrator.routes import Proof
from migrator.sam.template import read_template
from migrator.steps.record import mentioned
from migrator.text.edits import Edit, splice
from migrator.text.source import Source, decode

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

STEPS = ("side_by_side", "switch", "finish")


@dataclass(frozen=True)
class Stages:
    """A folder of ``golden/stages``: a template, what each step writes, what is told, and what people did in between.

    ``step1`` to ``step3`` are the templates after each step; ``edited1`` and ``edited2`` what people made of them
    before the next one; ``told`` the findings.
    """

    folder: Path
    home: Path

    @property
    def template(self) -> Path:
        return next(self.folder.glob("template.*"))

    @property
    def settings(self) -> dict[str, Any]:
        path = self.folder / "options.toml"
        return tomllib.loads(path.read_text()) if path.exists() else {}

    @property
    def direction(self) -> Direction:
        return Direction(self.settings.get("direction", "to-http"))

    def text(self, name: str) -> str | None:
        path = self.folder / f"{name}{self.template.suffix}"
        return path.read_text() if path.exists() else None

    def run(self, text: str, *, verify: bool = True, **options: bool) -> Migration:
        own = {key: value for key, value in self.settings.items() if key != "direction"}
        own["accept"] = tuple(map(Accept.parse, own.get("accept", ())))
        if not options.get("side_by_side"):
            own.pop("split", None)
        source, wanted = Source(str(self.home / self.template.name), text), Options(**own, **options)
        migration = migrate(source, self.direction, wanted, verify=verify)
        assert splice(text, [Edit(e.start, e.end, e.text) for e in migration.edits]) == migration.after
        return migration

    def told(self, step: str, migration: Migration) -> str:
        lines = [f"{step}: {migration.status.value}, {migration.verification.status.value}"]
        lines += [
            f"  {f.level.value} {f.code.name} ({f.api}, line {f.span.line if f.span else '?'}): {f.message}"
            for f in migration.findings
        ]
        return "\n".join([*lines, *(f"  | {line}" for line in migration.verification.deployment)]) + "\n"


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "stages").iterdir()))
def test_each_step_of_a_golden_way(name: str, tmp_path: Path, update_golden: bool) -> None:
    way = Stages(ROOT / "stages" / name, tmp_path)
    for path in (way.template, *way.folder.glob("openapi*")):
        shutil.copy(path, tmp_path)
    text = way.text("template") or ""
    told = way.told("too early", way.run(text, verify=False, switch=True))
    for number, step in enumerate(STEPS, start=1):
        found = way.run(text, **{step: True})
        assert found.status is not Status.ERROR, found.error
        told += way.told(step, found)
        for change in found.files:
            Path(change.source.path).write_text(change.after)
        told += goes_back(way, step, text, found)
        if update_golden:
            (way.folder / f"step{number}{way.template.suffix}").write_text(found.after)
        assert found.after == way.text(f"step{number}")
        text = way.text(f"edited{number}") or found.after
        if text != found.after:
            told += way.told("undo, edited", way.run(text, verify=False, undo=True))
    if update_golden:
        (way.folder / "told.txt").write_text(told)
    assert told == (way.folder / "told.txt").read_text()


def goes_back(way: Stages, step: str, before: str, found: Migration) -> str:
    """A second run changes nothing, nothing migrates at once, and the step can be taken back; what is told of that."""
    if not found.changed:
        return ""
    assert found.verification.status is Proof.EQUIVALENT
    # What keeps an API back may be what the proof alone sees.
    assert not way.run(found.after, verify=found.status is Status.PARTIAL, **{step: True}).changed
    if step == "finish":
        return ""
    back = way.run(found.after, undo=True)
    assert back.after == before
    assert back.verification.status is Proof.EQUIVALENT
    at_once = way.run(found.after, verify=False)
    assert not at_once.changed
    return way.told("undo", back) + way.told("at once", at_once)


# -- over the golden cases ---------------------------------------------------------------------------------------

EVERY = int(os.environ.get("STEPS", "24"))
"""One case in so many goes all the way; ``STEPS=1`` takes all."""
MOVING = [
    case
    for case in cases()
    if case.report["status"] == "migrated"
    and not case.exempt("compile")
    and "replaces:" not in case.template.read_text()
]
"""Cases that can start: in one of the others the first step was taken before."""
NO_SECOND = frozenset({"beside-files", "unproven", "circular-dependency", "deny-beside"})
NO_SWITCH = frozenset({"circular-dependency", "data-replaced"})
"""What is refused at once as well, once it is compiled: a table named after an API, a function that calls itself."""
STAYS = frozenset({"custom-domain", "base-path-mapping", "domain-retained"})
"""What keeps the old API until its domain is moved by hand."""
ANOTHER_TEXT = frozenset({"to-http/domain-resources/tls"})
"""The domain takes TLS 1.2 with the switch, so that the mapping need not wait for it when the old API goes."""


@pytest.mark.parametrize("case", MOVING[::EVERY], ids=lambda case: case.name)
def test_the_steps_lead_where_the_migration_at_once_does(case: Case, tmp_path: Path) -> None:
    shutil.copytree(case.path.parent, tmp_path, dirs_exist_ok=True) if case.companions else None
    path = tmp_path / case.path.name if case.companions else case.path
    source = decode(str(path), case.path.read_bytes())
    first = step(case, source, verify=False, side_by_side=True)
    if first.status is not Status.MIGRATED:
        refused = {f.code.name for f in first.blockers} <= NO_SECOND
        assert refused or first.status is Status.UNCHANGED or case.expected_companions
        return
    for change in first.files:
        Path(change.source.path).write_text(change.after)
    second = step(case, first.source, first.after, switch=True)
    refused = {f.code.name for f in second.blockers}
    assert refused <= NO_SWITCH
    if refused:
        return
    kept_apis(second)
    assert step(case, source, first.after, verify=False, undo=True).after == source.text
    if second.changed:
        assert not step(case, source, second.after, verify=False, switch=True).changed
        assert step(case, source, second.after, verify=False, undo=True).after == first.after
    third = step(case, source, second.after, finish=True)
    assert {f.code.name for f in third.blockers} <= STAYS
    told = {f.code.name for f in (*first.findings, *third.findings)}
    handed_over = told & {"mapping-left", "custom-domain"}  # the domain stays, written out as its resources
    if third.status is Status.MIGRATED and not (first.files or handed_over or case.name in ANOTHER_TEXT):
        once = step(case, source, verify=False)
        assert with_keys_of(third.after, once.after) == once.after


def test_what_watches_the_old_api_by_name_is_told_with_the_switch() -> None:
    """Nothing refers to the old API by its id, and nothing of the template changes."""
    source = Source("t.yaml", (ROOT / "to-http" / "alarms" / "dashboard" / "template.yaml").read_text())
    first = migrate(source, Direction.TO_HTTP, Options(side_by_side=True), verify=False)
    second = migrate(replace(source, text=first.after), Direction.TO_HTTP, Options(switch=True), verify=False)
    assert (second.changed, [f.code.name for f in second.findings]) == (False, ["alarm", "switched"])


def step(case: Case, source: Source, text: str | None = None, *, verify: bool = True, **options: bool) -> Migration:
    plain = replace(case.options, payload="1.0", fixtures=False, shim=False, keep_logical_ids=False, fix_close=False)
    wanted = replace(plain, **{"side_by_side": False, "handlers": False, **options})
    wanted = replace(wanted, handlers=wanted.side_by_side and case.options.handlers)
    found = migrate(source if text is None else replace(source, text=text), case.direction, wanted, verify=verify)
    assert found.status is not Status.ERROR, found.error
    return found


def kept_apis(found: Migration) -> None:
    """Neither an API nor a stage goes; without its domain a REST API is deployed once more (SAM hashes it, too)."""
    plan = found.verification.plan
    for change in plan.changes if plan is not None else ():
        assert change.type not in ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")
        assert change.action is not Action.DELETE or change.type == "AWS::ApiGateway::Deployment"


def with_keys_of(text: str, other: str) -> str:
    """The text with events and resources named as another has them; they stand in the same order."""
    ours, theirs = (names(each) for each in (text, other))
    for old, new in zip(ours, theirs, strict=True):
        text = re.sub(rf"\b{old}([\"']?\s*:)", rf"{new}\1", text) if old != new else text
        text = text.replace(f"{old}Permission", f"{new}Permission") if old != new else text
    return text


def names(text: str) -> list[str]:
    template = read_template(Source("t.yaml", text))
    assert template is not None
    return [*(event.name for event in template.events), *template.resources]


# -- out of turn -------------------------------------------------------------------------------------------------

TEMPLATE = (ROOT / "stages" / "edited-between" / "template.yaml").read_text()


def taken(text: str, **options: bool) -> Migration:
    return migrate(Source("t.yaml", text), Direction.TO_HTTP, Options(**options))  # type: ignore[arg-type]


BOTH = taken(TEMPLATE, side_by_side=True).after


@pytest.mark.parametrize("option", ["switch", "finish", "undo"])
def test_a_step_without_the_one_before_is_refused(option: str) -> None:
    found = taken(TEMPLATE, **{option: True})
    assert found.status is Status.BLOCKED
    assert [finding.code.name for finding in found.blockers] == ["not-beside"]
    assert ("Run `--side-by-side` first" in found.blockers[0].help) == (option != "undo")
    assert found.after == TEMPLATE


def test_the_old_api_does_not_go_while_something_refers_to_it() -> None:
    found = taken(BOTH, finish=True)
    assert [(f.code.name, f.message) for f in found.blockers] == [
        ("switch-first", "Url (Outputs) still leads to Shop.")
    ]


@pytest.mark.parametrize("direction", Direction)
def test_there_is_no_third_api(direction: Direction) -> None:
    text = BOTH.replace("StageName: prod", "StageName: prod\n      Auth: {ApiKeyRequired: true}", 1)
    found = migrate(Source("t.yaml", text), direction)
    assert [finding.code.name for finding in found.blockers] == ["standing"], "what else blocks is beside the point"
    assert found.after == text


def test_what_was_edited_after_the_switch_is_not_taken_back() -> None:
    switched = taken(BOTH, switch=True).after
    edited = switched.replace("amazonaws.com", "amazonaws.com/v2")
    assert edited != switched
    found = taken(edited, undo=True)
    assert [f.code.name for f in found.findings] == ["undone", "not-undone"]
    assert "${ShopHttpApi}.execute-api.${AWS::Region}.amazonaws.com/v2" in found.after


def test_a_route_of_the_new_api_alone_is_not_lost_with_it() -> None:
    found = taken(BOTH.replace("        GetHttp:", f"{ONLY_NEW}        GetHttp:"), undo=True)
    assert [(f.code.name, f.message) for f in found.blockers] == [
        ("beside-routes", "GET /new is a route of ShopHttpApi only, and would be lost with it.")
    ]


@pytest.mark.parametrize("end", ["", "  ", " # the end", "\n# the end", "\n", "\n\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_step_taken_back_leaves_no_line_break(end: str, newline: str) -> None:
    """A section that was added goes with the line breaks around it; blank lines that hold spaces keep them."""
    text = f"{GUARDED.rstrip()}{end}".replace("Resources:", "   \nResources:").replace("\n", newline)
    assert taken(taken(text, side_by_side=True).after, undo=True).after == text


def test_one_step_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["to-http", "--switch", "--finish", "golden/stages"]) == 2
    assert "--switch and --finish: one step at a time" in capsys.readouterr().err


GUARDED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: {Authorizers: {Own: {FunctionArn: arn:aws:lambda:eu-west-1:111122223333:function:own}}}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: s3://bucket/orders
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /orders, Method: get}}
"""


ONLY_NEW = "        New: {Type: HttpApi, Properties: {ApiId: !Ref ShopHttpApi, Path: /new, Method: get}}\n"


@pytest.mark.parametrize("more", ["", ONLY_NEW], ids=["the same routes", "a route of the new API alone"])
@pytest.mark.parametrize(
    ("was", "now", "level"),
    [
        ("Path: /orders, Method: get}}", "Path: /orders, Method: get, Auth: {Authorizer: Own}}}", Level.BLOCKER),
        ("StageName: prod", "StageName: prod\n      Variables: {size: '5'}", Level.WARNING),
    ],
)
def test_what_one_of_two_apis_got_alone_is_told(was: str, now: str, level: Level, more: str) -> None:
    both = taken(GUARDED, side_by_side=True).after.replace("      Events:\n", f"      Events:\n{more}")
    assert not taken(both, switch=True).blockers
    found = taken(both.replace(was, now, 1), finish=True)
    (told,) = (finding for finding in found.findings if finding.code.name == "beside-differs")
    assert told.level is level
    assert found.changed is (level is Level.WARNING)


def test_what_cannot_be_compared_is_told() -> None:
    both = taken(GUARDED, side_by_side=True).after
    broken = both.replace("Method: get}}", "Method: get, Auth: {AuthorizationScopes: [a]}}}", 1)
    found = migrate(Source("t.yaml", broken), Direction.TO_HTTP, Options(switch=True), verify=False)
    (told,) = (finding for finding in found.findings if finding.code.name == "beside-differs")
    assert told.level is Level.WARNING
    assert "could not be compared: Resource with id [Orders] is invalid" in told.message


def test_a_split_ends_where_nothing_holds_its_routes_any_more(tmp_path: Path) -> None:
    way = Stages(ROOT / "stages" / "split", tmp_path)
    text = (way.text("step1") or "").replace(", Auth: {ApiKeyRequired: true}", "")
    text = re.sub(r"  Plan:.*?(?=  Orders:)", "", text, flags=re.DOTALL)
    source = Source(str(tmp_path / "template.yaml"), text)
    taken = (Accept.parse("request-validation"),)
    more = migrate(source, way.direction, Options(side_by_side=True))
    assert "stays: [POST /orders]" in more.after
    assert "PartnerHttp:" in more.after
    all_of_them = migrate(replace(source, text=more.after), way.direction, Options(side_by_side=True, accept=taken))
    assert "stays:" not in all_of_them.after
    switched = way.run(all_of_them.after, switch=True)
    finished = way.run(switched.after, finish=True)
    assert [m.verification.status for m in (more, all_of_them, switched, finished)] == [Proof.EQUIVALENT] * 4
    assert "AWS::Serverless::Api" not in finished.after


def test_a_split_of_a_file_ends_too(tmp_path: Path) -> None:
    way = Stages(ROOT / "stages" / "split-definition-file", tmp_path)
    definition, copy = tmp_path / "openapi.yaml", tmp_path / "openapi-http.yaml"
    shutil.copy(way.folder / "openapi.yaml", definition)
    shutil.copy(way.template, tmp_path)
    first = way.run(way.text("template") or "", side_by_side=True)
    copy.write_text(first.files[0].after)
    assert "/partner" not in copy.read_text()
    definition.write_text(definition.read_text().replace("      security: [{api_key: []}]\n", ""))
    source = replace(first.source, text=first.after)
    more = migrate(source, way.direction, Options(side_by_side=True))
    (change,) = more.files
    assert (change.new, change.after.count("/partner:")) == (False, 1)
    assert "stays: [POST /partner]" in more.after
    assert more.verification.status is Proof.EQUIVALENT
    copy.write_text(copy.read_text().replace("title: shop", "title: ours"))
    assert migrate(source, way.direction, Options(side_by_side=True)).status is Status.UNCHANGED


def test_names_of_aws_are_no_apis() -> None:
    assert mentioned("!Sub https://${B}.execute-api.${AWS::Region}.amazonaws.com", ["A", "B"]) == {"B"}
    assert mentioned("!Ref AprodStage", ["A", "B"]) == {"A"}
