def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/plain", "X-Count": 2},
        "cookies": ["a=1", "b=2"],
        "body": "x",
        "comment": "no key of a response",
    }
