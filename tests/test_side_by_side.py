"""Step one of the way to production: the new API beside the old one, of which nothing changes."""

from __future__ import annotations

import os
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest

from golden import Case, cases
from migrator import migrate
from migrator.cli import main
from migrator.migration import Migration, Status
from migrator.options import Options
from migrator.plan import Action
from migrator.report import Mode, Report, totals
from migrator.report.words import summary
from migrator.routes import Proof
from migrator.steps.codes import LATER
from migrator.text.source import Source, decode
from transforms import CODES

REFUSED = frozenset({"beside-files", "unproven", "circular-dependency"})
"""What keeps an API that could be replaced at once from getting a second one; some templates have a circle already."""
DENYING = frozenset({"to-http/iam/denied-by-stage", "to-http/iam/stage-by-parameter"})
"""A policy keeps callers out of the old API by its id, so that a second one would let them in."""


CODE = frozenset({".py", ".js", ".mjs", ".cjs", ".ts"})


def step(case: Case, source: Source | None = None) -> Migration:
    options = replace(case.options, side_by_side=True)
    return migrate(source or decode(str(case.path), case.path.read_bytes()), case.direction, options)


MOVING = [case for case in cases() if case.report["status"] == "migrated" and not case.exempt("compile")]


SLICES = 8
EVERY = int(os.environ.get("SIDE_BY_SIDE", "8"))
"""One case in so many is tried; ``SIDE_BY_SIDE=1`` tries all."""


@pytest.mark.parametrize("number", range(SLICES))
def test_what_migrates_at_once_can_stand_beside(number: int) -> None:
    for case in MOVING[::EVERY][number::SLICES]:
        found = step(case)
        assert found.status is not Status.ERROR, (case.name, found.error)
        if found.status is not Status.MIGRATED:
            refused = {f.code.name for f in found.findings if f.blocks} <= REFUSED or case.name in DENYING
            # Code that must change for the new API is code of the old one, too.
            assert refused or found.status is Status.UNCHANGED or case.expected_companions, case.name
            continue
        check(case, found)


def check(case: Case, found: Migration) -> None:
    # An entry of a map in flow style gets a comma where another one follows it.
    before, after = ([line.rstrip(",") for line in text.splitlines()] for text in (found.source.text, found.after))
    lines = ndiff(before, after)
    assert [line for line in lines if line.startswith("- ")] == [], case.name
    # A definition gets a file of its own; code is changed for both APIs, and generated handlers are run for both.
    assert {Path(change.source.path).suffix for change in found.files if not change.new} <= CODE, case.name
    assert found.verification.status is Proof.EQUIVALENT, case.name
    assert found.verification.plan is not None
    # An API that stands beside already changes where it gets more routes.
    grown = {api.new_id for api in found.apis if api.grows}
    changes = [change for change in found.verification.plan.changes if change.id not in grown]
    assert {change.action for change in changes} <= {Action.ADD}, case.name
    assert step(case, replace(found.source, text=found.after)).after == found.after, case.name


def test_most_can(capsys: pytest.CaptureFixture[str]) -> None:
    taken = MOVING[::16]
    ends = [step(case).status for case in taken]
    with capsys.disabled():
        print(f" {ends.count(Status.MIGRATED)} of {len(taken)} golden cases take step one", end="")
    assert ends.count(Status.MIGRATED) > 0.9 * len(taken)


def test_codes_that_wait_are_codes() -> None:
    assert CODES.keys() >= LATER


TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Domain: {DomainName: shop.example.com, CertificateArn: arn:c}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: s3://bucket/orders
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /orders, Method: get}}
Outputs:
  Url:
    Value: !Sub https://${Shop}.execute-api.${AWS::Region}.amazonaws.com/prod
    Export: {Name: shop-url}
