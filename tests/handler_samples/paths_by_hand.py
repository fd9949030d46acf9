# rewritten: ANY /{proxy+}
import json
import re

ROUTES = [(re.compile(r"^/users/(?P<id>[^/]+)$"), "user"), (re.compile(r"^/users$"), "users")]


def handler(event, context):
    for pattern, name in ROUTES:
        match = pattern.match(event["path"])
        if match:
            return {"statusCode": 200, "body": json.dumps({"route": name, **match.groupdict()})}
    return {"statusCode": 404, "body": json.dumps({"path": event["path"], "method": event["httpMethod"]})}
