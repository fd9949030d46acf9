class Items:
    def read(self, event):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["requestContext"]["http"]["method"]}

    def serve(self, event):
        response = {}
        if event["requestContext"]["http"]["method"] == "GET":
            response = self.read(event)
        else:
            return {"statusCode": 405}
        return response


def handler(event, context):
    answer = None
    if event["headers"].get("accept") == "text/html":
        answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "no"}
    else:
        answer = Items().serve(event)
    return answer
