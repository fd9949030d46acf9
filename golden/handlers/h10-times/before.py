import json


def handler(event, context):
    rc = event["requestContext"]
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps([rc["time"], rc.get("timeEpoch")])}
