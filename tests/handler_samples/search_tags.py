# rewritten: GET /search
import json


def handler(event, context):
    multi = event["multiValueQueryStringParameters"] or {}
    tags = multi.get("tag", [])
    single = (event.get("queryStringParameters") or {}).get("q", "")
    return {"statusCode": 200, "body": json.dumps({"tags": sorted(tags), "q": single})}
