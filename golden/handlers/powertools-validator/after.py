import base64
import json

from aws_lambda_powertools.utilities.validation import envelopes, validator

SCHEMA = {"type": "object"}


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


@validator(inbound_schema=SCHEMA, envelope=envelopes.API_GATEWAY_REST)
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(json.loads(_body(event)).get("id"))}
