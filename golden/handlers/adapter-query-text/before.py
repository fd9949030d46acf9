from mangum import Mangum


async def app(scope, receive, send):
    query = scope["query_string"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": query})


handler = Mangum(app, lifespan="off")
