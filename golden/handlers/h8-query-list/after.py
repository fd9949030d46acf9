import json


def handler(event, context):
    query = (event.get("queryStringParameters") or {})
    tags = ",".join((event["multiValueQueryStringParameters"] or {}).get("tag", [])).split(",")
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(tags)}
