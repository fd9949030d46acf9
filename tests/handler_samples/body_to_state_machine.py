# rewritten: POST /start
import json
import os

import boto3

client = boto3.client("stepfunctions")


def handler(event, context):
    try:
        data = json.loads(event["body"])
        started = client.start_execution(stateMachineArn=os.environ.get("ARN", "arn"), input=json.dumps(data))
        return {"statusCode": 200, "body": json.dumps({"execution": started["executionArn"]})}
    except Exception as error:
        print(error)
        return {"statusCode": 500, "body": json.dumps({"error": "not started"})}