"""


def run(text: str, **options: object) -> Migration:
    return migrate(Source("t.yaml", text), MOVING[0].direction, Options(side_by_side=True, **options))  # type: ignore[arg-type]


def test_the_domain_and_the_export_stay_with_the_old_api() -> None:
    found = run(TEMPLATE)
    assert found.status is Status.MIGRATED
    assert found.after.count("shop.example.com") == 1
    assert "replaces: Shop" in found.after
    assert "ShopHttpApiUrl:" in found.after
    assert not {f.code.name for f in found.findings} & LATER


def test_a_closed_default_endpoint_stays_closed() -> None:
    """Clients come through the domain, with their certificates: the new API must not be another way in."""
    text = TEMPLATE.replace("StageName: prod", "StageName: prod\n      DisableExecuteApiEndpoint: true")
    found = run(text.replace("arn:c}", "arn:c, MutualTlsAuthentication: {TruststoreUri: s3://b/k}}"))
    assert found.status is Status.MIGRATED
    assert found.after.count("DisableExecuteApiEndpoint: true") == 2


def test_a_map_that_an_alias_repeats_is_told_not_an_error() -> None:
    text = TEMPLATE[: TEMPLATE.index("Outputs:")] + "Outputs: &told\n  Name: {Value: shop}\nMetadata: *told\n"
    assert migrate(Source("t.yaml", text), MOVING[0].direction).status is Status.BLOCKED  # its domain
    found = run(text)
    assert [finding.code.name for finding in found.blockers] == ["shared-yaml"]
    assert found.after == text


def test_what_would_change_the_old_apis_code_is_not_done() -> None:
    assert run(TEMPLATE, payload="2.0", keep_logical_ids=True, shim=True).after == run(TEMPLATE).after


def test_reports_say_that_both_are_there() -> None:
    found = run(TEMPLATE)
    assert [(api.id, api.new_id, api.beside) for api in found.apis] == [("Shop", "ShopHttpApi", True)]
    report = Report(found.direction, Mode.DRY_RUN, (found,))
    assert summary(totals(report), report.mode) == "1 API would be added beside the old (1 route)."
    assert found.verification.plan is not None
    assert not found.verification.plan.new_url


def with_more(after: str) -> str:
    return after.replace(
        "        Get: {",
        "        New: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /new, Method: post}}\n        Get: {",
    )


def test_a_route_that_was_added_later_goes_to_the_new_api_too() -> None:
    found = run(with_more(run(TEMPLATE).after))
    assert found.status is Status.MIGRATED
    assert found.verification.status is Proof.EQUIVALENT
    assert found.verification.plan is not None
    changed = {(change.id, change.action) for change in found.verification.plan.changes}
    assert changed == {("OrdersNewHttpPermission", Action.ADD), ("ShopHttpApi", Action.CHANGE)}
    assert "POST /new of Shop is a route of ShopHttpApi too from now on." in [f.message for f in found.findings]
    assert [api.grows for api in found.apis] == [True]
    assert run(found.after).status is Status.UNCHANGED


def test_a_route_that_cannot_be_added_is_told() -> None:
    by_hand = with_more(run(TEMPLATE).after).replace("New: {", "GetHttp2: {").replace("GetHttp:", "NewHttp:")
    later = by_hand.replace("Path: /new", "Path: /new, RequestModel: {Model: Order, ValidateBody: true}")
    found = run(later.replace("StageName: prod", "StageName: prod\n      Models: {Order: {type: object}}"))
    assert found.status is Status.UNCHANGED
    (finding,) = found.findings
    assert finding.code.name == "beside-routes"
    assert finding.message == "POST /new of Shop has no counterpart in ShopHttpApi, which stands beside it."


@pytest.mark.parametrize("option", ["--payload=2.0", "--fixtures", "--keep-logical-ids"])
def test_options_that_change_what_the_old_api_uses_are_refused(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["to-http", "--side-by-side", option, "golden"]) == 2
    assert "--side-by-side keeps the old API as it is" in capsys.readouterr().err
