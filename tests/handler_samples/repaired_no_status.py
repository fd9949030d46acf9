# rewritten: GET /motd; rest > 1.0
import json


def handler(event, context):
    return {"body": json.dumps({"text": "be kind"})}
