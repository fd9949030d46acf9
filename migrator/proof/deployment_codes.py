"""What is said of a migration that could not be deployed over the present stack, or not without a loss."""

from __future__ import annotations

from typing import Final

from ..findings import Code, Example, Level

_CFN: Final = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
DEPENDENCIES: Final = _CFN + "troubleshooting.html"
UPDATES: Final = _CFN + "using-cfn-updating-stacks-update-behaviors.html"
NAMES: Final = _CFN + "aws-properties-name.html"
REPLACE_POLICY: Final = _CFN + "aws-attribute-updatereplacepolicy.html"
GENERATED: Final = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html"
MAPPINGS: Final = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html"

CIRCULAR_DEPENDENCY = Code(
    "circular-dependency",
    Level.BLOCKER,
    "Resources would depend on each other in a circle.",
    "CloudFormation creates a resource after those that it refers to and refuses a circle: `Circular dependency between resources`. A REST "
    "API refers to its user pool only; an HTTP API names the app clients as audience, and a client whose callback URL is at the API refers "
    "back to it.",
    "Write one of the references as text, so that nothing has to wait for it.",
    DEPENDENCIES,
    Example(
        "CallbackURLs: [!Sub 'https://${MyApi}.execute-api…/prod/cb']", "CallbackURLs: ['https://shop.example/cb']"
    ),
    acceptable=False,
)
DATA_REPLACED = Code(
    "data-replaced",
    Level.BLOCKER,
    "A resource that holds data would be replaced, because a property that cannot change in place holds the API's id or stage.",
    "For a new value of such a property CloudFormation creates a new resource and then deletes the old one, with its data, unless its "
    "`UpdateReplacePolicy` says otherwise; `DeletionPolicy` alone does not.",
    "Write the value of today as text, deploy that, which changes nothing, and run again. `--accept data-replaced` takes the loss of "
    "the data.",
    UPDATES,
    Example("TableName: !Sub 'orders-${MyApi}'", "TableName: orders-a1b2c3d4e5"),
)
DATA_LEFT = Code(
    "data-left",
    Level.WARNING,
    "A resource that holds data is replaced by an empty one; the old one is kept, outside of the stack.",
    "A property that cannot change in place holds the API's id or stage, and `UpdateReplacePolicy` keeps the old resource. Everything in "
    "the stack uses the new, empty one from then on.",
    "Write the value of today as text and deploy that first, so that nothing is replaced; or move the data after the deployment.",
    REPLACE_POLICY,
)
NAME_REFUSED = Code(
    "name-refused",
    Level.BLOCKER,
    "A physical name would hold a character that the service does not take.",
    "The stage of an HTTP API is `$default`, and few services take a `$` in a name: the deployment fails.",
    "Write the stage's name of today as text in its place, or run again with `--stage keep`.",
    NAMES,
    Example("TableName: !Sub 'orders-${MyApi.Stage}'", "TableName: orders-prod"),
    acceptable=False,
)
ID_TAKEN = Code(
    "id-taken",
    Level.BLOCKER,
    "SAM would give something that it makes for the migrated API a logical id that is taken.",
    "SAM derives the ids of permissions, stages and domains from those of the API, its functions and their events. It refuses a template in "
    "which a resource has such an id, and writes one permission over another where two events get one id: calls of one route fail then.",
    "Give the resource another logical id, or rename the event. CloudFormation deletes a resource whose logical id changes and creates a new "
    "one, so rename what holds no data.",
    GENERATED,
    Example(
        "OrdersGetPermission:\n  Type: AWS::Lambda::Permission",
        "OrdersBucketPermission:\n  Type: AWS::Lambda::Permission",
    ),
    acceptable=False,
)
SHARED_DOMAIN = Code(
    "shared-domain",
    Level.BLOCKER,
    "A custom domain would serve this HTTP API and, by a domain or mapping of the other kind, a REST API.",
    "A domain name exists once, so two resources cannot both make it. And API Gateway refuses AWS::ApiGateway::BasePathMapping on a domain "
    "with HTTP APIs: `Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API Gateway's V2 DomainName "
    "interface`.",
    "Migrate all APIs of the domain at once, or first replace the other mapping by an AWS::ApiGatewayV2::ApiMapping, which holds REST APIs too.",
    MAPPINGS,
    acceptable=False,
)
DEPLOYMENT_REFUSED = Code(
    "deployment-refused",
    Level.BLOCKER,
    "API Gateway, SAM or CloudFormation would refuse the migrated template.",
    "The compiled template was checked for what SAM lets pass and a deployment fails on. The template as it stands does not have the fault.",
    "Change what the message names, and run again.",
    UPDATES,
    acceptable=False,
)

CODES: Final = (
    CIRCULAR_DEPENDENCY,
    DATA_REPLACED,
    DATA_LEFT,
    NAME_REFUSED,
    ID_TAKEN,
    SHARED_DOMAIN,
    DEPLOYMENT_REFUSED,
)
