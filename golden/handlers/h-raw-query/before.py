def handler(event, context):
    return {"statusCode": 302, "headers": {"Location": "/new?" + event["rawQueryString"]}}
