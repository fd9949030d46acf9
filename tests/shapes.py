"""Templates of any size, each in a shape in which a fact that is computed again and again would show.

A shape is a function of a number of lines; it gives a template of about so many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from migrator.findings import ALL, Accept
from migrator.options import Direction, Options
from migrator.text.source import Source

ACCEPTING = Options(accept=(Accept(ALL),))
HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n"
INVOKED = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Items.Arn}/invocations'"
REST_API = "  Api:\n    Type: AWS::Serverless::Api\n    Properties: {StageName: prod}\n"
HTTP_API = "  Api:\n    Type: AWS::Serverless::HttpApi\n    Properties: {StageName: prod}\n"
ITEMS = """\
  Items:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: s3://bucket/items
"""
REST_GET = "        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /items, Method: get}}\n"
HTTP_GET = """\
        Get:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Path: /items, Method: get, PayloadFormatVersion: '1.0'}
"""
URL = "https://${Api}.execute-api.${AWS::Region}.amazonaws.com/prod/"


@dataclass(frozen=True)
class Shape:
    """One way for a template to be large.

    Arguments:
        text: gives a template of about so many lines.
        direction: which way it migrates.
        options: how.
    """

    text: Callable[[int], str]
    direction: Direction = Direction.TO_HTTP
    options: Options = ACCEPTING

    def source(self, lines: int) -> Source:
        """A template of about so many lines."""
        return Source("template.yaml", self.text(lines))


def repeated(part: str, lines: int, taken: int = 0) -> Iterator[str]:
    """A part as often as it takes for so many lines; ``{0}`` in it is its number.

    Arguments:
        taken: lines that stand elsewhere.
    """
    for number in range(max(1, (lines - taken) // part.count("\n"))):
        yield part.replace("{0}", str(number))


# -- many functions -----------------------------------------------------------------------------------------------

FUNCTION = """\
  Function{0}:
    Type: AWS::Serverless::Function # number {0}
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: s3://bucket/key
      Environment:
        Variables:
          TABLE: !Ref Table
          URL: !Sub 'https://${%s}.execute-api.${AWS::Region}.amazonaws.com/%s/{0}'
      Events:
        Get:
          Type: %s
          Properties:
%s            Path: /things/{0}
            Method: get

"""
TABLE = "  Table:\n    Type: AWS::Serverless::SimpleTable\n"


def implicit_api(lines: int) -> str:
    """Functions with an event each, and no API that is written."""
    function = FUNCTION % ("ServerlessRestApi", "Prod", "Api", "")
    return f"{HEAD}Resources:\n{''.join(repeated(function, lines))}{TABLE}"


def api_with_cors(lines: int) -> str:
    """Functions with an event each on one API that has CORS."""
    function = FUNCTION % ("Api", "prod", "Api", "            RestApiId: !Ref Api\n")
    cors = REST_API.replace("prod", "prod, Cors: \"'https://shop.example.com'\"")
    return f"{HEAD}Resources:\n{cors}{''.join(repeated(function, lines))}{TABLE}"


def http_api_with_cors(lines: int) -> str:
    """The same on an HTTP API, with an authorizer that every route names."""
    more = (
        "            ApiId: !Ref Api\n            Auth: {Authorizer: Signed}\n            PayloadFormatVersion: '1.0'\n"
    )
    function = FUNCTION % ("Api", "prod", "HttpApi", more.replace("Signed", "AWS_IAM"))
    api = """\
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: prod
      Auth: {EnableIamAuthorizer: true}
      CorsConfiguration: {AllowOrigins: ['https://shop.example.com']}
"""
    return f"{HEAD}Resources:\n{api}{''.join(repeated(function, lines))}{TABLE}"


def events_of_one_function(lines: int) -> str:
    """One function with all events, each with settings that go."""
    event = """\
        Get{0}:
          Type: Api
          Properties:
            RestApiId: !Ref Api
            Path: /things/{0}
            Method: get
            Auth: {AuthorizationScopes: []}
