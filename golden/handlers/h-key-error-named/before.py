MISSING = (KeyError, IndexError)


def answered(function):
    def inner(event, context):
        try:
            return function(event, context)
        except KeyError as error:
            return {"statusCode": 400, "headers": {"Content-Type": "text/plain"}, "body": f"missing {error}"}

    return inner


@answered
def handler(event, context):
    try:
        page = event["queryStringParameters"]["page"]
    except MISSING:
        page = "1"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": page + event["stageVariables"]["tier"]}
