# rewritten: PUT /documents/{name}
import base64
import json

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    body = event["body"] or ""
    content = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode("utf-8")
    name = event["pathParameters"]["name"]
    s3.put_object(Bucket="documents", Key=name, Body=content)
    return {"statusCode": 200, "body": json.dumps({"name": name, "bytes": len(content)})}
