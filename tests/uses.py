"""Uses of an API, each written once for both kinds of API, with words that stand for what the two call otherwise.

Each row is a resource or output called `Subject`.
"""

from __future__ import annotations

from dataclasses import dataclass

from rewriting import rewrite

from migrator.migration import Status
from migrator.options import Direction, Options
from migrator.text.source import Source

Codes = frozenset[str]


@dataclass(frozen=True)
class Side:
    """One kind of API, and how it spells what rows name by a word."""

    direction: Direction
    options: Options
    words: dict[str, str]

    def text(self, subject: str) -> str:
        """A template with one API, one route, and a use of the API."""
        for word, spelling in self.words.items():
            subject = subject.replace(f"<{word}>", spelling)
        return f"""\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::{self.words["type"]}
    Properties: {{{self.words["properties"]}}}
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: s3://bucket/key
      Events:
        Get:
          Type: {self.words["type"]}
          Properties: {{{self.words["key"]}: !Ref Api, Path: /items, Method: get{self.words["payload"]}}}
{subject}"""

    def codes(self, subject: str) -> Codes:
        """What is reported of the subject, nothing accepted."""
        found = rewrite(Source("template.yaml", self.text(subject)), self.direction, self.options)
        assert found.status in (Status.MIGRATED, Status.BLOCKED), found.error
        return frozenset(f.code.name for f in found.findings if f.path[1:2] == ("Subject",))


REST_WORDS = {
    "type": "Api",
    "key": "RestApiId",
    "payload": "",
    "id": "RestApiId",
    "apis": "restapis",
    "routes": "resources",
    "mapping": "AWS::ApiGateway::BasePathMapping",
    "base": "BasePath",
    "5xx": "5XXError",
    "dimension": "{Name: ApiName, Value: !Ref 'AWS::StackName'}",
}
HTTP_WORDS = {
    "type": "HttpApi",
    "key": "ApiId",
    "payload": ", PayloadFormatVersion: '1.0'",
    "id": "ApiId",
    "apis": "apis",
    "routes": "routes",
    "mapping": "AWS::ApiGatewayV2::ApiMapping",
    "base": "ApiMappingKey",
    "5xx": "5xx",
    "dimension": "{Name: ApiId, Value: !Ref Api}",
}
NAMED = {
    "properties": "StageName: prod",
    "stage": "prod",
    "path": "/prod",
    "origin": ", OriginPath: /prod",
    "stage id": "ApiprodStage",
}
DEFAULT = {
    "properties": "",
    "stage": "$default",
    "path": "",
    "origin": "",
    "stage id": "ApiApiGatewayDefaultStage",
}
SIDES = {
    "a stage that keeps its name": (
        Side(Direction.TO_HTTP, Options(stage="keep"), REST_WORDS | NAMED),
        Side(Direction.TO_REST, Options(), HTTP_WORDS | NAMED),
    ),
    "the default stage": (
        Side(Direction.TO_HTTP, Options(), REST_WORDS | NAMED),
        Side(Direction.TO_REST, Options(stage="prod"), HTTP_WORDS | DEFAULT),
    ),
}
"""A REST API and its mirror; an HTTP API has a stage of that name, or the default stage."""


def output(value: str) -> str:
    return f"Outputs:\n  Subject:\n    Value: {value}\n"


def resource(kind: str, properties: str, more: str = "") -> str:
    return f"  Subject:\n    Type: {kind}\n{more}    Properties: {properties}\n"


URL = "https://${Api}.execute-api.${AWS::Region}.amazonaws.com"
ARN = "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}"
MANAGEMENT = "arn:aws:apigateway:${AWS::Region}::/<apis>/${Api}"


def policy(action: str, arn: str) -> str:
    statement = f"{{Effect: Allow, Action: '{action}', Resource: !Sub '{arn}'}}"
    document = f"{{Version: '2012-10-17', Statement: [{statement}]}}"
    return resource("AWS::IAM::Policy", f"{{PolicyName: p, Users: [u], PolicyDocument: {document}}}")


def variable(value: str) -> str:
    variables = f"{{Variables: {{API: {value}}}}}"
    return resource(
        "AWS::Serverless::Function",
        f"{{Runtime: python3.12, Handler: a.h, CodeUri: 's3://bucket/key', Environment: {variables}}}",
    )


def origin(path: str) -> str:
    host = "DomainName: !Sub '${Api}.execute-api.${AWS::Region}.amazonaws.com'"
    one = f"{{Id: api, {host}{path}, CustomOriginConfig: {{OriginProtocolPolicy: https-only}}}}"
    settings = f"{{Enabled: true, Origins: [{one}]}}"
    return resource("AWS::CloudFront::Distribution", f"{{DistributionConfig: {settings}}}")


