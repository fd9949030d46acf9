import framework


def handler(event, context):
    return framework.response(event["httpMethod"])
