"""What can be reported about a hand-written definition."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages
from ..codes import UNCHANGED

PROXY = "Turn the operation into a Lambda or HTTP proxy integration, or leave this API as it is."
REMOVED = "Remove `{}` if you can do without it, or leave this API as it is."
REVIEW = "Read the converted definition once."
NUMBER = "Write the number of milliseconds."
"""What to do about a part that stands in the definition."""

DEFINITION_URI = Code(
    "definition-uri",
    Level.BLOCKER,
    "The API's definition is in a file that cannot be converted.",
    "A definition for one kind of API is refused or misread by the other. Files of the template's own repository are converted where they "
    "are, unless something else reads them too; one that `DefinitionUri` names is read as it is, so it cannot contain intrinsic functions. "
    "`--definition Id=FILE` names the file that is uploaded to a bucket.",
    "Move the definition into `DefinitionBody`, or into a file of this repository that `AWS::Include` puts there, and run again.",
    pages.OPENAPI,
    acceptable=False,
)
DEFINITION_FILE = Code(
    "definition-file",
    Level.INFO,
    "The API's definition is in a file of the repository, which is converted too.",
    "The template and the file belong together: one cannot be deployed without the other.",
    "Commit both files in one change.",
    pages.OPENAPI,
    Example("DefinitionUri: openapi.yaml", "DefinitionUri: openapi.yaml\n# and openapi.yaml is converted"),
)
DEFINITION_UPLOAD = Code(
    "definition-upload",
    Level.WARNING,
    "The API's definition is in a file that is uploaded to the place that the template names, and is converted in the repository.",
    "`--definition` names the file. What is in the bucket is not checked: an API that imports the definition of the other kind loses what its "
    "own kind cannot read, such as authorizers.",
    "Upload the converted file before you deploy, and under a name of its own where another stack reads the present one.",
    pages.OPENAPI,
    Example(
        "DefinitionUri: !Sub s3://${Bucket}/api.yaml",
        "DefinitionUri: !Sub s3://${Bucket}/api.yaml\n# and the file of `--definition` is converted",
    ),
    security=True,
)
DEFINITION_SHARED = Code(
    "definition-shared",
    Level.BLOCKER,
    "The file that holds the API's definition is named by another template.",
    "The other template would deploy the converted definition with the API that it has, and fail or change its access.",
    "Give each template a file of its own; or migrate all of them in one run, and accept it for each with `--accept definition-shared`.",
    pages.OPENAPI,
)
DEFINITION_INCLUDE = Code(
    "definition-include",
    Level.INFO,
    "SAM's own local checks cannot read a definition that is included from a file.",
    "CloudFormation includes the file before it runs SAM, so the deployment works; `sam validate` does not include it, and refuses events "
    "and tags next to a definition that it cannot read.",
    "Compare with `sam-migrate verify`, which reads the file. Write the definition into the template if `sam validate` has to pass.",
    pages.SAM_HTTPAPI,
)
DEFINITION_TAGS = Code(
    "definition-tags",
    Level.WARNING,
    "The tags of an API whose definition `DefinitionUri` names are removed.",
    "SAM writes the tags of an HTTP API into its definition, and refuses `Tags` next to a file.",
    "Put the tags on the stack, or have the file included with `AWS::Include` in `DefinitionBody`.",
    pages.SAM_HTTPAPI,
    Example("DefinitionUri: openapi.yaml\nTags: {team: shop}", "DefinitionUri: openapi.yaml"),
)
DEFINITION_ROUTE = Code(
    "definition-route",
    Level.BLOCKER,
    "A function event and the definition disagree about a route.",
    "For a REST API SAM leaves a hand-written definition alone (or lets events win with `MergeDefinitions`). For an HTTP API it adds every "
    "route that an event names and the definition lacks, and leaves those that are there: a route could appear, open, change its target, "
    "or be gone.",
    "Write the route in the definition or remove the event, so that both say the same.",
    pages.SAM_HTTPAPI,
    Example(
        "Events: {Get: {Type: Api, Properties: {Path: /x, Method: get, …}}}\n# and no /x in DefinitionBody",
        "(not migrated)",
    ),
    acceptable=False,
    security=True,
)
VPC_LINK = Code(
    "private-integration",
    Level.BLOCKER,
    "An integration reaches a load balancer through a VPC link.",
    "VPC links of REST APIs lead to network load balancers and are a different resource from those of HTTP APIs.",
    "Create an AWS::ApiGatewayV2::VpcLink and rewrite the integration by hand.",
    pages.PRIVATE_INTEGRATION,
    acceptable=False,
)
PARAMETER_MAPPING = Code(
    "parameter-mapping",
    Level.BLOCKER,
    "An integration sets parameters of requests or responses.",
    "HTTP APIs map parameters in another syntax (`overwrite:header.x`). They fill in path parameters of an HTTP proxy by name.",
    "Do the mapping in the backend, or write it in the form that HTTP APIs read.",
    pages.PARAMETER_MAPPING,
    Example("requestParameters: {integration.request.path.id: method.request.path.id}", "(removed: filled in by name)"),
    acceptable=False,
)
INTEGRATION_SETTING = Code(
    "integration-setting",
    Level.INFO,
    "Integrations of the definition have settings without an effect.",
    "Proxy integrations already ignore templates and response mappings. HTTP APIs have no cache and do not convert bodies. API Gateway always "
    "calls a function by POST.",
    UNCHANGED,
    pages.OPENAPI,
    Example("type: aws_proxy\npassthroughBehavior: when_no_match", "type: aws_proxy\npayloadFormatVersion: '1.0'"),
)
FUNCTION_METHOD = Code(
    "function-method",
    Level.WARNING,
    "The definition of a REST API calls a function by another method than POST.",
    "Lambda takes calls by POST only, so every request to such a route fails with 500 today. An HTTP API does not look at the method: the route begins to answer.",
    "Check who may call the route before you deploy.",
    pages.OPENAPI,
    Example("type: aws_proxy\nhttpMethod: GET", "type: aws_proxy\nhttpMethod: POST"),
    security=True,
    announces=frozenset({"route.backend_method"}),
)
SWAGGER_2 = Code(
    "swagger-2",
    Level.INFO,
    "The definition is Swagger 2.0 and becomes OpenAPI 3.0.1.",
    "HTTP APIs import OpenAPI 3 only. `host`, `basePath` and `schemes` have no effect under SAM (API Gateway ignores the base path unless "
    "configured to use it) and are removed; URLs do not change.",
    REVIEW,
    pages.OPENAPI,
    Example(
        "swagger: '2.0'\nsecurityDefinitions: {…}\ndefinitions: {…}",
        "openapi: 3.0.1\ncomponents: {securitySchemes: {…}, schemas: {…}}",
    ),
)
DEFINITION_INFO = Code(
    "definition-info",
    Level.INFO,
    "The name or description of the API moves into the `info` of its definition.",
    "SAM refuses `Name` and `Description` next to a definition of an HTTP API, and the import takes the name from `info.title`.",
    "Change the name in `info` from now on.",
    pages.SAM_HTTPAPI,
    Example(
        "Name: shop\nDefinitionBody: {info: {version: '1'}}", "DefinitionBody: {info: {title: shop, version: '1'}}"
    ),
    levels=(
        (Level.WARNING, "the value is known only at deployment, and is removed"),
        (Level.INFO, "the value moves into the definition"),
    ),
)
FAIL_ON_WARNINGS = Code(
    "fail-on-warnings",
    Level.WARNING,
    "The import of the definition fails on warnings.",
    "The import of an HTTP API produces other warnings than that of a REST API, for example about parameters and schemas that it ignores.",
    "Set `FailOnWarnings: false` if the first deployment fails on a warning that does not matter.",
    pages.OPENAPI,
)
