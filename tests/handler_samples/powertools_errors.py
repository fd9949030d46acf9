# rewritten: GET /orders/{id}, POST /orders; aws_lambda_powertools
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response, content_types
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError

logger = Logger(service="orders")
app = APIGatewayRestResolver()

ORDERS = {"v0": {"id": "v0", "total": 10}}


@app.exception_handler(KeyError)
def missing(error):
    return Response(status_code=422, content_type=content_types.TEXT_PLAIN, body=f"missing {error}")


@app.get("/orders/<order_id>")
def show(order_id: str):
    if order_id not in ORDERS:
        raise NotFoundError("no such order")
    return ORDERS[order_id]


@app.post("/orders")
def create():
    try:
        order = app.current_event.json_body
    except (TypeError, ValueError) as error:
        raise BadRequestError("no JSON") from error
    return {"id": order["id"]}, 201


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
