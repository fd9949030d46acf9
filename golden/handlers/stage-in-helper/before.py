def link(stage):
    return "https://notes.example.org/" + stage


def handler(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": link(event["requestContext"]["stage"])}
