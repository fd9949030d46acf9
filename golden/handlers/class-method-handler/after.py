class Items:
    @classmethod
    def get(cls, event, context):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}


handler = Items.get
