from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver()


def is_live(event):
    return event.request_context.stage == "prod"


@app.get("/items/<id>")
def get(id):
    event = app.current_event
    user = event.raw_event["headers"].get("X-User")
    role = event.request_context.authorizer["role"]
    return {"user": user, "role": role, "live": is_live(event), "body": event["body"]}


def handler(event, context):
    return app.resolve(event, context)
