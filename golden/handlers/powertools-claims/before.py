from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver()


@app.get("/me")
def me():
    return {"sub": app.current_event.request_context.authorizer.claims["sub"]}


def handler(event, context):
    return app.resolve(event, context)
