def handler(event, context):
    query = event.get("queryStringParameters")
    if query is None:
        return {"statusCode": 400}
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": query.get("page", "-")}
