# rewritten: POST /slack
import hashlib
import hmac
import os
from urllib.parse import parse_qs

SECRET = os.environ.get("SECRET", "s")


def verify(headers, body):
    base = f"v0:{headers['X-Slack-Request-Timestamp']}:{body}"
    mac = hmac.new(SECRET.encode(), base.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={mac}", headers["X-Slack-Signature"])


def handler(event, context):
    if not verify(event["headers"], event["body"]):
        return {"statusCode": 401}
    command = parse_qs(event["body"])["command"][0]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"got {command}"}
