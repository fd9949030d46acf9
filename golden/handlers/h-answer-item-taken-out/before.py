def plain(method):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": method}
    del answer["headers"]["Content-Type"]
    return answer


def handler(event, context):
    if event["path"] == "/":
        return plain(event["httpMethod"])
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "none"}
    answer["body"]: dict = {"method": event["httpMethod"]}
    return answer
