def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/plain", "X-Count": "2"},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
        "body": "x",
    }
