# rewritten: GET /upload-url
import json
import os

import boto3

BUCKET = os.environ.get("BUCKET", "uploads")
EXPIRES = 300

s3 = boto3.client("s3")


def handler(event, context):
    params = event["queryStringParameters"]
    if not params or "name" not in params:
        return {"statusCode": 400, "body": json.dumps("name is required")}
    url = s3.generate_presigned_url(
        ClientMethod="put_object", Params={"Bucket": BUCKET, "Key": params["name"]}, ExpiresIn=EXPIRES
    )
    return {"statusCode": 200, "body": json.dumps({"uploadURL": str(url), "key": params["name"]})}
