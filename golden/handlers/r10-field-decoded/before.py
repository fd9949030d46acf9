import base64
import json


def handler(event, context):
    data = json.loads(event["body"] or "{}")
    picture = data.get("picture", "")
    size = len(base64.b64decode(picture))
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(size)}
