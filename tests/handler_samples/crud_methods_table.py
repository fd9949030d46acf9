# rewritten: ANY /notes, ANY /notes/{id}
import json
import logging

import boto3

logger = logging.getLogger(__name__)
table = boto3.resource("dynamodb").Table("notes")


def respond(status, data):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(data),
    }


def read(event):
    params = event["pathParameters"]
    if not params:
        return respond(200, table.scan()["Items"])
    note = table.get_item(Key={"id": params["id"]}).get("Item")
    return respond(200, note) if note else respond(404, {"message": "no such note"})


def create(event):
    note = json.loads(event["body"])
    table.put_item(Item=note)
    return respond(201, note)


def remove(event):
    table.delete_item(Key={"id": event["pathParameters"]["id"]})
    return respond(200, {"deleted": True})


METHODS = {"GET": read, "POST": create, "DELETE": remove}


def handler(event, context):
    method = event["httpMethod"]
    action = METHODS.get(method)
    if action is None:
        return respond(405, {"message": f"{method} is not allowed"})
    try:
        return action(event)
    except Exception:
        logger.exception("failed")
        return respond(500, {"message": "internal error"})
