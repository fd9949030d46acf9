from aws_lambda_typing.events import APIGatewayProxyEventV2


def _work(name: str, event: APIGatewayProxyEventV2):
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": name + event["requestContext"]["http"]["method"]}


def handler(event, context):
    return _work("method: ", event)