"""
    return f"{HEAD}Resources:\n{REST_API}{ITEMS}      Events:\n{''.join(repeated(event, lines))}"


# -- definitions --------------------------------------------------------------------------------------------------


def _beside(lines: int, kind: str, key: str, more: str) -> str:
    each = f"""\
          /p{{0}}:
            get:
              responses: {{}}
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: {INVOKED}
{more}"""
    properties = f"{{{key[1]}: !Ref Api, Path: '/p{{0}}', Method: get{key[2]}}}"
    event = f"        E{{0}}: {{Type: {key[0]}, Properties: {properties}}}\n"
    count = max(1, lines // (each.count("\n") + 1))
    paths = "".join(repeated(each, count * each.count("\n")))
    events = "".join(repeated(event, count))
    api = f"""\
  Api:
    Type: {kind}
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        info: {{title: shop, version: '1'}}
        paths:
"""
    return f"{HEAD}Resources:\n{api}{paths}{ITEMS}      Events:\n{events}"


def events_beside_definition(lines: int) -> str:
    """A definition, and an event for each of its routes."""
    return _beside(lines, "AWS::Serverless::Api", ("Api", "RestApiId", ""), "")


def events_beside_http_definition(lines: int) -> str:
    """The same of an HTTP API."""
    key = "HttpApi", "ApiId", ", PayloadFormatVersion: '1.0'"
    return _beside(lines, "AWS::Serverless::HttpApi", key, "                payloadFormatVersion: '1.0'\n")


def swagger(lines: int) -> str:
    """A definition in Swagger 2.0 with a schema, a security scheme and an answer to preflight for each path."""
    each = f"""\
          /p{{0}}:
            get:
              security: [{{Signed: []}}]
              responses: {{200: {{description: ok, schema: {{$ref: '#/definitions/D{{0}}'}}}}}}
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: {INVOKED}
            options:
              responses: {{'200': {{description: ok}}}}
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {{application/json: '{{"statusCode": 200}}'}}
                responses:
                  default:
                    statusCode: '200'
                    responseParameters:
                      method.response.header.Access-Control-Allow-Origin: "'https://shop.example.com'"
                      method.response.header.Access-Control-Allow-Methods: "'GET,OPTIONS'"
"""
    schema = "          D{0}: {type: object, properties: {id: {type: string}}}\n"
    count = max(1, lines // (each.count("\n") + 1))
    return f"""\
{HEAD}Resources:
{ITEMS}  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        swagger: '2.0'
        info: {{title: shop, version: '1'}}
        securityDefinitions:
          Signed: {{type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}}
        definitions:
{"".join(repeated(schema, count))}        paths:
{"".join(repeated(each, count * each.count(chr(10))))}"""


# -- references ---------------------------------------------------------------------------------------------------


def _rest(outputs: str, resources: str = "") -> str:
    return f"{HEAD}Resources:\n{REST_API}{resources}{ITEMS}      Events:\n{REST_GET}Outputs:\n{outputs}"


def _http(outputs: str) -> str:
    return f"{HEAD}Resources:\n{HTTP_API}{ITEMS}      Events:\n{HTTP_GET}Outputs:\n{outputs}"


def urls(lines: int) -> str:
    """An output with a URL on each line."""
    return _rest("".join(repeated(f"  O{{0}}: {{Value: !Sub '{URL}{{0}}'}}\n", lines)))


def urls_in_one_text(lines: int) -> str:
    """One text with a URL on each line."""
    return _rest(f"  All:\n    Value: !Sub |\n{''.join(repeated(f'      {URL}{{0}}{chr(10)}', lines))}")


def ids_in_one_text(lines: int) -> str:
    """One text with the id on each line, and nothing between."""
    return _rest('  All:\n    Value: !Sub "' + "".join("${Api}\\\n      " for _ in range(lines)) + '"\n')


def hosts_in_one_text(lines: int) -> str:
    """One text that is a host whose name never ends."""
    return _rest(
        '  All:\n    Value: !Sub "https://' + "".join("${Api}.execute-api.\\\n      " for _ in range(lines)) + '"\n'
    )


def arns_in_one_text(lines: int) -> str:
    """One text with ARNs, each with the stage."""
    arn = "      arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/GET/{0}\n"
    return _rest(f"  All:\n    Value: !Sub |\n{''.join(repeated(arn, lines))}")


def parts_of_a_join(lines: int) -> str:
    """A Join of URLs in parts."""
    part = """\
          - https://
          - !Ref Api
          - .execute-api.eu-west-1.amazonaws.com/prod/
          - ' '
