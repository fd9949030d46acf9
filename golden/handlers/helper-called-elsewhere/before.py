def read(event):
    return event["httpMethod"]


def on_queue(record, context):
    return read(record["body"])


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": read(event)}
