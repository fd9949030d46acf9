# flagged: POST /typed
import json

from models import ApiEvent


def handler(event, context):
    request = ApiEvent(**event)
    return {"statusCode": 200, "body": json.dumps({"method": request.httpMethod})}
