# rewritten: GET /tasks, POST /tasks, DELETE /tasks/{id}; rest > 1.0
import json

import boto3

table = boto3.resource("dynamodb").Table("tasks")


def handler(event, context):
    method = event["httpMethod"]
    resource = event["resource"]
    if resource == "/tasks" and method == "GET":
        return {"statusCode": 200, "body": json.dumps(table.scan()["Items"])}
    if resource == "/tasks" and method == "POST":
        task = json.loads(event["body"])
        table.put_item(Item=task)
        return {"statusCode": 201, "body": json.dumps(task)}
    if resource == "/tasks/{id}" and method == "DELETE":
        table.delete_item(Key={"id": event["pathParameters"]["id"]})
        return {"statusCode": 200, "body": "{}"}
    return {"statusCode": 404, "body": json.dumps({"message": "Not found"})}
