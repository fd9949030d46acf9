class Answering:
    def __init__(self, handler):
        self.handler = handler

    def __call__(self, event, context):
        if "X-Token" not in event["headers"]:
            return {"statusCode": 401, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}
        return self.handler(event, context)


@Answering
def answer(event, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


handler = lambda_handler = answer
