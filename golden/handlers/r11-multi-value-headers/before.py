def handler(event, context):
    return {
        "statusCode": 200,
        "multiValueHeaders": {
            "Set-Cookie": ["a=1", "b=2; Secure"],
            "X-Tag": ["one", "two"],
            "X-One": ["single"],
        },
        "headers": {"Cache-Control": "no-store"},
        "body": "{}",
    }
