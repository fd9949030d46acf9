import json


def handler(event, context):
    identity = event["requestContext"]["identity"]
    arn = event["requestContext"]["identity"]["userArn"]
    data = [arn, event["requestContext"]["identity"].get("accountId"), identity["caller"]]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(data)}
