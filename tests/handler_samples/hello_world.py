# rewritten: GET /hello
import json


def handler(event, context):
    """Sample pure Lambda function."""
    return {
        "statusCode": 200,
        "body": json.dumps({
            "message": "hello world",
        }),
    }
