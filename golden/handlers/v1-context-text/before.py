def handler(event, context):
    caller = event["requestContext"]["authorizer"]
    line = f"{caller['tenantId']}/{len(caller['level'])}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain", "X-Tier": caller["tier"]}, "body": line}
