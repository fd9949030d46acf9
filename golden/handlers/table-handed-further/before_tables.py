def found(event):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}


PASSED = {"GET": found}
