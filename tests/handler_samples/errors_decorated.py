# rewritten: POST /members
import json

from api_errors import ApiError, api_handler


@api_handler
def handler(event, context):
    member = json.loads(event["body"])
    if "name" not in member:
        raise ApiError(422, "name is required")
    return {"statusCode": 201, "headers": {"Content-Type": "application/json"}, "body": json.dumps(member)}
