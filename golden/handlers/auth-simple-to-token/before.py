def handler(event, context):
    return {"isAuthorized": event["identitySource"][0] == "allow"}
