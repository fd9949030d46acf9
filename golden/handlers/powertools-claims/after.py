from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

app = APIGatewayHttpResolver()


@app.get("/me")
def me():
    return {"sub": app.current_event.request_context.authorizer.jwt_claim["sub"]}


def handler(event, context):
    return app.resolve(event, context)