FORMS = {
    "Ref": output("!Ref Api"),
    "the attribute that is the id": output("!GetAtt Api.<id>"),
    "the attribute that is the id, in a Sub": output("!Sub '${Api.<id>}'"),
    "DependsOn": resource("AWS::SNS::Topic", "{}", "    DependsOn: Api\n"),
    "the stage by its attribute": output("!Ref Api.Stage"),
    "the stage by its generated id": output("!Ref <stage id>"),
    "a URL": output(f"!Sub '{URL}<path>/items'"),
    "a URL of another stage": output(f"!Sub '{URL}/beta/items'"),
    "a URL with the stage by its attribute": output(f"!Sub '{URL}/${{Api.Stage}}/items'"),
    "a host with a scheme": output(f"!Sub '{URL}'"),
    "a host": output("!Sub '${Api}.execute-api.${AWS::Region}.amazonaws.com'"),
    "a URL in parts": output("!Join ['', ['https://', !Ref Api, '.execute-api.eu-west-1.amazonaws.com<path>/x']]"),
    "a URL that is cut up": output(f"!Select [2, !Split ['/', !Sub '{URL}<path>/x']]"),
    "an ARN": output(f"!Sub '{ARN}/<stage>/GET/items'"),
    "an ARN of every stage": output(f"!Sub '{ARN}/*/GET/items'"),
    "an ARN of another stage": output(f"!Sub '{ARN}/beta/GET/items'"),
    "an ARN that goes on in a variable": output(f"!Sub ['{ARN}${{Rest}}', {{Rest: !ImportValue rest}}]"),
    "a management ARN": output(f"!Sub '{MANAGEMENT}'"),
    "a management ARN of a stage": output(f"!Sub '{MANAGEMENT}/stages/<stage>'"),
    "a management ARN of another stage": output(f"!Sub '{MANAGEMENT}/stages/beta'"),
    "a management ARN of routes": output(f"!Sub '{MANAGEMENT}/<routes>/*'"),
    "a longer name": output("!Sub '${AWS::StackName}-Api'"),
}
"""Forms of a reference, in an output."""

