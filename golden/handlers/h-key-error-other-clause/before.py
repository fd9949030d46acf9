def handler(event, context):
    try:
        page = event["queryStringParameters"]["page"]
    except TypeError:
        page = "none"
    except Exception:
        page = "1"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": page}
