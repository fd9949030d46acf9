def handler(event, context):
    return {"isAuthorized": event["headers"]["authorization"] == "allow"}
