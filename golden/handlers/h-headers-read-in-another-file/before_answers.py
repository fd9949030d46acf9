BASE = {"X-Api": "1"}
OWN: dict = {"X-Api": "2"}


def found(body):
    return {"statusCode": 200, "headers": BASE, "body": body}


def missing():
    return {"statusCode": 404, "headers": OWN, "body": "none"}
