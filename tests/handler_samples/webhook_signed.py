# rewritten: POST /hooks/code
import hashlib
import hmac
import json
import os

SECRET = os.environ.get("WEBHOOK_SECRET", "hush")


def is_valid(signature, payload):
    digest = hmac.new(SECRET.encode("utf-8"), payload.encode("utf-8"), hashlib.sha256).hexdigest()
    return hmac.compare_digest("sha256=" + digest, signature)


def handler(event, context):
    signature = event["headers"].get("X-Hub-Signature-256", "")
    payload = event["body"] or ""
    if not is_valid(signature, payload):
        return {"statusCode": 403, "body": json.dumps({"message": "bad signature"})}
    kind = event["headers"].get("X-GitHub-Event", "push")
    data = json.loads(payload)
    return {"statusCode": 200, "body": json.dumps({"event": kind, "name": data.get("name")})}
