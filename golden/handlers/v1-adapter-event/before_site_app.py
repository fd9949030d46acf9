async def app(scope, receive, send):
    groups = scope["aws.event"]["requestContext"]["authorizer"]["claims"]["cognito:groups"]
    body = str("admins" in groups.split(",")).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})
