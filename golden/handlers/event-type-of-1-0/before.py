from aws_lambda_typing.events import APIGatewayProxyEventV2


def handler(event: APIGatewayProxyEventV2, context):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": event["httpMethod"]}
