# unchanged: GET /stage; rest > 1.0; differs handler-stage
import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"stage": event["requestContext"]["stage"]})}
