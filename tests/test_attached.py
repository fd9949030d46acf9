"""``verify`` over what is attached to an API, over what values resolve to, and over what changes nothing."""

from __future__ import annotations

import re
from textwrap import dedent, indent

import pytest

from migrator.proof.comparison import Comparison, compare
from migrator.proof.reduction import made_elsewhere
from migrator.text.source import Source

HEADER = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Env: {Type: String, Default: dev}
  Issuer: {Type: String, Default: 'https://good.example'}
  Other: {Type: String, Default: 'https://good.example'}
  Given: {Type: String}
  Names: {Type: CommaDelimitedList, Default: 'a,b'}
Mappings:
  Tenant: {dev: {type: REGIONAL}, prod: {type: PRIVATE}}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Here: !Equals [!Ref AWS::Region, us-east-1]
Globals:
  Function: {Handler: app.handler, Runtime: python3.12, CodeUri: src/}
Resources:
"""
REST = """
Shop:
  Type: AWS::Serverless::Api
  Properties:
    StageName: prod
    Auth: {DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}
Orders:
  Type: AWS::Serverless::Function
  Properties:
    MemorySize: 128
    Events:
      Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: '/orders/{id}', Method: get}}
      Any: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /all, Method: any}}
"""
HTTP = """
Shop:
  Type: AWS::Serverless::HttpApi
  Properties:
    Auth:
      DefaultAuthorizer: Tokens
      Authorizers:
        Tokens:
          IdentitySource: $request.header.Authorization
          JwtConfiguration: {issuer: ISSUER, audience: [AUDIENCE]}
Orders:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      Get: {Type: HttpApi, Properties: {ApiId: !Ref Shop, Path: /orders, Method: get, PayloadFormatVersion: '1.0'}}
"""


def source(name: str, *parts: str) -> Source:
    resources = "".join(indent(dedent(part).strip("\n"), "  ") + "\n" for part in parts if part)
    return Source(name, HEADER + resources)


def compared(before: str, after: str, base: str = REST) -> Comparison:
    return compare(source("before", base, before), source("after", base, after))


def told(found: Comparison) -> str:
    return "\n".join((*(d.sentence for d in found.differences), *found.uncompared))


STATEMENT = """
Call: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [caller], PolicyDocument: {Statement: [{Effect: Allow,
  Action: %s, Resource: %s}]}}}
"""
OWN = "!Sub 'arn:aws:execute-api:*:*:${Shop}/%s'"
PERMISSION = "Let: {Type: AWS::Lambda::Permission, Properties: {FunctionName: %s, Action: 'lambda:InvokeFunction', %s}}"
ACL = "Acl: {Type: AWS::WAFv2::WebACL, Properties: {Scope: REGIONAL, DefaultAction: {%s: {}}, Rules: []}}\n"
SHIELD = "Shield: {Type: AWS::WAFv2::WebACLAssociation, Properties: {ResourceArn: %s, WebACLArn: !GetAtt Acl.Arn}}"
NESTED = (
    "Rules: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://x/a', Parameters: {Api: !Ref Shop}}}"
)
STAGE = "!Sub 'arn:aws:apigateway:${AWS::Region}::/restapis/${Shop}/stages/${ShopprodStage}'"

TRUSTING = """
R:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Federated: %s}, Action: 'sts:AssumeRole'}]}
    Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: 'execute-api:*', Resource: '*'}]}}]
"""
OIDC = "Idp: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://idp.example', ClientIdList: [%s]}}"
GUESTS = """
Pool: {Type: AWS::Cognito::IdentityPool, Properties: {AllowUnauthenticatedIdentities: %s, IdentityPoolName: %s}}
Given: {Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: {IdentityPoolId: !Ref Pool, Roles: {
  unauthenticated: !GetAtt R.Arn}}}
"""
ASSUMING = "S: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Principal: {AWS: %s}}]}}}"

FENCE = """
Way: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: v, ServiceName: com.amazonaws.eu-west-1.execute-api,
  SecurityGroupIds: [!Ref Fence]}}
