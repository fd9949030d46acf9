from functools import reduce


def look_up(event, path):
    return reduce(lambda part, key: part.get(key) or {}, path.split("."), event)


def is_open(**context):
    return context["stage"] != "prod"


def handler(event, context):
    table = "orders-{stage}".format(**event["requestContext"])
    stage = look_up(event, "requestContext.stage")
    body = f"{table} {stage} {is_open(**event['requestContext'])}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": body}
