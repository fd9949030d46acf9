def handler(event, context):
    query = (event.get("queryStringParameters") or {"page": "1"}) or {}
    names = event.get("pathParameters", {}) or {}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": query.get("page", "-") + names.get("id", "-")}
