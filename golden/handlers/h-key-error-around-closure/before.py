def first(read, other):
    try:
        return read()
    except KeyError:
        return other


def handler(event, context):
    def page():
        return event["queryStringParameters"]["page"]

    limits = {"POST": lambda: event["queryStringParameters"]["limit"]}
    try:
        found = page() + limits[event["requestContext"]["http"]["method"]]()
    except KeyError:
        return {"statusCode": 400}
    word = first(lambda: event["queryStringParameters"]["q"], "none")
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{found}{word}"}
