from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2, event_source


@event_source(data_class=APIGatewayProxyEventV2)
def handler(event: APIGatewayProxyEventV2, context):
    user = event.headers.get("X-User") or event["requestContext"]["http"]["sourceIp"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": f"{event.http_method} {user}"}
