import json


def handler(_event, _context):
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"message": "hello"})}
