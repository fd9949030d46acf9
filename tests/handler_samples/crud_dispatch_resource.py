# rewritten: GET /orders, POST /orders, GET /orders/{orderId}
import json

ORDERS = {}


def list_orders():
    return 200, list(ORDERS.values())


def add_order(body):
    order = json.loads(body)
    ORDERS[order["id"]] = order
    return 201, order


def get_order(order_id):
    return (200, ORDERS[order_id]) if order_id in ORDERS else (404, {"message": "unknown order"})


def handler(event, context):
    route = (event["httpMethod"], event["resource"])
    if route == ("GET", "/orders"):
        status, data = list_orders()
    elif route == ("POST", "/orders"):
        status, data = add_order(event["body"])
    elif event["resource"] == "/orders/{orderId}":
        status, data = get_order(event["pathParameters"]["orderId"])
    else:
        status, data = 405, {}
    return {"statusCode": status, "body": json.dumps(data)}
