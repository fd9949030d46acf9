def handler(event, context):
    return {"statusCode": 200, "headers": {"Set-Cookie": "a=1", "set-cookie": "b=2"}, "body": "two cookies"}
