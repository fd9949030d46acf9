import hashlib


def handler(event, context):
    digest = hashlib.sha256((event.get("body") or "").encode()).hexdigest()
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": digest}
