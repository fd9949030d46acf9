def handler(event, context):
    response = {"headers": {"Content-Type": "text/plain"}, "body": ""}
    if not event["queryStringParameters"]:
        return response
    response["statusCode"] = 201
    return response
