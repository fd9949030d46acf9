"""AWS's pages that a runbook cites."""

from __future__ import annotations

_CFN = "https://docs.aws.amazon.com/AWSCloudFormation/latest"
_SAM = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide"
_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide"

DEPLOY = f"{_SAM}/sam-cli-command-reference-sam-deploy.html"
VALIDATE = f"{_SAM}/sam-cli-command-reference-sam-validate.html"
CHANGE_SETS = f"{_CFN}/UserGuide/using-cfn-updating-stacks-changesets.html"
IMPORTS = f"{_CFN}/APIReference/API_ListImports.html"
EXPORTS = f"{_CFN}/UserGuide/using-cfn-stack-exports.html"
MAPPING_IN_PLACE = f"{_CFN}/UserGuide/aws-resource-apigatewayv2-apimapping.html"
MAPPINGS = f"{_GATEWAY}/http-api-mappings.html"
ROUTING = f"{_GATEWAY}/rest-api-routing-mode.html"
DOMAINS = f"{_GATEWAY}/how-to-custom-domains.html"
METRICS = f"{_GATEWAY}/http-api-metrics.html"
REST_METRICS = f"{_GATEWAY}/api-gateway-metrics-and-dimensions.html"
