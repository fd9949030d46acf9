import base64

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver()


def _body(event):
    """Give the body as text: HTTP APIs send forms and files as base64."""
    body = event.get("body")
    if body and event.get("isBase64Encoded"):
        return base64.b64decode(body).decode("utf-8", "replace")
    return body


def _headers(event):
    """Give the headers by names in lower case."""
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def is_live(event):
    return event.request_context.stage == "prod"


@app.get("/items/<id>")
def get(id):
    event = app.current_event
    user = _headers(event.raw_event).get("x-user")
    role = event.request_context.authorizer["role"]
    return {"user": user, "role": role, "live": is_live(event), "body": _body(event)}


def handler(event, context):
    return app.resolve(event, context)
