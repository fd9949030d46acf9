from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent


def handler(event, context):
    request = APIGatewayProxyEvent(event)
    if request.http_method == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": request.request_context.identity.source_ip}
    return {"statusCode": 405}
