# rewritten: POST /avatars; cors
import base64
import binascii
import json

import boto3

s3 = boto3.client("s3")
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "POST,OPTIONS"}


def handler(event, context):
    try:
        data = json.loads(event["body"])
        picture = base64.b64decode(data["image"])
    except (TypeError, KeyError, ValueError, binascii.Error) as error:
        return {"statusCode": 400, "headers": CORS, "body": json.dumps({"error": type(error).__name__})}
    key = f"avatars/{data['id']}.png"
    s3.put_object(Bucket="pictures", Key=key, Body=picture, ContentType="image/png")
    return {"statusCode": 200, "headers": CORS, "body": json.dumps({"key": key, "size": len(picture)})}
