def handler(event, context):
    who = event["requestContext"]["authorizer"]["principalId"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": who}
