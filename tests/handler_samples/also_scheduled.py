# flagged: GET /report
import json


def handler(event, context):
    if "httpMethod" not in event:
        return {"done": True}
    return {"statusCode": 200, "body": json.dumps({"path": event["path"]})}
