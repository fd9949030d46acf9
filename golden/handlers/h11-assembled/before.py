BASE = {"statusCode": 200, "headers": {"Content-Type": "application/json"}}


def handler(event, context):
    answer = BASE | {"body": {"method": event["requestContext"]["http"]["method"]}}
    answer["headers"] = {**BASE["headers"], "X-Kind": "list"}
    return answer
