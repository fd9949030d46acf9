import json


def handler(event, context):
    if event["requestContext"]["http"]["method"] == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([])}
    if event["requestContext"]["http"]["method"] == "POST":
        return {
            "statusCode": 201,
            # what clients want
            "headers": {"Content-Type": "application/json", "X-A": "1"},
            "body": json.dumps({}),
        }
    return {
        "statusCode": 405,
        "headers": {"Content-Type": "application/json"},
        "body": "{}",
    }
