"""``verify`` against every property of everything that decides who may call what: told, or named as not compared.

Run with ``-s`` for the table: type, property, change, verdict.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from verify_changes import Change, changes, changes_within, cloudformation, sam

from migrator.proof import comparison
from migrator.proof.comparison import ComparisonError, compare
from migrator.proof.document import loaded
from migrator.text.source import Source

BASES = Path(__file__).parent / "verify_bases"
FUNCTION = "AWS::Serverless::Function"
BODY = "DefinitionBody"

# Part of a SAM resource -> where its schema is.
SAM = {
    "AWS::Serverless::Api": ("aws_serverless_api", "Properties"),
    "AWS::Serverless::HttpApi": ("aws_serverless_httpapi", "Properties"),
    "FunctionUrlConfig": ("aws_serverless_function", "FunctionUrlConfig"),
    "Api": ("aws_serverless_function", "ApiEventProperties"),
    "HttpApi": ("aws_serverless_function", "HttpApiEventProperties"),
}

NOT_COMPARED = frozenset({"AWS::Lambda::Function", "AWS::ApiGateway::ClientCertificate"})
"""Types of a base that are only there to be referred to."""

TEXT = "a text or a name that nothing is decided by"
DEFAULT = "removed, it is what stands there"
WATCHING = "what is logged, measured or traced"
CODE = "which version of the function's code answers"
REFUSED = "API Gateway or CloudFormation refuses the template"
UNUSED = "not read where nothing else uses it"
TOKENS = "read for tokens only, or for functions only"
PROXY = "not read for a proxy integration"
NARROWER = "one more condition on the API's own permission"
BUCKET = "one bucket of one account, whatever else it says"
DNS = "where a name leads; which names the API answers to is compared"
MESSAGES = "what users are told"
SAM_DROPS = "SAM drops it"
OWN = "the event or the API says the same elsewhere"

HARMLESS: dict[tuple[str, str], str] = {
    (".*", r"(.*\.)?(Description|Tags|UserPoolTags|Version|OperationName|UsagePlanName|PropagateTags)"): TEXT,
    (".*", r"Name|(Policies\.\*\.)?PolicyName|ManagedPolicyName|UserPoolName|ClientName"): TEXT,
    (".*", r"(.*\.)?MetricName|.*VisibilityConfig.*|.*(DataTraceEnabled|LoggingLevel)|TracingEnabled"): WATCHING,
    (".*", r"AccessLogSettings?\.Format|(StageDescription\.)?(TracingEnabled|DocumentationVersion)"): WATCHING,
    (".*", "FailOnWarnings|AlwaysDeploy"): "whether and when the definition is imported",
    # -- defaults
    ("AWS::ApiGatewayV2::Api", "IpAddressType|ProtocolType"): DEFAULT,
    ("AWS::ApiGatewayV2::Integration", "PayloadFormatVersion"): "1.0 is the default, and the one of HTTP proxies",
    ("AWS::ApiGatewayV2::DomainName", r"RoutingMode|.*\.(EndpointType|IpAddressType|SecurityPolicy)"): DEFAULT,
    ("AWS::ApiGateway::DomainName(V2)?", r"SecurityPolicy|RoutingMode|EndpointConfiguration\..*"): DEFAULT,
    (
        "AWS::ApiGateway::RestApi|AWS::Serverless::Api",
        "ApiKeySourceType|Mode|EndpointConfiguration.IpAddressType",
    ): DEFAULT,
    ("AWS::Serverless::.*", r"Domain\.(EndpointConfiguration|SecurityPolicy|IpAddressType)"): DEFAULT,
    ("AWS::Serverless::Api", r"Auth\.Add.*ToCorsPreflight|Auth\.Authorizers\.Users\.Identity\.Header"): DEFAULT,
    ("AWS::Lambda::Url|FunctionUrlConfig", "InvokeMode"): DEFAULT,
    ("AWS::ApiGateway::Method|Api", r"(Integration\.)?ResponseTransferMode"): DEFAULT,
    ("AWS::WAFv2::RuleGroup|AWS::WAFRegional::RateBasedRule", "Rules|MatchPredicates"): DEFAULT,
    # -- what the type at hand does not read
    ("AWS::ApiGatewayV2::Api", "CredentialsArn|RouteKey"): "only with a target",
    ("AWS::ApiGateway.*::(Method|Route)|HttpApi|Api", r"(Auth\.)?AuthorizationScopes|AuthorizerId"): TOKENS,
    ("AWS::ApiGateway.*::Authorizer", "ProviderARNs|JwtConfiguration|AuthType"): TOKENS,
    ("AWS::ApiGatewayV2::Authorizer", "AuthorizerPayloadFormatVersion|IdentityValidationExpression"): TOKENS,
    ("AWS::ApiGateway::Method", "RequestModels|RequestParameters"): "only with a validator",
    ("AWS::ApiGatewayV2::Route", "RequestModels|RequestParameters"): "HTTP APIs check nothing",
    (
        "AWS::ApiGateway::Method",
        r"MethodResponses|Integration\.(Integration.*|PassthroughBehavior|RequestTemplates)",
    ): PROXY,
    (
        "AWS::ApiGatewayV2::Integration",
        "ContentHandlingStrategy|IntegrationMethod|PassthroughBehavior|RequestTemplates|TemplateSelectionExpression",
    ): PROXY,
    ("AWS::ApiGateway::Model", "ContentType"): "the method says for which content type a model holds",
    ("AWS::ApiGateway::Deployment", "DeploymentCanarySettings|StageDescription"): "only with a stage",
    ("AWS::ApiGateway::Deployment", r"StageDescription\.(CacheClusterSize|MethodSettings)"): UNUSED,
    ("AWS::(ApiGateway::Stage|Serverless::Api)", "MethodSettings"): "settings of a method that does not exist",
    ("AWS::ApiGatewayV2::Stage", "RouteSettings"): "settings of a route that does not exist",
    ("AWS::ApiGatewayV2::Stage", "DefaultRouteSettings"): WATCHING,
    ("AWS::ApiGateway::ApiKey", "CustomerId|GenerateDistinctId"): TEXT,
    ("AWS::Serverless::Api", r"Domain\.AccessAssociation"): "SAM makes one for private domains only",
    ("AWS::Serverless::Api", r"Domain\.NormalizeBasePath"): "the base path has letters only",
    ("AWS::Serverless::Api", r"Auth\.Authorizers\.Users\.Identity\.ReauthorizeEvery|EndpointConfiguration"): SAM_DROPS,
    ("Api", r"Auth(\.(ApiKeyRequired|InvokeRole|OverrideApiAuth))?"): OWN,
    # -- definitions
    (BODY, r"openapi|info.*|servers\.0\.url|(.*\.)?(description|summary|operationId)|.*importexport-version"): TEXT,
    (BODY, r".*\.parameters\.0\.schema.*"): "API Gateway checks that parameters are there, not what they are",
    (BODY, r"paths\./orders\.get\.(responses.*|x-amazon-apigateway-request-validator)"): OWN,
    (BODY, r".*integration\.payloadFormatVersion"): "1.0 is the default, and the one of HTTP proxies",
    (BODY, r".*(orders|integration)\.httpMethod"): PROXY,
    (BODY, r".*integration\.tlsConfig(\.insecureSkipVerification)?"): DEFAULT,
    (BODY, r".*options\..*(requestTemplates.*|statusCode)"): "what answers a preflight request holds no data",
    (BODY, r"x-amazon-apigateway-policy\.Statement\.0\.Resource"): REFUSED,
    # -- what cannot be deployed
    ("AWS::ApiGateway.*", "RestApiId|ApiId|ParentId|DeploymentId"): REFUSED,
    ("AWS::Lambda::Permission", "Action|FunctionName"): REFUSED,
    # -- functions and who calls them
    ("AWS::Lambda::(Alias|Version)", ".*"): CODE,
    ("AWS::Lambda::Permission", "EventSourceToken|FunctionUrlAuthType|InvokedViaFunctionUrl|PrincipalOrgID"): NARROWER,
    ("AWS::Lambda::Permission", "SourceAccount|SourceArn"): BUCKET,
    ("AWS::IAM::.*", "MaxSessionDuration|Path|RoleName|UserName"): TEXT,
    ("AWS::IAM::Role", "ManagedPolicyArns"): "a policy of AWS that allows no calls",
    ("AWS::WAFv2::WebACL|AWS::WAFv2::RuleGroup", "CustomResponseBodies|DataProtectionConfig"): MESSAGES,
    ("AWS::Cognito::UserPool", "Email.*|Sms.*|VerificationMessageTemplate|DeletionProtection"): MESSAGES,
    (
        "AWS::Cognito::UserPoolClient",
        "AnalyticsConfiguration|CallbackURLs|DefaultRedirectURI|LogoutURLs",
    ): "where browsers are sent; the API sees tokens only",
    ("AWS::Serverless::.*", r"Domain\.Route53.*"): DNS,
}
"""Type and property, as regular expressions -> why another value lets nobody in."""


@dataclass(frozen=True)
class Case:
    """One place of a base that is changed.

    Arguments:
        base: name of the base.
        kind: the type, or the part of a SAM function.
        path: keys from the root of the template to the properties.
    """

    base: str
    kind: str
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return "-".join((self.base, *self.path[1:-1]))


@pytest.fixture(autouse=True, scope="module")
def _compile_less() -> Iterator[None]:
    """Compile each base once, and what holds nothing of SAM not at all."""
    with pytest.MonkeyPatch.context() as patch:
        once = lru_cache(maxsize=None)(comparison.compiled)

        def compiled(text: str, files: dict[str, str], left_out: tuple[tuple[str | int, ...], ...]) -> dict[str, Any]:
            return once(text, None, left_out) if "AWS::Serverless::" in text else loaded(text)

        patch.setattr(comparison, "compiled", compiled)
        yield


@cache
def base(name: str) -> dict[str, Any]:
    return loaded((BASES / f"{name}.yaml").read_text())


def cases() -> Iterator[Case]:
    for file in sorted(BASES.glob("*.yaml")):
        for name, resource in base(file.stem)["Resources"].items():
            kind = resource["Type"]
            if kind == FUNCTION:
                properties = resource["Properties"]
                if "FunctionUrlConfig" in properties:
                    yield Case(file.stem, "FunctionUrlConfig", ("Resources", name, "Properties", "FunctionUrlConfig"))
                for event, found in properties.get("Events", {}).items():
                    path = ("Resources", name, "Properties", "Events", event, "Properties")
                    yield Case(file.stem, found["Type"], path)
            elif BODY in resource.get("Properties", {}):
                yield Case(file.stem, BODY, ("Resources", name, "Properties", BODY))
            elif kind not in NOT_COMPARED and resource.get("Properties"):
                yield Case(file.stem, kind, ("Resources", name, "Properties"))


CASES = [*cases()]
EVERY = 3 if "PYTEST_XDIST_WORKER" in os.environ else 1
"""Among all other tests every third row is tried; run alone, this module prints the whole table."""
TOTAL: Counter[str] = Counter()
USED: set[tuple[str, str]] = set()


def schema(case: Case) -> dict[str, Any]:
    return sam(*SAM[case.kind]) if case.kind in SAM else cloudformation(case.kind)


def at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def put(value: Any, path: tuple[str, ...], new: Any) -> Any:
    key, *rest = path
    return {**value, key: put(value[key], tuple(rest), new) if rest else new}


def verdict(case: Case, change: Change) -> str:
    before = base(case.base)
    after = put(before, case.path, change.properties)
    try:
        found = compare(*(Source("template.json", json.dumps(side)) for side in (before, after)))
    except ComparisonError:
        return "refused"
    return found.status.value


def excuse(case: Case, change: Change) -> str:
    known = [
        key
        for key, why in HARMLESS.items()
        if _fits(key[0], case.kind) and _fits(key[1], change.path) and (why != DEFAULT or change.kind == "removed")
    ]
    USED.update(known[:1])
    return HARMLESS[known[0]] if known else ""


def _fits(pattern: str, value: str) -> bool:
    return re.fullmatch(pattern, value) is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_property_is_told(case: Case) -> None:
    silent = []
    there = at(base(case.base), case.path)
    found_changes = [*(changes_within(there) if case.kind == BODY else changes(schema(case), there))]
    for change in found_changes[::EVERY]:
        found = verdict(case, change)
        why = excuse(case, change) if found == "equivalent" else ""
        TOTAL[found] += 1
        print(f"{case.kind:45} {change.path:60} {change.kind:8} {found}{f' ({why})' if why else ''}")
        if found == "equivalent" and not why:
            silent.append(f"{change.path} {change.kind}")
    assert silent == []


def test_the_table_is_large() -> None:
    print(f"\n{TOTAL.total()} rows: {dict(TOTAL)}")
    if TOTAL.total() > 1500:  # all cases were run, in this process
        assert HARMLESS.keys() - USED == set()
