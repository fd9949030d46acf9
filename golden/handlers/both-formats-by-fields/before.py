def method(event):
    if "routeKey" in event:
        return event["requestContext"]["http"]["method"]
    return event["httpMethod"]


def address(event):
    old = event.get("version", "1.0") == "1.0"
    if not old:
        found = event["requestContext"]["http"]["sourceIp"]
    else:
        found = event["requestContext"]["identity"]["sourceIp"]
    return found


def agent(event):
    context = event["requestContext"]
    try:
        return context["identity"]["userAgent"]
    except KeyError:
        return context["http"]["userAgent"]


def handler(event, context):
    again = event.get("httpMethod", event.get("requestContext", {}).get("http", {}).get("method"))
    text = f"{method(event)} {again} {address(event)} {agent(event)}"
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": text}