PLACES = {
    "an exported output": "Outputs:\n  Subject:\n    Value: !Ref Api\n    Export: {Name: api}\n",
    "an exported URL": f"Outputs:\n  Subject:\n    Value: !Sub '{URL}<path>'\n    Export: {{Name: url}}\n",
    "a variable of a function": variable("!Ref Api"),
    "a variable with a URL": variable(f"!Sub '{URL}<path>'"),
    "a variable with the stage": variable("!Ref Api.Stage"),
    "AWS::SSM::Parameter": resource("AWS::SSM::Parameter", "{Type: String, Value: !Ref Api}"),
    "AWS::SSM::Parameter, a URL": resource("AWS::SSM::Parameter", f"{{Type: String, Value: !Sub '{URL}<path>'}}"),
    "AWS::CloudFormation::CustomResource": resource(
        "AWS::CloudFormation::CustomResource", "{ServiceToken: !GetAtt Function.Arn, Api: !Ref Api}"
    ),
    "Custom::": resource("Custom::Seed", "{ServiceToken: !GetAtt Function.Arn, Api: !Ref Api}"),
    "AWS::CloudFormation::Stack": resource(
        "AWS::CloudFormation::Stack", "{TemplateURL: 'https://s3/t', Parameters: {Api: !Ref Api}}"
    ),
    "AWS::Serverless::Application": resource(
        "AWS::Serverless::Application", "{Location: ./other.yaml, Parameters: {Api: !Ref Api}}"
    ),
    "AWS::XRay::SamplingRule": resource(
        "AWS::XRay::SamplingRule",
        "{SamplingRule: {RuleName: r, "
        "ResourceARN: !Sub 'arn:aws:apigateway:eu-west-1::/<apis>/${Api}/stages/<stage>'}}",
    ),
    "AWS::AppConfig::HostedConfigurationVersion": resource(
        "AWS::AppConfig::HostedConfigurationVersion",
        "{ApplicationId: a, ConfigurationProfileId: b, ContentType: text/plain, Content: !Ref Api}",
    ),
    "AWS::Synthetics::Canary": resource(
        "AWS::Synthetics::Canary", f"{{Name: c, RunConfig: {{EnvironmentVariables: {{URL: !Sub '{URL}<path>'}}}}}}"
    ),
    "AWS::StepFunctions::StateMachine": resource(
        "AWS::StepFunctions::StateMachine",
        "{RoleArn: 'arn:aws:iam::1:role/r', DefinitionSubstitutions: {Api: !Ref Api}}",
    ),
    "AWS::IAM::Policy, who may call": policy("execute-api:Invoke", f"{ARN}/<stage>/GET/items"),
    "AWS::IAM::Policy, the cache": policy("execute-api:InvalidateCache", f"{ARN}/<stage>/GET/items"),
    "AWS::IAM::Policy, management of routes": policy("apigateway:GET", f"{MANAGEMENT}/<routes>/*"),
    "AWS::IAM::Policy, management": policy("apigateway:GET", MANAGEMENT),
    "AWS::Lambda::Permission": resource(
        "AWS::Lambda::Permission",
        "{Action: 'lambda:InvokeFunction', FunctionName: !Ref Function, Principal: apigateway.amazonaws.com, "
        f"SourceArn: !Sub '{ARN}/<stage>/GET/items'}}",
    ),
    "AWS::CloudFront::Distribution": origin("<origin>"),
    "AWS::CloudFront::Distribution, another path": origin(", OriginPath: /beta"),
    "AWS::CloudFront::Distribution, no path": origin(""),
    "AWS::Route53::HealthCheck": resource(
        "AWS::Route53::HealthCheck",
        "{HealthCheckConfig: {Type: HTTPS, ResourcePath: <path>/items, "
        "FullyQualifiedDomainName: !Sub '${Api}.execute-api.${AWS::Region}.amazonaws.com'}}",
    ),
    "AWS::WAFv2::WebACLAssociation": resource(
        "AWS::WAFv2::WebACLAssociation",
        "{WebACLArn: 'arn:aws:wafv2:eu-west-1:1:regional/webacl/a/b', "
        f"ResourceArn: !Sub '{MANAGEMENT}/stages/<stage>'}}",
    ),
    "AWS::Events::Rule": resource(
        "AWS::Events::Rule",
        f"{{EventPattern: {{source: [shop]}}, Targets: [{{Id: api, Arn: !Sub '{ARN}/<stage>/GET/items'}}]}}",
    ),
    "AWS::CloudWatch::Alarm": resource(
        "AWS::CloudWatch::Alarm",
        "{Namespace: AWS/ApiGateway, MetricName: <5xx>, Statistic: Sum, Dimensions: [<dimension>]}",
    ),
    "AWS::CloudWatch::Dashboard": resource(
        "AWS::CloudWatch::Dashboard",
        '{DashboardBody: !Sub \'{"widgets": [{"metrics": [["AWS/ApiGateway", "Count", "ApiId", "${Api}"]]}]}\'}',
    ),
    "AWS::Logs::SubscriptionFilter": resource(
        "AWS::Logs::SubscriptionFilter",
        "{FilterPattern: '', DestinationArn: !GetAtt Function.Arn, "
        "LogGroupName: !Sub 'API-Gateway-Execution-Logs_${Api}/<stage>'}",
    ),
    "AWS::Serverless::Connector": resource(
        "AWS::Serverless::Connector",
        "{Source: {Id: Api, Qualifier: <stage>/GET/items}, Destination: {Id: Function}, Permissions: [Write]}",
    ),
    "a mapping of a custom domain": resource(
        "<mapping>", "{DomainName: api.example.com, <key>: !Ref Api, Stage: !Ref Api.Stage, <base>: shop}"
    ),
}
"""Resources that use an API, and settings of functions that do."""

ROWS = {**FORMS, **PLACES}

Rows = dict[tuple[str, str], str]

WHY: Rows = {
    **{
        (stage, name): reason
        for stage in SIDES
        for name, reason in {
            "AWS::IAM::Policy, the cache": "only a REST API has a cache",
            "AWS::Logs::SubscriptionFilter": "only a REST API writes execution logs",
            "a mapping of a custom domain": "a BasePathMapping becomes an ApiMapping, which holds REST APIs too",
        }.items()
    },
    **{
        ("the default stage", name): reason
        for name, reason in {
            "a URL of another stage": "what follows the host is a path of the default stage",
            "a host with a scheme": "the URL of the default stage is whole, and the stage is written behind it",
            "AWS::CloudFront::Distribution, another path": "a path of the default stage; the stage comes before it",
            "AWS::CloudFront::Distribution, no path": "an origin without a path is whole; it gets the stage",
        }.items()
    },
}
"""Rows of which one direction says something and the other does not, and why that is right."""
