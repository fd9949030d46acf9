def handler(event, context):
    query = event.get("queryStringParameters", {"page": "1"})
    if query is None:
        return {"statusCode": 400}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": query.get("page", "-")}
