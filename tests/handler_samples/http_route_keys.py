# rewritten: GET /items, PUT /items, GET /items/{id}, DELETE /items/{id}; 2.0 > rest
import json

import boto3

table = boto3.resource("dynamodb").Table("items")


def handler(event, context):
    status = 200
    headers = {"Content-Type": "application/json"}
    route = event["routeKey"]
    try:
        if route == "DELETE /items/{id}":
            table.delete_item(Key={"id": event["pathParameters"]["id"]})
            body = "deleted"
        elif route == "GET /items/{id}":
            body = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
        elif route == "GET /items":
            body = table.scan()["Items"]
        elif route == "PUT /items":
            item = json.loads(event["body"])
            table.put_item(Item=item)
            body = item["id"]
        else:
            raise ValueError(f"Unsupported route: {route}")
    except ValueError as error:
        status = 400
        body = str(error)
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}
