def empty():
    return {"statusCode": 204, "body": ""}
