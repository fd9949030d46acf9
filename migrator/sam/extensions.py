"""Extensions of OpenAPI by which a definition tells API Gateway what to do.

Source: API Gateway guide, api-gateway-swagger-extensions.
"""

from __future__ import annotations

from typing import Final

EXTENSION: Final = "x-amazon-apigateway-"
"""How the name of each begins."""

# Of the whole definition.
ACCESS_MODE: Final = "x-amazon-apigateway-endpoint-access-mode"
BINARY: Final = "x-amazon-apigateway-binary-media-types"
COMPRESSION: Final = "x-amazon-apigateway-minimum-compression-size"
CORS_SETTINGS: Final = "x-amazon-apigateway-cors"
DOCUMENTATION: Final = "x-amazon-apigateway-documentation"
ENDPOINT: Final = "x-amazon-apigateway-endpoint-configuration"
IMPORT: Final = "x-amazon-apigateway-importexport-version"
KEY_SOURCE: Final = "x-amazon-apigateway-api-key-source"
POLICY: Final = "x-amazon-apigateway-policy"
RESPONSES: Final = "x-amazon-apigateway-gateway-responses"
SECURITY_POLICY: Final = "x-amazon-apigateway-security-policy"
TAG_VALUE: Final = "x-amazon-apigateway-tag-value"
VALIDATORS: Final = "x-amazon-apigateway-request-validators"

# Of a path or an operation.
ANY_METHOD: Final = "x-amazon-apigateway-any-method"
INTEGRATION: Final = "x-amazon-apigateway-integration"
OPERATION_AUTH: Final = "x-amazon-apigateway-auth"
"""What REST APIs read of who may call an operation."""
VALIDATOR: Final = "x-amazon-apigateway-request-validator"

# Of components: of a security scheme, and the integrations that operations of an HTTP API refer to.
AUTHORIZER: Final = "x-amazon-apigateway-authorizer"
AUTH_TYPE: Final = "x-amazon-apigateway-authtype"
SHARED_INTEGRATIONS: Final = "x-amazon-apigateway-integrations"
