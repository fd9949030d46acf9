from urllib.parse import unquote


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": unquote(event["pathParameters"]["id"])}
