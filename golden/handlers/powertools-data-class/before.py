from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent, event_source


@event_source(data_class=APIGatewayProxyEvent)
def handler(event: APIGatewayProxyEvent, context):
    user = event.headers.get("X-User") or event["requestContext"]["identity"]["sourceIp"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{event.http_method} {user}"}
