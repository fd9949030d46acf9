# rewritten: GET /{code}
import boto3

table = boto3.resource("dynamodb").Table("links")


def handler(event, context):
    code = event.get("pathParameters", {}).get("code")
    link = table.get_item(Key={"id": code}).get("Item")
    if link is None:
        return {"statusCode": 302, "headers": {"Location": "https://example.com/unknown"}}
    return {"statusCode": 301, "headers": {"Location": link["target"], "Cache-Control": "max-age=90"}}
