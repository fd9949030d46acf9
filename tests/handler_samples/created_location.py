# flagged: POST /files
import json


def handler(event, context):
    host = event["headers"]["Host"]
    stage = event["requestContext"]["stage"]
    location = "https://" + host + "/" + stage + "/files/1"
    return {"statusCode": 201, "headers": {"Location": location}, "body": json.dumps({"location": location})}
