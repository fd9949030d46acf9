import json
import re


def handler(event, context):
    named = re.search("Authorization", json.dumps(event)) or "Authorization" in str(event)
    text = "{0[headers][Authorization]}".format(event) if named else "{}".format(event)
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
