from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver()


@app.get("/items")
def items():
    return {"resource": app.current_event.resource}


def handler(event, context):
    return app.resolve(event, context)
