# flagged: POST /orders
import json

from orders.service import OrderService

service = OrderService()


def handler(event, context):
    order = service.create_from_event(event)
    return {"statusCode": 201, "body": json.dumps(order)}