"""
    return _rest("  All:\n    Value:\n      Fn::Join:\n        - ''\n        -\n" + "".join(repeated(part, lines)))


def parts_of_an_unknown_call(lines: int) -> str:
    """A Join of parts that a function cuts out of texts."""
    part = "          - !Select [0, [!Ref Api, x]]\n          - .execute-api.eu-west-1.amazonaws.com/prod/\n"
    return _rest("  All:\n    Value:\n      Fn::Join:\n        - ''\n        -\n" + "".join(repeated(part, lines)))


def stages_in_one_text(lines: int) -> str:
    """One text with URLs that name the stage by reference."""
    url = "      https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Api.Stage}/{0} ${Api.Stage}\n"
    return _rest(f"  All:\n    Value: !Sub |\n{''.join(repeated(url, lines))}")


def braces(lines: int) -> str:
    """A text of braces that open variables and never close them."""
    return _rest("  All:\n    Value: !Sub |\n" + ("      " + "${" * 40 + "\n") * lines)


def _with_path(path: str, kind: str = "Api", key: str = "RestApiId") -> str:
    event = f"""\
        Odd:
          Type: {kind}
          Properties:
            {key}: !Ref Api
            Method: get
            Path: '{path}'
"""
    api = REST_API if kind == "Api" else HTTP_API
    return f"{HEAD}Resources:\n{api}{ITEMS}      Events:\n{event}"


def braces_of_a_path(lines: int) -> str:
    """A path of so many braces."""
    return _with_path("/" + "{" * lines)


def variables_of_a_path(lines: int) -> str:
    """A path of so many variables."""
    return _with_path("/{a}" * lines)


def variables_of_an_http_path(lines: int) -> str:
    """The same on the way to a REST API."""
    return _with_path("/{a}" * lines, "HttpApi", "ApiId")


def pools(lines: int) -> str:
    """An authorizer on each few lines, with a user pool and an app client of its own."""
    authorizer = "          Pool{0}:\n            UserPoolArn: !GetAtt Pool{0}.Arn\n"
    client = "{Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool{0}}}"
    pool = f"  Pool{{0}}: {{Type: AWS::Cognito::UserPool}}\n  Client{{0}}: {client}\n"
    api = REST_API.replace("{StageName: prod}", "\n      StageName: prod\n      Auth:\n        Authorizers:")
    rest = f"{ITEMS}      Events:\n{REST_GET}{''.join(repeated(pool, lines))}"
    return f"{HEAD}Resources:\n{api}{''.join(repeated(authorizer, lines))}{rest}"


def alarms(lines: int) -> str:
    """An alarm on each few lines."""
    alarm = """\
  Alarm{0}:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Dimensions:
        - Name: ApiName
          Value: !Ref AWS::StackName
        - {Name: Stage, Value: prod}
"""
    return _rest("  Id: {Value: !Ref Api}\n", "".join(repeated(alarm, lines)))


def permissions(lines: int) -> str:
    """A permission for the API on each few lines, some for test calls that go."""
    permission = """\
  Test{0}:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Items
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/test-invoke-stage/GET/items
  Permission{0}:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Items
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/GET/items
"""
    return _rest("  Id: {Value: !Ref Api}\n", "".join(repeated(permission, lines)))


def further_stages(lines: int) -> str:
    """A further stage on each few lines."""
    stage = """\
  Stage{0}:
    Type: AWS::ApiGateway::Stage
    Properties: {RestApiId: !Ref Api, StageName: s{0}, DeploymentId: !Ref Api.Deployment}
"""
    return _rest("  Id: {Value: !Ref Api}\n", "".join(repeated(stage, lines)))


def mappings(lines: int) -> str:
    """A base path mapping on each few lines."""
    mapping = """\
  M{0}ApiMapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: {DomainName: d{0}.example.com, RestApiId: !Ref Api, Stage: !Ref Api.Stage, BasePath: b{0}}
