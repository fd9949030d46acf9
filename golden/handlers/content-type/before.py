import json


def handler(event, context):
    if event["httpMethod"] == "GET":
        return {"statusCode": 200, "body": json.dumps([])}
    if event["httpMethod"] == "POST":
        return {
            "statusCode": 201,
            # what clients want
            "headers": {"X-A": "1"},
            "body": json.dumps({}),
        }
    return {
        "statusCode": 405,
        "body": "{}",
    }
