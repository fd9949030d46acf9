"""A body or header that is no text: a REST API answers 502."""


def handler(event, context):
    answer = {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": ""}
    if event["requestContext"]["http"]["method"] == "GET":
        answer["body"] = {"a": 1}
        return answer
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain", "X-Pages": 5}, "body": ""}
