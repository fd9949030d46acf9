BASE = {"headers": {"Content-Type": "text/plain"}}
OK = dict(BASE, statusCode=200)


def filled():
    return {"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": ""}


def handler(event, context):
    method = event["requestContext"]["http"]["method"]
    if method == "GET":
        return {**BASE, "statusCode": 200, "body": method}
    if method == "PUT":
        return dict(statusCode=200, headers=BASE["headers"] | {"X-Method": method}, body=method)
    answer = filled()
    answer["headers"]["X-Method"] = method
    answer.update(body=method)
    return answer
