class Items:
    def read(self, event):
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}

    def serve(self, event):
        response = {}
        if event["httpMethod"] == "GET":
            response = self.read(event)
        else:
            return {"statusCode": 405}
        return response


def handler(event, context):
    answer = None
    if event["headers"].get("Accept") == "text/html":
        answer = {"headers": {"Content-Type": "text/plain"}, "body": "no"}
    else:
        answer = Items().serve(event)
    return answer
