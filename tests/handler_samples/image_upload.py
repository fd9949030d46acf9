# flagged: POST /image
import base64
import json

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    picture = base64.b64decode(event["body"])
    s3.put_object(Bucket="b", Key="k", Body=picture)
    return {"statusCode": 200, "body": json.dumps({"size": len(picture)})}
