def handler(event, context):
    match event["requestContext"]["authorizer"]["admin"]:
        case "true":
            status = 200
        case _:
            status = 403
    return {"statusCode": status, "headers": {"Content-Type": "text/plain"}, "body": "x"}
