def parse_qs(text):
    return text


def handler(event, context):
    values = event["multiValueQueryStringParameters"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": parse_qs(str(values))}
