# flagged: GET /headers
import json


def handler(event, context):
    shown = {name: value for name, value in event["headers"].items() if not name.startswith("X-Amz")}
    return {"statusCode": 200, "body": json.dumps(shown)}
