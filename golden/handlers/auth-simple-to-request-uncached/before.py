def handler(event, context):
    token = event["identitySource"][0]
    response = {"isAuthorized": False, "context": {"arn": event["routeArn"].split("/")[-1]}}
    if token == "allow" and event["requestContext"]["http"]["method"] == "GET":
        response["isAuthorized"] = True
    return response
