def handler(event, context):
    if event["identitySource"][0] == "unauthorized":
        return {"isAuthorized": False}
    if (event.get("identitySource") or [None])[0] != "allow":
        return {"isAuthorized": False}
    return {"isAuthorized": True, "context": {"tenantId": "t-1"}}
