import json


def handler(event, context):
    order = json.loads(event["body"])
    return {"statusCode": 201, "body": json.dumps({"order": order, "by": event["headers"]["X-Client"]})}
