# flagged: GET /config
import json

from settings import TABLES


def handler(event, context):
    stage = event["requestContext"]["stage"]
    return {"statusCode": 200, "body": json.dumps({"table": TABLES.get(stage, "dev-table")})}
