def handler(event, context):
    who = event["requestContext"]["authorizer"].get("tenantId")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": who}
