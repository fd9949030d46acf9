# unchanged: DELETE /items/{id}
import boto3

table = boto3.resource("dynamodb").Table("items")


def handler(event, context):
    table.delete_item(Key={"id": event["pathParameters"]["id"]})
    return {"statusCode": 204}
