def said(token):
    return "yes" if token == "allow" else "no"


def handler(event, context):
    return {"isAuthorized": said(event["headers"].get("authorization"))}
