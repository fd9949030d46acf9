class Items:
    def get(self, event, context):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


handler = Items().get