Fence: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: [{IpProtocol: '-1', CidrIp: %s}]}}
"""

METHOD = """
Post: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Shop, ResourceId: !GetAtt Shop.RootResourceId,
  HttpMethod: POST, AuthorizationType: NONE, Integration: {Type: MOCK}, ApiKeyRequired: %s}}
"""

# What differs beside an API that stays as it is: before, after, and what must be said.
DIFFERENT = {
    "IAM: more paths": (STATEMENT % ("'execute-api:Invoke'", OWN % "prod/GET/orders/*"),
                        STATEMENT % ("'execute-api:Invoke'", OWN % "*"), "statements .*/prod/GET/orders"),
    "IAM: more actions": (STATEMENT % ("'execute-api:Invoke'", OWN % "*"), STATEMENT % ("'execute-api:*'", OWN % "*"),
                          "IAM access by Call of Shop: statements"),
    "IAM: a policy for everything": ("", STATEMENT % ("'*'", "'*'"), "IAM access by Call of Shop is new"),
    "IAM: another wildcard": (STATEMENT % ("'execute-api:Invoke'", OWN % "pro?/GET/*"),
                              STATEMENT % ("'execute-api:Invoke'", OWN % "p???/*/*"), "GET /orders|ANY /all"),
    "IAM: an API by its id": (
        STATEMENT.replace("Allow", "Deny") % ("'execute-api:Invoke'", "'arn:aws:execute-api:*:*:abc123/*'"), "",
        "IAM access by Call of Shop is gone .*abc123"),
    "IAM: an id that is imported": (
        STATEMENT % ("'execute-api:Invoke'", "!Join ['', ['arn:aws:execute-api:*:*:', !ImportValue one, '/*']]"),
        STATEMENT % ("'execute-api:Invoke'", "!Join ['', ['arn:aws:execute-api:*:*:', !ImportValue two, '/*']]"),
        "IAM access by Call of Shop: statements"),
    "IAM: a document in JSON": (
        "Call: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: !Sub '{\"Statement\": [{\"Effect\": \"Deny\", "
        "\"Action\": \"execute-api:*\", \"Resource\": \"arn:aws:execute-api:*:*:${Shop}/*\"}]}'}}", "",
        "IAM access by Call of Shop is gone"),
    "IAM: who gets a role by certificate": (
        TRUSTING % "a", TRUSTING % "a" + "P: {Type: AWS::RolesAnywhere::Profile, Properties: {Name: n, RoleArns: "
        "[!GetAtt R.Arn]}}", "IAM access by P of Shop is new"),
    "IAM: a managed policy of AWS": (
        "", "R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, ManagedPolicyArns: "
        "['arn:aws:iam::aws:policy/AdministratorAccess']}}", "IAM access by R of Shop is new"),
    "permission for an account": ("", PERMISSION % ("!Ref Orders", "Principal: '123456789012'"),
                                  "Lambda permission Let of Shop is new"),
    "permission by name": ("", PERMISSION % ("!Sub '${Orders}:live'", "Principal: '*'"),
                           "Lambda permission Let of Shop is new"),
    "permission for every bucket": ("", PERMISSION % ("!GetAtt Orders.Arn", "Principal: s3.amazonaws.com"),
                                    "Lambda permission Let of Shop is new"),
    "permission for a load balancer": (
        "", PERMISSION % ("!Ref Orders", "Principal: elasticloadbalancing.amazonaws.com, SourceArn: "
                          "'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1'"),
        "Let of Shop is new"),
    "IAM: more clients of a trusted provider": (
        TRUSTING % "!Ref Idp" + OIDC % "a", TRUSTING % "!Ref Idp" + OIDC % "a, b", "IAM access by Idp of Shop: trust"),
    "IAM: guests of an identity pool": (
        TRUSTING % "cognito-identity.amazonaws.com" + GUESTS % ("false", "a"),
        TRUSTING % "cognito-identity.amazonaws.com" + GUESTS % ("true", "a"), "IAM access by Pool of Shop: trust"),
    "IAM: who is a trusted role": (
        TRUSTING % "!GetAtt S.Arn" + ASSUMING % "'1'", TRUSTING % "!GetAtt S.Arn" + ASSUMING % "'*'",
        "IAM access by S of Shop: trust"),
    "a service that calls with a role": (
        "", "Graph: {Type: AWS::AppSync::DataSource, Properties: {ApiId: a, Name: n, Type: AWS_LAMBDA, LambdaConfig: "
        "{LambdaFunctionArn: !GetAtt Orders.Arn}}}", r"Graph \(AWS::AppSync::DataSource\).* is new"),
    "the fence of a VPC endpoint": (
        FENCE % "10.0.0.0/24", FENCE % "0.0.0.0/0", "Fence .* differs in SecurityGroupIngress"),
    "web ACL gone": (ACL % "Block" + SHIELD % STAGE, ACL % "Block", "web ACL association Shield of Shop is gone"),
    "web ACL lets more in": (ACL % "Block" + SHIELD % STAGE, ACL % "Allow" + SHIELD % STAGE, "Acl .*default action"),
    "web ACL by import": (ACL % "Block" + SHIELD % "!ImportValue arn", ACL % "Block", "Shield .*is gone"),
    "web ACL by condition": (ACL % "Block" + SHIELD % STAGE,
                             ACL % "Block" + SHIELD.replace("Properties", "Condition: Prod, Properties") % STAGE,
                             "Shield of Shop"),
    "nested stack": ("", NESTED, r"Rules \(AWS::CloudFormation::Stack\).* is new"),
    "local nested application": (
        "Rules: {Type: AWS::Serverless::Application, Properties: {Location: one.yaml, Parameters: {Api: !Ref Shop}}}",
        "Rules: {Type: AWS::Serverless::Application, Properties: {Location: two.yaml, Parameters: {Api: !Ref Shop}}}",
        "Rules .*TemplateURL"),
    "firewall policy of an organization": (
        "", "Fms: {Type: AWS::FMS::Policy, Properties: {ResourceType: 'AWS::ApiGateway::Stage', PolicyName: p}}",
        "Fms"),
    "custom resource": ("Own: {Type: Custom::Rules, Properties: {ServiceToken: t, Api: !Ref Shop, Mode: strict}}",
                        "Own: {Type: Custom::Rules, Properties: {ServiceToken: t, Api: !Ref Shop, Mode: open}}",
                        "Own .*differs in Mode"),
    "a value of another resource": (*(
        PERMISSION % ("!Ref Orders", "Principal: !GetAtt Kept.Value") + "\nKept: {Type: AWS::SSM::Parameter, Properties: "
        f"{{Type: String, Value: {each}}}}}" for each in ("'123456789012'", "'*'")), "Kept .*differs in Value"),
    "a custom resource that is given a function": (
        "Own: {Type: Custom::Door, Properties: {ServiceToken: t, Function: !Ref Orders, Open: false}}",
        "Own: {Type: Custom::Door, Properties: {ServiceToken: t, Function: !Ref Orders, Open: true}}",
        "Own .*differs in Open"),
    "gateway response resource": (
        "", "Refused: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Shop, ResponseType: "
        "ACCESS_DENIED, StatusCode: '200'}}", "gateway response ACCESS_DENIED of Shop is new"),
    "method beside events": (
        "", "Open: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Shop, ResourceId: !GetAtt "
        "Shop.RootResourceId, HttpMethod: ANY, AuthorizationType: NONE, Integration: {Type: MOCK}}}",
        "ANY / of Shop is new .*no authorizer"),
    "a key by condition": (METHOD % "true", METHOD % "!If [Prod, false, true]", "API key would no longer .*other param"),
    "IAM: an action by condition": (
        STATEMENT % ("'execute-api:Nothing'", "'*'"),
        STATEMENT % ("!If [Prod, 'execute-api:Invoke', 'execute-api:Nothing']", "'*'"), "Call of Shop is new"),
    "another stage": (
        "", "Beta: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Shop, DeploymentId: !Ref "
        "Shop.Deployment, StageName: beta}}", "stage prod would become beta, prod"),
}  # fmt: skip

# What differs and decides nothing.
EQUAL = {
    "memory": ("", "", REST.replace("MemorySize: 128", "MemorySize: 512")),
    "a function that knows the address": (
        "", "Client: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {API: !Ref Shop}}}}",
        REST),
    "an alarm": (
        "", "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Name: ApiName, Value: !Ref Shop}], "
        "ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1}}", REST),
    "a parameter that keeps the address": (
        "", "Kept: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Shop}}", REST),
    "a topic that calls": ("", PERMISSION % ("!Ref Orders", "Principal: sns.amazonaws.com, SourceArn: !Ref Topic")
                           + "\nTopic: {Type: AWS::SNS::Topic}", REST),
    "a rule of the account": (
        "", PERMISSION % ("!Ref Orders", "Principal: events.amazonaws.com, SourceArn: "
                          "'arn:aws:events:us-east-1:123456789012:rule/r'"), REST),
    "permission for another function": (
        "", PERMISSION % ("!Ref Else", "Principal: '*'") + "\nElse: {Type: AWS::Serverless::Function}", REST),
    "the order of actions and principals, and their letters": (
        TRUSTING % "[a, b]", TRUSTING.replace("'execute-api:*'", "['Execute-API:*']") % "[b, a]", REST),
    "the name of an identity pool": (
        TRUSTING % "cognito-identity.amazonaws.com" + GUESTS % ("true", "a"),
        TRUSTING % "cognito-identity.amazonaws.com" + GUESTS % ("true", "b"), REST),
    "IAM for a table": ("", STATEMENT % ("'dynamodb:*'", "'*'"), REST),
    "IAM for another API": ("", STATEMENT % ("'execute-api:Invoke'", "'arn:aws:execute-api:*:*:abc123/*'"), REST),
    "IAM for a bucket": ("", STATEMENT % ("'*'", "'arn:aws:s3:::bucket/*'"), REST),
    "what a custom resource asks a function to do": (
        "", "Own: {Type: Custom::Task, Properties: {ServiceToken: !GetAtt Orders.Arn, Mode: a}}", REST),
    "a policy of AWS for S3": (
        "", "R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, ManagedPolicyArns: "
        "['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']}}", REST),
    "IAM where no route asks for it": (
        "", STATEMENT % ("'*'", "'*'"), REST.replace("DefaultAuthorizer: AWS_IAM, ", "")),
    "a usage plan where no route asks for a key": (
        "", "Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Shop, Stage: prod}]}}",
        REST),
    "a policy under another id": (STATEMENT % ("'execute-api:Invoke'", OWN % "*"),
                                  STATEMENT.replace("Call:", "Renamed:") % ("'execute-api:Invoke'", OWN % "*"), REST),
    "a web ACL of a load balancer": (
        ACL % "Block", ACL % "Block" + SHIELD % "'arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/a/1'",
        REST),
    "an unchanged nested stack": (NESTED, NESTED, REST),
    "the order of the addresses of a set": (*(
        ACL.replace("[]", "[{Statement: {IPSetReferenceStatement: {Arn: !GetAtt Set.Arn}}}]") % "Block" + SHIELD % STAGE
        + f"\nSet: {{Type: AWS::WAFv2::IPSet, Properties: {{Scope: REGIONAL, Addresses: {each}}}}}"
        for each in ("[10.0.0.0/8, 11.0.0.0/8]", "[11.0.0.0/8, 10.0.0.0/8]")), REST),
    "the stage by reference": (ACL % "Block" + SHIELD % STAGE,
                               ACL % "Block" + SHIELD % STAGE.replace("${ShopprodStage}", "prod"), REST),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_is_told(name: str) -> None:
    before, after, pattern = DIFFERENT[name]
    found = compared(before, after)
    assert found.status in ("different", "incomplete")
    assert re.search(pattern, told(found)), told(found)


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_stays_is_not_told(name: str) -> None:
    _, after, _ = DIFFERENT[name]
    assert told(compared(after, after)) == ""


@pytest.mark.parametrize("name", EQUAL)
def test_what_decides_nothing(name: str) -> None:
    before, after, base = EQUAL[name]
    found = compare(source("before", REST if name == "memory" else base, before), source("after", base, after))
    assert (found.status, told(found)) == ("equivalent", "")


def http(issuer: str, audience: str = "client") -> str:
    return HTTP.replace("ISSUER", issuer).replace("AUDIENCE", audience)


def rest(endpoint: str, more: str = "") -> str:
    return REST.replace("StageName: prod", f"StageName: prod\n    EndpointConfiguration: {{Type: {endpoint}}}{more}")


def networks(allowed: str) -> str:
    return REST.replace("Auth: {", f"Auth: {{ResourcePolicy: {{SourceVpcWhitelist: [{allowed}]}}, ")


def values(before: str, after: str, old: str = "", new: str = "") -> Comparison:
    """Compare two bases, the second with a changed header."""
    first, second = source("before", before), source("after", after)
    assert old in second.text
    return compare(first, Source("after", second.text.replace(old, new) if old else second.text))


BAD_ISSUER = (
    "Issuer: {Type: String, Default: 'https://good",
    "Issuer: {Type: String, Default: 'https://bad",
)


def test_how_bodies_are_encoded() -> None:
    one, other = (
        REST.replace("    StageName: prod\n", f"    StageName: prod\n    BinaryMediaTypes: ['{each}']\n")
        for each in ("*/*", "image/png")
    )
    found = compare(source("before", one, ""), source("after", other, ""))
    assert [d.sentence for d in found.differences] == ["Shop: binary media types */* would become image/png"]


class TestValues:
    @pytest.mark.parametrize(
        ("base", "old", "new"),
        [
            (http("!Ref Issuer"), *BAD_ISSUER),
            (http("!Sub '${Issuer}/x'"), *BAD_ISSUER),
            (http("!Ref Issuer"), "Issuer: {Type: String,", "Issuer: {Type: 'AWS::SSM::Parameter::Value<String>',"),
            (http("i", "!Select [0, !Ref Names]"), "'a,b'", "'c,b'"),
            (rest("!FindInMap [Tenant, !Ref Env, type]"), "prod: {type: PRIVATE}", "prod: {type: REGIONAL}"),
            (rest("!FindInMap [Tenant, !Ref Env, type]"), "dev: {type: REGIONAL}", "dev: {type: PRIVATE}"),
            (rest("!If [Prod, PRIVATE, REGIONAL]"), "[!Ref Env, prod]", "[!Ref Env, never]"),
            (rest("!If [Prod, PRIVATE, REGIONAL]"), "!If [Prod, PRIVATE, REGIONAL]", "!If [Prod, REGIONAL, REGIONAL]"),
            (rest("!If [Here, PRIVATE, REGIONAL]"), "[!Ref AWS::Region, us-east-1]", "[!Ref AWS::Region, us-east-2]"),
            (rest("!If [Prod, PRIVATE, !Ref AWS::NoValue]"), "[!Ref Env, prod]", "[!Ref Env, never]"),
        ],
    )  # fmt: skip
    def test_a_changed_definition_is_told(self, base: str, old: str, new: str) -> None:
        assert values(base, base, old, new).status == "different"

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (networks("!Ref Given"), networks("!Ref Issuer")),
            (networks("!Ref Given"), networks("vpce-1")),
            (http("!Ref Issuer"), http("!Ref Other")),
            (http("!Ref Given"), http("'https://good.example'")),
            (rest("PRIVATE"), rest("!If [Prod, PRIVATE, REGIONAL]")),
            (rest("REGIONAL"), rest("!If [Prod, PRIVATE, REGIONAL]")),
        ],
    )
    def test_another_value_in_some_stack_is_told(self, before: str, after: str) -> None:
        assert values(before, after).status == "different"

    @pytest.mark.parametrize(
        ("before", "after", "assumed"),
        [
            (http("'https://good.example'"), http("!Ref Issuer"), "Issuer = https://good.example"),
            (http("!Ref Issuer"), http("!Sub '${Issuer}'"), None),
            (http("!Join ['', ['https://', good.example]]"), http("'https://good.example'"), None),
            (rest("REGIONAL"), rest("!FindInMap [Tenant, dev, type]"), None),
            (http("i", "a"), http("i", "!Select [0, !Ref Names]"), "Names = a,b"),
        ],
    )
    def test_the_same_value_is_equal(self, before: str, after: str, assumed: str | None) -> None:
        found = values(before, after)
        assert (found.status, told(found)) == ("equivalent", "")
        notes = f"Parameters were taken to have the values that the templates give them: {assumed}."
        assert found.notes == ((notes,) if assumed else ())

    def test_a_new_parameter_has_its_default(self) -> None:
        """Nobody can have given it another value yet."""
        header = "  Reach: {Type: String, Default: PRIVATE}\n"
        before, after = source("before", rest("PRIVATE")), source("after", rest("!If [Inside, PRIVATE, REGIONAL]"))
        text = after.text.replace("Mappings:", f"{header}Mappings:").replace(
            "Conditions:", "Conditions:\n  Inside: !Equals [!Ref Reach, PRIVATE]"
        )
        assert compare(before, Source("after", text)).status == "equivalent"


@pytest.mark.parametrize(
    "odd", ["5", "text", "[]", "[[1]]", "{Ref: []}", "{'Fn::If': [Prod]}", "{'Fn::Sub': []}", "null"]
)
def test_odd_shapes_never_raise(odd: str) -> None:
    types = ("WAFv2::WebACLAssociation", "IAM::Policy", "IAM::Role", "Lambda::Url", "Lambda::Permission",
             "ApiGateway::UsagePlan", "ApiGateway::Method", "ApiGatewayV2::Route", "ApiGateway::DomainName",
             "ApiGateway::BasePathMapping", "ApiGateway::Stage", "ApiGateway::Deployment")  # fmt: skip
    keys = ("ResourceArn", "PolicyDocument", "Policies", "ApiStages", "Integration", "ResourceId", "DomainName",
            "RestApiId", "FunctionName", "Principal", "TargetFunctionArn", "StageName", "StageDescription")  # fmt: skip
    resources = "".join(
        f"X{n}: {{Type: 'AWS::{kind}', Properties: {{{', '.join(f'{key}: {odd}' for key in keys)}}}}}\n"
        for n, kind in enumerate(types)
    )
    whole = "".join(f"Y{n}: {{Type: 'AWS::{kind}', Properties: {odd}}}\n" for n, kind in enumerate(types))
    assert compared(resources + whole, resources + whole).status == "equivalent"
    compared(resources, whole)


def test_what_cloudformation_makes_is_named() -> None:
    before = source("before", REST)
    sam = "AWS::Serverless-2016-10-31"
    macro = before.text.replace(f"Transform: {sam}", f"Transform: [OrgMacro, {sam}]")
    assert compare(before, Source("after", macro)).uncompared == (
        "the templates pass through different macros (OrgMacro), which can make anything of them",
    )
    extended = before.text.replace(f"Transform: {sam}", f"Transform: [AWS::LanguageExtensions, {sam}]")
    assert compare(before, Source("after", extended)).status == "equivalent"
    document = {"Resources": {"Fn::ForEach::Routes": ["A", ["a"], {}], "Fn::Transform": {"Name": "AWS::Include"}}}
    assert [*made_elsewhere({"Resources": {}}, document)] == [
        "Fn::ForEach::Routes, which makes resources that are not known before deployment, differs",
        "Fn::Transform, which makes resources that are not known before deployment, differs",
    ]
    assert [*made_elsewhere({}, {"Resources": 5})] == []


LAMBDA = REST.replace(
    "{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}",
    "{DefaultAuthorizer: Tokens, Authorizers: {Tokens: {FunctionArn: !GetAtt Check.Arn}}}",
)


@pytest.mark.parametrize(
    ("properties", "key"),
    [
        ("InlineCode: b", "Code"),
        ("CodeUri: other/", "Code"),
        ("Handler: app.open", "Handler"),
        ("Environment: {Variables: {ISSUER: b}}", "Environment"),
        ("Layers: ['arn:aws:lambda:us-east-1:1:layer:l:1']", "Layers"),
        ("MemorySize: 512, Timeout: 3, Tags: {a: b}", ""),
    ],
)
def test_the_code_of_an_authorizer_is_not_compared(properties: str, key: str) -> None:
    check = "Check: {Type: AWS::Serverless::Function, Properties: {%s}}"
    found = compared(check % "", check % properties, LAMBDA)
    sentence = f"Check, the function of an authorizer of Shop, differs in {key}"
    assert (found.differences, found.uncompared) == ((), (sentence,) if key else ())


def test_a_stage_that_sam_adds_is_a_way_in() -> None:
    without = REST.replace("StageName: prod", "StageName: prod\n    OpenApiVersion: 3.0.1")
    (found,) = compare(source("before", without), source("after", REST)).differences
    assert found.weaker
    assert "SAM would make a further stage, `Stage`" in found.sentence


def test_another_version_of_an_authorizer_is_named() -> None:
    base = LAMBDA.replace("!GetAtt Check.Arn", "!Ref Live")
    live = """
    Check: {Type: AWS::Serverless::Function}
    Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Check, Name: live, FunctionVersion: '%d'}}
    """
    found = compared(live % 1, live % 2, base)
    assert told(found) == "Live, the function of an authorizer of Shop, differs in FunctionVersion"


def test_the_role_that_calls_an_authorizer_is_named() -> None:
    base = LAMBDA.replace("!GetAtt Check.Arn", "!GetAtt Check.Arn, FunctionInvokeRole: !GetAtt Caller.Arn")
    role = """
    Check: {Type: AWS::Serverless::Function}
    Caller: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Principal: {Service: %s.amazonaws.com}}]}}}
    Calls: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Caller], PolicyName: p, PolicyDocument: {Statement: [{Effect: %s}]}}}
    """
    found = compared(role % ("apigateway", "Allow"), role % ("lambda", "Deny"), base)
    assert not found.differences
    assert [sentence.split(",")[0] for sentence in found.uncompared] == [
        "Caller (AWS::IAM::Role)",
        "Calls (AWS::IAM::Policy)",
    ]


@pytest.mark.parametrize("base", [LAMBDA, HTTP])
def test_the_name_of_an_authorizer_is_nothing_that_clients_know(base: str) -> None:
    check = "Check: {Type: AWS::Serverless::Function}"
    assert told(compare(source("a", base, check), source("b", base.replace("Tokens", "Users"), check))) == ""


def test_resource_policies_are_compared_without_order() -> None:
    rest = REST.replace("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "{ResourcePolicy: {IpRangeWhitelist: [%s]}}")
    assert (
        told(
            compare(source("before", rest % "10.0.0.0/8, 11.0.0.0/8"), source("after", rest % "11.0.0.0/8, 10.0.0.0/8"))
        )
        == ""
    )


def test_loops_are_left_out_and_named() -> None:
    loop = "Fn::ForEach::Topics: [Name, [a%s], {'T${Name}': {Type: AWS::SNS::Topic}}]"
    assert compared(loop % "", loop % "").uncompared == (
        "Fn::ForEach::Topics does not compile here; both templates were compared without it",
    )
    assert compared(loop % "", loop % ", b").uncompared == (
        "Fn::ForEach::Topics, which makes resources that are not known before deployment, differs",
    )


def test_what_a_policy_says_of_every_route_is_said_once() -> None:
    found = compared("", STATEMENT % ("'execute-api:Invoke'", OWN % "*"))
    assert [d.facet for d in found.differences] == ["api.iam", "policy.new"]


def test_the_doors_of_an_implicit_api_are_not_new_to_the_one_that_it_joins() -> None:
    url = "FunctionUrlConfig: {AuthType: AWS_IAM}"
    before = """
        F:
          Type: AWS::Serverless::Function
          Properties: {Events: {A: {Type: Api, Properties: {Path: /a, Method: get}}}}
        G:
          Type: AWS::Serverless::Function
          Properties: {URL, Events: {B: {Type: HttpApi, Properties: {Path: /b, Method: get}}}}
    """.replace("URL", url)
    after = before.replace("Type: Api", "Type: HttpApi").replace("/a,", "/a, PayloadFormatVersion: '1.0',")
    assert told(compare(source("before", before), source("after", after))) == ""


def test_what_names_one_api_is_not_about_another() -> None:
    front = """
        Else: {Type: AWS::Serverless::Api, Properties: {StageName: beta}}
        Other: {Type: AWS::Serverless::Function, Properties: {Events: {Get: {Type: Api, Properties: {
          RestApiId: !Ref Else, Path: /, Method: get}}}}}
        Front: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Origins: [{Id: a, OriginPath: %s,
          DomainName: !Sub '${Shop}.execute-api.eu-west-1.amazonaws.com'}]}}}
    """
    assert compared(front % "/prod", front % "/beta").uncompared == (
        "Front (AWS::CloudFront::Distribution), which belongs to Shop or mentions it, differs in DistributionConfig",
    )


RULE = "{Effect: %s, Action: 'execute-api:Invoke', %s: 'arn:aws:execute-api:*:*:%s'%s}"
RULES = (
    "Call: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [caller], PolicyDocument: {Statement: [%s, "
    + RULE % ("Allow", "Resource", "*/*/GET/x", "")
    + "]}}}"
)


def to_http(base: str) -> str:
    signed = base.replace("InvokeRole: NONE", "EnableIamAuthorizer: true").replace("RestApiId", "ApiId")
    return signed.replace("Serverless::Api", "Serverless::HttpApi").replace("Type: Api", "Type: HttpApi")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RULE % ("Deny", "NotResource", "abcdefghij/*", ""),
         RULE % ("Deny", "NotResource", "abcdefghij/*", ", Condition: {Bool: {'aws:SecureTransport': false}}")),
        (RULE % ("Allow", "Resource", "*/*/GET/y", ""), RULE % ("Allow", "Resource", "a*/*", "")),
    ],
)  # fmt: skip
def test_what_can_be_about_the_new_api_as_well_is_compared(before: str, after: str) -> None:
    found = compare(source("before", REST, RULES % before), source("after", to_http(REST), RULES % after))
    assert any(d.facet == "policy.statements" and d.weaker for d in found.differences)


def test_a_case_that_lets_callers_in_is_told_beside_one_that_keeps_them_out() -> None:
    more = [RULE % ("Allow", "Resource", "*/*/GET/z", ""), RULE % ("Deny", "Resource", "*/*/GET/y", "")]
    found = compared(RULES % "!Ref AWS::NoValue", RULES % f"!If [Prod, {', '.join(more)}]")
    assert [(d.weaker, "other parameter" in d.sentence) for d in found.differences] == [(True, True), (False, False)]


def test_the_stages_of_all_apis_that_become_another_kind_may_be_named_together() -> None:
    arns = " ".join(f"arn:aws:execute-api:eu-west-1:1:${{{api}}}/%s/GET/" for api in ("Shop", "Else"))
    wait = f"Wait: {{Type: Custom::Wait, Properties: {{ServiceToken: t, Arns: !Sub '{arns}'}}}}"
    before = "\n".join((REST, REST.replace("Shop", "Else").replace("Orders:", "Others:")))
    after = to_http(before).replace("    StageName: prod\n", "")
    found = compare(
        source("before", before, wait % ("prod", "prod")), source("after", after, wait % ("$default", "$default"))
    )
    assert found.uncompared == ()
