class Handler:
    def __call__(self, event, context):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


handler = Handler()
