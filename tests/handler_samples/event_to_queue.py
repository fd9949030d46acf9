# flagged: POST /queue
import json

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    sqs.send_message(QueueUrl="https://queue", MessageBody=json.dumps(event))
    return {"statusCode": 202, "body": json.dumps({"queued": True})}
