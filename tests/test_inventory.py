"""An inventory says of each template what migrating it says."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import transforms
from migrator.cli import main
from migrator.findings import Finding, Level
from migrator.fleet.features import authorizers, features
from migrator.fleet.readiness import OWN, readiness
from migrator.fleet.rows import described
from migrator.sam.template import read_template
from migrator.text.source import Source

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "golden"
CASES = (
    "to-http/api-keys",
    "to-http/alarms",
    "to-http/keep",
    "to-http/handlers",
    "to-rest/handlers",
    "to-rest/route-settings",
    "stages/domain",
    "stages/implicit",
)
"""Cases that between them have every status and step, and code that is read."""


def table(lines: Path, name: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in lines.read_text().splitlines()]
    return [row for row in rows if row["table"] == name]


def some() -> Iterator[Path]:
    for area in CASES:
        inner = sorted(path for path in (GOLDEN / area).iterdir() if path.is_dir())
        yield from inner[:1] or [GOLDEN / area]


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some golden cases, each a repository."""
    root = tmp_path_factory.mktemp("fleet")
    for case in some():
        target = root / "-".join(case.relative_to(GOLDEN).parts)
        shutil.copytree(case, target, ignore=shutil.ignore_patterns("expected*", "report*"))
        (target / ".git").mkdir()
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(each) for each in arguments])
    return status, capsys.readouterr().out


def test_rows_agree_with_what_migrating_reports(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "fleet.jsonl"
    status, _ = run(capsys, "inventory", fleet, "--output", lines, "--jobs", 1)
    reports = [json.loads(run(capsys, way, fleet, "--format", "json")[1]) for way in ("to-http", "to-rest")]
    templates = [each for report in reports for each in report["templates"]]
    assert status == 0
    assert len(table(lines, "templates")) == len(reports[0]["templates"])
    apis = Counter((row["api"], row["direction"], row["status"], row["routes"]) for row in table(lines, "apis"))
    assert apis == Counter(
        (api["id"], report["direction"], api["status"], api["routes"])
        for report in reports
        for each in report["templates"]
        for api in each["apis"]
    )
    reported = {
        (each["path"], found["api"] or "", found["code"], found["level"], found["line"] or 0)
        for each in templates
        for found in (*each["findings"], *(one for handler in each["handlers"] for one in handler["findings"]))
    }
    assert reported == {
        (f"{row['repository']}/{row['path']}", row["api"], row["code"], row["level"], row["line"])
        for row in table(lines, "findings")
    }
    read = {
        (each["path"], handler["function"]) for each in templates for handler in each["handlers"] if handler["path"]
    }
    rows = table(lines, "functions")
    assert read == {
        (f"{row['repository']}/{row['path']}", row["function"]) for row in rows if row["status"] != "unread"
    }


def test_the_documentation_has_the_tables() -> None:
    assert described() in (ROOT / "docs" / "fleet.md").read_text()


FEATURES = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      CacheClusterEnabled: true
      TracingEnabled: false
      EndpointConfiguration: {Type: PRIVATE}
      MethodSettings: [{ThrottlingRateLimit: 5, ResourcePath: /*, HttpMethod: '*'}]
      Domain: {DomainName: shop.example.com, CertificateArn: arn, MutualTlsAuthentication: {TruststoreUri: s3://b/k}}
      Auth:
        DefaultAuthorizer: AWS_IAM
        UsagePlan: {CreateUsagePlan: PER_API}
        ResourcePolicy: {IpRangeBlacklist: [10.0.0.0/8]}
        Authorizers:
          Users: {UserPoolArn: arn}
          Own: {FunctionArn: arn}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get:
          Type: Api
          Properties:
            RestApiId: !Ref Shop
            Path: /
            Method: get
            RequestModel: {Model: User, Required: true, ValidateBody: true}
            Auth: {ApiKeyRequired: true}
  Wall:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: {ResourceArn: !Sub 'arn:aws:apigateway:x::/restapis/${Shop}/stages/prod', WebACLArn: arn}
"""


def test_features_are_seen_where_they_stand() -> None:
    template = read_template(Source("t.yaml", FEATURES))
    assert template is not None
    api = template.apis["Shop"]
    used = ("cache", "domain", "mutual-tls", "private", "throttling", "usage-plan", "validation", "waf")
    assert features(template, api) == used
    assert authorizers(template, api) == ("api-key", "cognito", "iam", "lambda", "resource-policy")


DEFINED = """\
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        x-amazon-apigateway-policy: {Statement: []}
        components:
          securitySchemes:
            users: {type: apiKey, x-amazon-apigateway-authorizer: {type: cognito_user_pools}}
            signed: {type: apiKey, x-amazon-apigateway-authtype: awsSigv4}
            key: {type: apiKey, name: x-api-key, in: header}
        paths: {/: {get: {x-amazon-apigateway-request-validator: all}}}
"""


def test_features_are_seen_in_a_definition() -> None:
    template = read_template(Source("t.yaml", DEFINED))
    assert template is not None
    assert features(template, template.apis["Shop"]) == ("definition", "validation")
    assert authorizers(template, template.apis["Shop"]) == ("api-key", "cognito", "iam", "resource-policy")


def test_what_only_rest_apis_have_is_reported_by_that_name() -> None:
    assert OWN.keys() <= transforms.CODES.keys()
    assert all(Level.BLOCKER in transforms.CODES[name].possible for name in OWN)


def blocker(name: str) -> Finding:
    return Finding(transforms.CODES[name], "", "", Level.BLOCKER)


@pytest.mark.parametrize(
    ("status", "step", "tries", "word"),
    [
        ("migrated", "blocked", [["iam"], ["iam"]], "today"),
        ("blocked", "migrated", [["custom-domain"], []], "today"),
        ("kept", "kept", [[]], "stays"),
        ("blocked", "blocked", [["iam"], ["caching"]], "option"),
        ("blocked", "blocked", [["api-keys", "caching"]], "stays"),
        ("blocked", "blocked", [["cors-value"]], "change"),
        ("error", "error", [[]], "change"),
    ],
)
def test_readiness_follows_from_what_is_in_the_way(status: str, step: str, tries: list[list[str]], word: str) -> None:
    found = readiness(status, step, [[blocker(name) for name in names] for names in tries])
    assert found.word == word
    assert found.options == (("caching",) if word == "option" else ())
