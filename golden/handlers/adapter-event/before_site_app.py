async def app(scope, receive, send):
    method = scope["aws.event"]["httpMethod"]
    await send({"type": "http.response.start", "status": 200, "headers": [[b"content-type", b"text/plain"]]})
    await send({"type": "http.response.body", "body": method.encode()})