"""
    return _rest("  Id: {Value: !Ref Api}\n", "".join(repeated(mapping, lines)))


def http_urls_in_one_text(lines: int) -> str:
    """One text with a URL on each line, on the way to a REST API."""
    return _http(f"  All:\n    Value: !Sub |\n{''.join(repeated(f'      {URL}{{0}}{chr(10)}', lines))}")


def endpoints_in_one_text(lines: int) -> str:
    """One text with the endpoint on each line, on the way to a REST API."""
    text = _http("  All:\n    Value: !Sub |\n" + "".join(repeated("      ${Api.ApiEndpoint}/x/{0}\n", lines)))
    return text.replace("    Properties: {StageName: prod}\n", "")


def parts_of_an_http_join(lines: int) -> str:
    """A Join of URLs in parts, on the way to a REST API."""
    part = """\
          - https://
          - !Ref Api
          - .execute-api.eu-west-1.amazonaws.com/
          - ' '
"""
    text = _http("  All:\n    Value:\n      Fn::Join:\n        - ''\n        -\n" + "".join(repeated(part, lines)))
    return text.replace("    Properties: {StageName: prod}\n", "")


# -- handlers -----------------------------------------------------------------------------------------------------


def handlers(lines: int) -> str:
    """A function with its code on each few lines."""
    function = """\
  Function{0}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      InlineCode: |
        import json


        def handler(event, context):
            method = event["httpMethod"]
            name = (event["queryStringParameters"] or {}).get("name", "{0}")
            return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": json.dumps([method, name])}
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: '/things/{0}', Method: get}}
"""
    return f"{HEAD}Resources:\n{REST_API}{''.join(repeated(function, lines))}"


# -- many APIs ----------------------------------------------------------------------------------------------------


def apis(lines: int) -> str:
    """An API with a function on each few lines."""
    api = """\
  Api{0}:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  Function{0}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: s3://bucket/key
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api{0}, Path: /things, Method: get}}
"""
    return f"{HEAD}Resources:\n{''.join(repeated(api, lines))}"


TO_REST = Direction.TO_REST

SHAPES: Mapping[str, Shape] = {
    "functions of an implicit API": Shape(implicit_api),
    "functions of one API with CORS": Shape(api_with_cors),
    "functions of one HTTP API with CORS": Shape(http_api_with_cors, TO_REST),
    "events of one function": Shape(events_of_one_function),
    "events beside a definition": Shape(events_beside_definition),
    "events beside a definition, to-rest": Shape(events_beside_http_definition, TO_REST),
    "a definition in Swagger 2.0": Shape(swagger),
    "user pools": Shape(pools),
    "URLs": Shape(urls),
    "URLs in one text": Shape(urls_in_one_text),
    "URLs in one text, to-rest": Shape(http_urls_in_one_text, TO_REST),
    "endpoints in one text": Shape(endpoints_in_one_text, TO_REST),
    "ids in one text": Shape(ids_in_one_text),
    "hosts in one text": Shape(hosts_in_one_text),
    "ARNs in one text": Shape(arns_in_one_text),
    "stages in one text": Shape(stages_in_one_text),
    "parts of a Join": Shape(parts_of_a_join),
    "parts of a Join, to-rest": Shape(parts_of_an_http_join, TO_REST),
    "parts of an unknown call": Shape(parts_of_an_unknown_call),
    "open braces in a text": Shape(braces),
    "open braces in a path": Shape(braces_of_a_path),
    "variables in a path": Shape(variables_of_a_path),
    "variables in a path, to-rest": Shape(variables_of_an_http_path, TO_REST),
    "alarms": Shape(alarms),
    "permissions": Shape(permissions),
    "further stages": Shape(further_stages),
    "mappings": Shape(mappings),
    "handlers": Shape(handlers),
    "handlers of payload 2.0": Shape(handlers, options=replace(ACCEPTING, payload="2.0")),
}
"""All shapes by name. Many APIs are none of them: a fact about an API is looked for in the whole template."""
