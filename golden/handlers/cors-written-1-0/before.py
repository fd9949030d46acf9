def handler(event, context):
    if event["httpMethod"] == "GET":
        return {"statusCode": 200, "headers": {"access-control-allow-origin": "https://notes.example.org"}, "body": "ok"}
    response = {"statusCode": 405, "headers": {}}
    response["headers"]["Allow"] = "GET"
    return response
