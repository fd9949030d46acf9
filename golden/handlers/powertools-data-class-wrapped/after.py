from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2


def handler(event, context):
    request = APIGatewayProxyEventV2(event)
    if request.http_method == "GET":
        return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": request.request_context.http.source_ip}
    return {"statusCode": 405}
