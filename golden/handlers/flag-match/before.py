import library


def handler(event, context):
    match event:
        case {"httpMethod": method}:
            data = method
        case _:
            data = None
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": str(data)}
