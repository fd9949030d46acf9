"""An answer whose cookies payload 2.0 sends."""


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "cookies": ["a=1"], "body": ""}
