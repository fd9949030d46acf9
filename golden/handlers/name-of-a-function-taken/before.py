def handler(event, context):
    parse_qs = event["multiValueQueryStringParameters"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(parse_qs)}
