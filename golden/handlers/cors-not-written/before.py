def handler(event, context):
    if event["httpMethod"] == "GET":
        return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}, "body": "ok"}
    return {"statusCode": 405}
