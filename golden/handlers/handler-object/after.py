class Answering:
    def __init__(self, handler):
        self.handler = handler

    def __call__(self, event, context):
        if "x-token" not in event["headers"]:
            return {"statusCode": 401, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}
        return self.handler(event, context)


@Answering
def answer(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}


handler = lambda_handler = answer
