BASE = {"X-Api": "1"}
OWN: dict = {"Content-Type": "application/json", "X-Api": "2"}


def found(body):
    return {"statusCode": 200, "headers": {**BASE, "Content-Type": "application/json"}, "body": body}


def missing():
    return {"statusCode": 404, "headers": OWN, "body": "none"}
