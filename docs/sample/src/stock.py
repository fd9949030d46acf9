"""Tell partners what is in stock."""


def handler(event, context):
    return {"statusCode": 200, "body": "{}"}
