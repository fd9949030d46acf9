import json

from aws_lambda_powertools.utilities.validation import envelopes, validator

SCHEMA = {"type": "object"}


@validator(inbound_schema=SCHEMA, envelope=envelopes.API_GATEWAY_REST)
def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(json.loads(event["body"]).get("id"))}
