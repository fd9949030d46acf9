TABLES = {"live": "notes", "test": "notes-test"}


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": TABLES.get(event["requestContext"]["stage"], "none")}
