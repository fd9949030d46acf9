# rewritten: GET /whoami iam
import json


def handler(event, context):
    identity = event["requestContext"]["identity"]
    caller = {"arn": identity["userArn"], "account": identity["accountId"], "user": identity["user"]}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(caller)}
